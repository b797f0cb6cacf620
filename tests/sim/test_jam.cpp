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

namespace {

RunRecord run_long(const std::string& body) { return run_for(body, 3600); }

}  // namespace

TEST_CASE("a jam is found when arrivals go on, queueing or lost, before a line that is closed for good") {
  for (const char* full : {"wait", "queue", "drop"}) {
    const RunRecord r = run_long(
        std::string(
            "parts: {A: {share: 50 %}, B: {share: 50 %}}\nsources: {s: {interarrival: 3 s, when_full: ") +
        full + R"(, sequence: [A*3, B*2]}}
stations: {m1: {cycle: 10 s}, m2: {cycle: 7 s, assemble: {b1: 1, b2: 1}}}
buffers: {b1: {capacity: 3}, b2: {capacity: 3}}
flow: [s -> m1 -> b1 | b2 -> m2 -> sink]
routing: {m1: {by_part: {A: b1, B: b2}}})");
    INFO(full);
    CHECK(r.outcome == Outcome::Jammed);  // m1 holds an A for b1, which is full and waits for a B from m1
    CHECK(r.circle.size() == 4);
  }
}

TEST_CASE("a jam over two fleets is found, and one behind a limit") {
  const RunRecord fleets = run_long(R"(stations: {m1: {cycle: 1 s}, m2: {cycle: 9 s}, m3: {cycle: 40 s}}
vehicles: {v1: {speed: 1 m/s, load: 1 s, unload: 1 s, call: when_finished}, v2: {speed: 1 m/s, load: 1 s, unload: 1 s, call: when_finished}}
layout: {m1: [0, 0], m2: [5, 0], m3: [5, 5], out: [0, 5]}
sinks: {out: {}}
flow: [source -> m1 -> v1 -> m2 -> v2 -> m3 -> v1 -> out])");
  CHECK(fleets.outcome == Outcome::Jammed);
  CHECK(fleets.ended == 64 * kSecond);
  const RunRecord limit = run_long(R"(stations: {m1: {cycle: 10 s}, m2: {cycle: 5 s, batch: 3}}
buffers: {b: {capacity: 5}}
limits: {l: {over: [m2], max: 2}}
flow: [source -> m1 -> b -> m2 -> sink])");
  CHECK(limit.outcome == Outcome::Jammed);
  CHECK(limit.ended == 30 * kSecond);  // the third part waits for the limit, whose two wait for it
}

TEST_CASE("a jam is found while a machine in its circle is down or off its shift") {
  const RunRecord r = run_long(R"(stations:
  m1: {cycle: 10 s, failures: {mtbf: {constant: 25 s}, mttr: {constant: 1000 s}, clock: calendar}}
  m2: {cycle: 100 s, assemble: {b1: 1, b2: 1}}
parts: {A: {share: 50 %}, B: {share: 50 %}}
sources: {s: {sequence: [A*5, B*5]}}
buffers: {b1: {capacity: 1}, b2: {capacity: 1}}
flow: [s -> m1 -> b1 | b2 -> m2 -> sink]
routing: {m1: {by_part: {A: b1, B: b2}}})");
  CHECK(r.outcome == Outcome::Jammed);
  CHECK(r.ended == 20 * kSecond);
}

TEST_CASE("a set of one variant that may still come is no jam") {
  const RunRecord r = run_long(R"(parts: {A: {share: 50 %}, B: {share: 50 %}}
sources: {s: {sequence: [A*5, B*4], interarrival: 8 s, when_full: drop}, f: {sequence: [A*5, B*4]}}
stations: {m1: {cycle: 10 s, machines: 2, assemble: {b: 1, s: 1}, match: variant}}
buffers: {b: {capacity: 6}}
flow: [f -> b -> m1 -> sink, s -> m1])");
  CHECK(r.outcome == Outcome::Finished);
  CHECK(r.sinks[0].parts > 400);
}
