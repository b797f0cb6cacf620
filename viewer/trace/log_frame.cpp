// What a line looked like, as far as its log tells. Of people who walk, limits, repairs and progress it tells
// nothing.
#include <algorithm>

#include "viewer/scene/parking.hpp"
#include "viewer/trace/log_state.hpp"

namespace linetwin::viewer {
namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// Parts that have no name yet are shown where it is known of which variant they are.
Dots list_dots(const LogState& state, const LogState::Parts& parts, VariantId unnamed, Frame& frame) {
  Dots dots{static_cast<std::int32_t>(frame.dots.size()), 0};
  for (PartId p = parts.first; p != kNoPart && dots.count < frame.most_dots; p = state.parts[p].behind) {
    frame.dots.push_back({p, state.parts[p].variant});
    ++dots.count;
  }
  for (std::int64_t i = 0; unnamed != kNone && i < parts.unnamed && dots.count < frame.most_dots; ++i) {
    frame.dots.push_back({kNoPart, unnamed});
    ++dots.count;
  }
  return dots;
}

bool in_sight(const Placement& placement, const Frame& frame, ElementId e) {
  return extent(placement.elements[at(e)]).overlaps(frame.visible);
}

}  // namespace

void LogReplay::look(const LogState& state, const Placement& placement, Frame& frame) const {
  frame.now = state.now;
  frame.inside = state.inside;
  frame.dots.clear();
  frame.belt_parts.clear();
  frame.workers.clear();
  frame.limits.clear();
  look_at_machines(state, placement, frame);
  look_at_places(state, placement, frame);
  look_at_vehicles(state, placement, frame);
  frame.pools.resize(model_.pools.size());
  for (std::size_t p = 0; p < frame.pools.size(); ++p)
    frame.pools[p] = {state.busy[p], model_.pools[p].count, false, 0, 0};
  frame.sources.resize(model_.sources.size());
  for (std::size_t i = 0; i < frame.sources.size(); ++i)
    frame.sources[i] = {0, state.created[i], state.lost[i]};
  frame.sinks.assign(state.left.begin(), state.left.end());
}

void LogReplay::look_at_machines(const LogState& state, const Placement& placement, Frame& frame) const {
  const VariantId only = model_.variants.size() == 1 ? 0 : kNone;
  frame.machines.resize(state.machines.size());
  for (std::size_t m = 0; m < state.machines.size(); ++m) {
    const LogState::Machine& row = state.machines[m];
    MachineView& view = frame.machines[m];
    view = {};
    view.state = row.state;
    view.since = row.since;
    view.parts = static_cast<std::int32_t>(row.parts.all());
    view.off = row.state == MachineState::Off;
    view.dots = {static_cast<std::int32_t>(frame.dots.size()), 0};
    const VariantId unnamed = row.finished == kNone ? only : row.finished;
    if (row.parts.all() > 0) view.variant = unnamed;
    if (row.parts.first != kNoPart) view.variant = state.parts[row.parts.first].variant;
    if (in_sight(placement, frame, model_.stations[at(model_.machines[m].station)].element))
      view.dots = list_dots(state, row.parts, unnamed, frame);
  }
}

void LogReplay::look_at_places(const LogState& state, const Placement& placement, Frame& frame) const {
  frame.buffers.resize(model_.buffers.size());
  for (std::size_t b = 0; b < model_.buffers.size(); ++b) {
    const BufferModel& model = model_.buffers[b];
    const LogState::Place& place = state.places[at(model.element)];
    BufferView& view = frame.buffers[b];
    view = {place.level, model.capacity, 0, {static_cast<std::int32_t>(frame.dots.size()), 0}};
    if (model.capacity > 0) view.fill = static_cast<double>(view.level) / static_cast<double>(model.capacity);
    if (in_sight(placement, frame, model.element))
      view.dots = list_dots(state, place.parts, model_.variants.size() == 1 ? 0 : kNone, frame);
  }
  frame.conveyors.resize(model_.conveyors.size());
  for (const ConveyorModel& conveyor : model_.conveyors)
    look_at_belt(state, placement, frame, conveyor.element);
}

// Where a part is follows from when it came on, as long as nothing holds it up: the front part the end, each
// other one the part before it, a pitch ahead.
void LogReplay::look_at_belt(const LogState& state, const Placement& placement, Frame& frame,
                             ElementId e) const {
  const std::int32_t index = model_.elements[at(e)].index;
  const ConveyorModel& model = model_.conveyors[at(index)];
  const LogState::Place& place = state.places[at(e)];
  const Belt& belt = placement.belts[at(index)];
  ConveyorView& view = frame.conveyors[at(index)];
  view = {place.level, model.capacity, false, false, static_cast<std::int32_t>(frame.belt_parts.size()), 0};
  if (place.parts.first == kNoPart) return;
  const LogState::Part& front = state.parts[place.parts.first];
  Time ready = front.came + model.transit;
  if (model.accumulating && place.given >= 0) ready = std::max(ready, place.given + model.gap);
  Time clock = state.now - place.stood;
  view.at_end = clock >= ready;
  view.stands = !model.accumulating && clock > ready;
  if (view.stands) clock = ready;
  if (!in_sight(placement, frame, e)) return;
  const auto transit = static_cast<double>(std::max<Time>(model.transit, 1));
  const double pitch = model.transit > 0 ? model.length * static_cast<double>(model.gap) / transit
                                         : model.length / static_cast<double>(model.capacity);
  double most = model.length;
  for (PartId p = place.parts.first; p != kNoPart && view.count < frame.most_belt_parts;
       p = state.parts[p].behind) {
    const Time due = p == place.parts.first ? ready : state.parts[p].came + model.transit;
    const auto left = static_cast<double>(std::max<Time>(due - clock, 0));
    const double free = model.transit > 0 ? model.length * (1 - left / transit) : model.length;
    const double along = std::clamp(model.accumulating ? std::min(free, most) : free, 0.0, model.length);
    most = along - pitch;
    const double share = model.length > 0 ? along / model.length : 1;
    frame.belt_parts.push_back({p, state.parts[p].variant, along, on_belt(belt, share)});
    ++view.count;
  }
}

void LogReplay::look_at_vehicles(const LogState& state, const Placement& placement, Frame& frame) const {
  frame.vehicles.resize(state.vehicles.size());
  Parking parking(placement, frame);
  for (std::size_t v = 0; v < state.vehicles.size(); ++v) {
    const LogState::Vehicle& row = state.vehicles[v];
    const std::int32_t fleet = fleet_of_[v];
    VehicleView& view = frame.vehicles[v];
    view = {};
    view.state = row.state;
    view.fleet = fleet;
    view.since = row.since;
    view.part = row.part;
    view.variant = row.variant;
    if (placement.fleets[at(fleet)].point_of.empty()) continue;
    const FleetModel& model = model_.fleets[at(fleet)];
    const std::int32_t stop = row.stop == kNone ? model.home : row.stop;
    const std::int32_t from = row.from == kNone ? model.home : row.from;
    double share = 1;
    const Trip* const way = trip(state, v);
    if (way && (row.state == VehicleState::Coming || row.state == VehicleState::Carrying)) {
      Time there = row.state == VehicleState::Coming ? way->there_at : way->door_at;
      if (there == kNever && !model.travel.empty()) there = row.since + model.between(from, stop);
      if (there != kNever && there > row.since)
        share = std::clamp(
            static_cast<double>(state.now - row.since) / static_cast<double>(there - row.since), 0.0, 1.0);
    }
    parking.put(view, from, stop, share);
  }
}

}  // namespace linetwin::viewer
