#include "analysis/targets.hpp"

#include <algorithm>

namespace linetwin {
namespace {

// Sums and quotients of the same numbers on two ways differ by so much of the value.
constexpr double kRounding = 1e-9;

// Hours of a usual week in which the line is manned.
double scheduled_h_of_week(const LineModel& model) {
  return hours(kWeek) * (model.scheduled.shifts.empty() ? 1 : model.scheduled.share_of_week());
}

Figure times(Figure figure, double factor) {
  for (std::optional<double>* x : {&figure.mean, &figure.half_width, &figure.sd})
    if (*x) **x *= factor;
  return figure;
}

// Good parts in each period of a usual week.
Figure made_per_period(const LineModel& model, const Summary& summary, Time period) {
  const double per_week = scheduled_h_of_week(model);
  if (model.scheduled.shifts.empty() || !(per_week > 0))
    return times(summary.throughput_per_h, hours(period));
  return times(summary.throughput_per_scheduled_h, per_week * hours(period) / hours(kWeek));
}

// Whether the window tells what a usual week brings: any window does where all stations keep the same hours;
// else it depends on which of them it holds, and only whole weeks will do.
bool tells_of_a_week(const LineModel& model, const RunOptions& options) {
  if ((options.duration - options.warmup) % kWeek == 0) return true;
  return std::all_of(model.stations.begin(), model.stations.end(), [&](const StationModel& s) {
    return s.calendar == model.stations.front().calendar && s.crew == kNone;
  });
}

}  // namespace

std::optional<double> takt_s(const LineModel& model, double per_h) {
  const double available = scheduled_h_of_week(model);
  if (!(available > 0)) return std::nullopt;
  return available * seconds(kHour) / (per_h * hours(kWeek));
}

std::optional<double> wanted_per_h(const Targets& targets) {
  if (!targets.throughput_per_h && !targets.demand) return std::nullopt;
  return std::max(targets.throughput_per_h.value_or(0), targets.demand ? targets.demand->per_h() : 0);
}

bool out_of_reach(double bound_per_h, double per_h) { return bound_per_h < per_h * (1 - kRounding); }

Judgement judge(const Figure& measured, double target, bool least) {
  if (!measured.mean || !measured.half_width) return Judgement::Open;
  const double sign = least ? 1 : -1;
  const double ahead = sign * (*measured.mean - target);  // over 0 on the good side
  const double rounding = kRounding * target;
  if (ahead - *measured.half_width >= -rounding) return Judgement::Met;
  if (ahead + *measured.half_width < -rounding) return Judgement::Missed;
  return Judgement::Open;
}

std::vector<TargetVerdict> judge(const LineModel& model, const Summary& summary) {
  std::vector<TargetVerdict> verdicts;
  const auto add = [&](TargetKind kind, double target, const Figure& measured, std::optional<double> takt) {
    Judgement judgement = judge(measured, target, kind != TargetKind::LeadTime);
    // the figures are over the replications that went well: of a line that jams they promise nothing
    if (judgement == Judgement::Met && !summary.stuck.empty()) judgement = Judgement::Open;
    const bool shifts = !model.scheduled.shifts.empty();
    if (kind == TargetKind::Demand && shifts && !tells_of_a_week(model, summary.options))
      judgement = Judgement::Open;
    verdicts.push_back({kind, target, measured, judgement, takt});
  };
  const Targets& targets = model.targets;
  if (targets.throughput_per_h)
    add(TargetKind::Throughput, *targets.throughput_per_h, summary.throughput_per_h,
        takt_s(model, *targets.throughput_per_h));
  if (targets.demand)
    add(TargetKind::Demand, targets.demand->count, made_per_period(model, summary, targets.demand->period),
        takt_s(model, targets.demand->per_h()));
  if (targets.lead_time_s) add(TargetKind::LeadTime, *targets.lead_time_s, summary.lead_time_s, std::nullopt);
  return verdicts;
}

}  // namespace linetwin
