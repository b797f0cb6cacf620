// Long lines of unreliable machines, taken apart into lines of two machines around each buffer.
//
// Source: Gershwin (1987) for the idea; Dallery, David and Xie (1988, 1989) for the algorithm (DDX) and the
// continuous flow; Burman (1995) for machines of different speeds (accelerated DDX).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "referee/fluid_pair.hpp"

namespace linetwin {

struct Decomposition {
  double throughput = 0;       // parts/s
  std::vector<double> levels;  // of the buffers of the continuous line, in parts
  int sweeps = 0;              // forth and back until nothing changed
  double mismatch = 0;         // the largest relative difference of the throughputs of the pairs
};

// `sizes` has one entry fewer than `machines` (at least 2), each >= 0. Nothing when the sweeps do not settle
// on one throughput for all pairs; then `why` says what happened.
std::optional<Decomposition> decompose(const std::vector<FluidMachine>& machines,
                                       const std::vector<double>& sizes, std::string* why = nullptr);

}  // namespace linetwin
