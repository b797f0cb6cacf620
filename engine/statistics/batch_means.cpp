#include "statistics/batch_means.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace linetwin {
namespace {

constexpr double kCritical = 1.6448536269514722;  // the one-sided 5 % point of the standard normal

std::vector<double> batch_sums(const std::vector<double>& series, std::size_t width) {
  std::vector<double> sums;
  for (std::size_t at = series.size() % width; at < series.size(); at += width) {
    const auto first = series.begin() + static_cast<std::ptrdiff_t>(at);
    sums.push_back(std::accumulate(first, first + static_cast<std::ptrdiff_t>(width), 0.0));
  }
  return sums;
}

double total(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

// How far each batch of `width` buckets is from the ratio of all of them, in the unit of the ratio; they sum
// to 0. Empty when the denominators sum to 0.
struct Deviations {
  double ratio = 0;
  std::vector<double> of_batch;
};

Deviations deviations(const std::vector<double>& numerators, const std::vector<double>& denominators,
                      std::size_t width) {
  const std::vector<double> a = batch_sums(numerators, width);
  const std::vector<double> b = batch_sums(denominators, width);
  const double whole = total(b);
  Deviations result;
  if (whole == 0) return result;
  result.ratio = total(a) / whole;
  for (std::size_t i = 0; i < a.size(); ++i)
    result.of_batch.push_back((a[i] - result.ratio * b[i]) / (whole / static_cast<double>(a.size())));
  return result;
}

}  // namespace

double von_neumann_statistic(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  const double mean = total(values) / n;
  double squares = 0;
  double differences = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - mean) * (values[i] - mean);
    if (i > 0) differences += (values[i] - values[i - 1]) * (values[i] - values[i - 1]);
  }
  if (differences == 0) return 0;
  return (1 - differences / (2 * squares)) / std::sqrt((n - 2) / (n * n - 1));
}

std::optional<BatchMeans> batch_ratios(const std::vector<double>& numerators,
                                       const std::vector<double>& denominators) {
  const std::size_t buckets = std::min(numerators.size(), denominators.size());
  if (buckets < kFewestBuckets) return std::nullopt;
  BatchMeans result;
  result.correlated = true;
  std::size_t width = buckets / kFewestBatches;
  for (std::size_t piece = 1; buckets / piece >= kFewestBuckets; piece *= 2) {
    const Deviations pieces = deviations(numerators, denominators, piece);
    if (pieces.of_batch.empty()) return std::nullopt;
    if (von_neumann_statistic(pieces.of_batch) > kCritical) continue;
    result.correlated = false;
    width = std::max(kPiecesPerBatch * piece, (buckets + kMostBatches - 1) / kMostBatches);
    break;
  }
  const Deviations batches = deviations(numerators, denominators, width);
  if (batches.of_batch.empty()) return std::nullopt;
  result.figure = estimate(batches.of_batch);
  result.figure.mean = batches.ratio;
  result.batches = batches.of_batch.size();
  result.buckets_per_batch = width;
  return result;
}

std::optional<BatchMeans> batch_means(const std::vector<double>& series) {
  return batch_ratios(series, std::vector<double>(series.size(), 1));
}

}  // namespace linetwin
