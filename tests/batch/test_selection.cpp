#include "batch/selection.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "base/random.hpp"

using namespace linetwin;

namespace {

// Twelve uniform numbers make nearly a normal one of deviation 1; its mean is the case's number, half of it
// where they are independent.
double value_of(const Job& job, bool common) {
  const auto stream = common ? std::uint64_t{7} : static_cast<std::uint64_t>(job.case_id) + 100;
  double sum = -6;
  for (std::uint64_t k = 0; k < 12; ++k)
    sum += static_cast<double>(
               mix64(mix64(stream) ^ (static_cast<std::uint64_t>(job.replication) * 16 + k)) >> 11) /
           static_cast<double>(std::uint64_t{1} << 53);
  // under common random numbers cases still differ a little by chance
  const double own =
      static_cast<double>(mix64(static_cast<std::uint64_t>(job.case_id * 7919 + job.replication)) >> 11) /
          static_cast<double>(std::uint64_t{1} << 53) -
      0.5;
  return static_cast<double>(job.case_id) * (common ? 1 : 0.5) + sum + (common ? own : 0);
}

std::map<Job, double> run_plan(SelectionPlan& plan, std::size_t at_once, bool common,
                               std::int64_t fails = -1) {
  std::map<Job, double> ran;
  std::vector<Job> running;
  std::uint64_t seed = at_once;
  while (!plan.finished()) {
    while (running.size() < at_once) {
      const auto job = plan.next();
      if (!job) break;
      running.push_back(*job);
    }
    REQUIRE_FALSE(running.empty());
    seed = mix64(seed);
    const auto which = static_cast<std::ptrdiff_t>(seed % running.size());
    const Job job = running[static_cast<std::size_t>(which)];
    running.erase(running.begin() + which);
    if (job.case_id == fails && job.replication == 2) {
      plan.done(job, std::nullopt);
      continue;
    }
    CHECK(ran.emplace(job, value_of(job, common)).second);
    plan.done(job, value_of(job, common));
  }
  return ran;
}

std::vector<KnownValue> nothing(std::int64_t) { return {}; }

}  // namespace

TEST_CASE("the choice and its replications do not depend on how many run at once, and resume") {
  SelectionAsk ask;
  ask.cases = {0, 1, 2, 3, 4};
  ask.delta = 0.5;
  SelectionPlan alone(ask, nothing);
  const auto jobs = run_plan(alone, 1, true);
  CHECK(alone.result().best == 4);
  CHECK(alone.result().decided);
  CHECK(alone.result().replications == static_cast<std::int64_t>(jobs.size()));
  for (const std::size_t at_once : {3u, 8u}) {
    SelectionPlan plan(ask, nothing);
    CHECK(run_plan(plan, at_once, true) == jobs);
  }
  const auto half = [&](std::int64_t id) {
    std::vector<KnownValue> known;
    for (const auto& [job, value] : jobs)
      if (job.case_id == id && job.replication % 2 == 0) known.emplace_back(job.replication, value);
    return known;
  };
  SelectionPlan resumed(ask, half);
  const auto rest = run_plan(resumed, 2, true);
  for (const auto& [job, value] : rest) CHECK((job.replication % 2 == 1 && jobs.at(job) == value));
  CHECK(resumed.result().best == 4);
  CHECK(resumed.result().let_go == alone.result().let_go);
}

TEST_CASE("a case whose replication does not finish is left out of the choice, whatever method chooses") {
  for (const SelectionMethod method : {SelectionMethod::KimNelson, SelectionMethod::Ocba}) {
    SelectionAsk ask;
    ask.method = method;
    ask.cases = {0, 1, 2, 3, 4};
    ask.delta = 0.2;
    ask.budget = 2000;
    SelectionPlan plan(ask, nothing);
    run_plan(plan, 3, method == SelectionMethod::KimNelson, 4);
    CHECK(plan.result().excluded == std::vector<std::int64_t>{4});
    CHECK(plan.result().best == 3);
  }
}

TEST_CASE("OCBA spends more on what is hard to tell from the best, and no more than its budget") {
  SelectionAsk ask;
  ask.method = SelectionMethod::Ocba;
  ask.cases = {0, 1, 2, 3, 4};
  ask.confidence = 0.9999999;
  ask.budget = 400;
  SelectionPlan plan(ask, nothing);
  const auto jobs = run_plan(plan, 4, false);
  CHECK(jobs.size() == 400);
  CHECK_FALSE(plan.result().decided);
  std::map<std::int64_t, int> of_case;
  for (const auto& [job, value] : jobs) ++of_case[job.case_id];
  CHECK(of_case[3] > 3 * of_case[0]);
  CHECK(plan.result().best == 4);
}

TEST_CASE("a single case is the best one, once it has been seen to finish") {
  for (const SelectionMethod method : {SelectionMethod::KimNelson, SelectionMethod::Ocba}) {
    SelectionAsk ask;
    ask.method = method;
    ask.cases = {7};
    ask.delta = 1;
    SelectionPlan plan(ask, nothing);
    CHECK_FALSE(plan.result().best.has_value());
    CHECK(run_plan(plan, 2, true).size() == 10);
    CHECK(plan.result().best == 7);
    CHECK(plan.result().decided);
    CHECK(plan.result().replications == 10);
  }
}

TEST_CASE("when every case fails nothing is chosen") {
  SelectionAsk ask;
  ask.cases = {0, 1};
  ask.delta = 1;
  SelectionPlan plan(ask, nothing);
  while (const auto job = plan.next()) plan.done(*job, std::nullopt);
  CHECK(plan.finished());
  CHECK_FALSE(plan.result().best.has_value());
  CHECK(plan.result().excluded.size() == 2);
}

TEST_CASE("Kim and Nelson's choice keeps to its budget, and then names who is in front without a guarantee") {
  SelectionAsk ask;
  ask.cases = {0, 1, 2, 3, 4};
  ask.delta = 0.001;
  ask.budget = 120;
  SelectionPlan plan(ask, nothing);
  const auto jobs = run_plan(plan, 3, true);
  CHECK(jobs.size() <= 120);
  CHECK(jobs.size() > 110);  // a further round of what is in goes beyond
  CHECK(plan.finished());
  CHECK(plan.result().budget_ended);
  CHECK_FALSE(plan.result().decided);
  CHECK(plan.result().best == 4);
}

TEST_CASE("differences too small to be told end a choice after the first replications") {
  SelectionAsk ask;
  ask.cases = {0, 1, 2, 3, 4};
  ask.delta = 1e-300;
  ask.budget = kMostOfChoice;
  SelectionPlan plan(ask, nothing);
  CHECK(run_plan(plan, 4, true).size() == 50);
  const Selection selection = plan.result();
  CHECK_FALSE(selection.best.has_value());
  REQUIRE(selection.too_fine);
  CHECK(selection.too_fine->needed > 1e7);
  // what would do does
  ask.delta = selection.too_fine->would_do;
  SelectionPlan coarser(ask, nothing);
  for (int i = 0; i < 50; ++i) {
    const auto job = coarser.next();
    REQUIRE(job);
    coarser.done(*job, value_of(*job, true));
  }
  CHECK_FALSE(coarser.finished());
  CHECK_FALSE(coarser.result().too_fine);
}
