#include "statistics/quantiles.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <set>

#include "support/random_series.hpp"

using namespace linetwin;

namespace {

std::vector<Time> times(test::RandomSeries& random, std::size_t n, std::int64_t below) {
  std::vector<Time> values(n);
  for (Time& x : values) x = random.below(below);
  return values;
}

// The definition by counting, with whole numbers: p in thousandths.
Time quantile_by_counting(std::vector<Time> values, std::int64_t thousandths) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<std::int64_t>(values.size());
  std::int64_t k = 1;
  while (k * 1000 < n * thousandths) ++k;
  return values[static_cast<std::size_t>(k - 1)];
}

std::vector<Time> up_to(Time n, Time unit) {
  std::vector<Time> values;
  for (Time i = n; i >= 1; --i) values.push_back(i * unit);
  return values;
}

bool is_round(Time width) {
  while (width % 10 == 0) width /= 10;
  return width == 1 || width == 2 || width == 5;
}

}  // namespace

TEST_CASE("a quantile is the least value that so large a share does not exceed") {
  // Hyndman and Fan (1996), type 1: of 1 .. 10, the median is 5 and the 90 % point is 9
  CHECK(quantiles(up_to(10, 1), {0.5, 0.9, 0.91, 1.0, 0.001}) == std::vector<Time>{5, 9, 10, 10, 1});
  CHECK(quantiles({7}, {0.01, 0.5, 1}) == std::vector<Time>{7, 7, 7});
  CHECK(quantiles({3, 1, 2}, {0.5}) == std::vector<Time>{2});
  CHECK(quantiles({}, {0.5}).empty());
}

TEST_CASE("a share that is a whole number of values is not rounded up to the next") {
  // 100 * 0.07 is 7.000000000000001 in binary
  for (std::int64_t thousandths = 1; thousandths <= 1000; ++thousandths) {
    const double p = static_cast<double>(thousandths) / 1000;
    CHECK(quantiles(up_to(1000, 1), {p}).front() == thousandths);
    CHECK(quantiles(up_to(100, 1), {p}).front() == (thousandths + 9) / 10);
  }
}

TEST_CASE("quantiles agree with counting on random values with ties, in whatever order they are asked") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    test::RandomSeries random(seed);
    const auto values = times(random, static_cast<std::size_t>(1 + random.below(300)), 1 + random.below(500));
    std::vector<double> probabilities;
    std::vector<Time> expected;
    for (int i = 0; i < 6; ++i) {
      const std::int64_t thousandths = 1 + random.below(1000);
      probabilities.push_back(static_cast<double>(thousandths) / 1000);
      expected.push_back(quantile_by_counting(values, thousandths));
    }
    CHECK(quantiles(values, probabilities) == expected);
  }
}

TEST_CASE("quantile figures are means over the replications that have values, in seconds") {
  const auto figures = quantile_figures({up_to(100, kSecond), {}, up_to(100, 2 * kSecond)});
  // 50 and 100, 90 and 180, 95 and 190, 99 and 198
  CHECK(*figures[0].mean == 75);
  CHECK(*figures[1].mean == 135);
  CHECK(*figures[2].mean == 142.5);
  CHECK(*figures[3].mean == 148.5);
  CHECK(*figures[0].half_width == Approx(12.706 * 25).epsilon(1e-4));  // t(0.975, 1) of the tables
  CHECK_FALSE(quantile_figures({{}, {}})[0].mean.has_value());
}

TEST_CASE("the quantiles of exponential times are those of the distribution") {
  std::vector<std::vector<Time>> replications;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    test::RandomSeries random(seed);
    std::vector<Time> values(5000);
    for (Time& x : values) x = static_cast<Time>(random.exponential() * 100e6);
    replications.push_back(values);
  }
  const auto figures = quantile_figures(replications);
  for (std::size_t q = 0; q < kQuantiles.size(); ++q) {
    const double exact = -100 * std::log(1 - kQuantiles[q]);
    CHECK(std::abs(*figures[q].mean - exact) <= 2 * *figures[q].half_width);
    CHECK(*figures[q].half_width < 0.02 * exact);
  }
}

TEST_CASE("a histogram has round bins, counts every value once, and its tail holds what is beyond 99.5 %") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    test::RandomSeries random(seed);
    std::vector<std::vector<Time>> replications;
    const auto scale = static_cast<std::int64_t>(std::pow(10.0, 9 * random.uniform()));
    const auto offset = random.below(3) * scale;
    for (int r = 0; r < 3; ++r) {
      auto values = times(random, static_cast<std::size_t>(1 + random.below(700)), scale);
      for (Time& x : values) x += offset;
      replications.push_back(values);
    }
    replications[0].push_back(random.below(1000) * scale);  // sometimes far out
    std::vector<Time> all;
    for (const auto& values : replications) all.insert(all.end(), values.begin(), values.end());
    const Histogram h = histogram(replications);
    INFO("seed " << seed << " first " << h.first << " width " << h.width << " bins " << h.counts.size());
    CHECK(is_round(h.width));
    CHECK(h.first % h.width == 0);
    REQUIRE(!h.counts.empty());
    CHECK(h.counts.size() <= 60);
    CHECK(h.longest == *std::max_element(all.begin(), all.end()));
    // by counting between the edges
    for (std::size_t i = 0; i < h.counts.size(); ++i) {
      const Time low = h.first + static_cast<Time>(i) * h.width;
      const bool open = h.tail && i + 1 == h.counts.size();
      CHECK(h.counts[i] == std::count_if(all.begin(), all.end(),
                                         [&](Time x) { return x >= low && (open || x < low + h.width); }));
    }
    CHECK(std::accumulate(h.counts.begin(), h.counts.end(), std::int64_t{0}) ==
          static_cast<std::int64_t>(all.size()));
    CHECK(h.counts.front() > 0);
    const Time closed = h.first + static_cast<Time>(h.counts.size() - (h.tail ? 1 : 0)) * h.width;
    CHECK(closed > quantile_by_counting(all, 995));
    CHECK(h.tail == (h.longest >= closed));
    // no narrower round width would do: at most two and a half times as many bins fit
    const std::size_t finest = h.width == 1 ? 1 : 20;
    CHECK(h.counts.size() >= finest);
  }
}

TEST_CASE("a histogram of one value is one bin, of none is empty") {
  const Histogram one = histogram({std::vector<Time>(50, 12 * kSecond)});
  CHECK(one.counts == std::vector<std::int64_t>{50});
  CHECK_FALSE(one.tail);
  CHECK(histogram({{}, {}}).counts.empty());
}

TEST_CASE("bins of a histogram worked out by hand") {
  // 1 .. 100 s: 99.5 % is 100 s; 1 s would be 100 bins, 2 s are 51
  const Histogram h = histogram({up_to(100, kSecond)});
  CHECK(h.width == 2 * kSecond);
  CHECK(h.first == 0);
  CHECK(h.counts.size() == 51);
  CHECK(h.counts[0] == 1);
  CHECK(h.counts[50] == 1);
  CHECK_FALSE(h.tail);
  // a thousand of 1 s and one of an hour: the hour is the tail
  std::vector<Time> far(1000, kSecond);
  far.push_back(kHour);
  const Histogram g = histogram({far});
  CHECK(g.counts == std::vector<std::int64_t>{1000, 1});
  CHECK(g.tail);
  CHECK(g.longest == kHour);
}
