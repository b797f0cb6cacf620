#include "statistics/warmup.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "support/random_series.hpp"

using namespace linetwin;

namespace {

// Rises evenly from 0 to `level` over `rise` observations, then stays.
std::vector<double> ramp(std::size_t n, std::size_t rise, double level) {
  std::vector<double> series(n, level);
  for (std::size_t i = 0; i < rise; ++i)
    series[i] = level * static_cast<double>(i) / static_cast<double>(rise);
  return series;
}

// The definition, word for word: two loops, no sums carried along.
std::vector<double> mser_by_definition(const std::vector<double>& series) {
  std::vector<double> z;
  for (std::size_t b = 0; b + 5 <= series.size(); b += 5)
    z.push_back((series[b] + series[b + 1] + series[b + 2] + series[b + 3] + series[b + 4]) / 5);
  std::vector<double> curve;
  for (std::size_t d = 0; d <= z.size() / 2; ++d) {
    double mean = 0;
    for (std::size_t j = d; j < z.size(); ++j) mean += z[j];
    const auto m = static_cast<double>(z.size() - d);
    mean /= m;
    double squares = 0;
    for (std::size_t j = d; j < z.size(); ++j) squares += (z[j] - mean) * (z[j] - mean);
    curve.push_back(squares / (m * m));
  }
  return curve;
}

}  // namespace

TEST_CASE("a ramp without noise is left out whole, and nothing of what follows it") {
  for (const std::size_t rise : {20u, 40u, 45u}) {
    const auto found = mser5(ramp(200, rise, 90.3));
    REQUIRE(found.has_value());
    CHECK(found->observations == rise);
    CHECK_FALSE(found->too_short);
    CHECK(found->mser == 0);
  }
  // the batch in which the ramp ends goes too
  CHECK(mser5(ramp(200, 43, 90.3))->observations == 45);
}

TEST_CASE("a series that never changes has no warm-up, though every tail of it has no variance") {
  const auto found = mser5(std::vector<double>(100, 0.1));
  REQUIRE(found.has_value());
  CHECK(found->observations == 0);
  CHECK_FALSE(found->too_short);
}

TEST_CASE("the end of a noisy ramp is found within a tenth of the series") {
  // noise of a tenth of the level, 100 seeds: what a few batches of noise can hide is at most their worth
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    test::RandomSeries random(seed);
    auto series = ramp(1000, 200, 100);
    for (double& x : series) x += 10 * random.normal();
    const auto found = mser5(series);
    REQUIRE(found.has_value());
    INFO("seed " << seed << ": " << found->observations);
    CHECK_FALSE(found->too_short);
    CHECK(found->observations >= 100);
    CHECK(found->observations <= 300);
  }
}

TEST_CASE("what is left of a geometric decay is small against the noise") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    test::RandomSeries random(seed);
    std::vector<double> series(1000);
    for (std::size_t i = 0; i < series.size(); ++i)
      series[i] = 50 + 40 * std::pow(0.97, static_cast<double>(i)) + random.normal();
    const auto found = mser5(series);
    REQUIRE(found.has_value());
    INFO("seed " << seed << ": " << found->observations);
    CHECK_FALSE(found->too_short);
    CHECK(40 * std::pow(0.97, static_cast<double>(found->observations)) < 3);
    CHECK(found->observations < 400);
  }
}

TEST_CASE("a series that still grows at its end is too short") {
  const auto found = mser5(ramp(100, 100, 10));
  REQUIRE(found.has_value());
  CHECK(found->too_short);
  CHECK(found->observations == 50);  // half of it: where the scan ends
}

TEST_CASE("fewer than ten batches, or a value that is no number, say nothing") {
  CHECK_FALSE(mser5({}).has_value());
  CHECK_FALSE(mser5(std::vector<double>(49, 1.0)).has_value());
  CHECK(mser5(std::vector<double>(50, 1.0)).has_value());
  std::vector<double> broken(100, 1.0);
  broken[70] = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(mser5(broken).has_value());
}

TEST_CASE("observations that fill no batch at the end do not count") {
  auto series = ramp(100, 20, 1);
  const auto without = mser5(series);
  series.insert(series.end(), {1e6, -1e6, 1e6, 1e6});
  CHECK(mser5(series)->curve == without->curve);
}

TEST_CASE("MSER-5 is the least of its definition on random series") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    test::RandomSeries random(seed);
    const auto n = static_cast<std::size_t>(50 + random.below(200));
    auto series = random.autoregressive(n, 0.8);
    for (std::size_t i = 0; i < n / 4; ++i) series[i] += 3 * random.uniform();
    const auto found = mser5(series);
    const auto curve = mser_by_definition(series);
    REQUIRE(found.has_value());
    REQUIRE(found->curve.size() == curve.size());
    for (std::size_t d = 0; d < curve.size(); ++d) CHECK(found->curve[d] == Approx(curve[d]).epsilon(1e-9));
    std::size_t least = 0;
    for (std::size_t d = 1; d < curve.size(); ++d)
      if (curve[d] < curve[least]) least = d;
    CHECK(found->observations == 5 * least);
    CHECK(found->too_short == (10 * least >= 9 * (curve.size() - 1)));
  }
}

TEST_CASE("Welch's average takes as many observations before as behind") {
  // worked out by hand
  const std::vector<double> series = {0, 3, 6, 12, 9, 0};
  CHECK(welch_average(series, 1) == std::vector<double>{0, 3, 7, 9, 7});
  CHECK(welch_average(series, 2) == std::vector<double>{0, 3, 6, 6});
  CHECK(welch_average(series, 0) == series);
  CHECK(welch_average(series, 6).empty());
  CHECK(welch_average({}, 0).empty());
}

TEST_CASE("the mean over replications is taken bucket by bucket, over the shortest") {
  CHECK(mean_over({{1, 2, 3}, {3, 6, 9, 12}}) == std::vector<double>{2, 4, 6});
  CHECK(mean_over({}).empty());
}
