#include "compare/shapley.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

#include "support/random_series.hpp"

using namespace linetwin::compare;

namespace {

double total(const Shares& s) {
  return std::accumulate(s.shares.begin(), s.shares.end(), 0.0,
                         [](double sum, const Estimate& e) { return sum + e.value; });
}

Values one(double value) { return {value}; }

}  // namespace

TEST_CASE("the glove game: whoever has the only left glove gets two thirds") {
  // Shapley's textbook example: player 0 a left glove, 1 and 2 a right one each; a pair is worth 1
  const auto pair = [](Mask m) { return one((m & 1) != 0 && (m & 6) != 0 ? 1 : 0); };
  const auto s = shapley(3, pair);
  REQUIRE(s.has_value());
  CHECK(s->masks == 8);
  CHECK(s->shares[0].value == Approx(2.0 / 3));
  CHECK(s->shares[1].value == Approx(1.0 / 6));
  CHECK(s->shares[2].value == Approx(1.0 / 6));
  CHECK_FALSE(s->shares[0].half_width.has_value());
}

TEST_CASE("the airport game has its closed form") {
  // Littlechild, Owen (1973): the runway costs as much as the largest plane needs; each step is shared by
  // those who need it
  const std::vector<double> need = {1, 2, 4, 7, 11, 12, 20, 21, 30, 31};
  const auto cost = [&](Mask m) {
    double most = 0;
    for (std::size_t i = 0; i < need.size(); ++i)
      if ((m >> i) & 1) most = std::max(most, need[i]);
    return one(most);
  };
  const auto s = shapley(need.size(), cost);
  double share = 0;
  double before = 0;
  for (std::size_t i = 0; i < need.size(); ++i) {
    share += (need[i] - before) / static_cast<double>(need.size() - i);
    before = need[i];
    CHECK(s->shares[i].value == Approx(share));
  }
  CHECK(total(*s) == Approx(31));
}

TEST_CASE("changes that do not touch each other keep their own effect, and its paired interval") {
  const std::vector<std::vector<double>> effect = {{1, 2, 3}, {5, 5, 5}, {-1, 0, -2}};
  const auto value = [&](Mask m) {
    Values values;
    for (std::size_t r = 0; r < 3; ++r) {
      double sum = 1000.0 * static_cast<double>(r);  // what the replication does to all
      for (std::size_t i = 0; i < 3; ++i)
        if ((m >> i) & 1) sum += effect[i][r];
      values.emplace_back(sum);
    }
    return values;
  };
  const auto s = shapley(3, value);
  CHECK(s->replications == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const linetwin::Figure f = linetwin::estimate(effect[i]);
    CHECK(s->shares[i].value == Approx(*f.mean));
    CHECK(*s->shares[i].half_width == Approx(*f.half_width).margin(1e-9));
  }
  CHECK(s->whole.value == Approx(6));
  CHECK(total(*s) == Approx(s->whole.value));
}

TEST_CASE("a replication that one mask lacks is left out of all, and each mask is asked for once") {
  std::map<Mask, int> asked;
  const auto value = [&](Mask m) -> Values {
    ++asked[m];
    const auto x = static_cast<double>(m);
    if (m == 2) return {std::nullopt, x};
    return {100 * x, x, x};
  };
  const auto s = shapley(2, value);
  CHECK(s->replications == 1);
  CHECK(s->shares[1].value == Approx(2));
  CHECK(asked.size() == 4);
  for (const auto& [mask, times] : asked) CHECK(times == 1);
  CHECK_FALSE(shapley(1, [](Mask m) { return m == 0 ? Values{1.0} : Values{std::nullopt}; }).has_value());
}

TEST_CASE("sampled orders give shares that sum to the whole and come close to the exact ones") {
  linetwin::test::RandomSeries random(9);
  std::map<Mask, Values> table;
  for (Mask m = 0; m < 64; ++m)
    table[m] = {random.normal() + 2.0 * std::popcount(m), random.normal() + std::popcount(m)};
  const auto value = [&](Mask m) { return table.at(m); };
  const auto exact = shapley(6, value);
  const auto sampled = shapley(6, value, {.exact_up_to = 5, .order_pairs = 400, .seed = 3});
  CHECK(exact->sampling_half_widths.empty());
  REQUIRE(sampled->sampling_half_widths.size() == 6);
  CHECK(total(*sampled) == Approx(sampled->whole.value));
  CHECK(sampled->whole.value == Approx(exact->whole.value));
  for (std::size_t i = 0; i < 6; ++i) {
    // 95 % half widths are 1.96 standard errors; four of those
    CHECK(std::abs(sampled->shares[i].value - exact->shares[i].value) <=
          2.04 * sampled->sampling_half_widths[i]);
    CHECK(sampled->sampling_half_widths[i] < 0.2);
    CHECK(*sampled->shares[i].half_width == Approx(*exact->shares[i].half_width).margin(1.0));
  }
  SECTION("where changes interact in pairs an order and its reverse are exact") {
    // each change of a pair then comes first in one of the two
    const auto pairs = [](Mask m) {
      double sum = 0;
      for (std::size_t i = 0; i < 12; ++i)
        for (std::size_t j = i + 1; j < 12; ++j)
          if ((m >> i) & (m >> j) & 1) sum += static_cast<double>(i + j);
      return one(sum);
    };
    const auto s = shapley(12, pairs, {.order_pairs = 2});
    for (std::size_t i = 0; i < 12; ++i)
      CHECK(s->shares[i].value == Approx((10.0 * static_cast<double>(i) + 66) / 2));
  }
}

TEST_CASE("no change has no share, and too many are refused") {
  const auto s = shapley(0, [](Mask) { return one(5); });
  CHECK(s->shares.empty());
  CHECK(s->whole.value == 0);
  CHECK_THROWS_AS(shapley(64, [](Mask) { return one(0); }), std::invalid_argument);
  CHECK_THROWS_AS(shapley(3, [](Mask) { return one(0); }, {.exact_up_to = 21}), std::invalid_argument);
}
