// One long run -> a figure with its interval: the run is cut into batches that take the place of
// replications.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "statistics/estimate.hpp"

namespace linetwin {

struct BatchMeans {
  Figure figure;                      // sd: of one batch
  std::size_t batches = 0;            // kFewestBatches .. kMostBatches
  std::size_t buckets_per_batch = 0;  // what remains is left out at the beginning of the series
  bool correlated = false;            // the run is too short for batch means: the interval may be too narrow
};

inline constexpr std::size_t kFewestBatches = 10;  // Schmeiser (1982): beyond some thirty batches
inline constexpr std::size_t kMostBatches = 32;    // an interval gains next to nothing
inline constexpr std::size_t kPiecesPerBatch = 4;  // a batch is so many pieces that pass the test
inline constexpr std::size_t kFewestBuckets = kFewestBatches * kPiecesPerBatch;

// `series`: what was observed in buckets of equal width after the warm-up, in order. Non-overlapping batch
// means with Student's t. How long a batch must be is found with pieces of 1, 2, 4, ... buckets: the shortest
// in which the ratio test of von Neumann (1941) does not find neighbours alike at 5 % (one-sided: unlike
// neighbours make an interval too wide, which does no harm). A batch has kPiecesPerBatch such pieces or more.
// The test is made on many short pieces and not on the batches, because on ten or thirty it hardly ever finds
// anything (Adam, Klein 1989; Law, Carson 1979 do likewise). If no piece passes of which there are
// kFewestBuckets, the batches are kFewestBatches and `correlated`. Nothing with fewer buckets than
// kFewestBuckets.
std::optional<BatchMeans> batch_means(const std::vector<double>& series);

// The same for a ratio of sums, such as the lead time: all stays over all parts that left. The classical
// ratio estimator (Cochran 1977): with batch sums a, b and r = sum a / sum b, its variance is
// that of the mean of (a - r b) / mean b. The vectors have equal lengths; nothing, too, when the denominators
// sum to 0.
std::optional<BatchMeans> batch_ratios(const std::vector<double>& numerators,
                                       const std::vector<double>& denominators);

// The statistic of the test for values in order (Fishman 1978):
//   c = 1 - sum (y(i) - y(i+1))^2 / (2 sum (y(i) - mean)^2),  over its deviation sqrt((n - 2) / (n^2 - 1)).
// About standard normal for independent normal values, positive when neighbours are alike. 0 for values that
// are all equal. At least 3 values.
double von_neumann_statistic(const std::vector<double>& values);

}  // namespace linetwin
