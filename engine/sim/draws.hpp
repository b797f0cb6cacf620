// Random numbers of the simulation, inline for the hot path.
#pragma once

#include <algorithm>

#include "sim/simulation.hpp"

namespace linetwin {

inline Time Simulation::draw_time(StreamId stream) {
  StreamRow& row = s_.streams[static_cast<std::size_t>(stream)];
  if (row.block >= 0) {
    const std::uint64_t k = row.count++;
    if (k % kBlockDraws == 0) refill(stream, k);
    return s_.blocks[static_cast<std::size_t>(row.block) + k % kBlockDraws];
  }
  if (row.constant >= 0) return row.constant;
  return model_.streams[static_cast<std::size_t>(stream)].sampler.draw({row.key}, row.count++);
}

inline double Simulation::draw_unit(StreamId stream) {
  StreamRow& row = s_.streams[static_cast<std::size_t>(stream)];
  return random_unit({row.key}, row.count++);
}

// The position in running sums that a uniform falls into.
inline std::int32_t pick(const std::vector<double>& cumulative, double unit) {
  const auto it = std::upper_bound(cumulative.begin(), cumulative.end() - 1, unit);
  return static_cast<std::int32_t>(it - cumulative.begin());
}

}  // namespace linetwin
