// What was observed of the alternatives that are compared: streams of numbers, and what is kept of them.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace linetwin::compare {

enum class Goal { Maximise, Minimise };

// +1 where more is better, -1 where less is: times a value, more is better.
constexpr double sign(Goal goal) { return goal == Goal::Maximise ? 1.0 : -1.0; }

// By replication; nothing where a replication is missing. Under common random numbers replication r of every
// alternative is driven by the same random numbers.
using Values = std::vector<std::optional<double>>;

// Number, mean and sum of squares about the mean of a stream (Welford 1962): all that its interval needs.
class Moments {
 public:
  void add(double x) {
    ++n_;
    const double before = x - mean_;
    mean_ += before / static_cast<double>(n_);
    squares_ += before * (x - mean_);
  }
  std::size_t n() const { return n_; }
  double mean() const { return mean_; }  // 0 without values
  double squares() const { return squares_; }
  // Over n - 1; nothing with fewer than two values.
  std::optional<double> variance() const {
    if (n_ < 2) return std::nullopt;
    return squares_ / static_cast<double>(n_ - 1);
  }

 private:
  std::size_t n_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

// Of the values that are there.
Moments moments_of(const Values& values);

// What was observed at one setting: n values with their mean and variance, or the values themselves.
struct Observed {
  double mean = 0;
  std::size_t n = 0;    // 0: nothing was observed here, and the setting is left out
  double variance = 0;  // of the values, over n - 1; 0 when n is 1
  Values values{};      // may be empty; otherwise the three above are theirs
};

Observed observed(Values values);

// Differences and fits of numbers of one size leave rounding noise of this part of them where the truth is 0.
inline constexpr double kRounding = 1e-11;
// 0 for what is no more than rounding noise against numbers of the size `scale`.
double settled(double value, double scale);

// A number with the half width of its interval; no half width where there is nothing to judge by.
struct Estimate {
  double value = 0;
  std::optional<double> half_width{};
};

// The replications (0-based, ascending) in which every one of the settings has a value. Empty when one has
// none, or none are common, or there are no settings.
std::vector<std::size_t> common_replications(const std::vector<const Values*>& settings);

// An F test (Fisher 1925, Snedecor 1934): the ratio of two mean squares, and how likely so large a ratio is
// by chance. Without an F when there are no degrees or the error is 0.
struct FTest {
  double degrees = 0;
  double error_degrees = 0;
  std::optional<double> f{};
  std::optional<double> p{};
};

FTest f_test(double squares, double degrees, double error_squares, double error_degrees);

// How likely Student's t is at least so far from 0 by chance, on either side; degrees of freedom >= 1.
double two_sided_p(double t, double degrees);

}  // namespace linetwin::compare
