// Which of several changes brings how much of the whole, when they help or hinder each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "compare/observed.hpp"
#include "statistics/estimate.hpp"

namespace linetwin::compare {

// Bit i is set: change i is made. The values by replication, of the same replications for every mask.
using Mask = std::uint64_t;
using ValueOf = std::function<Values(Mask)>;

struct Shares {
  std::vector<Estimate> shares;  // by change; they sum to the whole up to rounding
  Estimate whole;                // all changes against none
  std::size_t replications = 0;  // those that every mask that was asked for has
  std::size_t masks = 0;         // that were asked for
  // By change, where orders were sampled: the half width from the orders alone, over the pairs of orders.
  // The half widths of the shares are over replications, for the orders sampled. Empty: all orders.
  std::vector<double> sampling_half_widths{};
};

struct ShapleyOptions {
  std::size_t exact_up_to = 10;   // changes: all 2^changes masks
  std::size_t order_pairs = 200;  // beyond: an order of the changes and the same backwards
  std::uint64_t seed = 1;
  double confidence = kConfidence;
};

inline constexpr std::size_t kMostChanges = 63;
inline constexpr std::size_t kMostExact = 20;

// Shapley (1953): what a change adds to those made before it, averaged over all orders in which they could be
// made. In each replication by itself, so that the intervals are those of paired differences; no half width
// with fewer than two replications. Each mask is asked for once.
//
// Beyond `exact_up_to`, random orders with their reverses (Castro, Gomez, Tejada 2009; antithetic: Mitchell,
// Cooper, Frank, Holmes 2022). In every order the parts sum to the whole, so the shares do.
//
// Nothing when there is no replication that all masks have. Throws std::invalid_argument for more than
// kMostChanges changes, an `exact_up_to` beyond kMostExact, or no order to sample.
std::optional<Shares> shapley(std::size_t changes, const ValueOf& value, const ShapleyOptions& options = {});

}  // namespace linetwin::compare
