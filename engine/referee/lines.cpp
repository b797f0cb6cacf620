#include "referee/lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "referee/decomposition.hpp"

namespace linetwin {
namespace {

constexpr const char* kMethod = "decomposition";

// The largest squared coefficient of variation of a cycle time that is taken for constant (a standard
// deviation of a tenth of the mean): beside what failures do to the flow, it does little (docs/methods.md).
constexpr double kSteady = 0.01;

std::string unfit(const LineModel& model, const SerialLine& line) {
  if (!line.source->unlimited)
    return fmt::format("parts arrive at \"{}\" at times of their own (interarrival)",
                       model.of(*line.source).name);
  bool fails = false;
  for (const StationView& s : line.stations) {
    if (s.machines > 1) return fmt::format("\"{}\" has {} machines", s.name, s.machines);
    if (s.cycle_scv > kSteady)
      return fmt::format("the cycle time of \"{}\" is {}, not nearly constant", s.name,
                         kind_name(s.cycle.kind));
    if (s.cycle_s <= 0) return fmt::format("the cycle of \"{}\" takes no time", s.name);
    if (s.scrap > 0) return fmt::format("\"{}\" makes scrap", s.name);
    for (const FailureView& f : s.failures) {
      fails = true;
      if (f.clock == FailureClock::Calendar)
        return fmt::format("\"{}\" fails by the calendar (clock), not while it works", s.name);
      if (!f.exponential_up) return fmt::format("the mtbf of \"{}\" is not exponential", s.name);
      if (!f.exponential_repair) return fmt::format("the mttr of \"{}\" is not exponential", s.name);
      if (!(f.up_s > 0) || !(f.repair_s > 0))
        return fmt::format("the failures of \"{}\" have a time of 0 (mtbf, mttr)", s.name);
    }
  }
  if (line.stations.size() < 2) return "the line has a single station";
  if (!fails) return "no station fails";
  return {};
}

FluidMachine machine_of(const StationView& s) {
  FluidMachine machine{1 / s.cycle_s, {}};
  for (const FailureView& f : s.failures) machine.modes.push_back({1 / f.up_s, 1 / f.repair_s});
  if (machine.modes.empty()) machine.modes.push_back({0, 1 / s.cycle_s});
  return machine;
}

// The continuous buffer for `room` places between two machines: so many parts can the slower one go on for
// while the faster one is down, before that costs it time. The places on the machines add nothing where the
// cycles are alike: docs/methods.md has the derivation, and what simulations say of it.
double store(double room, double cycle_1, double cycle_2) {
  return room + 1 - std::min(cycle_1, cycle_2) / std::max(cycle_1, cycle_2);
}

constexpr double kHuge = 1e5;  // parts: more than any run fills

}  // namespace

Opinion decomposition_opinion(const LineModel& model) {
  std::string why;
  const auto line = fitting_line(model, unfit, why);
  if (!line) return NotApplied{kMethod, why};
  std::vector<FluidMachine> machines;
  std::vector<double> sizes;
  for (std::size_t i = 0; i < line->stations.size(); ++i) {
    machines.push_back(machine_of(line->stations[i]));
    if (i + 1 == line->stations.size()) break;
    const double room = line->room[i] == kUnlimited ? kHuge : static_cast<double>(line->room[i]);
    sizes.push_back(store(room, line->stations[i].cycle_s, line->stations[i + 1].cycle_s));
  }
  const auto found = decompose(machines, sizes, &why);
  if (!found) return NotApplied{kMethod, why};
  Finding finding;
  finding.kind = Finding::Kind::Approximate;
  finding.method = "decomposition into two-machine lines";
  finding.source = "Dallery, David, Xie 1989; Burman 1995; Levantesi, Matta, Tolio 2003";
  finding.throughput_per_h = line->scrap_bin ? 0 : found->throughput * 3600;
  finding.assumptions = {"parts flow as a fluid, the places on the machines taken into account",
                         "what happens on one side of a buffer is independent of the other side"};
  for (const StationView& s : line->stations)
    if (s.cycle_scv > 0) {
      finding.assumptions.push_back(
          fmt::format("cycle times are taken for their means, that of \"{}\" among them", s.name));
      break;
    }
  return finding;
}

}  // namespace linetwin
