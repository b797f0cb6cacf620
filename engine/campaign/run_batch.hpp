// Runs a scenario into its database: what is there already is not run again.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "batch/executor.hpp"
#include "batch/selection.hpp"
#include "campaign/campaign.hpp"

namespace linetwin {

struct BatchAsk {
  int threads = 0;                             // 0: one a core
  std::optional<std::int32_t> replications{};  // instead of the scenario's; with a precision, the least
  std::optional<double> precision{};           // relative half width of the objective, of each case
  std::int32_t most_replications = 1000;       // of a case, with a precision
  // Choose the best instead: replications go where they help. Cases and goal are filled in.
  std::optional<SelectionAsk> select{};
  const std::atomic<bool>* stop = nullptr;
  ExecutorProgress* progress = nullptr;
};

struct BatchDone {
  bool resumed = false;         // there were results in the file
  std::int64_t before = 0;      // replications that were there
  std::int64_t ran = 0;         // that were run now
  std::int64_t unfinished = 0;  // of these: jammed, or of cases that are no lines
  std::int64_t capped = 0;      // cases that did not reach the precision
  bool stopped = false;         // something is left to be run
  std::optional<Selection> selection{};
};

inline constexpr std::size_t kMostToChooseFrom = 2000;  // cases

// What a plan looks at: the objective where it is measured, else the throughput.
std::string looked_at(const Campaign& campaign);

// Common random numbers: replication r of every case has the same seed and number; but for OCBA, which wants
// independent ones, and whose results are therefore those of another study. Cases that break a constraint on
// the cost are not chosen from. Throws ResultsError, std::invalid_argument for a choice among none or too
// many, and std::bad_alloc.
BatchDone run_batch(const Campaign& campaign, const std::string& path, const std::string& version,
                    const BatchAsk& ask);

}  // namespace linetwin
