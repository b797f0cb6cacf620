#include "batch/details.hpp"

#include <algorithm>
#include <tuple>

namespace linetwin {
namespace {

constexpr Time kLongestGantt = 8 * kHour;

}  // namespace

std::pair<Time, Time> first_shift(const LineModel& model, Time from, Time until) {
  const Calendar& calendar = model.scheduled;
  if (calendar.shifts.empty()) return {from, std::min(until, from + kLongestGantt)};
  // of the beginnings of work in two weeks, the first with the most machines at work in the hours behind it
  Time best = from;
  Time most = -1;
  const Time last = std::min(until, from + 2 * kWeek);
  for (Time t = from; t < last; t = calendar.next_change(t)) {
    Time manned = 0;
    const Time ends = std::min(until, t + kLongestGantt);
    for (const StationModel& station : model.stations) {
      const Time on = station.calendar == kNone
                          ? calendar.time_on(t, ends)
                          : model.calendars[static_cast<std::size_t>(station.calendar)].time_on(t, ends);
      manned += on * station.machines;
    }
    if (manned <= most || (!calendar.on(t) && t != from)) continue;
    most = manned;
    best = t;
  }
  return {best, std::min(until, best + kLongestGantt)};
}

void Watcher::watch(StudyAsk& ask, Time slice) {
  slice_ = slice;
  ask.slice = slice;
  ask.elements = true;
  ask.stays = true;
  ask.shifting = true;
  other_ = ask.observer;
  ask.observer = [this](std::size_t i, const RunOptions& options) { return begin(i, options); };
}

Observer* Watcher::begin(std::size_t replication, const RunOptions& options) {
  const std::lock_guard lock(guard_);
  Watched& watched = watched_[replication];
  watched = Watched{};
  watched.flow = std::make_unique<FlowCounter>(model_, options.warmup);
  watched.both.add(*watched.flow);
  if (Observer* const other = other_ ? other_(replication, options) : nullptr) watched.both.add(*other);
  if (replication == 0) {
    const auto [from, to] = first_shift(model_, options.warmup, options.duration);
    watched.gantt = std::make_unique<GanttRecorder>(model_, from, to);
    watched.both.add(*watched.gantt);
  }
  return &watched.both;
}

std::vector<std::vector<std::int64_t>> Watcher::reworked(const Study& study) const {
  std::vector<std::vector<std::int64_t>> all;
  for (std::size_t i = 0; i < study.records.size(); ++i) {
    std::vector<std::int64_t>& one = all.emplace_back();
    const auto watched = watched_.find(i);
    for (const StationModel& station : model_.stations)
      one.push_back(watched == watched_.end()
                        ? 0
                        : watched->second.flow->counts().repeated[static_cast<std::size_t>(station.element)]);
  }
  return all;
}

void Watcher::add_flow(const Study& study, Details& details) const {
  for (const Element& element : model_.elements) details.flow_per_h.emplace_back(element.successors.size());
  details.scrap_per_h.resize(model_.elements.size());
  double window_h = 0;
  for (std::size_t i = 0; i < study.records.size(); ++i)
    if (study.records[i].outcome == Outcome::Finished) window_h += hours(study.records[i].window);
  for (const auto& [i, watched] : watched_) {
    if (i >= study.records.size() || study.records[i].outcome != Outcome::Finished) continue;
    const FlowCounts& counts = watched.flow->counts();
    for (std::size_t e = 0; e < model_.elements.size(); ++e) {
      details.scrap_per_h[e] += static_cast<double>(counts.scrapped[e]) / window_h;
      for (std::size_t k = 0; k < details.flow_per_h[e].size(); ++k)
        details.flow_per_h[e][k] += static_cast<double>(counts.moved[e][k]) / window_h;
    }
  }
}

Details Watcher::details(const Study& study, Summary& summary, const BatchRunner& run_batch,
                         int threads) const {
  Details details;
  details.series = series_of(model_, study.records, slice_);
  if (summary.finished == 0) return details;
  const CapacityReport report = capacity(model_);
  details.oee = oee_figures(report, study.records, reworked(study));
  add_flow(study, details);
  details.stretches = study.stretches;
  if (const auto first = watched_.find(0); first != watched_.end() && first->second.gantt) {
    details.gantt = first->second.gantt->bars();
    std::tie(details.gantt_from, details.gantt_to) =
        first_shift(model_, study.options.warmup, study.options.duration);
  }
  ReplicationPlan plan;
  plan.threads = threads;
  details.sensitivity =
      measure_sensitivity(model_, study.options, study.records, summary.jury, plan, run_batch);
  if (!details.sensitivity.gains.empty())
    add_vote(summary.jury, sensitivity_vote(model_, details.sensitivity));
  details.losses_of = summary.jury.verdict.station;
  if (details.losses_of == kNone) return details;
  if (const auto basis = loss_basis(model_, report, details.losses_of))
    details.losses = loss_figures(*basis, study.records, details.losses_of);
  return details;
}

}  // namespace linetwin
