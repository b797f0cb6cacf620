#include "statistics/batch_means.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "support/random_series.hpp"

using namespace linetwin;

TEST_CASE("von Neumann's statistic is its definition") {
  // 1 .. 10: differences 9, squares 82.5; c = 1 - 9 / 165, over sqrt(8 / 99)
  std::vector<double> rising(10);
  for (std::size_t i = 0; i < 10; ++i) rising[i] = static_cast<double>(i + 1);
  CHECK(von_neumann_statistic(rising) == Approx((1 - 9.0 / 165) / std::sqrt(8.0 / 99)));
  // +1, -1, ...: differences 4 each; c = 1 - 36 / 20
  std::vector<double> falling_and_rising(10);
  for (std::size_t i = 0; i < 10; ++i) falling_and_rising[i] = i % 2 == 0 ? 1 : -1;
  CHECK(von_neumann_statistic(falling_and_rising) == Approx(-0.8 / std::sqrt(8.0 / 99)));
  CHECK(von_neumann_statistic(std::vector<double>(10, 0.1)) == 0);
}

TEST_CASE("von Neumann's statistic has mean 0 and variance 1 for independent normal values") {
  // von Neumann (1941): exact for any number of values; 20,000 samples: deviations 0.007 and 0.01
  for (const std::size_t n : {10u, 32u}) {
    test::RandomSeries random(n);
    double sum = 0;
    double squares = 0;
    int alarms = 0;
    const int samples = 20000;
    for (int i = 0; i < samples; ++i) {
      const double z = von_neumann_statistic(random.normals(n));
      sum += z;
      squares += z * z;
      if (z > 1.6449) ++alarms;
    }
    CHECK(sum / samples == Approx(0).margin(0.03));
    CHECK(squares / samples == Approx(1).margin(0.04));
    CHECK(alarms / static_cast<double>(samples) == Approx(0.05).margin(0.01));
  }
}

TEST_CASE("a run without memory has 32 batches, and the mean of their means with Student's t") {
  // 320 buckets that go up and down by 5; batches of ten have means 0.5 and 1.5 in turn
  std::vector<double> series(320);
  for (std::size_t i = 0; i < 320; ++i) series[i] = (i / 10 % 2 == 0 ? 0.5 : 1.5) + (i % 2 == 0 ? 5 : -5);
  const auto found = batch_means(series);
  REQUIRE(found.has_value());
  CHECK(found->batches == 32);
  CHECK(found->buckets_per_batch == 10);
  CHECK_FALSE(found->correlated);
  CHECK(*found->figure.mean == Approx(1));
  CHECK(*found->figure.sd == Approx(std::sqrt(32 * 0.25 / 31)));
  // t(0.975, 31) = 2.0395 of the published tables
  CHECK(*found->figure.half_width == Approx(2.0395 * std::sqrt(0.25 / 31)).epsilon(1e-4));
}

TEST_CASE("a batch is at least four times as long as pieces whose neighbours are not alike") {
  // blocks of 16 equal buckets, up and down in turn. Of pieces of 4, three of four neighbours are equal; of
  // pieces of 8, half of them are and half are opposite, which is what chance would give.
  std::vector<double> series(640);
  for (std::size_t i = 0; i < 640; ++i) series[i] = i / 16 % 2 == 0 ? 1 : -1;
  const auto found = batch_means(series);
  REQUIRE(found.has_value());
  CHECK_FALSE(found->correlated);
  CHECK(found->buckets_per_batch == 32);
  CHECK(found->batches == 20);
}

TEST_CASE("buckets that fill no batch are left out at the beginning, where the line has settled least") {
  std::vector<double> series(82, 5);  // four a batch: 20 batches, two buckets over
  series[0] = 1e9;
  series[1] = -1e9;
  const auto found = batch_means(series);
  REQUIRE(found.has_value());
  CHECK(found->buckets_per_batch == 4);
  CHECK(found->batches == 20);
  CHECK(*found->figure.mean == Approx(5));
}

TEST_CASE("a run always has 10 to 32 batches, and fewer than 40 buckets have none") {
  CHECK_FALSE(batch_means(std::vector<double>(39, 1)).has_value());
  for (std::size_t n = 40; n <= 700; ++n) {
    std::vector<double> rising(n);  // as alike as can be
    for (std::size_t i = 0; i < n; ++i) rising[i] = static_cast<double>(i);
    for (const auto& series : {rising, std::vector<double>(n, 1)}) {
      const auto found = batch_means(series);
      REQUIRE(found.has_value());
      REQUIRE(found->batches >= 10);
      REQUIRE(found->batches <= 32);
      REQUIRE(found->batches * found->buckets_per_batch + n % found->buckets_per_batch == n);
    }
    CHECK(batch_means(rising)->correlated);
  }
}

TEST_CASE("a run that is short against its memory is too short, a long one is not") {
  // autoregressive, phi = 0.8: an observation is still alike one five later by 0.8^5 = 0.33. In a run of 200
  // a batch is at most four of those long, in one of 12,800 at least eighty
  int short_ones = 0;
  int long_ones = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    test::RandomSeries random(seed);
    if (batch_means(random.autoregressive(200, 0.8))->correlated) ++short_ones;
    if (batch_means(random.autoregressive(12800, 0.8))->correlated) ++long_ones;
  }
  CHECK(short_ones > 180);
  CHECK(long_ones < 20);
}

TEST_CASE("the interval of batch means holds the mean of a correlated series in 95 of 100 experiments") {
  int inside = 0;
  const int experiments = 1000;
  for (std::uint64_t seed = 1; seed <= experiments; ++seed) {
    test::RandomSeries random(seed);
    const auto found = batch_means(random.autoregressive(3200, 0.8));
    if (std::abs(*found->figure.mean) <= *found->figure.half_width) ++inside;
  }
  // measured: 954
  INFO(inside);
  CHECK(inside >= 930);
  CHECK(inside <= 970);
}

TEST_CASE("a ratio of sums is estimated as such") {
  // by hand: ten batches of four buckets, of which the first has all; r = 30 / 15
  const std::vector<double> a = {2, 4, 2, 4, 2, 4, 2, 4, 2, 4};
  const std::vector<double> b = {1, 1, 3, 1, 1, 1, 3, 1, 2, 1};
  std::vector<double> stays(40, 0);
  std::vector<double> parts(40, 0);
  for (std::size_t i = 0; i < 10; ++i) stays[4 * i] = a[i], parts[4 * i] = b[i];
  const auto found = batch_ratios(stays, parts);
  REQUIRE(found.has_value());
  CHECK(found->batches == 10);
  CHECK_FALSE(found->correlated);
  CHECK(*found->figure.mean == 2);
  // a - 2 b = 0 2 -4 2 0 2 -4 2 -2 2, squares 56; over mean b = 1.5; t(0.975, 9) of the tables
  CHECK(*found->figure.sd == Approx(std::sqrt(56.0 / 9) / 1.5));
  CHECK(*found->figure.half_width ==
        Approx(2.2622 * std::sqrt(56.0 / 9) / 1.5 / std::sqrt(10.0)).epsilon(1e-4));
}

TEST_CASE("buckets without parts are no trouble to a ratio, a run without parts has none") {
  std::vector<double> stays(100, 0);
  std::vector<double> parts(100, 0);
  CHECK_FALSE(batch_ratios(stays, parts).has_value());
  for (std::size_t i = 0; i < 100; i += 9) stays[i] = 30, parts[i] = 2;
  CHECK(*batch_ratios(stays, parts)->figure.mean == Approx(15));
  CHECK(*batch_ratios(stays, parts)->figure.half_width == Approx(0).margin(1e-9));
}

TEST_CASE("the interval of a ratio holds the truth though full buckets have longer stays") {
  // k parts with chance 1/4 each for k = 0 .. 3, each staying 10 k + noise: 10 (1 + 4 + 9) / (1 + 2 + 3) =
  // 70/3 on average over parts; the mean over buckets would say 20
  int inside = 0;
  const int experiments = 1000;
  for (std::uint64_t seed = 1; seed <= experiments; ++seed) {
    test::RandomSeries random(seed);
    std::vector<double> stays(960);
    std::vector<double> parts(960);
    for (std::size_t i = 0; i < 960; ++i) {
      parts[i] = static_cast<double>(random.below(4));
      stays[i] = parts[i] * (10 * parts[i] + random.normal());
    }
    const auto found = batch_ratios(stays, parts);
    if (std::abs(*found->figure.mean - 70.0 / 3) <= *found->figure.half_width) ++inside;
  }
  INFO(inside);
  CHECK(inside >= 930);
  CHECK(inside <= 970);
}
