// `cases`: named changes of the model.
#include <fmt/format.h>

#include "read/reader.hpp"
#include "scenario/reader.hpp"

namespace linetwin {
namespace {

using Kind = TreeChange::Kind;

}  // namespace

void ScenarioReader::read_cases(const Node& node) {
  if (node.kind == Node::Kind::Null) return;
  if (!expect_map(node, "cases", "cases: {three-lasers: {set: {stations.laser.machines: 3}}}")) return;
  for (const Node::Entry& entry : node.entries)
    if (!entry.key.text.starts_with("x-")) read_case(entry.key, entry.value);
}

void ScenarioReader::read_case(const Node& key, const Node& value) {
  if (key.text == "as-is") {
    error(key.place, "\"as-is\" is the model as it is", "choose another name");
    return;
  }
  if (!is_name(key.text)) {
    error(key.place, fmt::format("\"{}\" is not a name", key.text),
          "names are letters, digits, _ and -, begin with a letter or digit and do not end with -");
    return;
  }
  const std::string what = fmt::format("the case \"{}\"", key.text);
  if (!expect_map(value, what, "write {set: {stations.laser.machines: 3}}")) return;
  keys(value, {"set", "scale", "add", "remove", "cost", "description"}, "a case");
  NamedCase named;
  named.name = {key.text, key.place};
  bool changes = false;
  for (const Node::Entry& entry : value.entries) {
    const std::string& word = entry.key.text;
    for (const Kind kind : {Kind::Set, Kind::Scale, Kind::Add}) {
      if (word != change_word(kind)) continue;
      changes = true;
      read_changes(kind, entry.value, named);
    }
    if (word == "remove") {
      changes = true;
      read_removals(entry.value, named);
    } else if (word == "cost") {
      named.cost = cost_of(entry.value).value_or(0);
    } else if (word == "description" && expect_text(entry.value, word)) {
      named.description = entry.value.text;
    }
  }
  if (!changes)
    error(key.place, fmt::format("{} changes nothing", what), "the model as it is, is the case as-is");
  scenario_.cases.push_back(std::move(named));
}

void ScenarioReader::read_changes(Kind kind, const Node& value, NamedCase& named) {
  const std::string_view word = change_word(kind);
  if (!expect_map(value, word, fmt::format("{}: {{stations.laser.machines: 3}}", word))) return;
  for (const Node::Entry& entry : value.entries) {
    if (entry.key.text.starts_with("x-")) continue;
    const Name path = path_of(entry.key);
    if (may_change(path)) named.changes.push_back({kind, path, entry.value});
  }
}

void ScenarioReader::read_removals(const Node& value, NamedCase& named) {
  const auto remove = [&](const Node& node) {
    if (!expect_text(node, "a path")) return;
    const Name path = path_of(node);
    if (may_change(path)) named.changes.push_back({Kind::Remove, path, {}});
  };
  if (value.is_scalar()) {
    remove(value);
  } else if (value.is_sequence()) {
    for (const Node& item : value.items) remove(item);
  } else {
    error(value.place, fmt::format("remove is {}, where a list of paths is wanted", kind_word(value)),
          "remove: [buffers.b2, stations.op20]");
  }
}

}  // namespace linetwin
