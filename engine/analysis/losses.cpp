#include "analysis/losses.hpp"

#include "sim/throughput.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kBalance = static_cast<std::size_t>(Loss::Balance);

constexpr std::array<MachineState, 7> kTimeLosses = {
    MachineState::Off,     MachineState::Maintenance, MachineState::Down,   MachineState::Setup,
    MachineState::Waiting, MachineState::Blocked,     MachineState::Starved};

// Gives what is left to the balance. Where that is within a factor of two, the difference is exact (Sterbenz
// 1974) and the sum ends at the real rate; where it is not, the real rate may have digits that no sum of
// larger numbers ends in, and takes the sum's.
void balance_out(Waterfall& w) {
  double running = w.ideal;
  for (std::size_t i = 0; i < kBalance; ++i) running += w.steps[i];
  w.steps[kBalance] = w.real - running;
  w.real = running + w.steps[kBalance];
}

}  // namespace

std::optional<LossBasis> loss_basis(const LineModel& model, const CapacityReport& capacity,
                                    std::int32_t station) {
  const auto s = static_cast<std::size_t>(station);
  const StationCapacity& c = capacity.stations[s];
  const double passes = c.visits * c.good;
  if (!(passes > 0) || !(c.work_s > 0)) return std::nullopt;
  return LossBasis{model.stations[s].machines * 3600 / c.work_s / passes, passes};
}

Waterfall losses(const LossBasis& basis, const StationRecord& record, double real_per_h, Time window) {
  Time total = 0;
  for (const Time time : record.time) total += time;
  const auto rate_in = [&](MachineState state) {
    return basis.ideal_per_h * static_cast<double>(record.time[static_cast<std::size_t>(state)]) /
           static_cast<double>(total);
  };
  const auto rate_of = [&](std::int64_t parts) {
    return static_cast<double>(parts) / hours(window) / basis.passes;
  };
  Waterfall w;
  w.ideal = basis.ideal_per_h;
  w.real = real_per_h;
  // from 0, so that no loss is 0 and not -0
  for (std::size_t i = 0; i < kTimeLosses.size(); ++i) w.steps[i] = 0 - rate_in(kTimeLosses[i]);
  w.steps[static_cast<std::size_t>(Loss::Speed)] = rate_of(record.finished) - rate_in(MachineState::Working);
  w.steps[static_cast<std::size_t>(Loss::Quality)] = 0 - rate_of(record.scrapped);
  balance_out(w);
  return w;
}

std::optional<WaterfallFigures> loss_figures(const LossBasis& basis, const std::vector<RunRecord>& records,
                                             std::int32_t station) {
  std::array<std::vector<double>, kLosses> steps;
  std::vector<double> reals;
  for (const RunRecord& record : records) {
    if (record.outcome != Outcome::Finished) continue;
    const Waterfall w = losses(basis, record.stations[static_cast<std::size_t>(station)],
                               throughput_per_h(record), record.window);
    for (std::size_t i = 0; i < kLosses; ++i) steps[i].push_back(w.steps[i]);
    reals.push_back(w.real);
  }
  if (reals.empty()) return std::nullopt;
  WaterfallFigures figures;
  figures.ideal = basis.ideal_per_h;
  figures.real = estimate(reals);
  Waterfall means;
  means.ideal = figures.ideal;
  means.real = *figures.real.mean;
  for (std::size_t i = 0; i < kLosses; ++i) {
    figures.steps[i] = estimate(steps[i]);
    means.steps[i] = *figures.steps[i].mean;
  }
  balance_out(means);
  figures.real.mean = means.real;
  figures.steps[kBalance].mean = means.steps[kBalance];
  return figures;
}

}  // namespace linetwin
