// Limits; and what makes a station take or give several parts: assembly, split, batch.
#include <fmt/format.h>

#include "read/reader.hpp"

namespace linetwin {
namespace {

constexpr std::int64_t kMostTogether = 1'000'000;
constexpr double kLargestAmount = 1e9;

}  // namespace

// An amount of a limit: plain, or a mass; all amounts of a limit are of one kind.
std::optional<double> ModelReader::read_amount(const Node& node, LimitSpec& limit, bool first) {
  if (!expect_scalar(node, "an amount")) return std::nullopt;
  const auto q = taken(node, parse_quantity(node.text));
  if (!q) return std::nullopt;
  if (q->dimension != Dimension::None && q->dimension != Dimension::Mass) {
    error(node.place, fmt::format("\"{}\" is neither a number of parts nor a mass", node.text),
          "write 30, or 200 kg");
    return std::nullopt;
  }
  const bool mass = q->dimension == Dimension::Mass;
  if (first) limit.mass = mass, limit.mass_known = true;
  if (limit.mass_known && mass != limit.mass) {
    error(node.place, "the amounts of a limit are all masses, or all numbers of parts");
    return std::nullopt;
  }
  if (!(q->value >= 0 && q->value <= kLargestAmount)) {
    error(node.place, "an amount is 0 or more, and at most a billion");
    return std::nullopt;
  }
  return q->value;
}

void ModelReader::read_limit(const Name& name, const Node& node) {
  LimitSpec limit;
  limit.name = name;
  if (expect_map(node, fmt::format("the limit \"{}\"", name.value))) {
    check_keys(node, {"over", "max", "holds", "report"}, {}, "a limit");
    if (const Node* over = node.find("over")) limit.over = read_names(*over, "over");
    if (limit.over.empty())
      error(name.place, fmt::format("the limit \"{}\" is over nothing", name.value), "add over: [op10, b1]");
    const Node* max = node.find("max");
    const Node* report = node.find("report");
    if (!max && !report)
      error(name.place, fmt::format("the limit \"{}\" has no max", name.value), "add max: 30");
    bool first = true;
    if (max)
      if (const auto amount = read_amount(*max, limit, std::exchange(first, false)))
        limit.max = Placed<double>{*amount, max->place};
    if (report) {
      if (!report->is_sequence())
        error(report->place, "report is a list of amounts", "report: [100 kg, 150 kg]");
      for (const Node& item : report->items)
        if (const auto amount = read_amount(item, limit, std::exchange(first, false)))
          limit.report.push_back({*amount, item.place});
    }
    if (const Node* holds = node.find("holds")) {
      ShareSpec held;
      held.place = holds->place;
      const Node* parts = holds->is_map() ? holds->find("per_part") : nullptr;
      if (holds->is_map()) check_keys(*holds, {"per_part"}, {}, "holds");
      if (parts && expect_map(*parts, "per_part")) {
        for (const Node::Entry& entry : parts->entries)
          if (const auto amount = read_amount(entry.value, limit, false))
            held.per_part.push_back({{entry.key.text, entry.key.place}, *amount});
      } else if (const auto amount = read_amount(*holds, limit, false)) {
        held.common = *amount;
      }
      limit.holds = std::move(held);
    } else if (limit.mass) {
      error(name.place, fmt::format("the limit \"{}\" does not say how much a part holds", name.value),
            "add holds: 0.5 kg");
    }
  }
  spec_.limits.push_back(std::move(limit));
}

void ModelReader::read_batch(const Node& node, StationSpec& station) {
  if (!node.is_map() || node.find("per_part")) {
    station.batch = read_counts(node, 1, kMostTogether, "batch");
    return;
  }
  check_keys(node, {"size", "wait"}, {}, "batch");
  if (const Node* size = node.find("size")) {
    station.batch = read_counts(*size, 1, kMostTogether, "size");
  } else {
    error(node.place, "batch needs a size", "write {size: 4, wait: 10 min}");
  }
  if (const Node* wait = node.find("wait")) station.batch_wait = read_time(*wait, "wait");
}

void ModelReader::read_join(const Node& node, StationSpec& station) {
  if (const Node* n = node.find("split")) station.split = read_counts(*n, 1, kMostTogether, "split");
  const Node* assemble = node.find("assemble");
  const Node* match = node.find("match");
  if (match && !assemble) error(match->place, "match says which parts are assembled, and nothing is");
  if (!assemble || !expect_map(*assemble, "assemble")) return;
  AssembleSpec join;
  join.place = assemble->place;
  const int before = diagnostics_.errors();
  for (const Node::Entry& entry : assemble->entries) {
    if (entry.key.text.starts_with("x-")) continue;
    if (entry.key.text == "match" && entry.value.is_scalar() && entry.value.text == "variant") {
      join.match_variant = true;
    } else if (const auto count = read_counts(entry.value, 1, kMostTogether, "the number of parts")) {
      join.needs.push_back({{entry.key.text, entry.key.place}, *count});
    }
  }
  if (match) {
    join.match_variant = match->is_scalar() && match->text == "variant";
    if (!join.match_variant) error(match->place, "match is variant", "match: variant");
  }
  join.broken = diagnostics_.errors() > before;
  if (join.needs.empty() && !join.broken)
    error(assemble->place, "assemble names no predecessor", "assemble: {b1: 1, b2: 4}");
  station.assemble = std::move(join);
}

}  // namespace linetwin
