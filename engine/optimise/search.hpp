// The search for the best setting: local search from several starts on common random numbers, then a choice
// among the finalists.
//
// Neighbours are told apart by paired t intervals with growing numbers of replications, as in neighbourhood
// selection (Pichitlamken, Nelson, Hong 2006); with all replications the means decide, which climbs the
// sample average over a fixed set of random numbers (Wang, Pasupathy, Schmeiser 2013). Restarts make a wrong
// end less likely; nothing guarantees the global optimum.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "optimise/climb.hpp"
#include "optimise/problem.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

// Puts finalists in order, best first, by replications of its own: positions in what it is given. Those that
// it leaves out come behind.
using Select = std::function<std::vector<std::size_t>(const std::vector<Setting>& finalists)>;

struct SearchOptions {
  std::int64_t evaluations = 20000;  // replications to spend at most, over all settings
  ClimbRules climb{};
  std::size_t random_starts = 5;  // besides the line as it is, an even split and the guided one
  std::size_t finalists = 6;      // at most
  // Fresh replications of each finalist, behind those of the climb: what is best of many by the replications
  // that chose it looks better than it is. 0: the figures are those of the climb (an evaluation without
  // chance).
  std::int32_t final_replications = 32;
  std::uint64_t seed = 1;        // of the random starts
  Select select{};               // empty: by the means of the fresh replications
  std::function<bool()> stop{};  // true: end soon with what is known
};

enum class Kept : std::uint8_t {
  Kept,    // the whole 95 % interval is inside the bound
  Open,    // the bound is in the interval
  Broken,  // the whole interval is outside
};

struct Finalist {
  Setting setting;
  Figure objective;
  std::vector<Figure> constraints;  // as in the problem
  std::vector<Kept> kept;           // as in the problem
  std::vector<double> left;         // of each budget
  std::int32_t replications = 0;    // behind the figures
  bool feasible = true;             // the means keep all constraints
  bool end_of_climb = false;
};

struct SearchStart {
  std::string what;  // "as is", "even", "guided", "least", "random 1", ...; "again" from a better finalist
  Setting from;
  Setting to;
  Ended ended = Ended::Converged;
};

// A setting that a climb went to.
struct SearchStep {
  std::size_t start = 0;  // position in SearchResult::starts
  Setting setting;
  double objective = 0;          // mean over the replications that it had then
  double violation = 0;          // how far constraints are broken on the mean, in shares of their bounds
  std::int64_t evaluations = 0;  // used so far
};

struct SearchResult {
  std::vector<Finalist> finalists;  // best first; empty: see `why_none`
  std::vector<SearchStart> starts;
  std::vector<SearchStep> path;
  std::int64_t evaluations = 0;  // replications that were run, those of `select` left out
  std::size_t settings = 0;      // different ones that were looked at
  Ended ended = Ended::Converged;
  // Of the neighbours of the best by single steps (see Lattice::neighbours): how many there are, were
  // evaluated, and are clearly better by the paired interval. All seen and none better, by a search that came
  // to its end: a local optimum as far as the replications can tell.
  std::size_t neighbours = 0, neighbours_seen = 0, neighbours_better = 0;
  bool local_optimum() const {
    return ended == Ended::Converged && neighbours == neighbours_seen && neighbours_better == 0;
  }
  std::string why_none;
};

// The same result for any way in which `evaluate` shares out its work. Throws std::invalid_argument for an
// unsound problem, options that ask for nothing, or an evaluation that gives other shapes than it is asked
// for.
SearchResult search(const SearchProblem& problem, const Evaluate& evaluate, const SearchOptions& options);

}  // namespace linetwin
