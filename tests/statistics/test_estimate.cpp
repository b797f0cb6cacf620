#include <cmath>

#include "statistics/estimate.hpp"
#include "support/line.hpp"

using namespace linetwin;

TEST_CASE("Student's t is the published table's") {
  // t(0.975): any table, for example Fisher and Yates (1938)
  CHECK(student_t(0.95, 1) == Approx(12.706).margin(0.0005));
  CHECK(student_t(0.95, 4) == Approx(2.776).margin(0.0005));
  CHECK(student_t(0.95, 19) == Approx(2.093).margin(0.0005));
  CHECK(student_t(0.95, 120) == Approx(1.980).margin(0.0005));
}

TEST_CASE("a figure is the mean, the standard deviation and t sd / sqrt(n)") {
  const Figure f = estimate({1, 2, 3, 4, 5});
  CHECK(*f.mean == 3);
  CHECK(*f.sd == Approx(std::sqrt(2.5)));
  CHECK(*f.half_width == Approx(2.776 * std::sqrt(2.5) / std::sqrt(5.0)).epsilon(1e-3));
}

TEST_CASE("one observation has no interval, and none has no mean") {
  CHECK(*estimate({7}).mean == 7);
  CHECK_FALSE(estimate({7}).half_width.has_value());
  CHECK_FALSE(estimate({}).mean.has_value());
}

TEST_CASE("the 95 % interval of a known line holds the truth in about 95 of 100 experiments") {
  // two exponential machines without a buffer: 2/3 of the rate (Hunt 1956)
  const LineModel model = test::model_of(
      "linetwin: 1\nname: hunt\nstations: {m1: {cycle: {exponential: 10 s}}, m2: {cycle: {exponential: 10 "
      "s}}}\n"
      "flow: [source -> m1 -> m2 -> sink]");
  int inside = 0;
  const int experiments = 400;
  for (int i = 0; i < experiments; ++i) {
    const Figure f = test::simulate(model, test::options_of(3, 0.2, 8, 1000 + static_cast<std::uint64_t>(i)))
                         .throughput_per_h;
    if (std::abs(*f.mean - 240) <= *f.half_width) ++inside;
  }
  // binomial: 380 expected, standard deviation 4.4
  CHECK(inside >= 364);
  CHECK(inside <= 396);
}
