#include "analysis/series.hpp"

#include <algorithm>

namespace linetwin {
namespace {

constexpr std::array kRoundTimes = {kSecond,      5 * kSecond,  15 * kSecond, kMinute,      5 * kMinute,
                                    15 * kMinute, 30 * kMinute, kHour,        2 * kHour,    4 * kHour,
                                    8 * kHour,    kDay,         2 * kDay,     7 * kDay,     28 * kDay,
                                    364 * kDay,   3640 * kDay,  36400 * kDay, 364000 * kDay};

double per_hour(std::int64_t count, Time width) { return static_cast<double>(count) / hours(width); }

Series::Level level_of(const std::vector<const RunRecord*>& records, std::size_t i, std::size_t buffer,
                       double width) {
  Series::Level level;
  for (const RunRecord* r : records) {
    const double x = static_cast<double>(r->slices[i].buffers[buffer]) / width;
    level.low = r == records.front() ? x : std::min(level.low, x);
    level.high = r == records.front() ? x : std::max(level.high, x);
    level.mean += x / static_cast<double>(records.size());
  }
  return level;
}

}  // namespace

Time slice_for(Time duration, std::int64_t fewest, std::int64_t most) {
  Time slice = kHour;
  while (duration / slice >= most && slice != kRoundTimes.back())
    slice = *std::upper_bound(kRoundTimes.begin(), kRoundTimes.end(), slice);
  while (duration / slice < fewest && slice != kRoundTimes.front())
    slice = *(std::lower_bound(kRoundTimes.begin(), kRoundTimes.end(), slice) - 1);
  return slice;
}

Series series_of(const LineModel& model, const std::vector<RunRecord>& records, Time slice) {
  Series series;
  std::vector<const RunRecord*> finished;
  for (const RunRecord& r : records)
    if (r.outcome == Outcome::Finished && !r.slices.empty()) finished.push_back(&r);
  if (finished.empty()) return series;
  const RunRecord& first = *finished.front();
  const bool elements = !first.slices.front().stations.empty() || model.stations.empty();
  if (elements) {
    series.states.resize(model.stations.size());
    series.levels.resize(model.buffers.size());
  }
  series.edges.push_back(0);
  for (std::size_t i = 0; i < first.slices.size(); ++i) {
    const Time from = series.edges.back();
    const Time to = std::min(from + slice, first.ended);
    const Time width = to - from;
    series.edges.push_back(to);
    std::vector<double> good, wip, lead, scrapped;
    for (const RunRecord* r : finished) {
      const Slice& s = r->slices[i];
      good.push_back(per_hour(s.good, width));
      scrapped.push_back(per_hour(s.scrapped, width));
      wip.push_back(static_cast<double>(s.wip) / static_cast<double>(width));
      if (s.left > 0)
        lead.push_back(static_cast<double>(s.lead_time) / static_cast<double>(s.left) /
                       static_cast<double>(kSecond));
    }
    series.throughput_per_h.push_back(estimate(good));
    series.wip.push_back(estimate(wip));
    series.lead_time_s.push_back(estimate(lead));
    series.scrapped_per_h.push_back(estimate(scrapped));
    if (!elements) continue;
    for (std::size_t s = 0; s < model.stations.size(); ++s) {
      auto& shares = series.states[s].emplace_back();
      const double whole = static_cast<double>(width) * model.stations[s].machines;
      for (std::size_t k = 0; k < kMachineStates; ++k)
        for (const RunRecord* r : finished)
          shares[k] +=
              static_cast<double>(r->slices[i].stations[s][k]) / whole / static_cast<double>(finished.size());
    }
    for (std::size_t b = 0; b < model.buffers.size(); ++b)
      series.levels[b].push_back(level_of(finished, i, b, static_cast<double>(width)));
  }
  return series;
}

}  // namespace linetwin
