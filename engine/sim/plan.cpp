#include "sim/plan.hpp"

#include "sim/state.hpp"

namespace linetwin {
namespace {

template <class T>
std::int32_t size32(const std::vector<T>& v) {
  return static_cast<std::int32_t>(v.size());
}
std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

void number_givers(const LineModel& model, Plan& plan) {
  plan.machine_giver.resize(model.machines.size());
  plan.buffer_giver.resize(model.buffers.size());
  plan.source_giver.resize(model.sources.size());
  auto add = [&](ElementId element, std::int32_t index) {
    const Element& e = model.elements[at(element)];
    Plan::Giver giver{element, e.kind, index, size32(plan.node_giver), false, false};
    giver.commits = e.successors.size() == 1 || e.routing.rule == RoutingRule::Probability ||
                    e.routing.rule == RoutingRule::ByPart;
    for (const ElementId to : e.successors) {
      plan.node_giver.push_back(size32(plan.givers));
      plan.node_element.push_back(to);
    }
    plan.givers.push_back(giver);
    return size32(plan.givers) - 1;
  };
  for (std::size_t e = 0; e < model.elements.size(); ++e) {
    const Element& element = model.elements[e];
    const auto id = static_cast<ElementId>(e);
    plan.elements.push_back({element.kind, element.index, element.in_loop});
    switch (element.kind) {
      case ElementKind::Source: plan.source_giver[at(element.index)] = add(id, element.index); break;
      case ElementKind::Buffer: plan.buffer_giver[at(element.index)] = add(id, element.index); break;
      case ElementKind::Station: {
        const StationModel& station = model.stations[at(element.index)];
        for (std::int32_t j = 0; j < station.machines; ++j)
          plan.machine_giver[at(station.first_machine + j)] = add(id, station.first_machine + j);
        break;
      }
      case ElementKind::Sink: break;
    }
  }
}

// A station with one predecessor, which has one successor: nobody else waits for its room, so it fetches.
void find_direct_givers(const LineModel& model, Plan& plan) {
  for (Plan::Giver& giver : plan.givers) {
    if (giver.kind == ElementKind::Station) continue;
    const Element& from = model.elements[at(giver.element)];
    if (from.successors.size() != 1) continue;
    if (giver.kind == ElementKind::Source && !model.sources[at(giver.index)].unlimited) continue;
    const Element& to = model.elements[at(from.successors[0])];
    if (to.kind != ElementKind::Station || to.predecessors.size() != 1) continue;
    giver.direct = true;
    plan.fetches_from[at(from.successors[0])] = static_cast<GiverId>(&giver - plan.givers.data());
  }
}

bool is_plain_buffer(const LineModel& model, const Plan& plan, std::int32_t buffer) {
  const BufferModel& b = model.buffers[at(buffer)];
  return !b.lifo && !b.dwell.given() && b.ranks == 1 && plan.givers[at(plan.buffer_giver[at(buffer)])].direct;
}

bool is_plain_station(const LineModel& model, const StationModel& station) {
  if (station.machines != 1 || station.batch != 1 || !station.scrap.empty() || station.has_setup())
    return false;
  if (!station.maintenance.empty() || station.failures.size() > 1) return false;
  for (const FailureMode& mode : station.failures)
    if (mode.clock != FailureClock::Operating || mode.counts_parts) return false;
  const MachineModel& machine = model.machines[at(station.first_machine)];
  for (const TimeRef& time : machine.to_failure)
    if (time.per_variant) return false;
  for (const TimeRef& time : machine.to_repair)
    if (time.per_variant) return false;
  return true;
}

PlainPath plain_path(const LineModel& model, const Plan& plan, const StationModel& station) {
  PlainPath path;
  if (!is_plain_station(model, station)) return path;
  const Element& element = model.of(station);
  const GiverId feeder = plan.fetches_from[at(station.element)];
  if (feeder == kNone || element.successors.size() != 1) return path;
  const Plan::Giver& in = plan.givers[at(feeder)];
  if (in.kind == ElementKind::Buffer && !is_plain_buffer(model, plan, in.index)) return path;
  path.from_supply = in.kind == ElementKind::Source;
  path.in = in.index;
  path.in_element = in.element;
  path.station = element.index;
  if (!path.from_supply) path.in_capacity = model.buffers[at(in.index)].capacity;
  path.out_element = element.successors[0];
  const Element& out = model.elements[at(path.out_element)];
  path.out = out.index;
  path.into_sink = out.kind == ElementKind::Sink;
  if (!path.into_sink && (out.kind != ElementKind::Buffer || !is_plain_buffer(model, plan, out.index)))
    return path;
  if (path.into_sink) {
    path.into_scrap = model.sinks[at(out.index)].scrap;
  } else {
    path.out_capacity = model.buffers[at(out.index)].capacity;
  }
  path.cycle = station.cycle.first;
  path.cycle_per_variant = station.cycle.per_variant;
  path.plain = true;
  return path;
}

void find_short_ways(const LineModel& model, Plan& plan) {
  for (const StationModel& station : model.stations) {
    PlainPath path = plain_path(model, plan, station);
    if (!path.plain) continue;
    path.failure = plan.failure_slot + static_cast<EventSlot>(plan.first_mode[at(station.first_machine)]);
    plan.plain[at(station.first_machine)] = path;
  }
  for (PlainPath& path : plan.plain) {
    if (!path.plain || path.into_sink) continue;
    const Element& behind = model.elements[at(model.elements[at(path.out_element)].successors[0])];
    const MachineId machine = model.stations[at(behind.index)].first_machine;
    if (!plan.plain[at(machine)].plain) continue;
    path.consumer = machine;
    path.alone = model.elements[at(path.out_element)].predecessors.size() == 1;
    if (!path.alone) continue;
    plan.plain[at(machine)].producer = static_cast<MachineId>(&path - plan.plain.data());
    plan.unlisted[at(path.out_element)] = plan.plain[at(machine)].producer;
  }
}

void number_slots(const LineModel& model, Plan& plan) {
  for (std::size_t m = 0; m < model.machines.size(); ++m) {
    const StationModel& station = model.stations[at(model.machines[m].station)];
    plan.first_mode.push_back(size32(plan.mode_machine));
    plan.first_task.push_back(size32(plan.task_machine));
    plan.mode_machine.insert(plan.mode_machine.end(), station.failures.size(), static_cast<MachineId>(m));
    plan.task_machine.insert(plan.task_machine.end(), station.maintenance.size(), static_cast<MachineId>(m));
  }
  EventSlot next = 0;
  auto take = [&next](std::size_t count) {
    const EventSlot first = next;
    next += static_cast<EventSlot>(count);
    return first;
  };
  take(model.machines.size());
  plan.dwell_slot = take(model.buffers.size());
  plan.repair_slot = take(plan.mode_machine.size());
  plan.failure_slot = take(plan.mode_machine.size());
  plan.maintained_slot = take(model.machines.size());
  plan.due_slot = take(plan.task_machine.size());
  plan.arrival_slot = take(model.sources.size());
  plan.slots = next;
}

}  // namespace

Plan::Plan(const LineModel& model, bool short_ways) {
  fetches_from.assign(model.elements.size(), kNone);
  unlisted.assign(model.elements.size(), kNone);
  plain.resize(model.machines.size());
  number_givers(model, *this);
  number_slots(model, *this);
  if (short_ways) {
    find_direct_givers(model, *this);
    find_short_ways(model, *this);
  }
  for (const Stream& stream : model.streams) {
    const bool ahead = stream.blocks && !stream.sampler.is_constant();
    block.push_back(ahead ? static_cast<std::int32_t>(block_draws) : kNone);
    if (ahead) block_draws += kBlockDraws;
  }
}

}  // namespace linetwin
