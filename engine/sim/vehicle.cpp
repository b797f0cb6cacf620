// Vehicles. A part that is to be carried makes a call; a vehicle comes, loads, carries, unloads, and stays
// there.
#include <algorithm>

#include "sim/draws.hpp"
#include "sim/parts.hpp"
#include "sim/simulation.hpp"

namespace linetwin {
void Simulation::set_vehicle(VehicleRow& row, VehicleState state) {
  row.time[vehicle_share(row.state)] += s_.now - row.since;
  row.since = s_.now;
  row.state = state;
  if (observer_) [[unlikely]]
    note({s_.now, Happening::Kind::Vehicle, static_cast<std::uint8_t>(state), 0,
          static_cast<std::int32_t>(&row - s_.vehicles.data()), kNone, kNoPart, 0});
}

// ---- calls

// The giver's first part is to go to its target by vehicle.
void Simulation::make_call(GiverId g, std::int32_t target) {
  std::int32_t c = s_.free_call;
  if (c == kNone) {
    c = static_cast<std::int32_t>(s_.calls.size());
    s_.calls.emplace_back();
  } else {
    s_.free_call = call(c).next;
  }
  const std::int32_t f = via(g, target);
  const FleetModel& fleet = model_.fleets[static_cast<std::size_t>(f)];
  const ElementId from = giver_plan(g).element;
  call(c) = {g, target, first_part(g), s_.now, fleet.call == Call::WhenRoom, false, kNone, kNone};
  const VariantId variant = part(call(c).part).variant;
  if (call(c).reserved) {
    ++s_.reserved[static_cast<std::size_t>(destination(c))];
    count_entry(from, destination(c), variant);
  }
  s_.turn[static_cast<std::size_t>(from)] = target;
  set_aside(g, c);
  std::int32_t best = kNone;
  const std::int32_t here = stop_of(f, from);
  for (std::int32_t v = plan_.first_vehicle[static_cast<std::size_t>(f)];
       v < plan_.first_vehicle[static_cast<std::size_t>(f) + 1]; ++v)
    if (vehicle(v).state == VehicleState::Idle &&
        (best == kNone || fleet.between(vehicle(v).stop, here) < fleet.between(vehicle(best).stop, here)))
      best = v;
  if (best != kNone) {
    send_vehicle(best, c);
    return;
  }
  FleetRow& row = s_.fleets[static_cast<std::size_t>(f)];
  (row.first_call == kNone ? row.first_call : call(row.last_call).next) = c;
  row.last_call = c;
  blocked_.push_back({WaitNode::Kind::Give, g});
}

// The part stays where it is, but is spoken for: the next one may be offered.
void Simulation::set_aside(GiverId g, std::int32_t c) {
  const Plan::Giver& by = giver_plan(g);
  part(call(c).part).target = kNone;
  switch (by.kind) {
    case ElementKind::Station: {
      MachineRow& row = machine(by.index);
      take_first(s_, row.parts);
      ++row.called;
      if (row.parts.head != kNoPart) first_changed(g);
      refresh(by.index);
      break;
    }
    case ElementKind::Buffer: {
      take_first(s_, ready_list(by.index, first_rank(by.index)));
      ++buffer(by.index).called;
      if (first_ready(by.index) != kNoPart) first_changed(g);
      break;
    }
    case ElementKind::Source:
      take_first(s_, source(by.index).waiting);
      if (source(by.index).waiting.head != kNoPart &&
          model_.sources[static_cast<std::size_t>(by.index)].when_full != WhenFull::Drop)
        first_changed(g);
      break;
    default:  // the front part of a conveyor keeps its place
      conveyor(by.index).book.called = 1;
      stop_belt(by.index);
      break;
  }
}

void Simulation::send_vehicle(std::int32_t v, std::int32_t c) {
  VehicleRow& row = vehicle(v);
  const GiverId g = call(c).giver;
  const std::int32_t from = row.stop;
  row.call = c;
  row.from = from;
  row.stop = stop_of(row.fleet, giver_plan(g).element);
  call(c).vehicle = v;
  set_vehicle(row, VehicleState::Coming);
  s_.events.schedule(plan_.vehicle_slot + static_cast<EventSlot>(v),
                     s_.now + model_.fleets[static_cast<std::size_t>(row.fleet)].between(from, row.stop));
  const Plan::Giver& by = giver_plan(g);
  if (by.kind == ElementKind::Source && model_.sources[static_cast<std::size_t>(by.index)].unlimited)
    wait_in_supply(by.index);  // the supply calls for one part at a time
}

void Simulation::next_call(std::int32_t v) {
  VehicleRow& row = vehicle(v);
  const FleetModel& fleet = model_.fleets[static_cast<std::size_t>(row.fleet)];
  FleetRow& queue = s_.fleets[static_cast<std::size_t>(row.fleet)];
  std::int32_t best = queue.first_call;
  std::int32_t before_best = kNone;
  if (best == kNone) return;
  if (fleet.dispatch == Dispatch::Nearest) {
    const auto way = [&](std::int32_t c) {
      return fleet.between(row.stop, stop_of(row.fleet, giver_plan(call(c).giver).element));
    };
    for (std::int32_t before = best, c = call(best).next; c != kNone; before = c, c = call(c).next)
      if (way(c) < way(best)) best = c, before_best = before;
  }
  (before_best == kNone ? queue.first_call : call(before_best).next) = call(best).next;
  if (queue.last_call == best) queue.last_call = before_best;
  call(best).next = kNone;
  send_vehicle(v, best);
}

// ---- a vehicle's way

void Simulation::vehicle_event(std::int32_t v) {
  VehicleRow& row = vehicle(v);
  switch (row.state) {
    case VehicleState::Coming: start_loading(v); break;
    case VehicleState::Loading: loaded(v); break;
    case VehicleState::Carrying: at_door(v); break;
    case VehicleState::Unloading: deliver(v); break;
    default: break;
  }
}

// A machine that stands gives no part: the vehicle waits for it.
void Simulation::start_loading(std::int32_t v) {
  VehicleRow& row = vehicle(v);
  if (!may_give(call(row.call).giver)) {
    set_vehicle(row, VehicleState::AtPickup);
    return;
  }
  set_vehicle(row, VehicleState::Loading);
  const TimeRef& load = model_.fleets[static_cast<std::size_t>(row.fleet)].load;
  const Time takes = load.given() ? draw_time(load, part(call(row.call).part).variant) : 0;
  s_.events.schedule(plan_.vehicle_slot + static_cast<EventSlot>(v), s_.now + takes);
}

// The machine that stood works again.
void Simulation::go_on_loading(std::int32_t v) {
  if (call(vehicle(v).call).lifted) {
    loaded(v);
  } else {
    start_loading(v);
  }
}

void Simulation::loaded(std::int32_t v) {
  VehicleRow& row = vehicle(v);
  CallRow& way = call(row.call);
  const GiverId g = way.giver;
  way.lifted = !may_give(g);
  if (way.lifted) {
    set_vehicle(row, VehicleState::AtPickup);
    return;
  }
  const ElementId to = destination(row.call);
  const Plan::Giver& by = giver_plan(g);
  count_exit(by.element, to, part(way.part).variant);
  const std::int32_t from = row.stop;
  row.from = from;
  row.stop = stop_of(row.fleet, to);
  set_vehicle(row, VehicleState::Carrying);
  s_.events.schedule(plan_.vehicle_slot + static_cast<EventSlot>(v),
                     s_.now + model_.fleets[static_cast<std::size_t>(row.fleet)].between(from, row.stop));
  switch (by.kind) {
    case ElementKind::Station: {
      MachineRow& at = machine(by.index);
      --at.called;
      if (--at.count == 0) part_given(by.index);
      refresh(by.index);
      break;
    }
    case ElementKind::Buffer:
      --buffer(by.index).called;
      level_down(buffer(by.index), model_.buffers[static_cast<std::size_t>(by.index)].capacity);
      if (observer_) [[unlikely]]
        note_level(by.element, buffer(by.index).level);
      post_fill(by.element);
      break;
    case ElementKind::Conveyor:
      conveyor(by.index).book.called = 0;
      take_off(by.index);
      post_fill(by.element);
      break;
    default:
      --source(by.index).count;
      enter_line(way.part);
      left_source(by.index);
      break;
  }
}

// ---- unloading

bool Simulation::has_doors(ElementId e) const {
  return std::any_of(s_.at_door.begin(), s_.at_door.end(), [&](std::int32_t v) {
    return destination(s_.vehicles[static_cast<std::size_t>(v)].call) == e;
  });
}

// Room for one part more, reservations apart.
bool Simulation::fits_now(ElementId e) const {
  const Plan::ElementPlan& to = element_plan(e);
  const auto index = static_cast<std::size_t>(to.index);
  switch (to.kind) {
    case ElementKind::Station: return s_.accepting[index] > 0;
    case ElementKind::Buffer:
      return model_.buffers[index].capacity == kUnlimited ||
             s_.buffers[index].level < model_.buffers[index].capacity;
    case ElementKind::Conveyor: return entry_open(to.index);
    default: return true;
  }
}

void Simulation::at_door(std::int32_t v) {
  VehicleRow& row = vehicle(v);
  set_vehicle(row, VehicleState::AtDoor);
  call(row.call).since = s_.now;
  s_.at_door.push_back(v);
  if (leave_door(v)) return;
  const ElementId to = destination(row.call);
  if (element_plan(to).kind == ElementKind::Conveyor) schedule_entry(element_plan(to).index);
  blocked_.push_back({WaitNode::Kind::Door, v});
}

bool Simulation::may_leave_door(std::int32_t v) const {
  const CallRow& way = call_of(v);
  const ElementId to = target_of(way.giver, way.target);
  if (way.reserved) return fits_now(to);
  const VariantId variant = s_.parts[static_cast<std::size_t>(way.part)].variant;
  return has_room(to) && fits_now(to) && permits(giver_plan(way.giver).element, to, variant);
}

// Unloads, or hands over what is unloaded already, if there is room; false when it must wait on.
bool Simulation::leave_door(std::int32_t v) {
  VehicleRow& row = vehicle(v);
  CallRow& way = call(row.call);
  const ElementId to = destination(row.call);
  if (!may_leave_door(v)) {
    if (element_plan(to).kind == ElementKind::Conveyor) schedule_entry(element_plan(to).index);
    return false;
  }
  if (!way.reserved) {
    way.reserved = true;
    ++s_.reserved[static_cast<std::size_t>(to)];
    count_entry(giver_plan(way.giver).element, to, part(way.part).variant);
  }
  s_.at_door.erase(std::find(s_.at_door.begin(), s_.at_door.end(), v));
  if (row.state == VehicleState::Delivering) {
    deliver(v);
  } else {
    start_unloading(v);
  }
  return true;
}

// The vehicle that has waited longest at the element and may go in; kNone when none may.
std::int32_t Simulation::first_at_door(ElementId e) const {
  for (const std::int32_t v : s_.at_door)
    if (destination(s_.vehicles[static_cast<std::size_t>(v)].call) == e && may_leave_door(v)) return v;
  return kNone;
}

// Of a vehicle at the door and a giver in the list (either may be kNone), the vehicle has waited longer.
bool Simulation::waits_longer(std::int32_t v, std::int32_t node) const {
  if (v == kNone || node == kNone) return v != kNone;
  const GiverId g = plan_.node_giver[static_cast<std::size_t>(node)];
  const CallRow& way = call_of(v);
  return way.reserved || way.since <= s_.givers[static_cast<std::size_t>(g)].since;
}

void Simulation::start_unloading(std::int32_t v) {
  VehicleRow& row = vehicle(v);
  set_vehicle(row, VehicleState::Unloading);
  const TimeRef& unload = model_.fleets[static_cast<std::size_t>(row.fleet)].unload;
  const Time takes = unload.given() ? draw_time(unload, part(call(row.call).part).variant) : 0;
  s_.events.schedule(plan_.vehicle_slot + static_cast<EventSlot>(v), s_.now + takes);
}

// The part is unloaded: it enters, unless its place has failed meanwhile.
void Simulation::deliver(std::int32_t v) {
  VehicleRow& row = vehicle(v);
  const std::int32_t c = row.call;
  const ElementId to = destination(c);
  if (!fits_now(to)) {
    set_vehicle(row, VehicleState::Delivering);
    s_.at_door.push_back(v);
    if (element_plan(to).kind == ElementKind::Conveyor) schedule_entry(element_plan(to).index);
    return;
  }
  --s_.reserved[static_cast<std::size_t>(to)];
  const PartId p = call(c).part;
  if (observer_) [[unlikely]]
    note_move(giver_plan(call(c).giver).element, to, p);
  row.call = kNone;
  call(c).next = s_.free_call;
  call(c).part = kNoPart;
  s_.free_call = c;
  set_vehicle(row, VehicleState::Idle);
  watch_moves(to);
  accept(to, p);
  post_fill(to);
  next_call(v);
}

}  // namespace linetwin
