#include "drawing/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "drawing/palette.hpp"

namespace linetwin::drawing {
namespace {

constexpr double kTiny = 1e-6;  // steps below it need so many decimals that powers of ten read better

double decimal_step(double rough) {
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

double hour_step(double rough) {
  if (rough <= 1) return decimal_step(rough);
  for (const double step : {1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 96.0, 168.0})
    if (step >= rough * (1 - 1e-9)) return step;
  return 24 * decimal_step(rough / 24);
}

}  // namespace

std::string Ticks::text(double value) const {
  if (std::abs(value) < step * 1e-6) value = 0;
  if (step < kTiny) return fmt::format("{:.6g}", value);
  return fmt::format("{:.{}f}", value, decimals);
}

Ticks ticks(double low, double high, int about, Steps steps) {
  Ticks result;
  if (!(high > low) || !std::isfinite(low) || !std::isfinite(high)) {
    if (std::isfinite(low)) result.at.push_back(low);
    return result;
  }
  const double rough = (high - low) / std::max(about, 1);
  result.step = steps == Steps::Hours ? hour_step(rough) : decimal_step(rough);
  result.decimals = std::clamp(-static_cast<int>(std::floor(std::log10(result.step) + 1e-9)), 0, 8);
  const double slack = result.step * 1e-6;
  for (double k = std::ceil((low - slack) / result.step); k * result.step <= high + slack; ++k)
    result.at.push_back(k * result.step);
  // one alone tells nothing
  return result.at.size() < 2 && about < 1000 ? ticks(low, high, 2 * std::max(about, 1), steps) : result;
}

double round_up(double high, int about) {
  if (!(high > 0) || !std::isfinite(high)) return 1;
  const double step = decimal_step(high / std::max(about, 1));
  return std::ceil(high / step * (1 - 1e-9)) * step;
}

TimeUnit time_unit(double span_s) {
  if (span_s >= 10 * 86400) return {"d", 86400};
  if (span_s >= 2 * 3600) return {"h", 3600};
  if (span_s >= 120) return {"min", 60};
  return {"s", 1};
}

void draw_x_axis(Svg& svg, const Frame& f, const Ticks& ticks, std::string_view label, double font) {
  svg.open(R"(class="x-axis")");
  for (const double value : ticks.at) {
    const double x = f.x(value);
    svg.line({x, f.top}, {x, f.bottom}, fmt::format(R"(stroke="{}")", kGrid));
    svg.text(x, f.bottom + font + 4, ticks.text(value), {font, kQuiet, Anchor::Middle});
  }
  svg.line({f.left, f.bottom}, {f.right, f.bottom}, fmt::format(R"(stroke="{}")", kLine));
  if (!label.empty())
    svg.text((f.left + f.right) / 2, f.bottom + 2 * font + 10, label, {font, kQuiet, Anchor::Middle});
  svg.close();
}

void draw_y_axis(Svg& svg, const Frame& f, const Ticks& ticks, std::string_view label, double font) {
  svg.open(R"(class="y-axis")");
  for (const double value : ticks.at) {
    const double y = f.y(value);
    svg.line({f.left, y}, {f.right, y}, fmt::format(R"(stroke="{}")", kGrid));
    svg.text(f.left - 6, y + font * 0.35, ticks.text(value), {font, kQuiet, Anchor::End});
  }
  // the label lies above the axis, where it needs no turning of the head
  if (!label.empty()) svg.text(0, f.top - 9, label, {font, kQuiet});
  svg.close();
}

}  // namespace linetwin::drawing
