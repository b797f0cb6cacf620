#include "sim/plan.hpp"

#include <algorithm>

#include "sim/state.hpp"

namespace linetwin {
namespace {

template <class T>
std::int32_t size32(const std::vector<T>& v) {
  return static_cast<std::int32_t>(v.size());
}
std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

bool assembles(const LineModel& model, ElementId e) {
  const Element& element = model.elements[at(e)];
  return element.kind == ElementKind::Station && model.stations[at(element.index)].assembles();
}

bool comes_by_vehicle(const LineModel& model, const Element& to) {
  for (const ElementId from : to.predecessors) {
    const Element& e = model.elements[at(from)];
    for (std::size_t k = 0; k < e.successors.size(); ++k)
      if (e.via[k] != kNone && &model.elements[at(e.successors[k])] == &to) return true;
  }
  return false;
}

bool batches_wait(const LineModel& model) {
  for (const StationModel& station : model.stations)
    if (station.batch_wait.given()) return true;
  return false;
}

void number_people(const LineModel& model, Plan& plan) {
  plan.work_job.assign(model.machines.size(), kNone);
  plan.maintain_job.assign(model.machines.size(), kNone);
  plan.repair_job.assign(plan.mode_machine.size(), kNone);
  for (std::size_t m = 0; m < model.machines.size(); ++m) {
    const StationModel& station = model.stations[at(model.machines[m].station)];
    auto add = [&](Plan::Job::Kind kind, std::int32_t mode) {
      plan.jobs.push_back({static_cast<MachineId>(m), kind, mode, station.priority});
      return size32(plan.jobs) - 1;
    };
    if (station.crew != kNone || station.setup_crew != kNone)
      plan.work_job[m] = add(Plan::Job::Kind::Work, kNone);
    for (std::size_t i = 0; i < station.failures.size(); ++i) {
      const std::int32_t row = plan.first_mode[m] + static_cast<std::int32_t>(i);
      if (station.failures[i].crew != kNone) plan.repair_job[at(row)] = add(Plan::Job::Kind::Repair, row);
    }
    for (const MaintenanceTask& task : station.maintenance)
      if (task.crew != kNone && plan.maintain_job[m] == kNone)
        plan.maintain_job[m] = add(Plan::Job::Kind::Maintain, kNone);
  }
  std::int32_t workers = 0;
  for (const PoolModel& pool : model.pools) {
    plan.first_worker.push_back(workers);
    if (pool.speed > 0) workers += pool.count;
  }
  plan.first_worker.push_back(workers);
  for (std::size_t s = 0; s < model.stations.size(); ++s)
    if (model.stations[s].calendar != kNone)
      plan.shifted.push_back({model.stations[s].calendar, static_cast<std::int32_t>(s), kNone});
  for (std::size_t p = 0; p < model.pools.size(); ++p)
    if (model.pools[p].calendar != kNone)
      plan.shifted.push_back({model.pools[p].calendar, kNone, static_cast<std::int32_t>(p)});
  const auto place = [&model](const Plan::Shifted& s) {
    return s.station != kNone ? model.of(model.stations[at(s.station)]).place : model.pools[at(s.pool)].place;
  };
  std::stable_sort(plan.shifted.begin(), plan.shifted.end(),
                   [&place](const Plan::Shifted& a, const Plan::Shifted& b) { return place(a) < place(b); });
}

void number_vehicles(const LineModel& model, Plan& plan) {
  for (std::size_t f = 0; f < model.fleets.size(); ++f) {
    plan.first_vehicle.push_back(size32(plan.vehicle_fleet));
    plan.vehicle_fleet.insert(plan.vehicle_fleet.end(), at(model.fleets[f].count),
                              static_cast<std::int32_t>(f));
  }
  plan.first_vehicle.push_back(size32(plan.vehicle_fleet));
  std::int32_t thresholds = 0;
  for (const LimitModel& limit : model.limits) {
    plan.first_threshold.push_back(thresholds);
    thresholds += size32(limit.report);
  }
  plan.first_threshold.push_back(thresholds);
}

void number_givers(const LineModel& model, Plan& plan) {
  plan.machine_giver.resize(model.machines.size());
  plan.buffer_giver.resize(model.buffers.size());
  plan.source_giver.resize(model.sources.size());
  plan.conveyor_giver.resize(model.conveyors.size());
  auto add = [&](ElementId element, std::int32_t index) {
    const Element& e = model.elements[at(element)];
    Plan::Giver giver{element, e.kind, index, size32(plan.node_giver), false, false, false};
    giver.commits = e.successors.size() == 1 || e.routing.rule == RoutingRule::Probability ||
                    e.routing.rule == RoutingRule::ByPart;
    for (const ElementId to : e.successors) {
      plan.node_giver.push_back(size32(plan.givers));
      plan.node_element.push_back(to);
      giver.joins = giver.joins || assembles(model, to);
    }
    plan.givers.push_back(giver);
    return size32(plan.givers) - 1;
  };
  for (std::size_t e = 0; e < model.elements.size(); ++e) {
    const Element& element = model.elements[e];
    const auto id = static_cast<ElementId>(e);
    plan.elements.push_back({element.kind, element.index, element.in_loop, assembles(model, id),
                             element.in_loop || plan.coupled});
    switch (element.kind) {
      case ElementKind::Source: plan.source_giver[at(element.index)] = add(id, element.index); break;
      case ElementKind::Conveyor: plan.conveyor_giver[at(element.index)] = add(id, element.index); break;
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
    if (giver.kind == ElementKind::Station || giver.kind == ElementKind::Conveyor) continue;
    const Element& from = model.elements[at(giver.element)];
    if (from.successors.size() != 1 || from.via[0] != kNone) continue;
    if (giver.kind == ElementKind::Source && !model.sources[at(giver.index)].unlimited) continue;
    const Element& to = model.elements[at(from.successors[0])];
    if (to.kind != ElementKind::Station || to.predecessors.size() != 1) continue;
    if (giver.joins || from.limits != to.limits) continue;
    giver.direct = true;
    plan.fetches_from[at(from.successors[0])] = static_cast<GiverId>(&giver - plan.givers.data());
  }
}

bool is_plain_buffer(const LineModel& model, const Plan& plan, std::int32_t buffer) {
  const BufferModel& b = model.buffers[at(buffer)];
  if (comes_by_vehicle(model, model.of(b))) return false;
  return !b.lifo && !b.dwell.given() && b.ranks == 1 && plan.givers[at(plan.buffer_giver[at(buffer)])].direct;
}

bool is_plain_station(const LineModel& model, const StationModel& station) {
  if (station.machines != 1 || station.batch.most != 1 || !station.scrap.empty() || station.has_setup())
    return false;
  if (!station.maintenance.empty() || station.failures.size() > 1) return false;
  if (station.split.most > 1 || station.assembles() || station.calendar != kNone || station.crew != kNone ||
      station.stopped_by > 0 || !station.stops.empty())
    return false;
  for (const FailureMode& mode : station.failures)
    if (mode.clock != FailureClock::Operating || mode.counts_parts || mode.crew != kNone) return false;
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
  if (element.via[0] != kNone || out.limits != element.limits) return path;
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
  number_people(model, plan);
  number_vehicles(model, plan);
  EventSlot next = 0;
  auto take = [&next](std::size_t count) {
    const EventSlot first = next;
    next += static_cast<EventSlot>(count);
    return first;
  };
  take(model.machines.size());
  plan.dwell_slot = take(model.buffers.size());
  plan.end_slot = take(model.conveyors.size());
  plan.entry_slot = take(model.conveyors.size());
  plan.vehicle_slot = take(plan.vehicle_fleet.size());
  plan.batch_slot = take(batches_wait(model) ? model.machines.size() : 0);
  plan.walk_slot = take(plan.jobs.size());
  plan.repair_slot = take(plan.mode_machine.size());
  plan.failure_slot = take(plan.mode_machine.size());
  plan.maintained_slot = take(model.machines.size());
  plan.due_slot = take(plan.task_machine.size());
  plan.purge_slot = take(model.stations.size());
  plan.shift_slot = take(plan.shifted.size());
  plan.arrival_slot = take(model.sources.size());
  plan.slots = next;
}

}  // namespace

Plan::Plan(const LineModel& model, bool short_ways) {
  fetches_from.assign(model.elements.size(), kNone);
  unlisted.assign(model.elements.size(), kNone);
  plain.resize(model.machines.size());
  coupled = !model.limits.empty() || !model.fleets.empty() ||
            std::any_of(model.stations.begin(), model.stations.end(),
                        [](const StationModel& station) { return station.assembles(); });
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
