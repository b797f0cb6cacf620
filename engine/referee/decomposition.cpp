#include "referee/decomposition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace linetwin {
namespace {

constexpr int kMostSweeps = 2000;
constexpr double kSettled = 1e-7;  // relative change of any throughput in one sweep
constexpr double kOneFlow = 1e-4;  // relative difference between the pairs' throughputs that is let pass

// Modes whose mean repair times differ by less than this are taken together.
constexpr double kAlike = 2e-3;

// Fewer modes with the same number of failures and the same time under repair.
std::vector<FluidMachine::Mode> gathered(std::vector<FluidMachine::Mode> modes) {
  std::sort(modes.begin(), modes.end(), [](const auto& x, const auto& y) { return x.repair < y.repair; });
  std::vector<FluidMachine::Mode> kept;
  for (const auto& mode : modes) {
    if (kept.empty() || mode.repair > kept.back().repair * (1 + kAlike)) {
      kept.push_back(mode);
      continue;
    }
    auto& like = kept.back();
    const double failures = like.failure + mode.failure;
    if (failures > 0) like.repair = failures / (like.failure / like.repair + mode.failure / mode.repair);
    like.failure = failures;
  }
  return kept;
}

// The machine that a buffer sees on one side: the real one, together with all that lies behind it, which
// starves it (or blocks it) and slows it down. `far` and `near` are the machines of the pair on the other
// side of the real one, `near` the one that stands for it there; `idle` says how much of the time the real
// one waits for each mode of `far`.
//   Interruptions of flow: failures of its own, and waits that begin; each lasts as long as its repair.
//   Speed: so that work, repairs and waits together leave just the throughput of that pair.
FluidMachine together(const FluidMachine& real, const FluidMachine& far, const FluidMachine& near,
                      const std::vector<double>& idle, double flow) {
  std::vector<FluidMachine::Mode> modes;  // failures a part, until the speed is known
  double stopped = 0;                     // seconds a part
  for (const auto& mode : real.modes) modes.push_back({mode.failure / real.speed, mode.repair});
  for (std::size_t m = 0; m < idle.size(); ++m)
    modes.push_back({far.modes[m].repair * idle[m] / flow, far.modes[m].repair});
  for (const auto& mode : modes) stopped += mode.failure / mode.repair;
  const double a_part = 1 / flow + 1 / real.alone() - 1 / near.alone();  // 1 / (the new machine).alone()
  FluidMachine all{1 / std::max(a_part - stopped, 1e-3 / real.speed), gathered(modes)};
  for (auto& mode : all.modes) mode.failure *= all.speed;
  return all;
}

struct Sweeper {
  const std::vector<FluidMachine>& machines;
  const std::vector<double>& sizes;
  std::vector<FluidMachine> up;    // before buffer i
  std::vector<FluidMachine> down;  // behind it
  std::vector<FluidPair> pairs;
  bool broken = false;

  Sweeper(const std::vector<FluidMachine>& line, const std::vector<double>& buffers)
      : machines(line),
        sizes(buffers),
        up(line.begin(), line.end() - 1),
        down(line.begin() + 1, line.end()),
        pairs(buffers.size()) {}

  void solve(std::size_t i) {
    const auto pair = solve_pair(up[i], down[i], sizes[i]);
    if (!pair)
      broken = true;
    else
      pairs[i] = *pair;
  }
  void forth() {
    for (std::size_t i = 0; i < pairs.size() && !broken; ++i) {
      if (i > 0)
        up[i] = together(machines[i], up[i - 1], down[i - 1], pairs[i - 1].starved, pairs[i - 1].throughput);
      solve(i);
    }
  }
  void back() {
    for (std::size_t i = pairs.size(); i-- > 0 && !broken;) {
      if (i + 1 < pairs.size())
        down[i] =
            together(machines[i + 1], down[i + 1], up[i + 1], pairs[i + 1].blocked, pairs[i + 1].throughput);
      solve(i);
    }
  }
};

}  // namespace

std::optional<Decomposition> decompose(const std::vector<FluidMachine>& machines,
                                       const std::vector<double>& sizes, std::string* why) {
  const auto fail = [why](std::string text) {
    if (why) *why = std::move(text);
    return std::nullopt;
  };
  Sweeper line(machines, sizes);
  Decomposition result;
  std::vector<double> before(sizes.size(), 0);
  double change = 1;
  while (change > kSettled && result.sweeps < kMostSweeps) {
    line.forth();
    line.back();
    if (line.broken)
      return fail(fmt::format("a pair of machines has no sound solution in sweep {}", result.sweeps + 1));
    change = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const double now = line.pairs[i].throughput;
      change = std::max(change, std::abs(now - before[i]) / now);
      before[i] = now;
    }
    ++result.sweeps;
  }
  const auto [least, most] = std::minmax_element(before.begin(), before.end());
  result.mismatch = (*most - *least) / *most;
  if (change > kSettled)
    return fail(fmt::format("it did not settle in {} sweeps (last change {:.1e})", kMostSweeps, change));
  if (result.mismatch > kOneFlow)
    return fail(
        fmt::format("the pairs settled on throughputs that differ by {:.2g} %", 100 * result.mismatch));
  result.throughput = before.front();
  for (const FluidPair& pair : line.pairs) result.levels.push_back(pair.level);
  return result;
}

}  // namespace linetwin
