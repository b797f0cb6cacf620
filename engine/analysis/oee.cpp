#include "analysis/oee.hpp"

namespace linetwin {
namespace {

std::optional<double> ratio(double part, double whole) {
  if (whole <= 0) return std::nullopt;
  return part / whole;
}

double number(std::int64_t x) { return static_cast<double>(x); }

}  // namespace

Oee oee(const StationRecord& record, double run_time_s, std::optional<std::int64_t> reworked) {
  const auto in = [&record](MachineState state) { return record.time[static_cast<std::size_t>(state)]; };
  Oee o;
  for (const Time time : record.time) o.calendar += time;
  o.planned_busy = o.calendar - in(MachineState::Off);
  o.production = in(MachineState::Working);
  o.setup = in(MachineState::Setup);
  o.processing = o.production + o.setup;
  o.delay = in(MachineState::Down);
  o.unit_down = in(MachineState::Blocked) + in(MachineState::Starved) + in(MachineState::Waiting);
  o.maintenance = in(MachineState::Maintenance);
  o.produced = record.finished;
  o.good = record.finished - record.scrapped;
  const double run_time = run_time_s * number(kSecond);
  const double busy = number(o.planned_busy);
  const double produced = number(o.produced);
  o.availability = ratio(number(o.production), busy);
  o.shop_floor_availability = ratio(number(o.planned_busy - o.delay - o.setup - o.maintenance), busy);
  o.effectiveness = ratio(run_time * produced, number(o.production));
  o.quality = ratio(number(o.good), produced);
  // PQ and APT cancel out of the product; so it is known, and 0, also for a station that made nothing
  o.oee = ratio(run_time * number(o.good), busy);
  if (o.oee && o.production > 0)
    o.nee = number(o.processing) / number(o.production) * *o.oee;
  else if (o.oee && o.good == 0)
    o.nee = 0;
  if (o.oee) o.teep = *o.oee * (busy / number(o.calendar));
  if (reworked) o.first_pass_yield = ratio(number(o.good - *reworked), produced);
  return o;
}

std::optional<double> rolled_yield(const std::vector<Oee>& along) {
  double yield = 1;
  for (const Oee& station : along) {
    if (!station.first_pass_yield) return std::nullopt;
    yield *= *station.first_pass_yield;
  }
  return yield;
}

std::vector<OeeFigures> oee_figures(const CapacityReport& capacity, const std::vector<RunRecord>& records,
                                    const std::vector<std::vector<std::int64_t>>& reworked) {
  std::vector<OeeFigures> figures;
  for (std::size_t s = 0; s < capacity.stations.size(); ++s) {
    std::vector<Oee> values;
    for (std::size_t r = 0; r < records.size(); ++r) {
      if (records[r].outcome != Outcome::Finished) continue;
      values.push_back(oee(records[r].stations[s], capacity.stations[s].work_s,
                           reworked.empty() ? std::nullopt : std::optional(reworked[r][s])));
    }
    const auto over = [&values](std::optional<double> Oee::*indicator) {
      std::vector<double> observations;
      for (const Oee& one : values)
        if (one.*indicator) observations.push_back(*(one.*indicator));
      return estimate(observations);
    };
    figures.push_back({over(&Oee::availability), over(&Oee::shop_floor_availability),
                       over(&Oee::effectiveness), over(&Oee::quality), over(&Oee::oee), over(&Oee::nee),
                       over(&Oee::teep), over(&Oee::first_pass_yield)});
  }
  return figures;
}

}  // namespace linetwin
