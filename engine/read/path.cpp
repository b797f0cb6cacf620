#include "read/path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/unicode.hpp"
#include "read/finder.hpp"

namespace linetwin {
namespace {

constexpr std::array<std::string_view, 12> kCounts = {"machines", "capacity", "batch",        "size",
                                                      "count",    "initial",  "limit",        "lot",
                                                      "split",    "stages",   "replications", "seed"};

// Where the values are counts of what the keys name.
constexpr std::array<std::string_view, 3> kCountsByName = {"assemble", "workers", "setup_workers"};

bool is_one_of(std::string_view word, const auto& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Of bytes of the path.
Place place_in(const Name& path, std::size_t from, std::size_t to) {
  const std::string_view text = path.value;
  const auto before = static_cast<int>(count_code_points(text.substr(0, from)));
  const auto length = static_cast<int>(count_code_points(text.substr(from, to - from)));
  return {path.place.source, path.place.line, path.place.column + before, std::max(1, length)};
}

}  // namespace

std::optional<std::vector<PathStep>> split_path(const Name& path, Diagnostics& diagnostics) {
  std::vector<PathStep> steps;
  const std::string& text = path.value;
  const auto fail = [&](std::size_t from, std::size_t to, const char* message) {
    diagnostics.error(place_in(path, from, to), message);
    return std::nullopt;
  };
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.find_first_of(".[", at), text.size());
    if (end > at) {
      steps.push_back({text.substr(at, end - at), -1, place_in(path, at, end)});
    } else if (end >= text.size() || text[end] == '.') {
      return fail(at, at + 1, "a step of the path is empty");
    }
    at = end;
    while (at < text.size() && text[at] == '[') {
      const std::size_t close = text.find(']', at);
      int index = -1;
      const char* const last = text.data() + std::min(close, text.size());
      const auto [end_of_index, fault] = std::from_chars(text.data() + at + 1, last, index);
      if (close == std::string::npos || index < 0 || end_of_index != last || fault != std::errc{})
        return fail(at, at + 1, "a list item is written [0], [1], ...");
      steps.push_back({"", index, place_in(path, at, close + 1)});
      at = close + 1;
    }
    if (at >= text.size()) break;
    if (text[at] != '.') return fail(at, at + 1, "a dot is missing here");
    ++at;
  }
  return steps;
}

bool holds_count(const std::vector<PathStep>& path) {
  std::vector<std::string_view> keys;
  for (const PathStep& step : path) {
    if (step.index >= 0) continue;
    if (step.key == "per_part") break;
    keys.push_back(step.key);
  }
  if (keys.size() < 2 || keys[0] == "layout") return false;
  if (keys.size() > 2 && is_one_of(keys[keys.size() - 2], kCountsByName)) return true;
  return is_one_of(keys.back(), kCounts);
}

std::vector<Reached> reach(const Node& root, const std::vector<PathStep>& path, std::string_view verb,
                           Diagnostics& diagnostics) {
  std::vector<Reached> reached;
  find_nodes(root, path, verb, diagnostics, [&reached](const Node& node, const std::string& its_path) {
    reached.push_back({&node, its_path});
    return false;
  });
  return reached;
}

}  // namespace linetwin
