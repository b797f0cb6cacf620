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

std::optional<BatchMeans> with_width(const std::vector<double>& numerators,
                                     const std::vector<double>& denominators, std::size_t width) {
  const std::vector<double> a = batch_sums(numerators, width);
  const std::vector<double> b = batch_sums(denominators, width);
  const double whole = total(b);
  if (whole == 0) return std::nullopt;
  const auto n = static_cast<double>(a.size());
  const double ratio = total(a) / whole;
  std::vector<double> deviations(a.size());  // from the ratio, in its unit; their mean is 0
  for (std::size_t i = 0; i < a.size(); ++i) deviations[i] = (a[i] - ratio * b[i]) / (whole / n);
  BatchMeans result;
  result.figure = estimate(deviations);
  result.figure.mean = ratio;
  result.batches = a.size();
  result.buckets_per_batch = width;
  result.von_neumann = von_neumann_statistic(deviations);
  result.correlated = result.von_neumann > kCritical;
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
  if (buckets < kFewestBatches) return std::nullopt;
  const std::size_t longest = buckets / kFewestBatches;
  std::size_t width = (buckets + kMostBatches - 1) / kMostBatches;
  auto result = with_width(numerators, denominators, width);
  while (result && result->correlated && width < longest) {
    width = std::min(2 * width, longest);
    result = with_width(numerators, denominators, width);
  }
  return result;
}

std::optional<BatchMeans> batch_means(const std::vector<double>& series) {
  return batch_ratios(series, std::vector<double>(series.size(), 1));
}

}  // namespace linetwin
