// Runs replications of cases for a search: their values, and where more would help.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "campaign/campaign.hpp"
#include "optimise/problem.hpp"
#include "optimiser/optimise_problem.hpp"
#include "sim/record.hpp"

namespace linetwin {

// A case with what its replications gave. One that is no line, or jams, has values that are no finite
// numbers.
struct CaseRuns {
  std::shared_ptr<const CampaignLine> line;
  Observations seen;
  std::vector<RunRecord> records;  // where they are kept
};

class LineEvaluator {
 public:
  // All must outlive it; `stop` and `progress` may be null.
  LineEvaluator(const Campaign& campaign, const LineProblem& problem, int threads,
                const std::atomic<bool>* stop, ExecutorProgress* progress);

  // Replications first .. first + count - 1 of each case, over all threads; the same for any number of them.
  // Replication r of every case has the same seed and number. Throws SearchStopped when `stop` was set.
  std::vector<CaseRuns> run(const std::vector<Case>& cases, std::int32_t first, std::int32_t count,
                            bool keep_records = false) const;
  // The same of settings, for the search.
  std::vector<Observations> operator()(const std::vector<Setting>& settings, std::int32_t first,
                                       std::int32_t count) const;
  std::int64_t replications() const { return replications_; }  // that were run

 private:
  // What a factor changes, for the guidance.
  struct Lever {
    bool buffer = false;   // or a station
    std::string name;      // "*": all of them
    double direction = 0;  // 0: nothing is known; -1: less is more
  };
  Observation observe(const Case& one, const CampaignLine& line, const Job& job,
                      const RunRecord& record) const;
  std::vector<double> guidance(const LineModel& model, const RunRecord& record) const;

  const Campaign& campaign_;
  const LineProblem& problem_;
  int threads_;
  const std::atomic<bool>* stop_;
  ExecutorProgress* progress_;
  std::vector<Lever> levers_;  // by factor; empty: no guidance
  mutable std::int64_t replications_ = 0;
};

}  // namespace linetwin
