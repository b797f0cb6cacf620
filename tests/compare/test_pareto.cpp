#include "compare/pareto.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "support/random_series.hpp"

using namespace linetwin::compare;

TEST_CASE("the front holds what nothing beats in cost and value, ties together") {
  const std::vector<CostAndValue> points = {{3, 10}, {1, 4}, {2, 4}, {2, 7}, {1, 4}, {3, 9}, {4, 10}};
  const Front front = pareto_front(points, Goal::Maximise);
  CHECK(front.by_cost == std::vector<std::size_t>{1, 4, 3, 0});
  CHECK(front.points[0].standing == Standing::Front);
  CHECK(front.points[1].standing == Standing::Front);
  CHECK(front.points[2].standing == Standing::Dominated);
  CHECK(front.points[6].standing == Standing::Dominated);
}

TEST_CASE("a value to be kept low turns the front round") {
  const std::vector<CostAndValue> points = {{1, 4}, {2, 3}, {2, 5}, {3, 3}};
  CHECK(pareto_front(points, Goal::Minimise).by_cost == std::vector<std::size_t>{0, 1});
}

TEST_CASE("the front is that of brute force, and exact numbers leave nothing untold") {
  linetwin::test::RandomSeries random(5);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<CostAndValue> points;
    for (int i = 0; i < 12; ++i)
      points.push_back({static_cast<double>(random.below(6)), static_cast<double>(random.below(6))});
    const Front front = pareto_front(points, Goal::Maximise);
    for (std::size_t q = 0; q < points.size(); ++q) {
      bool dominated = false;
      for (const CostAndValue& p : points)
        dominated = dominated || (p.cost <= points[q].cost && p.value >= points[q].value &&
                                  (p.cost < points[q].cost || p.value > points[q].value));
      CHECK(front.points[q].by_means == !dominated);
      CHECK(front.points[q].standing == (dominated ? Standing::Dominated : Standing::Front));
    }
  }
}

TEST_CASE("intervals say what cannot be told from dominated") {
  const std::vector<CostAndValue> points = {{1, 10, 0, 1}, {2, 11, 0, 1}, {2, 5, 0, 1}, {0, 3, 0, 1}};
  const Front front = pareto_front(points, Goal::Maximise);
  CHECK(front.points[0].standing == Standing::Front);  // only the 3 is as cheap
  CHECK(front.points[1].by_means);
  CHECK(front.points[1].standing == Standing::CannotTell);  // 10..12 against 9..11 for less
  CHECK(front.points[2].standing == Standing::Dominated);
  CHECK(front.points[3].standing == Standing::Front);  // the cheapest
  SECTION("paired differences tell more") {
    const auto paired = [&](std::size_t p, std::size_t q) {
      return Estimate{points[p].value - points[q].value, 0.5};
    };
    CHECK(pareto_front(points, Goal::Maximise, paired).points[1].standing == Standing::Front);
    const auto unknown = [&](std::size_t p, std::size_t q) {
      return Estimate{points[p].value - points[q].value, {}};
    };
    CHECK(pareto_front(points, Goal::Maximise, unknown).points[2].standing == Standing::CannotTell);
  }
}

TEST_CASE("what is no number has no place on a front, and no points have an empty one") {
  CHECK_THROWS_AS(pareto_front({{1, std::nan("")}}, Goal::Maximise), std::invalid_argument);
  CHECK_THROWS_AS(pareto_front({{1, 1, -1, 0}}, Goal::Maximise), std::invalid_argument);
  CHECK(pareto_front({}, Goal::Maximise).by_cost.empty());
}
