// Moments of a run that are kept to go back to. Their number and bytes are bounded: when there are too many,
// every second one is dropped, and from then on they are kept half as often.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/simulation.hpp"

namespace linetwin::viewer {

class Snapshots {
 public:
  struct Limits {
    std::size_t count = 256;                      // at least 2
    std::size_t bytes = std::size_t{64} << 20;    // the first snapshot is kept even when it alone has more
    std::int64_t events = std::int64_t{1} << 15;  // from one to the next, at first
  };
  explicit Snapshots(const Limits& limits) : limits_(limits), interval_(limits.events) {}

  // Events that a simulation which has handled so many has to go until the next snapshot is due; 0 or less:
  // it is due now.
  std::int64_t until_due(std::int64_t events_handled) const {
    return kept_.empty() ? 0 : kept_.back().events + interval_ - events_handled;
  }
  // A copy of `simulation`, which must be further than the latest snapshot.
  void keep(const Simulation& simulation);
  void clear(std::int64_t interval);

  // The latest snapshot that is not after the moment, or the number of events; nullptr when all are after it.
  const Simulation* latest_until(Time t) const;
  const Simulation* latest_until_event(std::int64_t events) const;

  std::size_t count() const { return kept_.size(); }
  std::size_t bytes() const { return bytes_; }
  std::int64_t interval() const { return interval_; }

 private:
  struct Kept {
    Simulation simulation;
    std::int64_t events;
    std::size_t bytes;
  };
  void thin_out();
  Limits limits_;
  std::int64_t interval_;
  std::vector<Kept> kept_;  // by time and number of events
  std::size_t bytes_ = 0;
};

}  // namespace linetwin::viewer
