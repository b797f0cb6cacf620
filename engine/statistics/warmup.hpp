// Where the warm-up ends: series of equal time buckets -> how many of them to leave out.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace linetwin {

// The mean over replications, bucket by bucket: what is looked at for the warm-up. Series of unequal length
// are cut to the shortest; empty without series. Summed in the order given.
std::vector<double> mean_over(const std::vector<std::vector<double>>& series);

struct Truncation {
  std::size_t observations = 0;  // to leave out at the beginning; a multiple of kMserBatch
  bool too_short = false;        // the least is in the last tenth of the scan: nobody knows where it would be
  double mser = 0;               // the least value, in the unit of the series squared
  std::vector<double> curve;     // the value for each number of batches left out, 0 .. half of them
};

inline constexpr std::size_t kMserBatch = 5;
inline constexpr std::size_t kMserFewest = 10;  // batches; with fewer there is nothing to say

// MSER-5 (White 1997; White, Cobb, Spratt 2000). Observations are averaged in batches of five, and as many
// batches are left out as make the squared standard error of the mean of the m that remain,
//   sum (z - mean)^2 / m^2,
// the least. What does not fill a batch at the end is dropped. Only the first half of the batches is scanned:
// near the end there are so few that they agree by chance. Of equal values the earliest counts, so a constant
// series has no warm-up. Nothing when there are fewer than kMserFewest batches, or a value is not finite.
std::optional<Truncation> mser5(const std::vector<double>& series);

// The moving average of Welch (1983), to be drawn: the mean of an observation and the `window` on either
// side, of fewer where there are not so many before it. The last `window` observations have none. Empty when
// the series is no longer than the window.
std::vector<double> welch_average(const std::vector<double>& series, std::size_t window);

}  // namespace linetwin
