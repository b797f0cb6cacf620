#include "analysis/capacity.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/traffic.hpp"

namespace linetwin {
namespace {

double mean_of(const LineModel& model, const TimeRef& time, VariantId v) {
  return mean(model.streams[static_cast<std::size_t>(time.of(v))].written);
}

// The share of a usual week in which a calendar is on.
double share_on(const LineModel& model, std::int32_t calendar) {
  if (calendar == kNone) return 1;
  return model.calendars[static_cast<std::size_t>(calendar)].share_of_week();
}

// Mean setup time for each part: how often the variant changes, with lots or a sequence at the source.
double setup_per_part(const LineModel& model, const StationModel& station, const std::vector<double>& mix) {
  if (!station.has_setup()) return 0;
  double lot = 1;
  for (const SourceModel& source : model.sources) {
    lot = std::max(lot, static_cast<double>(source.lot));
    if (source.sequence.empty()) continue;
    double count = 0;
    for (const auto& run : source.sequence) count += static_cast<double>(run.count);
    // runs of another variant follow each other by the sequence, not by chance
    lot = std::max(lot, count / static_cast<double>(source.sequence.size()));
  }
  double sum = 0;
  for (std::size_t from = 0; from < mix.size(); ++from)
    for (std::size_t to = 0; to < mix.size(); ++to) {
      if (from == to) continue;
      const StreamId stream = station.setup_any.given() ? station.setup_any.of(static_cast<VariantId>(to))
                                                        : station.setup_matrix[from * mix.size() + to];
      if (stream != kNone)
        sum += mix[from] * mix[to] * mean(model.streams[static_cast<std::size_t>(stream)].written);
    }
  // a lot is shared out among the machines, each of which is set up for it
  // (and a batch at most once)
  return sum / std::max({1.0, lot / station.machines, static_cast<double>(station.batch.most)});
}

// What one part costs its machine, on average over the variants that come: times in microseconds.
struct PartCost {
  std::vector<double> mix;  // shares of the variants
  double cycle = 0;         // of the machine, however many parts it takes at once
  double work = 0;          // cycle / parts at once
  double setup = 0;
  double repair = 0;       // of failures that work brings
  double maintenance = 0;  // that counts parts
  double operating = 0;    // repair for each unit of work
  double calendar = 1;     // share of the time left by calendar failures, and maintenance by time
  double total() const { return work + setup + repair + maintenance; }
};

PartCost part_cost(const LineModel& model, const StationModel& station, const Traffic& traffic) {
  PartCost cost;
  const auto e = static_cast<std::size_t>(station.element);
  const double flow = traffic.at(station.element);
  cost.mix.assign(model.variants.size(), 0);
  for (std::size_t v = 0; v < cost.mix.size(); ++v)
    cost.mix[v] = flow > 0 ? traffic.parts[v][e] / flow : 1.0 / static_cast<double>(cost.mix.size());
  for (std::size_t v = 0; v < cost.mix.size(); ++v) {
    const auto variant = static_cast<VariantId>(v);
    cost.cycle += cost.mix[v] * mean_of(model, station.cycle, variant);
    cost.work += cost.mix[v] * mean_of(model, station.cycle, variant) / station.batch.of(variant);
  }
  cost.setup = setup_per_part(model, station, cost.mix);
  const MachineModel& machine = model.machines[static_cast<std::size_t>(station.first_machine)];
  for (std::size_t i = 0; i < station.failures.size(); ++i) {
    const double repair = mean_of(model, machine.to_repair[i], 0);
    const FailureMode& mode = station.failures[i];
    if (mode.counts_parts) {
      cost.repair += repair / mode.mean_parts;
      continue;
    }
    const double up = mean_of(model, machine.to_failure[i], 0);
    if (mode.clock == FailureClock::Operating) cost.operating += repair / up;
    if (mode.clock == FailureClock::Calendar) cost.calendar *= up / (up + repair);
  }
  cost.repair += cost.work * cost.operating;
  for (std::size_t i = 0; i < station.maintenance.size(); ++i) {
    const double takes = mean_of(model, machine.takes[i], 0);
    if (station.maintenance[i].by_parts) {
      cost.maintenance += takes / static_cast<double>(station.maintenance[i].every_parts);
    } else if (station.calendar == kNone) {  // else it may be done outside the shift
      cost.calendar *= std::max(0.0, 1 - takes / mean_of(model, machine.every[i], 0));
    }
  }
  return cost;
}

StationCapacity station_capacity(const LineModel& model, const StationModel& station, const PartCost& cost,
                                 const Traffic& traffic) {
  StationCapacity result;
  result.cycle_s = cost.cycle / static_cast<double>(kSecond);
  result.work_s = cost.work / static_cast<double>(kSecond);
  for (std::size_t v = 0; v < station.scrap.size(); ++v) result.good -= cost.mix[v] * station.scrap[v];
  result.availability = cost.calendar / (1 + cost.operating);
  result.on = share_on(model, station.calendar);
  result.visits = traffic.good > 0 ? traffic.at(station.element) / traffic.good : 0;
  // outside the shift, repairs and maintenance go on
  const double in_shift = station.calendar == kNone ? cost.total() : cost.work + cost.setup;
  const double most = std::min(1 / cost.total(), result.on / in_shift);  // infinite where nothing takes time
  result.parts_per_h = station.machines * cost.calendar * static_cast<double>(kHour) * most;
  result.line_parts_per_h = result.visits > 0 ? result.parts_per_h / result.visits : INFINITY;
  return result;
}

// ---- what is shared

double seconds_of(double microseconds) { return microseconds / static_cast<double>(kSecond); }

// The time of each pool for each part that enters; of work for which others could be taken, nothing.
std::vector<double> pool_times(const LineModel& model, const std::vector<PartCost>& costs,
                               const Traffic& traffic) {
  std::vector<double> held(model.pools.size(), 0);
  const auto add = [&](std::int32_t crew, const std::vector<double>& mix, double time) {
    if (crew == kNone) return;
    const Crew& people = model.crews[static_cast<std::size_t>(crew)];
    if (people.alternatives.size() > 1) return;
    for (const Crew::Need& need : people.alternatives.front())
      for (std::size_t v = 0; v < mix.size(); ++v)
        held[static_cast<std::size_t>(need.pool)] +=
            mix[v] * need.count.of(static_cast<VariantId>(v)) * seconds_of(time);
  };
  for (std::size_t s = 0; s < model.stations.size(); ++s) {
    const StationModel& station = model.stations[s];
    const PartCost& cost = costs[s];
    const double flow = traffic.at(station.element);
    add(station.crew, cost.mix, flow * cost.work);
    add(station.setup_crew, cost.mix, flow * cost.setup);
    const MachineModel& machine = model.machines[static_cast<std::size_t>(station.first_machine)];
    for (std::size_t i = 0; i < station.failures.size(); ++i) {
      const FailureMode& mode = station.failures[i];
      const double repair = mean_of(model, machine.to_repair[i], 0);
      if (mode.counts_parts)
        add(mode.crew, cost.mix, flow * repair / mode.mean_parts);
      else if (mode.clock == FailureClock::Operating)
        add(mode.crew, cost.mix, flow * cost.work * repair / mean_of(model, machine.to_failure[i], 0));
    }
    for (std::size_t i = 0; i < station.maintenance.size(); ++i)
      if (station.maintenance[i].by_parts)
        add(station.maintenance[i].crew, cost.mix,
            flow * mean_of(model, machine.takes[i], 0) /
                static_cast<double>(station.maintenance[i].every_parts));
  }
  return held;
}

// The loaded time of each fleet for each part that enters.
std::vector<double> fleet_times(const LineModel& model, const Traffic& traffic) {
  std::vector<double> held(model.fleets.size(), 0);
  for (std::size_t e = 0; e < model.elements.size(); ++e) {
    const Element& from = model.elements[e];
    for (std::size_t k = 0; k < from.successors.size(); ++k) {
      if (from.via[k] == kNone) continue;
      const FleetModel& fleet = model.fleets[static_cast<std::size_t>(from.via[k])];
      const auto way = static_cast<double>(
          fleet.between(fleet.stop[e], fleet.stop[static_cast<std::size_t>(from.successors[k])]));
      for (std::size_t v = 0; v < model.variants.size(); ++v) {
        const double carried = traffic.parts[v][e] * leaving(model, from, k, v);
        const auto variant = static_cast<VariantId>(v);
        const double load = fleet.load.given() ? mean_of(model, fleet.load, variant) : 0;
        const double unload = fleet.unload.given() ? mean_of(model, fleet.unload, variant) : 0;
        held[static_cast<std::size_t>(from.via[k])] += carried * seconds_of(load + way + unload);
      }
    }
  }
  return held;
}

void add_resources(const LineModel& model, const std::vector<PartCost>& costs, const Traffic& traffic,
                   CapacityReport& report) {
  const auto add = [&](ResourceCapacity::Kind kind, std::size_t index, double units, double held) {
    if (!(held > 0) || !(traffic.good > 0)) return;
    const double per_good = held / traffic.good;
    report.resources.push_back(
        {kind, static_cast<std::int32_t>(index), units, per_good, units * 3600 / per_good});
  };
  for (std::size_t c = 0; c < model.conveyors.size(); ++c)
    add(ResourceCapacity::Kind::Conveyor, c, 1,
        traffic.at(model.conveyors[c].element) * seconds_of(static_cast<double>(model.conveyors[c].gap)));
  const std::vector<double> fleets = fleet_times(model, traffic);
  for (std::size_t f = 0; f < fleets.size(); ++f)
    add(ResourceCapacity::Kind::Fleet, f, model.fleets[f].count, fleets[f]);
  const std::vector<double> pools = pool_times(model, costs, traffic);
  for (std::size_t p = 0; p < pools.size(); ++p)
    add(ResourceCapacity::Kind::Pool, p, model.pools[p].count * share_on(model, model.pools[p].calendar),
        pools[p]);
}

// The least of all bounds, and whose it is.
void find_limit(CapacityReport& report) {
  const auto least = [](const auto& all) {
    std::int32_t best = kNone;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const double allows = all[i].line_parts_per_h;
      if (std::isfinite(allows) &&
          (best == kNone || allows < all[static_cast<std::size_t>(best)].line_parts_per_h))
        best = static_cast<std::int32_t>(i);
    }
    return best;
  };
  const auto bound = [&report](double allows) {
    report.line_parts_per_h = std::min(allows, report.line_parts_per_h.value_or(allows));
  };
  report.limit = least(report.stations);
  if (report.limit != kNone) bound(report.stations[static_cast<std::size_t>(report.limit)].line_parts_per_h);
  report.scarce = least(report.resources);
  if (report.scarce != kNone) {
    const double allows = report.resources[static_cast<std::size_t>(report.scarce)].line_parts_per_h;
    if (report.line_parts_per_h && allows >= *report.line_parts_per_h) report.scarce = kNone;
    bound(allows);
  }
  if (report.arrivals_per_h) bound(*report.arrivals_per_h * report.good_share);
}

}  // namespace

CapacityReport capacity(const LineModel& model) {
  CapacityReport report;
  const Traffic flow = traffic(model);
  report.good_share = flow.good;
  report.arrivals_per_h = flow.arrivals_per_h;
  report.assumptions = flow.assumptions;
  std::vector<PartCost> costs;
  for (const StationModel& station : model.stations) {
    costs.push_back(part_cost(model, station, flow));
    report.stations.push_back(station_capacity(model, station, costs.back(), flow));
  }
  add_resources(model, costs, flow, report);
  find_limit(report);
  for (const StationModel& station : model.stations)
    if (station.has_setup() && model.variants.size() > 1) {
      report.assumptions.emplace_back(
          "setups come as often as lots of the source follow each other by chance");
      break;
    }
  return report;
}

}  // namespace linetwin
