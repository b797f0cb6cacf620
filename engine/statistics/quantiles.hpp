// How times spread: quantiles with their uncertainty, and a histogram to draw.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

// For each probability in (0, 1] the least of the values that so large a share of them does not exceed: the
// inverse of the empirical distribution (type 1 of Hyndman and Fan 1996), so always one of the values. In the
// order of the probabilities; empty without values.
std::vector<Time> quantiles(std::vector<Time> values, const std::vector<double>& probabilities);

inline constexpr std::array<double, 4> kQuantiles = {0.5, 0.9, 0.95, 0.99};

// The quantiles of each replication, and their means over the replications, in seconds, as kQuantiles. A
// replication without values enters none of them. With fewer than about 100 values a replication, the last is
// little else than its largest.
std::array<Figure, kQuantiles.size()> quantile_figures(const std::vector<std::vector<Time>>& replications);

inline constexpr std::size_t kMostBins = 60;
inline constexpr double kTailFrom = 0.995;

// Counts in bins of equal, round width (1, 2 or 5 times a power of ten microseconds): bin i holds
// [first + i width, first + (i + 1) width). When `tail` is set, the last bin holds all from its edge on.
struct Histogram {
  Time first = 0;  // a multiple of the width
  Time width = 1;
  std::vector<std::int64_t> counts;  // at most kMostBins; empty without values
  bool tail = false;                 // the last bin is open: some values lie beyond that of kTailFrom
  Time longest = 0;                  // the largest value
};

// Over the values of all replications together, which need not have the same number. The bins are as narrow
// as reach the kTailFrom quantile with kMostBins of them; what lies beyond is one more bin, the tail.
Histogram histogram(const std::vector<std::vector<Time>>& replications);

}  // namespace linetwin
