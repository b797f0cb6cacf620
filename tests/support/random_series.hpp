// Seeded random numbers for tests of statistics, from the standard library's generators: not this program's.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace linetwin::test {

class RandomSeries {
 public:
  explicit RandomSeries(std::uint64_t seed) : bits_(seed) {}
  double uniform() { return (static_cast<double>(bits_() >> 11) + 0.5) * 0x1p-53; }
  // Whole, 0 .. n - 1.
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(uniform() * static_cast<double>(n)); }
  double exponential() { return -std::log(uniform()); }
  // Standard normal (Box and Muller 1958).
  double normal() {
    const double radius = std::sqrt(2 * exponential());
    return radius * std::cos(6.283185307179586 * uniform());
  }
  std::vector<double> normals(std::size_t n) {
    std::vector<double> values(n);
    for (double& x : values) x = normal();
    return values;
  }
  // x(i) = phi x(i-1) + e(i), stationary from the first: mean 0, variance 1 / (1 - phi^2).
  std::vector<double> autoregressive(std::size_t n, double phi) {
    std::vector<double> values(n);
    double x = normal() / std::sqrt(1 - phi * phi);
    for (double& value : values) {
      value = x;
      x = phi * x + normal();
    }
    return values;
  }

 private:
  std::mt19937_64 bits_;
};

}  // namespace linetwin::test
