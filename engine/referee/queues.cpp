#include "referee/queues.hpp"

#include <fmt/format.h>

#include <cmath>

namespace linetwin {
namespace {

constexpr const char* kMethod = "queues in a row";

// The time that a part takes from its machine, repairs on the way included.
struct Service {
  double mean_s = 0;
  double scv = 0;
  bool exact = true;  // of the time from start to completion; else a mean over the long run
};

// Gaver (1962): the part starts anew where it was interrupted; failures come at random while it is worked on.
// On the calendar clock a machine may also be found down: Hopp and Spearman use the same formula.
Service service_of(const StationView& s) {
  Service service;
  double stretch = 1;
  double repairs = 0;  // sum of E[repair^2] / mtbf
  for (const FailureView& f : s.failures) {
    stretch += f.repair_s / f.up_s;
    repairs += f.repair_s * f.repair_s * (1 + f.repair_scv) / f.up_s;
    service.exact = service.exact && f.clock == FailureClock::Operating && f.exponential_up;
  }
  service.mean_s = s.cycle_s * stretch;
  const double variance = s.cycle_scv * service.mean_s * service.mean_s + s.cycle_s * repairs;
  service.scv = variance / (service.mean_s * service.mean_s);
  return service;
}

std::string unfit(const LineModel& model, const SerialLine& line) {
  const std::string& source = model.of(*line.source).name;
  if (line.source->unlimited) return fmt::format("\"{}\" is an unlimited supply, no arrivals", source);
  if (line.source->when_full == WhenFull::Queue && line.before_first != kUnlimited)
    return fmt::format("parts wait outside at \"{}\" (when_full: queue), where they are not counted", source);
  for (std::size_t i = 0; i < line.stations.size(); ++i) {
    if ((i == 0 ? line.before_first : line.room[i - 1]) != kUnlimited)
      return fmt::format("there is no buffer of unlimited capacity before \"{}\"", line.stations[i].name);
    if (line.stations[i].cycle_s <= 0)
      return fmt::format("the cycle of \"{}\" takes no time", line.stations[i].name);
  }
  return {};
}

// Whether the flow stays Poisson, so that the waiting times are exact.
bool exact_row(const SerialLine& line, bool poisson) {
  if (!poisson) return false;
  if (line.stations.size() == 1 && line.stations[0].machines == 1) return service_of(line.stations[0]).exact;
  for (const StationView& s : line.stations)
    if (s.cycle.kind != Distribution::Kind::Exponential || !s.failures.empty()) return false;
  return true;
}

// The mean wait in GI/G/c over that in M/M/c (Allen and Cunneen), less where arrivals are more regular than
// at random (Kraemer and Langenbach-Belz 1976).
double waiting_factor(double arrivals, double service, double busy) {
  const double plain = (arrivals + service) / 2;
  if (arrivals >= 1 || plain <= 0) return plain;
  return plain * std::exp(-(1 - busy) * (1 - arrivals) * (1 - arrivals) / (3 * busy * plain));
}

void name_method(Finding& finding, const SerialLine& line, bool poisson) {
  const StationView& first = line.stations.front();
  if (finding.kind == Finding::Kind::Exact) {
    const bool markov = first.cycle.kind == Distribution::Kind::Exponential && first.failures.empty();
    finding.method = !markov                    ? "M/G/1"
                     : line.stations.size() > 1 ? "M/M/c in a row"
                                                : fmt::format("M/M/{}", first.machines);
    finding.source = !markov                    ? "Pollaczek 1930, Khinchine 1932"
                     : line.stations.size() > 1 ? "Burke 1956, Jackson 1957"
                                                : "Erlang 1917";
    if (!first.failures.empty()) finding.source += "; Gaver 1962";
    finding.assumptions.emplace_back(
        "parts arrive at random and every station takes them in the order of arrival");
    return;
  }
  finding.method = "GI/G/c station by station";
  finding.source = "Allen 1978; Kraemer, Langenbach-Belz 1976; Hopp, Spearman 2008";
  finding.assumptions.emplace_back("waiting depends on means and variances alone");
  if (!poisson || line.stations.size() > 1)
    finding.assumptions.emplace_back("times between arrivals at a station are independent of each other");
  for (const StationView& s : line.stations)
    if (!service_of(s).exact) {
      finding.assumptions.emplace_back("failures come while a part is worked on, after exponential times");
      break;
    }
}

}  // namespace

double erlang_c(int servers, double load) {
  double blocked = 1;  // Erlang B of 0 servers
  for (int c = 1; c <= servers; ++c) blocked = load * blocked / (c + load * blocked);
  return servers * blocked / (servers - load * (1 - blocked));
}

Opinion queue_opinion(const LineModel& model) {
  std::string why;
  const auto line = fitting_line(model, unfit, why);
  if (!line) return NotApplied{kMethod, why};
  const Distribution& between =
      model.streams[static_cast<std::size_t>(line->source->interarrival.of(0))].written;
  const bool poisson = between.kind == Distribution::Kind::Exponential;
  double rate = 1 / time_s(model, line->source->interarrival);
  const double relative = standard_deviation(between) / mean(between);
  double arrivals = relative * relative;  // squared coefficient of variation
  double inside = 0;
  double lead = 0;
  for (const StationView& s : line->stations) {
    const Service service = service_of(s);
    const double load = rate * service.mean_s;
    const double busy = load / s.machines;
    if (!(busy < 1))
      return NotApplied{kMethod, fmt::format("\"{}\" is overloaded: {:.4g} parts/h come, it can take {:.4g}",
                                             s.name, rate * 3600, 3600 * s.machines / service.mean_s)};
    const double wait = waiting_factor(arrivals, service.scv, busy) * erlang_c(s.machines, load) *
                        service.mean_s / (s.machines - load);
    lead += wait + service.mean_s;
    inside += rate * (wait + service.mean_s);  // Little (1961)
    // Hopp and Spearman: what leaves is the more like the service, the busier the station; scrap thins it out
    const double leaving =
        1 + (1 - busy * busy) * (arrivals - 1) + busy * busy / std::sqrt(s.machines) * (service.scv - 1);
    arrivals = (1 - s.scrap) * leaving + s.scrap;
    rate *= 1 - s.scrap;
  }
  Finding finding;
  finding.kind = exact_row(*line, poisson) ? Finding::Kind::Exact : Finding::Kind::Approximate;
  name_method(finding, *line, poisson);
  finding.throughput_per_h = line->scrap_bin ? 0 : rate * 3600;
  finding.wip = inside;
  finding.lead_time_s = lead;
  return finding;
}

}  // namespace linetwin
