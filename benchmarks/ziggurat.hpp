// Exponential variates the fast ordinary way, for the minimal loop: xoshiro256++ and a ziggurat.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "base/random.hpp"

namespace linetwin::bench {

// xoshiro256++ (Blackman and Vigna 2019), seeded by SplitMix64.
class Xoshiro {
 public:
  explicit Xoshiro(std::uint64_t seed) {
    for (std::uint64_t& word : s_) word = mix64(seed += kGoldenGamma);
  }
  std::uint64_t operator()() {
    const std::uint64_t result = std::rotl(s_[0] + s_[3], 23) + s_[0];
    const std::uint64_t t = s_[1] << 17;
    s_[2] ^= s_[0];
    s_[3] ^= s_[1];
    s_[1] ^= s_[2];
    s_[0] ^= s_[3];
    s_[2] ^= t;
    s_[3] = std::rotl(s_[3], 45);
    return result;
  }

 private:
  std::array<std::uint64_t, 4> s_{};
};

// Exponential of mean 1 by 256 layers of equal area (Marsaglia and Tsang 2000).
class Ziggurat {
 public:
  Ziggurat() {
    constexpr double area = 0.0039496598225815571993;
    x_[0] = area / std::exp(-kTail);
    x_[1] = kTail;
    for (std::size_t i = 2; i < 256; ++i) x_[i] = -std::log(area / x_[i - 1] + std::exp(-x_[i - 1]));
    x_[256] = 0;
    for (std::size_t i = 0; i <= 256; ++i) y_[i] = std::exp(-x_[i]);
  }
  double operator()(Xoshiro& random) const {
    for (double base = 0;;) {
      const std::uint64_t bits = random();
      const std::size_t layer = bits & 255;
      const double x = static_cast<double>(bits >> 11) * 0x1p-53 * x_[layer];
      if (x < x_[layer + 1]) [[likely]]
        return base + x;
      if (layer == 0) {
        base += kTail;  // the tail is the whole distribution once more
      } else if (y_[layer] + to_unit(random()) * (y_[layer + 1] - y_[layer]) < std::exp(-x)) {
        return base + x;
      }
    }
  }

 private:
  static constexpr double kTail = 7.69711747013104972;
  std::array<double, 257> x_{};
  std::array<double, 257> y_{};
};

}  // namespace linetwin::bench
