#include "read/change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/quantity.hpp"
#include "base/unicode.hpp"
#include "read/finder.hpp"
#include "read/path.hpp"
#include "read/scale.hpp"

namespace linetwin {
namespace {

// Sections whose second step is a name that must exist already, so that a misspelt one is no new element.
constexpr std::array<std::string_view, 12> kNamed = {"parts",  "sources", "stations", "buffers",
                                                     "sinks",  "routing", "workers",  "vehicles",
                                                     "limits", "shifts",  "layout",   "conveyors"};

// What a plain value may be opened up into.
constexpr std::array<std::string_view, 14> kOpens = {
    "constant", "exponential", "normal", "lognormal", "gamma",     "erlang",   "weibull",
    "uniform",  "triangular",  "pert",   "beta",      "empirical", "per_part", "matrix"};

// What may be one thing or a list of them: one more makes a list of it.
constexpr std::array<std::string_view, 9> kOneOrList = {"flow", "failures",   "maintenance", "over",  "shift",
                                                        "days", "stops_with", "times",       "except"};

bool is_one_of(std::string_view word, const auto& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Node key_node(const std::string& text, const Place& place) {
  Node key;
  key.kind = Node::Kind::Scalar;
  key.text = text;
  key.place = place;
  return key;
}

// Sets and adds: what is missing on the way is made.
class Setter {
 public:
  Setter(const std::vector<PathStep>& steps, bool add, const Node& value, std::string_view verb,
         Diagnostics& diagnostics)
      : steps_(steps), add_(add), value_(value), verb_(verb), diagnostics_(diagnostics) {}

  void apply(Node& root) {
    set(root, 0);
    if (!failed_ && set_ == 0) fail(steps_.front(), "matches nothing in this model");
  }

 private:
  void fail(const PathStep& step, std::string message, std::string hint = {}) {
    if (!failed_) diagnostics_.error(step.place, std::move(message), std::move(hint));
    failed_ = true;
  }

  // Where the path ends at something that is there.
  void assign(Node& node) {
    ++set_;
    if (!add_ || node.kind == Node::Kind::Null) {
      node = value_;
      return;
    }
    const PathStep& last = steps_.back();
    if (!node.is_sequence() && !is_one_of(last.key, kOneOrList)) {
      fail(last,
           last.key.empty() ? std::string("it exists already")
                            : fmt::format("\"{}\" exists already", last.key),
           "set replaces it");
      return;
    }
    if (!node.is_sequence()) {
      Node list;
      list.kind = Node::Kind::Sequence;
      list.place = node.place;
      list.items.push_back(std::move(node));
      node = std::move(list);
    }
    if (value_.is_sequence()) {
      node.items.insert(node.items.end(), value_.items.begin(), value_.items.end());
    } else {
      node.items.push_back(value_);
    }
  }

  void set(Node& node, std::size_t i) {
    if (failed_) return;
    if (i == steps_.size()) {
      assign(node);
      return;
    }
    const PathStep& step = steps_[i];
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
    } else if (step.key == "wait" && i > 0 && steps_[i - 1].key == "batch") {
      Node::Entry size{key_node("size", node.place), node};  // a plain batch is its size
      node.kind = Node::Kind::Map;
      node.entries.push_back(std::move(size));
      set_in_map(node, i);
    } else {
      fail(step, fmt::format("\"{}\" is a plain value, nothing is inside it", node.text));
    }
  }

  void set_in_sequence(Node& node, std::size_t i) {
    const PathStep& step = steps_[i];
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
    const PathStep& step = steps_[i];
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
    if (i == 1 && i + 1 < steps_.size() && is_one_of(steps_[0].key, kNamed)) {
      std::vector<std::string> names;
      for (const Node::Entry& entry : node.entries) names.push_back(entry.key.text);
      fail(step, fmt::format("{} names \"{}\", which does not exist", verb_, step.key),
           did_you_mean(step.key, names));
      return;
    }
    Node::Entry entry{key_node(step.key, step.place), {}};
    if (i + 1 < steps_.size()) {
      entry.value.kind = Node::Kind::Map;
      entry.value.place = step.place;
    }
    node.kind = Node::Kind::Map;
    node.entries.push_back(std::move(entry));
    set(node.entries.back().value, i + 1);
  }

  const std::vector<PathStep>& steps_;
  bool add_;
  const Node& value_;
  std::string_view verb_;
  Diagnostics& diagnostics_;
  int set_ = 0;
  bool failed_ = false;
};

void apply_scale(Node& root, const std::vector<PathStep>& steps, const Node& value, std::string_view verb,
                 Diagnostics& diagnostics) {
  const Parsed<double> factor = parse_number(value.text);
  if (!value.is_scalar() || !factor.value || *factor.value < 0) {
    const std::string what = value.is_scalar() ? '"' + value.text + '"' : std::string(kind_word(value));
    diagnostics.error(value.place, fmt::format("{} is no factor", what),
                      "scale takes a plain number, 0 or more: 0.7");
    return;
  }
  const ScaleBy by{*factor.value, value.place, holds_count(steps)};
  const bool many = std::any_of(steps.begin(), steps.end(), [](const PathStep& s) { return s.key == "*"; });
  bool good = true;
  find_nodes(root, steps, verb, diagnostics, [&](Node& node, const std::string& path) {
    if (many && node.text == "unlimited") return false;  // so many times as much is unlimited, too
    good = good && scale(node, by, path, diagnostics);
    return false;
  });
}

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

std::string_view change_word(TreeChange::Kind kind) {
  switch (kind) {
    case TreeChange::Kind::Set: return "set";
    case TreeChange::Kind::Scale: return "scale";
    case TreeChange::Kind::Add: return "add";
    case TreeChange::Kind::Remove: return "remove";
  }
  return "";
}

void apply_change(Node& root, const TreeChange& change, Diagnostics& diagnostics) {
  const auto steps = split_path(change.path, diagnostics);
  if (!steps) return;
  const std::string_view verb = change.by.empty() ? change_word(change.kind) : change.by;
  switch (change.kind) {
    case TreeChange::Kind::Set:
    case TreeChange::Kind::Add:
      Setter(*steps, change.kind == TreeChange::Kind::Add, change.value, verb, diagnostics).apply(root);
      break;
    case TreeChange::Kind::Scale: apply_scale(root, *steps, change.value, verb, diagnostics); break;
    case TreeChange::Kind::Remove:
      find_nodes(root, *steps, verb, diagnostics, [](Node&, const std::string&) { return true; });
      break;
  }
}

std::optional<TreeChange> read_change(TreeChange::Kind kind, const Change& change, Sources& sources,
                                      Diagnostics& diagnostics) {
  const std::string name = fmt::format("--{}", change_word(kind));
  if (kind == TreeChange::Kind::Remove)
    return TreeChange{kind, {change.path, {sources.add(name, change.path), 1, 1, 1}}, {}};
  // the value is read apart, and its places moved behind "PATH="
  Sources alone;
  const int only = alone.add("", change.value);
  Diagnostics faults;
  std::optional<Node> value = parse_document(alone, only, change.value, faults);
  const int source = sources.add(name, fmt::format("{}={}", change.path, change.value));
  const auto columns = static_cast<int>(count_code_points(change.path)) + 1;
  for (const Diagnostic& d : faults.all()) {
    Place place = d.place;
    place.source = source;
    if (place.line == 1) place.column += columns;
    diagnostics.error(place, d.message, d.hint);
  }
  if (!value || faults.has_errors()) return std::nullopt;
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
  return TreeChange{kind, {change.path, {source, 1, 1, 1}}, std::move(*value)};
}

void apply_change(Node& root, const Change& change, Sources& sources, Diagnostics& diagnostics) {
  const auto typed = read_change(TreeChange::Kind::Set, change, sources, diagnostics);
  if (!typed) return;
  const auto steps = split_path(typed->path, diagnostics);
  if (steps) Setter(*steps, false, typed->value, "--set", diagnostics).apply(root);
}

}  // namespace linetwin
