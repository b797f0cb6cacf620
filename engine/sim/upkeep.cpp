// Failures, repairs, maintenance.
#include <algorithm>
#include <cmath>

#include "sim/draws.hpp"
#include "sim/simulation.hpp"

namespace linetwin {
namespace {

// Parts until the next failure of a mode that counts parts: every one as likely to be followed by it
// (geometric, mean m, at least 1), or always the same number.
std::int64_t parts_to_failure(const FailureMode& mode, double unit) {
  if (mode.parts_constant) return std::max<std::int64_t>(1, std::llround(mode.mean_parts));
  const double others = 1 - 1 / std::max(1.0, mode.mean_parts);
  // multiplying instead of logarithms keeps the same bits in every build; powers by squaring find the step
  std::int64_t parts = 1;
  std::int64_t step = 1;
  double power = others;  // others^step
  double reached = 1;     // others^(parts - 1)
  while (reached * power > unit && step < (std::int64_t{1} << 40)) {
    power *= power;
    step *= 2;
  }
  std::vector<double> powers{others};
  while ((std::int64_t{1} << powers.size()) <= step) powers.push_back(powers.back() * powers.back());
  for (std::size_t i = powers.size(); i-- > 0;) {
    if (reached * powers[i] <= unit) continue;
    reached *= powers[i];
    parts += std::int64_t{1} << i;
  }
  return parts;
}

}  // namespace

// The clock of a mode starts anew: at time 0 and after each repair.
void Simulation::start_mode(std::int32_t mode_row) {
  const MachineId m = plan_.mode_machine[static_cast<std::size_t>(mode_row)];
  const auto mode = static_cast<std::size_t>(mode_row - plan_.first_mode[static_cast<std::size_t>(m)]);
  const FailureMode& model = station_of(m).failures[mode];
  const TimeRef& to_failure = model_.machines[static_cast<std::size_t>(m)].to_failure[mode];
  MachineRow& row = machine(m);
  ModeRow& state = s_.modes[static_cast<std::size_t>(mode_row)];
  if (model.counts_parts) {
    state.parts_left = parts_to_failure(model, draw_unit(to_failure.first));
  } else if (model.clock == FailureClock::Operating) {
    state.fails_at = row.worked + draw_time(to_failure, std::max<VariantId>(row.variant, 0));
  } else {
    const Time time = draw_time(to_failure, std::max<VariantId>(row.variant, 0));
    s_.events.schedule(plan_.failure_slot + static_cast<EventSlot>(mode_row), s_.now + time);
  }
  find_next_failure(m);
}

void Simulation::find_next_failure(MachineId m) {
  MachineRow& row = machine(m);
  const auto first = static_cast<std::size_t>(plan_.first_mode[static_cast<std::size_t>(m)]);
  row.fails_at = kNever;
  for (std::size_t i = 0; i < station_of(m).failures.size(); ++i)
    row.fails_at = std::min(row.fails_at, s_.modes[first + i].fails_at);
}

void Simulation::go_down(std::int32_t mode_row) {
  const MachineId m = plan_.mode_machine[static_cast<std::size_t>(mode_row)];
  const auto mode = static_cast<std::size_t>(mode_row - plan_.first_mode[static_cast<std::size_t>(m)]);
  MachineRow& row = machine(m);
  ModeRow& state = s_.modes[static_cast<std::size_t>(mode_row)];
  state.down = true;
  state.fails_at = kNever;
  ++row.down;
  ++row.failures;
  const Time takes = draw_time(model_.machines[static_cast<std::size_t>(m)].to_repair[mode],
                               std::max<VariantId>(row.variant, 0));
  const std::int32_t j = plan_.repair_job[static_cast<std::size_t>(mode_row)];
  if (j == kNone) {
    s_.events.schedule(plan_.repair_slot + static_cast<EventSlot>(mode_row), s_.now + takes);
    return;
  }
  job(j).left = takes;
  ask(j);
}

void Simulation::fail(std::int32_t mode_row) {
  const MachineId m = plan_.mode_machine[static_cast<std::size_t>(mode_row)];
  MachineRow& row = machine(m);
  const bool worked = row.leg && row.phase == Phase::Work;
  if (row.leg && row.leg_slot == plan_.failure_slot + static_cast<EventSlot>(mode_row)) {
    row.leg = false;  // the leg that was to end with this failure
  }
  stand(m);
  go_down(mode_row);
  // operating clocks that have run out at the same moment, if it was working
  const std::int32_t first = plan_.first_mode[static_cast<std::size_t>(m)];
  const auto modes = static_cast<std::int32_t>(station_of(m).failures.size());
  for (std::int32_t other = first; worked && other < first + modes; ++other)
    if (s_.modes[static_cast<std::size_t>(other)].fails_at <= row.worked) go_down(other);
  find_next_failure(m);
  refresh(m);
}

void Simulation::repaired(std::int32_t mode_row) {
  const MachineId m = plan_.mode_machine[static_cast<std::size_t>(mode_row)];
  MachineRow& row = machine(m);
  s_.modes[static_cast<std::size_t>(mode_row)].down = false;
  --row.down;
  release(plan_.repair_job[static_cast<std::size_t>(mode_row)]);
  start_mode(mode_row);
  able_again(m);
  refresh(m);
}

// ---- maintenance

void Simulation::schedule_due(std::int32_t task_row) {
  const MachineId m = plan_.task_machine[static_cast<std::size_t>(task_row)];
  const auto task = static_cast<std::size_t>(task_row - plan_.first_task[static_cast<std::size_t>(m)]);
  const Time every = draw_time(model_.machines[static_cast<std::size_t>(m)].every[task],
                               std::max<VariantId>(machine(m).variant, 0));
  s_.events.schedule(plan_.due_slot + static_cast<EventSlot>(task_row),
                     s_.now + std::max(kMicrosecond, every));
}

void Simulation::due(std::int32_t task_row) {
  schedule_due(task_row);
  const MachineId m = plan_.task_machine[static_cast<std::size_t>(task_row)];
  const std::int32_t j = plan_.maintain_job[static_cast<std::size_t>(m)];
  const MachineRow& row = machine(m);
  const bool waits_for_people = row.maintained && j != kNone && job(j).crew != kNone && !job(j).begun &&
                                plan_.first_task[static_cast<std::size_t>(m)] + row.task == task_row;
  if (!waits_for_people)
    s_.tasks[static_cast<std::size_t>(task_row)].pending = true;  // else it absorbs this one
  maintain_if_pending(m);
  refresh(m);
}

// Maintenance waits for the part being worked on (or set up for), but not for a finished one to leave; the
// tasks of a machine are done one after the other in the order of the file.
void Simulation::maintain_if_pending(MachineId m) {
  MachineRow& row = machine(m);
  if (row.maintained || row.phase == Phase::Setup || row.phase == Phase::Work) return;
  const StationModel& station = station_of(m);
  const std::int32_t first = plan_.first_task[static_cast<std::size_t>(m)];
  for (std::size_t i = 0; i < station.maintenance.size(); ++i) {
    TaskRow& task = s_.tasks[static_cast<std::size_t>(first) + i];
    if (!task.pending) continue;
    task.pending = false;
    row.maintained = true;
    row.task = static_cast<std::int32_t>(i);
    const Time takes =
        draw_time(model_.machines[static_cast<std::size_t>(m)].takes[i], std::max<VariantId>(row.variant, 0));
    if (const std::int32_t j = plan_.maintain_job[static_cast<std::size_t>(m)]; j != kNone) {
      job(j).crew = station.maintenance[i].crew;
      if (job(j).crew != kNone) {
        job(j).left = takes;
        job(j).begun = false;
        ask(j);
        return;
      }
    }
    s_.events.schedule(plan_.maintained_slot + static_cast<EventSlot>(m), s_.now + takes);
    return;
  }
}

void Simulation::maintained(MachineId m) {
  machine(m).maintained = false;
  release(plan_.maintain_job[static_cast<std::size_t>(m)]);
  maintain_if_pending(m);
  refresh(m);
}

}  // namespace linetwin
