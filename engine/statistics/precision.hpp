// How many replications are enough: run until the interval is narrow against the mean.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace linetwin {

inline constexpr std::size_t kFewestReplications =
    3;  // before the rule is asked (Hoad, Robinson, Davies 2010)
inline constexpr std::size_t kLookAhead = 5;

// For how many more replications the precision must hold once n have reached it: 5, from 100 on 5 % of n,
// rounded down (Hoad, Robinson, Davies 2010).
std::size_t look_ahead(std::size_t n);

// The sequential rule of Chow and Robbins (1965) with Student's t, and with a look ahead against stopping by
// luck: the least n >= max(minimum, 2) at which the half width of the 95 % interval is at most gamma |mean|
// over the first n, n + 1, ..., n + look_ahead(n) observations. Says n + look_ahead(n): the replications that
// the figure should be over. Nothing when the observations do not show it yet, and never for a mean of 0.
//
// `observations` in the order of the replications. The answer depends on their first values alone: more of
// them never change it, so threads and the size of the portions in which they are run do not matter.
std::optional<std::size_t> enough(const std::vector<double>& observations, double gamma,
                                  std::size_t minimum = kFewestReplications);

struct Stop {
  std::size_t replications = 0;  // the figures are over the first so many
  bool reached = false;          // the precision; otherwise the cap ended it
};

// The same with a cap: with that many observations it stops whatever they say. Nothing while it should go on.
std::optional<Stop> stop_at(const std::vector<double>& observations, double gamma, std::size_t minimum,
                            std::size_t cap);

}  // namespace linetwin
