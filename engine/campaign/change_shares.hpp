// What the differences between two models bring, together and each: simulated under common random numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/metrics.hpp"
#include "batch/replications.hpp"
#include "compare/shapley.hpp"
#include "diff/difference.hpp"
#include "read/read_tree.hpp"

namespace linetwin {

struct ChangeSharesAsk {
  std::string metric = "throughput_per_h";  // of the line; one that both models have
  int threads = 0;
  const std::atomic<bool>* stop = nullptr;
};

struct ChangeShare {
  std::size_t difference = 0;                // position in the differences that were given
  std::optional<compare::Estimate> share{};  // of the whole, by Shapley; the shares sum to it
  std::optional<compare::Estimate> alone{};  // this change alone, against the first model; where it is a line
};

struct ChangeShares {
  std::vector<ChangeShare> changes;          // those that can change what the line does
  std::optional<compare::Estimate> whole{};  // all of them against none, where both finished
  Figure before, after;                      // the metric of both, over the replications
  std::size_t lines = 0;                     // that were run
  bool sampled = false;                      // orders were sampled: there were too many changes for all
  // Combinations that are no line, or of which replications did not finish, a sentence each.
  std::vector<std::string> faults{};
  bool stuck = false;  // the first or the second model is such a one
  std::string failed;  // why there are no shares; empty: there are
};

// `a` is the tree of the first model, `options` its run, used for all. Differences that are minor are taken
// over in all lines but that of `before`, so that what they change (who is first at equal times) is no share
// of anybody. Throws std::bad_alloc.
ChangeShares change_shares(const Node& a, const TreeOrigin& origin,
                           const std::vector<Difference>& differences, const RunOptions& options,
                           const ChangeSharesAsk& ask, const BatchRunner& run_batch);

}  // namespace linetwin
