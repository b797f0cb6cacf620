#include "read/change.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/unicode.hpp"

namespace linetwin {
namespace {

struct Step {
  std::string key;  // a key, a name, or "*"
  int index = -1;   // of [index]; then there is no key
  Place place{};
};

// Sections whose second step is a name that must exist already, so that a misspelt one is no new element.
constexpr std::array<std::string_view, 12> kNamed = {"parts",  "sources", "stations", "buffers",
                                                     "sinks",  "routing", "workers",  "vehicles",
                                                     "limits", "shifts",  "layout",   "conveyors"};

// What a plain value may be opened up into.
constexpr std::array<std::string_view, 14> kOpens = {
    "constant", "exponential", "normal", "lognormal", "gamma",     "erlang",   "weibull",
    "uniform",  "triangular",  "pert",   "beta",      "empirical", "per_part", "matrix"};

bool is_one_of(std::string_view word, const auto& words) {
  for (const std::string_view w : words)
    if (w == word) return true;
  return false;
}

class Changer {
 public:
  Changer(const Change& change, int source, const Node& value, Diagnostics& diagnostics)
      : change_(change), source_(source), value_(value), diagnostics_(diagnostics) {}

  void apply(Node& root) {
    if (!split()) return;
    set(root, 0);
    if (!failed_ && set_ == 0) fail(steps_.front(), "matches nothing in this model");
  }

 private:
  bool split() {
    const std::string& path = change_.path;
    std::size_t at = 0;
    while (at <= path.size()) {
      const std::size_t end = std::min(path.find_first_of(".[", at), path.size());
      if (end > at) {
        steps_.push_back({path.substr(at, end - at), -1, place(at, end)});
      } else if (end >= path.size() || path[end] == '.') {
        fail({"", -1, place(at, at + 1)}, "a step of the path is empty");
        return false;
      }
      at = end;
      while (at < path.size() && path[at] == '[') {
        const std::size_t close = path.find(']', at);
        int index = -1;
        const char* const last = path.data() + std::min(close, path.size());
        const auto [end_of_index, fault] = std::from_chars(path.data() + at + 1, last, index);
        if (close == std::string::npos || index < 0 || end_of_index != last || fault != std::errc{}) {
          fail({"", -1, place(at, at + 1)}, "a list item is written [0], [1], ...");
          return false;
        }
        steps_.push_back({"", index, place(at, close + 1)});
        at = close + 1;
      }
      if (at >= path.size()) break;
      if (path[at] != '.') {
        fail({"", -1, place(at, at + 1)}, "a dot is missing here");
        return false;
      }
      ++at;
    }
    return true;
  }

  // Of bytes of the path, as they stand in the text of the source "PATH=VALUE".
  Place place(std::size_t from, std::size_t to) const {
    const std::string_view path = change_.path;
    const auto before = static_cast<int>(count_code_points(path.substr(0, from)));
    const auto length = static_cast<int>(count_code_points(path.substr(from, to - from)));
    return {source_, 1, before + 1, std::max(1, length)};
  }

  void fail(const Step& step, std::string message, std::string hint = {}) {
    if (!failed_) diagnostics_.error(step.place, std::move(message), std::move(hint));
    failed_ = true;
  }

  void assign(Node& node) {
    node = value_;
    ++set_;
  }

  void set(Node& node, std::size_t i) {
    if (failed_) return;
    if (i == steps_.size()) {
      assign(node);
      return;
    }
    const Step& step = steps_[i];
    if (node.is_sequence()) {
      set_in_sequence(node, i);
    } else if (step.index >= 0) {
      fail(step, fmt::format("there is no list here, but {}", kind_word(node)));
    } else if (node.is_map() || node.kind == Node::Kind::Null) {
      set_in_map(node, i);
    } else if (is_one_of(step.key, kOpens)) {
      const Place where = node.place;
      node = Node{};
      node.kind = Node::Kind::Map;
      node.place = where;
      set_in_map(node, i);
    } else if (step.key == "wait" && steps_[i - 1].key == "batch") {
      Node::Entry size;  // a plain batch is its size
      size.key.kind = Node::Kind::Scalar;
      size.key.text = "size";
      size.key.place = size.value.place = node.place;
      size.value = node;
      node.kind = Node::Kind::Map;
      node.entries.push_back(std::move(size));
      set_in_map(node, i);
    } else {
      fail(step, fmt::format("\"{}\" is a plain value, nothing is inside it", node.text));
    }
  }

  void set_in_sequence(Node& node, std::size_t i) {
    const Step& step = steps_[i];
    if (step.index >= 0) {
      if (static_cast<std::size_t>(step.index) >= node.items.size()) {
        fail(step, fmt::format("this list has no item [{}]: it has {}, and [0] is the first", step.index,
                               node.items.size()));
        return;
      }
      set(node.items[static_cast<std::size_t>(step.index)], i + 1);
      return;
    }
    std::vector<std::string> names;
    bool found = false;
    for (Node& item : node.items) {
      const Node* name = item.find("name");
      if (name) names.push_back(name->text);
      if (step.key != "*" && (!name || name->text != step.key)) continue;
      found = true;
      set(item, i + 1);
    }
    if (!found && step.key != "*")
      fail(step, fmt::format("no item of this list has the name \"{}\"", step.key),
           did_you_mean(step.key, names));
  }

  void set_in_map(Node& node, std::size_t i) {
    const Step& step = steps_[i];
    if (step.key == "*") {
      for (Node::Entry& entry : node.entries)
        if (!entry.key.text.starts_with("x-")) set(entry.value, i + 1);
      return;
    }
    if (Node* child = node.find(step.key)) {
      set(*child, i + 1);
      return;
    }
    // a single item that has this name
    if (const Node* name = node.find("name"); name && i > 0 && name->text == step.key) {
      set(node, i + 1);
      return;
    }
    std::vector<std::string> names;
    for (const Node::Entry& entry : node.entries) names.push_back(entry.key.text);
    if (i == 1 && i + 1 < steps_.size() && is_one_of(steps_[0].key, kNamed)) {
      fail(step, fmt::format("--set names \"{}\", which does not exist", step.key),
           did_you_mean(step.key, names));
      return;
    }
    Node::Entry entry;
    entry.key.kind = Node::Kind::Scalar;
    entry.key.text = step.key;
    entry.key.place = step.place;
    if (i + 1 < steps_.size()) {
      entry.value.kind = Node::Kind::Map;
      entry.value.place = step.place;
    }
    node.kind = Node::Kind::Map;
    node.entries.push_back(std::move(entry));
    set(node.entries.back().value, i + 1);
  }

  const Change& change_;
  int source_;
  const Node& value_;
  Diagnostics& diagnostics_;
  std::vector<Step> steps_;
  int set_ = 0;
  bool failed_ = false;
};

void move_places(Node& node, int columns) {
  if (node.place.line == 1) node.place.column += columns;
  for (Node& item : node.items) move_places(item, columns);
  for (Node::Entry& entry : node.entries) {
    move_places(entry.key, columns);
    move_places(entry.value, columns);
  }
}

}  // namespace

std::optional<Change> parse_change(std::string_view text) {
  const std::size_t at = text.find('=');
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  return Change{std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

void apply_change(Node& root, const Change& change, Sources& sources, Diagnostics& diagnostics) {
  // the value is read apart, and its places moved behind "PATH="
  Sources alone;
  const int only = alone.add("", change.value);
  Diagnostics faults;
  std::optional<Node> value = parse_document(alone, only, change.value, faults);
  const int source = sources.add("--set", fmt::format("{}={}", change.path, change.value));
  const auto columns = static_cast<int>(count_code_points(change.path)) + 1;
  for (const Diagnostic& d : faults.all()) {
    Place place = d.place;
    place.source = source;
    if (place.line == 1) place.column += columns;
    diagnostics.error(place, d.message, d.hint);
  }
  if (!value || faults.has_errors()) return;
  if (value->kind == Node::Kind::Null) value->place = {0, 1, 1, 1};
  struct SourceSetter {
    int source;
    void operator()(Node& node) const {
      node.place.source = source;
      for (Node& item : node.items) (*this)(item);
      for (Node::Entry& entry : node.entries) (*this)(entry.key), (*this)(entry.value);
    }
  };
  move_places(*value, columns);
  SourceSetter{source}(*value);
  Changer(change, source, *value, diagnostics).apply(root);
}

}  // namespace linetwin
