// The cases of a scenario: their order, names, changes; the Latin hypercube.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "scenario/latin_hypercube.hpp"
#include "scenario/support.hpp"

using namespace linetwin;
using test::require_good;
using test::scenario_of;

TEST_CASE("a permutation without a table is one, of any length, and another for another key") {
  for (const std::uint64_t n : {1u, 2u, 3u, 4u, 5u, 17u, 64u, 65u, 1000u, 4097u}) {
    std::set<std::uint64_t> hit;
    bool other = false;
    for (std::uint64_t i = 0; i < n; ++i) {
      const std::uint64_t p = permuted(i, n, {1});
      CHECK(p < n);
      hit.insert(p);
      other = other || p != permuted(i, n, {2});
    }
    CHECK(hit.size() == n);
    if (n > 10) CHECK(other);
  }
}

TEST_CASE("two keys give permutations that are not related") {
  // the correlation of two random permutations of n has mean 0 and standard deviation 1 / sqrt(n - 1)
  const std::uint64_t n = 2000;
  double sum = 0;
  for (std::uint64_t i = 0; i < n; ++i)
    sum += static_cast<double>(permuted(i, n, {11})) * static_cast<double>(permuted(i, n, {12}));
  const double nn = static_cast<double>(n);
  const double covariance = sum / nn - (nn - 1) * (nn - 1) / 4;
  CHECK(std::abs(covariance / ((nn * nn - 1) / 12)) < 4 / std::sqrt(nn - 1));
}

TEST_CASE(
    "cases run over bases, then the grid with the last factor fastest, then samples, then values alone") {
  const ScenarioRead read =
      scenario_of(R"(cases: {three-lasers: {set: {stations.laser.machines: 3}, cost: 800e6}}
vary: {buffers.b1.capacity: [60, 90], buffers.b2.capacity: [20, 40, 80]}
one-at-a-time: {stations.*.failures.mttr: {scale: [0.5, 2]}}
)");
  require_good(read);
  const Design design(read.scenario);
  REQUIRE(design.size() == 2 * (2 * 3 + 1 + 2));
  CHECK(design.at(0).name == "as-is buffers.b1.capacity=60 buffers.b2.capacity=20");
  CHECK(design.at(1).name == "as-is buffers.b1.capacity=60 buffers.b2.capacity=40");
  CHECK(design.at(3).name == "as-is buffers.b1.capacity=90 buffers.b2.capacity=20");
  CHECK(design.at(6).name == "as-is");
  CHECK(design.at(7).name == "as-is stations.*.failures.mttr x 0.5");
  const Case last = design.at(17);
  CHECK(last.name == "three-lasers stations.*.failures.mttr x 2");
  CHECK(last.base == "three-lasers");
  CHECK(changes_text(last) == "set stations.laser.machines = 3\nscale stations.*.failures.mttr = 2");
  REQUIRE(last.levels.size() == 1);
  CHECK(last.levels[0].factor == 2);
  CHECK(last.levels[0].text == "x 2");
  CHECK(last.levels[0].number == 2.0);
  std::set<std::string> names;
  for (std::size_t i = 0; i < design.size(); ++i) names.insert(design.at(i).name);
  CHECK(names.size() == design.size());
}

TEST_CASE("without anything that varies there is the model as it is, and the named cases") {
  const ScenarioRead read = scenario_of("cases: {a: {remove: [stations.pack.x]}}\n");
  CHECK(read.diagnostics.has_errors());
  const ScenarioRead none = scenario_of("");
  require_good(none);
  CHECK(Design(none.scenario).size() == 1);
  CHECK(Design(none.scenario).at(0).name == "as-is");
  CHECK(changes_text(Design(none.scenario).at(0)).empty());
  // values alone stand beside the model as it is
  const ScenarioRead alone = scenario_of("one-at-a-time: {buffers.b1.capacity: [10, 20]}\n");
  require_good(alone);
  REQUIRE(Design(alone.scenario).size() == 3);
  CHECK(Design(alone.scenario).at(0).name == "as-is");
}

TEST_CASE("ranges are cut by a step or into a number of points, ends included") {
  const ScenarioRead read = scenario_of(R"(vary:
  stations.laser.cycle: {from: 60 s, to: 72 s, step: 4 s}
  stations.press.cycle: {from: 28 s, to: 29 s, steps: 11}
  stations.*.failures.mttr: {scale: {from: 0.7, to: 1, step: 0.1}}
)");
  require_good(read);
  CHECK(read.diagnostics.all().empty());
  const auto texts = [&](std::size_t f) {
    std::vector<std::string> all;
    for (std::size_t k = 0; k < read.scenario.factors[f].levels.size(); ++k)
      all.push_back(Design(read.scenario).listed(f, k).text);
    return all;
  };
  CHECK(texts(0) == std::vector<std::string>{"60 s", "64 s", "68 s", "72 s"});
  CHECK(texts(1).size() == 11);
  CHECK(texts(1)[3] == "28.3 s");
  CHECK(texts(1)[10] == "29 s");
  CHECK(texts(2) == std::vector<std::string>{"x 0.7", "x 0.8", "x 0.9", "x 1"});
}

TEST_CASE("a Latin hypercube hits every stratum of every factor once, and other points for another seed") {
  const auto sample = [](int seed) {
    return scenario_of("sample: {points: 240, seed: " + std::to_string(seed) + R"(, over: {
  stations.laser.cycle: {from: 60 s, to: 84 s}, buffers.b1.capacity: {from: 1, to: 24},
  stations.laser.machines: [1, 2, 3], stations.*.failures.mttr: {scale: {from: 0.5, to: 1.5}}}}
)");
  };
  const ScenarioRead read = sample(7);
  require_good(read);
  CHECK(read.scenario.factors[1].whole);
  CHECK_FALSE(read.scenario.factors[0].whole);
  const Design design(read.scenario);
  REQUIRE(design.size() == 240);
  std::set<int> cycles, factors;
  std::map<int, int> capacities;
  std::map<std::string, int> machines;
  for (std::size_t i = 0; i < 240; ++i) {
    const Case one = design.at(i);
    REQUIRE(one.levels.size() == 4);
    cycles.insert(static_cast<int>((*one.levels[0].number - 60) * 10));  // strata are 0.1 s wide
    CHECK(*one.levels[1].number == std::floor(*one.levels[1].number));
    ++capacities[static_cast<int>(*one.levels[1].number)];
    ++machines[one.levels[2].text];
    factors.insert(static_cast<int>((*one.levels[3].number - 0.5) * 240));
  }
  CHECK(cycles.size() == 240);
  CHECK(factors.size() == 240);
  CHECK(capacities.size() == 24);
  for (const auto& [capacity, times] : capacities) CHECK(times == 10);
  CHECK(machines == std::map<std::string, int>{{"1", 80}, {"2", 80}, {"3", 80}});
  const ScenarioRead other = sample(8);
  int same = 0;
  for (std::size_t i = 0; i < 240; ++i) same += Design(other.scenario).at(i).name == design.at(i).name;
  CHECK(same == 0);
  // a point by itself is the point of the whole
  CHECK(Design(read.scenario).at(17).name == design.at(17).name);
}

TEST_CASE("samples are crossed with the grid and the named cases") {
  const ScenarioRead read = scenario_of(R"(cases: {fast: {scale: {stations.*.failures.mttr: 0.7}}}
vary: {buffers.b2.capacity: [20, 40]}
sample: {points: 5, over: {stations.laser.cycle: {from: 60 s, to: 84 s}}}
)");
  require_good(read);
  const Design design(read.scenario);
  REQUIRE(design.size() == 2 * 2 * 5);
  CHECK(design.at(0).name.starts_with("as-is buffers.b2.capacity=20 #1 stations.laser.cycle="));
  CHECK(design.at(6).name.starts_with("as-is buffers.b2.capacity=40 #2 stations.laser.cycle="));
  CHECK(design.at(1).levels[1].text == design.at(6).levels[1].text);  // point 2, in both
}

TEST_CASE("levels that are optimised make a case, kept inside their range and on their steps") {
  const ScenarioRead read = scenario_of(R"(optimise: {over: {buffers.b1.capacity: {from: 1, to: 40},
  stations.laser.cycle: {from: 60 s, to: 73 s, step: 2 s}, stations.laser.machines: [2, 3],
  stations.*.failures.mttr: {scale: {from: 0.5, to: 1}}}, budget: {buffers.*.capacity: 150}}
)");
  require_good(read);
  const Design design(read.scenario);
  CHECK(design.size() == 1);  // no part of the grid
  CHECK(design.at_number(0, 12.6).text == "13");
  CHECK(design.at_number(0, 99).text == "40");
  CHECK(design.at_number(1, 64.9).text == "64 s");
  CHECK(design.at_number(1, 99).text == "72 s");
  CHECK(design.at_number(1, 0).text == "60 s");
  const Case one = design.with(
      {design.at_number(0, 13), design.at_number(1, 62), design.listed(2, 1), design.at_number(3, 0.25)});
  CHECK(changes_text(one) ==
        "set buffers.b1.capacity = 13\nset stations.laser.cycle = 62 s\nset stations.laser.machines = 3\n"
        "scale stations.*.failures.mttr = 0.5");
  const CaseBuilder builder(read.scenario, read.model, read.sources);
  CHECK(builder.spent(one, read.scenario.budgets.at(0)) == 13 + 40 + 20 + 20);
  std::string message;
  const auto model = builder.build(one, message);
  REQUIRE(model);
  CHECK(model->stations[1].machines == 3);
}
