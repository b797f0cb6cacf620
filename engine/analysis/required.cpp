#include "analysis/required.hpp"

#include <algorithm>

namespace linetwin {
namespace {

Figure figure_of(const std::string& name, const std::vector<Metric>& metrics, const Summary& summary) {
  if (const auto& batches = summary.batches) {
    if (name == "throughput_per_h") return batches->throughput_per_h.figure;
    if (name == "wip") return batches->wip.figure;
    if (name == "lead_time_s" && batches->lead_time_s) return batches->lead_time_s->figure;
  }
  const auto found =
      std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) { return metric.name == name; });
  return found == metrics.end() ? Figure{} : found->of(summary);
}

}  // namespace

std::vector<RequirementVerdict> judge(const std::vector<Requirement>& requirements,
                                      const std::vector<Metric>& metrics, const Summary& summary) {
  std::vector<RequirementVerdict> verdicts;
  for (const Requirement& requirement : requirements) {
    const Figure measured = figure_of(requirement.metric, metrics, summary);
    verdicts.push_back({requirement, measured, judge(requirement, measured)});
  }
  return verdicts;
}

Fulfilled all_of(const std::vector<RequirementVerdict>& verdicts) {
  Fulfilled all = Fulfilled::Yes;
  for (const RequirementVerdict& verdict : verdicts) {
    if (verdict.fulfilled == Fulfilled::No) return Fulfilled::No;
    if (verdict.fulfilled == Fulfilled::Open) all = Fulfilled::Open;
  }
  return all;
}

}  // namespace linetwin
