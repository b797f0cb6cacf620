// Runs a line. How (events, or some day a recursion) stays inside.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "model/line_model.hpp"
#include "sim/observer.hpp"
#include "sim/record.hpp"

namespace linetwin {

// Shared between a run and whoever watches it; both may be left null.
struct RunWatch {
  const std::atomic<bool>* stop = nullptr;  // set: the run ends soon, as Outcome::Interrupted
  std::atomic<Time>* reached = nullptr;     // the simulated time, updated now and then
};

// What a run is to tell besides its books; the books are the same bits whatever is asked for.
struct RunAsk {
  Time slice = 0;         // over 0: RunRecord::slices, each so long
  bool elements = false;  // in slices: also what stations and buffers did
  std::size_t stays = 0;  // over 0: RunRecord::stays, about so many at most
  Observer* observer = nullptr;
};

// Replication number `replication` (from 0): the same run whatever else is run. Throws nothing but
// std::bad_alloc, and what the observer throws. Statistics are over (warm-up, duration].
RunRecord run(const LineModel& model, const RunOptions& options, std::uint64_t replication,
              const RunWatch& watch = {}, const RunAsk& ask = {});

}  // namespace linetwin
