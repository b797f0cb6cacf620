// Sampling. Constants in p_ by kind:
//   exponential  mean                    normal     mean, sd
//   lognormal    mu, sigma               gamma      shape, scale (erlang with many stages too)
//   erlang       stages, mean a stage    weibull    1/shape, scale, shape
//   uniform      min, width              triangular min, mode, max, share below the mode
//   pert, beta   min, width, alpha, beta
#include <algorithm>
#include <cmath>

#include "base/distribution.hpp"
#include "base/sampling_math.hpp"

#if defined(LINETWIN_MULTIVERSION) && defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__)
#define LINETWIN_CLONES __attribute__((target_clones("default", "avx2", "arch=x86-64-v4")))
#else
#define LINETWIN_CLONES
#endif

namespace linetwin {
namespace {

using Kind = Distribution::Kind;
constexpr double kFastLimit = 2251799813685248.0;  // 2^51
constexpr double kMostStages = 32;                 // of an Erlang drawn stage by stage
constexpr int kMostTries = 1000;

// To whole microseconds, to nearest, for 0 <= x < 2^51: adding 1.5 * 2^52 leaves the number in the low bits.
inline Time round_fast(double x) {
  return std::bit_cast<Time>(x + 6755399441055744.0) - 0x4338000000000000ll;
}

inline Time round_any(double x) {
  if (!(x > 0)) return 0;
  if (x < kFastLimit) return round_fast(x);
  return x < static_cast<double>(kLongestSample) ? static_cast<Time>(x) : kLongestSample;
}

inline double unit_exponential(std::uint64_t bits) { return -sampling::log(to_unit(bits)); }

// Uniforms of the substream that belongs to one draw, for methods that need more than one.
struct Further {
  StreamKey key;
  std::uint64_t k = 0;
  double unit() { return random_unit(key, k++); }
  double exponential() { return unit_exponential(random_bits(key, k++)); }
  double normal() { return sampling::normal_quantile(unit()); }
};

// The logarithm of a gamma variate of scale 1: Marsaglia and Tsang (2000); shapes below 1 by their boost, in
// logarithms, because u^(1/shape) underflows for small shapes.
double log_gamma_variate(Further& more, double shape) {
  if (shape < 1) {
    const double boost = sampling::log(more.unit()) / shape;
    return log_gamma_variate(more, shape + 1) + boost;
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = more.normal();
    const double t = 1 + c * x;
    if (t <= 0) continue;
    const double v = t * t * t;
    const double log_v = sampling::log(v);
    if (sampling::log(more.unit()) < 0.5 * x * x + d - d * v + d * log_v) return sampling::log(d) + log_v;
  }
}

double beta_variate(Further& more, double alpha, double beta) {
  const double x = log_gamma_variate(more, alpha);
  const double y = log_gamma_variate(more, beta);
  return 1 / (1 + sampling::exp_any(y - x));
}

double erlang_variate(Further& more, double stages) {
  double sum = 0;
  for (double i = 0; i < stages; ++i) sum += more.exponential();
  return sum;
}

double triangular_variate(double u, double min, double mode, double max, double below) {
  return u < below ? min + std::sqrt(u * (max - min) * (mode - min))
                   : max - std::sqrt((1 - u) * (max - min) * (max - mode));
}

// A standard normal over `a`: Robert (1995), exponential proposals in the tail.
double normal_over(Further& more, double a) {
  if (a < 0.5) {
    for (;;)
      if (const double z = more.normal(); z > a) return z;
  }
  const double rate = (a + std::sqrt(a * a + 4)) / 2;
  for (;;) {
    const double z = a + more.exponential() / rate;
    if (more.unit() <= sampling::exp_any(-0.5 * (z - rate) * (z - rate))) return z;
  }
}

// A gamma variate of scale 1 over `t`: over the mode by exponential proposals (after Dagpunar 1978), whose
// density touches x^(shape-1) e^-x at t; else by drawing again.
double gamma_over(Further& more, double shape, double t) {
  if (t <= shape - 1 || t <= 0) {
    for (;;)
      if (const double x = sampling::exp_any(log_gamma_variate(more, shape)); x > t) return x;
  }
  const double rate = shape > 1 ? 1 - (shape - 1) / t : 1;
  for (;;) {
    const double x = t + more.exponential() / rate;
    const double ratio = sampling::log(x / t);
    const double log_accept = shape > 1 ? (shape - 1) * (ratio - (x / t - 1)) : (shape - 1) * ratio;
    if (sampling::log(more.unit()) <= log_accept) return x;
  }
}

// A beta variate over `t`: by drawing again; far in the tail by inverting its density on a grid.
double beta_over(Further& more, double alpha, double beta, double t) {
  for (int i = 0; i < kMostTries; ++i)
    if (const double x = beta_variate(more, alpha, beta); x > t) return x;
  constexpr int kPanels = 4096;
  std::vector<double> below(kPanels + 1, 0.0);
  const double width = (1 - t) / kPanels;
  double peak = -1e300;
  auto log_density = [&](int i) {
    const double x = t + (i + 0.5) * width;
    return (alpha - 1) * sampling::log(x) + (beta - 1) * sampling::log((kPanels - i - 0.5) * width);
  };
  for (int i = 0; i < kPanels; ++i) peak = std::max(peak, log_density(i));
  for (std::size_t i = 0; i < kPanels; ++i)
    below[i + 1] = below[i] + sampling::exp_any(log_density(static_cast<int>(i)) - peak);
  const double u = more.unit() * below.back();
  const auto it = std::upper_bound(below.begin() + 1, below.end() - 1, u);
  const auto i = static_cast<double>(it - below.begin() - 1);
  const double within = (u - *(it - 1)) / std::max(*it - *(it - 1), 1e-300);
  return t + (i + within) * width;
}

LINETWIN_CLONES void fill_exponential(Time* __restrict out, std::size_t n, std::uint64_t key,
                                      std::uint64_t first, double mean) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t bits = mix64(key + (first + i) * kGoldenGamma);
    // to_unit without an integer conversion: the bits below a leading 1, less 1
    const double unit = (std::bit_cast<double>((bits >> 12) | 0x3ff0000000000000ull) - 1.0) + 0x1p-53;
    out[i] = round_fast(-sampling::log(unit) * mean);
  }
}

}  // namespace

Sampler::Sampler(const Distribution& d) : kind_(d.kind), values_(d.values) {
  switch (kind_) {
    case Kind::Constant: constant_ = round_any(d.a); break;
    case Kind::Exponential:
      p_[0] = d.a;
      block_safe_ = d.a * 40 < kFastLimit;  // no draw is over 53 log 2 means
      break;
    case Kind::Normal: p_[0] = d.a, p_[1] = d.b; break;
    case Kind::Lognormal: {
      const double cv = d.b / d.a;
      const double variance = sampling::log(1 + cv * cv);
      p_[0] = sampling::log(d.a) - variance / 2;
      p_[1] = std::sqrt(variance);
      break;
    }
    case Kind::Gamma: p_[0] = (d.a / d.b) * (d.a / d.b), p_[1] = d.b * d.b / d.a; break;
    case Kind::Erlang:
      p_[0] = d.b, p_[1] = d.a / d.b;
      if (d.b > kMostStages) kind_ = Kind::Gamma;
      break;
    case Kind::Weibull:
      p_[0] = 1 / d.b;
      p_[1] = d.a / sampling::exp(sampling::log_gamma(1 + 1 / d.b));
      p_[2] = d.b;
      break;
    case Kind::Uniform: p_[0] = d.a, p_[1] = d.b - d.a; break;
    case Kind::Triangular:
      p_[0] = d.a, p_[1] = d.b, p_[2] = d.c, p_[3] = d.c > d.a ? (d.b - d.a) / (d.c - d.a) : 1;
      break;
    case Kind::Pert: {
      p_[0] = d.a, p_[1] = d.c - d.a;
      const double width = d.c > d.a ? d.c - d.a : 1;
      p_[2] = 1 + 4 * (d.b - d.a) / width;
      p_[3] = 1 + 4 * (d.c - d.b) / width;
      break;
    }
    case Kind::Beta: {
      p_[0] = d.a, p_[1] = d.b - d.a;
      const double m = (d.c - d.a) / p_[1];
      const double sd = d.d / p_[1];
      const double n = m * (1 - m) / (sd * sd) - 1;
      p_[2] = m * n, p_[3] = (1 - m) * n;
      break;
    }
    case Kind::Empirical: {
      double sum = 0;
      for (const double w : d.weights) cumulative_.push_back(sum += w);
      for (double& c : cumulative_) c /= sum;
      if (!cumulative_.empty()) cumulative_.back() = 1;
      break;
    }
  }
  if (kind_ == Kind::Empirical && values_.size() == 1) {
    kind_ = Kind::Constant;
    constant_ = round_any(values_[0]);
  }
}

Time Sampler::draw(StreamKey key, std::uint64_t k) const {
  const std::uint64_t bits = random_bits(key, k);
  const double u = to_unit(bits);
  Further more{substream(key, k)};
  switch (kind_) {
    case Kind::Constant: return constant_;
    case Kind::Exponential: return round_any(-sampling::log(u) * p_[0]);
    case Kind::Normal: {
      double x = p_[0] + p_[1] * sampling::normal_quantile(u);
      while (x < 0) x = p_[0] + p_[1] * more.normal();
      return round_any(x);
    }
    case Kind::Lognormal: return round_any(sampling::exp_any(p_[0] + p_[1] * sampling::normal_quantile(u)));
    case Kind::Gamma: return round_any(p_[1] * sampling::exp_any(log_gamma_variate(more, p_[0])));
    case Kind::Erlang: return round_any(p_[1] * erlang_variate(more, p_[0]));
    case Kind::Weibull: return round_any(p_[1] * sampling::exp_any(sampling::log(-sampling::log(u)) * p_[0]));
    case Kind::Uniform: return round_any(p_[0] + u * p_[1]);
    case Kind::Triangular: return round_any(triangular_variate(u, p_[0], p_[1], p_[2], p_[3]));
    case Kind::Pert:
    case Kind::Beta: return round_any(p_[0] + p_[1] * beta_variate(more, p_[2], p_[3]));
    case Kind::Empirical: {
      const auto it = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, u);
      return round_any(values_[static_cast<std::size_t>(it - cumulative_.begin())]);
    }
  }
  return 0;
}

void Sampler::fill(StreamKey key, std::uint64_t first_k, std::span<Time> out) const {
  if (block_safe_) {
    fill_exponential(out.data(), out.size(), key.value, first_k, p_[0]);
    return;
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = draw(key, first_k + i);
}

Time Sampler::draw_residual(StreamKey key, std::uint64_t k, Time age) const {
  const double u = random_unit(key, k);
  const auto a = static_cast<double>(age);
  Further more{substream(key, k)};
  double x = a;
  switch (kind_) {
    case Kind::Constant: return std::max<Time>(0, constant_ - age);
    case Kind::Exponential: return round_any(-sampling::log(u) * p_[0]);
    case Kind::Normal: x = p_[0] + p_[1] * normal_over(more, (a - p_[0]) / p_[1]); break;
    case Kind::Lognormal:
      if (age <= 0) return draw(key, k);
      x = sampling::exp_any(p_[0] + p_[1] * normal_over(more, (sampling::log(a) - p_[0]) / p_[1]));
      break;
    case Kind::Gamma:
    case Kind::Erlang: x = p_[1] * gamma_over(more, p_[0], a / p_[1]); break;
    case Kind::Weibull: {
      const double passed = age > 0 ? sampling::exp_any(sampling::log(a / p_[1]) * p_[2]) : 0;
      x = p_[1] * sampling::exp_any(sampling::log(passed - sampling::log(u)) * p_[0]);
      break;
    }
    case Kind::Uniform: {
      const double from = std::max(a, p_[0]);
      x = from + u * std::max(0.0, p_[0] + p_[1] - from);
      break;
    }
    case Kind::Triangular: {
      if (a >= p_[2]) return 0;
      double below = 0;
      if (a > p_[0])
        below = a < p_[1] ? (a - p_[0]) * (a - p_[0]) / ((p_[2] - p_[0]) * (p_[1] - p_[0]))
                          : 1 - (p_[2] - a) * (p_[2] - a) / ((p_[2] - p_[0]) * (p_[2] - p_[1]));
      x = triangular_variate(below + u * (1 - below), p_[0], p_[1], p_[2], p_[3]);
      break;
    }
    case Kind::Pert:
    case Kind::Beta:
      if (a >= p_[0] + p_[1]) return 0;
      x = p_[0] + p_[1] * beta_over(more, p_[2], p_[3], std::max(0.0, (a - p_[0]) / std::max(p_[1], 1e-300)));
      break;
    case Kind::Empirical: {
      double left = 0;
      for (std::size_t i = 0; i < values_.size(); ++i)
        if (values_[i] > a) left += cumulative_[i] - (i > 0 ? cumulative_[i - 1] : 0);
      double rest = u * left;
      for (std::size_t i = 0; i < values_.size(); ++i) {
        if (values_[i] <= a) continue;
        x = values_[i];
        rest -= cumulative_[i] - (i > 0 ? cumulative_[i - 1] : 0);
        if (rest < 0) break;
      }
      break;
    }
  }
  return round_any(x - a);
}

}  // namespace linetwin
