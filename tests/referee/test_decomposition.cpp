// Decomposition against what is known of long lines, and against the simulation.
#include <fmt/format.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "referee/decomposition.hpp"
#include "referee/referee.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

double decomposed(const std::vector<FluidMachine>& machines, const std::vector<double>& sizes) {
  std::string why;
  const auto found = decompose(machines, sizes, &why);
  INFO(why);
  REQUIRE(found.has_value());
  return found->throughput;
}

// A line of 3 to 20 unreliable machines: cycles, times to failure and repair, and buffers drawn.
std::string random_line(unsigned seed, bool same_cycles) {
  std::mt19937 bits(seed);
  const auto between = [&bits](double low, double high) {
    return low + (high - low) * std::uniform_real_distribution<>(0, 1)(bits);
  };
  const int stations = static_cast<int>(between(3, 21));
  std::string text = "linetwin: 1\nname: random\nstations:\n", rooms = "buffers:\n", flow = "flow: [source";
  for (int i = 1; i <= stations; ++i) {
    const double cycle = same_cycles ? 20 : between(15, 25);
    const double mttr = std::exp(between(std::log(60), std::log(300)));
    const double mtbf = mttr * std::exp(between(std::log(8), std::log(60)));
    text += fmt::format("  m{}: {{cycle: {:.1f} s, failures: {{mtbf: {:.0f} s, mttr: {:.0f} s}}}}\n", i,
                        cycle, mtbf, mttr);
    flow += fmt::format(" -> m{}", i);
    if (i == stations) break;
    rooms += fmt::format("  b{}: {{capacity: {:.0f}}}\n", i, between(2, 30));
    flow += fmt::format(" -> b{}", i);
  }
  return text + rooms + flow + " -> sink]\n";
}

const Finding& decomposition_of(const RefereeReport& report) {
  REQUIRE(report.best() != nullptr);
  REQUIRE(report.best()->method.starts_with("decomposition"));
  return *report.best();
}

}  // namespace

TEST_CASE("a line of two machines is its own decomposition") {
  const std::vector<FluidMachine> two = {{0.05, {{0.001, 0.01}}}, {0.06, {{0.0005, 0.004}}}};
  CHECK(decomposed(two, {7}) == Approx(solve_pair(two[0], two[1], 7)->throughput).epsilon(1e-12));
}

TEST_CASE("the places on the machines count in a two-machine line as its simulation says") {
  // without a buffer and with a small one, the first or the second machine faster, or none
  const auto check = [](int first, int second, int room) {
    const LineModel model = model_of(fmt::format(
        "linetwin: 1\nname: two\nstations:\n"
        "  a: {{cycle: {} s, failures: {{mtbf: 20 min, mttr: 100 s}}}}\n"
        "  b: {{cycle: {} s, failures: {{mtbf: 15 min, mttr: 80 s}}}}\n{}",
        first, second,
        room == 0 ? "flow: [source -> a -> b -> sink]\n"
                  : fmt::format("buffers: {{x: {{capacity: {}}}}}\nflow: [source -> a -> x -> b -> sink]\n",
                                room)));
    const Summary summary = simulate(model, options_of(700, 10, 6));
    check_figure(fmt::format("{} {} {}", first, second, room), summary.throughput_per_h,
                 decomposition_of(consult(model)).throughput_per_h, 0.001);
  };
  check(20, 20, 0);
  check(20, 20, 2);
  check(24, 20, 0);
  check(16, 24, 2);
}

TEST_CASE("without buffers, any machine's failure stops a line of one speed") {
  // Buzacott (1967): v / (1 + sum p / r)
  const std::vector<FluidMachine> line = {
      {0.05, {{0.001, 0.01}}}, {0.05, {{0.0005, 0.004}}}, {0.05, {{0.002, 0.03}}}, {0.05, {{0.001, 0.005}}}};
  CHECK(decomposed(line, {0, 0, 0}) == Approx(0.05 / (1 + 0.1 + 0.125 + 1.0 / 15 + 0.2)).epsilon(1e-6));
}

TEST_CASE("with buffers without end, the weakest machine sets the pace of a line") {
  const std::vector<FluidMachine> line = {
      {0.05, {{0.001, 0.01}}}, {0.06, {{0.001, 0.004}}}, {0.055, {{0.002, 0.03}}}, {0.07, {{0.001, 0.005}}}};
  CHECK(decomposed(line, {1e5, 1e5, 1e5}) == Approx(0.05 / 1.1).epsilon(1e-4));
}

TEST_CASE("a line of machines that hardly fail is as good without them") {
  const FluidMachine a{0.05, {{0.001, 0.01}}}, b{0.055, {{0.0005, 0.004}}}, sound{0.09, {{1e-9, 0.01}}};
  CHECK(decomposed({a, b, sound}, {6, 4}) == Approx(solve_pair(a, b, 6)->throughput).epsilon(1e-3));
}

TEST_CASE("a long line run backwards makes as much") {
  std::vector<FluidMachine> line = {{0.05, {{0.001, 0.01}}},   {0.06, {{0.0005, 0.004}}},
                                    {0.052, {{0.002, 0.03}}},  {0.047, {{0.001, 0.02}, {1e-4, 0.001}}},
                                    {0.055, {{0.001, 0.005}}}, {0.05, {{0.0007, 0.006}}}};
  std::vector<double> sizes = {3, 12, 5, 8, 20};
  const double forth = decomposed(line, sizes);
  std::reverse(line.begin(), line.end());
  std::reverse(sizes.begin(), sizes.end());
  CHECK(forth == Approx(decomposed(line, sizes)).epsilon(1e-5));
}

TEST_CASE("sweeps that come to no sound answer are reported, not answered") {
  std::string why;
  const auto found = decompose({{0.05, {{0.001, 0.01}}}, {0.05, {{std::nan(""), 0.01}}}}, {4}, &why);
  CHECK_FALSE(found.has_value());
  CHECK(why.find("no sound solution") != std::string::npos);
}

TEST_CASE("a line that is not for decomposition is refused with the element and what it breaks") {
  const auto refusal = [](const std::string& stations, const std::string& rest = "source -> a -> b -> c") {
    const RefereeReport report = consult(model_of(fmt::format(
        "linetwin: 1\nname: line\nstations:\n  a: {{cycle: 9 s, failures: {{mtbf: 1 h, mttr: 5 min}}}}\n{}\n"
        "buffers: {{b: {{capacity: 2}}}}\nflow: [{} -> sink]\n",
        stations, rest)));
    for (const NotApplied& n : report.not_applied)
      if (n.method == "decomposition") return n.reason;
    return std::string("applied");
  };
  CHECK(refusal("  c: {cycle: 9 s}") == "applied");
  CHECK(refusal("  c: {cycle: {triangular: {min: 8 s, mode: 9 s, max: 10 s}}}") == "applied");
  CHECK(refusal("  c: {cycle: {gamma: {mean: 9 s, sd: 2 s}}}") ==
        "the cycle time of \"c\" is gamma, not nearly constant");
  CHECK(refusal("  c: {cycle: 9 s, machines: 2}") == "\"c\" has 2 machines");
  CHECK(refusal("  c: {cycle: 9 s, scrap: 2 %}") == "\"c\" makes scrap");
  CHECK(refusal("  c: {cycle: 9 s, failures: {mtbf: 1 h, mttr: 2 min, clock: calendar}}") ==
        "\"c\" fails by the calendar (clock), not while it works");
  CHECK(refusal("  c: {cycle: 9 s, failures: {mtbf: 1 h, mttr: {constant: 2 min}}}") ==
        "the mttr of \"c\" is not exponential");
  CHECK(refusal("  c: {cycle: 9 s}", "source -> a -> b -> c -> sink, a") == "the line branches at \"a\"");
  CHECK(refusal("  c: {cycle: 9 s, maintenance: {every: 8 h, takes: 10 min}}") ==
        "\"c\" is maintained (maintenance)");
}

TEST_CASE("decomposition is near the simulation of random lines") {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    const std::string text = random_line(seed, seed % 2 == 0);
    INFO(text);
    const LineModel model = model_of(text);
    const RefereeReport report = consult(model);
    const Figure simulated = simulate(model, options_of(400, 50, 4)).throughput_per_h;
    const double interval = simulated.half_width.value() / simulated.mean.value();
    REQUIRE(interval < 0.02);
    CHECK(decomposition_of(report).throughput_per_h / simulated.mean.value() ==
          Approx(1).margin(0.03 + interval));
  }
}

TEST_CASE("decomposition of forty random lines against long simulations", "[.study]") {
  std::vector<double> errors;
  std::printf("%5s %8s %9s %9s %8s\n", "line", "machines", "simulated", "interval", "error");
  for (unsigned seed = 100; seed < 140; ++seed) {
    const LineModel model = model_of(random_line(seed, seed % 4 == 0));
    const Figure simulated = simulate(model, options_of(4000, 200, 8)).throughput_per_h;
    const double error =
        100 * (decomposition_of(consult(model)).throughput_per_h / simulated.mean.value() - 1);
    std::printf("%5u %8zu %9.3f %7.2f %% %+6.2f %%\n", seed, model.stations.size(), simulated.mean.value(),
                100 * simulated.half_width.value() / simulated.mean.value(), error);
    errors.push_back(std::abs(error));
  }
  std::sort(errors.begin(), errors.end());
  const double median = (errors[19] + errors[20]) / 2;
  std::printf("median %.2f %%, nine of ten within %.2f %%, worst %.2f %%\n", median, errors[35],
              errors.back());
  CHECK(median < 1);
}
