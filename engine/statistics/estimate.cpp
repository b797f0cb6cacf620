#include "statistics/estimate.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace linetwin {

double student_t(double confidence, double degrees) {
  return boost::math::quantile(boost::math::students_t(degrees), (1 + confidence) / 2);
}

Figure estimate(const std::vector<double>& observations) {
  Figure figure;
  if (observations.empty()) return figure;
  const auto n = static_cast<double>(observations.size());
  double sum = 0;
  for (const double x : observations) sum += x;
  const double mean = sum / n;
  figure.mean = mean;
  if (observations.size() < 2) return figure;
  double squares = 0;
  for (const double x : observations) squares += (x - mean) * (x - mean);
  figure.sd = std::sqrt(squares / (n - 1));
  figure.half_width = student_t(kConfidence, n - 1) * *figure.sd / std::sqrt(n);
  return figure;
}

}  // namespace linetwin
