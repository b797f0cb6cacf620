// Independent replications over all cores.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "model/line_model.hpp"
#include "sim/record.hpp"

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

// Runs replications 0 .. options.replications - 1 on `threads` threads (0: one a core). Records by
// replication, so the same bits for any number of threads; when `stop` is set, those that had not ended are
// interrupted. Throws what a replication threw (std::bad_alloc).
std::vector<RunRecord> run_replications(const LineModel& model, const RunOptions& options, int threads,
                                        const std::atomic<bool>* stop = nullptr,
                                        Progress* progress = nullptr);

}  // namespace linetwin
