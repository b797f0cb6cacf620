// The `optimise` section of a scenario as a search problem, and the case of each of its settings.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "campaign/campaign.hpp"
#include "optimise/problem.hpp"

namespace linetwin {

// What the value of an objective or a constraint is taken from.
struct Watched {
  enum class Of : std::uint8_t { Metric, Cost, Budget } of = Of::Metric;
  std::string metric;      // Metric
  std::size_t budget = 0;  // Budget: position in Scenario::budgets
  // Known without running anything.
  bool exact() const { return of != Of::Metric; }
};

struct LineProblem {
  SearchProblem search;
  std::vector<std::size_t> factors;  // of Scenario::factors, by factor of the search
  // By factor: positions of its listed values, the smallest first; the search takes numbers 0, 1, ... of this
  // order. Empty: a range, searched in its unit.
  std::vector<std::vector<std::size_t>> listed;
  Watched objective;
  std::vector<Watched> constraints;  // as in the search
  double settings = 1;               // how many there are, budgets left out; of continuous ranges, 1025 each
};

// Objective and constraints of the scenario (without an objective: the most throughput) over its factors of
// `optimise`. Budgets, and upper bounds on cost, that are linear in what the search chooses become budgets of
// the search, from which what all else spends is taken off; others become constraints. Whether they are, is
// found by trying values: of every factor alone, and together. What is wrong is reported at its place; then
// there is nothing.
std::optional<LineProblem> line_problem(const Campaign& campaign, Diagnostics& diagnostics);

Case case_of(const Campaign& campaign, const LineProblem& problem, const Setting& setting);

}  // namespace linetwin
