#include "report/text.hpp"
#include "sim/run.hpp"
#include "sim/simulation.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

RunRecord run_hours(const LineModel& model, double hours) { return run(model, options_of(hours, 0, 1), 0); }

}  // namespace

TEST_CASE("a rework loop without room jams, and the circle is drawn with its parts") {
  const LineModel model = model_of(R"(linetwin: 1
name: jam
stations: {m1: {cycle: 10 s}, m2: {cycle: 10 s}, fix: {cycle: 10 s}}
buffers: {b: {capacity: 2}}
flow: [source -> m1 -> b -> m2 -> sink, m2 -> fix -> b]
routing: {m2: {sink: 50 %, fix: 50 %}})");
  const RunRecord r = run_hours(model, 100);
  REQUIRE(r.outcome == Outcome::Jammed);
  CHECK(r.ended < 100 * kHour);
  CHECK(r.circle.size() == 3);
  const std::string text = circle_text(model, r.circle);
  CHECK(text.find("b (2 of 2)") != std::string::npos);
  CHECK(text.find("m2 (1 of 1)") != std::string::npos);
  CHECK(text.find("fix (1 of 1)") != std::string::npos);
}

TEST_CASE("a jam is found when it closes, while the rest of the line goes on") {
  const std::string jam = R"(linetwin: 1
name: part-jam
stations: {m1: {cycle: 10 s}, m2: {cycle: 10 s}, fix: {cycle: 10 s}, far: {cycle: 1 s, failures: {mtbf: 1 h, mttr: 1 min, clock: calendar}}}
buffers: {b: {capacity: 2}}
flow: [source -> m1 -> b -> m2 -> sink, m2 -> fix -> b, source -> far -> sink]
routing: {m2: {sink: 50 %, fix: 50 %}})";
  const RunRecord r = run_hours(model_of(jam), 1000);
  CHECK(r.outcome == Outcome::Jammed);
  CHECK(r.ended < kHour);
}

TEST_CASE("a way out that may open is no jam: any successor, a machine at work, a part still dwelling") {
  // fix may go to b or straight to the sink
  CHECK(run_hours(model_of(R"(linetwin: 1
name: open
stations: {m1: {cycle: 10 s}, m2: {cycle: 10 s}, fix: {cycle: 10 s}}
buffers: {b: {capacity: 2}}
flow: [source -> m1 -> b -> m2 -> sink, m2 -> fix -> b, fix -> sink]
routing: {m2: {sink: 50 %, fix: 50 %}})"),
                  100)
            .outcome == Outcome::Finished);
  // two repair machines of very different pace never fill at once for long enough with an unlimited buffer
  // between
  CHECK(run_hours(model_of(R"(linetwin: 1
name: room
stations: {m1: {cycle: 30 s}, m2: {cycle: 10 s}, fix: {cycle: 10 s}}
buffers: {b: {capacity: unlimited}, c: {capacity: 1}}
flow: [source -> m1 -> b -> m2 -> sink, m2 -> c -> fix -> b]
routing: {m2: {sink: 50 %, c: 50 %}})"),
                  100)
            .outcome == Outcome::Finished);
}

TEST_CASE("a line that jams gives the same jam the short way and the general way") {
  const LineModel model = model_of(R"(linetwin: 1
name: jam
stations: {m1: {cycle: {exponential: 10 s}}, m2: {cycle: {exponential: 10 s}}, fix: {cycle: {exponential: 10 s}}}
buffers: {b: {capacity: 3}, c: {capacity: 2}}
flow: [source -> m1 -> b -> m2 -> sink, m2 -> c -> fix -> b]
routing: {m2: {sink: 60 %, c: 40 %}})");
  std::uint64_t hashes[2] = {};
  for (const bool short_ways : {false, true}) {
    const Plan plan(model, short_ways);
    Simulation simulation(model, plan, 1, 0);
    simulation.run_until(1000 * kHour);
    CHECK(simulation.state().outcome == Outcome::Jammed);
    hashes[short_ways ? 1 : 0] = hash(simulation.record());
  }
  CHECK(hashes[0] == hashes[1]);
}

TEST_CASE("parts that go round without time passing are found while running, and the loop is named") {
  // the empirical time is 0 for some parts, which the compiler cannot rule out for all
  const LineModel model = model_of(R"(linetwin: 1
name: round
sources: {raw: {limit: 1}}
stations: {a: {cycle: {uniform: {min: 0 s, max: 0.1 us}}}, b: {cycle: {uniform: {min: 0 s, max: 0.1 us}}}, c: {cycle: 1 s}}
flow: [raw -> a -> b -> a, b -> c -> sink]
routing: {b: {a: 99.9999999 %, c: 0.0000001 %}})");
  const RunRecord r = run_hours(model, 1);
  REQUIRE(r.outcome == Outcome::Endless);
  CHECK(circle_text(model, r.circle).find("a (") != std::string::npos);
}
