#include "analysis/traffic.hpp"

#include <fmt/format.h>

#include <Eigen/QR>
#include <Eigen/Sparse>
#include <algorithm>
#include <cmath>

#include "model/graph.hpp"

namespace linetwin {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

std::vector<double> variants_of(const LineModel& model, const SourceModel& source) {
  std::vector<double> shares(model.variants.size(), 0);
  if (source.part != kNone) {
    shares[at(source.part)] = 1;
  } else if (!source.sequence.empty()) {
    double total = 0;
    for (const auto& run : source.sequence) total += static_cast<double>(run.count);
    for (const auto& run : source.sequence) shares[at(run.part)] += static_cast<double>(run.count) / total;
  } else {
    shares = model.variant_shares;
  }
  return shares;
}

double rate_per_h(const LineModel& model, const SourceModel& source) {
  return static_cast<double>(source.batch) * static_cast<double>(kHour) /
         mean(model.streams[at(source.interarrival.of(0))].written);
}

const StationModel* assembly_at(const LineModel& model, ElementId e) {
  const Element& element = model.elements[at(e)];
  if (element.kind != ElementKind::Station) return nullptr;
  const StationModel& station = model.stations[at(element.index)];
  return station.assembles() ? &station : nullptr;
}

// Parts (at an assembly: sets) that come to the k-th successor for each part at an element.
double gain(const LineModel& model, std::size_t e, std::size_t k, std::size_t v) {
  const Element& from = model.elements[e];
  const double parts = leaving(model, from, k, v);
  const StationModel* const assembly = assembly_at(model, from.successors[k]);
  if (!assembly) return parts;
  const Assembly::Need& first = assembly->assembly.needs.front();
  return first.from == static_cast<ElementId>(e) ? parts / first.count.of(static_cast<VariantId>(v)) : 0;
}

// flow(e) = entry(e) + sum of flow(i) gain(i, e), for one variant and several entries, one a column.
Matrix solve_flows(const LineModel& model, std::size_t v, const Matrix& entries) {
  const auto n = static_cast<Eigen::Index>(model.elements.size());
  FlowGraph used{model.elements.size(), {}};
  std::vector<int> roots;
  for (Eigen::Index e = 0; e < n; ++e) {
    if (entries.row(e).maxCoeff() > 0) roots.push_back(static_cast<int>(e));
    const Element& from = model.elements[static_cast<std::size_t>(e)];
    for (std::size_t k = 0; k < from.successors.size(); ++k)
      if (gain(model, static_cast<std::size_t>(e), k, v) > 0)
        used.arrows.emplace_back(static_cast<int>(e), from.successors[k]);
  }
  // elements that the variant does not reach could make the equations singular
  const std::vector<char> reached = reachable(used, roots);
  std::vector<Eigen::Triplet<double>> terms;
  for (Eigen::Index e = 0; e < n; ++e) terms.emplace_back(e, e, 1.0);
  for (std::size_t e = 0; e < model.elements.size(); ++e) {
    if (!reached[e]) continue;
    const Element& from = model.elements[e];
    for (std::size_t k = 0; k < from.successors.size(); ++k)
      if (const double share = gain(model, e, k, v); share > 0)
        terms.emplace_back(from.successors[k], static_cast<Eigen::Index>(e), -share);
  }
  Eigen::SparseMatrix<double> matrix(n, n);
  matrix.setFromTriplets(terms.begin(), terms.end());
  const Eigen::SparseLU<Eigen::SparseMatrix<double>> solver(matrix);
  if (solver.info() != Eigen::Success) return entries;
  return solver.solve(entries);
}

// How the parts that enter are shared among the sources: by their rates, or evenly where a supply is
// unlimited.
Vector first_guess(const LineModel& model, bool& supply) {
  Vector weights = Vector::Zero(static_cast<Eigen::Index>(model.sources.size()));
  for (std::size_t i = 0; i < model.sources.size(); ++i) {
    if (model.of(model.sources[i]).successors.empty()) continue;
    supply = supply || model.sources[i].unlimited;
    weights[static_cast<Eigen::Index>(i)] =
        model.sources[i].unlimited ? 1 : rate_per_h(model, model.sources[i]);
  }
  if (supply) weights = weights.unaryExpr([](double w) { return w > 0 ? 1.0 : 0.0; });
  const double total = weights.sum();
  return total > 0 ? Vector(weights / total) : weights;
}

// Flows of each variant: of each column of weights, one weight a source.
std::vector<Matrix> flows_of(const LineModel& model, const Matrix& weights) {
  std::vector<std::vector<double>> shares;
  for (const SourceModel& source : model.sources) shares.push_back(variants_of(model, source));
  std::vector<Matrix> flows;
  for (std::size_t v = 0; v < model.variants.size(); ++v) {
    Matrix entries = Matrix::Zero(static_cast<Eigen::Index>(model.elements.size()), weights.cols());
    for (std::size_t i = 0; i < model.sources.size(); ++i)
      entries.row(model.sources[i].element) += shares[i][v] * weights.row(static_cast<Eigen::Index>(i));
    flows.push_back(solve_flows(model, v, entries));
  }
  return flows;
}

// What each further predecessor of an assembly gives, less what its sets need: one row each, one column a
// source.
Matrix surplus(const LineModel& model, const std::vector<Matrix>& flows) {
  std::vector<Vector> rows;
  for (const StationModel& station : model.stations) {
    if (!station.assembles()) continue;
    for (std::size_t i = 1; i < station.assembly.needs.size(); ++i) {
      const Assembly::Need& need = station.assembly.needs[i];
      const Element& from = model.elements[at(need.from)];
      const auto k = static_cast<std::size_t>(
          std::find(from.successors.begin(), from.successors.end(), station.element) -
          from.successors.begin());
      Vector row = Vector::Zero(flows.front().cols());
      for (std::size_t v = 0; v < flows.size(); ++v) {
        row += leaving(model, from, k, v) * flows[v].row(need.from).transpose();
        row -= need.count.of(static_cast<VariantId>(v)) * flows[v].row(station.element).transpose();
      }
      rows.push_back(row);
    }
  }
  Matrix all(static_cast<Eigen::Index>(rows.size()), flows.front().cols());
  for (std::size_t r = 0; r < rows.size(); ++r) all.row(static_cast<Eigen::Index>(r)) = rows[r];
  return all;
}

// The weights nearest to the guess with which assemblies get what they need and nothing is left over, if
// there are any.
std::optional<Vector> balanced(const LineModel& model, const std::vector<Matrix>& flows,
                               const Vector& guess) {
  constexpr double kTolerance = 1e-9;
  const Matrix unmet = surplus(model, flows);
  if (unmet.rows() == 0) return guess;  // all of one predecessor
  const Vector weights = guess - unmet.completeOrthogonalDecomposition().solve(unmet * guess);
  bool good = (unmet * weights).cwiseAbs().maxCoeff() < kTolerance && weights.sum() > kTolerance;
  for (Eigen::Index i = 0; i < weights.size(); ++i) good = good && (guess[i] == 0 || weights[i] > kTolerance);
  if (!good) return std::nullopt;
  return weights / weights.sum();
}

}  // namespace

double leaving(const LineModel& model, const Element& from, std::size_t k, std::size_t v) {
  const std::size_t n = from.successors.size();
  double share = 1.0 / static_cast<double>(n);
  if (n == 1) {
    share = 1;
  } else if (!from.routing.cumulative.empty()) {
    share = from.routing.cumulative[k] - (k > 0 ? from.routing.cumulative[k - 1] : 0);
  } else if (!from.routing.by_variant.empty()) {
    share = from.routing.by_variant[v] == static_cast<std::int32_t>(k) ? 1 : 0;
  }
  if (from.kind != ElementKind::Station) return share;
  const StationModel& station = model.stations[at(from.index)];
  if (!station.scrap.empty()) share *= 1 - station.scrap[v];
  return share * station.split.of(static_cast<VariantId>(v));
}

double Traffic::at(ElementId e) const {
  double sum = 0;
  for (const auto& of_variant : parts) sum += of_variant[static_cast<std::size_t>(e)];
  return sum;
}

Traffic traffic(const LineModel& model) {
  Traffic result;
  bool supply = false;
  const Vector guess = first_guess(model, supply);
  const bool joins = std::any_of(model.stations.begin(), model.stations.end(),
                                 [](const StationModel& station) { return station.assembles(); });
  Vector weights = guess;
  bool known = !supply;  // what each source gives in relation to the others
  if (joins) {
    const auto one_each = Matrix::Identity(guess.size(), guess.size());
    if (const auto shares = balanced(model, flows_of(model, one_each), guess)) {
      weights = *shares;
      known = true;
    } else {
      result.assumptions.emplace_back(
          "parts come to the assemblies as they come, not in the numbers of their sets");
    }
  }
  for (const Matrix& flow : flows_of(model, weights))
    result.parts.emplace_back(flow.data(), flow.data() + flow.size());
  result.sources.assign(weights.begin(), weights.end());
  for (const SinkModel& sink : model.sinks)
    if (!sink.scrap) result.good += result.at(sink.element);
  for (std::size_t i = 0; i < model.sources.size() && known; ++i) {
    if (model.sources[i].unlimited || result.sources[i] <= 0) continue;
    const double allows = rate_per_h(model, model.sources[i]) / result.sources[i];
    result.arrivals_per_h = std::min(allows, result.arrivals_per_h.value_or(allows));
  }
  if (!known && std::count_if(guess.begin(), guess.end(), [](double w) { return w > 0; }) > 1)
    result.assumptions.emplace_back("the sources give equally many parts, one of them being unlimited");
  for (const Element& e : model.elements)
    if (e.successors.size() > 1 && e.routing.cumulative.empty() && e.routing.by_variant.empty())
      result.assumptions.push_back(
          fmt::format("\"{}\" sends equally many parts to each of its successors", e.name));
  return result;
}

}  // namespace linetwin
