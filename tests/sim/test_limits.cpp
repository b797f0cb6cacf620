// Limits, and stations that stand with others.
#include "support/line.hpp"
#include "support/markov.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

Summary run_line(const std::string& text, double hours = 400, int replications = 20) {
  return simulate(model_of(text), options_of(hours, hours / 40, replications, 7));
}

}  // namespace

TEST_CASE("cards over a line make a closed network of it") {
  // 3 machines of equal rate, w cards: throughput w / (w + 2) of one (Spearman and Hopp's practical worst
  // case)
  for (const int cards : {1, 4}) {
    const Summary s = run_line(R"(linetwin: 1
stations: {m1: {cycle: {exponential: 10 s}}, m2: {cycle: {exponential: 10 s}}, m3: {cycle: {exponential: 10 s}}}
buffers: {b1: {capacity: unlimited}, b2: {capacity: unlimited}}
limits: {cards: {over: [m1, b1, m2, b2, m3], max: )" +
                               std::to_string(cards) + R"(}}
flow: [source -> m1 -> b1 -> m2 -> b2 -> m3 -> sink])");
    check_figure("throughput", s.throughput_per_h, 360.0 * cards / (cards + 2));
    CHECK(*s.limits[0].peak.mean == cards);
  }
}

TEST_CASE("a kanban on one step is room for so many parts") {
  // M/M/1 with at most 3 parts behind a door: arrivals wait outside, so it is an M/M/1 in all
  const Summary s = run_line(R"(linetwin: 1
sources: {raw: {interarrival: {exponential: 20 s}, when_full: queue}}
stations: {m: {cycle: {exponential: 10 s}}}
buffers: {b: {capacity: unlimited}}
limits: {kanban: {over: [b, m], max: 3}}
flow: [raw -> b -> m -> sink])",
                             2000);
  check_figure("throughput", s.throughput_per_h, 180);
  // rho = 1/2: inside min(N, 3), so 1/4 + 2/8 + 3/8; full when N >= 3, held back when N > 3
  check_figure("inside", s.limits[0].mean, 0.875);
  check_figure("full", s.limits[0].full, 0.125);
  check_figure("outside", s.sources[0].outside, 0.125);
  check_figure("hours held back", s.limits[0].held_back_h, 1950 * 0.0625);
}

TEST_CASE("a store counts what each variant holds") {
  const RunRecord r = run_for(R"(parts: {A: {}, B: {}}
sources: {raw: {interarrival: 10 s, sequence: [A, B], limit: 6, when_full: queue}}
stations: {m: {cycle: 100 s}}
buffers: {tank: {capacity: unlimited}}
limits: {methanol: {over: [tank], max: 2.5 kg, holds: {per_part: {A: 0.5 kg, B: 1 kg}}, report: [1 kg, 2 kg]}}
flow: [raw -> tank -> m -> sink])",
                              130);
  // A at 10 goes through to m (until 110). B 20: 1 kg, A 30: 1.5, B 40: 2.5 (full), A 50 and B 60 wait
  // outside. at 110 B leaves for m: 1.5; A comes in: 2.0; B would be 3.0
  CHECK(r.limits[0].peak == 2'500'000);
  CHECK(r.limits[0].above[0] == 100 * kSecond);  // from 30 on
  CHECK(r.limits[0].above[1] == 70 * kSecond);   // 40 to 110: above 2 kg, not at it
  CHECK(r.limits[0].held == 80 * kSecond);       // from 50 on
  CHECK(r.limits[0].full == 70 * kSecond);
}

TEST_CASE("a limit that is only watched holds nothing back") {
  const RunRecord r = run_for(R"(stations: {m: {cycle: 10 s}}
limits: {seen: {over: [m], report: [0]}}
flow: [source -> m -> sink])",
                              100);
  CHECK(r.sinks[0].parts == 10);
  CHECK(r.limits[0].above[0] == 100 * kSecond);
}

TEST_CASE("who has waited longest at any door of the limit comes in first") {
  // both machines are free, one card: a's part came first
  const RunRecord r = run_for(
      R"(sources: {a: {interarrival: 10 s, limit: 2, when_full: queue}, b: {interarrival: 12 s, limit: 2, when_full: queue}}
stations: {m1: {cycle: 30 s}, m2: {cycle: 30 s}}
limits: {card: {over: [m1, m2], max: 1}}
flow: [a -> m1 -> sink, b -> m2 -> sink])",
      105);
  // a1 10-40, b1 (waits since 12) 40-70, then a2 (waits since 20) 70-100
  CHECK(r.stations[0].finished == 2);
  CHECK(r.stations[1].finished == 1);
}

TEST_CASE("a station stands while one that it stops with is out, and is purged after") {
  // ventilation fails every 9 h for 1 h; the booth stands for that and for half an hour of purge
  const RunRecord r = run_for(R"(stations:
  ventilation: {failures: {mtbf: {constant: 9 h}, mttr: {constant: 1 h}, clock: calendar}}
  booth: {cycle: 100 min, stops_with: [ventilation], purge: 30 min}
flow: [source -> booth -> sink])",
                              100 * 3600.0);
  // it works 9 h, then 8.5 h of each 10 h: 85.5 h, or 51 parts of 100 min
  CHECK(in_state(r, 1, MachineState::Down) == (9 * 1.5 + 1) * 3600);
  CHECK(in_state(r, 1, MachineState::Working) == 85.5 * 3600);
  CHECK(r.sinks[0].parts == 51);
}
