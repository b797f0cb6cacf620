#include "compare/pareto.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace linetwin::compare {

namespace {

// By how much one point is better than another, at least and at most.
struct Margin {
  double least;
  double most;
};

// By cost, of equal costs the better value first: a point is on the front when it is better than all that are
// cheaper, or equal to one that is.
void front_by_means(const std::vector<CostAndValue>& points, Goal goal, Front& front) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (points[a].cost != points[b].cost) return points[a].cost < points[b].cost;
    return sign(goal) * points[a].value > sign(goal) * points[b].value;
  });
  const CostAndValue* last = nullptr;
  for (const std::size_t i : order) {
    const CostAndValue& p = points[i];
    const bool equal = last && last->cost == p.cost && last->value == p.value;
    if (last && !equal && sign(goal) * p.value <= sign(goal) * last->value) continue;
    front.points[i].by_means = true;
    front.by_cost.push_back(i);
    last = &p;
  }
}

Standing standing_of(const std::vector<CostAndValue>& points, std::size_t q, Goal goal,
                     const ValueDifference& difference) {
  bool perhaps = false;
  for (std::size_t p = 0; p < points.size(); ++p) {
    if (p == q) continue;
    const double cost_doubt = points[p].cost_half_width + points[q].cost_half_width;
    const double cheaper = points[q].cost - points[p].cost;
    const Margin cost{cheaper - cost_doubt, cheaper + cost_doubt};
    if (cost.most < 0) continue;
    const Estimate d = difference(p, q);
    const double doubt = d.half_width.value_or(std::numeric_limits<double>::infinity());
    const Margin value{sign(goal) * d.value - doubt, sign(goal) * d.value + doubt};
    if (cost.least >= 0 && value.least >= 0 && (cost.least > 0 || value.least > 0))
      return Standing::Dominated;
    perhaps = perhaps || (value.most >= 0 && (cost.most > 0 || value.most > 0));
  }
  return perhaps ? Standing::CannotTell : Standing::Front;
}

}  // namespace

Front pareto_front(const std::vector<CostAndValue>& points, Goal goal,
                   const ValueDifference& value_difference) {
  for (const CostAndValue& p : points) {
    if (std::isnan(p.cost) || std::isnan(p.value) || !(p.cost_half_width >= 0) || !(p.value_half_width >= 0))
      throw std::invalid_argument("a cost or value is no number, or a half width is negative");
  }
  Front front;
  front.points.resize(points.size());
  front_by_means(points, goal, front);
  for (std::size_t q = 0; q < points.size(); ++q)
    front.points[q].standing = standing_of(points, q, goal, value_difference);
  return front;
}

Front pareto_front(const std::vector<CostAndValue>& points, Goal goal) {
  return pareto_front(points, goal, [&points](std::size_t p, std::size_t q) {
    return Estimate{points[p].value - points[q].value,
                    points[p].value_half_width + points[q].value_half_width};
  });
}

}  // namespace linetwin::compare
