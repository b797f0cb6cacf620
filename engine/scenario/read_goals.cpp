// What is wanted, what it costs, and what is kept: `costs`, `objective`, `budget`, `record`.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "scenario/reader.hpp"

namespace linetwin {
namespace {

// Sums of costs times changes stay finite: what a model can hold is below 1e20.
constexpr double kMostCost = 1e100;

}  // namespace

std::optional<double> ScenarioReader::cost_of(const Node& node) {
  const std::optional<double> cost = number(node, "a cost");
  if (!cost || std::abs(*cost) <= kMostCost) return cost;
  error(node.place, fmt::format("{} is too large for a cost: sums of such costs are no numbers", node.text),
        fmt::format("costs are at most {:g} in size; take a larger unit of currency", kMostCost));
  return std::nullopt;
}

void ScenarioReader::read_costs(const Node& node) {
  if (node.kind == Node::Kind::Null) return;
  if (!expect_map(node, "costs", "costs: {buffers.b2.capacity: 5e6}")) return;
  for (const Node::Entry& entry : node.entries) {
    if (entry.key.text.starts_with("x-")) continue;
    if (const auto cost = cost_of(entry.value)) scenario_.unit_costs.emplace_back(path_of(entry.key), *cost);
  }
}

void ScenarioReader::read_record(const Node& node) {
  if (node.kind == Node::Kind::Null) return;
  if (!node.is_sequence()) {
    error(node.place, fmt::format("record is {}, where a list of metrics is wanted", kind_word(node)),
          "record: [stations.*.working, buffers.b2.level]");
    return;
  }
  std::set<std::string> seen;
  for (const Node& item : node.items) {
    if (!expect_text(item, "a metric")) continue;
    if (!seen.insert(item.text).second) {
      error(item.place, fmt::format("\"{}\" stands here a second time", item.text));
      continue;
    }
    scenario_.record.push_back(path_of(item));
  }
}

void ScenarioReader::read_objective(const Node& node) {
  const char* const example = "objective: {maximise: throughput_per_h, subject_to: {wip: \"<= 150\"}}";
  if (!expect_map(node, "objective", example)) return;
  keys(node, {"maximise", "minimise", "subject_to"}, "objective");
  const Node* maximise = node.find("maximise");
  const Node* minimise = node.find("minimise");
  scenario_.objective = Objective{};
  if (maximise && minimise) {
    error(minimise->place, "one figure is maximised or minimised, not two",
          "keep one of them, and put a bound on the other: subject_to");
  } else if (!maximise && !minimise) {
    error(node.place, "objective says neither maximise nor minimise", example);
  } else {
    const Node& metric = maximise ? *maximise : *minimise;
    scenario_.objective->maximise = maximise != nullptr;
    if (expect_text(metric, "the objective")) scenario_.objective->metric = path_of(metric);
  }
  const Node* bounds = node.find("subject_to");
  if (!bounds || bounds->kind == Node::Kind::Null) return;
  if (!expect_map(*bounds, "subject_to", "subject_to: {wip: \"<= 150\"}")) return;
  for (const Node::Entry& entry : bounds->entries)
    if (!entry.key.text.starts_with("x-")) read_constraint(entry.key, entry.value);
}

void ScenarioReader::read_constraint(const Node& metric, const Node& value) {
  if (!expect_text(value, "a bound")) return;
  const Parsed<Requirement> bound = parse_bound(value.text);
  if (!bound.value) {
    error(value.place, bound.message, bound.hint);
    return;
  }
  scenario_.objective->subject_to.push_back(
      {path_of(metric), bound.value->relation, bound.value->bound, value.text});
}

void ScenarioReader::read_budgets(const Node& node) {
  if (node.kind == Node::Kind::Null) return;
  if (!expect_map(node, "budget", "budget: {buffers.*.capacity: 30}")) return;
  for (const Node::Entry& entry : node.entries) {
    if (entry.key.text.starts_with("x-")) continue;
    if (const auto most = number(entry.value, "a budget"))
      scenario_.budgets.push_back({{path_of(entry.key)}, *most, entry.value.place});
  }
}

}  // namespace linetwin
