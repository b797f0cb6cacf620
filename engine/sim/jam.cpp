// Jams: elements that wait for each other in a circle. Looked for when something begins to wait where a
// circle can close; so it is found at once, whatever else goes on in the line.
//
// What waits, and what it waits for, are the nodes of a graph. A node is alive when time alone will move it
// (work, a part that travels), or when what it waits for is alive: all of it, or one of several.
// (A repair, maintenance, the end of a shift are not: they end, and change nothing of who waits for whom.)
// What is not alive by the least fixed point of that rule will never move again; a circle among those is a
// jam. Without a circle (a source that has given all its parts, say) the line has just come to its end.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "sim/simulation.hpp"

namespace linetwin {

std::int64_t Simulation::parts_on(ElementId e) const {
  const Plan::ElementPlan& at = element_plan(e);
  if (at.kind == ElementKind::Buffer) return s_.buffers[static_cast<std::size_t>(at.index)].level;
  if (at.kind == ElementKind::Conveyor) return s_.conveyors[static_cast<std::size_t>(at.index)].book.level;
  if (at.kind != ElementKind::Station) return 0;
  const StationModel& station = model_.stations[static_cast<std::size_t>(at.index)];
  std::int64_t parts = 0;
  for (std::int32_t j = 0; j < station.machines; ++j)
    parts += s_.machines[static_cast<std::size_t>(station.first_machine + j)].count;
  return parts;
}

std::int64_t Simulation::places_on(ElementId e) const {
  const Plan::ElementPlan& at = element_plan(e);
  if (at.kind == ElementKind::Buffer) return model_.buffers[static_cast<std::size_t>(at.index)].capacity;
  if (at.kind == ElementKind::Conveyor) return conveyor_model(at.index).capacity;
  if (at.kind != ElementKind::Station) return 0;
  const StationModel& station = model_.stations[static_cast<std::size_t>(at.index)];
  return static_cast<std::int64_t>(station.machines) * station.batch.most;
}

// The vehicle has it, and it stands no more where it was.
bool Simulation::is_on_vehicle(const CallRow& row) const {
  return row.vehicle != kNone &&
         s_.vehicles[static_cast<std::size_t>(row.vehicle)].state >= VehicleState::Carrying;
}

// What vehicles bring to `e`, or shall bring: of room, only what has room reserved.
void Simulation::expand_arrivals(Wait& wait, ElementId e, bool reserved_only) {
  for (const CallRow& row : s_.calls) {
    if (row.part == kNoPart || (reserved_only && !row.reserved) || target_of(row.giver, row.target) != e)
      continue;
    expand_call(wait, row);
  }
}

// A part that is called for, or under way.
void Simulation::expand_call(Wait& wait, const CallRow& row) {
  if (row.vehicle == kNone) {
    wait.on.push_back({WaitNode::Kind::Fleet, via(row.giver, row.target)});
    return;
  }
  const VehicleState state = vehicle(row.vehicle).state;
  if (state == VehicleState::AtDoor || state == VehicleState::Delivering) {
    wait.on.push_back({WaitNode::Kind::Door, row.vehicle});
  } else {
    wait.alive = true;
  }
}

// ---- what a node waits for: into `wait.on`; `wait.alive` when it waits for nothing but time

void Simulation::expand_room(Wait& wait, ElementId e) {
  const Plan::ElementPlan& at = element_plan(e);
  const auto index = static_cast<std::size_t>(at.index);
  switch (at.kind) {
    case ElementKind::Buffer:
      wait.alive = (fits_now(e) && has_room(e)) || s_.buffers[index].dwelling.head != kNoPart;
      wait.on.push_back({WaitNode::Kind::Give, plan_.buffer_giver[index]});
      break;
    case ElementKind::Conveyor:
      wait.alive = (s_.conveyors[index].book.level > 0 && !s_.conveyors[index].at_end) ||
                   (fits_now(e) && has_room(e)) ||
                   s_.events.pending(plan_.entry_slot + static_cast<EventSlot>(index));
      wait.on.push_back({WaitNode::Kind::Give, plan_.conveyor_giver[index]});
      break;
    case ElementKind::Station: expand_machines(wait, e); break;
    default: wait.alive = true; break;
  }
  expand_arrivals(wait, e, true);
}

void Simulation::expand_machines(Wait& wait, ElementId e) {
  const StationModel& station = model_.stations[static_cast<std::size_t>(element_plan(e).index)];
  const auto first_machine = s_.machines.begin() + station.first_machine;
  const bool has_place = std::any_of(first_machine, first_machine + station.machines,
                                     [](const MachineRow& row) { return row.phase == Phase::Loading; });
  if (has_place && station.assembles()) {
    if (!station.assembly.match_variant) {
      wait.on.push_back({WaitNode::Kind::Set, e, kNone});
    } else {
      for (std::size_t v = 0; v < model_.variants.size(); ++v)
        wait.on.push_back({WaitNode::Kind::Set, e, static_cast<VariantId>(v)});
    }
    return;
  }
  for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m) {
    const MachineRow& row = machine(m);
    if (row.phase == Phase::Unloading) {
      wait.on.push_back({WaitNode::Kind::Give, plan_.machine_giver[static_cast<std::size_t>(m)]});
    } else if (row.count > 0 && station.batch_wait.given()) {
      wait.alive = true;  // it will start short
    } else if (!row.accepts || s_.reserved.empty() || s_.reserved[static_cast<std::size_t>(e)] == 0) {
      wait.alive = true;
    }
  }
}

// A set becomes whole: all that it lacks must come. One that is there waits for its limits alone.
void Simulation::expand_set(Wait& wait, ElementId e, VariantId variant) {
  const Assembly& assembly = model_.stations[static_cast<std::size_t>(element_plan(e).index)].assembly;
  wait.all = true;
  std::vector<VariantId> found;
  available(assembly.needs.front().from, e, variant, 1, found);
  const VariantId first = found.empty() ? variant : found.front();
  for (const Assembly::Need& need : assembly.needs) {
    const std::int64_t count = first == kNone ? need.count.least : need.count.of(first);
    if (available(need.from, e, variant, count, found) < count)
      wait.on.push_back({WaitNode::Kind::Pass, need.from, e});
  }
  if (wait.on.empty())
    for (const std::int32_t l : limits_that_stop(e, variant)) wait.on.push_back({WaitNode::Kind::Limit, l});
  wait.alive = wait.on.empty();
}

void Simulation::expand_give(Wait& wait, GiverId g) {
  for (const CallRow& row : s_.calls) {
    if (row.part == kNoPart || row.giver != g || is_on_vehicle(row)) continue;
    if (row.vehicle != kNone) wait.alive = true;  // it comes, or loads
    wait.on.push_back({WaitNode::Kind::Fleet, via(g, row.target)});
  }
  const PartId p = first_part(g);
  if (p == kNoPart) return;
  const Element& from = element(giver_plan(g).element);
  for (std::size_t k = 0; k < from.successors.size(); ++k)
    if (heads_for(g, p, from.successors[k]))
      wait.on.push_back({WaitNode::Kind::Enter, g, static_cast<std::int32_t>(k)});
}

void Simulation::add_limits(Wait& wait, ElementId from, ElementId to, VariantId variant) {
  for (const std::int32_t l : element(to).limits) {
    const LimitModel& limit = model_.limits[static_cast<std::size_t>(l)];
    if (limit.max == kUnlimited || over(l, from)) continue;
    if (s_.limits[static_cast<std::size_t>(l)].amount + limit.holds[static_cast<std::size_t>(variant)] >
        limit.max)
      wait.on.push_back({WaitNode::Kind::Limit, l});
  }
}

// Another part comes out of `e`, for `to` (kNone: wherever it goes). What stands in the way of those behind
// must go first; only an assembly takes parts from behind the first.
void Simulation::expand_supply(Wait& wait, ElementId e, ElementId to) {
  const Plan::ElementPlan& at = element_plan(e);
  const auto index = static_cast<std::size_t>(at.index);
  const bool any = to != kNone && element_plan(to).assembles;
  bool more = false;  // a part that comes in would do
  const std::int64_t reserved = s_.reserved.empty() ? 0 : s_.reserved[static_cast<std::size_t>(e)];
  switch (at.kind) {
    case ElementKind::Source: {
      const GiverId g = plan_.source_giver[index];
      const bool none = s_.sources[index].waiting.head == kNoPart;
      wait.alive = (none || any) && s_.events.pending(plan_.arrival_slot + static_cast<EventSlot>(index));
      // a supply from which a station fetches shows no part
      if (giver_plan(g).direct && s_.sources[index].open) wait.alive = true;
      wait.on.push_back({WaitNode::Kind::Give, g});
      return;
    }
    case ElementKind::Buffer: {
      const BufferModel& model = model_.buffers[index];
      const bool none = first_ready(at.index) == kNoPart;
      wait.alive = s_.buffers[index].dwelling.head != kNoPart;
      wait.on.push_back({WaitNode::Kind::Give, plan_.buffer_giver[index]});
      more = none || any || model.lifo || model.ranks > 1;
      if (model.capacity != kUnlimited && s_.buffers[index].level + reserved >= model.capacity) more = false;
      break;
    }
    case ElementKind::Conveyor:
      wait.alive = !s_.conveyors[index].at_end && s_.conveyors[index].book.level > 0;
      wait.on.push_back({WaitNode::Kind::Give, plan_.conveyor_giver[index]});
      more = !s_.conveyors[index].at_end &&
             s_.conveyors[index].book.level + reserved < conveyor_model(at.index).capacity;
      break;
    case ElementKind::Station: {
      const StationModel& station = model_.stations[index];
      for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m) {
        const MachineRow& row = machine(m);
        if (row.phase == Phase::Unloading)
          wait.on.push_back({WaitNode::Kind::Give, plan_.machine_giver[static_cast<std::size_t>(m)]});
        if (row.phase == Phase::Setup || row.phase == Phase::Work) wait.alive = true;
        if (row.phase != Phase::Loading) continue;
        if (row.count > 0 && station.batch_wait.given()) wait.alive = true;
        more = more || !row.accepts || places_free(at.index) > reserved;
      }
      break;
    }
    case ElementKind::Sink: return;
  }
  if (more && element_plan(e).assembles) {
    wait.on.push_back({WaitNode::Kind::Room, e});  // its set, all of it
  } else if (more) {
    for (const ElementId from : element(e).predecessors) wait.on.push_back({WaitNode::Kind::Pass, from, e});
  }
  expand_arrivals(wait, e, false);
}

// Another part comes from the one to the other: it is there, a limit lets it in, and a vehicle may bring it.
void Simulation::expand_pass(Wait& wait, ElementId from, ElementId to) {
  wait.all = true;
  wait.on.push_back({WaitNode::Kind::Supply, from, to});
  for (const std::int32_t l : element(to).limits) {
    const LimitModel& limit = model_.limits[static_cast<std::size_t>(l)];
    const bool set_within = element_plan(to).assembles &&
                            std::any_of(element(to).predecessors.begin(), element(to).predecessors.end(),
                                        [&](ElementId one) { return over(l, one); });
    if (limit.max == kUnlimited || over(l, from) || set_within) continue;
    if (s_.limits[static_cast<std::size_t>(l)].amount + limit.least > limit.max)
      wait.on.push_back({WaitNode::Kind::Limit, l});
  }
  const auto& successors = element(from).successors;
  const auto k =
      static_cast<std::size_t>(std::find(successors.begin(), successors.end(), to) - successors.begin());
  if (element(from).via[k] != kNone) wait.on.push_back({WaitNode::Kind::Fleet, element(from).via[k]});
}

// What one element holds inside a limit: when does some of it leave?
void Simulation::expand_inside(Wait& wait, ElementId e) {
  const Plan::ElementPlan& at = element_plan(e);
  const auto index = static_cast<std::size_t>(at.index);
  if (at.kind == ElementKind::Buffer) {
    wait.alive = wait.alive || s_.buffers[index].dwelling.head != kNoPart;
    wait.on.push_back({WaitNode::Kind::Give, plan_.buffer_giver[index]});
    return;
  }
  if (at.kind == ElementKind::Conveyor) {
    wait.alive = wait.alive || !s_.conveyors[index].at_end;
    wait.on.push_back({WaitNode::Kind::Give, plan_.conveyor_giver[index]});
    return;
  }
  const StationModel& station = model_.stations[index];
  for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m) {
    const MachineRow& row = machine(m);
    if (row.count == 0) continue;
    if (row.phase == Phase::Unloading) {
      wait.on.push_back({WaitNode::Kind::Give, plan_.machine_giver[static_cast<std::size_t>(m)]});
    } else if (row.phase == Phase::Loading && !station.batch_wait.given()) {
      wait.on.push_back({WaitNode::Kind::Supply, e, kNone});
    } else {
      wait.alive = true;
    }
  }
}

void Simulation::expand_limit(Wait& wait, std::int32_t limit) {
  for (const ElementId e : model_.limits[static_cast<std::size_t>(limit)].over)
    if (parts_on(e) > 0) expand_inside(wait, e);
  for (const CallRow& row : s_.calls) {
    if (row.part == kNoPart) continue;
    const bool from_inside = over(limit, giver_plan(row.giver).element);
    const bool to_inside = over(limit, target_of(row.giver, row.target));
    const bool counted = is_on_vehicle(row) ? to_inside && (row.reserved || from_inside)
                                            : from_inside || (to_inside && row.reserved);
    if (counted) expand_call(wait, row);
  }
}

Simulation::Wait Simulation::expand(const WaitNode& node) {
  Wait wait;
  switch (node.kind) {
    case WaitNode::Kind::Room: expand_room(wait, node.id); break;
    case WaitNode::Kind::Set: expand_set(wait, node.id, node.sub); break;
    case WaitNode::Kind::Give: expand_give(wait, node.id); break;
    case WaitNode::Kind::Supply: expand_supply(wait, node.id, node.sub); break;
    case WaitNode::Kind::Pass: expand_pass(wait, node.id, node.sub); break;
    case WaitNode::Kind::Limit: expand_limit(wait, node.id); break;
    case WaitNode::Kind::Enter: {
      wait.all = true;
      const ElementId to = target_of(node.id, node.sub);
      if (may_go(node.id, node.sub)) {
        wait.alive = true;
        break;
      }
      if (!has_room(to) || element_plan(to).assembles) wait.on.push_back({WaitNode::Kind::Room, to});
      add_limits(wait, giver_plan(node.id).element, to, part(first_part(node.id)).variant);
      wait.alive = wait.on.empty();
      break;
    }
    case WaitNode::Kind::Fleet:
      for (std::int32_t v = plan_.first_vehicle[static_cast<std::size_t>(node.id)];
           v < plan_.first_vehicle[static_cast<std::size_t>(node.id) + 1]; ++v) {
        const VehicleState state = vehicle(v).state;
        if (state == VehicleState::AtDoor || state == VehicleState::Delivering) {
          wait.on.push_back({WaitNode::Kind::Door, v});
        } else {
          wait.alive = true;
        }
      }
      break;
    case WaitNode::Kind::Door: {
      wait.all = true;
      const CallRow& way = call(vehicle(node.id).call);
      const ElementId to = destination(vehicle(node.id).call);
      wait.on.push_back({WaitNode::Kind::Room, to});
      if (!way.reserved) add_limits(wait, giver_plan(way.giver).element, to, part(way.part).variant);
      break;
    }
  }
  return wait;
}

// ---- who is alive

// Nearly always a short search finds life. What it does not find may be alive all the same.
bool Simulation::proves_alive(const WaitNode& node, std::vector<WaitNode>& seen) {
  if (std::find(seen.begin(), seen.end(), node) != seen.end() || seen.size() > 200) return false;
  seen.push_back(node);
  const Wait wait = expand(node);
  if (wait.alive) return true;
  const auto proves = [&](const WaitNode& on) { return proves_alive(on, seen); };
  if (wait.on.empty()) return false;
  return wait.all ? std::all_of(wait.on.begin(), wait.on.end(), proves)
                  : std::any_of(wait.on.begin(), wait.on.end(), proves);
}

void Simulation::go_on_in_spite_of_jams() {
  ignore_jams_ = true;
  if (s_.outcome != Outcome::Jammed) return;
  s_.outcome = Outcome::Finished;
  s_.circle.clear();
}

void Simulation::look_for_jams() {
  if (ignore_jams_) blocked_.clear();
  looks_ahead_ = true;
  for (std::size_t i = 0; i < blocked_.size() && s_.outcome == Outcome::Finished; ++i)
    if (jammed_from(blocked_[i])) s_.outcome = Outcome::Jammed;
  blocked_.clear();
  looks_ahead_ = false;
}

// Where elements are coupled, the last life may go out without anything beginning to wait.
void Simulation::look_everywhere_for_jams() {
  if (!plan_.coupled || s_.outcome != Outcome::Finished) return;
  for (std::size_t g = 0; g < s_.givers.size(); ++g)
    if (s_.givers[g].waiting) blocked_.push_back({WaitNode::Kind::Give, static_cast<GiverId>(g)});
  for (const std::int32_t v : s_.at_door) blocked_.push_back({WaitNode::Kind::Door, v});
  look_for_jams();
}

bool Simulation::jammed_from(const WaitNode& root) {
  if (root.kind == WaitNode::Kind::Give && first_part(root.id) == kNoPart && s_.fleets.empty()) return false;
  if (root.kind == WaitNode::Kind::Door && vehicle(root.id).call == kNone) return false;
  std::vector<WaitNode> seen;
  if (proves_alive(root, seen)) return false;
  std::vector<WaitNode> nodes{root};
  std::map<WaitNode, std::size_t> number{{root, 0}};
  std::vector<Wait> waits;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    waits.push_back(expand(nodes[i]));
    for (const WaitNode& on : waits.back().on)
      if (number.emplace(on, nodes.size()).second) nodes.push_back(on);
  }
  const auto alive = [&](const WaitNode& on) { return waits[number.at(on)].alive; };
  for (bool changed = true; changed;) {
    changed = false;
    for (Wait& wait : waits) {
      if (wait.alive || wait.on.empty()) continue;
      wait.alive = wait.all ? std::all_of(wait.on.begin(), wait.on.end(), alive)
                            : std::any_of(wait.on.begin(), wait.on.end(), alive);
      changed = changed || wait.alive;
    }
  }
  if (waits[0].alive) return false;
  // a circle among the dead, by depth-first search
  enum : char { kNew, kOnWay, kDone };
  std::vector<char> mark(nodes.size(), kNew);
  std::vector<std::pair<std::size_t, std::size_t>> way{{0, 0}};
  mark[0] = kOnWay;
  while (!way.empty()) {
    auto& [at, next] = way.back();
    if (next == waits[at].on.size()) {
      mark[at] = kDone;
      way.pop_back();
      continue;
    }
    const std::size_t to = number.at(waits[at].on[next++]);
    if (waits[to].alive || mark[to] == kDone) continue;
    if (mark[to] == kNew) {
      mark[to] = kOnWay;
      way.emplace_back(to, 0);
      continue;
    }
    std::vector<WaitNode> circle;
    auto from = std::find_if(way.begin(), way.end(), [to](const auto& step) { return step.first == to; });
    for (; from != way.end(); ++from) circle.push_back(nodes[from->first]);
    record_circle(circle);
    return true;
  }
  return false;
}

// The circle in the line's words: elements, fleets and limits, each once.
void Simulation::record_circle(const std::vector<WaitNode>& circle) {
  s_.circle.clear();
  const auto add = [this](const JamStep& step) {
    const auto same = [&step](const JamStep& other) {
      return other.kind == step.kind && other.element == step.element;
    };
    if (std::none_of(s_.circle.begin(), s_.circle.end(), same)) s_.circle.push_back(step);
  };
  for (const WaitNode& node : circle) {
    switch (node.kind) {
      case WaitNode::Kind::Room:
      case WaitNode::Kind::Supply: add({node.id, parts_on(node.id), places_on(node.id)}); break;
      case WaitNode::Kind::Give: {
        const ElementId e = giver_plan(node.id).element;
        if (element_plan(e).kind != ElementKind::Source) add({e, parts_on(e), places_on(e)});
        break;
      }
      case WaitNode::Kind::Fleet: {
        const auto in = [&](std::int32_t v) { return vehicle(v).fleet == node.id; };
        add({node.id, std::count_if(s_.at_door.begin(), s_.at_door.end(), in),
             model_.fleets[static_cast<std::size_t>(node.id)].count, JamStep::Kind::Fleet});
        break;
      }
      case WaitNode::Kind::Limit:
        add({node.id, s_.limits[static_cast<std::size_t>(node.id)].amount,
             model_.limits[static_cast<std::size_t>(node.id)].max, JamStep::Kind::Limit});
        break;
      case WaitNode::Kind::Set:
      case WaitNode::Kind::Enter:
      case WaitNode::Kind::Pass:
      case WaitNode::Kind::Door: break;
    }
  }
  // the same circle is drawn the same way, wherever it was found
  const auto earlier = [](const JamStep& a, const JamStep& b) {
    return std::pair(a.kind, a.element) < std::pair(b.kind, b.element);
  };
  std::rotate(s_.circle.begin(), std::min_element(s_.circle.begin(), s_.circle.end(), earlier),
              s_.circle.end());
}

// The elements that parts enter again and again while time stands still, in the order of the flow.
void Simulation::record_endless_loop() {
  s_.circle.clear();
  auto touched = [&](ElementId e) { return touched_[static_cast<std::size_t>(e)] != 0; };
  ElementId e = kNone;
  for (std::size_t i = 0; i < touched_.size() && e == kNone; ++i)
    if (touched_[i]) e = static_cast<ElementId>(i);
  std::vector<char> seen(model_.elements.size(), 0);
  while (e != kNone && !std::exchange(seen[static_cast<std::size_t>(e)], 1)) {
    s_.circle.push_back({e, parts_on(e), places_on(e)});
    const std::vector<ElementId>& next = element(e).successors;
    const auto it = std::find_if(next.begin(), next.end(), touched);
    e = it == next.end() ? kNone : *it;
  }
}

}  // namespace linetwin
