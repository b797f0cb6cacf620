// Jams: elements that wait for each other in a circle. Looked for when something begins to wait where a
// circle can close; so it is found at once, whatever else goes on in the line.
//
// What waits, and what it waits for, are the nodes of a graph. A node is alive when time alone will move it
// (work, a repair, a part that travels), or when what it waits for is alive: all of it, or one of several.
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
  return static_cast<std::int64_t>(station.machines) * station.batch;
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
      wait.alive = !s_.conveyors[index].at_end || (fits_now(e) && has_room(e)) ||
                   s_.events.pending(plan_.entry_slot + static_cast<EventSlot>(index));
      wait.on.push_back({WaitNode::Kind::Give, plan_.conveyor_giver[index]});
      break;
    case ElementKind::Station: expand_machines(wait, e); break;
    default: wait.alive = true; break;
  }
  if (!s_.reserved.empty() && s_.reserved[static_cast<std::size_t>(e)] > 0)
    for (std::size_t f = 0; f < model_.fleets.size(); ++f)
      if (stop_of(static_cast<std::int32_t>(f), e) != kNone)
        wait.on.push_back({WaitNode::Kind::Fleet, static_cast<std::int32_t>(f)});
}

void Simulation::expand_machines(Wait& wait, ElementId e) {
  const StationModel& station = model_.stations[static_cast<std::size_t>(element_plan(e).index)];
  const bool has_place = s_.accepting[static_cast<std::size_t>(element_plan(e).index)] > 0;
  if (has_place && station.assembles()) {
    if (set_is_ready(e)) {
      wait.alive = true;
      return;
    }
    std::vector<VariantId> found;
    for (const Assembly::Need& need : station.assembly.needs)
      if (station.assembly.match_variant || available(need.from, e, kNone, need.count, found) < need.count)
        wait.on.push_back({WaitNode::Kind::Supply, need.from});
    wait.all = !station.assembly.match_variant;
    if (wait.on.empty()) wait.alive = true;
    return;
  }
  for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m) {
    const MachineRow& row = machine(m);
    if (row.phase == Phase::Unloading && !standing(row) && !row.maintained) {
      wait.on.push_back({WaitNode::Kind::Give, plan_.machine_giver[static_cast<std::size_t>(m)]});
    } else if (!row.accepts || s_.reserved.empty() || s_.reserved[static_cast<std::size_t>(e)] == 0) {
      wait.alive = true;
    }
  }
}

void Simulation::expand_give(Wait& wait, GiverId g) {
  if (!may_give(g)) {
    wait.alive = true;
    return;
  }
  for (const CallRow& row : s_.calls) {
    if (row.part == kNoPart || row.giver != g) continue;
    if (row.vehicle != kNone) wait.alive = true;
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

void Simulation::expand_supply(Wait& wait, ElementId e) {
  const Plan::ElementPlan& at = element_plan(e);
  const auto index = static_cast<std::size_t>(at.index);
  switch (at.kind) {
    case ElementKind::Source:
      wait.alive = s_.events.pending(plan_.arrival_slot + static_cast<EventSlot>(index));
      wait.on.push_back({WaitNode::Kind::Give, plan_.source_giver[index]});
      return;
    case ElementKind::Buffer:
      wait.alive = s_.buffers[index].dwelling.head != kNoPart;
      wait.on.push_back({WaitNode::Kind::Give, plan_.buffer_giver[index]});
      break;
    case ElementKind::Conveyor:
      wait.alive = !s_.conveyors[index].at_end && s_.conveyors[index].book.level > 0;
      wait.on.push_back({WaitNode::Kind::Give, plan_.conveyor_giver[index]});
      break;
    case ElementKind::Station: {
      const StationModel& station = model_.stations[index];
      for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m) {
        const MachineRow& row = machine(m);
        if (row.phase == Phase::Unloading)
          wait.on.push_back({WaitNode::Kind::Give, plan_.machine_giver[static_cast<std::size_t>(m)]});
        if (row.phase == Phase::Setup || row.phase == Phase::Work || standing(row) || row.maintained)
          wait.alive = true;
        if (row.phase == Phase::Loading && row.count > 0 && station.batch_wait.given()) wait.alive = true;
      }
      break;
    }
    case ElementKind::Sink: return;
  }
  for (const ElementId from : element(e).predecessors) wait.on.push_back({WaitNode::Kind::Supply, from});
}

void Simulation::expand_limit(Wait& wait, std::int32_t limit) {
  for (const ElementId e : model_.limits[static_cast<std::size_t>(limit)].over) {
    const Plan::ElementPlan& at = element_plan(e);
    const auto index = static_cast<std::size_t>(at.index);
    if (parts_on(e) == 0) continue;
    if (at.kind != ElementKind::Station) {
      Wait inside;
      expand_supply(inside, e);
      wait.alive = wait.alive || inside.alive;
      wait.on.push_back(inside.on.front());  // what it gives; what it gets would have to come in first
      continue;
    }
    const StationModel& station = model_.stations[index];
    for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m) {
      const MachineRow& row = machine(m);
      if (row.count == 0) continue;
      if (row.phase == Phase::Unloading && !standing(row)) {
        wait.on.push_back({WaitNode::Kind::Give, plan_.machine_giver[static_cast<std::size_t>(m)]});
      } else if (row.phase == Phase::Loading && !station.batch_wait.given() && !standing(row) &&
                 !row.maintained) {
        for (const ElementId from : element(e).predecessors)
          wait.on.push_back({WaitNode::Kind::Supply, from});
      } else {
        wait.alive = true;
      }
    }
  }
  for (const CallRow& row : s_.calls)
    if (row.part != kNoPart && over(limit, giver_plan(row.giver).element))
      wait.on.push_back({WaitNode::Kind::Fleet, via(row.giver, row.target)});
}

Simulation::Wait Simulation::expand(const WaitNode& node) {
  Wait wait;
  switch (node.kind) {
    case WaitNode::Kind::Room: expand_room(wait, node.id); break;
    case WaitNode::Kind::Give: expand_give(wait, node.id); break;
    case WaitNode::Kind::Supply: expand_supply(wait, node.id); break;
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

void Simulation::look_for_jams() {
  for (std::size_t i = 0; i < blocked_.size() && s_.outcome == Outcome::Finished; ++i)
    if (jammed_from(blocked_[i])) s_.outcome = Outcome::Jammed;
  blocked_.clear();
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
      case WaitNode::Kind::Enter:
      case WaitNode::Kind::Door: break;
    }
  }
  // the same circle is drawn the same way, wherever it was found
  const auto earlier = [](const JamStep& a, const JamStep& b) {
    return std::pair(a.kind, a.element) < std::pair(b.kind, b.element);
  };
  std::rotate(s_.circle.begin(), std::min_element(s_.circle.begin(), s_.circle.end(), earlier), s_.circle.end());
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
