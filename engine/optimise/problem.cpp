#include "optimise/problem.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace linetwin {

SearchBudget cost_budget(std::string name, const std::vector<SearchFactor>& factors,
                         const std::vector<double>& unit_costs, double at_most) {
  if (unit_costs.size() != factors.size())
    throw std::invalid_argument(
        fmt::format("{} unit costs for {} factors; each needs one", unit_costs.size(), factors.size()));
  SearchBudget budget{std::move(name), {}, at_most};
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (unit_costs[i] == 0 || !factors[i].as_is) continue;
    budget.weights.emplace_back(i, unit_costs[i]);
    budget.at_most += unit_costs[i] * *factors[i].as_is;
  }
  return budget;
}

void require_sound(const SearchProblem& problem) {
  if (problem.factors.empty()) throw std::invalid_argument("there is no factor to choose a value of");
  for (const SearchFactor& f : problem.factors) {
    if (!std::isfinite(f.from) || !std::isfinite(f.to) || f.from > f.to)
      throw std::invalid_argument(
          fmt::format("factor {}: from {} to {} is no range; from must not exceed to", f.name, f.from, f.to));
    if (!(f.step >= 0) || !std::isfinite(f.step))
      throw std::invalid_argument(
          fmt::format("factor {}: the step must be 0 or more, not {}", f.name, f.step));
    if (f.step > 0 && (f.to - f.from) / f.step > kMostFactorValues)
      throw std::invalid_argument(
          fmt::format("factor {}: more than {:.0f} values; a longer step, or step 0 for a continuous range, "
                      "would do",
                      f.name, kMostFactorValues));
    if (f.as_is && !std::isfinite(*f.as_is))
      throw std::invalid_argument(fmt::format("factor {}: its value as it is must be finite", f.name));
  }
  for (const SearchBudget& b : problem.budgets) {
    if (!std::isfinite(b.at_most))
      throw std::invalid_argument(fmt::format("budget {}: what it allows must be finite", b.name));
    for (const auto& [factor, weight] : b.weights) {
      if (factor >= problem.factors.size())
        throw std::invalid_argument(fmt::format("budget {}: no factor has the number {}", b.name, factor));
      if (!std::isfinite(weight))
        throw std::invalid_argument(fmt::format("budget {}: weights must be finite", b.name));
    }
  }
  for (const SearchConstraint& c : problem.constraints)
    if (!std::isfinite(c.bound))
      throw std::invalid_argument(fmt::format("constraint {}: the bound must be finite", c.name));
}

}  // namespace linetwin
