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

namespace linetwin {

enum class SelectionMethod : std::uint8_t {
  KimNelson,  // common random numbers; lets go of cases as soon as they are clearly not the best
  Ocba,       // independent random numbers; a fixed number of replications, shared out as helps most
};

struct SelectionAsk {
  SelectionMethod method = SelectionMethod::KimNelson;
  std::vector<std::int64_t> cases;  // to choose from, at least one
  compare::Goal goal = compare::Goal::Maximise;
  double delta = 0;             // differences below it do not matter; over 0 for Kim and Nelson
  double confidence = 0.95;     // that the best is chosen; of OCBA the estimate at which it stops
  std::int32_t first = 10;      // replications of every case before anything is decided, at least 2
  std::int64_t budget = 10000;  // replications in all, OCBA only
};

struct Selection {
  std::optional<std::int64_t> best{};  // nothing while it is not decided, or where no case has a value
  std::vector<std::int64_t> left{};    // cases that have not been let go (Kim and Nelson)
  std::map<std::int64_t, std::size_t> let_go{};  // case -> after so many replications
  std::vector<std::int64_t> excluded{};          // cases of which a replication did not finish
  std::int64_t replications = 0;                 // that the choice is made of
  std::optional<double> probability{};           // of a correct choice, as OCBA estimates it
  bool decided = false;                          // the guarantee, or the estimate, was reached
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
  void restart();

  SelectionAsk ask_;
  Known known_;
  std::vector<std::int64_t> cases_;  // still to choose from
  std::set<std::int64_t> excluded_;
  std::map<std::int64_t, std::map<std::int32_t, std::optional<double>>> values_;
  std::unique_ptr<Procedure> procedure_;
  std::set<Job> open_;     // asked for, not begun
  std::set<Job> running_;  // begun
};

}  // namespace linetwin
