#include "sim/simulation.hpp"

#include <algorithm>
#include <utility>

#include "sim/draws.hpp"
#include "sim/parts.hpp"
#include "sim/short_way.hpp"

namespace linetwin {
namespace {

// Events between two looks at the watcher, and at whether time passes at all.
constexpr int kEventsPerBlock = 1 << 14;

}  // namespace

Simulation::Simulation(const LineModel& model, const Plan& plan, std::uint64_t seed,
                       std::uint64_t replication)
    : model_(model), plan_(plan) {
  s_.events = EventQueue(plan.slots);
  s_.machines.resize(model.machines.size());
  s_.accepting.resize(model.stations.size());
  s_.modes.resize(plan.mode_machine.size());
  s_.tasks.resize(plan.task_machine.size());
  s_.buffers.resize(model.buffers.size());
  s_.sources.resize(model.sources.size());
  s_.conveyors.resize(model.conveyors.size());
  s_.jobs.resize(plan.jobs.size());
  s_.pools.resize(model.pools.size());
  s_.workers.resize(static_cast<std::size_t>(plan.first_worker.back()));
  s_.limits.resize(model.limits.size());
  s_.above.resize(static_cast<std::size_t>(plan.first_threshold.back()));
  s_.out.resize(model.stations.size());
  s_.out_for.resize(model.stations.size());
  s_.fleets.resize(model.fleets.size());
  if (!model.fleets.empty()) s_.reserved.resize(model.elements.size());
  for (const std::int32_t f : plan.vehicle_fleet) {
    VehicleRow vehicle;
    vehicle.fleet = f;
    vehicle.stop = vehicle.from = model.fleets[static_cast<std::size_t>(f)].home;
    s_.vehicles.push_back(vehicle);
  }
  s_.sink_parts.resize(model.sinks.size());
  s_.givers.resize(plan.givers.size());
  s_.turn.assign(model.elements.size(), kNone);
  s_.waiting.resize(model.elements.size());
  s_.node_next.assign(plan.node_giver.size(), kNone);
  s_.node_before.assign(plan.node_giver.size(), kNone);
  s_.variants.resize(model.variants.size());
  s_.streams.resize(model.streams.size());
  s_.blocks.resize(plan.block_draws);
  for (std::size_t i = 0; i < model.streams.size(); ++i) {
    const Stream& stream = model.streams[i];
    StreamRow& row = s_.streams[i];
    row.key = stream_key(stream.name_hash, seed, replication).value;
    row.block = plan.block[i];
    if (stream.sampler.is_constant()) row.constant = stream.sampler.constant();
  }
  set_out();
}

Simulation::Simulation(const LineModel& model, const Plan& plan, LineState state)
    : model_(model), plan_(plan), s_(std::move(state)) {}

void Simulation::set_out() {
  for (std::size_t b = 0; b < model_.buffers.size(); ++b) {
    s_.buffers[b].further = static_cast<std::int32_t>(s_.ready.size());
    s_.ready.resize(s_.ready.size() + static_cast<std::size_t>(model_.buffers[b].ranks - 1));
  }
  for (const StationModel& station : model_.stations)
    s_.accepting[static_cast<std::size_t>(&station - model_.stations.data())] = station.machines;
  for (std::size_t l = 0; l < model_.limits.size(); ++l)
    if (model_.limits[l].max != kUnlimited && model_.limits[l].least > model_.limits[l].max)
      s_.limits[l].full = 0;
  set_out_people();
  for (std::size_t row = 0; row < s_.modes.size(); ++row) start_mode(static_cast<std::int32_t>(row));
  for (std::size_t row = 0; row < s_.tasks.size(); ++row) {
    const MachineId m = plan_.task_machine[row];
    const auto task = row - static_cast<std::size_t>(plan_.first_task[static_cast<std::size_t>(m)]);
    const MaintenanceTask& model = station_of(m).maintenance[task];
    if (model.by_parts) {
      s_.tasks[row].parts_left = model.every_parts;
    } else {
      schedule_due(static_cast<std::int32_t>(row));
    }
  }
  for (std::size_t b = 0; b < model_.buffers.size(); ++b) {
    const BufferModel& model = model_.buffers[b];
    for (std::int64_t j = 0; j < model.initial_count; ++j) {
      VariantId variant = 0;
      if (!model.initial.empty()) {
        variant = model.initial[static_cast<std::size_t>(j)];
      } else if (model_.variants.size() > 1) {
        variant = pick(model_.cumulative_shares, draw_unit(model.initial_stream));
      }
      const PartId p = new_part(variant);
      enter_line(p);
      count_move(kNone, model.element, variant);
      put(static_cast<std::int32_t>(b), p);
    }
  }
  for (std::size_t i = 0; i < model_.sources.size(); ++i) start_source(static_cast<std::int32_t>(i));
  settle();
}

void Simulation::refill(StreamId stream, std::uint64_t from) {
  const StreamRow& row = s_.streams[static_cast<std::size_t>(stream)];
  model_.streams[static_cast<std::size_t>(stream)].sampler.fill(
      {row.key}, from, {&s_.blocks[static_cast<std::size_t>(row.block)], kBlockDraws});
}

// ---- the loop

template <bool kTold>
inline void Simulation::handle_top() {
  s_.now = static_cast<Time>(s_.events.top_time());
  const EventSlot slot = s_.events.top_slot();
  s_.events.begin_top();
  if (slot < plan_.dwell_slot && plan_.plain[slot].plain && !no_short_way_) [[likely]] {
    complete_plain<kTold>(static_cast<MachineId>(slot), plan_.plain[slot]);
  } else {
    handle_rare(slot);
  }
  s_.events.end_top();
  if constexpr (kTold)
    if (s_.inside != told_inside_) note_inside();
}

void Simulation::handle_rare(EventSlot slot) {
  auto within = [slot](EventSlot first) { return static_cast<std::int32_t>(slot - first); };
  if (slot < plan_.dwell_slot) {
    complete(static_cast<MachineId>(slot));
  } else if (slot < plan_.end_slot) {
    dwell_over(within(plan_.dwell_slot));
  } else if (slot < plan_.repair_slot) {
    handle_transport(slot);
  } else if (slot < plan_.failure_slot) {
    repaired(within(plan_.repair_slot));
  } else if (slot < plan_.maintained_slot) {
    fail(within(plan_.failure_slot));
  } else if (slot < plan_.due_slot) {
    maintained(within(plan_.maintained_slot));
  } else if (slot < plan_.purge_slot) {
    due(within(plan_.due_slot));
  } else if (slot < plan_.shift_slot) {
    purged(within(plan_.purge_slot));
  } else if (slot < plan_.arrival_slot) {
    shifts_changed(within(plan_.shift_slot));
  } else {
    arrival(within(plan_.arrival_slot));
  }
  settle();
}

void Simulation::handle_transport(EventSlot slot) {
  auto within = [slot](EventSlot first) { return static_cast<std::int32_t>(slot - first); };
  if (slot < plan_.entry_slot) {
    reached_end(within(plan_.end_slot));
  } else if (slot < plan_.vehicle_slot) {
    entry_opened(within(plan_.entry_slot));
  } else if (slot < plan_.batch_slot) {
    vehicle_event(within(plan_.vehicle_slot));
  } else if (slot < plan_.walk_slot) {
    batch_waited(within(plan_.batch_slot));
  } else {
    people_came(within(plan_.walk_slot));
  }
}

// The general way keeps waiting lists where the short way does without.
void Simulation::use_short_ways(bool use) {
  no_short_way_ = !use;
  for (std::size_t m = 0; m < s_.machines.size(); ++m) {
    const GiverId g = plan_.machine_giver[m];
    if (!plan_.plain[m].alone || s_.machines[m].phase != Phase::Unloading) continue;
    if (use && giver(g).waiting) delist(g);
    if (!use && !giver(g).waiting) enlist(g, 0);
  }
}

// Events up to and including time `last`, at most so many; returns how many of these are left.
template <bool kTold>
inline int Simulation::handle_up_to(std::uint64_t last, int most) {
  int left = most;
  while (left > 0) {
    if (s_.events.top_time() > last) break;
    handle_top<kTold>();
    --left;
    if (s_.outcome != Outcome::Finished) [[unlikely]]
      break;
  }
  return left;
}

bool Simulation::run_through(Time until, std::int64_t most_events, const RunWatch& watch) {
  bool through = true;
  const auto last = static_cast<std::uint64_t>(until);
  while (s_.outcome == Outcome::Finished) {
    if (block_left_ == 0) {
      block_left_ = kEventsPerBlock;
      block_began_ = s_.now;
      if (watch.reached) watch.reached->store(s_.now, std::memory_order_relaxed);
      if (watch.stop && watch.stop->load(std::memory_order_relaxed)) {
        s_.outcome = Outcome::Interrupted;
        return true;
      }
    }
    const int most = static_cast<int>(std::min<std::int64_t>(block_left_, most_events));
    const int left = observer_ ? handle_up_to<true>(last, most) : handle_up_to<false>(last, most);
    s_.events_handled += most - left;
    block_left_ -= most - left;
    most_events -= most - left;
    if (left > 0 || s_.outcome != Outcome::Finished) break;
    if (block_left_ > 0) {
      through = false;
      break;
    }
    look_everywhere_for_jams();
    if (observer_) tell_observer();
    if (no_short_way_ != (s_.now == block_began_)) use_short_ways(no_short_way_);
  }
  through = through || s_.outcome != Outcome::Finished;
  if (through && s_.outcome == Outcome::Finished) s_.now = until;
  if (observer_) tell_observer();
  return through;
}

void Simulation::run_until(Time until, const RunWatch& watch) {
  run_through(until, watch);
  block_left_ = 0;
  if (s_.outcome == Outcome::Finished) look_everywhere_for_jams();
}

bool Simulation::step(Time until) {
  if (s_.outcome != Outcome::Finished || s_.events.top_time() > static_cast<std::uint64_t>(until))
    return false;
  run_through(until, 1);
  return s_.outcome == Outcome::Finished;
}

Simulation Simulation::fork() const {
  Simulation copy = *this;
  copy.observer_ = nullptr;
  copy.wanted_ = 0;
  copy.log_ = {};
  return copy;
}

// ---- statistics of the window

void Simulation::begin_window() {
  const Time now = s_.now;
  s_.window_start = now;
  for (MachineRow& row : s_.machines) {
    row.time.fill(0);
    row.since = now;
    row.finished = row.scrapped = row.setups = row.failures = 0;
    row.active_periods = static_cast<std::int64_t>(is_active(row.state));
    row.idle_since = -1;
  }
  for (std::size_t b = 0; b < s_.buffers.size(); ++b) {
    BufferRow& row = s_.buffers[b];
    row.area = -static_cast<Integral>(now) * row.level;
    row.empty = row.level == 0 ? -now : 0;
    row.full = row.level == model_.buffers[b].capacity ? -now : 0;
  }
  begin_window_of_resources();
  for (SourceRow& row : s_.sources) {
    row.created = row.lost = 0;
    row.held = 0;
    row.outside = -static_cast<Integral>(now) * row.count;
  }
  std::fill(s_.sink_parts.begin(), s_.sink_parts.end(), 0);
  std::fill(s_.variants.begin(), s_.variants.end(), VariantRow{});
  s_.scrapped = 0;
  s_.wip = -static_cast<Integral>(now) * s_.inside;
  stays_.clear();
  stays_stride_ = 1;
  stays_skipped_ = 0;
}

void Simulation::begin_window_of_resources() {
  const Time now = s_.now;
  for (std::size_t c = 0; c < s_.conveyors.size(); ++c) {
    BufferRow& row = s_.conveyors[c].book;
    row.area = -static_cast<Integral>(now) * row.level;
    row.empty = row.level == 0 ? -now : 0;
    row.full = row.level == model_.conveyors[c].capacity ? -now : 0;
    s_.conveyors[c].held = 0;
  }
  for (PoolRow& row : s_.pools) row.busy_time = -static_cast<Integral>(now) * row.busy;
  for (std::size_t l = 0; l < s_.limits.size(); ++l) {
    const LimitModel& model = model_.limits[l];
    LimitRow& row = s_.limits[l];
    row.area = -static_cast<Integral>(now) * row.amount;
    row.full = model.max != kUnlimited && row.amount + model.least > model.max ? -now : 0;
    row.peak = row.amount;
    row.held = row.holds ? -now : 0;
    for (std::size_t i = 0; i < model.report.size(); ++i)
      s_.above[static_cast<std::size_t>(plan_.first_threshold[l]) + i] =
          row.amount > model.report[i] ? -now : 0;
  }
  for (VehicleRow& row : s_.vehicles) {
    row.time.fill(0);
    row.since = now;
  }
}

void Simulation::record_resources(RunRecord& r) const {
  const Time now = s_.now;
  for (std::size_t c = 0; c < s_.conveyors.size(); ++c) {
    const ConveyorRow& row = s_.conveyors[c];
    const bool full = row.book.level == model_.conveyors[c].capacity;
    ConveyorRecord conveyor{row.book.area + static_cast<Integral>(now) * row.book.level,
                            row.book.full + (full ? now : 0),
                            row.book.empty + (row.book.level == 0 ? now : 0), row.held};
    if (row.at_end) conveyor.held += now - std::max(row.since, s_.window_start);
    r.conveyors.push_back(conveyor);
  }
  for (const PoolRow& row : s_.pools)
    r.pools.push_back({row.busy_time + static_cast<Integral>(now) * row.busy});
  r.fleets.resize(s_.fleets.size());
  for (const VehicleRow& row : s_.vehicles) {
    VehicleRow ended = row;
    ended.time[vehicle_share(row.state)] += now - row.since;
    FleetRecord& fleet = r.fleets[static_cast<std::size_t>(row.fleet)];
    fleet.idle += ended.time[0];
    fleet.empty += ended.time[1];
    fleet.loaded += ended.time[2];
    fleet.waiting += ended.time[3];
  }
  for (std::size_t l = 0; l < s_.limits.size(); ++l) {
    const LimitModel& model = model_.limits[l];
    const LimitRow& row = s_.limits[l];
    const bool full = model.max != kUnlimited && row.amount + model.least > model.max;
    LimitRecord limit{row.area + static_cast<Integral>(now) * row.amount,
                      row.peak,
                      row.full + (full ? now : 0),
                      row.held + (row.holds ? now : 0),
                      {}};
    for (std::size_t i = 0; i < model.report.size(); ++i)
      limit.above.push_back(s_.above[static_cast<std::size_t>(plan_.first_threshold[l]) + i] +
                            (row.amount > model.report[i] ? now : 0));
    r.limits.push_back(std::move(limit));
  }
}

RunRecord Simulation::record() const {
  RunRecord r;
  const Time now = s_.now;
  r.outcome = s_.outcome;
  r.window = now - s_.window_start;
  r.ended = now;
  r.stations.resize(model_.stations.size());
  for (std::size_t m = 0; m < s_.machines.size(); ++m) {
    const MachineRow& row = s_.machines[m];
    StationRecord& station = r.stations[static_cast<std::size_t>(model_.machines[m].station)];
    for (std::size_t i = 0; i < kMachineStates; ++i) station.time[i] += row.time[i];
    station.time[static_cast<std::size_t>(row.state)] += now - row.since;
    station.finished += row.finished;
    station.scrapped += row.scrapped;
    station.setups += row.setups;
    station.failures += row.failures;
    station.active_periods += row.active_periods;
  }
  for (std::size_t b = 0; b < s_.buffers.size(); ++b) {
    const BufferRow& row = s_.buffers[b];
    const bool full = row.level == model_.buffers[b].capacity;
    r.buffers.push_back({row.area + static_cast<Integral>(now) * row.level, row.full + (full ? now : 0),
                         row.empty + (row.level == 0 ? now : 0)});
  }
  for (std::size_t i = 0; i < s_.sources.size(); ++i) {
    const SourceRow& row = s_.sources[i];
    const SourceModel& model = model_.sources[i];
    SourceRecord source{row.created, row.lost, 0, row.held};
    if (!model.unlimited && model.when_full == WhenFull::Queue)
      source.outside = row.outside + static_cast<Integral>(now) * row.count;
    if (!model.unlimited && model.when_full == WhenFull::Wait && row.count > 0)
      source.held += now - std::max(row.arrived, s_.window_start);
    r.sources.push_back(source);
  }
  for (const std::int64_t parts : s_.sink_parts) r.sinks.push_back({parts});
  for (const VariantRow& row : s_.variants) r.variants.push_back({row.good, row.left, row.lead_time});
  record_resources(r);
  r.scrapped = s_.scrapped;
  r.wip = s_.wip + static_cast<Integral>(now) * s_.inside;
  r.events = s_.events_handled;
  r.circle = s_.circle;
  r.stays = stays_;
  r.stays_stride = stays_stride_;
  return r;
}

}  // namespace linetwin
