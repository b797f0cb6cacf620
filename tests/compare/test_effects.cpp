#include "compare/effects.hpp"

#include <Eigen/Dense>
#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>

#include "support/random_series.hpp"

using namespace linetwin::compare;
using linetwin::test::RandomSeries;

namespace {

// The 2^3 factorial in standard order: the first factor changes fastest.
std::vector<DesignCase> two_cubed(const std::vector<std::vector<double>>& values) {
  std::vector<DesignCase> cases;
  for (std::size_t i = 0; i < values.size(); ++i)
    cases.push_back({{i & 1, (i >> 1) & 1, (i >> 2) & 1}, observed({values[i].begin(), values[i].end()})});
  return cases;
}

// Residual sum of squares of a least-squares fit, by the normal equations' own means.
double left_over(const Eigen::MatrixXd& x, const Eigen::VectorXd& y) {
  return (y - x * x.completeOrthogonalDecomposition().solve(y)).squaredNorm();
}

EffectOptions independent() { return {.interactions = true, .common_random_numbers = false}; }

}  // namespace

TEST_CASE("a 2^3 factorial gives the effects and sums of squares of the contrasts by hand") {
  // Plasma etching (Montgomery, Design and Analysis of Experiments, example 6.1): gap A, gas flow B, power C,
  // two runs each. Effects: A -101.625, B 7.375, C 306.125, AB -24.875, AC -153.625, BC -2.125. Sums of
  // squares: A 41310.56, B 217.56, C 374850.06, AB 2475.06, AC 94402.56, BC 18.06, ABC 126.56, error 18020.50
  // with 8 degrees
  const Effects e = effects_of({2, 2, 2},
                               two_cubed({{550, 604},
                                          {669, 650},
                                          {633, 601},
                                          {642, 635},
                                          {1037, 1052},
                                          {749, 868},
                                          {1075, 1063},
                                          {729, 860}}),
                               independent());
  REQUIRE(e.effects.size() == 6);
  const std::vector<double> effects = {-101.625, 7.375, 306.125, -24.875, -153.625, -2.125};
  const std::vector<double> squares = {41310.5625, 217.5625, 374850.0625, 2475.0625, 94402.5625, 18.0625};
  for (std::size_t i = 0; i < 6; ++i) {
    INFO(i);
    const Effect& effect = e.effects[i];
    CHECK(effect.estimated);
    CHECK(effect.aliased_with.empty());
    // high minus low; of two factors, the deviation where both are high is half the effect
    CHECK(2 * effect.deviations.back().value == Approx(effects[i]));
    CHECK(effect.range.value == Approx(std::abs(effects[i])));
    CHECK(effect.squares == Approx(squares[i]));
  }
  CHECK(e.rest_squares == Approx(126.5625));
  CHECK(e.rest.degrees == 1);
  CHECK(e.error_squares == Approx(18020.5));
  CHECK(e.error_degrees == 8);
  CHECK(e.grand_mean.value == Approx(776.0625));
  // the published analysis: F of A 18.34 with p 0.0027, of AC 41.91 with p 0.0002
  CHECK(*e.effects[0].test.f == Approx(18.34).margin(0.005));
  CHECK(*e.effects[0].test.p == Approx(0.0027).margin(0.00005));
  CHECK(*e.effects[4].test.f == Approx(41.91).margin(0.005));
  // the standard error of an effect is 2 s / sqrt(16) = 23.73
  CHECK(*e.effects[0].range.half_width == Approx(2.306 * std::sqrt(18020.5 / 8) / 2).epsilon(1e-4));
  CHECK(e.total_squares ==
        Approx(41310.5625 + 217.5625 + 374850.0625 + 2475.0625 + 94402.5625 + 18.0625 + 126.5625));
  CHECK(e.effects[0].means[0].value == Approx(776.0625 + 101.625 / 2));
}

TEST_CASE("under common random numbers the test of a two-level effect is the paired t") {
  RandomSeries random(2);
  std::vector<DesignCase> cases;
  Values low(8);
  Values high(8);
  for (std::size_t r = 0; r < 8; ++r) {
    const double common = 50 * random.normal();
    low[r] = common + random.normal();
    high[r] = common + 1 + random.normal();
  }
  const Effects e = effects_of({2}, {{{0}, observed(low)}, {{1}, observed(high)}});
  CHECK(e.replications_are_blocks);
  CHECK(e.replications == 8);
  Moments d;
  for (std::size_t r = 0; r < 8; ++r) d.add(*high[r] - *low[r]);
  const double error = std::sqrt(*d.variance() / 8);
  const Effect& effect = e.effects[0];
  CHECK(effect.range.value == Approx(std::abs(d.mean())));
  CHECK(*effect.range.half_width == Approx(linetwin::student_t(0.95, 7) * error));
  CHECK(*effect.test.f == Approx(std::pow(d.mean() / error, 2)));
  CHECK(*effect.range_p == Approx(*effect.test.p));  // one difference: the F is the square of its t
  CHECK(effect.test.error_degrees == 7);
  // unpaired, the common noise hides it
  CHECK(*effects_of({2}, {{{0}, observed(low)}, {{1}, observed(high)}}, independent()).effects[0].test.p >
        0.5);
}

TEST_CASE("a factor of three levels in blocks has the sums of squares by hand") {
  // levels by block: (1 2 6), (2 4 6), (3 6 9): level means 2 4 7, grand mean 13/3
  const std::vector<DesignCase> cases = {
      {{0}, observed({1.0, 2.0, 3.0})}, {{1}, observed({2.0, 4.0, 6.0})}, {{2}, observed({6.0, 6.0, 9.0})}};
  const Effects e = effects_of({3}, cases);
  const Effect& effect = e.effects[0];
  const double between =
      3 * (std::pow(2 - 13.0 / 3, 2) + std::pow(4 - 13.0 / 3, 2) + std::pow(7 - 13.0 / 3, 2));
  CHECK(effect.squares == Approx(between));
  // about level means: -1 0 1, -2 0 2, -1 -1 2; block means of these -4/3 -1/3 5/3
  double error = 0;
  const double about[3][3] = {{-1, 0, 1}, {-2, 0, 2}, {-1, -1, 2}};
  const double block[3] = {-4.0 / 3, -1.0 / 3, 5.0 / 3};
  for (const auto& row : about)
    for (int r = 0; r < 3; ++r) error += std::pow(row[r] - block[r], 2);
  CHECK(e.error_squares == Approx(error));
  CHECK(*effect.test.f == Approx((between / 2) / (error / 4)));
  CHECK(effect.test.degrees == 2);
  CHECK(effect.test.error_degrees == 4);
  CHECK(effect.lowest == 0);
  CHECK(effect.highest == 2);
  CHECK(effect.range.value == Approx(5));
  // by block 5 4 6: t = 5 sqrt(3); with 2 degrees p = 1 - t / sqrt(t^2 + 2), for each of three pairs of
  // levels
  CHECK(*effect.range_p == Approx(3 * (1 - 5 * std::sqrt(3.0) / std::sqrt(77.0))));
  const double u = 1 - 0.05 / 3;
  CHECK(*effect.range.half_width == Approx(std::sqrt(2.0) * u / std::sqrt(1 - u * u) / std::sqrt(3.0)));
  CHECK(e.rest.degrees == 0);
}

TEST_CASE("unbalanced: a sum of squares is what the fit loses without the effect") {
  RandomSeries random(7);
  // 3 x 4 levels, one pair missing, unequal numbers of values
  std::vector<DesignCase> cases;
  std::vector<std::array<double, 3>> rows;  // level, level, value
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 4; ++b) {
      if (a == 2 && b == 3) continue;
      Values values;
      for (std::size_t i = 0; i < 2 + (a + 2 * b) % 3; ++i) {
        values.emplace_back(static_cast<double>(a * b) + random.normal());
        rows.push_back({static_cast<double>(a), static_cast<double>(b), *values.back()});
      }
      cases.push_back({{a, b}, observed(values)});
    }
  }
  const Effects e = effects_of({3, 4}, cases, {.interactions = false, .common_random_numbers = false});
  const auto n = static_cast<Eigen::Index>(rows.size());
  Eigen::MatrixXd all = Eigen::MatrixXd::Zero(n, 7);
  Eigen::VectorXd y(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto& row = rows[static_cast<std::size_t>(i)];
    all(i, static_cast<Eigen::Index>(row[0])) = 1;
    all(i, 3 + static_cast<Eigen::Index>(row[1])) = 1;
    y(i) = row[2];
  }
  const double full = left_over(all, y);
  CHECK(e.effects[0].squares == Approx(left_over(all.rightCols(4), y) - full));
  CHECK(e.effects[1].squares == Approx(left_over(all.leftCols(3), y) - full));
  CHECK(e.rest_squares + e.error_squares == Approx(full));
  CHECK(e.error_degrees == static_cast<double>(n) - 11);
  CHECK(e.rest.degrees == 11 - 6);
}

TEST_CASE("without replications the rest is the error") {
  const Effects e = effects_of(
      {2, 2},
      {{{0, 0}, {1, 1, 0, {}}}, {{1, 0}, {3, 1, 0, {}}}, {{0, 1}, {2, 1, 0, {}}}, {{1, 1}, {8, 1, 0, {}}}},
      {.interactions = false});
  // contrasts: A 4, B 3, what remains 2: sums of squares 16, 9, 4
  CHECK(e.effects[0].squares == Approx(16));
  CHECK(e.effects[1].squares == Approx(9));
  CHECK(e.error_squares == Approx(4));
  CHECK(*e.effects[0].test.f == Approx(4));
  CHECK_FALSE(e.rest.f.has_value());
  SECTION("and where nothing remains there is no test and no interval") {
    const Effects all = effects_of(
        {2, 2},
        {{{0, 0}, {1, 1, 0, {}}}, {{1, 0}, {3, 1, 0, {}}}, {{0, 1}, {2, 1, 0, {}}}, {{1, 1}, {8, 1, 0, {}}}});
    CHECK(all.effects[2].range.value == Approx(2));  // ((8 - 2) - (3 - 1)) / 2
    CHECK_FALSE(all.effects[2].range.half_width.has_value());
    CHECK_FALSE(all.effects[2].test.p.has_value());
  }
}

TEST_CASE("a half fraction says which effects it mixes up") {
  // C = AB: each pair is the third factor
  const std::vector<DesignCase> cases = {{{0, 0, 1}, {1, 1, 0, {}}},
                                         {{1, 0, 0}, {2, 1, 0, {}}},
                                         {{0, 1, 0}, {3, 1, 0, {}}},
                                         {{1, 1, 1}, {7, 1, 0, {}}}};
  const Effects e = effects_of({2, 2, 2}, cases);
  for (std::size_t f = 0; f < 3; ++f) CHECK(e.effects[f].estimated);
  for (std::size_t p = 3; p < 6; ++p) CHECK_FALSE(e.effects[p].estimated);
  CHECK(e.effects[3].factors == std::vector<std::size_t>{0, 1});
  CHECK(e.effects[3].aliased_with == std::vector<std::size_t>{2});
  CHECK(e.effects[2].aliased_with == std::vector<std::size_t>{3});
  CHECK(e.effects[0].aliased_with == std::vector<std::size_t>{5});
  CHECK(e.effects[2].range.value == Approx((1 + 7) / 2.0 - (2 + 3) / 2.0));
}

TEST_CASE("factors that change together, single levels and cases without values do no harm") {
  const std::vector<DesignCase> cases = {
      {{0, 0, 0}, {1, 2, 0.5, {}}}, {{1, 1, 0}, {2, 2, 0.5, {}}}, {{1, 0, 0}, {0, 0, 0, {}}}};
  const Effects e = effects_of({2, 2, 1}, cases);
  CHECK(e.effects[0].estimated);
  CHECK_FALSE(e.effects[1].estimated);
  CHECK(e.effects[1].aliased_with == std::vector<std::size_t>{0});
  CHECK_FALSE(e.effects[2].estimated);
  CHECK_FALSE(effects_of({2}, {}).effects[0].estimated);
  CHECK_THROWS_AS(effects_of({}, {}), std::invalid_argument);
  CHECK_THROWS_AS(effects_of({2}, {{{2}, {}}}), std::invalid_argument);
  CHECK_THROWS_AS(effects_of({2, 2}, {{{1}, {}}}), std::invalid_argument);
}

TEST_CASE("a factor without effect is found to have one in 5 % of experiments, whatever the cases share") {
  // two factors of two and three levels without effect; cases share noise, some twice as much, the rest
  // unequal
  RandomSeries random(31);
  const int experiments = 2000;
  int found[3] = {};
  int held = 0;
  for (int x = 0; x < experiments; ++x) {
    std::vector<Values> values(6, Values(8));
    for (std::size_t r = 0; r < 8; ++r) {
      const double common = random.normal();
      for (std::size_t i = 0; i < 6; ++i)
        values[i][r] = (i == 5 ? 2 : 1) * common + (1 + 0.2 * static_cast<double>(i % 2)) * random.normal();
    }
    std::vector<DesignCase> cases;
    for (std::size_t i = 0; i < 6; ++i) cases.push_back({{i / 3, i % 3}, observed(values[i])});
    const Effects e = effects_of({2, 3}, cases);
    for (std::size_t i = 0; i < 3; ++i) found[i] += *e.effects[i].test.p < 0.05;
    held += std::abs(e.effects[0].deviations[1].value) <= *e.effects[0].deviations[1].half_width;
  }
  INFO(found[0] << ", " << found[1] << " and " << found[2] << " of " << experiments << "; held " << held);
  // binomial: 100 expected, standard deviation 9.7
  CHECK(std::abs(found[0] - 100) <= 30);
  CHECK(std::abs(held - 1900) <= 30);
  // more than one degree: the levels are not quite alike here, which costs up to a few percent
  CHECK(found[1] <= 200);
  CHECK(found[2] <= 200);
}
