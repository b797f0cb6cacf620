// Which replication of which case is run next: what distributes work, apart from what does it. A plan sees
// nothing of lines and threads; it is asked for jobs and told of their results. What is run in the end does
// not depend on the order in which results come in.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "statistics/precision.hpp"

namespace linetwin {

struct Job {
  std::int64_t case_id = 0;
  std::int32_t replication = 0;
  friend auto operator<=>(const Job&, const Job&) = default;
};

// A replication that has been run, perhaps by an earlier session: its value of what the plan looks at; none
// where it did not finish.
using KnownValue = std::pair<std::int32_t, std::optional<double>>;

class WorkPlan {
 public:
  virtual ~WorkPlan() = default;
  // A job to be begun now; nothing while there is only to wait for others, and when all is done.
  virtual std::optional<Job> next() = 0;
  // A job that next() gave has ended.
  virtual void done(const Job& job, std::optional<double> value) = 0;
  // Nothing is left to be begun, and nothing is waited for.
  virtual bool finished() const = 0;
  // Jobs that are still to be begun, as far as it is known now.
  virtual std::int64_t left() const = 0;
};

// What is known of a case before: its replications, in order.
using Known = std::function<std::vector<KnownValue>(std::int64_t)>;

// The same number of replications of every case, case by case. With a precision, that number is the least,
// and each case goes on until its value is known so well, or `most` have been run (statistics/precision.hpp).
class CasePlan : public WorkPlan {
 public:
  struct Ask {
    std::int64_t cases = 0;
    std::int32_t replications = 10;
    std::optional<double> precision{};
    std::int32_t most = 1000;
    std::int64_t first = 0;         // cases before it are done
    std::int64_t fresh_from = 0;    // of cases from this one on nothing is known: they are not asked for
    std::int64_t known_before = 0;  // jobs that the known replications make up, for left()
  };
  CasePlan(const Ask& ask, Known known);
  std::optional<Job> next() override;
  void done(const Job& job, std::optional<double> value) override;
  bool finished() const override { return opened_ >= ask_.cases && open_.empty(); }
  std::int64_t left() const override;
  // Cases that reached the most without the precision.
  std::int64_t capped() const { return capped_; }

 private:
  struct Open {
    std::map<std::int32_t, std::optional<double>> values;  // known and done
    std::int32_t wanted = 0;                               // replications 0 .. wanted - 1
    std::int32_t begun = 0;                                // the next one to look at
    std::int32_t running = 0;
  };
  bool open_next();
  // The case has all that was wanted: decides whether that is enough.
  bool enough_of(Open& open);
  void close_if_done(std::int64_t id);

  Ask ask_;
  Known known_;
  std::int64_t opened_;  // cases before it have been opened
  std::map<std::int64_t, Open> open_;
  std::int64_t begun_ = 0;
  std::int64_t more_ = 0;  // jobs beyond the least that were asked for
  std::int64_t capped_ = 0;
};

}  // namespace linetwin
