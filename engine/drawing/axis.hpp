// Axes: round numbers between two ends, and times in the unit that suits them.
#pragma once

#include <string>
#include <vector>

#include "drawing/svg.hpp"

namespace linetwin::drawing {

// Values from `low` to `high` are drawn from `from` to `to`.
struct Scale {
  double low = 0;
  double high = 1;
  double from = 0;
  double to = 1;
  double operator()(double value) const {
    return high > low ? from + (value - low) / (high - low) * (to - from) : from;
  }
};

struct Ticks {
  std::vector<double> at;
  int decimals = 0;  // that tell them apart
  double step = 1;
  std::string text(double value) const;
};

enum class Steps : unsigned char { Decimal, Hours };

// Round values in [low, high], about `about` of them: steps of 1, 2 or 5 times a power of ten; of hours also
// 3, 6, 12 and days.
Ticks ticks(double low, double high, int about, Steps steps = Steps::Decimal);

// The end of an axis: the next tick that is not below `high`.
double round_up(double high, int about);

// The unit in which a span of seconds is shown.
struct TimeUnit {
  const char* name = "s";  // "s", "min", "h", "d"
  double seconds = 1;
};
TimeUnit time_unit(double span_s);

// A frame with grid lines, tick labels and axis labels. The plot's corners are (left, top) and (right,
// bottom).
struct Frame {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  Scale x{};
  Scale y{};
};
void draw_x_axis(Svg& svg, const Frame& frame, const Ticks& ticks, std::string_view label, double font = 11);
void draw_y_axis(Svg& svg, const Frame& frame, const Ticks& ticks, std::string_view label, double font = 11);

}  // namespace linetwin::drawing
