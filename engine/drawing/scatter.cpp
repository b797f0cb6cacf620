#include "drawing/scatter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "drawing/axis.hpp"
#include "drawing/bars.hpp"
#include "drawing/palette.hpp"

namespace linetwin::drawing {
namespace {

constexpr double kFont = 11;
constexpr double kRadius = 4.5;
constexpr double kRounding = 1e-11;  // ends that differ by no more than this part of them are one
constexpr std::string_view kPaleDot = "#b5c6d3";

struct Ends {
  double low = 0;
  double high = 0;
  bool any = false;
  void take(double value) {
    if (!std::isfinite(value)) return;
    low = any ? std::min(low, value) : value;
    high = any ? std::max(high, value) : value;
    any = true;
  }
  // With some room beyond; never empty.
  Ends wider() const {
    const double size = std::max(std::abs(low), std::abs(high));
    if (high - low > size * kRounding) return {low - (high - low) * 0.06, high + (high - low) * 0.06, true};
    const double room = size > 0 ? size * 0.05 : 1;
    return {low - room, high + room, true};
  }
};

double half_of(const std::optional<double>& half_width) {
  return half_width && std::isfinite(*half_width) ? *half_width : 0;
}

double tick_room(const Ticks& y_ticks) {
  double room = 0;
  for (const double v : y_ticks.at) room = std::max(room, text_width(y_ticks.text(v), kFont));
  return room + 12;
}

void whisker(Svg& svg, const Frame& f, double x, double value, const std::optional<double>& half_width) {
  if (half_of(half_width) <= 0) return;
  const double top = f.y(value + *half_width), bottom = f.y(value - *half_width);
  svg.path(fmt::format("M{} {}V{}M{} {}h8M{} {}h8", num(x), num(top), num(bottom), num(x - 4), num(top),
                       num(x - 4), num(bottom)),
           fmt::format(R"(class="whisker" fill="none" stroke="{}" stroke-width="1.2")", kQuiet));
}

// Labels that would lie on one that is there, or on a dot, are left out: the tooltip has them.
class Labels {
 public:
  // A dot with its whiskers.
  void dot(const Frame& f, const Scatter::Dot& dot) {
    const double x = f.x(dot.x), half = half_of(dot.half_width);
    taken_.push_back({x - kRadius, f.y(dot.y + half) - kRadius, x + kRadius, f.y(dot.y - half) + kRadius});
  }
  void add(Svg& svg, const Frame& f, double x, double y, const std::string& text) {
    const double width = text_width(text, kFont);
    for (const double dy : {-9.0, 17.0})
      for (const bool left : {false, true}) {
        const double from = left ? x - 8 - width : x + 8;
        const Box box{from, y + dy - 9, from + width, y + dy + 2};
        const bool inside =
            box.left >= f.left && box.right <= f.right && box.top >= f.top - 4 && box.bottom <= f.bottom;
        if (!inside || !free(box)) continue;
        taken_.push_back(box);
        svg.text(from, y + dy, text, {kFont, kInk, Anchor::Start, false, 0, 0, true});
        return;
      }
  }

 private:
  struct Box {
    double left, top, right, bottom;
  };
  bool free(const Box& box) const {
    return std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) {
      return box.left < other.right && other.left < box.right && box.top < other.bottom &&
             other.top < box.bottom;
    });
  }
  std::vector<Box> taken_;
};

void stairs(Svg& svg, const Frame& f, const std::vector<Scatter::Dot>& dots) {
  std::vector<const Scatter::Dot*> strong;
  for (const auto& dot : dots)
    if (dot.strong) strong.push_back(&dot);
  std::sort(strong.begin(), strong.end(), [](const auto* a, const auto* b) { return a->x < b->x; });
  std::string d;
  for (const auto* dot : strong)
    d += d.empty() ? "M" + num(f.x(dot->x)) + " " + num(f.y(dot->y))
                   : "H" + num(f.x(dot->x)) + "V" + num(f.y(dot->y));
  if (!d.empty())
    svg.path(d, fmt::format(R"(class="front" fill="none" stroke="{}" stroke-width="1.4")", kSky));
}

}  // namespace

std::string scatter(const Scatter& chart) {
  std::vector<Scatter::Dot> dots;
  Ends xs, ys;
  for (const auto& dot : chart.dots) {
    if (!std::isfinite(dot.x) || !std::isfinite(dot.y)) continue;
    dots.push_back(dot);
    xs.take(dot.x);
    ys.take(dot.y - half_of(dot.half_width));
    ys.take(dot.y + half_of(dot.half_width));
  }
  if (chart.zero) ys.take(0);
  const Ends x = xs.wider(), y = ys.wider();
  const Ticks y_ticks = ticks(y.low, y.high, 6);
  Frame f{tick_room(y_ticks), 26, kChartWidth - 14, chart.height - 38, {}, {}};
  f.x = {x.low, x.high, f.left, f.right};
  f.y = {y.low, y.high, f.bottom, f.top};
  Svg svg(kChartWidth, chart.height, chart.title);
  draw_y_axis(svg, f, y_ticks, chart.y_label);
  draw_x_axis(svg, f, ticks(x.low, x.high, 8), chart.x_label);
  if (chart.zero)
    svg.line({f.left, f.y(0)}, {f.right, f.y(0)}, fmt::format(R"(class="zero" stroke="{}")", kInk));
  if (chart.stairs) stairs(svg, f, dots);
  Labels labels;
  for (const auto& dot : dots) {
    const double cx = f.x(dot.x), cy = f.y(dot.y);
    whisker(svg, f, cx, dot.y, dot.half_width);
    svg.circle({cx, cy}, kRadius,
               fmt::format(R"(class="dot" fill="{}" stroke="#fff")", dot.strong ? kBlue : kPaleDot),
               dot.tooltip);
    labels.dot(f, dot);
  }
  for (const bool strong : {true, false})
    for (const auto& dot : dots)
      if (dot.strong == strong && !dot.label.empty()) labels.add(svg, f, f.x(dot.x), f.y(dot.y), dot.label);
  return svg.str();
}

std::string level_plot(const LevelPlot& chart) {
  Ends ys;
  double columns = 0;
  for (const auto& panel : chart.panels) {
    columns += static_cast<double>(panel.means.size()) + 0.6;
    for (const auto& mean : panel.means) {
      ys.take(mean.value - half_of(mean.half_width));
      ys.take(mean.value + half_of(mean.half_width));
    }
  }
  const Ends y = ys.wider();
  const Ticks y_ticks = ticks(y.low, y.high, 5);
  Frame f{tick_room(y_ticks), 26, kChartWidth - 8, chart.height - 40, {}, {}};
  f.y = {y.low, y.high, f.bottom, f.top};
  Svg svg(kChartWidth, chart.height, chart.title);
  draw_y_axis(svg, f, y_ticks, chart.y_label);
  svg.line({f.left, f.bottom}, {f.right, f.bottom}, fmt::format(R"(stroke="{}")", kLine));
  const double column = (f.right - f.left) / std::max(columns, 1.0);
  double left = f.left;
  for (const auto& panel : chart.panels) {
    const double width = (static_cast<double>(panel.means.size()) + 0.6) * column;
    if (left > f.left) svg.line({left, f.top}, {left, f.bottom + 30}, fmt::format(R"(stroke="{}")", kLine));
    std::string d;
    for (std::size_t i = 0; i < panel.means.size(); ++i) {
      const auto& mean = panel.means[i];
      const double x = left + (static_cast<double>(i) + 0.8) * column;
      d += (d.empty() ? "M" : "L") + num(x) + " " + num(f.y(mean.value));
      svg.text(x, f.bottom + 15, mean.level, {kFont, kQuiet, Anchor::Middle, false, 0, column - 4});
    }
    if (panel.ordered && !d.empty())
      svg.path(d, fmt::format(R"(class="means" fill="none" stroke="{}" stroke-width="1.6")", kBlue));
    for (std::size_t i = 0; i < panel.means.size(); ++i) {
      const auto& mean = panel.means[i];
      const double x = left + (static_cast<double>(i) + 0.8) * column;
      whisker(svg, f, x, mean.value, mean.half_width);
      svg.circle({x, f.y(mean.value)}, kRadius, fmt::format(R"(class="dot" fill="{}" stroke="#fff")", kBlue),
                 panel.name + " " + mean.level);
    }
    svg.text(left + width / 2, f.bottom + 32, panel.name, {kFont, kInk, Anchor::Middle, true, 0, width - 8});
    left += width;
  }
  return svg.str();
}

}  // namespace linetwin::drawing
