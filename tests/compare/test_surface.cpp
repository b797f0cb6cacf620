#include "compare/surface.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>

#include "support/random_series.hpp"

using namespace linetwin::compare;

namespace {

SurfacePoint point(std::vector<double> x, double y, std::size_t n = 1, double variance = 0) {
  return {std::move(x), {y, n, variance, {}}};
}

double coefficient(const Surface& s, const Term& term) {
  for (const Coefficient& c : s.coefficients)
    if (c.term == term) return c.value;
  FAIL("no such term");
  return 0;
}

// A chemical process in a central composite design of two coded factors (Montgomery, Design and Analysis of
// Experiments, section 11.3): yield.
std::vector<SurfacePoint> chemical() {
  const double a = std::sqrt(2.0);
  return {point({-1, -1}, 76.5), point({-1, 1}, 77.0), point({1, -1}, 78.0), point({1, 1}, 79.5),
          point({0, 0}, 79.9),   point({0, 0}, 80.3),  point({0, 0}, 80.0),  point({0, 0}, 79.7),
          point({0, 0}, 79.8),   point({a, 0}, 78.4),  point({-a, 0}, 75.6), point({0, a}, 78.5),
          point({0, -a}, 77.0)};
}

}  // namespace

TEST_CASE("the published analysis of a central composite design") {
  const auto answer = fit_surface(chemical(), {.region = {{-1, 1}, {-1, 1}}});
  REQUIRE(answer.surface.has_value());
  const Surface& s = *answer.surface;
  CHECK(answer.lack == SurfaceLack::None);
  CHECK(answer.settings == 9);
  // published: 79.94 + 0.995 x1 + 0.515 x2 + 0.25 x1 x2 - 1.376 x1^2 - 1.001 x2^2
  CHECK(coefficient(s, {}) == Approx(79.94).margin(0.0005));
  CHECK(coefficient(s, {0, {}}) == Approx(0.995).margin(0.0005));
  CHECK(coefficient(s, {1, {}}) == Approx(0.515).margin(0.0005));
  CHECK(coefficient(s, {0, 1}) == Approx(0.25).margin(0.0005));
  CHECK(coefficient(s, {0, 0}) == Approx(-1.376).margin(0.0005));
  CHECK(coefficient(s, {1, 1}) == Approx(-1.001).margin(0.0005));
  // s 0.2660, R2 98.28 %, adjusted 97.05 %, lack of fit F 1.78 with p 0.290
  CHECK(s.residual_sd == Approx(0.2660).margin(0.00005));
  CHECK(s.residual_degrees == 7);
  CHECK(s.r_squared == Approx(0.9828).margin(0.0001));
  CHECK(s.adjusted_r_squared == Approx(0.9705).margin(0.0001));
  CHECK(*s.lack_of_fit.f == Approx(1.78).margin(0.01));
  CHECK(*s.lack_of_fit.p == Approx(0.290).margin(0.001));
  CHECK(s.lack_of_fit.degrees == 3);
  CHECK(s.lack_of_fit.error_degrees == 4);
  // stationary at (0.389, 0.306), a maximum of 80.21, eigenvalues -1.4141 and -0.9634
  REQUIRE(s.stationary.has_value());
  CHECK(s.stationary->kind == StationaryKind::Maximum);
  CHECK(s.stationary->inside);
  CHECK(s.stationary->x[0] == Approx(0.389).margin(0.0006));
  CHECK(s.stationary->x[1] == Approx(0.306).margin(0.0006));
  CHECK(s.stationary->value == Approx(80.21).margin(0.005));
  CHECK(s.stationary->eigenvalues[0] == Approx(-1.4141).margin(0.001));
  CHECK(s.stationary->eigenvalues[1] == Approx(-0.9634).margin(0.001));
  // the standard error of a linear coefficient is s / sqrt(8)
  CHECK(*s.coefficients[1].standard_error == Approx(s.residual_sd / std::sqrt(8.0)));
  CHECK(*s.coefficients[1].t == Approx(10.58).margin(0.01));
  CHECK(*s.coefficients[3].p == Approx(0.1022).margin(0.0005));  // t(7) = 1.88
}

TEST_CASE("leaving a point out is fitting without it") {
  const auto points = chemical();
  const SurfaceOptions options{.region = {{-1, 1}, {-1, 1}}};
  const Surface all = *fit_surface(points, options).surface;
  double press = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    auto others = points;
    others[i].observed.n = 0;
    const auto without = fit_surface(others, options);
    REQUIRE(without.surface.has_value());
    const double error = points[i].observed.mean - without.surface->at(points[i].x).value;
    CHECK(*all.points[i].left_out_residual == Approx(error).margin(1e-9));
    press += error * error;
    CHECK(all.points[i].residual == Approx(points[i].observed.mean - all.at(points[i].x).value).margin(1e-9));
  }
  CHECK(*all.press == Approx(press));
}

TEST_CASE("a quadratic is recovered exactly, in the factors' own units") {
  const auto f = [](double x, double y) {
    return 3 - 2 * x + 0.01 * y + 0.5 * x * x - 0.001 * x * y + 2e-5 * y * y;
  };
  std::vector<SurfacePoint> points;
  for (const double x : {0.0, 2.0, 5.0})
    for (const double y : {100.0, 300.0, 350.0}) points.push_back(point({x, y}, f(x, y)));
  const Surface s = *fit_surface(points).surface;
  CHECK(s.r_squared == Approx(1));
  CHECK(*s.predicted_r_squared == Approx(1));
  CHECK(s.at({4, 120}).value == Approx(f(4, 120)));
  CHECK(*s.at({4, 120}).half_width < 1e-9);
  REQUIRE(s.stationary.has_value());
  // gradient 0: x - 0.001 y = 2 and -0.001 x + 4e-5 y = -0.01
  const double determinant = 4e-5 - 1e-6;
  const double x = (2 * 4e-5 - 0.01 * 0.001) / determinant;
  const double y = (-0.01 + 0.001 * 2) / determinant;
  CHECK(s.stationary->x[0] == Approx(x));
  CHECK(s.stationary->x[1] == Approx(y));
  CHECK(s.stationary->value == Approx(f(x, y)));
  CHECK(s.stationary->kind == StationaryKind::Minimum);
  CHECK_FALSE(s.stationary->inside);  // y is below 0
}

TEST_CASE("a saddle and a ridge are told from an optimum") {
  const auto kind = [](double xx, double yy) {
    std::vector<SurfacePoint> points;
    for (const double x : {-1.0, 0.0, 1.0})
      for (const double y : {-1.0, 0.0, 1.0})
        points.push_back(point({x, y}, 5 + x + y + xx * x * x + yy * y * y));
    return fit_surface(points).surface->stationary->kind;
  };
  CHECK(kind(-1, -2) == StationaryKind::Maximum);
  CHECK(kind(1, 2) == StationaryKind::Minimum);
  CHECK(kind(1, -2) == StationaryKind::Saddle);
  CHECK(kind(-1, 0) == StationaryKind::Ridge);
}

TEST_CASE("only what the design tells apart is fitted") {
  std::vector<SurfacePoint> points;
  for (int i = 0; i < 8; ++i) {
    const double x = i & 1;
    const double y = (i >> 1) & 1;
    const double z = (i >> 2) & 1;
    points.push_back(point({x, y, z}, 1 + x + 2 * y * z));
  }
  SECTION("corners have no squares") {
    const auto answer = fit_surface(points);
    const Surface& s = *answer.surface;
    CHECK(s.left_out == std::vector<Term>{{0, 0}, {1, 1}, {2, 2}});
    CHECK(s.coefficients.size() == 7);
    CHECK(s.at({1, 1, 1}).value == Approx(4));
    CHECK_FALSE(s.stationary.has_value());
  }
  SECTION("a centre shows that there is curvature, but not whose") {
    points.push_back(point({0.5, 0.5, 0.5}, 9));
    const Surface s = *fit_surface(points).surface;
    CHECK(s.left_out == std::vector<Term>{{0, 0}, {1, 1}, {2, 2}});
  }
  SECTION("a factor that was not varied has no term") {
    for (SurfacePoint& p : points) p.x.push_back(7);
    const Surface s = *fit_surface(points).surface;
    CHECK(s.coefficients.size() == 7);
    CHECK(s.at({1, 1, 1, 7}).value == Approx(4));
  }
  SECTION("two factors that were varied together have none either") {
    for (SurfacePoint& p : points) p.x.push_back(p.x[0]);
    const Surface s = *fit_surface(points).surface;
    for (const Coefficient& c : s.coefficients) CHECK((c.term != Term{0, {}} && c.term != Term{3, {}}));
  }
}

TEST_CASE("a surface through points that are exactly on it leaves no rounding noise") {
  std::vector<SurfacePoint> points;
  for (const double x : {-1, 0, 1, 2})
    for (const double y : {-3, 0, 3}) points.push_back(point({x, y}, 300.1 + 0.7 * x, 5));
  const Surface s = *fit_surface(points).surface;
  for (const PointFit& one : s.points) CHECK(one.residual == 0);
  for (const Coefficient& c : s.coefficients) {
    if (c.term == Term{} || c.term == Term{0, {}}) continue;
    CHECK(c.value == 0);
  }
  CHECK(s.residual_sd == 0);
  CHECK(s.r_squared == 1);
  CHECK_FALSE(s.coefficients[0].p.has_value());
}

TEST_CASE("too few points are refused with the number that is needed") {
  const auto none = fit_surface({point({0, 0}, 1), point({1, 0}, 2), point({0, 1}, 3)});
  CHECK_FALSE(none.surface.has_value());
  CHECK(none.needed_first == 4);
  CHECK(none.needed_second == 7);
  CHECK(none.settings == 3);
  CHECK(none.lack == SurfaceLack::TooFewSettings);
  CHECK_FALSE(fit_surface({}).surface.has_value());
  // the same setting again is no new setting
  CHECK_FALSE(fit_surface({point({0, 0}, 1), point({1, 0}, 2), point({0, 1}, 3), point({0, 1}, 4)})
                  .surface.has_value());
  CHECK(fit_surface({point({1}, 1), point({1}, 2)}).lack == SurfaceLack::NotVaried);
  CHECK(fit_surface({}).lack == SurfaceLack::NoPoints);
}

TEST_CASE("with points for first order only, that is fitted and said") {
  const auto answer = fit_surface({point({0, 0}, 1), point({1, 0.2}, 3.2), point({0.3, 1}, 2.6),
                                   point({0.7, 0.6}, 3), point({0.2, 0.5}, 1.9)});
  REQUIRE(answer.surface.has_value());
  CHECK(answer.surface->order == 1);
  // 1 + 2 x + y through all five
  CHECK(answer.surface->at({1, 1}).value == Approx(4));
  CHECK(answer.lack == SurfaceLack::TooFewForSecondOrder);
  CHECK(fit_surface(chemical(), {.order = 1}).surface->coefficients.size() == 3);
}

TEST_CASE("a point of n observations weighs as n points, and its variance is pure error") {
  // 0: 1, 2, 3; 1: 4, 6; 2: 8; 3: 7, 9 as single points and as means
  const std::vector<SurfacePoint> singles = {point({0}, 1), point({0}, 2), point({0}, 3), point({1}, 4),
                                             point({1}, 6), point({2}, 8), point({3}, 7), point({3}, 9)};
  const std::vector<SurfacePoint> means = {point({0}, 2, 3, 1), point({1}, 5, 2, 2), point({2}, 8),
                                           point({3}, 8, 2, 2)};
  const Surface a = *fit_surface(singles, {.order = 1}).surface;
  const Surface b = *fit_surface(means, {.order = 1}).surface;
  CHECK(a.coefficients[1].value == Approx(b.coefficients[1].value));
  CHECK(*a.lack_of_fit.f == Approx(*b.lack_of_fit.f));
  CHECK(a.lack_of_fit.error_degrees == 4);  // 2 + 1 + 0 + 1
  CHECK(b.lack_of_fit.error_degrees == 4);
  CHECK(b.residual_degrees == 2);
}

TEST_CASE("common noise does not hide a lack of fit nor widen the slopes") {
  linetwin::test::RandomSeries random(4);
  std::vector<Values> values(5, Values(6));
  for (std::size_t r = 0; r < 6; ++r) {
    const double common = 100 * random.normal();
    for (std::size_t i = 0; i < 5; ++i) {
      const auto x = static_cast<double>(i);
      values[i][r] = common + x * x * x + 0.1 * random.normal();
    }
  }
  std::vector<SurfacePoint> points;
  for (std::size_t i = 0; i < 5; ++i) points.push_back({{static_cast<double>(i)}, observed(values[i])});
  CHECK(*fit_surface(points).surface->lack_of_fit.p < 1e-6);
  CHECK(*fit_surface(points, {.common_random_numbers = false}).surface->lack_of_fit.p > 0.5);
  CHECK(fit_surface(points).surface->lack_of_fit.error_degrees == 20);
  // without the cubic's own misfit: a plain line in common noise has the slope's own small error
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t r = 0; r < 6; ++r)
      *values[i][r] += static_cast<double>(i) - static_cast<double>(i * i * i);
  for (std::size_t i = 0; i < 5; ++i) points[i].observed = observed(values[i]);
  const Surface line = *fit_surface(points, {.order = 1}).surface;
  CHECK(line.coefficients[1].value == Approx(2).margin(0.2));
  CHECK(*line.coefficients[1].standard_error < 0.1);
}

TEST_CASE("points that are no points of one space are refused") {
  CHECK_THROWS_AS(fit_surface({point({1}, 1), point({1, 2}, 1)}), std::invalid_argument);
  CHECK_THROWS_AS(fit_surface({point({}, 1)}), std::invalid_argument);
  CHECK_THROWS_AS(fit_surface({point({std::nan("")}, 1)}), std::invalid_argument);
  CHECK_THROWS_AS(fit_surface({point({1}, 1)}, {.order = 3}), std::invalid_argument);
  CHECK_THROWS_AS(fit_surface({point({1}, 1)}, {.region = {{1, 1}}}), std::invalid_argument);
}

TEST_CASE("the interval of the mean holds it in 95 % of experiments") {
  linetwin::test::RandomSeries random(8);
  int held = 0;
  for (int e = 0; e < 1000; ++e) {
    std::vector<SurfacePoint> points;
    for (const double x : {-1.0, 0.0, 1.0})
      for (const double y : {-1.0, 0.0, 1.0})
        points.push_back(point({x, y}, 5 + x - y * y + random.normal()));
    const Estimate at = fit_surface(points).surface->at({0.3, -0.6});
    held += std::abs(at.value - (5 + 0.3 - 0.36)) <= *at.half_width;
  }
  // binomial: 950 expected, standard deviation 6.9
  CHECK(std::abs(held - 950) <= 21);
}
