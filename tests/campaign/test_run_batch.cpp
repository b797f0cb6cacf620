#include <random>

#include "campaign/study.hpp"
#include "sim/run.hpp"
#include "sim/throughput.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

TEST_CASE("a batch holds of every case and replication what running the changed model gives") {
  const StudyFolder study;
  const BatchDone done = run_study_batch(study);
  CHECK_FALSE(done.resumed);
  CHECK_FALSE(done.stopped);
  CHECK(done.ran == 24);
  const Rows rows = rows_in(study.results());
  REQUIRE(rows.size() == 24);
  const ResultsReader reader(study.results());
  CHECK(reader.head().metrics == std::vector<std::string>{"stations.a.blocked", "stations.b.blocked"});
  const std::vector<ResultsCase> cases = reader.all_cases();
  REQUIRE(cases.size() == 6);
  CHECK(cases[0].name == "as-is buffers.ab.capacity=1");
  CHECK(cases[0].cost == -4);  // two places fewer than the model has
  CHECK(cases[5].name == "faster buffers.ab.capacity=16");
  CHECK(cases[5].cost == 126);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const int capacity = std::array{1, 4, 16}[i % 3];
    std::vector<Change> changes{{"buffers.ab.capacity", std::to_string(capacity)}};
    if (i >= 3) changes.push_back({"stations.a.cycle.exponential", "8 s"});
    const LineModel model = model_of(kPair, changes);
    RunOptions options = options_of(6, 1, 1, 11);
    for (std::int32_t r = 0; r < 4; ++r) {
      const RunRecord record = run(model, options, static_cast<std::uint64_t>(r));
      const ResultsReplication& row = rows.at({static_cast<std::int64_t>(i), r});
      CHECK(row.throughput_per_h == throughput_per_h(record));
      CHECK(row.seed == 11);
      CHECK(row.duration_us == 6 * kHour);
      CHECK(row.warmup_us == kHour);
      CHECK(row.metrics[0] ==
            static_cast<double>(record.stations[0].time[static_cast<std::size_t>(MachineState::Blocked)]) /
                static_cast<double>(record.window));
    }
  }
}

TEST_CASE("a batch is the same on any threads, and in one go or after stops") {
  const StudyFolder whole;
  run_study_batch(whole, {.threads = 1});
  const Rows expected = rows_in(whole.results());
  const StudyFolder threads;
  run_study_batch(threads, {.threads = 3});
  CHECK(rows_in(threads.results()) == expected);
  const StudyFolder parts;
  CHECK(run_study_batch(parts, {.threads = 2, .replications = 1}).ran == 6);
  const BatchDone more = run_study_batch(parts, {.threads = 2, .replications = 3});
  CHECK(more.resumed);
  CHECK(more.before == 6);
  CHECK(more.ran == 12);
  CHECK(run_study_batch(parts).ran == 6);
  CHECK(run_study_batch(parts).ran == 0);
  CHECK(rows_in(parts.results()) == expected);
  const StudyFolder stopped;
  std::atomic<bool> stop{true};
  CHECK(run_study_batch(stopped, {.stop = &stop}).stopped);
  CHECK(run_study_batch(stopped).ran == 24);
  CHECK(rows_in(stopped.results()) == expected);
}

TEST_CASE("a batch refuses to mix results of another model or other cases, and says which it is") {
  const StudyFolder study;
  run_study_batch(study, {.replications = 1});
  const std::string model = kPair, scenario = kStudy;
  auto changed = [](std::string text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  study.folder.file("pair.yaml", changed(model, "9 s", "9.5 s"));
  CHECK_THROWS_WITH(run_study_batch(study), Catch::Contains("model"));
  study.folder.file("pair.yaml", model);
  study.folder.file("room.yaml", changed(scenario, "16]", "17]"));
  CHECK_THROWS_WITH(run_study_batch(study), Catch::Contains("scenario"));
  // what costs and what is best is no part of what was simulated
  study.folder.file("room.yaml", changed(changed(scenario, "capacity: 2}", "capacity: 3}"), "<= 15", "<= 9"));
  const BatchDone done = run_study_batch(study, {.replications = 1});
  CHECK(done.ran == 0);
  CHECK(ResultsReader(study.results()).its_case(5).cost == 139);
  CHECK(ResultsReader(study.results()).head().constraints.at(0).bound == 9);
}

TEST_CASE("with a precision each case is run until its objective is known so well") {
  const StudyFolder study;
  const BatchDone done = run_study_batch(study, {.threads = 2, .precision = 0.03, .most_replications = 60});
  CHECK(done.capped == 0);
  for (const auto& [id, figure] : ResultsReader(study.results()).figures("throughput_per_h")) {
    INFO(id);
    CHECK(figure.n >= 4);
    const double half_width = student_t(kConfidence, static_cast<double>(figure.n - 1)) * figure.sd /
                              std::sqrt(static_cast<double>(figure.n));
    // the rule looks ahead, and a portion may end a little later
    CHECK(half_width <= 1.25 * 0.03 * figure.mean);
  }
  CHECK(run_study_batch(study, {.threads = 1, .precision = 0.03, .most_replications = 60}).ran == 0);
}

TEST_CASE("a point of a grid that is what the model has is the model as it is, without changes") {
  std::string scenario = kStudy;
  scenario.replace(scenario.find("[1, 4, 16]"), 10, "[2, 3]");
  const StudyFolder study(scenario);
  run_study_batch(study, {.replications = 1});
  const ResultsReader reader(study.results());
  CHECK_FALSE(reader.its_case(0).changes.empty());
  CHECK(reader.its_case(1).changes.empty());
  CHECK(reader.its_case(1).cost == 0);
  CHECK_FALSE(reader.its_case(3).changes.empty());
}

TEST_CASE("jammed replications are kept with their reason and have no figures") {
  const StudyFolder study(R"(linetwin-scenario: 1
model: pair.yaml
cases: {tight: {set: {buffers.back.capacity: 1, buffers.there.capacity: 1}}}
)",
                          R"(linetwin: 1
name: loop
run: {duration: 20 h, replications: 2}
stations: {a: {cycle: 10 s}, b: {cycle: {exponential: 10 s}}}
buffers: {there: {capacity: 40}, back: {capacity: 40}}
flow: [source -> a -> there -> b -> sink, b -> back -> a]
routing: {b: {sink: 55 %, back: 45 %}}
)");
  const BatchDone done = run_study_batch(study);
  const Rows rows = rows_in(study.results());
  const ResultsReplication& jammed = rows.at({1, 0});
  CHECK(done.unfinished >= 2);
  CHECK(jammed.outcome == "jammed");
  CHECK(jammed.message.find("->") != std::string::npos);
  CHECK_FALSE(jammed.throughput_per_h.has_value());
  CHECK(jammed.ended_us > 0);
}

TEST_CASE("warm-up auto is found for each case by itself, and is in the row of each replication") {
  std::string scenario = kStudy;
  scenario += "run: {warmup: auto, duration: 40 h, replications: 3}\n";
  const StudyFolder study(scenario);
  run_study_batch(study, {.threads = 2});
  const auto read = read_study(study);
  const Campaign campaign(*read);
  for (const auto& [key, row] : rows_in(study.results())) {
    CHECK(row.warmup_us == campaign.line(key.first)->options.warmup);
    CHECK(row.warmup_us < 20 * kHour);
  }
}

TEST_CASE("a figure that a scenario names and the line does not have is an error at its place") {
  std::string scenario = kStudy;
  scenario.replace(scenario.find("throughput_per_h"), 16, "throughput_per_hour");
  scenario.replace(scenario.find("stations.*.blocked"), 18, "stations.*.blockedd");
  const StudyFolder study(scenario);
  ScenarioRead read = read_scenario_file(study.scenario());
  REQUIRE_FALSE(read.diagnostics.has_errors());
  check_metrics(read);
  CHECK(read.diagnostics.errors() == 2);
  const std::string text = render(read.diagnostics, read.sources);
  CHECK(text.find("did you mean \"throughput_per_h\"?") != std::string::npos);
  CHECK(text.find("room.yaml:9:23: error:") != std::string::npos);
}

TEST_CASE("Kim and Nelson's choice over real lines: fewer replications, resumed to the same choice") {
  SelectionAsk select;
  select.delta = 3;
  select.first = 5;
  const StudyFolder study;
  const BatchDone done = run_study_batch(study, {.threads = 2, .select = select});
  REQUIRE(done.selection);
  CHECK(done.selection->decided);
  // the shortest cycle with the most room: every other order of the cases would be against monotonicity
  CHECK(done.selection->best == 5);
  CHECK(done.selection->let_go.size() == 5);
  CHECK(done.selection->replications == done.ran);
  const BatchDone again = run_study_batch(study, {.threads = 1, .select = select});
  CHECK(again.ran == 0);
  CHECK(again.selection->best == 5);
  CHECK(again.selection->let_go == done.selection->let_go);
  // results of the choice are those of the plain batch, which goes on with them
  run_study_batch(study);
  const StudyFolder plain;
  run_study_batch(plain);
  const Rows all = rows_in(study.results());
  for (const auto& [key, row] : rows_in(plain.results())) CHECK(all.at(key) == row);
}

TEST_CASE("OCBA's replications are independent between cases, and belong to a study of their own") {
  SelectionAsk select;
  select.method = SelectionMethod::Ocba;
  select.first = 5;
  select.budget = 300;
  const StudyFolder study;
  const BatchDone done = run_study_batch(study, {.threads = 2, .select = select});
  REQUIRE(done.selection);
  CHECK(done.selection->best == 5);
  CHECK(done.selection->probability.value() >= 0.95);
  std::set<std::uint64_t> seeds;
  for (const auto& [key, row] : rows_in(study.results())) seeds.insert(row.seed);
  CHECK(seeds.size() == 6);
  CHECK_THROWS_AS(run_study_batch(study), ResultsError);
}

TEST_CASE("what costs too much is not chosen") {
  std::string scenario = kStudy;
  scenario.replace(scenario.find("wip: \"<= 15\""), 12, "cost: \"<= 50\"");
  const StudyFolder study(scenario);
  SelectionAsk select;
  select.delta = 3;
  select.first = 5;
  const BatchDone done = run_study_batch(study, {.select = select});
  CHECK(done.selection->best == 2);  // the most room without the faster machine
  CHECK(ResultsReader(study.results()).cases() == 3);
}
