// Runs a scenario into its database: what is there already is not run again.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "batch/executor.hpp"
#include "campaign/campaign.hpp"

namespace linetwin {

struct BatchAsk {
  int threads = 0;                             // 0: one a core
  std::optional<std::int32_t> replications{};  // instead of the scenario's; with a precision, the least
  std::optional<double> precision{};           // relative half width of the objective, of each case
  std::int32_t most_replications = 1000;       // of a case, with a precision
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
};

// Common random numbers: replication r of every case has the same seed and number. Throws ResultsError, and
// std::bad_alloc.
BatchDone run_batch(const Campaign& campaign, const std::string& path, const std::string& version,
                    const BatchAsk& ask);

}  // namespace linetwin
