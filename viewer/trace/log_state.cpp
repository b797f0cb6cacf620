#include "viewer/trace/log_state.hpp"

#include <algorithm>

namespace linetwin::viewer {
namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

}  // namespace

std::size_t LogState::bytes() const {
  const auto of = [](const auto& list) { return list.size() * sizeof(list[0]); };
  return sizeof(LogState) + of(machines) + of(places) + of(vehicles) + of(parts) + of(busy) + of(created) +
         of(lost) + of(left);
}

LogReplay::LogReplay(const EventLog& log, const LineOfLog& line)
    : log_(log), line_(line), model_(*line.model), only_from_(line.model->fleets.size(), kNone) {
  for (std::size_t f = 0; f < model_.fleets.size(); ++f)
    fleet_of_.insert(fleet_of_.end(), at(model_.fleets[f].count), static_cast<std::int32_t>(f));
  logged_as_.assign(fleet_of_.size(), kNone);
  for (std::size_t v = 0; v < line_.vehicles.size(); ++v)
    logged_as_[at(line_.vehicles[v])] = static_cast<std::int32_t>(v);
  std::vector<bool> several(model_.fleets.size(), false);
  for (std::size_t e = 0; e < model_.elements.size(); ++e)
    for (const std::int32_t fleet : model_.elements[e].via) {
      if (fleet == kNone) continue;
      const auto from = static_cast<ElementId>(e);
      if (only_from_[at(fleet)] != kNone && only_from_[at(fleet)] != from) several[at(fleet)] = true;
      only_from_[at(fleet)] = from;
    }
  for (std::size_t f = 0; f < several.size(); ++f)
    if (several[f]) only_from_[f] = kNone;
}

LogState LogReplay::begin() const {
  LogState state;
  state.machines.resize(model_.machines.size());
  state.places.resize(model_.elements.size());
  state.vehicles.resize(fleet_of_.size());
  state.parts.resize(log_.part_rows);
  state.busy.assign(model_.pools.size(), 0);
  state.created.assign(model_.sources.size(), 0);
  state.lost.assign(model_.sources.size(), 0);
  state.left.assign(model_.sinks.size(), 0);
  return state;
}

// ---- where parts are

LogState::Parts& LogReplay::at_place(LogState& state, ElementId element, MachineId machine) const {
  return machine == kNone ? state.places[at(element)].parts : state.machines[at(machine)].parts;
}

void LogReplay::put(LogState& state, PartId part, ElementId element, MachineId machine) const {
  take(state, part);  // a log may name twice what is in one place only
  LogState::Parts& list = at_place(state, element, machine);
  LogState::Part& row = state.parts[part];
  row.element = element;
  row.machine = machine;
  row.came = state.now - state.places[at(element)].stood;
  row.before = list.last;
  row.behind = kNoPart;
  (list.last == kNoPart ? list.first : state.parts[list.last].behind) = part;
  list.last = part;
  ++list.count;
}

// From where it is, if it is anywhere.
void LogReplay::take(LogState& state, PartId part) const {
  LogState::Part& row = state.parts[part];
  if (row.element == kNone) return;
  const Element& element = model_.elements[at(row.element)];
  if (element.kind == ElementKind::Conveyor && row.before == kNoPart) {
    LogState::Place& belt = state.places[at(row.element)];
    const ConveyorModel& model = model_.conveyors[at(element.index)];
    // one that does not accumulate has stood since the part came to its end
    if (!model.accumulating) belt.stood = std::max(belt.stood, state.now - row.came - model.transit);
    belt.given = state.now;
  }
  LogState::Parts& list = at_place(state, row.element, row.machine);
  (row.before == kNoPart ? list.first : state.parts[row.before].behind) = row.behind;
  (row.behind == kNoPart ? list.last : state.parts[row.behind].before) = row.before;
  --list.count;
  row.element = row.machine = kNone;
}

// A part that the log has not named before goes from here. It is one of those that are counted already, or
// comes into the line now.
void LogReplay::unnamed_left(LogState& state, ElementId from) const {
  const Element& element = model_.elements[at(from)];
  if (element.kind == ElementKind::Source) ++state.created[at(element.index)];
  if (element.kind == ElementKind::Station) {
    const StationModel& station = model_.stations[at(element.index)];
    for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m)
      if (state.machines[at(m)].parts.unnamed > 0) {
        --state.machines[at(m)].parts.unnamed;
        return;
      }
  } else if (state.places[at(from)].parts.unnamed > 0) {
    --state.places[at(from)].parts.unnamed;
    return;
  }
  ++state.inside;
}

// The machine of a station that a part has gone to, of which the log tells the station only: a guess until
// the machine has finished it.
MachineId LogReplay::machine_for(const LogState& state, ElementId element) const {
  const StationModel& station = model_.stations[at(model_.elements[at(element)].index)];
  const auto unlikely = [&](MachineId m) -> std::int64_t {
    const LogState::Machine& row = state.machines[at(m)];
    const std::int64_t parts = row.parts.all();
    if (row.state == MachineState::Starved && parts < station.batch.most) return parts > 0 ? 0 : 1;
    return 2 + parts;
  };
  MachineId best = station.first_machine;
  for (MachineId m = best + 1; m < station.first_machine + station.machines; ++m)
    if (unlikely(m) < unlikely(best)) best = m;
  return best;
}

// ---- what happens

void LogReplay::gone(LogState& state, const Happening& h, ElementId from, bool by_vehicle) const {
  state.parts[h.part].variant = line_.variants[at(h.variant)];
  if (h.state == 0)
    take(state, h.part);
  else if (!by_vehicle)
    unnamed_left(state, from);
}

void LogReplay::moved(LogState& state, const Happening& h) const {
  gone(state, h, line_.elements[at(h.a)], h.value != 0);
  const ElementId to = line_.elements[at(h.b)];
  const Element& element = model_.elements[at(to)];
  if (element.kind == ElementKind::Sink) {
    --state.inside;
    ++state.left[at(element.index)];
    return;
  }
  put(state, h.part, to, element.kind == ElementKind::Station ? machine_for(state, to) : kNone);
}

// The pieces that the part would have become are none.
void LogReplay::scrapped(LogState& state, const Happening& h) const {
  const MachineId machine = h.state == 0 ? state.parts[h.part].machine : kNone;
  gone(state, h, line_.elements[at(h.a)], false);
  --state.inside;
  if (machine == kNone) return;
  const StationModel& station = model_.stations[at(model_.machines[at(machine)].station)];
  const std::int64_t pieces = station.split.of(line_.variants[at(h.variant)]) - 1;
  state.machines[at(machine)].parts.unnamed -= pieces;
  state.inside -= pieces;
}

// Says on which machine a part is. Then scrap is sorted out, and what remains is split.
void LogReplay::finished(LogState& state, const Happening& h) const {
  const MachineId m = line_.machines[at(h.a)];
  LogState::Machine& machine = state.machines[at(m)];
  const StationModel& station = model_.stations[at(model_.machines[at(m)].station)];
  const MachineId guessed = h.state == 0 ? state.parts[h.part].machine : kNone;
  if (guessed != m && h.state == 0 && state.parts[h.part].element == station.element) {
    const PartId instead = machine.parts.count >= h.value ? machine.parts.first : kNoPart;
    take(state, h.part);
    if (instead != kNoPart) {
      take(state, instead);
      put(state, instead, station.element, guessed);
    }
    put(state, h.part, station.element, m);
  }
  if (h.state != 0) {
    gone(state, h, station.element, false);
    put(state, h.part, station.element, m);
  }
  machine.finished = line_.variants[at(h.variant)];
  if (station.split.most <= 1) return;
  std::int64_t pieces = 0;
  for (PartId p = machine.parts.first; p != kNoPart; p = state.parts[p].behind)
    pieces += station.split.of(state.parts[p].variant) - 1;
  machine.parts.unnamed += pieces;
  state.inside += pieces;
}

void LogReplay::state_changed(LogState& state, const Happening& h) const {
  const MachineId m = line_.machines[at(h.a)];
  LogState::Machine& machine = state.machines[at(m)];
  machine.state = static_cast<MachineState>(h.state);
  machine.since = h.at;
  const bool has_part = machine.state == MachineState::Working || machine.state == MachineState::Setup;
  if (!has_part || machine.parts.all() > 0) return;
  // so the part that was thought to be on another machine, which does nothing with it, is here
  const StationModel& station = model_.stations[at(model_.machines[at(m)].station)];
  for (MachineId other = station.first_machine; other < station.first_machine + station.machines; ++other) {
    const LogState::Machine& idle = state.machines[at(other)];
    if (idle.state != MachineState::Starved || idle.parts.count == 0) continue;
    const PartId part = idle.parts.first;
    take(state, part);
    put(state, part, station.element, m);
    return;
  }
}

void LogReplay::apply(LogState& state, const Happening& h) const {
  using Kind = Happening::Kind;
  state.now = h.at;
  switch (h.kind) {
    case Kind::State: state_changed(state, h); break;
    case Kind::Level: state.places[at(line_.elements[at(h.a)])].level = h.value; break;
    case Kind::Move: moved(state, h); break;
    case Kind::Joined:
      gone(state, h, line_.elements[at(h.a)], false);
      --state.inside;
      break;
    case Kind::Scrapped: scrapped(state, h); break;
    case Kind::Finished: finished(state, h); break;
    case Kind::Lost: {
      const Element& element = model_.elements[at(line_.elements[at(h.a)])];
      if (element.kind == ElementKind::Source) ++state.lost[at(element.index)];
      break;
    }
    case Kind::Busy: state.busy[at(line_.pools[at(h.a)])] = h.value; break;
    case Kind::Vehicle: vehicle(state, h); break;
    case Kind::Left:
    case Kind::Inside: break;
  }
}

// What is in the buffers and under work at the end of the first moment without having come there was there
// before.
void LogReplay::end_moment(LogState& state) const {
  if (state.moments++ > 0) return;
  for (const BufferModel& buffer : model_.buffers) {
    LogState::Place& place = state.places[at(buffer.element)];
    place.parts.unnamed = std::max<std::int64_t>(0, place.level - place.parts.count);
    state.inside += place.parts.unnamed;
  }
  for (LogState::Machine& machine : state.machines) {
    const bool has_part = machine.state == MachineState::Working || machine.state == MachineState::Setup;
    if (!has_part || machine.parts.all() > 0) continue;
    machine.parts.unnamed = 1;
    ++state.inside;
  }
}

// ---- vehicles

// The trip that the vehicle is on, or will be on next.
const Trip* LogReplay::trip(const LogState& state, std::size_t v) const {
  const std::int32_t logged = logged_as_[v];
  if (logged == kNone || at(logged) >= log_.trips.size()) return nullptr;
  const std::vector<Trip>& trips = log_.trips[at(logged)];
  const std::size_t number = at(state.vehicles[v].trips);
  return number < trips.size() ? &trips[number] : nullptr;
}

ElementId LogReplay::from_of(const Trip& trip, std::int32_t fleet) const {
  return trip.from == kNone ? only_from_[at(fleet)] : line_.elements[at(trip.from)];
}

void LogReplay::vehicle(LogState& state, const Happening& h) const {
  const std::size_t v = at(line_.vehicles[at(h.a)]);
  LogState::Vehicle& row = state.vehicles[v];
  const VehicleState was = row.state;
  row.state = static_cast<VehicleState>(h.state);
  row.since = h.at;
  const FleetModel& fleet = model_.fleets[at(fleet_of_[v])];
  const auto go = [&](ElementId to) {
    const std::int32_t stop = to == kNone ? kNone : fleet.stop[at(to)];
    row.from = row.stop;
    if (stop != kNone) row.stop = stop;
  };
  if (const Trip* const way = trip(state, v)) {
    if (row.state == VehicleState::Coming) go(from_of(*way, fleet_of_[v]));
    if (row.state == VehicleState::Carrying) {
      loaded(state, row, *way);
      go(way->to == kNone ? kNone : line_.elements[at(way->to)]);
    }
  }
  if (row.state != VehicleState::Idle || was == VehicleState::Idle) return;
  ++row.trips;
  row.part = kNoPart;
  row.variant = kNone;
}

// The part leaves its place. Of a trip that the log does not see the end of, it is the first one there.
void LogReplay::loaded(LogState& state, LogState::Vehicle& vehicle, const Trip& trip) const {
  const std::int32_t fleet = fleet_of_[static_cast<std::size_t>(&vehicle - state.vehicles.data())];
  const ElementId from = from_of(trip, fleet);
  if (from == kNone) return;
  if (trip.to != kNone) {
    vehicle.variant = line_.variants[at(trip.variant)];
    if (trip.first) return unnamed_left(state, from);
    vehicle.part = trip.part;
    return take(state, trip.part);
  }
  PartId part = state.places[at(from)].parts.first;
  if (model_.elements[at(from)].kind == ElementKind::Station) {
    const StationModel& station = model_.stations[at(model_.elements[at(from)].index)];
    for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m) {
      const MachineState now = state.machines[at(m)].state;
      const bool waits = now == MachineState::Waiting || now == MachineState::Blocked;
      if (part == kNoPart && waits) part = state.machines[at(m)].parts.first;
    }
  }
  if (part == kNoPart) return unnamed_left(state, from);
  vehicle.part = part;
  vehicle.variant = state.parts[part].variant;
  take(state, part);
}

}  // namespace linetwin::viewer
