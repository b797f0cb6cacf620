// Runs a line. How (events, or some day a recursion) stays inside.
#pragma once

#include <atomic>
#include <cstdint>

#include "model/line_model.hpp"
#include "sim/record.hpp"

namespace linetwin {

// Shared between a run and whoever watches it; both may be left null.
struct RunWatch {
  const std::atomic<bool>* stop = nullptr;  // set: the run ends soon, as Outcome::Interrupted
  std::atomic<Time>* reached = nullptr;     // the simulated time, updated now and then
};

// Replication number `replication` (from 0): the same run whatever else is run. Throws nothing but
// std::bad_alloc. Statistics are over (warm-up, duration].
RunRecord run(const LineModel& model, const RunOptions& options, std::uint64_t replication,
              const RunWatch& watch = {});

}  // namespace linetwin
