#include "compare/paired.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>

#include "support/random_series.hpp"

using namespace linetwin::compare;
using linetwin::test::RandomSeries;

namespace {

// k alternatives with the same mean under common random numbers: correlated at rho, with unequal spreads.
std::vector<Values> alike(RandomSeries& random, std::size_t k, std::size_t n, double rho) {
  std::vector<Values> alternatives(k);
  for (std::size_t r = 0; r < n; ++r) {
    const double common = random.normal();
    for (std::size_t i = 0; i < k; ++i)
      alternatives[i].emplace_back(10 + static_cast<double>(1 + i) *
                                            (std::sqrt(rho) * common + std::sqrt(1 - rho) * random.normal()));
  }
  return alternatives;
}

struct Holding {
  int each = 0;  // intervals that hold their truth by themselves
  int all = 0;   // experiments whose simultaneous intervals all do
};

Holding coverage(int experiments, std::size_t k, std::size_t n, bool paired, std::uint64_t seed) {
  RandomSeries random(seed);
  Holding holding;
  for (int e = 0; e < experiments; ++e) {
    const auto alternatives = alike(random, k, n, paired ? 0.7 : 0);
    std::vector<Moments> moments;
    for (const Values& values : alternatives) moments.push_back(moments_of(values));
    const Compared compared = paired ? against_control(alternatives, 0, Goal::Maximise)
                                     : against_control_unpaired(moments, 0, Goal::Maximise);
    bool all = true;
    for (std::size_t i = 1; i < k; ++i) {
      const Difference& d = compared.differences[i];
      holding.each += std::abs(*d.value) <= *d.half_width;
      all = all && std::abs(*d.value) <= *d.simultaneous_half_width;
    }
    holding.all += all;
  }
  return holding;
}

}  // namespace

TEST_CASE("moments are those of the two-pass formulas, also far from zero") {
  Moments m;
  for (const double x : {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4, 1e9 + 5}) m.add(x);
  CHECK(m.n() == 5);
  CHECK(m.mean() == 1e9 + 3);
  CHECK(*m.variance() == 2.5);
  Moments one;
  one.add(7);
  CHECK_FALSE(one.variance().has_value());
}

TEST_CASE("Student's sleep data give the published paired interval") {
  // Student (1908), hours of sleep gained by the same ten patients with two drugs: mean difference 1.58, its
  // standard error 0.38896, t = 4.0621 with 9 degrees, 95 % interval 0.7001 .. 2.4599
  const std::vector<Values> drugs = {{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0},
                                     {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}};
  const Compared c = against_control(drugs, 0, Goal::Maximise);
  const Difference& d = c.differences[1];
  CHECK(d.n == 10);
  CHECK(*d.value == Approx(1.58));
  CHECK(*d.value - *d.half_width == Approx(0.7001142).epsilon(1e-6));
  CHECK(*d.value + *d.half_width == Approx(2.4598858).epsilon(1e-6));
  CHECK(d.alone == Verdict::Better);
  CHECK(c.differences[0].n == 0);
  CHECK(against_control(drugs, 0, Goal::Minimise).differences[1].alone == Verdict::Worse);
  SECTION("and as independent groups Welch's") {
    // the same data, unpaired: 17.776 degrees, 95 % interval of the difference -0.2055 .. 3.3655
    const Compared w =
        against_control_unpaired({moments_of(drugs[0]), moments_of(drugs[1])}, 0, Goal::Maximise);
    CHECK(w.differences[1].degrees == Approx(17.776).epsilon(1e-4));
    CHECK(*w.differences[1].value - *w.differences[1].half_width == Approx(-0.2054832).epsilon(1e-5));
    CHECK(w.differences[1].alone == Verdict::CannotTell);
  }
}

TEST_CASE("with k comparisons each simultaneous interval is at 1 - 0.05/k") {
  // 5 alternatives, n = 5, differences 1..5 of each: sd sqrt(2.5); t(1 - 0.05/8, 4) = 4.3147 (Bonferroni's t)
  const Values control = {0.0, 0.0, 0.0, 0.0, 0.0};
  const Values other = {1.0, 2.0, 3.0, 4.0, 5.0};
  const Compared c = against_control({control, other, other, other, other}, 0, Goal::Maximise);
  CHECK(*c.differences[3].half_width == Approx(2.7764 * std::sqrt(0.5)).epsilon(1e-4));
  // t(0.99375, 4): 0.00625 in the upper tail of the closed form of Student's distribution with 4 degrees
  const double t = *c.differences[3].simultaneous_half_width / std::sqrt(0.5);
  const double u = t / std::sqrt(4 + t * t);
  CHECK(0.5 + 0.75 * u * (1 - u * u / 3) == Approx(1 - 0.05 / 8).epsilon(1e-10));
  CHECK(c.differences[3].alone == Verdict::Better);
  CHECK(c.differences[3].among_all == Verdict::CannotTell);
}

TEST_CASE("only replications that both have are pairs") {
  const std::vector<Values> v = {{1.0, 2.0, std::nullopt, 4.0}, {2.0, std::nullopt, 9.0, 6.0, 7.0}};
  const Difference d = against_control(v, 0, Goal::Maximise).differences[1];
  CHECK(d.n == 2);
  CHECK(*d.value == 1.5);
  const Difference none = against_control({{1.0}, {std::nullopt, 2.0}}, 0, Goal::Maximise).differences[1];
  CHECK(none.n == 0);
  CHECK_FALSE(none.value.has_value());
  const Difference one = against_control({{1.0}, {3.0}}, 0, Goal::Maximise).differences[1];
  CHECK(*one.value == 2);
  CHECK_FALSE(one.half_width.has_value());
  CHECK(one.among_all == Verdict::CannotTell);
}

TEST_CASE("a difference that is the same in every pair is sure, and none at all is no difference") {
  const std::vector<Values> v = {{1.0, 5.0, 2.0}, {2.0, 6.0, 3.0}, {1.0, 5.0, 2.0}};
  const Compared c = against_control(v, 0, Goal::Maximise);
  CHECK(c.differences[1].among_all == Verdict::Better);
  CHECK(c.differences[2].among_all == Verdict::CannotTell);
  CHECK(*c.differences[2].half_width == 0);
}

TEST_CASE("the best is chosen over common replications and all pairs count") {
  // over its own values the second looks best (9), but only because it lacks the bad replication
  const std::vector<Values> v = {{10.0, 2.0, 9.0},
                                 {9.0, std::nullopt, 8.0},
                                 {8.0, 1.0, 8.5},
                                 {std::nullopt, std::nullopt, std::nullopt}};
  const auto c = against_best(v, Goal::Maximise);
  REQUIRE(c.has_value());
  CHECK(c->control == 0);
  CHECK(against_best(v, Goal::Minimise)->control == 2);
  // the widths for 4 alternatives are those of 6 comparisons
  const Difference& d = c->differences[2];
  CHECK(*d.simultaneous_half_width / *d.half_width ==
        Approx(linetwin::student_t(1 - 0.05 / 6, 2) / linetwin::student_t(0.95, 2)));
  CHECK_FALSE(against_best({{}, {std::nullopt}}, Goal::Maximise).has_value());
}

TEST_CASE("differences summed up as they come are those of the stored values") {
  RandomSeries random(3);
  const auto alternatives = alike(random, 3, 20, 0.5);
  std::vector<Moments> differences(3);
  for (std::size_t r = 0; r < 20; ++r)
    for (std::size_t i = 0; i < 3; ++i) differences[i].add(*alternatives[i][r] - *alternatives[2][r]);
  const Compared stream = against_control(differences, 2, Goal::Maximise);
  const Compared stored = against_control(alternatives, 2, Goal::Maximise);
  CHECK(stream.differences[0].half_width == stored.differences[0].half_width);
  CHECK(stream.differences[1].value == stored.differences[1].value);
}

TEST_CASE("a control that is not there and a confidence of 1 are refused") {
  CHECK_THROWS_AS(against_control(std::vector<Values>{{1.0}}, 1, Goal::Maximise), std::invalid_argument);
  CHECK_THROWS_AS(against_control(std::vector<Values>{{1.0}}, 0, Goal::Maximise, 1), std::invalid_argument);
}

TEST_CASE("simultaneous intervals hold all truths in 95 % of experiments, and each its own") {
  // 4 comparisons with one control, correlated, spreads 1 to 5
  for (const bool paired : {true, false}) {
    const Holding h = coverage(2000, 5, 8, paired, paired ? 11 : 12);
    INFO("paired: " << paired << ", each " << h.each << " of 8000, all " << h.all << " of 2000");
    CHECK(h.all >= 0.95 * 2000 - 3 * std::sqrt(2000 * 0.95 * 0.05));
    // each by itself 95 %; those of an experiment depend on each other: at most as one of them (sd 0.5 %)
    CHECK(h.each / 8000.0 >= 0.95 - 0.015);
    CHECK(h.each / 8000.0 <= 0.95 + 0.015);
  }
}

TEST_CASE("intervals against the best hold all truths in 95 % of experiments though the data choose it") {
  RandomSeries random(13);
  int all = 0;
  for (int e = 0; e < 2000; ++e) {
    const auto c = against_best(alike(random, 5, 8, 0.7), Goal::Maximise);
    bool held = true;
    for (const Difference& d : c->differences)
      held = held && (d.n == 0 || std::abs(*d.value) <= *d.simultaneous_half_width);
    all += held;
  }
  INFO(all << " of 2000");
  CHECK(all >= 0.95 * 2000 - 3 * std::sqrt(2000 * 0.95 * 0.05));
}

TEST_CASE("study: coverage of the intervals of differences", "[.study]") {
  const int experiments = 50000;
  for (const bool paired : {true, false}) {
    const Holding h = coverage(experiments, 5, 8, paired, paired ? 21 : 22);
    WARN((paired ? "paired" : "Welch") << ": each " << h.each / (4.0 * experiments) << ", all "
                                       << h.all / static_cast<double>(experiments));
  }
  RandomSeries random(23);
  int all = 0;
  for (int e = 0; e < experiments; ++e) {
    const auto c = against_best(alike(random, 5, 8, 0.7), Goal::Maximise);
    bool held = true;
    for (const Difference& d : c->differences)
      held = held && (d.n == 0 || std::abs(*d.value) <= *d.simultaneous_half_width);
    all += held;
  }
  WARN("against the best: all " << all / static_cast<double>(experiments));
}
