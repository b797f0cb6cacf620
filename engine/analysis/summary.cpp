#include "analysis/summary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/throughput.hpp"

namespace linetwin {
namespace {

// The figure of one number over the finished replications; `value` gives nothing where there is no
// observation.
template <class F>
Figure over(const std::vector<const RunRecord*>& records, F value) {
  std::vector<double> observations;
  for (const RunRecord* record : records)
    if (const std::optional<double> x = value(*record)) observations.push_back(*x);
  return estimate(observations);
}

double per(Integral sum, Time time) { return static_cast<double>(sum) / static_cast<double>(time); }
double share(Time part, Time whole) { return static_cast<double>(part) / static_cast<double>(whole); }

std::optional<double> lead_time(const std::vector<VariantRecord>& variants, std::size_t from,
                                std::size_t to) {
  std::int64_t left = 0;
  Integral sum = 0;
  for (std::size_t v = from; v < to; ++v) left += variants[v].left, sum += variants[v].lead_time;
  if (left == 0) return std::nullopt;
  return static_cast<double>(sum) / static_cast<double>(left) / static_cast<double>(kSecond);
}

void warn_of_sources(const LineModel& model, const std::vector<const RunRecord*>& records, Summary& summary) {
  for (std::size_t i = 0; i < model.sources.size(); ++i) {
    const SourceModel& source = model.sources[i];
    if (source.unlimited || source.when_full != WhenFull::Wait) continue;
    const Figure held = over(records, [&](const RunRecord& r) { return share(r.sources[i].held, r.window); });
    if (!held.mean || *held.mean < 0.01) continue;
    const double gap = mean(model.streams[static_cast<std::size_t>(source.interarrival.first)].written);
    const double asked = static_cast<double>(source.batch) * static_cast<double>(kHour) / gap;
    const double got = *over(records, [&](const RunRecord& r) {
                          return static_cast<double>(r.sources[i].created) / hours(r.window);
                        }).mean;
    summary.warnings.push_back(fmt::format(
        "the source \"{}\" was held back for lack of room {:.1f} % of the time: {:.4g} parts per hour "
        "arrived, {:.4g} were asked",
        model.of(source).name, *held.mean * 100, got, asked));
  }
}

void summarise_elements(const LineModel& model, const std::vector<const RunRecord*>& records,
                        Summary& summary) {
  for (std::size_t s = 0; s < model.stations.size(); ++s) {
    StationSummary station;
    const std::int32_t machines = model.stations[s].machines;
    for (std::size_t i = 0; i < kMachineStates; ++i)
      station.state[i] = over(
          records, [&](const RunRecord& r) { return share(r.stations[s].time[i], r.window * machines); });
    station.finished =
        over(records, [&](const RunRecord& r) { return static_cast<double>(r.stations[s].finished); });
    station.scrapped =
        over(records, [&](const RunRecord& r) { return static_cast<double>(r.stations[s].scrapped); });
    summary.stations.push_back(station);
  }
  for (std::size_t b = 0; b < model.buffers.size(); ++b)
    summary.buffers.push_back(
        {over(records, [&](const RunRecord& r) { return per(r.buffers[b].level, r.window); }),
         over(records, [&](const RunRecord& r) { return share(r.buffers[b].full, r.window); }),
         over(records, [&](const RunRecord& r) { return share(r.buffers[b].empty, r.window); })});
  for (std::size_t i = 0; i < model.sources.size(); ++i)
    summary.sources.push_back(
        {over(records, [&](const RunRecord& r) { return static_cast<double>(r.sources[i].created); }),
         over(records, [&](const RunRecord& r) { return static_cast<double>(r.sources[i].lost); }),
         over(records, [&](const RunRecord& r) { return per(r.sources[i].outside, r.window); })});
  for (std::size_t i = 0; i < model.sinks.size(); ++i)
    summary.sinks.push_back(
        over(records, [&](const RunRecord& r) { return static_cast<double>(r.sinks[i].parts); }));
  for (std::size_t v = 0; v < model.variants.size(); ++v)
    summary.variants.push_back(
        {over(records,
              [&](const RunRecord& r) { return static_cast<double>(r.variants[v].good) / hours(r.window); }),
         over(records, [&](const RunRecord& r) { return lead_time(r.variants, v, v + 1); })});
}

void summarise_stays(const std::vector<const RunRecord*>& records, Summary& summary) {
  std::vector<std::vector<Time>> stays;
  for (const RunRecord* record : records) stays.push_back(record->stays);
  summary.lead_time_quantiles_s = quantile_figures(stays);
  summary.lead_times = histogram(stays);
}

// The slices that lie in the window as a whole take part.
std::optional<BatchSummary> batches_of(const RunOptions& options, const RunRecord& record, Time slice) {
  std::vector<double> good, wip, stay, left;
  Time from = 0;
  for (const Slice& s : record.slices) {
    const Time to = from + slice;
    if (from >= options.warmup && to <= record.ended) {
      good.push_back(static_cast<double>(s.good) / hours(slice));
      wip.push_back(static_cast<double>(s.wip) / static_cast<double>(slice));
      stay.push_back(static_cast<double>(s.lead_time) / static_cast<double>(kSecond));
      left.push_back(static_cast<double>(s.left));
    }
    from = to;
  }
  const std::optional<BatchMeans> throughput = batch_means(good);
  const std::optional<BatchMeans> inside = batch_means(wip);
  if (!throughput || !inside) return std::nullopt;
  return BatchSummary{*throughput, *inside, batch_ratios(stay, left)};
}

void summarise_resources(const LineModel& model, const std::vector<const RunRecord*>& records,
                         Summary& summary) {
  for (std::size_t c = 0; c < model.conveyors.size(); ++c)
    summary.conveyors.push_back(
        {over(records, [&](const RunRecord& r) { return per(r.conveyors[c].level, r.window); }),
         over(records, [&](const RunRecord& r) { return share(r.conveyors[c].full, r.window); }),
         over(records, [&](const RunRecord& r) { return share(r.conveyors[c].empty, r.window); }),
         over(records, [&](const RunRecord& r) { return share(r.conveyors[c].held, r.window); })});
  for (std::size_t p = 0; p < model.pools.size(); ++p)
    summary.pools.push_back({over(
        records, [&](const RunRecord& r) { return per(r.pools[p].busy, r.window * model.pools[p].count); })});
  for (std::size_t f = 0; f < model.fleets.size(); ++f) {
    const auto of = [&](Time FleetRecord::*part) {
      return over(records, [&, part](const RunRecord& r) {
        return share(r.fleets[f].*part, r.window * model.fleets[f].count);
      });
    };
    summary.fleets.push_back({of(&FleetRecord::idle), of(&FleetRecord::empty), of(&FleetRecord::loaded),
                              of(&FleetRecord::waiting)});
  }
  for (std::size_t l = 0; l < model.limits.size(); ++l) {
    const double unit = model.limits[l].unit();
    LimitSummary limit{
        over(records, [&](const RunRecord& r) { return per(r.limits[l].amount, r.window) * unit; }),
        over(records, [&](const RunRecord& r) { return static_cast<double>(r.limits[l].peak) * unit; }),
        over(records, [&](const RunRecord& r) { return share(r.limits[l].full, r.window); }),
        over(records, [&](const RunRecord& r) { return hours(r.limits[l].held); }),
        {}};
    for (std::size_t i = 0; i < model.limits[l].report.size(); ++i)
      limit.above.push_back(over(records, [&](const RunRecord& r) { return hours(r.limits[l].above[i]); }));
    summary.limits.push_back(std::move(limit));
  }
}

}  // namespace

Summary summarise(const LineModel& model, const RunOptions& options, const std::vector<RunRecord>& records,
                  const std::vector<std::vector<BottleneckShare>>& shifting, Time slice) {
  Summary summary;
  summary.options = options;
  std::vector<const RunRecord*> finished;
  std::vector<std::vector<BottleneckShare>> of_finished;
  std::size_t last_ended = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const RunRecord& r = records[i];
    if (r.outcome == Outcome::Interrupted) {
      summary.interrupted = true;
      summary.throughput_by_replication.push_back(std::nullopt);
      continue;
    }
    ++summary.ended;
    last_ended = i + 1;
    if (r.outcome == Outcome::Finished) {
      finished.push_back(&r);
      if (!shifting.empty()) of_finished.push_back(shifting[i]);
      summary.throughput_by_replication.push_back(throughput_per_h(r));
    } else {
      summary.stuck.push_back({static_cast<int>(i), r.outcome, r.ended, r.circle});
      summary.throughput_by_replication.push_back(std::nullopt);
    }
  }
  summary.throughput_by_replication.resize(last_ended);
  summary.interrupted =
      summary.interrupted || records.size() < static_cast<std::size_t>(options.replications);
  summary.finished = static_cast<int>(finished.size());
  summary.throughput_per_h = over(finished, [](const RunRecord& r) { return throughput_per_h(r); });
  summary.scheduled_h =
      hours(model.scheduled.shifts.empty() ? options.duration - options.warmup
                                           : model.scheduled.time_on(options.warmup, options.duration));
  if (summary.scheduled_h > 0)
    summary.throughput_per_scheduled_h = over(finished, [&](const RunRecord& r) {
      return static_cast<double>(good_parts(r)) / summary.scheduled_h;
    });
  summary.wip = over(finished, [](const RunRecord& r) { return per(r.wip, r.window); });
  summary.lead_time_s =
      over(finished, [](const RunRecord& r) { return lead_time(r.variants, 0, r.variants.size()); });
  summarise_stays(finished, summary);
  if (records.size() == 1 && finished.size() == 1 && slice > 0)
    summary.batches = batches_of(options, *finished.front(), slice);
  summary.parts_out = over(finished, [](const RunRecord& r) { return static_cast<double>(good_parts(r)); });
  summary.parts_scrapped = over(finished, [](const RunRecord& r) { return static_cast<double>(r.scrapped); });
  summarise_elements(model, finished, summary);
  summarise_resources(model, finished, summary);
  summary.jury = hold_jury(model, finished, of_finished);
  warn_of_sources(model, finished, summary);
  const auto& b = summary.batches;
  if (b &&
      (b->throughput_per_h.correlated || b->wip.correlated || (b->lead_time_s && b->lead_time_s->correlated)))
    summary.warnings.emplace_back(
        "the run is too short for batch means: its intervals may be too narrow; run longer, or replications");
  return summary;
}

}  // namespace linetwin
