#include "drawing/palette.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace linetwin::drawing {
namespace {

using Rgb = std::array<double, 3>;  // 0 .. 255

// From light to dark in steps that look alike
constexpr std::array<Rgb, 5> kHeat = {
    {{243, 247, 250}, {201, 221, 238}, {134, 182, 219}, {58, 128, 186}, {14, 72, 128}}};

double channel(std::string_view colour, std::size_t at) {
  return static_cast<double>(std::stoi(std::string(colour.substr(at, 2)), nullptr, 16));
}

}  // namespace

std::string heat(double share) {
  const double last = static_cast<double>(kHeat.size() - 1);
  const double at = std::clamp(std::isfinite(share) ? share : 0.0, 0.0, 1.0) * last;
  const double low = std::min(std::floor(at), last - 1);
  const Rgb& from = kHeat[static_cast<std::size_t>(low)];
  const Rgb& to = kHeat[static_cast<std::size_t>(low) + 1];
  std::array<int, 3> mixed{};
  for (std::size_t i = 0; i < 3; ++i)
    mixed[i] = static_cast<int>(std::lround(from[i] + (to[i] - from[i]) * (at - low)));
  return fmt::format("#{:02x}{:02x}{:02x}", mixed[0], mixed[1], mixed[2]);
}

std::string_view ink_on(std::string_view colour) {
  double luminance = 0;
  constexpr std::array<double, 3> kWeights = {0.2126, 0.7152, 0.0722};
  for (std::size_t i = 0; i < 3; ++i) {
    const double c = channel(colour, 1 + 2 * i) / 255;
    luminance += kWeights[i] * (c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
  }
  // contrast with white over contrast with black
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 * 0.7 ? "#ffffff" : kInk;
}

}  // namespace linetwin::drawing
