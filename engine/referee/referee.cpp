#include "referee/referee.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/capacity.hpp"
#include "referee/lines.hpp"
#include "referee/markov.hpp"
#include "referee/queues.hpp"

namespace linetwin {
namespace {

constexpr const char* kCapacity = "capacity";

// What sets the pace, by name.
std::string limit_name(const LineModel& model, const CapacityReport& report) {
  if (report.arrivals_per_h && report.line_parts_per_h &&
      *report.arrivals_per_h * report.good_share <= *report.line_parts_per_h)
    return "the arrivals";
  if (report.scarce != kNone) {
    const ResourceCapacity& r = report.resources[static_cast<std::size_t>(report.scarce)];
    const auto index = static_cast<std::size_t>(r.index);
    switch (r.kind) {
      case ResourceCapacity::Kind::Conveyor: return '"' + model.of(model.conveyors[index]).name + '"';
      case ResourceCapacity::Kind::Fleet: return '"' + model.fleets[index].name + '"';
      case ResourceCapacity::Kind::Pool: return '"' + model.pools[index].name + '"';
    }
  }
  return '"' + model.of(model.stations[static_cast<std::size_t>(report.limit)]).name + '"';
}

Opinion capacity_opinion(const LineModel& model) {
  const CapacityReport report = capacity(model);
  if (!report.line_parts_per_h || (report.limit == kNone && report.scarce == kNone && !report.arrivals_per_h))
    return NotApplied{kCapacity, "nothing in the line takes time"};
  Finding finding;
  finding.kind = Finding::Kind::Bound;
  finding.method = fmt::format("{} of {}", kCapacity, limit_name(model, report));
  finding.source = "traffic equations, Jackson 1957";
  finding.throughput_per_h = *report.line_parts_per_h;
  finding.assumptions = report.assumptions;
  return finding;
}

}  // namespace

const Finding* RefereeReport::best() const {
  return findings.empty() || findings.front().kind == Finding::Kind::Bound ? nullptr : &findings.front();
}

RefereeReport consult(const LineModel& model, const RefereeOptions& options) {
  RefereeReport report;
  for (Opinion opinion : {markov_opinion(model, options.most_states), queue_opinion(model),
                          decomposition_opinion(model), capacity_opinion(model)}) {
    if (auto* finding = std::get_if<Finding>(&opinion))
      report.findings.push_back(std::move(*finding));
    else
      report.not_applied.push_back(std::move(std::get<NotApplied>(opinion)));
  }
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.kind < b.kind; });
  return report;
}

const char* kind_name(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::Exact: return "exact";
    case Finding::Kind::Approximate: return "approximate";
    case Finding::Kind::Bound: return "bound";
  }
  return "";
}

}  // namespace linetwin
