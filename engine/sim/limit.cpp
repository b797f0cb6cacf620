// Limits: how much is inside a set of elements. What would exceed one waits outside; a part that leaves makes
// room at once, and who has waited longest at any of the doors comes in first.
#include <algorithm>

#include "sim/simulation.hpp"

namespace linetwin {

bool Simulation::over(std::int32_t limit, ElementId e) const {
  if (e == kNone) return false;
  const std::vector<std::int32_t>& of = element(e).limits;
  return std::find(of.begin(), of.end(), limit) != of.end();
}

bool Simulation::permits(ElementId from, ElementId to, VariantId variant) const {
  for (const std::int32_t l : element(to).limits) {
    const LimitModel& limit = model_.limits[static_cast<std::size_t>(l)];
    if (limit.max == kUnlimited || over(l, from)) continue;
    if (s_.limits[static_cast<std::size_t>(l)].amount + limit.holds[static_cast<std::size_t>(variant)] >
        limit.max)
      return false;
  }
  return true;
}

void Simulation::count_entry(ElementId from, ElementId to, VariantId variant) {
  if (to == kNone) return;
  for (const std::int32_t l : element(to).limits)
    if (!over(l, from))
      change_amount(l, model_.limits[static_cast<std::size_t>(l)].holds[static_cast<std::size_t>(variant)]);
}

void Simulation::count_exit(ElementId from, ElementId to, VariantId variant) {
  if (from == kNone) return;
  for (const std::int32_t l : element(from).limits)
    if (!over(l, to))
      change_amount(l, -model_.limits[static_cast<std::size_t>(l)].holds[static_cast<std::size_t>(variant)]);
}

// A part goes from one element to another; kNone stands for outside.
void Simulation::count_move(ElementId from, ElementId to, VariantId variant) {
  if (model_.limits.empty()) return;
  count_exit(from, to, variant);
  count_entry(from, to, variant);
}

void Simulation::change_amount(std::int32_t limit, std::int64_t change) {
  if (change == 0) return;
  const LimitModel& model = model_.limits[static_cast<std::size_t>(limit)];
  LimitRow& row = s_.limits[static_cast<std::size_t>(limit)];
  const auto full = [&] { return model.max != kUnlimited && row.amount + model.least > model.max; };
  const bool was_full = full();
  const std::int64_t before = row.amount;
  row.amount += change;
  row.peak = std::max(row.peak, row.amount);
  row.area -= static_cast<Integral>(s_.now) * change;
  if (was_full != full()) row.full += was_full ? s_.now : -s_.now;
  for (std::size_t i = 0; i < model.report.size(); ++i) {
    const bool was = before > model.report[i];
    const bool is = row.amount > model.report[i];
    Time& above =
        s_.above[static_cast<std::size_t>(plan_.first_threshold[static_cast<std::size_t>(limit)]) + i];
    if (was != is) above += was ? s_.now : -s_.now;
  }
  if (change < 0 && model.max != kUnlimited) work_.push_back({Task::Kind::Limit, limit});
}

// There is room: who has waited longest comes in, whichever element of the set he enters.
void Simulation::fill_limit(std::int32_t limit) {
  while (s_.outcome == Outcome::Finished) {
    std::int32_t node = kNone;
    std::int32_t vehicle_at_door = kNone;
    for (const ElementId e : model_.limits[static_cast<std::size_t>(limit)].entries) {
      if (element_plan(e).assembles) {
        if (set_is_ready(e)) post_fill(e);
        continue;
      }
      node = longer_waiting(node, first_that_may_go(e));
      const std::int32_t v = s_.at_door.empty() ? kNone : first_at_door(e);
      if (v != kNone && (vehicle_at_door == kNone || call_of(v).since < call_of(vehicle_at_door).since))
        vehicle_at_door = v;
    }
    if (waits_longer(vehicle_at_door, node)) {
      leave_door(vehicle_at_door);
      continue;
    }
    if (node == kNone) return;
    const GiverId g = plan_.node_giver[static_cast<std::size_t>(node)];
    delist(g);
    give(g, node - giver_plan(g).first_node);
  }
}

// Of two places in waiting lists (either may be kNone), the one of the giver that has waited longer.
std::int32_t Simulation::longer_waiting(std::int32_t a, std::int32_t b) const {
  if (a == kNone || b == kNone) return a == kNone ? b : a;
  const GiverId first = plan_.node_giver[static_cast<std::size_t>(a)];
  const GiverId second = plan_.node_giver[static_cast<std::size_t>(b)];
  const Time waits = s_.givers[static_cast<std::size_t>(first)].since;
  const Time other = s_.givers[static_cast<std::size_t>(second)].since;
  return other < waits || (other == waits && second < first) ? b : a;
}

// Whether a part stands at a door with room behind it and this limit in the way.
bool Simulation::holds_back(std::int32_t limit) {
  const LimitModel& model = model_.limits[static_cast<std::size_t>(limit)];
  const std::int64_t amount = s_.limits[static_cast<std::size_t>(limit)].amount;
  for (const ElementId e : model.entries) {
    if (!element_plan(e).assembles && !has_room(e)) continue;
    for (std::int32_t node = waiting(e).head; node != kNone;
         node = s_.node_next[static_cast<std::size_t>(node)]) {
      const GiverId g = plan_.node_giver[static_cast<std::size_t>(node)];
      if (over(limit, giver_plan(g).element)) continue;
      if (amount + model.holds[static_cast<std::size_t>(part(first_part(g)).variant)] > model.max)
        return true;
    }
  }
  return false;
}

void Simulation::look_after_limits() {
  for (std::size_t l = 0; l < s_.limits.size(); ++l) {
    if (model_.limits[l].max == kUnlimited) continue;
    LimitRow& row = s_.limits[l];
    const bool holds = holds_back(static_cast<std::int32_t>(l));
    if (holds == row.holds) continue;
    row.holds = holds;
    row.held += holds ? -s_.now : s_.now;
  }
}

}  // namespace linetwin
