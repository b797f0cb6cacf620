// Distributions of times and their sampling.
//
// Sampling uses + - * / and sqrt of IEEE doubles only (our own logarithm and exponential), so every build and
// every instruction set gives the same bits.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "base/time.hpp"

namespace linetwin {

// A distribution of a non-negative time. Parameters are in microseconds unless they have no unit.
struct Distribution {
  enum class Kind : std::uint8_t {
    Constant,     // a = value
    Exponential,  // a = mean
    Normal,       // a = mean, b = sd, before what falls below 0 is drawn again
    Lognormal,    // a = mean, b = sd, of the variable itself
    Gamma,        // a = mean, b = sd
    Erlang,       // a = mean, b = stages (a whole number, at least 1)
    Weibull,      // a = mean, b = shape
    Uniform,      // a = min, b = max
    Triangular,   // a = min, b = mode, c = max
    Pert,         // a = min, b = mode, c = max (beta with lambda = 4)
    Beta,         // a = min, b = max, c = mean, d = sd
    Empirical,    // values with weights (weights sum to anything above 0)
  };
  Kind kind = Kind::Constant;
  double a = 0, b = 0, c = 0, d = 0;
  std::vector<double> values{};
  std::vector<double> weights{};

  static Distribution constant(double value) { return {Kind::Constant, value}; }
  static Distribution exponential(double mean) { return {Kind::Exponential, mean}; }

  friend bool operator==(const Distribution&, const Distribution&) = default;
};

std::string_view kind_name(Distribution::Kind kind);  // "exponential", as the model format writes it

// Mean and standard deviation in microseconds, of what is really drawn (a normal's are those of the part
// above 0).
double mean(const Distribution& distribution);
double standard_deviation(const Distribution& distribution);
// The same distribution of a time `factor` (over 0) times as long.
Distribution scaled(const Distribution& distribution, double factor);
// The share of a normal's draws that fall below 0 and are drawn again; 0 for every other kind.
double share_below_zero(const Distribution& distribution);
// Empty when such a distribution can exist; else what is wrong with its parameters ("min is over max").
std::string impossible(const Distribution& distribution);

// A distribution made ready for sampling: constants worked out once. A const value, shared by threads.
// The k-th draw depends on (key, k) alone; a rejection method takes its further numbers from a substream of
// draw k.
class Sampler {
 public:
  Sampler() = default;
  explicit Sampler(const Distribution& distribution);

  bool is_constant() const { return kind_ == Distribution::Kind::Constant; }
  Time constant() const { return constant_; }
  Distribution::Kind kind() const { return kind_; }

  // Draw number `k` of the stream `key`: whole microseconds, 0 <= t <= kLongestSample.
  Time draw(StreamKey key, std::uint64_t k) const;
  // Draws first_k .. first_k + out.size() - 1; the same values as draw(), in fewer nanoseconds each.
  void fill(StreamKey key, std::uint64_t first_k, std::span<Time> out) const;
  // The rest of a time that is known to exceed `age` (>= 0): a draw of X - age given X > age, at least 0.
  // Where the age cannot be exceeded (constant, uniform, ...), 0.
  Time draw_residual(StreamKey key, std::uint64_t k, Time age) const;

 private:
  Distribution::Kind kind_ = Distribution::Kind::Constant;
  bool block_safe_ = false;  // every draw is below 2^51 us: the fast conversion to integers may be used
  Time constant_ = 0;
  double p_[6] = {};                  // constants worked out from the parameters, by kind
  std::vector<double> values_{};      // empirical only
  std::vector<double> cumulative_{};  // empirical only: running shares, the last is 1
};

}  // namespace linetwin
