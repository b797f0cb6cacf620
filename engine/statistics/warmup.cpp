#include "statistics/warmup.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace linetwin {

std::vector<double> mean_over(const std::vector<std::vector<double>>& series) {
  if (series.empty()) return {};
  std::size_t length = series.front().size();
  for (const auto& one : series) length = std::min(length, one.size());
  std::vector<double> means(length, 0);
  for (const auto& one : series)
    for (std::size_t i = 0; i < length; ++i) means[i] += one[i];
  for (double& mean : means) mean /= static_cast<double>(series.size());
  return means;
}

std::optional<Truncation> mser5(const std::vector<double>& series) {
  const std::size_t batches = series.size() / kMserBatch;
  if (batches < kMserFewest) return std::nullopt;
  if (!std::all_of(series.begin(), series.end(), [](double x) { return std::isfinite(x); }))
    return std::nullopt;
  const std::size_t last = batches / 2;
  Truncation result;
  result.curve.resize(last + 1);
  // From the end to the beginning, mean and sum of squares are carried along (Welford 1962): of a tail
  // without variance the sum is exactly 0, whatever stands before it.
  double mean = 0;
  double squares = 0;
  for (std::size_t left_out = batches; left_out-- > 0;) {
    const auto first = series.begin() + static_cast<std::ptrdiff_t>(left_out * kMserBatch);
    const double batch = std::accumulate(first, first + kMserBatch, 0.0) / static_cast<double>(kMserBatch);
    const auto remain = static_cast<double>(batches - left_out);
    const double distance = batch - mean;
    mean += distance / remain;
    squares += distance * (batch - mean);
    if (left_out <= last) result.curve[left_out] = squares / (remain * remain);
  }
  const auto least = std::min_element(result.curve.begin(), result.curve.end());  // the first of equal ones
  const auto left_out = static_cast<std::size_t>(least - result.curve.begin());
  result.observations = left_out * kMserBatch;
  result.too_short = 10 * left_out >= 9 * last;  // noise moves the least a little before the end
  result.mser = *least;
  return result;
}

std::vector<double> welch_average(const std::vector<double>& series, std::size_t window) {
  std::vector<double> averages;
  for (std::size_t i = 0; i + window < series.size(); ++i) {
    const std::size_t side = std::min(i, window);
    const auto centre = series.begin() + static_cast<std::ptrdiff_t>(i);
    const auto reach = static_cast<std::ptrdiff_t>(side);
    const double sum = std::accumulate(centre - reach, centre + reach + 1, 0.0);
    averages.push_back(sum / static_cast<double>(2 * side + 1));
  }
  return averages;
}

}  // namespace linetwin
