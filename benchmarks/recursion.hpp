// The limit of the problem: the exact recursion of a serial line with blocking after service, part by part.
// Station i takes part k when it has come from i-1 and part k-1 has gone; it lets it go when the work is done
// and the buffer behind has room (Dallery and Gershwin 1992, section 2). No events at all.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "minimal_loop.hpp"

namespace recursion {

// The parts per unit of time of the same lines as minimal::Line.
template <bool Fails>
double run(std::size_t stations, std::size_t capacity, std::int64_t parts, std::uint64_t seed) {
  minimal::Random random(seed);
  std::size_t ring = 1;  // remembers when part k - capacity - 1 was taken by the next station
  while (ring < capacity + 2) ring *= 2;
  std::vector<double> taken((stations + 1) * ring, 0.0);
  std::vector<double> gone(stations, 0.0);
  std::vector<double> to_failure(stations, 0.0);
  if (Fails)
    for (double& t : to_failure) t = 100 * random.exponential();
  for (std::int64_t k = 0; k < parts; ++k) {
    double came = 0;
    const std::size_t slot = static_cast<std::size_t>(k) & (ring - 1);
    const std::size_t room = static_cast<std::size_t>(k - static_cast<std::int64_t>(capacity)) & (ring - 1);
    for (std::size_t i = 0; i < stations; ++i) {
      const double start = std::max(came, gone[i]);
      double work = Fails ? 1.0 : random.exponential();
      if (Fails) {
        double left = work;
        while (to_failure[i] < left) {
          left -= to_failure[i];
          work += 10 * random.exponential();
          to_failure[i] = 100 * random.exponential();
        }
        to_failure[i] -= left;
      }
      // part k - capacity has left the buffer behind when the next station took it
      const bool last = i + 1 == stations;
      const double has_room =
          last || k < static_cast<std::int64_t>(capacity) ? 0 : taken[(i + 1) * ring + room];
      taken[i * ring + slot] = start;
      came = gone[i] = std::max(start + work, has_room);
    }
  }
  return static_cast<double>(parts) / gone.back();
}

}  // namespace recursion
