// Stations: loading, setup, work, unloading. Work runs in legs: a leg ends with the completion of what was to
// do, or sooner, when an operating failure strikes; a calendar failure cuts it short.
#include "sim/draws.hpp"
#include "sim/parts.hpp"
#include "sim/simulation.hpp"

namespace linetwin {

// A part enters the station: the machine whose batch has begun, else the first by number that can take it.
void Simulation::take_on(std::int32_t station, PartId p) {
  const StationModel& model = model_.stations[static_cast<std::size_t>(station)];
  MachineId m = model.first_machine;
  while (!machine(m).accepts) ++m;
  for (MachineId other = m; model.batch.most > 1 && other < model.first_machine + model.machines; ++other)
    if (machine(other).accepts && machine(other).count > 0) m = other;  // a batch that has begun comes first
  MachineRow& row = machine(m);
  append(s_, row.parts, p);
  if (++row.count == model.batch.of(part(row.parts.head).variant)) {
    start_processing(m);
    refresh(m);
  } else if (row.count == 1 && model.batch_wait.given()) {
    s_.events.schedule(plan_.batch_slot + static_cast<EventSlot>(m),
                       s_.now + draw_time(model.batch_wait, part(p).variant));
  }
}

// A batch that is not full has waited long enough.
void Simulation::batch_waited(MachineId m) {
  machine(m).overdue = true;
  refresh(m);
}

void Simulation::start_processing(MachineId m) {
  const StationModel& station = station_of(m);
  MachineRow& row = machine(m);
  const VariantId before = row.variant;
  const VariantId variant = part(row.parts.head).variant;
  row.variant = static_cast<std::int16_t>(variant);
  row.overdue = false;
  if (station.batch_wait.given()) s_.events.cancel(plan_.batch_slot + static_cast<EventSlot>(m));
  if (before != kNone && before != variant && station.has_setup()) {
    const auto pair =
        static_cast<std::size_t>(before) * model_.variants.size() + static_cast<std::size_t>(variant);
    const StreamId stream =
        station.setup_any.given() ? station.setup_any.of(variant) : station.setup_matrix[pair];
    const Time takes = stream == kNone ? 0 : draw_time(stream);
    if (takes > 0) {
      ++row.setups;
      row.phase = Phase::Setup;
      row.work_left = takes;
      go_on(m);
      return;
    }
  }
  start_work(m);
}

void Simulation::start_work(MachineId m) {
  const StationModel& station = station_of(m);
  MachineRow& row = machine(m);
  row.phase = Phase::Work;
  row.work_left = draw_time(station.cycle, part(row.parts.head).variant);
  if (station.cycle.per_variant && row.count > 1) {
    // a batch takes as long as the slowest of the variants in it; one draw for each of them
    std::vector<char> drawn(model_.variants.size(), 0);
    drawn[static_cast<std::size_t>(part(row.parts.head).variant)] = 1;
    for (PartId p = row.parts.head; p != row.parts.tail;) {
      p = part(p).next;
      char& done = drawn[static_cast<std::size_t>(part(p).variant)];
      if (!done) row.work_left = std::max(row.work_left, draw_time(station.cycle, part(p).variant));
      done = 1;
    }
  }
  go_on(m);
}

// Works on, if nothing stands in the way and whoever is needed is there; else asks for them.
void Simulation::go_on(MachineId m) {
  const MachineRow& row = machine(m);
  if ((row.phase != Phase::Setup && row.phase != Phase::Work) || row.leg || standing(row)) return;
  const std::int32_t j = plan_.work_job[static_cast<std::size_t>(m)];
  if (j != kNone && crew_of(j) != kNone && job(j).status != JobStatus::Held) {
    if (job(j).status == JobStatus::Idle) ask(j);
    return;
  }
  run_leg(m);
}

// Stops work where it is; people are given back.
void Simulation::interrupt(MachineId m) {
  stop_leg(m);
  release(plan_.work_job[static_cast<std::size_t>(m)]);
}

void Simulation::stand(MachineId m) {
  interrupt(m);
  const GiverId g = plan_.machine_giver[static_cast<std::size_t>(m)];
  if (giver(g).waiting) delist(g);                             // it keeps the time since when it has waited
  if (giver_plan(g).joins) post_joins(giver_plan(g).element);  // others come first now
}

// One reason to stand is gone.
void Simulation::able_again(MachineId m) {
  if (standing(machine(m))) return;
  go_on(m);
  if (machine(m).phase != Phase::Unloading) return;
  const GiverId g = plan_.machine_giver[static_cast<std::size_t>(m)];
  post_offer_by_age(g);
  for (std::size_t v = 0; v < s_.vehicles.size(); ++v)
    if (s_.vehicles[v].state == VehicleState::AtPickup && call(s_.vehicles[v].call).giver == g)
      go_on_loading(static_cast<std::int32_t>(v));
}

// Goes on with what is left to do. The machine must not be down.
void Simulation::run_leg(MachineId m) {
  MachineRow& row = machine(m);
  Time length = row.work_left;
  row.leg = true;
  row.leg_slot = static_cast<EventSlot>(m);
  if (row.phase == Phase::Work) {
    const Time clock = row.worked + length;
    if (clock <= row.fails_at) {
      row.worked = clock;
    } else {
      length = row.fails_at - row.worked;
      row.worked = row.fails_at;
      std::int32_t mode = plan_.first_mode[static_cast<std::size_t>(m)];
      while (s_.modes[static_cast<std::size_t>(mode)].fails_at != row.fails_at) ++mode;
      row.leg_slot = plan_.failure_slot + static_cast<EventSlot>(mode);
    }
  }
  row.work_left -= length;
  row.leg_end = s_.now + length;
  s_.events.schedule(row.leg_slot, row.leg_end);
}

// Interrupts the running leg; what it would have done is left to do.
void Simulation::stop_leg(MachineId m) {
  MachineRow& row = machine(m);
  if (!row.leg) return;
  row.leg = false;
  const Time undone = row.leg_end - s_.now;
  row.work_left += undone;
  if (row.phase == Phase::Work) row.worked -= undone;
  s_.events.cancel(row.leg_slot);
}

// Setup or work has ended.
void Simulation::complete(MachineId m) {
  MachineRow& row = machine(m);
  row.leg = false;
  release(plan_.work_job[static_cast<std::size_t>(m)]);
  if (row.phase == Phase::Setup) {
    start_work(m);
    refresh(m);
    return;
  }
  row.finished += row.count;
  if (observer_) [[unlikely]]
    note_finished(m, row.parts.head, row.variant, row.count);
  count_parts(m);
  sort_out_scrap(m);
  if (station_of(m).split.most > 1) split_parts(m);
  row.phase = Phase::Unloading;
  if (row.count == 0) {
    row.phase = Phase::Loading;
  } else {
    const Element& from = element(station_of(m).element);
    if (from.successors.size() > 1 && from.routing.rule == RoutingRule::Probability)
      for (PartId p = row.parts.head; p != kNoPart; p = part(p).next)
        part(p).target =
            static_cast<std::int16_t>(pick(from.routing.cumulative, draw_unit(from.routing.stream)));
    first_changed(plan_.machine_giver[static_cast<std::size_t>(m)]);
  }
  maintain_if_pending(m);
  refresh(m);
}

void Simulation::sort_out_scrap(MachineId m) {
  const StationModel& station = station_of(m);
  if (station.scrap.empty()) return;
  MachineRow& row = machine(m);
  PartList kept;
  const std::int32_t count = row.count;
  PartId p = row.parts.head;
  for (std::int32_t i = 0; i < count; ++i) {
    const PartId next = part(p).next;
    if (draw_unit(station.scrap_stream) < station.scrap[static_cast<std::size_t>(part(p).variant)]) {
      --row.count;
      ++row.scrapped;
      count_move(station.element, kNone, part(p).variant);
      if (observer_) [[unlikely]]
        note({s_.now, Happening::Kind::Scrapped, 0, part(p).variant, station.element, kNone, p,
              s_.now - part(p).entered});
      leave_to_scrap(p);
    } else {
      append(s_, kept, p);
    }
    p = next;
  }
  row.parts = kept;
}

// Failures and maintenance that count parts finished.
void Simulation::count_parts(MachineId m) {
  const StationModel& station = station_of(m);
  const MachineRow& row = machine(m);
  const auto count = static_cast<std::int64_t>(row.count);
  const std::int32_t first_mode = plan_.first_mode[static_cast<std::size_t>(m)];
  for (std::size_t i = 0; i < station.failures.size(); ++i) {
    if (!station.failures[i].counts_parts) continue;
    ModeRow& mode = s_.modes[static_cast<std::size_t>(first_mode) + i];
    mode.parts_left -= count;
    if (mode.parts_left <= 0 && !mode.down) mode.fails_at = row.worked;  // as soon as it works again
  }
  if (!station.failures.empty()) find_next_failure(m);
  const std::int32_t first_task = plan_.first_task[static_cast<std::size_t>(m)];
  for (std::size_t i = 0; i < station.maintenance.size(); ++i) {
    if (!station.maintenance[i].by_parts) continue;
    TaskRow& task = s_.tasks[static_cast<std::size_t>(first_task) + i];
    task.parts_left -= count;
    if (task.parts_left > 0) continue;
    task.pending = true;
    while (task.parts_left <= 0) task.parts_left += station.maintenance[i].every_parts;
  }
}

// Each part becomes several, which stand behind each other in its place.
void Simulation::split_parts(MachineId m) {
  MachineRow& row = machine(m);
  const std::int32_t count = row.count;
  std::int64_t pieces = 0;
  PartList all;
  PartId p = row.parts.head;
  for (std::int32_t i = 0; i < count; ++i) {
    const PartId next = part(p).next;
    const std::int32_t more = station_of(m).split.of(part(p).variant) - 1;
    pieces += more;
    append(s_, all, p);
    for (std::int32_t k = 0; k < more; ++k) {
      const PartId piece = new_part(part(p).variant);
      part(piece).entered = part(p).entered;
      append(s_, all, piece);
      count_move(kNone, station_of(m).element, part(p).variant);
    }
    p = next;
  }
  row.parts = all;
  row.count += static_cast<std::int32_t>(pieces);
  s_.inside += pieces;
  s_.total_split += pieces;
  s_.wip -= static_cast<Integral>(s_.now) * pieces;
}

// A finished part has left the machine.
void Simulation::part_given(MachineId m) {
  MachineRow& row = machine(m);
  if (row.count > 0) {
    first_changed(plan_.machine_giver[static_cast<std::size_t>(m)]);
    if (row.called > 0) refresh(m);  // it may wait for vehicles only now
    return;
  }
  row.parts = {};
  row.phase = Phase::Loading;
  maintain_if_pending(m);
  refresh(m);
}

MachineState Simulation::state_of(MachineId m) const {
  const MachineRow& row = s_.machines[static_cast<std::size_t>(m)];
  if (row.off) return MachineState::Off;
  const std::int32_t j = plan_.maintain_job[static_cast<std::size_t>(m)];
  const bool nobody = j != kNone && s_.jobs[static_cast<std::size_t>(j)].crew != kNone &&
                      s_.jobs[static_cast<std::size_t>(j)].status != JobStatus::Held;
  if (row.maintained && !nobody) return MachineState::Maintenance;
  if (row.down > 0 || row.stopped) return MachineState::Down;
  if (row.phase == Phase::Unloading)
    return row.called > 0 && row.called == row.count ? MachineState::Waiting : MachineState::Blocked;
  if (row.maintained) return MachineState::Waiting;
  if (row.phase == Phase::Loading) return MachineState::Starved;
  if (!row.leg) return MachineState::Waiting;
  return row.phase == Phase::Setup ? MachineState::Setup : MachineState::Working;
}

// Brings the machine's state, and whether it takes parts, up to date.
void Simulation::refresh(MachineId m) {
  MachineRow& row = machine(m);
  if (row.overdue && row.phase == Phase::Loading && !standing(row) && !row.maintained) start_processing(m);
  const MachineState state = state_of(m);
  if (observer_ && state != row.state) [[unlikely]]
    note_state(m, state);
  set_state(row, state);
  look_after_interlocks(m);
  const bool accepts = row.phase == Phase::Loading && !standing(row) && !row.maintained;
  if (accepts == row.accepts) return;
  row.accepts = accepts;
  accepting(model_.machines[static_cast<std::size_t>(m)].station) += accepts ? 1 : -1;
  if (accepts) post_fill(station_of(m).element);
}

}  // namespace linetwin
