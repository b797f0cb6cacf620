// `vary`, `sample`, `one-at-a-time`, `optimise`: what takes several values.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "read/path.hpp"
#include "scenario/reader.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kMostLevels = 1'000'000;  // of one factor
constexpr double kLastStep = 1e-9;              // of a step, what binary fractions may leave to the end

using Use = Factor::Use;

Node level_node(double number, const Factor& factor) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.text = fmt::format("{:.12g}{}", number, factor.unit);
  node.place = factor.place;
  return node;
}

// "s" of " s".
std::string_view bare(std::string_view unit) {
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  return unit;
}

}  // namespace

void ScenarioReader::read_factors(const Node& map, std::string_view what, Use use) {
  if (map.kind == Node::Kind::Null && (use == Use::Vary || use == Use::OneAtATime)) return;
  if (!expect_map(map, what, "write {buffers.b2.capacity: [20, 40, 80]}")) return;
  for (const Node::Entry& entry : map.entries) {
    if (entry.key.text.starts_with("x-")) continue;
    Factor factor;
    factor.use = use;
    factor.path = path_of(entry.key);
    factor.place = entry.value.place;
    if (!may_change(factor.path)) continue;
    const auto [it, fresh] = paths_.emplace(std::pair(use == Use::Optimise, entry.key.text),
                                            std::pair(use, factor.path.place.line));
    if (!fresh) {
      error(factor.path.place,
            fmt::format("\"{}\" takes values in {} already", entry.key.text, use_word(it->second.first)),
            fmt::format("by line {}; keep one of them", it->second.second));
      continue;
    }
    if (read_values(entry.value, factor)) scenario_.factors.push_back(std::move(factor));
  }
}

void ScenarioReader::read_sample(const Node& node) {
  const char* const example = "sample: {points: 100, over: {stations.a.cycle: {from: 8 s, to: 12 s}}}";
  if (!expect_map(node, "sample", example)) return;
  keys(node, {"points", "seed", "over"}, "sample");
  const Node* points = node.find("points");
  if (!points) {
    error(node.place, "sample needs points", example);
  } else if (expect_text(*points, "points")) {
    const auto count = parse_count(points->text, 1, static_cast<std::int64_t>(kMostCases));
    if (!count.value) error(points->place, count.message, count.hint);
    scenario_.samples = count.value.value_or(1);
  }
  if (const Node* seed = node.find("seed"); seed && expect_text(*seed, "seed")) {
    const auto parsed = parse_seed(seed->text);
    if (!parsed.value) error(seed->place, parsed.message, parsed.hint);
    scenario_.sample_seed = parsed.value.value_or(1);
  }
  const Node* over = node.find("over");
  if (!over || (over->is_map() && over->entries.empty())) {
    error(over ? over->place : node.place, "sample is over nothing", example);
  } else {
    read_factors(*over, "over", Use::Sample);
  }
}

void ScenarioReader::read_optimise(const Node& node) {
  const char* const example = "optimise: {over: {buffers.b2.capacity: {from: 1, to: 40}}}";
  if (!expect_map(node, "optimise", example)) return;
  keys(node, {"over", "budget"}, "optimise");
  const Node* over = node.find("over");
  if (!over || (over->is_map() && over->entries.empty())) {
    error(over ? over->place : node.place, "optimise is over nothing", example);
  } else {
    read_factors(*over, "over", Use::Optimise);
  }
  if (const Node* budget = node.find("budget")) read_budgets(*budget);
}

bool ScenarioReader::read_values(const Node& value, Factor& factor) {
  if (value.is_map() && value.find("scale")) {
    keys(value, {"scale"}, "values that scale");
    if (factor.kind == TreeChange::Kind::Scale) {
      error(value.place, "scale stands here twice");
      return false;
    }
    factor.kind = TreeChange::Kind::Scale;
    const Node& inner = *value.find("scale");
    factor.place = inner.place;
    return read_values(inner, factor);
  }
  if (value.is_sequence()) return read_list(value, factor);
  if (value.is_map() && (value.find("from") || value.find("to"))) return read_range(value, factor);
  const std::string what = value.is_scalar() ? "one value" : std::string(kind_word(value));
  error(value.place, fmt::format("\"{}\" takes several values, and this is {}", factor.path.value, what),
        value.is_scalar() ? fmt::format("write [{}, ...], or set it in a case", value.text)
                          : "write [20, 40, 80], {from: 8 s, to: 12 s, step: 1 s} or {scale: [0.7, 1]}");
  return false;
}

bool ScenarioReader::read_list(const Node& value, Factor& factor) {
  if (value.items.empty()) {
    error(value.place, fmt::format("the list of \"{}\" is empty", factor.path.value), "write [20, 40, 80]");
    return false;
  }
  if (value.items.size() > kMostLevels) {
    error(value.place, fmt::format("over {} values", kMostLevels));
    return false;
  }
  std::set<std::string> seen;
  bool good = true;
  for (const Node& item : value.items) {
    const std::string text = flow_text(item);
    if (!seen.insert(text).second) {
      error(item.place, fmt::format("{} stands here a second time", text), "each value makes a case");
      good = false;
    }
  }
  factor.levels = value.items;
  return good;
}

std::optional<WrittenQuantity> ScenarioReader::quantity(const Node& range, std::string_view key,
                                                        const Factor& factor) {
  const Node* node = range.find(key);
  if (!node) {
    error(range.place, fmt::format("a range needs {}", key), "{from: 8 s, to: 12 s}");
    return std::nullopt;
  }
  if (!expect_text(*node, key)) return std::nullopt;
  const auto parsed = parse_written(node->text);
  if (!parsed.value) error(node->place, parsed.message, parsed.hint);
  if (parsed.value && factor.kind == TreeChange::Kind::Scale && !parsed.value->unit.empty()) {
    error(node->place, fmt::format("\"{}\" is no factor", node->text), "scale takes plain numbers: 0.7");
    return std::nullopt;
  }
  return parsed.value;
}

bool ScenarioReader::read_range(const Node& value, Factor& factor) {
  const bool cut = factor.use == Use::Vary || factor.use == Use::OneAtATime;
  keys(value, cut ? Keys{"from", "to", "step", "steps"} : Keys{"from", "to", "step", "whole"}, "a range");
  const auto from = quantity(value, "from", factor);
  const auto to = quantity(value, "to", factor);
  if (!from || !to) return false;
  if (bare(from->unit) != bare(to->unit)) {
    error(value.find("to")->place, "from and to are in different units",
          fmt::format("write both in \"{}\"", bare(from->unit)));
    return false;
  }
  factor.from = from->number;
  factor.to = to->number;
  factor.unit = from->unit;
  if (factor.from > factor.to) {
    error(value.find("to")->place, "the range ends before it begins", "from is the smaller one");
    return false;
  }
  Diagnostics none;
  const auto steps_of_path = split_path(factor.path, none);
  factor.whole = factor.unit.empty() && factor.kind == TreeChange::Kind::Set && steps_of_path &&
                 holds_count(*steps_of_path);
  if (const Node* whole = value.find("whole")) {
    if (whole->text != "true" && whole->text != "false") error(whole->place, "whole is true or false");
    factor.whole = factor.whole || whole->text == "true";
  }
  if (factor.whole && (factor.from != std::floor(factor.from) || factor.to != std::floor(factor.to))) {
    error(value.place, "a range of whole numbers begins and ends with one");
    return false;
  }
  const Node* step = value.find("step");
  if (cut || (factor.use == Use::Sample && step))
    return cut_range(value, step, cut ? value.find("steps") : nullptr, factor);
  if (!step) return true;
  factor.step = step_of(value, factor).value_or(0);
  return factor.step > 0;
}

std::optional<double> ScenarioReader::step_of(const Node& range, const Factor& factor) {
  const auto step = quantity(range, "step", factor);
  if (!step) return std::nullopt;
  if (step->number > 0 && bare(step->unit) == bare(factor.unit)) return step->number;
  error(range.find("step")->place, "a step is over 0, in the unit of the range",
        fmt::format("step: 1{}", factor.unit));
  return std::nullopt;
}

bool ScenarioReader::cut_range(const Node& value, const Node* step, const Node* steps, Factor& factor) {
  const double range = factor.to - factor.from;
  if (!step == !steps) {
    error(value.place,
          step ? "a range is cut by step or by steps, not by both" : "a range needs step or steps",
          fmt::format("step: {}{}, or steps: 5", written(range > 0 ? range / 4 : 1), factor.unit));
    return false;
  }
  double width = 0;
  double count = 0;  // of levels
  if (steps) {
    if (!expect_text(*steps, "steps")) return false;
    const auto parsed = parse_count(steps->text, 2, kMostLevels);
    if (!parsed.value) error(steps->place, parsed.message, parsed.hint);
    if (!parsed.value) return false;
    count = static_cast<double>(*parsed.value);
    width = range / (count - 1);
  } else {
    const auto parsed = step_of(value, factor);
    if (!parsed) return false;
    width = *parsed;
    count = std::floor(range / width + kLastStep) + 1;
  }
  if (!(count <= static_cast<double>(kMostLevels))) {
    error(value.place, fmt::format("over {} values", kMostLevels), "take larger steps");
    return false;
  }
  for (double k = 0; k < count; ++k) {
    factor.levels.push_back(level_node(factor.from + k * width, factor));
    const std::size_t n = factor.levels.size();
    if (n < 2 || factor.levels[n - 1].text != factor.levels[n - 2].text) continue;
    error(value.place, "these values cannot be told apart", "take larger steps");
    return false;
  }
  if (const double end = factor.from + (count - 1) * width; factor.to - end > 1e-6 * width)
    read_.diagnostics.warning(value.find("to")->place,
                              fmt::format("the last value is {}", factor.levels.back().text),
                              "the step does not lead to the end");
  return true;
}

}  // namespace linetwin
