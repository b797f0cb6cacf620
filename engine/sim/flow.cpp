// Who gives to whom. A giver whose part finds no room waits in the lists of its successors, the one that
// has waited longest first; an element that gets room fills it from its list. What follows from one event is
// worked off as a list of tasks, not by recursion, so that a line of any length may be unblocked at once.
#include <algorithm>
#include <utility>

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
    case ElementKind::Conveyor: {
      const ConveyorRow& row = s_.conveyors[static_cast<std::size_t>(by.index)];
      return row.at_end && row.book.called == 0 ? row.book.ready.head : kNoPart;
    }
    default: return s_.sources[static_cast<std::size_t>(by.index)].waiting.head;
  }
}

// A machine that stands holds its finished part; everything else gives when there is room.
bool Simulation::may_give(GiverId g) const {
  const Plan::Giver& by = giver_plan(g);
  return by.kind != ElementKind::Station || !standing(s_.machines[static_cast<std::size_t>(by.index)]);
}

// Room for a part that comes from somewhere; of an assembly, a free machine (the set is another matter).
bool Simulation::has_room(ElementId e) const {
  const Plan::ElementPlan& to = element_plan(e);
  const auto index = static_cast<std::size_t>(to.index);
  const std::int64_t reserved = s_.reserved.empty() ? 0 : s_.reserved[static_cast<std::size_t>(e)];
  switch (to.kind) {
    case ElementKind::Station: {
      if (reserved == 0) return s_.accepting[index] > 0;
      return places_free(to.index) > reserved;
    }
    case ElementKind::Buffer:
      return model_.buffers[index].capacity == kUnlimited ||
             s_.buffers[index].level + reserved < model_.buffers[index].capacity;
    case ElementKind::Conveyor:
      return entry_open(to.index) &&
             s_.conveyors[index].book.level + reserved < model_.conveyors[index].capacity;
    default: return true;
  }
}

// Parts that the machines of a station could take now.
std::int64_t Simulation::places_free(std::int32_t station) const {
  const StationModel& model = model_.stations[static_cast<std::size_t>(station)];
  if (model.batch.most == 1) return s_.accepting[static_cast<std::size_t>(station)];
  std::int64_t places = 0;
  for (MachineId m = model.first_machine; m < model.first_machine + model.machines; ++m) {
    const MachineRow& row = s_.machines[static_cast<std::size_t>(m)];
    if (!row.accepts) continue;
    places +=
        row.count == 0 ? model.batch.least : model.batch.of(s_.parts[row.parts.head].variant) - row.count;
  }
  return places;
}

// Whether the giver's first part could go to its target now, as far as the target is concerned.
bool Simulation::may_go(GiverId g, std::int32_t target) {
  const ElementId to = target_of(g, target);
  const std::int32_t f = via(g, target);
  if (f != kNone && model_.fleets[static_cast<std::size_t>(f)].call == Call::WhenFinished) return true;
  if (!has_room(to)) {
    // a conveyor takes calls for all its places, whether its entry is clear or not
    const Plan::ElementPlan& at = element_plan(to);
    if (f == kNone || at.kind != ElementKind::Conveyor) return false;
    const auto index = static_cast<std::size_t>(at.index);
    const std::int64_t spoken_for =
        s_.conveyors[index].book.level + s_.reserved[static_cast<std::size_t>(to)];
    if (spoken_for >= model_.conveyors[index].capacity) return false;
  }
  if (element_plan(to).assembles) return set_is_ready(to);
  return model_.limits.empty() || permits(giver_plan(g).element, to, part(first_part(g)).variant);
}

// The node of the giver that has waited longest for the element and may enter it now; kNone when none may.
std::int32_t Simulation::first_that_may_go(ElementId e) {
  for (std::int32_t node = waiting(e).head; node != kNone;
       node = s_.node_next[static_cast<std::size_t>(node)]) {
    const GiverId g = plan_.node_giver[static_cast<std::size_t>(node)];
    if (may_go(g, node - giver_plan(g).first_node)) return node;
    if (model_.limits.empty() && s_.fleets.empty()) return kNone;  // what stops one stops all
  }
  return kNone;
}

void Simulation::post_fill(ElementId e) {
  const auto at = static_cast<std::size_t>(e);
  // a station that fetches takes one part at each asking: machines that are free at one moment ask once
  if (plan_.fetches_from[at] != kNone)
    for (std::size_t i = work_begun_; i < work_.size(); ++i)
      if (work_[i].kind == Task::Kind::Fill && work_[i].id == e) return;
  if (waiting(e).count > 0 || plan_.fetches_from[at] != kNone || plan_.unlisted[at] != kNone ||
      element_plan(e).assembles || !s_.at_door.empty())
    work_.push_back({Task::Kind::Fill, e});
}

void Simulation::post_offer(GiverId g) { work_.push_back({Task::Kind::Offer, g}); }

// Several givers that may go on at one moment do so in the order in which they have waited.
void Simulation::post_offer_by_age(GiverId g) {
  auto at = work_.begin() + static_cast<std::ptrdiff_t>(work_begun_);
  const auto later = [&](const Task& task) {
    return task.aged && std::pair(giver(task.id).since, task.id) > std::pair(giver(g).since, g);
  };
  at = std::find_if(at, work_.end(), later);
  work_.insert(at, {Task::Kind::Offer, g, true});
}

void Simulation::settle() {
  for (std::size_t i = 0; i < work_.size() && s_.outcome == Outcome::Finished; ++i) {
    const Task task = work_[i];
    work_begun_ = i + 1;
    switch (task.kind) {
      case Task::Kind::Fill: fill(task.id); break;
      case Task::Kind::Offer: offer(task.id); break;
      case Task::Kind::Limit: fill_limit(task.id); break;
    }
  }
  work_.clear();
  work_begun_ = 0;
  if (asked_) grant();
  if (!s_.limits.empty()) look_after_limits();
  if (!blocked_.empty() && !arriving_) look_for_jams();
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
    if (by.kind == ElementKind::Buffer && element_plan(by.element).knotted && first_part(g) != kNoPart)
      blocked_.push_back({WaitNode::Kind::Give, g});
    return;
  }
  if (giver(g).waiting || first_part(g) == kNoPart || !may_give(g)) return;
  const std::int32_t target = by.commits ? committed_target(g) : open_target(g);
  if (target == kNone) {
    enlist(g, kNone);
  } else if (element_plan(target_of(g, target)).assembles) {
    enlist(g, target);  // a set that is complete may be taken from others who have waited longer
    fill(target_of(g, target));
  } else if (may_go(g, target) && nobody_before(target_of(g, target))) {
    give(g, target);
    return;
  } else {
    enlist(g, target);
  }
  if (by.kind == ElementKind::Conveyor) stop_belt(by.index);
}

// Nobody who could enter waits for it already.
bool Simulation::nobody_before(ElementId e) {
  if (waiting(e).count == 0 || element_plan(e).assembles) return true;  // who waits there, is in the set
  return (!s_.limits.empty() || !s_.fleets.empty()) && first_that_may_go(e) == kNone;
}

// By hand, or by vehicle.
void Simulation::give(GiverId g, std::int32_t target) {
  if (via(g, target) != kNone) {
    make_call(g, target);
  } else {
    transfer(g, target);
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

// Whether there is room behind a way on which a vehicle may be called without.
bool Simulation::room_behind(GiverId g, std::int32_t target) const {
  const std::int32_t f = via(g, target);
  if (f == kNone || model_.fleets[static_cast<std::size_t>(f)].call == Call::WhenRoom) return true;
  const ElementId to = target_of(g, target);
  return has_room(to) &&
         permits(giver_plan(g).element, to, s_.parts[static_cast<std::size_t>(first_part(g))].variant);
}

// The successor with room that the rule prefers, by position; kNone when none has room. Where all are full, a
// vehicle may be called all the same.
std::int32_t Simulation::open_target(GiverId g) {
  const std::int32_t with_room = open_target(g, true);
  return with_room != kNone || s_.fleets.empty() ? with_room : open_target(g, false);
}

std::int32_t Simulation::open_target(GiverId g, bool with_room) {
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
    if (!may_go(g, k) || !nobody_before(to) || (with_room && !room_behind(g, k))) continue;
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
    case ElementKind::Conveyor: return take_off(by.index);
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
  if (element_plan(to).assembles) {
    if (set_is_ready(to)) join(to);
    return;
  }
  const PartId p = take_from(g);
  if (!model_.limits.empty()) count_move(by.element, to, part(p).variant);
  if (observer_) [[unlikely]]
    note_move(by.element, to, p);
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
    case ElementKind::Conveyor: post_fill(by.element); break;
    default: left_source(by.index); break;
  }
}

void Simulation::accept(ElementId e, PartId p) {
  const Plan::ElementPlan& to = element_plan(e);
  switch (to.kind) {
    case ElementKind::Station: take_on(to.index, p); break;
    case ElementKind::Buffer: put(to.index, p); break;
    case ElementKind::Conveyor: put_on(to.index, p); break;
    default: leave_to_sink(p, to.index, model_.sinks[static_cast<std::size_t>(to.index)].scrap); break;
  }
}

// A station takes from the only giver that it has.
bool Simulation::fetch(ElementId e, GiverId from) {
  const Plan::Giver& by = giver_plan(from);
  if (by.kind == ElementKind::Source) {
    if (!source(by.index).open) return false;
    watch_moves(e);
    const PartId p = supply(by.index);
    if (observer_) [[unlikely]]
      note_move(by.element, e, p);
    accept(e, p);
    return true;
  }
  if (first_ready(by.index) == kNoPart) return false;
  transfer(from, 0);
  return true;
}

void Simulation::fill(ElementId e) {
  if (element_plan(e).assembles) {
    while (has_room(e) && set_is_ready(e) && s_.outcome == Outcome::Finished) join(e);
    return;
  }
  if (plan_.coupled && plan_.fetches_from[static_cast<std::size_t>(e)] == kNone &&
      plan_.unlisted[static_cast<std::size_t>(e)] == kNone) {
    while (s_.outcome == Outcome::Finished) {
      const std::int32_t node = first_that_may_go(e);
      const std::int32_t v = s_.at_door.empty() ? kNone : first_at_door(e);
      if (waits_longer(v, node)) {
        leave_door(v);
        continue;
      }
      if (node == kNone) return;
      const GiverId g = plan_.node_giver[static_cast<std::size_t>(node)];
      delist(g);
      give(g, node - giver_plan(g).first_node);
    }
    return;
  }
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
  if (element_plan(by.element).knotted) blocked_.push_back({WaitNode::Kind::Give, g});
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
  const ElementId to = plan_.node_element[at];
  if (element_plan(to).kind == ElementKind::Conveyor) schedule_entry(element_plan(to).index);
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
