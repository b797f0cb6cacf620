// What a search for the best setting of a line is about: factors, what they may cost, what must hold. Knows
// no line: factors are numbers, and what a setting is worth is asked of a function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace linetwin {

// A value of each factor, in the order of the problem.
using Setting = std::vector<double>;

// Takes the values from, from + step, ... up to `to` (a buffer's capacity, a count of machines: step 1); not
// more than 100 000 steps. Step 0: continuous; then 1025 values over the range stand for all, looked at
// coarsely first.
inline constexpr double kMostFactorValues = 100'000;  // budgets are filled value by value
struct SearchFactor {
  std::string name;
  double from = 0;
  double to = 0;
  double step = 1;
  std::optional<double> as_is{};  // where the search may begin; taken for the nearest of its values
};

// The weighted sum of factors is at most so much. A budget of money for changes is one, too:
// cost_budget() writes it.
struct SearchBudget {
  std::string name;
  std::vector<std::pair<std::size_t, double>> weights;  // factor (position in the problem), weight
  double at_most = 0;
  bool tight = false;  // more of its factors is hardly ever worse: starts and exchanges use it up
};

// A limit on something that is measured, as "wip <= 150": on its mean.
struct SearchConstraint {
  std::string name;
  double bound = 0;
  bool at_most = true;  // otherwise at least
};

struct SearchProblem {
  std::vector<SearchFactor> factors;
  std::vector<SearchBudget> budgets;
  std::vector<SearchConstraint> constraints;
  bool maximise = true;
};

// sum of unit cost x (value - value as it is) <= at_most, over all factors that have a value as they are. To
// lower a factor gives its cost back, as the sum is linear.
SearchBudget cost_budget(std::string name, const std::vector<SearchFactor>& factors,
                         const std::vector<double>& unit_costs, double at_most);

// What a replication gives. A value that is no finite number (the line jammed) rules the setting out.
struct Observation {
  double objective = 0;
  std::vector<double> constraints{};  // as in the problem
};

struct Observations {
  std::vector<Observation> replications;  // in order of their numbers
  // Empty, or for each factor how much raising it may help, in any unit that is common to all: orders what
  // is tried first, and decides nothing.
  std::vector<double> guidance{};
};

// An evaluation may throw this to end the search at once: what was seen before counts.
struct SearchStopped {};

// Runs replications first .. first + count - 1 of each setting; the same numbers mean the same random numbers
// for all settings (common random numbers). Settings come many at once, so that they can run in parallel.
using Evaluate = std::function<std::vector<Observations>(const std::vector<Setting>& settings,
                                                         std::int32_t first, std::int32_t count)>;

// Throws std::invalid_argument that says what is wrong with the problem.
void require_sound(const SearchProblem& problem);

}  // namespace linetwin
