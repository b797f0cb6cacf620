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
