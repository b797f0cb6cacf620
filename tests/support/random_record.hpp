// Records that no run made: whatever numbers a station may show.
#pragma once

#include "sim/record.hpp"
#include "support/random_series.hpp"

namespace linetwin::test {

// Some states and counts are zero now and then; the times sum to `calendar`.
inline StationRecord random_station(RandomSeries& random, Time calendar) {
  StationRecord record;
  Time left = calendar;
  for (std::size_t i = 1; i < kMachineStates; ++i) {
    record.time[i] = random.below(4) == 0 ? 0 : random.below(left + 1) / 2;
    left -= record.time[i];
  }
  // working, now and then nothing, or everything
  const std::int64_t kind = random.below(10);
  record.time[0] = left;
  if (kind == 0)
    record.time[static_cast<std::size_t>(MachineState::Starved)] += record.time[0], record.time[0] = 0;
  if (kind == 1) record.time = {}, record.time[static_cast<std::size_t>(random.below(8))] = calendar;
  record.finished = random.below(5) == 0 ? 0 : random.below(20000);
  record.scrapped = random.below(2) == 0 ? 0 : random.below(record.finished + 1);
  return record;
}

}  // namespace linetwin::test
