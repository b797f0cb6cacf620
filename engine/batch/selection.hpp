// Plans that spend replications where they help to choose the best of several cases.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "batch/work.hpp"
#include "compare/observed.hpp"
#include "compare/rounds.hpp"

namespace linetwin {

enum class SelectionMethod : std::uint8_t {
  KimNelson,  // common random numbers; lets go of cases as soon as they are clearly not the best
  Ocba,       // independent random numbers; a fixed number of replications, shared out as helps most
};

struct SelectionAsk {
  SelectionMethod method = SelectionMethod::KimNelson;
  std::vector<std::int64_t> cases;  // to choose from, at least one
  compare::Goal goal = compare::Goal::Maximise;
  double delta = 0;          // differences below it do not matter; over 0 for Kim and Nelson
  double confidence = 0.95;  // that the best is chosen; of OCBA the estimate at which it stops
  std::int32_t first = 10;   // replications of every case before anything is decided, at least 2
  // Replications in all at most. Kim and Nelson's procedure, which ends by itself, ends without a guarantee
  // when a further round would go beyond.
  std::int64_t budget = 10000;
};

// What a choice that ends by itself may take where nobody says how much. One of which the first replications
// tell that it takes more (KimNelson::least_needed) ends right after them.
inline constexpr std::int64_t kMostOfChoice = 10'000'000;

// Differences that matter are too small to be told.
struct TooFine {
  double needed = 0;    // replications at least
  double allowed = 0;   // replications
  double would_do = 0;  // a difference for which they may be enough
};

struct Selection {
  std::optional<std::int64_t> best{};  // nothing while it is not decided, or where no case has a value
  std::vector<std::int64_t> left{};    // cases that have not been let go (Kim and Nelson)
  std::map<std::int64_t, std::size_t> let_go{};  // case -> after so many replications
  std::vector<std::int64_t> excluded{};          // cases of which a replication did not finish
  std::int64_t replications = 0;                 // that the choice is made of
  std::optional<double> probability{};           // of a correct choice, as OCBA estimates it
  bool decided = false;                          // the guarantee, or the estimate, was reached
  // Of Kim and Nelson: the budget ended it, and the best is the one that leads.
  bool budget_ended = false;
  std::optional<TooFine> too_fine{};  // then nothing is chosen
};

// What it asks for depends on the values alone, so that it goes on from those that are known. A case of which
// a replication has no value is left out, and the choice is made of the others as if it had never been there.
class SelectionPlan : public WorkPlan {
 public:
  // Throws std::invalid_argument when an option is out of its range.
  SelectionPlan(const SelectionAsk& ask, Known known);
  ~SelectionPlan() override;
  std::optional<Job> next() override;
  void done(const Job& job, std::optional<double> value) override;
  bool finished() const override;
  std::int64_t left() const override;
  Selection result() const;

 private:
  class Procedure;
  // Hands the procedure all that it asks for and is known; what is not becomes open.
  void feed();
  std::vector<compare::Request> wanted() const;
  // Kim and Nelson: a further round goes beyond the budget.
  bool budget_ends() const;
  void judge_delta();
  void restart();

  SelectionAsk ask_;
  Known known_;
  std::vector<std::int64_t> cases_;  // still to choose from
  std::set<std::int64_t> excluded_;
  std::map<std::int64_t, std::map<std::int32_t, std::optional<double>>> values_;
  std::unique_ptr<Procedure> procedure_;
  std::optional<TooFine> too_fine_;
  bool delta_judged_ = false;
  std::set<Job> open_;     // asked for, not begun
  std::set<Job> running_;  // begun
};

}  // namespace linetwin
