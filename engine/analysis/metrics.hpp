// Every figure of a summary by its name in the JSON results: what scenarios record, what requirements and
// objectives are about.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/summary.hpp"

namespace linetwin {

struct Metric {
  std::string name;  // throughput_per_h, stations.laser.working, buffers.b2.level, limits.cards.peak, ...
  std::function<const Figure&(const Summary&)> of;  // of a summary of this model
};

// All of this line, in the order of the JSON. A summary over a single record gives that replication's value
// as its mean.
std::vector<Metric> metrics_of(const LineModel& model);
// The figures of the whole line alone: throughput_per_h, throughput_per_scheduled_h, wip, lead_time_s,
// parts_out, parts_scrapped.
std::vector<Metric> headline_metrics();

// Whether the name fits a pattern in which a step may be `*`, for every name: stations.*.working.
bool fits(std::string_view name, std::string_view pattern);
// Those that fit, in their order; empty when none does.
std::vector<Metric> fitting(const std::vector<Metric>& metrics, std::string_view pattern);
// `did you mean "X"?` or a word on where they are listed.
std::string near_metric(std::string_view name, const std::vector<Metric>& metrics);

}  // namespace linetwin
