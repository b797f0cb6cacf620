// Distributions as values: moments, and whether such a one can exist. Sampling is in sampler.cpp.
#include "base/distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace linetwin {
namespace {

using Kind = Distribution::Kind;

double normal_density(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2 * M_PI); }
double normal_below(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

double total(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

double empirical_mean(const Distribution& d) {
  double sum = 0;
  for (std::size_t i = 0; i < d.values.size(); ++i) sum += d.values[i] * d.weights[i];
  return sum / total(d.weights);
}

std::string empirical_impossible(const Distribution& d) {
  if (d.values.empty()) return "an empirical distribution needs at least one value";
  if (d.weights.size() != d.values.size())
    return fmt::format("{} values but {} weights", d.values.size(), d.weights.size());
  for (const double w : d.weights)
    if (!(w >= 0) || !std::isfinite(w)) return "a weight cannot be negative";
  for (const double v : d.values)
    if (!(v >= 0) || !std::isfinite(v)) return "a time cannot be negative";
  if (!(total(d.weights) > 0)) return "all weights are 0";
  return {};
}

std::string beta_impossible(const Distribution& d) {
  if (d.a >= d.b) return "min is not below max";
  if (d.c <= d.a || d.c >= d.b) return "mean is not between min and max";
  if (d.d <= 0) return "sd must be over 0";
  if (d.d * d.d >= (d.c - d.a) * (d.b - d.c))
    return "sd is larger than any beta distribution with this mean has";
  return {};
}

}  // namespace

Distribution scaled(const Distribution& distribution, double factor) {
  Distribution d = distribution;
  d.a *= factor;
  // b is no time only where it is a number of stages or a shape
  if (d.kind != Kind::Erlang && d.kind != Kind::Weibull) d.b *= factor;
  d.c *= factor;
  d.d *= factor;
  for (double& value : d.values) value *= factor;
  return d;
}

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::Constant: return "constant";
    case Kind::Exponential: return "exponential";
    case Kind::Normal: return "normal";
    case Kind::Lognormal: return "lognormal";
    case Kind::Gamma: return "gamma";
    case Kind::Erlang: return "erlang";
    case Kind::Weibull: return "weibull";
    case Kind::Uniform: return "uniform";
    case Kind::Triangular: return "triangular";
    case Kind::Pert: return "pert";
    case Kind::Beta: return "beta";
    case Kind::Empirical: return "empirical";
  }
  return "";
}

double share_below_zero(const Distribution& d) {
  return d.kind == Kind::Normal && d.b > 0 ? normal_below(-d.a / d.b) : 0;
}

double mean(const Distribution& d) {
  switch (d.kind) {
    case Kind::Normal: {
      const double z = -d.a / d.b;  // truncated at 0: Johnson, Kotz, Balakrishnan (1994), 13.134
      return d.a + d.b * normal_density(z) / (1 - normal_below(z));
    }
    case Kind::Uniform: return (d.a + d.b) / 2;
    case Kind::Triangular: return (d.a + d.b + d.c) / 3;
    case Kind::Pert: return (d.a + 4 * d.b + d.c) / 6;
    case Kind::Beta: return d.c;
    case Kind::Empirical: return empirical_mean(d);
    default: return d.a;
  }
}

double standard_deviation(const Distribution& d) {
  switch (d.kind) {
    case Kind::Constant: return 0;
    case Kind::Exponential: return d.a;
    case Kind::Normal: {
      const double z = -d.a / d.b;
      const double hazard = normal_density(z) / (1 - normal_below(z));
      return d.b * std::sqrt(1 + z * hazard - hazard * hazard);
    }
    case Kind::Lognormal:
    case Kind::Gamma: return d.b;
    case Kind::Erlang: return d.a / std::sqrt(d.b);
    case Kind::Weibull: {
      const double g1 = std::tgamma(1 + 1 / d.b);
      return d.a * std::sqrt(std::tgamma(1 + 2 / d.b) / (g1 * g1) - 1);
    }
    case Kind::Uniform: return (d.b - d.a) / std::sqrt(12.0);
    case Kind::Triangular:
      return std::sqrt((d.a * d.a + d.b * d.b + d.c * d.c - d.a * d.b - d.a * d.c - d.b * d.c) / 18);
    case Kind::Pert: {
      const double m = mean(d);
      return std::sqrt((m - d.a) * (d.c - m) / 7);
    }
    case Kind::Beta: return d.d;
    case Kind::Empirical: {
      const double m = empirical_mean(d);
      double sum = 0;
      for (std::size_t i = 0; i < d.values.size(); ++i)
        sum += (d.values[i] - m) * (d.values[i] - m) * d.weights[i];
      return std::sqrt(sum / total(d.weights));
    }
  }
  return 0;
}

std::string impossible(const Distribution& d) {
  for (const double x : {d.a, d.b, d.c, d.d})
    if (!std::isfinite(x)) return "a parameter is not a finite number";
  if (d.kind != Kind::Constant && d.kind != Kind::Empirical && d.a < 0) return "a time cannot be negative";
  switch (d.kind) {
    case Kind::Constant: return d.a < 0 ? "a time cannot be negative" : "";
    case Kind::Exponential: return d.a > 0 ? "" : "mean must be over 0";
    case Kind::Normal:
    case Kind::Lognormal:
    case Kind::Gamma:
      if (!(d.a > 0)) return "mean must be over 0";
      if (!(d.b > 0)) return "sd must be over 0 (for a time that does not vary, write the time alone)";
      if (share_below_zero(d) > 0.5) return "sd is so large that more than half of the draws fall below 0";
      if (d.b / d.a > 1000) return "sd is over 1000 times the mean";
      if (d.b / d.a < 1e-7)
        return "sd is too small beside the mean (for a time that does not vary, write the time alone)";
      return "";
    case Kind::Erlang:
      if (!(d.a > 0)) return "mean must be over 0";
      return d.b >= 1 && d.b <= 1e6 && d.b == std::floor(d.b)
                 ? ""
                 : "stages must be a whole number from 1 to 1000000";
    case Kind::Weibull:
      if (!(d.a > 0)) return "mean must be over 0";
      return d.b >= 0.05 && d.b <= 1000 ? "" : "shape must lie between 0.05 and 1000";
    case Kind::Uniform: return d.a <= d.b ? "" : "min is over max";
    case Kind::Triangular:
    case Kind::Pert:
      if (d.a > d.c) return "min is over max";
      return d.a <= d.b && d.b <= d.c ? "" : "mode is not between min and max";
    case Kind::Beta: return beta_impossible(d);
    case Kind::Empirical: return empirical_impossible(d);
  }
  return {};
}

}  // namespace linetwin
