// The referee's findings for people and for tools.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "referee/referee.hpp"
#include "report/text.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

// How a finding stands to a simulated throughput.
struct Standing {
  std::optional<double> difference{};  // (finding - simulation) / simulation; nothing without a mean over 0
  std::optional<bool> inside{};        // the simulation's interval; nothing without one
};
Standing standing(const Finding& finding, const std::optional<Figure>& simulated);

// A table of the findings with their difference from the simulation (left out: not simulated), then what was
// assumed, and which methods do not apply and why.
std::string referee_report(const RefereeReport& report, const std::optional<Figure>& simulated,
                           const TextStyle& style);

// "Referee: 61.30 parts/h by DDX (approximate), 0.4 % above the simulation": the best finding in one line
// without an end, the lowest bound ("at most ...") where there are bounds alone; empty without findings.
std::string referee_line(const RefereeReport& report, const std::optional<Figure>& simulated);

// {"findings": [{"kind", "method", "source", "throughput_per_h", "wip", "lead_time_s", "assumptions",
//                "difference", "inside_interval"}],
//  "not_applied": [{"method", "reason"}]}
// What is not known is null; `difference` is the standing's.
nlohmann::ordered_json referee_json(const RefereeReport& report, const std::optional<Figure>& simulated);

}  // namespace linetwin
