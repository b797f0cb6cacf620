#include "batch/study.hpp"

#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

std::vector<RunRecord> plainly(const LineModel& model, const RunOptions& options,
                               const ReplicationPlan& plan) {
  return run_replications(model, options, plan);
}

// A line that fills slowly: 200 places before the slowest station.
const LineModel& filling_line() {
  static const LineModel model = model_of(R"(linetwin: 1
name: filling
stations:
  quick: {cycle: {exponential: 9 s}}
  slow: {cycle: {exponential: 10 s}, failures: {mtbf: 1 h, mttr: 5 min}}
buffers: {between: {capacity: 200}}
flow: [source -> quick -> between -> slow -> sink]
)");
  return model;
}

}  // namespace

TEST_CASE(
    "a warm-up that is found gives the results of a run with that warm-up, to the bit, on any threads") {
  StudyAsk ask;
  ask.find_warmup = true;
  const RunOptions options = options_of(200, 0, 6);
  ask.threads = 1;
  const Study study = run_study(filling_line(), options, ask, plainly);
  ask.threads = 3;
  const Study again = run_study(filling_line(), options, ask, plainly);
  REQUIRE(study.warmup.has_value());
  CHECK(study.options.warmup > 0);
  CHECK(study.options.warmup < options.duration / 2);
  CHECK_FALSE(study.warmup->too_short);
  CHECK(again.options.warmup == study.options.warmup);
  RunOptions given = options;
  given.warmup = study.options.warmup;
  const std::vector<RunRecord> records = run_replications(filling_line(), given, 2);
  REQUIRE(study.records.size() == records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    CHECK(hash(study.records[i]) == hash(records[i]));
    CHECK(hash(again.records[i]) == hash(records[i]));
  }
}

TEST_CASE("a run whose line fills until its end is called too short") {
  StudyAsk ask;
  ask.find_warmup = true;
  // twice as many parts come into the buffer as leave it, and it holds any number
  const LineModel model = model_of(R"(linetwin: 1
name: overloaded
stations: {quick: {cycle: {exponential: 5 s}}, slow: {cycle: {exponential: 10 s}}}
buffers: {between: {capacity: unlimited}}
flow: [source -> quick -> between -> slow -> sink]
)");
  const Study study = run_study(model, options_of(10, 0, 6), ask, plainly);
  REQUIRE(study.warmup.has_value());
  CHECK(study.warmup->too_short);
  const std::vector<std::string> warnings = study_warnings(study, ask);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("run too short") == 0);
}

TEST_CASE("nights are no warm-up: slices without a shift are left out") {
  const LineModel model = model_of(R"(linetwin: 1
name: days
stations: {m: {cycle: {exponential: 30 s}, shift: day}}
shifts: {day: {days: mon-fri, times: [06:00-22:00]}}
flow: [source -> m -> sink]
)");
  StudyAsk ask;
  ask.find_warmup = true;
  const Study study = run_study(model, options_of(24 * 28, 0, 10), ask, plainly);
  REQUIRE(study.warmup.has_value());
  CHECK_FALSE(study.warmup->too_short);
  // a station alone has no memory beyond its part: next to nothing is to be left out, and all that is left of
  // the series is manned
  for (const double rate : study.warmup->output_per_h) CHECK(rate > 20);
}

TEST_CASE("replications are added until the interval is as narrow as was asked, the same on any threads") {
  StudyAsk ask;
  ask.precision = 0.01;
  ask.threads = 1;
  const RunOptions options = options_of(30, 10, 5);
  const Study study = run_study(filling_line(), options, ask, plainly);
  REQUIRE(study.precision.has_value());
  CHECK(study.precision->reached);
  CHECK(study.records.size() == study.precision->replications);
  const Summary summary = summarise(filling_line(), study.options, study.records);
  CHECK(*summary.throughput_per_h.half_width <= 0.01 * *summary.throughput_per_h.mean);
  ask.threads = 3;
  const Study again = run_study(filling_line(), options, ask, plainly);
  REQUIRE(again.records.size() == study.records.size());
  CHECK(hash(again.records.back()) == hash(study.records.back()));
  // the rule of Chow and Robbins, by hand: at n - look-ahead the precision was reached, and held since
  const std::size_t n = study.records.size();
  for (std::size_t k = n - look_ahead(n - 5); k <= n; ++k) {
    const std::vector<RunRecord> first(study.records.begin(),
                                       study.records.begin() + static_cast<std::ptrdiff_t>(k));
    const Figure figure = summarise(filling_line(), study.options, first).throughput_per_h;
    CHECK(*figure.half_width <= 0.01 * *figure.mean);
  }
}

TEST_CASE("a precision that cannot be had ends at the cap, and that is said") {
  StudyAsk ask;
  ask.precision = 0.0001;
  ask.most_replications = 12;
  const Study study = run_study(filling_line(), options_of(5, 1, 3), ask, plainly);
  REQUIRE(study.precision.has_value());
  CHECK_FALSE(study.precision->reached);
  CHECK(study.records.size() == 12);
  const std::vector<std::string> warnings = study_warnings(study, ask);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("12 replications") != std::string::npos);
}

TEST_CASE("a line that always jams ends a search for precision and for a warm-up") {
  const LineModel model = model_of(R"(linetwin: 1
name: jams
stations:
  a: {cycle: 1 s}
  b: {cycle: 1 s}
buffers: {x: {capacity: 1}, y: {capacity: 1}}
flow: [source -> a -> x -> b -> sink, b -> y -> a]
routing: {b: {sink: 50 %, y: 50 %}}
)");
  StudyAsk ask;
  ask.find_warmup = true;
  ask.precision = 0.01;
  ask.most_replications = 20;
  const Study study = run_study(model, options_of(50, 0, 4), ask, plainly);
  CHECK(study.warmup_failed);
  REQUIRE(study.precision.has_value());
  CHECK_FALSE(study.precision->reached);
  CHECK(study.records.size() == 20);
}

TEST_CASE("what is watched in a study changes none of its books, and comes by replication") {
  StudyAsk ask;
  ask.shifting = true;
  ask.slice = kHour;
  ask.elements = true;
  ask.threads = 2;
  const RunOptions options = options_of(30, 10, 4);
  const Study study = run_study(filling_line(), options, ask, plainly);
  const std::vector<RunRecord> plain = run_replications(filling_line(), options, 2);
  REQUIRE(study.shifting.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(hash(study.records[i]) == hash(plain[i]));
    CHECK(study.records[i].slices.size() == 30);
    REQUIRE(study.shifting[i].size() == 2);
    CHECK(study.shifting[i][1].sole > study.shifting[i][0].sole);
  }
  CHECK_FALSE(study.stretches.empty());
}
