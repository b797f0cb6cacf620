// Two machines of a continuous flow against closed forms, and against the same flow cut into small steps.
#include <catch2/catch.hpp>

#include "referee/fluid_pair.hpp"
#include "support/markov.hpp"

using namespace linetwin;

namespace {

FluidMachine machine(double speed, double failure, double repair) { return {speed, {{failure, repair}}}; }

double throughput(const FluidMachine& a, const FluidMachine& b, double size) {
  const auto pair = solve_pair(a, b, size);
  REQUIRE(pair.has_value());
  return pair->throughput;
}

struct Stepped {
  double throughput, level;
};

// The level in steps of size / steps that come at random with the right rate: a Markov chain that becomes the
// continuous flow as the steps become small. The states are (level, mode of the first and of the second
// machine that is down, -1: up).
Stepped stepped(const FluidMachine& a, const FluidMachine& b, double size, int steps) {
  const double step = size / steps;
  const auto flow = [&](const test::State& s) {  // of work on both sides of the buffer
    double in = s[1] < 0 ? a.speed : 0;
    double out = s[2] < 0 ? b.speed : 0;
    if (s[0] == 0) out = std::min(in, out);
    if (s[0] == steps) in = std::min(in, out);
    return std::pair(in, out);
  };
  const test::Markov chain({0, -1, -1}, [&](const test::State& s) {
    std::vector<std::pair<double, test::State>> moves;
    const auto [in, out] = flow(s);
    if (in > out) moves.push_back({(in - out) / step, {s[0] + 1, s[1], s[2]}});
    if (out > in) moves.push_back({(out - in) / step, {s[0] - 1, s[1], s[2]}});
    const auto change = [&](const FluidMachine& m, std::size_t at, double work) {
      for (int i = 0; i < static_cast<int>(m.modes.size()); ++i) {
        const auto& mode = m.modes[static_cast<std::size_t>(i)];
        test::State next = s;
        next[at] = s[at] < 0 ? i : -1;
        if (s[at] < 0 && work > 0) moves.push_back({mode.failure * work / m.speed, next});
        if (s[at] == i) moves.push_back({mode.repair, next});
      }
    };
    change(a, 1, in);
    change(b, 2, out);
    return moves;
  });
  return {chain.expect([&](const test::State& s) { return flow(s).second; }),
          chain.expect([&](const test::State& s) { return s[0] * step; })};
}

}  // namespace

TEST_CASE("two machines that are alike have the closed form of a density without slope") {
  // v r (n (r + p) + 2 v) / (n (r + p)^2 + 2 v (r + 2 p)): all exponents vanish, the balance done by hand
  for (const double n : {0.0, 1.0, 7.5, 300.0}) {
    const double v = 0.05, p = 1.0 / 3600, r = 1.0 / 240;
    const double exact = v * r * (n * (r + p) + 2 * v) / (n * (r + p) * (r + p) + 2 * v * (r + 2 * p));
    CHECK(throughput(machine(v, p, r), machine(v, p, r), n) == Approx(exact).epsilon(1e-9));
    CHECK(solve_pair(machine(v, p, r), machine(v, p, r), n)->level == Approx(n / 2).epsilon(1e-9));
  }
}

TEST_CASE("without a buffer, one machine's failure stops both") {
  // v / (1 + p1 / r1 + p2 / r2) of the slower speed, the faster machine failing as often as it works
  CHECK(throughput(machine(0.05, 0.001, 0.01), machine(0.05, 0.0005, 0.002), 0) ==
        Approx(0.05 / (1 + 0.1 + 0.25)).epsilon(1e-9));
  CHECK(throughput(machine(0.05, 0.001, 0.01), machine(0.04, 0.0005, 0.002), 0) ==
        Approx(1 / (1 / 0.04 + 0.1 / 0.05 + 0.25 / 0.04)).epsilon(1e-9));
}

TEST_CASE("with a buffer without end, the weaker machine sets the pace") {
  CHECK(throughput(machine(0.05, 0.001, 0.01), machine(0.05, 0.0005, 0.002), 1e5) ==
        Approx(0.05 / 1.25).epsilon(1e-6));
  CHECK(throughput(machine(0.04, 0.001, 0.01), machine(0.06, 0.0005, 0.002), 1e5) ==
        Approx(0.04 / 1.1).epsilon(1e-6));
}

TEST_CASE("a flow cut into ever smaller steps comes to what the equations say") {
  const FluidMachine plain = machine(0.05, 1.0 / 1800, 1.0 / 200);
  const FluidMachine quick = machine(0.065, 1.0 / 1000, 1.0 / 300);
  const FluidMachine twofold{0.05, {{1.0 / 3000, 1.0 / 100}, {1.0 / 6000, 1.0 / 900}}};
  const FluidMachine threefold{0.045, {{1.0 / 4000, 1.0 / 60}, {1.0 / 5000, 1.0 / 400}, {1.0 / 9e4, 1e-4}}};
  const std::vector<std::pair<FluidMachine, FluidMachine>> pairs = {
      {plain, quick}, {quick, plain}, {plain, twofold}, {twofold, threefold}, {threefold, quick}};
  for (const auto& [a, b] : pairs) {
    const double size = 8;
    // the error falls with the step: extrapolated to 0 (Richardson)
    const Stepped coarse = stepped(a, b, size, 100);
    const Stepped fine = stepped(a, b, size, 200);
    const auto pair = solve_pair(a, b, size);
    REQUIRE(pair.has_value());
    CHECK(pair->throughput == Approx(2 * fine.throughput - coarse.throughput).epsilon(1e-4));
    CHECK(pair->level == Approx(2 * fine.level - coarse.level).epsilon(1e-3));
    CHECK(std::abs(pair->throughput - coarse.throughput) > std::abs(pair->throughput - fine.throughput));
  }
}

TEST_CASE("a pair run backwards makes as much, and starves where it was blocked") {
  const FluidMachine a{0.05, {{1.0 / 3000, 1.0 / 100}, {1.0 / 6000, 1.0 / 900}}};
  const FluidMachine b = machine(0.06, 1.0 / 1000, 1.0 / 300);
  const auto forth = solve_pair(a, b, 5);
  const auto back = solve_pair(b, a, 5);
  REQUIRE((forth && back));
  CHECK(forth->throughput == Approx(back->throughput).epsilon(1e-9));
  CHECK(forth->level == Approx(5 - back->level).epsilon(1e-7));
  REQUIRE(forth->starved.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) CHECK(forth->starved[i] == Approx(back->blocked[i]).epsilon(1e-7));
}

TEST_CASE("speeds that are nearly alike give nearly the same") {
  const FluidMachine a = machine(0.05, 1.0 / 1800, 1.0 / 200);
  double before = throughput(a, machine(0.05, 1.0 / 1500, 1.0 / 250), 6);
  for (const double more : {1e-7, 0.9e-6, 1.1e-6, 1e-5, 1e-4}) {
    const double now = throughput(a, machine(0.05 * (1 + more), 1.0 / 1500, 1.0 / 250), 6);
    CHECK(now == Approx(before).epsilon(2 * more + 1e-9));
    before = now;
  }
}
