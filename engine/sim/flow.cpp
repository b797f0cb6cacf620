// Who gives to whom. A giver whose part finds no room waits in the lists of its successors, the one that
// has waited longest first; an element that gets room fills it from its list. What follows from one event is
// worked off as a list of tasks, not by recursion, so that a line of any length may be unblocked at once.
#include <algorithm>

#include "sim/draws.hpp"
#include "sim/parts.hpp"
#include "sim/simulation.hpp"

namespace linetwin {
namespace {

// So many moves at one moment are no line at work: parts go round without time passing.
constexpr std::int64_t kMostMoves = 4'000'000;

}  // namespace

PartId Simulation::first_part(GiverId g) const {
  const Plan::Giver& by = giver_plan(g);
  switch (by.kind) {
    case ElementKind::Station: {
      const MachineRow& row = s_.machines[static_cast<std::size_t>(by.index)];
      return row.phase == Phase::Unloading ? row.parts.head : kNoPart;
    }
    case ElementKind::Buffer: return first_ready(by.index);
    default: return s_.sources[static_cast<std::size_t>(by.index)].waiting.head;
  }
}

// A machine under repair holds its finished part; everything else gives when there is room.
bool Simulation::may_give(GiverId g) const {
  const Plan::Giver& by = giver_plan(g);
  return by.kind != ElementKind::Station || s_.machines[static_cast<std::size_t>(by.index)].down == 0;
}

bool Simulation::has_room(ElementId e) const {
  const Plan::ElementPlan& to = element_plan(e);
  const auto index = static_cast<std::size_t>(to.index);
  switch (to.kind) {
    case ElementKind::Station: return s_.accepting[index] > 0;
    case ElementKind::Buffer:
      return model_.buffers[index].capacity == kUnlimited ||
             s_.buffers[index].level < model_.buffers[index].capacity;
    default: return true;
  }
}

void Simulation::post_fill(ElementId e) {
  const auto at = static_cast<std::size_t>(e);
  if (waiting(e).count > 0 || plan_.fetches_from[at] != kNone || plan_.unlisted[at] != kNone)
    work_.push_back({true, e});
}

void Simulation::post_offer(GiverId g) { work_.push_back({false, g}); }

void Simulation::settle() {
  for (std::size_t i = 0; i < work_.size() && s_.outcome == Outcome::Finished; ++i) {
    const Task task = work_[i];
    if (task.fill) {
      fill(task.id);
    } else {
      offer(task.id);
    }
  }
  work_.clear();
  if (!blocked_.empty()) look_for_jams();
}

// Another part is now the first that the giver could give: its waiting begins.
void Simulation::first_changed(GiverId g) {
  if (giver(g).waiting) delist(g);
  giver(g).since = s_.now;
  post_offer(g);
}

void Simulation::offer(GiverId g) {
  const Plan::Giver& by = giver_plan(g);
  if (by.direct) {
    fill(plan_.node_element[static_cast<std::size_t>(by.first_node)]);
    if (by.kind == ElementKind::Buffer && element_plan(by.element).in_loop && first_part(g) != kNoPart)
      blocked_.push_back(g);
    return;
  }
  if (giver(g).waiting || first_part(g) == kNoPart || !may_give(g)) return;
  const std::int32_t target = by.commits ? committed_target(g) : open_target(g);
  if (target == kNone) {
    enlist(g, kNone);
    return;
  }
  const ElementId to = plan_.node_element[static_cast<std::size_t>(by.first_node + target)];
  if (has_room(to) && waiting(to).count == 0) {
    transfer(g, target);
  } else {
    enlist(g, target);
  }
}

// The one successor that the giver's first part will enter, by position.
std::int32_t Simulation::committed_target(GiverId g) {
  const Element& from = element(giver_plan(g).element);
  if (from.successors.size() == 1) return 0;
  PartRow& row = part(first_part(g));
  if (from.routing.rule == RoutingRule::ByPart)
    return from.routing.by_variant[static_cast<std::size_t>(row.variant)];
  if (row.target == kNone)
    row.target = static_cast<std::int16_t>(pick(from.routing.cumulative, draw_unit(from.routing.stream)));
  return row.target;
}

// The successor with room that the rule prefers, by position; kNone when none has room.
std::int32_t Simulation::open_target(GiverId g) {
  const Plan::Giver& by = giver_plan(g);
  const Element& from = element(by.element);
  const auto n = static_cast<std::int32_t>(from.successors.size());
  const std::int32_t first =
      from.routing.rule == RoutingRule::InTurn ? s_.turn[static_cast<std::size_t>(by.element)] + 1 : 0;
  std::int32_t best = kNone;
  std::int64_t best_queue = 0;
  for (std::int32_t j = 0; j < n; ++j) {
    const std::int32_t k = (first + j) % n;
    const ElementId to = from.successors[static_cast<std::size_t>(k)];
    if (!has_room(to) || waiting(to).count > 0) continue;
    if (from.routing.rule != RoutingRule::ShortestQueue) return k;
    const std::int64_t queue = queue_at(to);
    if (best == kNone || queue < best_queue) {
      best = k;
      best_queue = queue;
    }
  }
  return best;
}

// For `shortest-queue`: parts in a buffer, or on a station and waiting for it.
std::int64_t Simulation::queue_at(ElementId e) const {
  return parts_on(e) + s_.waiting[static_cast<std::size_t>(e)].count;
}

PartId Simulation::take_from(GiverId g) {
  const Plan::Giver& by = giver_plan(g);
  switch (by.kind) {
    case ElementKind::Station: {
      MachineRow& row = machine(by.index);
      --row.count;
      return take_first(s_, row.parts);
    }
    case ElementKind::Buffer: return take_ready(by.index);
    default: {
      SourceRow& row = source(by.index);
      --row.count;
      const PartId p = take_first(s_, row.waiting);
      enter_line(p);
      return p;
    }
  }
}

void Simulation::transfer(GiverId g, std::int32_t target) {
  const Plan::Giver& by = giver_plan(g);
  const ElementId to = plan_.node_element[static_cast<std::size_t>(by.first_node + target)];
  const PartId p = take_from(g);
  part(p).target = kNone;
  s_.turn[static_cast<std::size_t>(by.element)] = target;
  watch_moves(to);
  accept(to, p);
  departed(g);
}

void Simulation::departed(GiverId g) {
  const Plan::Giver& by = giver_plan(g);
  switch (by.kind) {
    case ElementKind::Station: part_given(by.index); break;
    case ElementKind::Buffer:
      post_fill(by.element);
      if (!by.direct && first_ready(by.index) != kNoPart) first_changed(g);
      break;
    default: left_source(by.index); break;
  }
}

void Simulation::accept(ElementId e, PartId p) {
  const Plan::ElementPlan& to = element_plan(e);
  switch (to.kind) {
    case ElementKind::Station: take_on(to.index, p); break;
    case ElementKind::Buffer: put(to.index, p); break;
    default: leave_to_sink(p, to.index, model_.sinks[static_cast<std::size_t>(to.index)].scrap); break;
  }
}

// A station takes from the only giver that it has.
bool Simulation::fetch(ElementId e, GiverId from) {
  const Plan::Giver& by = giver_plan(from);
  if (by.kind == ElementKind::Source) {
    if (!source(by.index).open) return false;
    watch_moves(e);
    accept(e, supply(by.index));
    return true;
  }
  if (first_ready(by.index) == kNoPart) return false;
  transfer(from, 0);
  return true;
}

void Simulation::fill(ElementId e) {
  const GiverId direct = plan_.fetches_from[static_cast<std::size_t>(e)];
  while (has_room(e) && s_.outcome == Outcome::Finished) {
    if (direct != kNone) {
      // one at a time: who waits for the place that it leaves comes in before the next one goes
      if (fetch(e, direct) && has_room(e)) post_fill(e);
      return;
    }
    const std::int32_t node = waiting(e).head;
    if (node == kNone) {
      const MachineId alone = plan_.unlisted[static_cast<std::size_t>(e)];
      if (alone == kNone || machine(alone).phase != Phase::Unloading) return;
      transfer(plan_.machine_giver[static_cast<std::size_t>(alone)], 0);
      continue;
    }
    const GiverId g = plan_.node_giver[static_cast<std::size_t>(node)];
    delist(g);
    transfer(g, node - giver_plan(g).first_node);
  }
}

// ---- waiting lists: sorted by (waiting since, giver)

void Simulation::enlist(GiverId g, std::int32_t target) {
  const Plan::Giver& by = giver_plan(g);
  GiverRow& row = giver(g);
  row.waiting = true;
  row.all = target == kNone;
  row.at = row.all ? 0 : target;
  if (row.all) {
    const auto n = static_cast<std::int32_t>(element(by.element).successors.size());
    for (std::int32_t k = 0; k < n; ++k) enlist_node(by.first_node + k);
  } else {
    enlist_node(by.first_node + target);
  }
  if (element_plan(by.element).in_loop) blocked_.push_back(g);
}

void Simulation::delist(GiverId g) {
  const Plan::Giver& by = giver_plan(g);
  GiverRow& row = giver(g);
  if (row.all) {
    const auto n = static_cast<std::int32_t>(element(by.element).successors.size());
    for (std::int32_t k = 0; k < n; ++k) delist_node(by.first_node + k);
  } else {
    delist_node(by.first_node + row.at);
  }
  row.waiting = false;
}

void Simulation::enlist_node(std::int32_t node) {
  const auto at = static_cast<std::size_t>(node);
  WaitingList& list = waiting(plan_.node_element[at]);
  const GiverId g = plan_.node_giver[at];
  const Time since = giver(g).since;
  std::int32_t before = list.tail;  // nearly always the last
  while (before != kNone) {
    const GiverId other = plan_.node_giver[static_cast<std::size_t>(before)];
    const Time waits = giver(other).since;
    if (waits < since || (waits == since && other < g)) break;
    before = s_.node_before[static_cast<std::size_t>(before)];
  }
  const std::int32_t after = before == kNone ? list.head : s_.node_next[static_cast<std::size_t>(before)];
  s_.node_before[at] = before;
  s_.node_next[at] = after;
  (before == kNone ? list.head : s_.node_next[static_cast<std::size_t>(before)]) = node;
  (after == kNone ? list.tail : s_.node_before[static_cast<std::size_t>(after)]) = node;
  ++list.count;
}

void Simulation::delist_node(std::int32_t node) {
  const auto at = static_cast<std::size_t>(node);
  WaitingList& list = waiting(plan_.node_element[at]);
  const std::int32_t before = s_.node_before[at];
  const std::int32_t after = s_.node_next[at];
  (before == kNone ? list.head : s_.node_next[static_cast<std::size_t>(before)]) = after;
  (after == kNone ? list.tail : s_.node_before[static_cast<std::size_t>(after)]) = before;
  --list.count;
}

// ---- loops without time

void Simulation::watch_moves(ElementId to) {
  if (s_.now != moves_at_) {
    moves_at_ = s_.now;
    moves_ = 0;
    touched_.clear();
  }
  ++moves_;
  if (moves_ < kMostMoves / 2) return;
  if (touched_.empty()) touched_.assign(model_.elements.size(), 0);
  touched_[static_cast<std::size_t>(to)] = 1;
  if (moves_ >= kMostMoves) {
    s_.outcome = Outcome::Endless;
    record_endless_loop();
  }
}

}  // namespace linetwin
