// Assembly, and limits on what is inside a set of elements.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/compiler.hpp"

namespace linetwin {

// ---- assembly

bool Compiler::merges_into(ElementId from, ElementId to) const {
  const Element& e = model_.elements[static_cast<std::size_t>(to)];
  if (e.kind != ElementKind::Station) return false;
  const Assembly& assembly = model_.stations[static_cast<std::size_t>(e.index)].assembly;
  return !assembly.needs.empty() && assembly.needs.front().from != from;
}

void Compiler::compile_assembly(const StationSpec& spec, StationModel& station) {
  if (!spec.assemble) return;
  const Element& at = model_.of(station);
  if (station.batch.most > 1)
    error(spec.batch->place, "an assembly takes one set at a time", "leave batch out");
  station.assembly.match_variant = spec.assemble->match_variant;
  for (const auto& [name, count] : spec.assemble->needs) {
    const ElementId from = find_element(name, "assemble");
    if (from == kNone) continue;
    const auto& before = at.predecessors;
    if (std::find(before.begin(), before.end(), from) == before.end()) {
      error(name.place, fmt::format("\"{}\" is no predecessor of \"{}\"", name.value, at.name),
            fmt::format("add {} -> {} to the flow", name.value, at.name));
      continue;
    }
    station.assembly.needs.push_back({from, counts_of(count, "the number of parts")});
    check_need(station, station.assembly.needs.back(), name.place);
  }
  if (spec.assemble->broken) return;
  for (const ElementId from : at.predecessors) {
    const auto is = [from](const Assembly::Need& need) { return need.from == from; };
    if (std::none_of(station.assembly.needs.begin(), station.assembly.needs.end(), is))
      error(spec.assemble->place,
            fmt::format("\"{}\" leads to \"{}\", which does not assemble its parts", element(from).name,
                        at.name),
            fmt::format("add {}: 1", element(from).name));
  }
}

// Whether the predecessor can ever have so many parts ready at one moment.
void Compiler::check_need(const StationModel& station, const Assembly::Need& need, const Place& place) {
  const Element& from = element(need.from);
  const std::int64_t most = need.count.most;
  const auto index = static_cast<std::size_t>(from.index);
  const auto never = [&](std::int64_t holds) {
    error(place, fmt::format("\"{}\" holds {} and {} are needed at one moment", from.name, holds, most),
          "put a buffer between that holds them");
  };
  const auto k = static_cast<std::size_t>(
      std::find(from.successors.begin(), from.successors.end(), station.element) - from.successors.begin());
  if (from.via[k] != kNone)
    error(place, "vehicles bring parts one by one, and an assembly takes its set at one moment",
          fmt::format("put a buffer before \"{}\"", model_.of(station).name));
  if (from.kind == ElementKind::Source && !model_.sources[index].unlimited &&
      model_.sources[index].when_full == WhenFull::Drop && station.assembly.needs.size() > 1)
    warn(place,
         fmt::format("parts of \"{}\" are lost unless the rest of a set is there when they come", from.name),
         "put a buffer between");
  if (most == 1) return;
  const bool drawn =
      from.routing.rule == RoutingRule::Probability || from.routing.rule == RoutingRule::ByPart;
  if (drawn && from.successors.size() > 1)
    error(place,
          fmt::format("\"{}\" draws the way of one part at a time, and {} are needed at one moment",
                      from.name, most),
          "put a buffer between that leads here only");
  if (from.kind == ElementKind::Buffer && model_.buffers[index].capacity != kUnlimited &&
      model_.buffers[index].capacity < most)
    never(model_.buffers[index].capacity);
  if (from.kind == ElementKind::Conveyor) never(1);
  if (from.kind == ElementKind::Station) {
    const StationModel& behind = model_.stations[index];
    const std::int64_t holds = std::int64_t{behind.machines} * behind.batch.most * behind.split.most;
    if (holds < most) never(holds);
  }
  if (from.kind == ElementKind::Source && !model_.sources[index].unlimited &&
      model_.sources[index].when_full != WhenFull::Queue && model_.sources[index].batch < most)
    never(model_.sources[index].batch);
  if (from.kind == ElementKind::Source && station.assembly.match_variant && model_.sources[index].unlimited &&
      model_.variants.size() > 1)
    error(place, "an unlimited supply shows one part at a time, so several cannot be matched",
          "put a buffer between");
}

// ---- limits

// Parts, or whole milligrams: sums of them stay exact.
std::int64_t Compiler::amount_of(double amount, const LimitSpec& spec) const {
  return std::llround(spec.mass ? amount * 1e6 : amount);
}

void Compiler::compile_limits() {
  for (const LimitSpec& spec : spec_.limits) compile_limit(spec);
  for (std::size_t l = 0; l < model_.limits.size(); ++l)
    for (const ElementId e : model_.limits[l].over) element(e).limits.push_back(static_cast<std::int32_t>(l));
  for (std::size_t l = 0; l < model_.limits.size(); ++l) {
    LimitModel& limit = model_.limits[l];
    const auto outside = [&](ElementId e) {
      const auto& of = element(e).limits;
      return std::find(of.begin(), of.end(), static_cast<std::int32_t>(l)) == of.end();
    };
    for (const ElementId e : limit.over)
      if (std::any_of(element(e).predecessors.begin(), element(e).predecessors.end(), outside))
        limit.entries.push_back(e);
  }
}

// What lies in the buffers at the start must be allowed there; of parts whose variant is drawn, the least is
// known.
void Compiler::check_initial_amount(const LimitSpec& spec, const LimitModel& limit) {
  if (limit.max == kUnlimited) return;
  const std::int64_t least = *std::min_element(limit.holds.begin(), limit.holds.end());
  std::int64_t amount = 0;
  for (const ElementId e : limit.over)
    if (element(e).kind == ElementKind::Buffer)
      amount += least * model_.buffers[static_cast<std::size_t>(element(e).index)].initial_count;
  if (amount > limit.max)
    error(spec.max->place,
          fmt::format("the parts that lie inside \"{}\" at the start are more than it allows", limit.name),
          "make initial smaller, or max larger");
}

void Compiler::compile_limit(const LimitSpec& spec) {
  LimitModel limit;
  limit.name = spec.name.value;
  limit.place = spec.name.place;
  limit.mass = spec.mass;
  const auto whole = [&](double amount, const Place& place) {
    if (!spec.mass && amount != std::floor(amount))
      error(place, fmt::format("{:g} is no whole number of parts", amount));
    return amount_of(amount, spec);
  };
  for (const Name& name : spec.over) {
    const ElementId e = find_element(name, "over");
    if (e == kNone) continue;
    if (element(e).kind == ElementKind::Source || element(e).kind == ElementKind::Sink) {
      error(name.place, fmt::format("parts are not in the line at \"{}\"", name.value),
            "a limit is over stations, buffers and conveyors");
    } else if (std::find(limit.over.begin(), limit.over.end(), e) == limit.over.end()) {
      limit.over.push_back(e);
      if (spec.max && element(e).kind == ElementKind::Station &&
          model_.stations[static_cast<std::size_t>(element(e).index)].split.most > 1)
        warn(name.place,
             fmt::format("\"{}\" splits parts inside the limit \"{}\", which may then hold more than its max",
                         name.value, limit.name),
             "begin the limit behind it");
    }
  }
  if (spec.max) limit.max = whole(spec.max->value, spec.max->place);
  limit.holds.assign(model_.variants.size(), 1);
  if (spec.holds) {
    limit.holds.assign(model_.variants.size(), whole(spec.holds->common, spec.holds->place));
    for (const auto& [part, amount] : spec.holds->per_part)
      if (const VariantId v = find_variant(part); v != kNone)
        limit.holds[static_cast<std::size_t>(v)] = whole(amount, part.place);
    warn_of_unnamed(*spec.holds, "holds");
  }
  limit.least = 0;
  bool reports = true;  // once
  for (std::size_t v = 0; v < limit.holds.size(); ++v) {
    const std::int64_t held = limit.holds[v];
    if (held > 0 && (limit.least == 0 || held < limit.least)) limit.least = held;
    if (limit.max != kUnlimited && held > limit.max && model_.variant_shares[v] > 0 &&
        std::exchange(reports, false))
      error(
          spec.max->place,
          fmt::format("one part \"{}\" is more than the limit \"{}\" allows", model_.variants[v], limit.name),
          "it could never come in");
  }
  check_initial_amount(spec, limit);
  for (const auto& threshold : spec.report) limit.report.push_back(whole(threshold.value, threshold.place));
  model_.limits.push_back(std::move(limit));
}

}  // namespace linetwin
