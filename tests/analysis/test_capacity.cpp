#include "analysis/capacity.hpp"
#include "support/line.hpp"

using namespace linetwin;
using test::model_of;

TEST_CASE("capacity is machines / cycle x availability, and scrap before and after is counted in visits") {
  const CapacityReport r = capacity(model_of(R"(linetwin: 1
name: c
stations:
  a: {cycle: 30 s, machines: 2, scrap: 10 %, failures: {mtbf: 90 min, mttr: 10 min}}
  b: {cycle: 12 s, failures: {availability: 80 %, mttr: 5 min, clock: calendar}}
flow: [source -> a -> b -> sink])"));
  CHECK(r.stations[0].parts_per_h == Approx(2 * 120 * 0.9));
  CHECK(r.stations[0].visits == Approx(1 / 0.9));
  CHECK(r.stations[0].line_parts_per_h == Approx(2 * 120 * 0.9 * 0.9));
  CHECK(r.stations[1].parts_per_h == Approx(300 * 0.8));
  CHECK(r.limit == 0);
  CHECK(*r.line_parts_per_h == Approx(194.4));
  CHECK_FALSE(r.arrivals_per_h.has_value());
}

TEST_CASE("a rework loop is visited 1 / (1 - p) times, by the traffic equations") {
  const CapacityReport r = capacity(model_of(R"(linetwin: 1
name: c
sources: {raw: {interarrival: 1 min}}
stations: {m: {cycle: 30 s}, fix: {cycle: 60 s}}
flow: [raw -> m -> sink, m -> fix -> m]
routing: {m: {sink: 80 %, fix: 20 %}})"));
  CHECK(r.stations[0].visits == Approx(1.25));
  CHECK(r.stations[1].visits == Approx(0.25));
  CHECK(*r.arrivals_per_h == Approx(60));
  CHECK(*r.line_parts_per_h == Approx(60));  // fewer arrive than the 96 that m allows
}

TEST_CASE("maintenance, batches and failures in parts take their share of a station's time") {
  const CapacityReport r = capacity(model_of(R"(linetwin: 1
name: c
stations:
  a: {cycle: 10 s, maintenance: [{every: 100 parts, takes: 200 s}, {name: oil, every: 10 h, takes: 1 h}]}
  b: {cycle: 60 s, batch: 6}
  c: {cycle: 8 s, failures: {mtbf: 50 parts, mttr: 100 s}}
flow: [source -> a -> b -> c -> sink])"));
  CHECK(r.stations[0].parts_per_h == Approx(3600 / 12.0 * 0.9));
  CHECK(r.stations[1].parts_per_h == Approx(360));
  CHECK(r.stations[2].parts_per_h == Approx(360));
}

TEST_CASE("the work for one part is its cycle shared among its batch, over the variants that come") {
  const CapacityReport r = capacity(model_of(R"(linetwin: 1
name: c
parts: {A: {share: 75 %}, B: {share: 25 %}}
stations:
  m: {cycle: {per_part: {A: 40 s, B: 60 s}}, batch: {per_part: {A: 4, B: 2}}, scrap: {per_part: {A: 2 %, B: 10 %}}}
flow: [source -> m -> sink])"));
  CHECK(r.stations[0].cycle_s == Approx(45));
  CHECK(r.stations[0].work_s == Approx(0.75 * 10 + 0.25 * 30));
  CHECK(r.stations[0].good == Approx(0.75 * 0.98 + 0.25 * 0.9));
}

TEST_CASE("variants that take different ways have traffic of their own") {
  const CapacityReport r = capacity(model_of(R"(linetwin: 1
name: c
parts: {A: {share: 75 %}, B: {share: 25 %}}
stations: {a: {cycle: {per_part: {A: 10 s, B: 30 s}}}, x: {cycle: 20 s}}
flow: [source -> a -> x | sink, x -> sink]
routing: {a: {by_part: {A: sink, B: x}}})"));
  CHECK(r.stations[0].cycle_s == Approx(15));
  CHECK(r.stations[1].visits == Approx(0.25));
  CHECK(r.stations[1].line_parts_per_h == Approx(720));
}

TEST_CASE("pieces of a split and parts of a set are counted in visits") {
  const CapacityReport split = capacity(model_of(R"(linetwin: 1
stations: {m: {cycle: 60 s}, cut: {cycle: 60 s, split: 4}, test: {cycle: 10 s}}
flow: [source -> m -> cut -> test -> sink])"));
  CHECK(*split.line_parts_per_h == Approx(240));
  CHECK(split.stations[0].visits == Approx(0.25));
  // four bolts of 30 s each for a frame
  const CapacityReport set = capacity(model_of(R"(linetwin: 1
sources: {frames: {interarrival: 1 min}, bolts: {}}
stations: {forge: {cycle: 30 s}, asm: {cycle: 10 s, assemble: {b1: 1, b2: 4}}}
buffers: {b1: {capacity: 10}, b2: {capacity: 10}}
flow: [frames -> b1 -> asm -> sink, bolts -> forge -> b2 -> asm])"));
  CHECK(set.stations[0].visits == Approx(4));
  CHECK(set.stations[1].visits == Approx(1));
  CHECK(*set.line_parts_per_h == Approx(30));
  CHECK(set.assumptions.empty());
}

TEST_CASE("shifts, people, conveyors and vehicles bound the line too") {
  const CapacityReport r = capacity(model_of(R"(linetwin: 1
stations:
  a: {cycle: 30 s, shift: day}
  b: {cycle: 10 s, workers: {w: 2}}
shifts: {day: {days: mon-fri, times: [08:00-16:00]}}
workers: {w: {count: 3}}
conveyors: {c: {length: 10 m, speed: 0.1 m/s, pitch: 0.5 m}}
vehicles: {agv: {count: 2, speed: 1 m/s, load: 5 s, unload: 5 s}}
layout: {a: [0, 0], b: [30, 0]}
flow: [source -> c -> a -> agv -> b -> sink])"));
  CHECK(r.stations[0].line_parts_per_h == Approx(120 * 40.0 / 168));
  REQUIRE(r.resources.size() == 3);
  CHECK(r.resources[0].line_parts_per_h == Approx(720));
  CHECK(r.resources[1].line_parts_per_h == Approx(2 * 3600 / 40.0));
  CHECK(r.resources[2].line_parts_per_h == Approx(3 * 3600 / 20.0));
  CHECK(*r.line_parts_per_h == Approx(120 * 40.0 / 168));
  CHECK(r.scarce == kNone);
}

TEST_CASE("repairs that go on outside the shift take none of its time from the bound") {
  const CapacityReport r = capacity(model_of(R"(linetwin: 1
stations: {m: {cycle: 60 s, shift: s, failures: {mtbf: 1 h, mttr: 1 h}}}
shifts: {s: {times: [06:00-14:00]}}
flow: [source -> m -> sink])"));
  CHECK(r.stations[0].parts_per_h == Approx(20));
}
