// What a search has seen: each replication of each setting once, and how two settings compare by them.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "optimise/lattice.hpp"
#include "optimise/problem.hpp"

namespace linetwin {

// By how much one setting is better than another, over pairs of replications with the same random numbers.
struct Advantage {
  double mean = 0;
  double half_width = 0;      // 95 %, Student's t on the differences; 0 with one replication: taken as exact
  bool of_objective = false;  // otherwise of how far constraints are broken, in shares of their bounds
  bool sure() const { return mean > half_width; }
  bool sure_not() const { return mean + half_width <= 0; }
};

// How far the means break the constraints, summed over those that are broken, in shares of their bounds.
double violation(const SearchProblem& problem, std::span<const Observation> observations);

// Settings are ordered by feasibility first (Deb 2000): of two that keep all constraints on the mean the
// objective decides; otherwise how far constraints are broken. `a` and `b` have at least one observation
// each, of the same replications in the same order; pairs are formed as far as both reach.
Advantage advantage(const SearchProblem& problem, std::span<const Observation> a,
                    std::span<const Observation> b);

class Memo {
 public:
  using Id = std::size_t;
  struct Entry {
    Cell cell;
    std::vector<Observation> observations;  // replications 0, 1, ...
    std::vector<double> guidance;           // mean over them
    bool ruled_out = false;                 // a replication gave no finite number
  };

  // At most `most` replications are run in all. What is kept is bounded by that, too.
  Memo(const SearchProblem& problem, const Lattice& lattice, const Evaluate& evaluate, std::int64_t most);

  Id id(const Cell& cell);  // makes an entry without observations where there is none
  const Entry& operator[](Id id) const { return entries_[id]; }
  std::size_t size() const { return entries_.size(); }
  bool seen(Id id) const { return !entries_[id].observations.empty(); }
  // Runs what the settings lack up to `replications` each. False, and nothing is run, when the budget of
  // replications does not allow it.
  bool reach(const std::vector<Id>& ids, std::int32_t replications);
  Advantage advantage(Id a, Id b) const;
  std::int64_t spent() const { return spent_; }
  std::int64_t left() const { return most_ - spent_; }
  void allow(std::int64_t most) { most_ = most; }  // from now on
  bool stopped() const { return stopped_; }        // by the evaluation; nothing is run any more
  // Fresh replications that the memo does not keep; counted, and run whatever is left. Empty when stopped.
  std::vector<Observations> fresh(const std::vector<Id>& ids, std::int32_t first, std::int32_t count);

 private:
  std::vector<Observations> run(const std::vector<Id>& ids, std::int32_t first, std::int32_t count);
  const SearchProblem& problem_;
  const Lattice& lattice_;
  const Evaluate& evaluate_;
  std::int64_t most_ = 0;
  std::int64_t spent_ = 0;
  bool stopped_ = false;
  std::vector<Entry> entries_;
  std::map<Cell, Id> ids_;
};

}  // namespace linetwin
