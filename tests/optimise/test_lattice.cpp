// Where a search may go: budgets, starts, neighbours.
#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>

#include "optimise/lattice.hpp"

using namespace linetwin;

namespace {

SearchProblem three_buffers(double total) {
  SearchProblem problem;
  for (const char* name : {"b1", "b2", "b3"}) problem.factors.push_back({name, 0, 10});
  problem.budgets.push_back({"room", {{0, 1.0}, {1, 1.0}, {2, 1.0}}, total, true});
  return problem;
}

// Two machines' counts at 50 and two buffers at 1, of 120.
SearchProblem machines_and_room() {
  SearchProblem problem;
  problem.factors = {{"m1", 1, 3}, {"m2", 1, 3}, {"b1", 0, 30}, {"b2", 0, 30}};
  problem.budgets.push_back({"cost", {{0, 50.0}, {1, 50.0}, {2, 1.0}, {3, 1.0}}, 200, true});
  return problem;
}

std::set<Cell> around(const SearchProblem& problem, const Cell& cell) {
  const Lattice lattice(problem);
  const auto found = lattice.neighbours(cell, lattice.levels() - 1, {});
  std::set<Cell> set(found.begin(), found.end());
  CHECK(set.size() == found.size());
  CHECK_FALSE(set.contains(cell));
  for (const Cell& c : found) CHECK(lattice.fits(c));
  return set;
}

}  // namespace

TEST_CASE(
    "neighbours of an allocation that uses its budget up are all exchanges of one place, and one less") {
  const std::set<Cell> found = around(three_buffers(6), {2, 2, 2});
  const std::set<Cell> expected = {{3, 1, 2}, {3, 2, 1}, {1, 3, 2}, {2, 3, 1}, {1, 2, 3},
                                   {2, 1, 3}, {1, 2, 2}, {2, 1, 2}, {2, 2, 1}};
  CHECK(found == expected);
}

TEST_CASE("below a budget there are raises, and no neighbour leaves the range of its factor") {
  const std::set<Cell> found = around(three_buffers(30), {0, 5, 10});
  CHECK(found.contains({1, 5, 10}));
  CHECK(found.contains({0, 6, 10}));
  CHECK(found.contains({1, 5, 9}));
  CHECK(found.contains({1, 4, 10}));
  for (const Cell& c : found)
    CHECK(std::all_of(c.begin(), c.end(), [](std::int32_t x) { return x >= 0 && x <= 10; }));
}

TEST_CASE("a machine is paid for by one buffer, or by several where none can pay alone") {
  const SearchProblem problem = machines_and_room();
  // 100 for a machine each and 30 + 30 of room: 40 are left for another machine that costs 50
  const std::set<Cell> one = around(problem, {0, 0, 30, 30});
  CHECK(one.contains({1, 0, 20, 30}));
  CHECK(one.contains({0, 1, 30, 20}));
  const std::set<Cell> several = around(problem, {1, 0, 25, 25});
  CHECK(several.contains({1, 1, 0, 0}));
  // a machine less pays for room in both
  CHECK(several.contains({0, 0, 30, 30}));
}

TEST_CASE("starts keep to the budgets and use up tight ones") {
  SearchProblem problem = three_buffers(7);
  problem.factors[0].as_is = 9;
  problem.factors[1].as_is = 9;
  problem.factors[2].as_is = 0;
  const Lattice lattice(problem);
  const auto total = [](const std::optional<Cell>& c) {
    REQUIRE(c.has_value());
    return std::accumulate(c->begin(), c->end(), 0);
  };
  CHECK(total(lattice.as_is()) == 7);
  CHECK(lattice.as_is() == Cell{3, 4, 0});
  CHECK(lattice.even() == Cell{3, 2, 2});
  CHECK(lattice.guided({1.0, 4.0, 2.0}) == Cell{1, 4, 2});
  std::set<Cell> different;
  for (std::uint64_t k = 0; k < 20; ++k) {
    const auto start = lattice.random(StreamKey{k});
    CHECK(total(start) == 7);
    different.insert(*start);
    CHECK(lattice.random(StreamKey{k}) == start);
  }
  CHECK(different.size() > 10);
}

TEST_CASE("money counts from the line as it is") {
  const std::vector<SearchFactor> factors = {{"m1", 1, 4, 1, 2.0}, {"m2", 1, 4, 1, 1.0}, {"new", 0, 1}};
  SearchProblem problem;
  problem.factors = factors;
  problem.budgets = {cost_budget("cost", factors, {100, 30, 7}, 60)};
  const Lattice lattice(problem);
  CHECK(lattice.left({1, 0, 0}).front() == Approx(60));
  CHECK(lattice.left({1, 2, 0}).front() == Approx(0).margin(1e-9));
  CHECK(lattice.fits({1, 2, 0}));
  CHECK_FALSE(lattice.fits({2, 0, 0}));
  CHECK(lattice.fits({0, 3, 0}));  // a machine less of m1 gives 100 back
  CHECK_THROWS_AS(cost_budget("cost", factors, {1}, 1), std::invalid_argument);
}

TEST_CASE("steps of a lattice and ends of a continuous range are what was asked for") {
  SearchProblem problem;
  problem.factors = {{"speed", 0.1, 0.7, 0.2}, {"time", 2, 3, 0}, {"fixed", 5, 5, 0}};
  const Lattice lattice(problem);
  CHECK(lattice.setting({3, 1024, 0})[0] == Approx(0.7));
  CHECK(lattice.setting({3, 1024, 0})[1] == 3);
  CHECK(lattice.setting({3, 1024, 0})[2] == 5);
  CHECK(lattice.setting({0, 512, 0})[1] == Approx(2.5));
  const auto found = lattice.neighbours({3, 0, 0}, 0, {});
  CHECK(std::all_of(found.begin(), found.end(), [](const Cell& c) { return c[0] <= 3 && c[2] == 0; }));
  CHECK(lattice.levels() > 5);
}

TEST_CASE("what cannot be searched is said") {
  const auto said = [](SearchProblem problem, const std::string& what) {
    try {
      require_sound(problem);
      FAIL("nothing was said of " << what);
    } catch (const std::invalid_argument& e) {
      CHECK_THAT(e.what(), Catch::Contains(what));
    }
  };
  SearchProblem problem;
  said(problem, "no factor");
  problem.factors = {{"b1", 3, 1}};
  said(problem, "from must not exceed to");
  problem.factors = {{"b1", 0, 1, -1}};
  said(problem, "step");
  problem.factors = {{"b1", 0, 1e6}};
  said(problem, "100000 values");
  problem.factors = {{"b1", 0, 1}};
  problem.budgets = {{"room", {{1, 1.0}}, 3}};
  said(problem, "no factor has the number 1");
}
