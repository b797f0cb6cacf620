#include "analysis/capacity.hpp"

#include <fmt/format.h>

#include <Eigen/Sparse>
#include <algorithm>
#include <cmath>

#include "model/graph.hpp"

namespace linetwin {
namespace {

using Flows = std::vector<std::vector<double>>;  // [variant][element], for each part that enters the line

double mean_of(const LineModel& model, const TimeRef& time, VariantId v) {
  return mean(model.streams[static_cast<std::size_t>(time.of(v))].written);
}

std::vector<double> variants_of(const LineModel& model, const SourceModel& source) {
  std::vector<double> shares(model.variants.size(), 0);
  if (source.part != kNone) {
    shares[static_cast<std::size_t>(source.part)] = 1;
  } else if (!source.sequence.empty()) {
    double total = 0;
    for (const auto& run : source.sequence) total += static_cast<double>(run.count);
    for (const auto& run : source.sequence)
      shares[static_cast<std::size_t>(run.part)] += static_cast<double>(run.count) / total;
  } else {
    shares = model.variant_shares;
  }
  return shares;
}

double rate_per_h(const LineModel& model, const SourceModel& source) {
  return static_cast<double>(source.batch) * static_cast<double>(kHour) /
         mean_of(model, source.interarrival, 0);
}

// The share of the parts of a variant that go from an element to its k-th successor, scrap apart.
double branch(const LineModel& model, const Element& from, std::size_t k, std::size_t v) {
  const std::size_t n = from.successors.size();
  double share = 1.0 / static_cast<double>(n);
  if (n == 1) {
    share = 1;
  } else if (!from.routing.cumulative.empty()) {
    share = from.routing.cumulative[k] - (k > 0 ? from.routing.cumulative[k - 1] : 0);
  } else if (!from.routing.by_variant.empty()) {
    share = from.routing.by_variant[v] == static_cast<std::int32_t>(k) ? 1 : 0;
  }
  if (from.kind == ElementKind::Station) {
    const StationModel& station = model.stations[static_cast<std::size_t>(from.index)];
    if (!station.scrap.empty()) share *= 1 - station.scrap[v];
  }
  return share;
}

// How the parts that enter are shared among the sources: by their rates, or evenly where a supply is
// unlimited.
std::vector<double> source_weights(const LineModel& model, CapacityReport& report) {
  std::vector<double> weights(model.sources.size(), 0);
  bool supply = false;
  double total = 0;
  for (std::size_t i = 0; i < model.sources.size(); ++i) {
    if (model.of(model.sources[i]).successors.empty()) continue;
    supply = supply || model.sources[i].unlimited;
    weights[i] = model.sources[i].unlimited ? 1 : rate_per_h(model, model.sources[i]);
    total += weights[i];
  }
  if (!supply) {
    report.arrivals_per_h = total;
  } else {
    total = 0;
    int used = 0;
    for (double& w : weights)
      if (w > 0) w = 1, total += 1, ++used;
    if (used > 1)
      report.assumptions.emplace_back("the sources give equally many parts, one of them being unlimited");
  }
  for (double& w : weights) w = total > 0 ? w / total : 0;
  return weights;
}

// The traffic equations (Jackson 1957) of one variant: flow(e) = entry(e) + sum of flow(i) share(i, e).
std::vector<double> solve_flows(const LineModel& model, std::size_t v, const std::vector<double>& entry) {
  const auto n = static_cast<Eigen::Index>(model.elements.size());
  FlowGraph used{model.elements.size(), {}};
  std::vector<int> roots;
  for (std::size_t e = 0; e < model.elements.size(); ++e) {
    if (entry[e] > 0) roots.push_back(static_cast<int>(e));
    const Element& from = model.elements[e];
    for (std::size_t k = 0; k < from.successors.size(); ++k)
      if (branch(model, from, k, v) > 0) used.arrows.emplace_back(static_cast<int>(e), from.successors[k]);
  }
  // elements that the variant does not reach could make the equations singular
  const std::vector<char> reached = reachable(used, roots);
  std::vector<Eigen::Triplet<double>> terms;
  for (Eigen::Index e = 0; e < n; ++e) terms.emplace_back(e, e, 1.0);
  for (std::size_t e = 0; e < model.elements.size(); ++e) {
    if (!reached[e]) continue;
    const Element& from = model.elements[e];
    for (std::size_t k = 0; k < from.successors.size(); ++k)
      if (const double share = branch(model, from, k, v); share > 0)
        terms.emplace_back(from.successors[k], static_cast<Eigen::Index>(e), -share);
  }
  Eigen::SparseMatrix<double> matrix(n, n);
  matrix.setFromTriplets(terms.begin(), terms.end());
  Eigen::SparseLU<Eigen::SparseMatrix<double>> solver(matrix);
  const Eigen::Map<const Eigen::VectorXd> right(entry.data(), n);
  if (solver.info() != Eigen::Success) return entry;
  const Eigen::VectorXd flow = solver.solve(right);
  return {flow.begin(), flow.end()};
}

Flows solve_all(const LineModel& model, CapacityReport& report) {
  const std::vector<double> weights = source_weights(model, report);
  Flows flows;
  for (std::size_t v = 0; v < model.variants.size(); ++v) {
    std::vector<double> entry(model.elements.size(), 0);
    for (std::size_t i = 0; i < model.sources.size(); ++i)
      entry[static_cast<std::size_t>(model.sources[i].element)] =
          weights[i] * variants_of(model, model.sources[i])[v];
    flows.push_back(solve_flows(model, v, entry));
  }
  for (const Element& e : model.elements)
    if (e.successors.size() > 1 && e.routing.cumulative.empty() && e.routing.by_variant.empty())
      report.assumptions.push_back(
          fmt::format("\"{}\" sends equally many parts to each of its successors", e.name));
  return flows;
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
  return sum / std::max(1.0, lot / station.machines);
}

StationCapacity station_capacity(const LineModel& model, const StationModel& station, const Flows& flows,
                                 double good) {
  StationCapacity result;
  const auto e = static_cast<std::size_t>(station.element);
  double flow = 0;
  for (const auto& of_variant : flows) flow += of_variant[e];
  std::vector<double> mix(model.variants.size(), 0);
  for (std::size_t v = 0; v < mix.size(); ++v)
    mix[v] = flow > 0 ? flows[v][e] / flow : 1.0 / static_cast<double>(mix.size());
  double cycle = 0;
  for (std::size_t v = 0; v < mix.size(); ++v)
    cycle += mix[v] * mean_of(model, station.cycle, static_cast<VariantId>(v));
  const MachineModel& machine = model.machines[static_cast<std::size_t>(station.first_machine)];
  double while_working = 0;  // repair time for each unit of work
  double per_part = setup_per_part(model, station, mix);
  double calendar = 1;
  for (std::size_t i = 0; i < station.failures.size(); ++i) {
    const double repair = mean_of(model, machine.to_repair[i], 0);
    const FailureMode& mode = station.failures[i];
    if (mode.counts_parts) {
      per_part += repair / mode.mean_parts;
      continue;
    }
    const double up = mean_of(model, machine.to_failure[i], 0);
    if (mode.clock == FailureClock::Operating) while_working += repair / up;
    if (mode.clock == FailureClock::Calendar) calendar *= up / (up + repair);
  }
  for (std::size_t i = 0; i < station.maintenance.size(); ++i) {
    const double takes = mean_of(model, machine.takes[i], 0);
    if (station.maintenance[i].by_parts)
      per_part += takes / static_cast<double>(station.maintenance[i].every_parts);
    if (!station.maintenance[i].by_parts)
      calendar *= std::max(0.0, 1 - takes / mean_of(model, machine.every[i], 0));
  }
  const double time = cycle / station.batch * (1 + while_working) + per_part;
  result.cycle_s = cycle / static_cast<double>(kSecond);
  result.availability = calendar / (1 + while_working);
  result.visits = good > 0 ? flow / good : 0;
  result.parts_per_h = time > 0 ? station.machines * calendar * static_cast<double>(kHour) / time : INFINITY;
  result.line_parts_per_h = result.visits > 0 ? result.parts_per_h / result.visits : INFINITY;
  return result;
}

}  // namespace

CapacityReport capacity(const LineModel& model) {
  CapacityReport report;
  const Flows flows = solve_all(model, report);
  double good = 0;
  for (const SinkModel& sink : model.sinks)
    for (const auto& of_variant : flows)
      if (!sink.scrap) good += of_variant[static_cast<std::size_t>(sink.element)];
  report.good_share = good;
  for (const StationModel& station : model.stations) {
    report.stations.push_back(station_capacity(model, station, flows, good));
    const double allows = report.stations.back().line_parts_per_h;
    if (!std::isfinite(allows)) continue;
    const bool least = report.limit == kNone ||
                       allows < report.stations[static_cast<std::size_t>(report.limit)].line_parts_per_h;
    if (least) report.limit = static_cast<std::int32_t>(report.stations.size()) - 1;
  }
  if (report.limit != kNone)
    report.line_parts_per_h = report.stations[static_cast<std::size_t>(report.limit)].line_parts_per_h;
  if (report.arrivals_per_h) {
    const double arrive = *report.arrivals_per_h * good;
    if (!report.line_parts_per_h || arrive < *report.line_parts_per_h) report.line_parts_per_h = arrive;
  }
  for (const StationModel& station : model.stations)
    if (station.has_setup() && model.variants.size() > 1) {
      report.assumptions.emplace_back(
          "setups come as often as lots of the source follow each other by chance");
      break;
    }
  return report;
}

}  // namespace linetwin
