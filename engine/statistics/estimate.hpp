// Means with their uncertainty.
#pragma once

#include <optional>
#include <vector>

namespace linetwin {

// A mean over replications, its standard deviation, and the half width of its 95 % confidence interval
// (Student 1908: t(0.975, n-1) sd / sqrt(n)). No mean without observations; no sd and no half width with one.
struct Figure {
  std::optional<double> mean{};
  std::optional<double> half_width{};
  std::optional<double> sd{};
};

inline constexpr double kConfidence = 0.95;

Figure estimate(const std::vector<double>& observations);

// The two-sided quantile t((1 + confidence) / 2, degrees of freedom), degrees >= 1.
double student_t(double confidence, double degrees);

}  // namespace linetwin
