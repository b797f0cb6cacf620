// Lines against Markov chains: each chain is written from the words of the model format, not from the engine.
#include "support/line.hpp"
#include "support/markov.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

Summary run_line(const std::string& text, double hours = 400, int replications = 20) {
  return simulate(model_of(text), options_of(hours, hours / 40, replications, 7));
}

double state_of(const Summary& s, std::size_t station, MachineState state) {
  return s.stations[station].state[static_cast<std::size_t>(state)].mean.value_or(-1);
}

}  // namespace

TEST_CASE("the chain solver gives Hunt's 2/3 for two stations without a buffer") {
  // parts on m1: 1 working, 2 finished and blocked; on m2: 0 or 1
  const Markov chain({1, 0}, [](const State& s) {
    std::vector<std::pair<double, State>> moves;
    if (s[0] == 1) moves.push_back({1, s[1] == 0 ? State{1, 1} : State{2, 1}});
    if (s[1] == 1) moves.push_back({1, s[0] == 2 ? State{1, 1} : State{s[0], 0}});
    return moves;
  });
  CHECK(chain.expect([](const State& s) { return s[1]; }) == Approx(2.0 / 3).epsilon(1e-9));
}

TEST_CASE("a source that drops loses what finds an M/M/1/3 full") {
  // Erlang's formula for rho = 1: every number from 0 to 3 as likely, so a quarter is lost
  const Summary s = run_line(R"(linetwin: 1
name: loss
sources: {raw: {interarrival: {exponential: 10 s}, when_full: drop}}
stations: {m: {cycle: {exponential: 10 s}}}
buffers: {q: {capacity: 2}}
flow: [raw -> q -> m -> sink])");
  check_figure("throughput", s.throughput_per_h, 270);
  check_figure("wip", s.wip, 1.5);
  CHECK(*s.sources[0].lost.mean / *s.sources[0].created.mean == Approx(0.25).epsilon(0.01));
}

TEST_CASE("a source that waits starts its next interarrival when the part has left") {
  // n parts on the station (0, 1), source drawing (0) or holding a part (1): w/o buffer
  const double a = 1.0 / 7;
  const double m = 1.0 / 5;
  const Markov chain({0, 0}, [&](const State& s) {
    std::vector<std::pair<double, State>> moves;
    if (s[1] == 0) moves.push_back({a, s[0] == 0 ? State{1, 0} : State{1, 1}});
    if (s[0] == 1) moves.push_back({m, s[1] == 1 ? State{1, 0} : State{0, 0}});
    return moves;
  });
  const Summary s = run_line(R"(linetwin: 1
name: wait
sources: {raw: {interarrival: {exponential: 7 s}}}
stations: {m: {cycle: {exponential: 5 s}}}
flow: [raw -> m -> sink])");
  check_figure("throughput", s.throughput_per_h,
               3600 * m * chain.expect([](const State& x) { return x[0]; }));
  CHECK(s.warnings.size() == 1);  // it fell short of what was asked
}

TEST_CASE("a machine with calendar failures fails idle and blocked too, and then neither takes nor gives") {
  // m1 (working 1, finished and blocked 2), m1 up/down, m2 parts; no buffer; both exponential
  const double r1 = 1.0 / 10, r2 = 1.0 / 9, f = 1.0 / 60, g = 1.0 / 15;
  const Markov chain({1, 1, 0}, [&](const State& s) {
    std::vector<std::pair<double, State>> moves;
    const bool up = s[1] == 1;
    if (up) moves.push_back({f, {s[0], 0, s[2]}});
    if (!up) {  // repaired: a finished part leaves at once if m2 is free
      if (s[0] == 2 && s[2] == 0)
        moves.push_back({g, {1, 1, 1}});
      else
        moves.push_back({g, {s[0], 1, s[2]}});
    }
    if (up && s[0] == 1) moves.push_back({r1, s[2] == 0 ? State{1, 1, 1} : State{2, 1, 1}});
    if (s[2] == 1) moves.push_back({r2, up && s[0] == 2 ? State{1, 1, 1} : State{s[0], s[1], 0}});
    return moves;
  });
  const Summary s = run_line(R"(linetwin: 1
name: calendar
stations:
  m1: {cycle: {exponential: 10 s}, failures: {mtbf: 60 s, mttr: 15 s, clock: calendar}}
  m2: {cycle: {exponential: 9 s}}
flow: [source -> m1 -> m2 -> sink])");
  check_figure("throughput", s.throughput_per_h,
               3600 * r2 * chain.expect([](const State& x) { return x[2]; }));
  CHECK(state_of(s, 0, MachineState::Down) == Approx(0.2).epsilon(0.01));
  CHECK(state_of(s, 0, MachineState::Blocked) ==
        Approx(chain.expect([](const State& x) { return x[1] == 1 && x[0] == 2 ? 1 : 0; })).epsilon(0.02));
}

TEST_CASE("two operating modes run clocks of their own") {
  // one machine, never starved or blocked: working share 1 / (1 + 20/100 + 5/50)
  const Summary s = run_line(R"(linetwin: 1
name: modes
stations:
  m:
    cycle: {exponential: 3 s}
    failures: [{name: a, mtbf: 100 s, mttr: 20 s}, {name: b, availability: 0.909090909090909, mttr: 5 s}]
flow: [source -> m -> sink])");
  const double working = 1 / (1 + 20.0 / 100 + 5.0 / 50);
  check_figure("working", s.stations[0].state[0], working);
  check_figure("throughput", s.throughput_per_h, 1200 * working);
}

TEST_CASE("failures counted in parts take their repair for every so many parts") {
  const Summary s = run_line(R"(linetwin: 1
name: parts
stations: {m: {cycle: 10 s, failures: {mtbf: 50 parts, mttr: 100 s}}}
flow: [source -> m -> sink])");
  check_figure("throughput", s.throughput_per_h, 3600 / (10 + 100.0 / 50));
}

TEST_CASE("parallel machines behind a queue are M/M/c") {
  // c = 3, rho = 0.8: Erlang C
  double sum = 0, term = 1;
  const double load = 2.4;
  for (int k = 0; k < 3; ++k) sum += term, term *= load / (k + 1);
  const double wait = term / (1 - 0.8) / (sum + term / (1 - 0.8));
  const Summary s = run_line(R"(linetwin: 1
name: mmc
sources: {raw: {interarrival: {exponential: 10 s}, when_full: queue}}
stations: {m: {machines: 3, cycle: {exponential: 24 s}}}
buffers: {q: {capacity: unlimited}}
flow: [raw -> q -> m -> sink])",
                             2000);
  check_figure("queue", s.buffers[0].level, wait * 0.8 / 0.2, 0.01);
  check_figure("working", s.stations[0].state[0], 0.8);
}

TEST_CASE("what waits outside is counted as outside and not as WIP") {
  // M/M/1 without a buffer: the station holds one, the queue stands outside
  const Summary s = run_line(R"(linetwin: 1
name: outside
sources: {raw: {interarrival: {exponential: 10 s}, when_full: queue}}
stations: {m: {cycle: {exponential: 7 s}}}
flow: [raw -> m -> sink])",
                             1500);
  check_figure("outside", s.sources[0].outside, 0.49 / 0.3, 0.01);
  check_figure("wip", s.wip, 0.7);
  check_figure("lead time", s.lead_time_s, 7);
}

TEST_CASE("a rework loop visits its stations 1 / (1 - p) times") {
  const Summary s = run_line(R"(linetwin: 1
name: rework
sources: {raw: {interarrival: {exponential: 20 s}}}
stations:
  m: {cycle: {exponential: 12 s}}
buffers: {q: {capacity: unlimited}}
sinks: {done: {}}
flow: [raw -> q -> m -> done, m -> q]
routing: {m: {done: 75 %, q: 25 %}})",
                             2000);
  check_figure("working", s.stations[0].state[0], 0.8);  // 12 / 20 x 4 / 3
  check_figure("wip", s.wip, 4.0, 0.01);                 // Jackson: rho / (1 - rho)
}

TEST_CASE("shortest-queue routing compares the parts in the buffers, and the first written gets the ties") {
  const double a = 1.0 / 6;
  const double r = 1.0 / 10;
  // parts in each buffer with its station, at most 3 + 1; the rule sees the buffer's level only
  const Markov chain({0, 0}, [&](const State& s) {
    std::vector<std::pair<double, State>> moves;
    const auto level = [&](std::size_t k) { return s[k] == 4 ? 99 : std::max(0, s[k] - 1); };
    const std::size_t k = level(1) < level(0) ? 1 : 0;
    if (level(k) < 99) {
      State next = s;
      ++next[k];
      moves.push_back({a, next});
    }
    if (s[0] > 0) moves.push_back({r, {s[0] - 1, s[1]}});
    if (s[1] > 0) moves.push_back({r, {s[0], s[1] - 1}});
    return moves;
  });
  const Summary s = run_line(R"(linetwin: 1
name: jsq
sources: {raw: {interarrival: {exponential: 6 s}, when_full: drop}}
stations: {a: {cycle: {exponential: 10 s}}, b: {cycle: {exponential: 10 s}}}
buffers: {qa: {capacity: 3}, qb: {capacity: 3}}
flow: [raw -> qa | qb, qa -> a -> sink, qb -> b -> sink]
routing: {raw: {rule: shortest-queue}})");
  check_figure("a works", s.stations[0].state[0], chain.expect([](const State& x) { return x[0] > 0; }));
  check_figure("b works", s.stations[1].state[0], chain.expect([](const State& x) { return x[1] > 0; }));
  check_figure("wip", s.wip, chain.expect([](const State& x) { return x[0] + x[1]; }));
}

TEST_CASE("Erlang cycles are the chain of their stages") {
  // M/E2/1/3: parts in the system, stages left of the one in work
  const double a = 1.0 / 10;
  const double stage = 2.0 / 8;
  const Markov chain({0, 0}, [&](const State& s) {
    std::vector<std::pair<double, State>> moves;
    if (s[0] < 3) moves.push_back({a, s[0] == 0 ? State{1, 2} : State{s[0] + 1, s[1]}});
    if (s[0] > 0) moves.push_back({stage, s[1] == 2 ? State{s[0], 1} : State{s[0] - 1, s[0] == 1 ? 0 : 2}});
    return moves;
  });
  const Summary s = run_line(R"(linetwin: 1
name: erlang
sources: {raw: {interarrival: {exponential: 10 s}, when_full: drop}}
stations: {m: {cycle: {erlang: {mean: 8 s, stages: 2}}}}
buffers: {q: {capacity: 2}}
flow: [raw -> q -> m -> sink])");
  check_figure("wip", s.wip, chain.expect([](const State& x) { return x[0]; }));
  check_figure("working", s.stations[0].state[0], chain.expect([](const State& x) { return x[0] > 0; }));
}

TEST_CASE("a setup between variants is a stage before the cycle when the variant changes") {
  // variants drawn 70 : 30; cycle 5 s, setup 10 s: changes happen with 2 x 0.7 x 0.3 of the parts
  const Summary s = run_line(R"(linetwin: 1
name: setup
parts: {A: {share: 70 %}, B: {share: 30 %}}
stations: {m: {cycle: {exponential: 5 s}, setup: {exponential: 10 s}, scrap: 4 %}}
flow: [source -> m -> sink])");
  const double each = 5 + 10 * 0.42;
  check_figure("throughput", s.throughput_per_h, 3600 / each * 0.96);
  check_figure("setup", s.stations[0].state[static_cast<std::size_t>(MachineState::Setup)], 4.2 / each);
  check_figure("A", s.variants[0].throughput_per_h, 3600 / each * 0.96 * 0.7);
}
