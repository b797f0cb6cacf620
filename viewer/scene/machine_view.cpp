#include "viewer/scene/machine_view.hpp"

#include <algorithm>

namespace linetwin::viewer {
namespace {

constexpr int kMostOfBatch = 64;  // parts of a batch whose times are looked up

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// The latest draw of a stream, which can be worked out again: number `count - 1`.
Time latest(const LineModel& model, const LineState& s, StreamId stream) {
  const StreamRow& row = s.streams[at(stream)];
  if (row.constant >= 0) return row.constant;
  if (row.count == 0) return kNever;
  return model.streams[at(stream)].sampler.draw({row.key}, row.count - 1);
}

bool varies(const LineState& s, StreamId stream) { return s.streams[at(stream)].constant < 0; }

// How long the whole setup or cycle takes that is going on, if that can be known: of a station with one
// machine the latest draw is its own; of several only what does not vary is.
Time whole(const LineModel& model, const LineState& s, const StationModel& station, const MachineRow& row) {
  const auto known = [&](StreamId stream) {
    return station.machines == 1 || !varies(s, stream) ? latest(model, s, stream) : kNever;
  };
  if (row.phase == Phase::Setup)
    return station.setup_any.given() ? known(station.setup_any.of(row.variant)) : kNever;
  if (!station.cycle.given()) return kNever;
  Time longest = 0;
  PartId p = row.parts.head;
  for (int i = 0; i < kMostOfBatch && p != kNoPart; ++i) {
    const Time takes = known(station.cycle.of(s.parts[p].variant));
    if (takes == kNever) return kNever;
    longest = std::max(longest, takes);
    if (!station.cycle.per_variant) break;
    p = p == row.parts.tail ? kNoPart : s.parts[p].next;
  }
  return longest;
}

double progress(const LineModel& model, const LineState& s, const StationModel& station,
                const MachineRow& row) {
  if (row.phase != Phase::Setup && row.phase != Phase::Work) return -1;
  const Time left = row.work_left + (row.leg ? row.leg_end - s.now : 0);
  const Time all = whole(model, s, station, row);
  if (all == kNever || left > all) return -1;
  return all == 0 ? 1 : 1 - static_cast<double>(left) / static_cast<double>(all);
}

// When the state is due to end.
Time until(const Plan& plan, const LineState& s, MachineId m, const MachineRow& row, std::int32_t modes) {
  const auto when = [&s](EventSlot slot) { return s.events.pending(slot) ? s.events.time_of(slot) : kNever; };
  switch (row.state) {
    case MachineState::Working:
    case MachineState::Setup: return row.leg && row.work_left == 0 ? row.leg_end : kNever;
    case MachineState::Maintenance: return when(plan.maintained_slot + static_cast<EventSlot>(m));
    case MachineState::Down: {
      Time last = row.down > 0 ? 0 : kNever;  // all its modes must be repaired
      for (std::int32_t i = 0; i < modes; ++i) {
        const std::int32_t mode = plan.first_mode[at(m)] + i;
        if (s.modes[at(mode)].down)
          last = std::max(last, when(plan.repair_slot + static_cast<EventSlot>(mode)));
      }
      return last;
    }
    default: return kNever;
  }
}

}  // namespace

MachineView machine_view(const LineModel& model, const Plan& plan, const LineState& state, MachineId m) {
  const MachineRow& row = state.machines[at(m)];
  const StationModel& station = model.stations[at(model.machines[at(m)].station)];
  const auto modes = static_cast<std::int32_t>(station.failures.size());
  MachineView view;
  view.state = row.state;
  view.since = row.since;
  view.until = until(plan, state, m, row, modes);
  view.parts = row.count;
  view.set_up = row.variant;
  view.progress = progress(model, state, station, row);
  view.down = row.down;
  for (std::int32_t i = modes; row.down > 0 && i-- > 0;)
    if (state.modes[at(plan.first_mode[at(m)] + i)].down) view.failed = i;
  if (row.maintained) view.task = row.task;
  view.interlocked = row.stopped;
  view.off = row.off;
  return view;
}

}  // namespace linetwin::viewer
