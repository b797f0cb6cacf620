// Lines and costs of cases.
#include "scenario/case_builder.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "scenario/support.hpp"
#include "support/line.hpp"

using namespace linetwin;
using test::require_good;
using test::scenario_of;

TEST_CASE("the line of a case is that of --set, and the case as-is is the model") {
  const ScenarioRead read = scenario_of("cases: {three-lasers: {set: {stations.laser.machines: 3}}}\n");
  require_good(read);
  const CaseBuilder builder(read.scenario, read.model, read.sources);
  const Design design(read.scenario);
  std::string message;
  const auto as_is = builder.build(design.at(0), message);
  const auto three = builder.build(design.at(1), message);
  REQUIRE(as_is);
  REQUIRE(three);
  const std::string path = std::string(LINETWIN_SOURCE_DIR) + "/models/hot-stamped-pillar.yaml";
  CHECK(as_is->hash == test::model_of_file(path).hash);
  CHECK(read.model_hash == as_is->hash);
  RunOptions options = test::options_of(50, 5, 1);
  const RunRecord a = run(*three, options, 0);
  const RunRecord b = run(test::model_of_file(path, {{"stations.laser.machines", "3"}}), options, 0);
  for (std::size_t s = 0; s < a.stations.size(); ++s) CHECK(a.stations[s].time == b.stations[s].time);
}

TEST_CASE("every case has a hash of its own") {
  const ScenarioRead read = scenario_of(
      "cases: {fast: {scale: {stations.*.failures.mttr: 0.7}}}\nvary: {buffers.b2.capacity: {from: 10, to: "
      "60, step: 1}}\n");
  require_good(read);
  const CaseBuilder builder(read.scenario, read.model, read.sources);
  const Design design(read.scenario);
  std::set<std::uint64_t> hashes;
  std::string message;
  for (std::size_t i = 0; i < design.size(); ++i) hashes.insert(builder.build(design.at(i), message)->hash);
  CHECK(hashes.size() == design.size());
}

TEST_CASE("threads that build cases side by side get the lines that one alone gets") {
  const ScenarioRead read = scenario_of("vary: {buffers.b2.capacity: {from: 1, to: 40, step: 1}}\n");
  require_good(read);
  const CaseBuilder builder(read.scenario, read.model, read.sources);
  const Design design(read.scenario);
  std::vector<std::vector<std::uint64_t>> hashes(3, std::vector<std::uint64_t>(design.size()));
  std::vector<std::thread> threads;
  for (auto& mine : hashes)
    threads.emplace_back([&] {
      std::string message;
      for (std::size_t i = 0; i < design.size(); ++i) mine[i] = builder.build(design.at(i), message)->hash;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(hashes[0] == hashes[1]);
  CHECK(hashes[0] == hashes[2]);
}

TEST_CASE("a crossing of cases that is no line says on one line why") {
  const ScenarioRead read = scenario_of(R"(cases:
  no-b2: {remove: [buffers.b2], set: {"flow[0]": source -> press -> b1 -> laser -> weld -> b3 -> inspect -> b4 -> pack -> sink}}
vary: {buffers.b2.capacity: [20]}
)");
  require_good(read);
  const CaseBuilder builder(read.scenario, read.model, read.sources);
  const Design design(read.scenario);
  std::string message;
  CHECK(builder.build(design.at(0), message));
  CHECK(message.empty());
  CHECK_FALSE(builder.build(design.at(1), message));
  CHECK_THAT(message, Catch::EndsWith("test.yaml:5:16: error: vary names \"b2\", which does not exist "
                                      "(did you mean \"b1\"?)"));
}

TEST_CASE("a case costs what it says, and so much for each unit of change") {
  const ScenarioRead read = scenario_of(R"(cases:
  three: {set: {stations.laser.machines: 3}, cost: 100}
  slow: {set: {stations.press.cycle: 0.5 min, stations.pack.machines: 2}}
  less: {set: {buffers.b1.capacity: 10}}
  more: {add: {buffers.b9: {capacity: 7}, stations.x: {cycle: 1 s}, flow: b4 -> x -> b9 -> sink}}
vary: {buffers.b2.capacity: [20, 40, 80]}
costs: {buffers.*.capacity: 5, stations.*.machines: 1000, stations.press.cycle: -3}
currency: KRW
)");
  require_good(read);
  const CaseBuilder builder(read.scenario, read.model, read.sources);
  const Design design(read.scenario);
  const auto cost = [&](std::size_t base, std::size_t point) {
    return builder.cost(design.at(base * 3 + point));
  };
  CHECK(cost(0, 0) == 5 * (20 - 40));
  CHECK(cost(0, 1) == 0);
  CHECK(cost(0, 2) == 5 * 40);
  CHECK(cost(1, 1) == 100 + 1000);
  // half a minute is 2 s more than 28 s; a second machine where the model writes none
  CHECK(cost(2, 1) == Approx(-3 * 2 + 1000));
  CHECK(cost(3, 1) == 5 * (10 - 60));
  CHECK(cost(4, 1) == 5 * 7 + 1000);  // a new station has one machine
  CHECK(read.scenario.currency == "KRW");
}

TEST_CASE("the run of a scenario goes before the run of its model") {
  const ScenarioRead read = scenario_of("run: {replications: 5, warmup: auto}\n");
  require_good(read);
  CHECK(read.options.duration == 320 * kHour);
  CHECK(read.options.replications == 5);
  CHECK(read.options.find_warmup);
  CHECK(read.options.warmup == 0);
  CHECK(read.options.seed == 1);
}

TEST_CASE("the hash of the design is over what is simulated, and over nothing else") {
  const std::string body =
      "cases: {c: {set: {stations.laser.machines: 3}}}\nvary: {buffers.b2.capacity: [20, 40]}\n";
  const auto hash = [](const std::string& text) {
    const ScenarioRead read = scenario_of(text);
    require_good(read);
    return read.design_hash;
  };
  const std::uint64_t plain = hash(body);
  CHECK(plain ==
        hash(body + "name: other\ndescription: of another\ncosts: {buffers.b2.capacity: 3}\ncurrency: EUR\n"
                    "run: {replications: 99}\nobjective: {maximise: wip}\n"));
  CHECK(plain == hash("cases: {c: {set: {stations.laser.machines: 3}, cost: 8, description: d}}\n"
                      "vary: {buffers.b2.capacity: [20, 40]}\n"));
  CHECK(plain != hash(body + "run: {seed: 2}\n"));
  CHECK(plain != hash(body + "run: {warmup: 5 h}\n"));
  CHECK(plain != hash(body + "record: [wip]\n"));
  CHECK(hash(body + "record: [wip, lead_time_s]\n") == hash(body + "record: [lead_time_s, wip]\n"));
  CHECK(plain !=
        hash("cases: {c: {set: {stations.laser.machines: 4}}}\nvary: {buffers.b2.capacity: [20, 40]}\n"));
  CHECK(plain !=
        hash("cases: {c: {set: {stations.laser.machines: 3}}}\nvary: {buffers.b2.capacity: [40, 20]}\n"));
}

TEST_CASE("a scenario says what is best, in numbers of the metric's unit") {
  const ScenarioRead read = scenario_of(
      "objective: {minimise: lead_time_s, subject_to: {wip: \"<= 150\", lead_time_s: \"< 2 h\", "
      "stations.laser.blocked: \">= 5 %\", cost: \"<=900e6\"}}\nrecord: [stations.*.working]\n");
  require_good(read);
  const Objective& objective = *read.scenario.objective;
  CHECK_FALSE(objective.maximise);
  CHECK(objective.metric.value == "lead_time_s");
  REQUIRE(objective.subject_to.size() == 4);
  CHECK(objective.subject_to[0].bound == 150);
  CHECK(objective.subject_to[1].relation == Constraint::Relation::Less);
  CHECK(objective.subject_to[1].bound == 7200);
  CHECK(objective.subject_to[2].relation == Constraint::Relation::AtLeast);
  CHECK(objective.subject_to[2].bound == Approx(0.05));
  CHECK(objective.subject_to[3].bound == 900e6);
  CHECK(read.scenario.record.at(0).value == "stations.*.working");
}
