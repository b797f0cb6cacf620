#include "statistics/precision.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/estimate.hpp"

namespace linetwin {

std::size_t look_ahead(std::size_t n) { return kLookAhead * std::max<std::size_t>(n, 100) / 100; }

std::optional<std::size_t> enough(const std::vector<double>& observations, double gamma,
                                  std::size_t minimum) {
  minimum = std::max<std::size_t>(minimum, 2);
  double mean = 0;
  double squares = 0;       // of the deviations from the mean (Welford 1962)
  std::size_t reached = 0;  // since so many observations the interval has been narrow; 0: it is not
  for (std::size_t i = 0; i < observations.size(); ++i) {
    const std::size_t n = i + 1;
    const auto count = static_cast<double>(n);
    const double distance = observations[i] - mean;
    mean += distance / count;
    squares += distance * (observations[i] - mean);
    if (n < minimum) continue;
    const double half_width = student_t(kConfidence, count - 1) * std::sqrt(squares / (count - 1) / count);
    if (!(std::abs(mean) > 0 && half_width <= gamma * std::abs(mean))) {  // also what is no number
      reached = 0;
      continue;
    }
    if (reached == 0) reached = n;
    if (n == reached + look_ahead(reached)) return n;
  }
  return std::nullopt;
}

std::optional<Stop> stop_at(const std::vector<double>& observations, double gamma, std::size_t minimum,
                            std::size_t cap) {
  const auto within = static_cast<std::ptrdiff_t>(std::min(cap, observations.size()));
  if (const auto n = enough({observations.begin(), observations.begin() + within}, gamma, minimum))
    return Stop{*n, true};
  if (observations.size() >= cap) return Stop{cap, false};
  return std::nullopt;
}

}  // namespace linetwin
