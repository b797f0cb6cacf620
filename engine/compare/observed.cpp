#include "compare/observed.hpp"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <utility>

namespace linetwin::compare {

Moments moments_of(const Values& values) {
  Moments moments;
  for (const auto& x : values)
    if (x) moments.add(*x);
  return moments;
}

Observed observed(Values values) {
  const Moments moments = moments_of(values);
  return {moments.mean(), moments.n(), moments.variance().value_or(0), std::move(values)};
}

double settled(double value, double scale) {
  return std::abs(value) <= kRounding * std::abs(scale) ? 0 : value;
}

std::vector<std::size_t> common_replications(const std::vector<const Values*>& settings) {
  std::vector<std::size_t> common;
  if (settings.empty()) return common;
  for (std::size_t r = 0; r < settings.front()->size(); ++r) {
    const auto has = [r](const Values* values) { return r < values->size() && (*values)[r]; };
    if (std::all_of(settings.begin(), settings.end(), has)) common.push_back(r);
  }
  return common;
}

FTest f_test(double squares, double degrees, double error_squares, double error_degrees) {
  FTest test{degrees, error_degrees, {}, {}};
  if (degrees < 1 || error_degrees < 1 || !(error_squares > 0)) return test;
  test.f = (squares / degrees) / (error_squares / error_degrees);
  test.p = boost::math::cdf(
      boost::math::complement(boost::math::fisher_f(degrees, error_degrees), std::max(*test.f, 0.0)));
  return test;
}

double two_sided_p(double t, double degrees) {
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(degrees), std::abs(t)));
}

}  // namespace linetwin::compare
