#include "report/referee.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/json_figure.hpp"
#include "report/table.hpp"

namespace linetwin {
namespace {

constexpr const char* kBold = "\x1b[1m";

// ", 0.4 % above the simulation"
std::string difference_text(const Standing& compared) {
  if (!compared.difference) return {};
  const double percent = 100 * std::abs(*compared.difference);
  if (percent < 0.005) return ", the same as the simulation";
  return fmt::format(", {:.2g} % {} the simulation", percent, *compared.difference > 0 ? "above" : "below");
}

std::string interval_text(const Finding& finding, const Standing& compared) {
  if (!compared.inside) return "-";
  if (finding.kind != Finding::Kind::Bound) return *compared.inside ? "inside" : "outside";
  return *compared.inside || compared.difference.value_or(0) >= 0 ? "holds" : "broken";
}

Table findings_table(const RefereeReport& report, const std::optional<Figure>& simulated,
                     const TextStyle& style) {
  using enum Table::Align;
  Table table({Left, Right, Right, Right, Right, Left, Left});
  table.add({"Theory", "parts/h", "difference", "WIP", "lead time", "interval", "method"},
            style.colour ? kBold : "");
  for (const Finding& f : report.findings) {
    const Standing compared = standing(f, simulated);
    table.add({kind_name(f.kind), number_text(f.throughput_per_h, std::nullopt),
               compared.difference ? fmt::format("{:+.2f} %", 100 * *compared.difference) : "-",
               f.wip ? number_text(*f.wip, std::nullopt) : "-",
               f.lead_time_s ? time_text(*f.lead_time_s) : "-", interval_text(f, compared),
               fmt::format("{} ({})", f.method, f.source)});
  }
  return table;
}

}  // namespace

Standing standing(const Finding& finding, const std::optional<Figure>& simulated) {
  Standing result;
  if (!simulated || !simulated->mean) return result;
  const double gap = finding.throughput_per_h - *simulated->mean;
  if (*simulated->mean > 0) result.difference = gap / *simulated->mean;
  if (simulated->half_width) result.inside = std::abs(gap) <= *simulated->half_width;
  return result;
}

std::string referee_report(const RefereeReport& report, const std::optional<Figure>& simulated,
                           const TextStyle& style) {
  std::string text;
  if (simulated && simulated->mean)
    text += fmt::format("  Simulated: {}{} parts/h\n\n", number_text(*simulated->mean, simulated->half_width),
                        simulated->half_width
                            ? fmt::format(" ± {}", number_text(*simulated->half_width, simulated->half_width))
                            : "");
  text += findings_table(report, simulated, style).text("  ");
  for (const Finding& f : report.findings) {
    if (f.assumptions.empty()) continue;
    text += fmt::format("\n  {} assumes:\n", f.method);
    for (const std::string& assumption : f.assumptions) text += "      " + assumption + "\n";
  }
  if (!report.not_applied.empty()) text += "\n  Does not apply:\n";
  for (const NotApplied& n : report.not_applied) text += fmt::format("      {}: {}\n", n.method, n.reason);
  return text;
}

std::string referee_line(const RefereeReport& report, const std::optional<Figure>& simulated) {
  const Finding* best = report.best();
  if (!best)
    for (const Finding& f : report.findings)
      if (!best || f.throughput_per_h < best->throughput_per_h) best = &f;
  if (!best) return {};
  const Standing compared = standing(*best, simulated);
  return fmt::format("Referee: {}{} parts/h by {} ({}){}",
                     best->kind == Finding::Kind::Bound ? "at most " : "",
                     number_text(best->throughput_per_h, std::nullopt), best->method, kind_name(best->kind),
                     difference_text(compared));
}

Json referee_json(const RefereeReport& report, const std::optional<Figure>& simulated) {
  Json findings = Json::array();
  for (const Finding& f : report.findings) {
    const Standing compared = standing(f, simulated);
    findings.push_back({{"kind", kind_name(f.kind)},
                        {"method", f.method},
                        {"source", f.source},
                        {"throughput_per_h", f.throughput_per_h},
                        {"wip", number(f.wip)},
                        {"lead_time_s", number(f.lead_time_s)},
                        {"assumptions", f.assumptions},
                        {"difference", number(compared.difference)},
                        {"inside_interval", compared.inside ? Json(*compared.inside) : Json(nullptr)}});
  }
  Json not_applied = Json::array();
  for (const NotApplied& n : report.not_applied)
    not_applied.push_back({{"method", n.method}, {"reason", n.reason}});
  return {{"findings", findings}, {"not_applied", not_applied}};
}

}  // namespace linetwin
