#include "compare/ocba.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "base/random.hpp"
#include "base/sampling_math.hpp"

using namespace linetwin::compare;

namespace {

// n values with just this mean and variance.
Moments moments(double mean, double variance, std::size_t n) {
  Moments m;
  const double step = std::sqrt(variance * static_cast<double>(n - 1) / static_cast<double>(n));
  for (std::size_t i = 0; i < n; ++i) m.add(mean + (i % 2 == 0 ? step : -step));
  return m;
}

std::size_t sum(const std::vector<std::size_t>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), std::size_t{0});
}

// Ten normal designs with means 0 .. 9 and a standard deviation of 6; the least is best (Chen and others
// 2000).
double design(std::uint64_t experiment, std::size_t alternative, std::size_t replication) {
  using namespace linetwin;
  const StreamKey key = stream_key(mix64(alternative + 1), experiment, 0);
  return static_cast<double>(alternative) + 6 * sampling::normal_quantile(random_unit(key, replication));
}

Ocba drive(std::size_t k, const OcbaOptions& options, std::uint64_t experiment) {
  Ocba ocba(k, options);
  while (!ocba.done())
    for (const Request& r : ocba.next())
      ocba.add(r.alternative, r.replication, design(experiment, r.alternative, r.replication));
  return ocba;
}

// Of `experiments`, how many choose design 0.
int right_by_ocba(int experiments, std::size_t budget, std::uint64_t seed) {
  int right = 0;
  for (int e = 0; e < experiments; ++e)
    right += drive(10, {.n0 = 10, .increment = 20, .budget = budget, .goal = Goal::Minimise},
                   seed + static_cast<std::uint64_t>(e))
                 .best() == 0;
  return right;
}

int right_by_equal(int experiments, std::size_t budget, std::uint64_t seed) {
  int right = 0;
  for (int e = 0; e < experiments; ++e) {
    std::size_t best = 0;
    double least = 0;
    for (std::size_t i = 0; i < 10; ++i) {
      Moments m;
      for (std::size_t r = 0; r < budget / 10; ++r) m.add(design(seed + static_cast<std::uint64_t>(e), i, r));
      if (i > 0 && !(m.mean() < least)) continue;
      best = i;
      least = m.mean();
    }
    right += best == 0;
  }
  return right;
}

}  // namespace

TEST_CASE("the shares are those of the rule by hand") {
  // best 0; differences 1, 2, 3, sd 1, 2, 3 (and 2 for the best): N = (1/1)^2 : (2/2)^2 : (3/3)^2 = 1 : 1 :
  // 1; N(b) = 2 sqrt(1/1 + 1/4 + 1/9) = 2 * 7/6
  const std::vector<Moments> m = {moments(10, 4, 20), moments(9, 1, 20), moments(8, 4, 20),
                                  moments(7, 9, 20)};
  const auto shares = ocba_shares(m, Goal::Maximise);
  const double best = 2 * 7.0 / 6;
  CHECK(shares[0] == Approx(best / (3 + best)));
  for (std::size_t i = 1; i < 4; ++i) CHECK(shares[i] == Approx(1 / (3 + best)));
  // of two, the shares go as the standard deviations, whatever the difference
  const auto two = ocba_shares({moments(1, 9, 20), moments(5, 1, 20)}, Goal::Minimise);
  CHECK(two[0] == Approx(0.75));
}

TEST_CASE("an allocation spends just what there is, and nothing where there is more than enough") {
  const std::vector<Moments> m = {moments(10, 4, 20), moments(9, 1, 2), moments(8, 4, 2), moments(7, 9, 400)};
  const auto more = ocba_allocation(m, 101, Goal::Maximise);
  CHECK(sum(more) == 101);
  CHECK(more[3] == 0);
  // the three others: 125 in all, as 7/3 : 1 : 1, less what they have
  const double unit = 125 / (7.0 / 3 + 2);
  CHECK(std::abs(static_cast<double>(more[0]) - (unit * 7 / 3 - 20)) <= 1);
  CHECK(std::abs(static_cast<double>(more[1]) - (unit - 2)) <= 1);
  CHECK(std::abs(static_cast<double>(more[2]) - (unit - 2)) <= 1);
}

TEST_CASE("no variance and equal means do no harm") {
  CHECK(sum(ocba_allocation({moments(1, 0, 5), moments(2, 0, 5)}, 7, Goal::Maximise)) == 7);
  const auto ties =
      ocba_allocation({moments(1, 1, 6), moments(1, 1, 6), moments(0, 1, 6)}, 30, Goal::Maximise);
  CHECK(sum(ties) == 30);
  CHECK(ties[2] == 0);
  CHECK(ties[0] == 15);
  // one that does not vary needs no more
  CHECK(ocba_allocation({moments(2, 1, 5), moments(1, 0, 5)}, 4, Goal::Maximise) ==
        std::vector<std::size_t>{4, 0});
  CHECK(*correct_selection({moments(1, 0, 5), moments(1, 0, 5)}, Goal::Maximise) == 1);
  // with a least difference of 1 a tie is as far apart as the third is: all three differences are 1
  const auto near = ocba_shares({moments(1, 1, 6), moments(1, 1, 6), moments(0, 1, 6)}, Goal::Maximise, 1);
  CHECK(near[1] == Approx(near[2]));
  Moments single;
  single.add(1);
  CHECK_THROWS_AS(ocba_allocation({single}, 1, Goal::Maximise), std::invalid_argument);
  CHECK_FALSE(correct_selection({single}, Goal::Maximise).has_value());
}

TEST_CASE("the probability of correct selection is Bonferroni's sum") {
  // differences 1 and 2; variances of means 4/16 + 4/16 = 1/2 and 4/16 + 12/16 = 1:
  // 1 - P(Z > 1.41421) - P(Z > 2) = 1 - 0.0786496 - 0.0227501
  const std::vector<Moments> m = {moments(3, 4, 16), moments(2, 4, 16), moments(1, 12, 16)};
  CHECK(*correct_selection(m, Goal::Maximise) == Approx(1 - 0.0786496 - 0.0227501).epsilon(1e-6));
  // a least difference of 1 counts wrong only what is that much better: differences 2 and 3
  CHECK(*correct_selection(m, Goal::Maximise, 1) == Approx(1 - 0.0023389 - 0.0013499).epsilon(1e-6));
}

TEST_CASE("the procedure spends its budget or stops at its target") {
  const Ocba spent = drive(10, {.n0 = 5, .increment = 7, .budget = 123, .goal = Goal::Minimise}, 1);
  CHECK(spent.observations() == 123);
  CHECK_FALSE(spent.reached());
  const Ocba reached =
      drive(10, {.n0 = 5, .increment = 10, .budget = 100000, .target = 0.9, .goal = Goal::Minimise}, 1);
  CHECK(reached.reached());
  CHECK(*reached.probability() >= 0.9);
  CHECK(reached.observations() < 100000);
  CHECK(drive(1, {.n0 = 2, .increment = 1, .budget = 50}, 1).observations() == 2);
}

TEST_CASE("an allocation does not depend on the order in which observations come") {
  const OcbaOptions options{.n0 = 5, .increment = 9, .budget = 200, .goal = Goal::Minimise};
  Ocba forward(10, options);
  Ocba backward(10, options);
  while (!forward.done()) {
    const auto requests = forward.next();
    REQUIRE(backward.next() == requests);
    for (auto r = requests.begin(); r != requests.end(); ++r)
      forward.add(r->alternative, r->replication, design(3, r->alternative, r->replication));
    for (auto r = requests.rbegin(); r != requests.rend(); ++r)
      backward.add(r->alternative, r->replication, design(3, r->alternative, r->replication));
  }
  CHECK(backward.done());
  for (std::size_t i = 0; i < 10; ++i)
    CHECK(forward.alternatives()[i].mean() == backward.alternatives()[i].mean());
}

TEST_CASE("options out of range are refused") {
  CHECK_THROWS_AS(Ocba(0, {.budget = 10}), std::invalid_argument);
  CHECK_THROWS_AS(Ocba(3, {.n0 = 1, .budget = 10}), std::invalid_argument);
  CHECK_THROWS_AS(Ocba(3, {.n0 = 5, .budget = 14}), std::invalid_argument);
  CHECK_THROWS_AS(Ocba(1, {.n0 = 5, .increment = 0, .budget = 14}), std::invalid_argument);
  CHECK_THROWS_AS(Ocba(1, {.n0 = 5, .budget = 14, .target = 1.0}), std::invalid_argument);
}

TEST_CASE("half the observations choose as well as equal numbers do") {
  const int experiments = 600;
  const int ocba = right_by_ocba(experiments, 500, 1);
  const int equal = right_by_equal(experiments, 1000, 1);
  INFO(ocba << " right with 500 observations, " << equal << " with 1000 of equal numbers");
  // the difference of two such counts has a standard deviation of about 12
  CHECK(ocba > equal - 24);
  CHECK(right_by_equal(experiments, 500, 1) < ocba - 24);
}

TEST_CASE("study: OCBA against equal numbers", "[.study]") {
  const int experiments = 10000;
  for (const std::size_t budget : {200u, 300u, 400u, 500u, 700u, 1000u, 1500u, 2000u, 3000u, 4000u})
    WARN("budget " << budget << ": OCBA " << right_by_ocba(experiments, budget, 50000) / 1e4 << ", equal "
                   << right_by_equal(experiments, budget, 50000) / 1e4);
  double observations = 0;
  int right = 0;
  for (int e = 0; e < experiments; ++e) {
    const Ocba o =
        drive(10, {.n0 = 10, .increment = 20, .budget = 1000000, .target = 0.95, .goal = Goal::Minimise},
              90000 + static_cast<std::uint64_t>(e));
    observations += static_cast<double>(o.observations()) / experiments;
    right += o.best() == 0;
  }
  WARN("target 0.95: right " << right / 1e4 << ", observations " << observations);
}
