#include "statistics/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace linetwin {
namespace {

// How many of n values must not exceed the quantile: the least k with k / n >= probability. The product n p
// alone may lie a bit above a whole number that it should be (100 * 0.07), so the quotient decides.
std::size_t rank(std::size_t n, double probability) {
  const auto count = static_cast<double>(n);
  auto k = static_cast<std::size_t>(std::clamp(std::ceil(count * probability), 1.0, count));
  while (k > 1 && static_cast<double>(k - 1) / count >= probability) --k;
  while (k < n && static_cast<double>(k) / count < probability) ++k;
  return k;
}

Time next_round(Time width) {
  Time power = 1;
  while (width / power >= 10) power *= 10;
  return width / power == 2 ? 5 * power : 2 * width;  // 1 -> 2 -> 5 -> 10
}

Time floor_to(Time value, Time width) {
  const Time rest = value % width;
  return value - (rest < 0 ? rest + width : rest);
}

}  // namespace

std::vector<Time> quantiles(std::vector<Time> values, const std::vector<double>& probabilities) {
  if (values.empty()) return {};
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return probabilities[a] < probabilities[b]; });
  std::vector<Time> found(probabilities.size());
  auto from = values.begin();  // what lies before is not larger than what lies from here on
  for (const std::size_t i : order) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank(values.size(), probabilities[i]) - 1);
    std::nth_element(from, at, values.end());
    found[i] = *at;
    from = at;
  }
  return found;
}

std::array<Figure, kQuantiles.size()> quantile_figures(const std::vector<std::vector<Time>>& replications) {
  std::array<std::vector<double>, kQuantiles.size()> observations;
  for (const auto& values : replications) {
    const std::vector<Time> found = quantiles(values, {kQuantiles.begin(), kQuantiles.end()});
    for (std::size_t q = 0; q < found.size(); ++q) observations[q].push_back(seconds(found[q]));
  }
  std::array<Figure, kQuantiles.size()> figures;
  for (std::size_t q = 0; q < figures.size(); ++q) figures[q] = estimate(observations[q]);
  return figures;
}

Histogram histogram(const std::vector<std::vector<Time>>& replications) {
  Histogram result;
  std::vector<Time> all;
  for (const auto& values : replications) all.insert(all.end(), values.begin(), values.end());
  if (all.empty()) return result;
  const auto [least, most] = std::minmax_element(all.begin(), all.end());
  const Time from = *least;
  result.longest = *most;
  const Time reach = quantiles(all, {kTailFrom}).front();
  const auto bins_to = [&](Time value) {
    return static_cast<std::size_t>((value - floor_to(from, result.width)) / result.width) + 1;
  };
  while (bins_to(reach) > kMostBins - 1) result.width = next_round(result.width);
  result.first = floor_to(from, result.width);
  const std::size_t closed = bins_to(reach);
  result.tail = bins_to(result.longest) > closed;
  result.counts.assign(closed + (result.tail ? 1 : 0), 0);
  for (const Time value : all) ++result.counts[std::min(bins_to(value), result.counts.size()) - 1];
  return result;
}

}  // namespace linetwin
