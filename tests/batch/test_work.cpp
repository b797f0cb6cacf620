#include "batch/work.hpp"

#include <catch2/catch.hpp>
#include <mutex>
#include <set>

#include "base/random.hpp"
#include "batch/executor.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

std::vector<KnownValue> nothing(std::int64_t) { return {}; }

// A value that depends on the job alone, of mean 100; of case c its deviation is about c.
double value_of(const Job& job) {
  double sum = 0;
  for (std::uint64_t k = 0; k < 12; ++k)
    sum += static_cast<double>(mix64(mix64(static_cast<std::uint64_t>(job.case_id) * 1000003u + 17u) ^
                                     (static_cast<std::uint64_t>(job.replication) * 16u + k)) >>
                               11) /
           static_cast<double>(std::uint64_t{1} << 53);
  return 100 + static_cast<double>(job.case_id) * (sum - 6);
}

// Runs a plan with up to `at_once` jobs open, which end in an order that `seed` decides.
std::set<Job> jobs_of(WorkPlan& plan, std::size_t at_once, std::uint64_t seed) {
  std::set<Job> all;
  std::vector<Job> running;
  while (!plan.finished()) {
    while (running.size() < at_once) {
      const std::optional<Job> job = plan.next();
      if (!job) break;
      CHECK(all.insert(*job).second);
      running.push_back(*job);
    }
    REQUIRE_FALSE(running.empty());
    seed = mix64(seed + 1);
    const auto which = static_cast<std::ptrdiff_t>(seed % running.size());
    const Job job = running[static_cast<std::size_t>(which)];
    running.erase(running.begin() + which);
    plan.done(job, value_of(job));
  }
  CHECK_FALSE(plan.next().has_value());
  CHECK(plan.left() == 0);
  return all;
}

}  // namespace

TEST_CASE("every case is run so often, whatever the order in which results come in") {
  for (const std::size_t at_once : {1u, 3u, 50u}) {
    CasePlan plan({.cases = 7, .replications = 4}, nothing);
    CHECK(plan.left() == 28);
    const std::set<Job> jobs = jobs_of(plan, at_once, at_once);
    CHECK(jobs.size() == 28);
    CHECK(jobs.begin()->case_id == 0);
    CHECK(jobs.rbegin()->case_id == 6);
  }
}

TEST_CASE("what is known already is not run again, and gaps are filled") {
  const auto known = [](std::int64_t id) -> std::vector<KnownValue> {
    if (id == 2) return {{0, 1.0}, {3, std::nullopt}};
    if (id == 3) return {{0, 1.0}, {1, 1.0}, {2, 1.0}, {3, 1.0}};
    return {};
  };
  CasePlan plan({.cases = 5, .replications = 4, .first = 2, .fresh_from = 4, .known_before = 8 + 6}, known);
  CHECK(plan.left() == 6);
  const std::set<Job> jobs = jobs_of(plan, 4, 1);
  CHECK(jobs == std::set<Job>{{2, 1}, {2, 2}, {4, 0}, {4, 1}, {4, 2}, {4, 3}});
}

TEST_CASE("with a precision each case goes on until it is known so well, the same jobs for any threads") {
  const CasePlan::Ask ask{.cases = 6, .replications = 5, .precision = 0.01, .most = 200};
  CasePlan alone(ask, nothing);
  const std::set<Job> jobs = jobs_of(alone, 1, 1);
  for (const std::size_t at_once : {2u, 7u}) {
    CasePlan plan(ask, nothing);
    CHECK(jobs_of(plan, at_once, at_once) == jobs);
  }
  std::vector<std::vector<double>> values(6);
  for (const Job& job : jobs) values[static_cast<std::size_t>(job.case_id)].push_back(value_of(job));
  CHECK(values[0].size() <= 12);  // it does not vary at all: the least and the look ahead
  CHECK(values[5].size() > values[2].size());
  for (const auto& of_case : values) CHECK(enough(of_case, 0.01, 5).has_value());
  CHECK(alone.capped() == 0);
  // resumed from any part of it: the same jobs in all
  std::vector<std::vector<KnownValue>> half(6);
  std::set<Job> before;
  for (const Job& job : jobs)
    if (mix64(static_cast<std::uint64_t>(job.case_id * 1000 + job.replication)) % 2 == 0) {
      half[static_cast<std::size_t>(job.case_id)].emplace_back(job.replication, value_of(job));
      before.insert(job);
    }
  CasePlan::Ask again = ask;
  again.fresh_from = 6;
  CasePlan rest(again, [&](std::int64_t id) { return half[static_cast<std::size_t>(id)]; });
  std::set<Job> together = jobs_of(rest, 3, 5);
  for (const Job& job : before) CHECK(together.insert(job).second);
  CHECK(together == jobs);
}

TEST_CASE("a precision that is out of reach ends at the most, which is counted") {
  CasePlan plan({.cases = 2, .replications = 3, .precision = 1e-6, .most = 20}, nothing);
  const std::set<Job> jobs = jobs_of(plan, 4, 9);
  CHECK(plan.capped() == 1);  // case 0 does not vary
  CHECK(jobs.size() < 40);
  CHECK(jobs.contains({1, 19}));
}

TEST_CASE("cases whose replications do not finish end at the most and not never") {
  CasePlan plan({.cases = 1, .replications = 3, .precision = 0.01, .most = 10}, nothing);
  int run = 0;
  while (const auto job = plan.next()) {
    plan.done(*job, std::nullopt);
    REQUIRE(++run <= 10);
  }
  CHECK(plan.finished());
  CHECK(plan.capped() == 1);
}

TEST_CASE("the executor runs each job once with its own seed and replication, on any threads the same") {
  const LineModel line = model_of(R"(linetwin: 1
name: pair
stations: {a: {cycle: {exponential: 10 s}}, b: {cycle: {exponential: 9 s}}}
buffers: {ab: {capacity: 3}}
flow: [source -> a -> ab -> b -> sink]
)");
  const RunOptions options = options_of(2, 0, 1);
  std::map<Job, std::uint64_t> first;
  for (const int threads : {1, 2, 5}) {
    CasePlan plan({.cases = 9, .replications = 3}, nothing);
    std::map<Job, std::uint64_t> hashes;
    std::atomic<int> made{0};
    const LineMaker maker = [&](std::int64_t id) {
      ++made;
      auto line_of = std::make_shared<CaseLine>();
      line_of->model = line;
      line_of->options = options;
      line_of->options.duration += id * kHour;
      if (id == 4) line_of->invalid = "no line";
      return line_of;
    };
    Worker worker;
    worker.options = [&](const Job& job, const CaseLine& of) {
      RunOptions mine = of.options;
      mine.seed = 5 + static_cast<std::uint64_t>(job.case_id);
      return mine;
    };
    worker.measure = [&](const Job& job, const CaseLine& of, const RunRecord& record,
                         double seconds) -> Keep {
      CHECK(seconds >= 0);
      const std::uint64_t h = of.invalid.empty() ? hash(record) : 0;
      return [&hashes, job, h]() -> std::optional<double> {
        CHECK(hashes.emplace(job, h).second);
        return 1.0;
      };
    };
    ExecutorProgress progress;
    execute(plan, maker, worker, {.threads = threads, .progress = &progress, .lines_kept = 2});
    CHECK(progress.ended == 27);
    CHECK(progress.all == 27);
    CHECK(hashes.size() == 27);
    CHECK(hashes[{4, 0}] == 0);
    RunOptions third = options;
    third.duration += 3 * kHour;
    third.seed = 8;
    CHECK(hashes[{3, 2}] == hash(run(line, third, 2)));
    if (threads == 1) {
      first = hashes;
      CHECK(made == 9);
    }
    CHECK(hashes == first);
  }
}

TEST_CASE("what a job throws ends the execution and comes out of it") {
  CasePlan plan({.cases = 100, .replications = 10}, nothing);
  int kept = 0;
  const LineMaker maker = [&](std::int64_t id) -> std::shared_ptr<const CaseLine> {
    if (id == 3) throw std::runtime_error("the third");
    auto line = std::make_shared<CaseLine>();
    line->invalid = "no line";
    return line;
  };
  Worker worker;
  worker.measure = [&](const Job&, const CaseLine&, const RunRecord&, double) -> Keep {
    return [&kept]() -> std::optional<double> {
      ++kept;
      return std::nullopt;
    };
  };
  CHECK_THROWS_WITH(execute(plan, maker, worker, {.threads = 2}), "the third");
  CHECK(kept < 1000);
}
