#include "report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace linetwin {
namespace {

// A half width that is no larger than this part of its mean is what rounding left of 0.
constexpr double kRounding = 1e-11;
constexpr double kTiny = 1e-9;  // shown as 0

bool shows_zero(const std::string& text) { return text.find_first_of("123456789") == std::string::npos; }

std::string without_tail(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// A number whose uncertainty is not known, or is none: zeros behind it would promise digits.
std::string plain_text(double value) {
  const double size = std::abs(value);
  if (size < 0.01) return size < kTiny ? "0" : fmt::format("{:.4g}", value);
  return without_tail(number_text(value, std::nullopt));
}

}  // namespace

std::string number_text(double value, const std::optional<double>& half_width) {
  const double size = std::abs(value);
  int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
  if (half_width && std::isfinite(*half_width) && *half_width > size * kRounding)
    decimals = std::min(1 - static_cast<int>(std::floor(std::log10(*half_width))),
                        4 - static_cast<int>(std::floor(std::log10(std::max(size, 1e-6)))));
  std::string text = fmt::format("{:.{}f}", value, std::clamp(decimals, 0, 8));
  if (text.starts_with('-') && std::isfinite(value) && shows_zero(text)) text.erase(0, 1);
  return text;
}

std::string figure_text(const Figure& figure) {
  if (!figure.mean || !std::isfinite(*figure.mean)) return "-";
  const double mean = *figure.mean;
  if (!figure.half_width || !std::isfinite(*figure.half_width)) return plain_text(mean);
  const double half = *figure.half_width;
  const std::string half_text = number_text(half, half);
  if (half <= std::abs(mean) * kRounding || shows_zero(half_text)) return plain_text(mean) + " ± 0";
  return number_text(mean, half) + " ± " + half_text;
}

std::string signed_figure_text(const Figure& figure) {
  const std::string text = figure_text(figure);
  const bool zero = shows_zero(text.substr(0, text.find(' ')));
  return !zero && figure.mean.value_or(0) > 0 ? "+" + text : text;
}

}  // namespace linetwin
