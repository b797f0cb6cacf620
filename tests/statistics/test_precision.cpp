#include "statistics/precision.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "statistics/estimate.hpp"
#include "support/random_series.hpp"

using namespace linetwin;

namespace {

std::vector<double> first(const std::vector<double>& all, std::size_t n) {
  return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n)};
}

bool narrow(const std::vector<double>& all, std::size_t n, double gamma) {
  const Figure f = estimate(first(all, n));
  return *f.half_width <= gamma * std::abs(*f.mean);
}

// The rule word for word: every n from the minimum on, every interval anew.
std::optional<std::size_t> enough_by_definition(const std::vector<double>& all, double gamma,
                                                std::size_t minimum) {
  for (std::size_t n = minimum; n <= all.size(); ++n) {
    const std::size_t ahead =
        n < 100 ? 5 : static_cast<std::size_t>(std::floor(5.0 * static_cast<double>(n) / 100));
    if (n + ahead > all.size()) return std::nullopt;
    bool holds = true;
    for (std::size_t k = n; k <= n + ahead; ++k) holds = holds && narrow(all, k, gamma);
    if (holds) return n + ahead;
  }
  return std::nullopt;
}

std::vector<double> around(double mean, double sd, std::size_t n, std::uint64_t seed) {
  test::RandomSeries random(seed);
  auto values = random.normals(n);
  for (double& x : values) x = mean + sd * x;
  return values;
}

}  // namespace

TEST_CASE("the look ahead is 5, and 5 % from 100 replications on") {
  CHECK(look_ahead(3) == 5);
  CHECK(look_ahead(100) == 5);
  CHECK(look_ahead(119) == 5);
  CHECK(look_ahead(120) == 6);
  CHECK(look_ahead(1000) == 50);
}

TEST_CASE("what does not vary is enough after the fewest and the look ahead") {
  const std::vector<double> same(20, 90.5);
  CHECK(enough(same, 0.01) == 8u);
  CHECK(enough(same, 0.01, 10) == 15u);
  CHECK(enough(first(same, 8), 0.01) == 8u);
  CHECK_FALSE(enough(first(same, 7), 0.01).has_value());
}

TEST_CASE("the rule is its definition on random observations") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto all = around(100, 5 + static_cast<double>(seed % 20), 160, seed);
    for (const double gamma : {0.01, 0.03, 0.1})
      CHECK(enough(all, gamma) == enough_by_definition(all, gamma, 3));
  }
}

TEST_CASE("precision that is lost within the look ahead does not count") {
  // narrow at 3 by luck, then an outlier
  std::vector<double> all = {100, 100.1, 99.9, 100, 140};
  CHECK(narrow(all, 3, 0.02));
  CHECK_FALSE(narrow(all, 5, 0.02));
  all.resize(400, 100);
  const auto n = enough(all, 0.02);
  REQUIRE(n.has_value());
  CHECK(*n > 10);
  CHECK(n == enough_by_definition(all, 0.02, 3));
}

TEST_CASE("more observations never change the answer, so the size of portions does not matter") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto all = around(10, 2, 200, seed);
    const auto n = enough(all, 0.05);
    REQUIRE(n.has_value());
    for (std::size_t have = 0; have <= all.size(); ++have)
      CHECK(enough(first(all, have), 0.05) == (have < *n ? std::nullopt : n));
  }
}

TEST_CASE("a mean of nothing is never precise") {
  CHECK_FALSE(enough(std::vector<double>(500, 0), 0.1).has_value());
  CHECK_FALSE(enough(around(0, 1, 500, 7), 0.1).has_value());
  CHECK_FALSE(enough({}, 0.1).has_value());
  std::vector<double> broken(50, 1);
  broken[1] = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(enough(broken, 0.1).has_value());
}

TEST_CASE("a negative mean is judged by its size") {
  const auto up = around(100, 8, 300, 3);
  auto down = up;
  for (double& x : down) x = -x;
  CHECK(enough(up, 0.02).has_value());
  CHECK(enough(down, 0.02) == enough(up, 0.02));
}

TEST_CASE("the cap ends it, and says that the precision was not reached") {
  const auto wild = around(1, 5, 50, 1);
  CHECK_FALSE(stop_at(first(wild, 29), 0.01, 3, 30).has_value());
  const auto stopped = stop_at(wild, 0.01, 3, 30);
  REQUIRE(stopped.has_value());
  CHECK(stopped->replications == 30);
  CHECK_FALSE(stopped->reached);
  const auto calm = stop_at(std::vector<double>(50, 2), 0.01, 3, 30);
  REQUIRE(calm.has_value());
  CHECK(calm->replications == 8);
  CHECK(calm->reached);
  // what lies beyond the cap is not looked at
  CHECK_FALSE(stop_at(std::vector<double>(50, 2), 0.01, 3, 7)->reached);
}

TEST_CASE(
    "intervals stopped by the rule are as narrow as asked, and hold the truth in about 95 of 100 "
    "experiments") {
  int inside = 0;
  const int experiments = 1000;
  for (std::uint64_t seed = 1; seed <= experiments; ++seed) {
    const auto all = around(100, 10, 200, seed);
    const auto n = enough(all, 0.05);  // some 18 observations
    REQUIRE(n.has_value());
    const Figure f = estimate(first(all, *n));
    CHECK(*f.half_width <= 0.05 * *f.mean);
    if (std::abs(*f.mean - 100) <= *f.half_width) ++inside;
  }
  // a little below 950 is expected, for the rule stops rather where the spread looks small; measured: 948
  INFO(inside);
  CHECK(inside >= 930);
  CHECK(inside <= 970);
}
