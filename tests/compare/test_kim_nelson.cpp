#include "compare/kim_nelson.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <stdexcept>

#include "base/random.hpp"
#include "base/sampling_math.hpp"

using namespace linetwin::compare;

namespace {

using ValueAt = std::function<double(std::size_t alternative, std::size_t replication)>;

KimNelson drive(std::size_t k, const KimNelsonOptions& options, const ValueAt& value) {
  KimNelson kn(k, options);
  while (!kn.done())
    for (const Request& r : kn.next())
      kn.add(r.alternative, r.replication, value(r.alternative, r.replication));
  return kn;
}

// Standard normal: of an experiment, a stream, a replication.
double normal(std::uint64_t seed, std::uint64_t stream, std::uint64_t replication) {
  using namespace linetwin;
  return sampling::normal_quantile(random_unit(stream_key(mix64(stream + 1), seed, 0), replication));
}

struct Selected {
  int right = 0;
  double observations = 0;  // mean of all alternatives together
};

// Slippage: alternative 0 is just delta better than the others, which are equal. sd 1, delta = sd / sqrt(n0),
// correlation rho between alternatives.
Selected slippage(int experiments, std::size_t k, double rho, std::uint64_t seed) {
  const KimNelsonOptions options{.n0 = 10, .delta = 1 / std::sqrt(10.0), .alpha = 0.05};
  Selected selected;
  for (int e = 0; e < experiments; ++e) {
    const std::uint64_t s = seed + static_cast<std::uint64_t>(e);
    const KimNelson kn = drive(k, options, [&](std::size_t i, std::size_t r) {
      const double own = std::sqrt(1 - rho) * normal(s, i, r) + (i == 0 ? options.delta : 0);
      return rho > 0 ? own + std::sqrt(rho) * normal(s, k, r) : own;
    });
    selected.right += kn.best() == 0;
    for (std::size_t i = 0; i < k; ++i)
      selected.observations += static_cast<double>(kn.observations(i)) / experiments;
  }
  return selected;
}

}  // namespace

TEST_CASE("the constants of Kim and Nelson are those by hand") {
  // k = 5, n0 = 10, alpha 0.05: (2 * 0.05 / 4)^(-2/9) = 0.025^(-2/9) = e^(0.8197510) = 2.269934
  CHECK(kim_nelson_eta(5, 10, 0.05) == Approx((2.269934 - 1) / 2).epsilon(1e-6));
  const KimNelson kn(5, {.n0 = 10, .delta = 1, .alpha = 0.05});
  CHECK(kn.h_squared() == Approx(9 * (2.269934 - 1)).epsilon(1e-6));
  // k = 2, n0 = 3, alpha 0.02: (0.04)^(-1) = 25: eta 12, h2 48
  CHECK(kim_nelson_eta(2, 3, 0.02) == Approx(12));
  CHECK(KimNelson(2, {.n0 = 3, .delta = 1, .alpha = 0.02}).h_squared() == Approx(48));
  // what defines eta (their equation for g with c = 1): (1 + 2 eta)^(-(n0 - 1) / 2) / 2 = alpha / (k - 1)
  const double eta = kim_nelson_eta(7, 12, 0.1);
  CHECK(std::pow(1 + 2 * eta, -11.0 / 2) / 2 == Approx(0.1 / 6));
}

TEST_CASE("a choice between two goes as by hand") {
  // n0 = 3, alpha 0.02: h2 = 48. Differences 1 2 3: S2 = 1. delta = 2: h2 S2 / delta^2 = 12, at most 13
  // rounds. At round 3 the sums are apart by 6; the slack is delta / 2 (12 - 3) = 9: both go on. With 2 more
  // each round: 8 against 8 at r = 4 (not more than), 10 against 7 at r = 5: the second is let go.
  const KimNelsonOptions options{.n0 = 3, .delta = 2, .alpha = 0.02};
  KimNelson kn(2, options);
  CHECK(kn.next().size() == 6);
  for (std::size_t r = 0; r < 3; ++r) {
    kn.add(1, r, 10);
    kn.add(0, r, 11 + static_cast<double>(r));
  }
  CHECK(kn.rounds() == 3);
  CHECK(*kn.last_round() == 13);
  CHECK(*kn.leader() == 0);
  CHECK_FALSE(kn.best().has_value());
  for (const std::size_t r : {3u, 4u}) {
    REQUIRE_FALSE(kn.done());
    CHECK(kn.next() == std::vector<Request>{{0, r}, {1, r}});
    kn.add(0, r, 12);
    kn.add(1, r, 10);
  }
  CHECK(kn.done());
  CHECK(*kn.best() == 0);
  CHECK(*kn.eliminated_at(1) == 5);
  CHECK(kn.observations(1) == 5);
  CHECK(*kn.mean(0) == Approx(12));
  CHECK(kn.next().empty());
}

TEST_CASE("without a decision before, the best mean after the last round wins") {
  // the same first round, then the second catches up: sums apart by 6, 5, 4, 3, then by as much as before
  const KimNelsonOptions options{.n0 = 3, .delta = 2, .alpha = 0.02};
  const KimNelson kn = drive(2, options, [](std::size_t i, std::size_t r) {
    if (i == 1) return r >= 3 && r < 9 ? 11.0 : 10.0;
    return r < 3 ? 11.0 + static_cast<double>(r) : 10.0;
  });
  // r:      4  5  6  7  8  9 10 11 12 13     slack 12 - r: 8 7 6 5 4 3 2 1 0
  // apart:  5  4  3  2  1  0  0  0  0  0
  CHECK(kn.rounds() == 13);
  CHECK(*kn.best() == 0);  // equal: the first
  CHECK(*kn.eliminated_at(1) == 13);
}

TEST_CASE("minimising is maximising the negative") {
  const KimNelsonOptions up{.n0 = 5, .delta = 0.3, .alpha = 0.05};
  KimNelsonOptions down = up;
  down.goal = Goal::Minimise;
  const KimNelson a = drive(4, up, [](std::size_t i, std::size_t r) { return normal(1, i, r); });
  const KimNelson b = drive(4, down, [](std::size_t i, std::size_t r) { return -normal(1, i, r); });
  CHECK(a.best() == b.best());
  CHECK(a.rounds() == b.rounds());
  CHECK(*a.mean(*a.best()) == -*b.mean(*b.best()));
}

TEST_CASE("the observations alone determine the state, in whatever order they come") {
  const KimNelsonOptions options{.n0 = 6, .delta = 0.25, .alpha = 0.05};
  const auto value = [](std::size_t i, std::size_t r) { return normal(4, i, r) + (i == 2 ? 0.3 : 0); };
  KimNelson forward(6, options);
  KimNelson backward(6, options);
  while (!forward.done()) {
    auto requests = forward.next();
    CHECK(backward.next() == requests);
    for (const Request& r : requests)
      forward.add(r.alternative, r.replication, value(r.alternative, r.replication));
    std::reverse(requests.begin(), requests.end());
    for (const Request& r : requests)
      backward.add(r.alternative, r.replication, value(r.alternative, r.replication));
  }
  CHECK(backward.done());
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(forward.eliminated_at(i) == backward.eliminated_at(i));
    CHECK(forward.mean(i) == backward.mean(i));
  }
}

TEST_CASE("alternatives without noise are decided after the first round") {
  const KimNelson kn = drive(3, {.n0 = 4, .delta = 1, .alpha = 0.05},
                             [](std::size_t i, std::size_t r) { return static_cast<double>(i + 10 * r); });
  CHECK(kn.rounds() == 4);
  CHECK(*kn.best() == 2);
  CHECK(*kn.eliminated_at(0) == 4);
}

TEST_CASE("an alternative that cannot be observed is withdrawn and the others go on") {
  KimNelson kn(3, {.n0 = 2, .delta = 1, .alpha = 0.05});
  kn.add(0, 0, 1);
  kn.add(0, 1, 1);
  kn.add(1, 0, 5);
  kn.add(1, 1, 5);
  CHECK_FALSE(kn.done());
  kn.withdraw(2);
  CHECK(kn.done());
  CHECK(*kn.best() == 1);
  CHECK(*kn.eliminated_at(2) == 0);
  KimNelson none(2, {.n0 = 2, .delta = 1, .alpha = 0.05});
  none.withdraw(0);
  CHECK(*none.best() == 1);
  CHECK(KimNelson(1, {.delta = 1}).best() == 0);
}

TEST_CASE("what was not asked for is refused") {
  KimNelson kn(2, {.n0 = 2, .delta = 1, .alpha = 0.05});
  kn.add(0, 0, 1);
  CHECK_THROWS_AS(kn.add(0, 0, 1), std::invalid_argument);
  CHECK_THROWS_AS(kn.add(0, 2, 1), std::invalid_argument);
  CHECK_THROWS_AS(kn.add(0, 1, std::nan("")), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(0, {.delta = 1}), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(2, {.n0 = 1, .delta = 1}), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(2, {.delta = 0}), std::invalid_argument);
  CHECK_THROWS_AS(KimNelson(2, {.delta = 1, .alpha = 0.5}), std::invalid_argument);
}

TEST_CASE("the best that is just delta better is chosen in 95 % of experiments, with common noise for less") {
  const int experiments = 1000;
  const double least = 0.95 * experiments - 3 * std::sqrt(experiments * 0.95 * 0.05);
  const Selected independent = slippage(experiments, 5, 0, 100000);
  const Selected common = slippage(experiments, 5, 0.75, 200000);
  INFO(independent.right << " and " << common.right << " right of " << experiments << " with "
                         << independent.observations << " and " << common.observations << " observations");
  CHECK(independent.right >= least);
  CHECK(common.right >= least);
  // the variance of differences is a quarter
  CHECK(common.observations < 0.45 * independent.observations);
}

TEST_CASE("study: how often Kim and Nelson's procedure is right", "[.study]") {
  for (const std::size_t k : {2u, 5u, 10u, 25u}) {
    for (const double rho : {0.0, 0.75}) {
      const int experiments = 20000;
      const Selected s = slippage(experiments, k, rho, 1000000);
      WARN("k " << k << ", correlation " << rho << ": right " << s.right / static_cast<double>(experiments)
                << ", observations " << s.observations);
    }
  }
}

TEST_CASE("what a choice takes at least is told by the first replications, by hand") {
  // n0 = 4, alpha 0.02, k = 2: (0.04)^(-2/3) = 8.5499, eta = 3.77494, h2 = 2 eta 3 = 22.64962.
  // Differences 1 2 3 2: mean 2, S2 = 2/3; behind at most 2 + 4 sqrt(2/3 / 4) = 3.63299.
  KimNelson kn(2, {.n0 = 4, .delta = 0.001, .alpha = 0.02});
  CHECK_FALSE(kn.least_needed(0.001).has_value());
  const std::vector<double> ahead = {11, 12, 13, 12};
  for (std::size_t r = 0; r < 4; ++r) {
    kn.add(0, r, ahead[r]);
    kn.add(1, r, 10);
  }
  const double each = 22.64962 * (2.0 / 3) / (0.001 * (2 * 3.63299 + 0.001));
  CHECK(kn.least_needed(0.001).value() == Approx(2 * each).epsilon(1e-4));
  CHECK(kn.least_needed(100).value() == 8);  // never fewer than the first ones
  CHECK(kn.least_needed(1e-300).value() > 1e290);
}

TEST_CASE("a delta whose square is nothing does not make cases equal that always are") {
  KimNelson kn(2, {.n0 = 2, .delta = 1e-300, .alpha = 0.05});
  for (std::size_t r = 0; r < 2; ++r) {
    kn.add(0, r, 5);
    kn.add(1, r, 4);
  }
  CHECK(kn.done());  // the differences do not vary: nothing is left to chance
  CHECK(*kn.best() == 0);
}
