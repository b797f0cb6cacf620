// Workers, against queueing formulas and courses worked out by hand.
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

Summary run_line(const std::string& text, double hours = 400, int replications = 20) {
  return simulate(model_of(text), options_of(hours, hours / 40, replications, 7));
}

const Figure& state_of(const Summary& s, std::size_t station, MachineState state) {
  return s.stations[station].state[static_cast<std::size_t>(state)];
}

}  // namespace

TEST_CASE("a pool of two people over many machines is an M/M/2") {
  // lambda 6/min, mu 4/min, two servers: rho 0.75, p0 = 1/7, Lq = 2 rho^3 / (1 - rho^2) = 1.92857, L
  // = 3.42857
  const Summary s = run_line(R"(linetwin: 1
sources: {raw: {interarrival: {exponential: 10 s}, when_full: queue}}
stations: {m: {cycle: {exponential: 15 s}, machines: 60, workers: {people: 1}}}
workers: {people: {count: 2}}
flow: [raw -> m -> sink])");
  check_figure("WIP", s.wip, 24.0 / 7);
  check_figure("busy", s.pools[0].busy, 0.75);
  check_figure("working", state_of(s, 0, MachineState::Working), 1.5 / 60);
  check_figure("waiting", state_of(s, 0, MachineState::Waiting), (24.0 / 7 - 1.5) / 60);
  check_figure("lead time", s.lead_time_s, 24.0 / 7 * 10);
}

TEST_CASE("machines that share a repairman are the machine-repairmen model") {
  // 5 machines, failure rate 1/60, repair rate 1/10 a minute, 1 repairman (Palm 1947): p(n) = 5!/(5-n)! r^n
  // p0
  const double r = 10.0 / 60;
  double p = 1;
  double sum = 1;
  double down = 0;
  for (int n = 1; n <= 5; ++n) {
    p *= (6 - n) * r;
    sum += p;
    down += n * p;
  }
  const Summary s = run_line(R"(linetwin: 1
stations: {m: {cycle: 1 s, machines: 5, failures: {mtbf: 60 min, mttr: 10 min, workers: {fitter: 1}}}}
workers: {fitter: {count: 1}}
flow: [source -> m -> sink])",
                             2000);
  check_figure("down", state_of(s, 0, MachineState::Down), down / sum / 5);
  check_figure("busy", s.pools[0].busy, 1 - 1 / sum);
}

TEST_CASE("one worker at two stations serves who has waited longest, so in turn") {
  const RunRecord r =
      run_for(R"(stations: {a: {cycle: 10 s, workers: {w: 1}}, b: {cycle: 20 s, workers: {w: 1}}}
workers: {w: {count: 1}}
flow: [source -> a -> sink, source -> b -> sink])",
              300);
  CHECK(r.stations[0].finished == 10);
  CHECK(r.stations[1].finished == 10);
  CHECK(in_state(r, 0, MachineState::Waiting) == 200);
  CHECK(in_state(r, 1, MachineState::Waiting) == 100);
  CHECK(r.pools[0].busy == 300 * Integral{kSecond});
}

TEST_CASE("the station with the larger priority is served first") {
  const RunRecord r =
      run_for(R"(stations: {a: {cycle: 10 s, workers: {w: 1}}, b: {cycle: 20 s, workers: {w: 1}, priority: 2}}
workers: {w: {count: 1}}
flow: [source -> a -> sink, source -> b -> sink])",
              300);
  // b asks again the moment it has its next part, before the worker is given away
  CHECK(r.stations[0].finished == 0);
  CHECK(r.stations[1].finished == 15);
}

TEST_CASE("a worker is not held by a machine that is blocked") {
  // a's part waits for b, which is slow and needs nobody; c gets the worker meanwhile
  const RunRecord r = run_for(
      R"(stations: {a: {cycle: 10 s, workers: {w: 1}}, b: {cycle: 100 s}, c: {cycle: 10 s, workers: {w: 1}}}
workers: {w: {count: 1}}
flow: [source -> a -> b -> sink, source -> c -> sink])",
      1000);
  CHECK(in_state(r, 0, MachineState::Blocked) > 700);
  CHECK(r.stations[2].finished >= 85);
}

TEST_CASE("a failure gives the worker back and asks for him again") {
  // a fails after exactly 30 s of work for 60 s; b works with the worker meanwhile
  const RunRecord r = run_for(R"(stations:
  a: {cycle: 100 s, workers: {w: 1}, priority: 1, failures: {mtbf: {constant: 30 s}, mttr: {constant: 60 s}}}
  b: {cycle: 10 s, workers: {w: 1}}
workers: {w: {count: 1}}
flow: [source -> a -> sink, source -> b -> sink])",
                              360);
  // at 90 b's part ends first and its next one takes the worker, so a waits from its repair until 100: it
  // works 0-30, 100-130, 200-230 and 300-330
  CHECK(in_state(r, 0, MachineState::Working) == 120);
  CHECK(in_state(r, 0, MachineState::Down) == 210);
  CHECK(in_state(r, 0, MachineState::Waiting) == 30);
  CHECK(in_state(r, 1, MachineState::Working) == 240);
  CHECK(r.stations[1].finished == 24);
}

TEST_CASE("the first alternative that can be had is taken") {
  const RunRecord r = run_for(R"(stations:
  a: {cycle: 10 s, workers: [{w: 1}, {v: 2}]}
  b: {cycle: 10 s, workers: {w: 1}, priority: 1}
workers: {w: {count: 1}, v: {count: 3}}
flow: [source -> a -> sink, source -> b -> sink])",
                              100);
  CHECK(r.pools[0].busy == 100 * Integral{kSecond});
  CHECK(r.pools[1].busy == 200 * Integral{kSecond});
  CHECK(r.stations[0].finished == 10);
}

TEST_CASE("setup, maintenance and repair have workers of their own") {
  // lots of 2: 10 + 10 s of work, 30 s of setup by a setter who is there for it alone
  const RunRecord r = run_for(R"(parts: {A: {share: 50 %}, B: {share: 50 %}}
sources: {raw: {sequence: [A*2, B*2]}}
stations: {m: {cycle: 10 s, setup: 30 s, workers: {op: 1}, setup_workers: {setter: 1}}}
workers: {op: {count: 1}, setter: {count: 1}}
flow: [raw -> m -> sink])",
                              520);
  CHECK(in_state(r, 0, MachineState::Working) == 220);
  CHECK(in_state(r, 0, MachineState::Setup) == 300);
  CHECK(r.pools[0].busy == 220 * Integral{kSecond});
  CHECK(r.pools[1].busy == 300 * Integral{kSecond});
  // two machines due at the same time, one maintainer: the second waits
  const RunRecord two = run_for(R"(stations:
  a: {cycle: 10 s, maintenance: {every: 100 s, takes: 20 s, workers: {w: 1}}}
  b: {cycle: 10 s, maintenance: {every: 100 s, takes: 20 s, workers: {w: 1}}}
workers: {w: {count: 1}}
flow: [source -> a -> sink, source -> b -> sink])",
                                200);
  // due at 100, when the next parts have just begun: a from 110 to 130, b from 130 to 150
  CHECK(in_state(two, 0, MachineState::Maintenance) == 20);
  CHECK(in_state(two, 1, MachineState::Maintenance) == 20);
  CHECK(in_state(two, 1, MachineState::Waiting) == 20);
}

TEST_CASE("a worker walks from where he was, and the machine waits for him") {
  // 12 m apart at 1.2 m/s: 10 s of way each time, after the first
  const RunRecord r =
      run_for(R"(stations: {a: {cycle: 10 s, workers: {w: 1}}, b: {cycle: 20 s, workers: {w: 1}}}
workers: {w: {count: 1, speed: 1.2 m/s}}
layout: {a: [0, 0], b: [0, 12]}
flow: [source -> a -> sink, source -> b -> sink])",
              500);
  // a 0-10, way, b 20-40, way, a 50-60, ...: a cycle of 50 s
  CHECK(r.stations[0].finished == 10);
  CHECK(r.stations[1].finished == 10);
  CHECK(in_state(r, 0, MachineState::Working) == 100);
  CHECK(r.pools[0].busy == 500 * Integral{kSecond});
}

TEST_CASE("workers go home at the end of their shift, and the work waits for the next") {
  const RunRecord r = run_for(R"(stations: {m: {cycle: 5 h, workers: {w: 1}}}
workers: {w: {count: 1, shift: s}}
shifts: {s: {times: [06:00-14:00]}}
flow: [source -> m -> sink])",
                              5 * 86400.0);
  CHECK(r.sinks[0].parts == 8);  // 40 h of work
  CHECK(in_state(r, 0, MachineState::Working) == 40 * 3600.0);
  CHECK(in_state(r, 0, MachineState::Waiting) == 80 * 3600.0);
  CHECK(r.pools[0].busy == 40 * Integral{kHour});
}

TEST_CASE("a job that needs two people is not overtaken by those that need one") {
  // w and w: while a (two people) waits for the second one, c must not take the first
  const RunRecord r = run_for(R"(stations:
  b: {cycle: 30 s, workers: {w: 1}}
  c: {cycle: 7 s, workers: {w: 1}}
  a: {cycle: 10 s, workers: {w: 2}}
workers: {w: {count: 2}}
flow: [source -> a -> sink, source -> b -> sink, source -> c -> sink])",
                              400);
  CHECK(r.stations[2].finished >= 8);
}

TEST_CASE("who asks no more stands in nobody's way") {
  // m2 asks for two from 10, m3 for one from 20; m2 fails at 50, so m3 gets the one that is free
  const RunRecord r = run_for(
      R"(sources: {a: {limit: 1}, b: {interarrival: 10 s, limit: 1}, c: {interarrival: 20 s, limit: 1}}
stations:
  m1: {cycle: 1000 s, workers: {w: 1}}
  m2: {cycle: 10 s, workers: {w: 2}, failures: {mtbf: {constant: 50 s}, mttr: {constant: 500 s}, clock: calendar}}
  m3: {cycle: 10 s, workers: {w: 1}}
workers: {w: {count: 2}}
flow: [a -> m1 -> sink, b -> m2 -> sink, c -> m3 -> sink])",
      60);
  CHECK(r.stations[2].finished == 1);
  CHECK(in_state(r, 2, MachineState::Waiting) == 30);
}

TEST_CASE("a maintenance that waits for its worker absorbs the next one") {
  // due at 100 and 200, worker from 240: one of 10 s, then the one due at 300
  const RunRecord r = run_for(R"(sources: {s: {interarrival: 1000 s}}
stations: {m: {cycle: 10 s, maintenance: {every: 100 s, takes: 10 s, workers: {w: 1}}}}
workers: {w: {count: 1, shift: sh}}
shifts: {sh: {times: [00:04-24:00]}}
flow: [s -> m -> sink])",
                              350);
  CHECK(in_state(r, 0, MachineState::Maintenance) == 20);
}

TEST_CASE("the number of workers may differ by the part on the machine") {
  const RunRecord r = run_for(R"(parts: {A: {share: 50 %}, B: {share: 50 %}}
sources: {raw: {sequence: [A*1, B*1]}}
stations: {m: {cycle: 10 s, workers: {w: {per_part: {A: 1, B: 3}}}}}
workers: {w: {count: 4}}
flow: [raw -> m -> sink])",
                              100);
  CHECK(r.pools[0].busy == (50 * 1 + 50 * 3) * Integral{kSecond});
}

TEST_CASE("pools whose shifts begin together are there together") {
  // at 20 min both pools come: m1, which has waited longest, gets both, and m4 has to wait
  const RunRecord r = run_for(R"(stations:
  m1: {cycle: 100 s, workers: {w: 1, v: 1}, priority: 1}
  m4: {cycle: 100 s, workers: [{w: 1}, {v: 1}]}
workers: {w: {count: 1, shift: early}, v: {count: 1, shift: late}}
shifts: {early: {times: [00:20-24:00]}, late: {times: [00:20-24:00]}}
flow: [source -> m1 -> sink, source -> m4 -> sink])",
                              1300);
  CHECK(r.stations[0].finished == 1);
  CHECK(r.stations[1].finished == 0);
}
