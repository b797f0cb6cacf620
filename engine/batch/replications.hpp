// Independent replications over all cores.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/line_model.hpp"
#include "sim/record.hpp"
#include "sim/run.hpp"

namespace linetwin {

// What a watcher may look at while replications run.
class Progress {
 public:
  explicit Progress(std::size_t replications) : reached_(replications) {}
  // Simulated time over all replications, and how many of them have ended.
  Time simulated() const {
    Time sum = 0;
    for (const auto& time : reached_) sum += time.load(std::memory_order_relaxed);
    return sum;
  }
  std::atomic<Time>& reached(std::size_t replication) { return reached_[replication]; }
  std::atomic<int> ended{0};

 private:
  std::vector<std::atomic<Time>> reached_;
};

struct ReplicationPlan {
  std::int32_t first = 0;  // number of the first replication
  int threads = 0;         // 0: one a core
  const std::atomic<bool>* stop = nullptr;
  Progress* progress = nullptr;  // for options.replications of them
  std::string label{};           // what they are for, where several batches follow each other
  // What replication number i is to tell besides; called on the thread that runs it. Empty: nothing.
  std::function<RunAsk(std::size_t)> ask{};
};

// Runs replications plan.first .. plan.first + options.replications - 1. Records in that order, so the same
// bits for any number of threads; when `stop` is set, those that had not ended are interrupted. Throws what a
// replication threw (std::bad_alloc).
std::vector<RunRecord> run_replications(const LineModel& model, const RunOptions& options,
                                        const ReplicationPlan& plan);
// Runs a batch of replications of a line: run_replications(), or that with a progress bar around it.
using BatchRunner =
    std::function<std::vector<RunRecord>(const LineModel&, const RunOptions&, const ReplicationPlan&)>;

inline std::vector<RunRecord> run_replications(const LineModel& model, const RunOptions& options,
                                               int threads) {
  ReplicationPlan plan;
  plan.threads = threads;
  return run_replications(model, options, plan);
}

}  // namespace linetwin
