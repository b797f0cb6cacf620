// Two unreliable machines of a continuous flow with a finite buffer between them, solved exactly: the
// building block of decomposition.
//
// Sources: Gershwin and Schick (1980), "Continuous model of an unreliable, two-stage material flow system
// with a finite interstage buffer"; Gershwin (1994), Manufacturing Systems Engineering, ch. 3; several ways
// to fail: Levantesi, Matta, Tolio (2003).
#pragma once

#include <optional>
#include <vector>

namespace linetwin {

// A machine that works at `speed` parts/s unless it is down, starved or blocked. Its ways to fail exclude
// each other: one that is down fails in no other.
struct FluidMachine {
  struct Mode {
    double failure = 0;  // rate per second of work at full speed, in proportion when it is slowed down; >= 0
    double repair = 1;   // rate per second; > 0
  };
  double speed = 1;  // > 0
  std::vector<Mode> modes{};
  double failures() const;  // per second of work, all modes
  double alone() const;     // parts/s with nothing before or behind it
};

struct FluidPair {
  double throughput = 0;        // parts/s
  double level = 0;             // parts in the buffer, averaged over time
  std::vector<double> starved;  // by mode of the first machine: probability that the buffer is empty, the
                                // first machine down in this mode and the second one up
  std::vector<double> blocked;  // by mode of the second machine, the buffer full and the first one up
};

// `size` in parts, >= 0; each machine has at least one mode. Nothing when the equations could not be solved
// to a sound distribution.
std::optional<FluidPair> solve_pair(const FluidMachine& first, const FluidMachine& second, double size);

}  // namespace linetwin
