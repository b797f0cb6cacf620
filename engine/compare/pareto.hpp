// Which alternatives are worth their cost: the front of cost against a value.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "compare/observed.hpp"

namespace linetwin::compare {

struct CostAndValue {
  double cost = 0;              // less is better
  double value = 0;             // as the goal says
  double cost_half_width = 0;   // 0: exact
  double value_half_width = 0;  // simultaneous intervals, for statements about all points at once
};

enum class Standing {
  Front,       // no other dominates it, anywhere within the intervals
  Dominated,   // some other does, everywhere within them
  CannotTell,  // neither
};

struct OnFront {
  bool by_means = false;  // no other dominates it by the means
  Standing standing = Standing::CannotTell;
};

struct Front {
  std::vector<OnFront> points;  // as given
  std::vector<std::size_t>
      by_cost;  // those on the front by the means, cheapest first, then in the order given
};

// One point dominates another when it is no worse in cost and value and better in one of them. So points that
// are equal in both are on the front together (Pareto 1896). By the means n log n, the standing n squared.
// Half widths are not negative; NaN is refused by std::invalid_argument.
Front pareto_front(const std::vector<CostAndValue>& points, Goal goal);

// Paired differences under common random numbers are known much better than the values: `value_difference`
// (p, q) is the value of p minus that of q with its half width, for any two points; without a half width
// nothing can be told of the pair.
using ValueDifference = std::function<Estimate(std::size_t p, std::size_t q)>;
Front pareto_front(const std::vector<CostAndValue>& points, Goal goal,
                   const ValueDifference& value_difference);

}  // namespace linetwin::compare
