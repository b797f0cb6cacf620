#include "analysis/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/diagnostics.hpp"

namespace linetwin {
namespace {

class Collector {
 public:
  // A figure of the whole line.
  void add(std::string name, Figure Summary::*figure) {
    metrics.push_back({std::move(name), [figure](const Summary& s) -> const Figure& { return s.*figure; }});
  }
  // A figure of the i-th element of a list.
  template <class T>
  void add(std::string name, std::vector<T> Summary::*list, std::size_t i, Figure T::*figure) {
    metrics.push_back({std::move(name), [list, i, figure](const Summary& s) -> const Figure& {
                         return (s.*list)[i].*figure;
                       }});
  }
  void add(std::string name, std::function<const Figure&(const Summary&)> of) {
    metrics.push_back({std::move(name), std::move(of)});
  }
  std::vector<Metric> metrics;
};

void add_stations(const LineModel& model, Collector& all) {
  for (std::size_t s = 0; s < model.stations.size(); ++s) {
    const std::string name = "stations." + model.of(model.stations[s]).name + ".";
    for (std::size_t i = 0; i < kMachineStates; ++i)
      all.add(name + kMachineStateNames[i],
              [s, i](const Summary& summary) -> const Figure& { return summary.stations[s].state[i]; });
    all.add(name + "parts_finished", &Summary::stations, s, &StationSummary::finished);
    all.add(name + "parts_scrapped", &Summary::stations, s, &StationSummary::scrapped);
  }
}

void add_flow(const LineModel& model, Collector& all) {
  for (std::size_t b = 0; b < model.buffers.size(); ++b) {
    const std::string name = "buffers." + model.of(model.buffers[b]).name + ".";
    all.add(name + "level", &Summary::buffers, b, &BufferSummary::level);
    all.add(name + "full", &Summary::buffers, b, &BufferSummary::full);
    all.add(name + "empty", &Summary::buffers, b, &BufferSummary::empty);
  }
  for (std::size_t v = 0; v < model.variants.size(); ++v) {
    const std::string name = "parts." + model.variants[v] + ".";
    all.add(name + "throughput_per_h", &Summary::variants, v, &VariantSummary::throughput_per_h);
    all.add(name + "lead_time_s", &Summary::variants, v, &VariantSummary::lead_time_s);
  }
  for (std::size_t i = 0; i < model.sources.size(); ++i) {
    const std::string name = "sources." + model.of(model.sources[i]).name + ".";
    all.add(name + "created", &Summary::sources, i, &SourceSummary::created);
    all.add(name + "lost", &Summary::sources, i, &SourceSummary::lost);
    all.add(name + "outside", &Summary::sources, i, &SourceSummary::outside);
  }
  for (std::size_t i = 0; i < model.sinks.size(); ++i)
    all.add("sinks." + model.of(model.sinks[i]).name + ".parts",
            [i](const Summary& summary) -> const Figure& { return summary.sinks[i]; });
}

void add_resources(const LineModel& model, Collector& all) {
  for (std::size_t c = 0; c < model.conveyors.size(); ++c) {
    const std::string name = "conveyors." + model.of(model.conveyors[c]).name + ".";
    all.add(name + "level", &Summary::conveyors, c, &ConveyorSummary::level);
    all.add(name + "full", &Summary::conveyors, c, &ConveyorSummary::full);
    all.add(name + "empty", &Summary::conveyors, c, &ConveyorSummary::empty);
    all.add(name + "blocked", &Summary::conveyors, c, &ConveyorSummary::blocked);
  }
  for (std::size_t p = 0; p < model.pools.size(); ++p)
    all.add("workers." + model.pools[p].name + ".busy", &Summary::pools, p, &PoolSummary::busy);
  for (std::size_t f = 0; f < model.fleets.size(); ++f) {
    const std::string name = "vehicles." + model.fleets[f].name + ".";
    all.add(name + "loaded", &Summary::fleets, f, &FleetSummary::loaded);
    all.add(name + "empty", &Summary::fleets, f, &FleetSummary::empty);
    all.add(name + "waiting", &Summary::fleets, f, &FleetSummary::waiting);
    all.add(name + "idle", &Summary::fleets, f, &FleetSummary::idle);
  }
  for (std::size_t l = 0; l < model.limits.size(); ++l) {
    const std::string name = "limits." + model.limits[l].name + ".";
    all.add(name + "mean", &Summary::limits, l, &LimitSummary::mean);
    all.add(name + "peak", &Summary::limits, l, &LimitSummary::peak);
    all.add(name + "full", &Summary::limits, l, &LimitSummary::full);
    all.add(name + "held_back_h", &Summary::limits, l, &LimitSummary::held_back_h);
  }
}

}  // namespace

std::vector<Metric> headline_metrics() {
  Collector all;
  all.add("throughput_per_h", &Summary::throughput_per_h);
  all.add("throughput_per_scheduled_h", &Summary::throughput_per_scheduled_h);
  all.add("wip", &Summary::wip);
  all.add("lead_time_s", &Summary::lead_time_s);
  all.add("parts_out", &Summary::parts_out);
  all.add("parts_scrapped", &Summary::parts_scrapped);
  return std::move(all.metrics);
}

std::vector<Metric> metrics_of(const LineModel& model) {
  Collector all{headline_metrics()};
  for (std::size_t q = 0; q < kQuantiles.size(); ++q)
    all.add(fmt::format("lead_time_quantiles_s.p{:g}", kQuantiles[q] * 100),
            [q](const Summary& summary) -> const Figure& { return summary.lead_time_quantiles_s[q]; });
  add_stations(model, all);
  add_flow(model, all);
  add_resources(model, all);
  return std::move(all.metrics);
}

bool fits(std::string_view name, std::string_view pattern) {
  while (true) {
    const std::size_t name_end = std::min(name.find('.'), name.size());
    const std::size_t pattern_end = std::min(pattern.find('.'), pattern.size());
    const std::string_view step = pattern.substr(0, pattern_end);
    if (step != "*" && step != name.substr(0, name_end)) return false;
    const bool name_done = name_end == name.size();
    const bool pattern_done = pattern_end == pattern.size();
    if (name_done || pattern_done) return name_done && pattern_done;
    name.remove_prefix(name_end + 1);
    pattern.remove_prefix(pattern_end + 1);
  }
}

std::vector<Metric> fitting(const std::vector<Metric>& metrics, std::string_view pattern) {
  std::vector<Metric> found;
  for (const Metric& metric : metrics)
    if (fits(metric.name, pattern)) found.push_back(metric);
  return found;
}

std::string near_metric(std::string_view name, const std::vector<Metric>& metrics) {
  std::vector<std::string> names;
  for (const Metric& metric : metrics) names.push_back(metric.name);
  const std::string hint = did_you_mean(name, names);
  return hint.empty() ? "figures are named as in the JSON results: throughput_per_h, stations.NAME.working"
                      : hint;
}

}  // namespace linetwin
