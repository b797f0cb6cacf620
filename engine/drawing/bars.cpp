#include "drawing/bars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "drawing/axis.hpp"
#include "drawing/palette.hpp"

namespace linetwin::drawing {
namespace {

constexpr double kFont = 12;
constexpr double kSmall = 11;
constexpr double kRow = 24;
constexpr double kBar = 17;
constexpr double kMostLabel = 230;
constexpr double kFoot = 42;  // tick labels and the label of the axis

// Left of the bars, for labels and what stands behind them.
template <typename Row, typename Tail>
double label_room(const std::vector<Row>& rows, const Tail& tail) {
  double most = 0;
  for (const Row& row : rows) most = std::max(most, text_width(row.label + tail(row), kFont));
  return std::min(most * 1.12, kMostLabel) + 12;
}

double or_zero(double value) { return std::isfinite(value) ? value : 0; }

void row_label(Svg& svg, const Frame& f, double y, const std::string& label, const std::string& tail,
               bool bold) {
  const double font = bold ? kFont * 1.08 : kFont;
  const std::string shown = cut(label, tail, font, f.left - 12);
  svg.open(R"(class="label")");
  svg.text(f.left - 10, y + kBar / 2 + 4, shown, {kFont, kInk, Anchor::End, bold},
           shown == label + tail ? "" : label + tail);
  svg.close();
}

}  // namespace

std::string stacked_bars(const StackedBars& chart) {
  const auto mark = [&](const StackedBars::Row& row) {
    return row.marked ? " " + chart.mark : std::string();
  };
  const double left = label_room(chart.rows, mark);
  const double bottom = 8 + kRow * static_cast<double>(chart.rows.size());
  Svg svg(kChartWidth, bottom + kFoot, chart.title);
  const Frame f{left, 4, kChartWidth - 14, bottom, {0, 100, left, kChartWidth - 14}, {}};
  draw_x_axis(svg, f, ticks(0, 100, 10), chart.axis);
  double y = 8;
  for (const auto& row : chart.rows) {
    row_label(svg, f, y, row.label, mark(row), row.marked);
    double sum = 0;
    for (const double share : row.shares) sum += std::max(or_zero(share), 0.0);
    double done = 0;
    svg.open(R"(class="stack")");
    for (std::size_t i = 0; i < row.shares.size() && sum > 0; ++i) {
      const double share = 100 * std::max(or_zero(row.shares[i]), 0.0) / sum;
      const double x = f.x(done), width = f.x(done + share) - x;
      done += share;
      if (width < 0.05) continue;
      svg.rect(x, y, width, kBar, fmt::format(R"(fill="{}")", chart.colours[i]),
               fmt::format("{}: {} {:.1f} %", row.label, chart.names[i], share));
      const std::string text = width >= 34 ? fmt::format("{:.1f}", share) : fmt::format("{:.0f}", share);
      if (width >= text_width(text, kSmall) + 5)
        svg.text(x + width / 2, y + kBar / 2 + 4, text, {kSmall, ink_on(chart.colours[i]), Anchor::Middle});
    }
    svg.close();
    y += kRow;
  }
  return svg.str();
}

std::string waterfall(const Waterfall& chart) {
  double most = chart.target.value_or(0), at = 0, least = 0, text_room = 0;
  for (const auto& step : chart.steps) {
    at = step.total ? or_zero(step.value) : at + or_zero(step.value);
    most = std::max(most, at);
    least = std::min(least, at);
    text_room = std::max(text_room, text_width(step.text, kFont));
  }
  const double left = label_room(chart.steps, [](const auto&) { return ""; }),
               right = kChartWidth - text_room - 16;
  const double top = chart.target ? 22 : 8;
  const double bottom = top + kRow * static_cast<double>(chart.steps.size());
  Svg svg(kChartWidth, bottom + kFoot, chart.title);
  const Frame f{left, top - 4, right, bottom, {least, most > 0 ? most : 1, left, right}, {}};
  draw_x_axis(svg, f, ticks(f.x.low, f.x.high, 8), chart.axis);
  double y = top, before = 0;
  for (std::size_t i = 0; i < chart.steps.size(); ++i) {
    const auto& step = chart.steps[i];
    const double from = step.total ? 0 : before,
                 to = step.total ? or_zero(step.value) : before + or_zero(step.value);
    const double x1 = f.x(std::min(from, to)), x2 = f.x(std::max(from, to));
    row_label(svg, f, y, step.label, "", step.total);
    const std::string_view colour = step.total ? kBlue : step.value > 0 ? kGreen : kVermillion;
    svg.rect(x1, y, std::max(x2 - x1, 0.75), kBar,
             fmt::format(R"(class="{}" fill="{}")", step.total ? "total" : "step", colour),
             step.label + ": " + step.text);
    svg.text(x2 + 6, y + kBar / 2 + 4, step.text, {kFont, kInk, Anchor::Start, step.total, 0, 0, true});
    before = to;
    if (i + 1 < chart.steps.size())
      svg.line({f.x(to), y + kBar}, {f.x(to), y + kRow}, fmt::format(R"(class="link" stroke="{}")", kQuiet));
    y += kRow;
  }
  if (chart.target) {
    const double x = f.x(*chart.target);
    svg.line({x, top - 4}, {x, bottom},
             fmt::format(R"(class="target" stroke="{}" stroke-width="1.5" stroke-dasharray="6 4")", kInk));
    const bool end = x > (f.left + f.right) / 2;
    svg.text(x + (end ? -2 : 2), top - 8, chart.target_text,
             {kSmall, kInk, end ? Anchor::End : Anchor::Start});
  }
  return svg.str();
}

std::string gain_bars(const GainBars& chart) {
  double low = 0, high = 0, text_room = 0;
  for (const auto& row : chart.rows) {
    const double half = or_zero(row.half_width.value_or(0));
    low = std::min(low, or_zero(row.value) - half);
    high = std::max(high, or_zero(row.value) + half);
    text_room = std::max(text_room, text_width(row.text, kFont));
  }
  if (!(high > low)) high = low + 1;
  const double left = label_room(chart.rows, [](const auto&row) { return row.detail; }),
               right = kChartWidth - text_room - 16;
  const double bottom = 8 + kRow * static_cast<double>(chart.rows.size());
  Svg svg(kChartWidth, bottom + kFoot, chart.title);
  const Frame f{left, 4, right, bottom, {low, high, left, right}, {}};
  draw_x_axis(svg, f, ticks(low, high, 8), chart.axis);
  double y = 8;
  for (const auto& row : chart.rows) {
    row_label(svg, f, y, row.label, row.detail, false);
    const double value = or_zero(row.value), half = or_zero(row.half_width.value_or(0));
    const bool sure = row.half_width && std::abs(value) > half;
    const double x1 = f.x(std::min(value, 0.0)), x2 = f.x(std::max(value, 0.0));
    svg.rect(x1, y, std::max(x2 - x1, 0.75), kBar,
             fmt::format(R"(fill="{}")", sure ? kBlue : std::string_view("#b5c6d3")),
             row.label + row.detail + ": " + row.text);
    double end = x2;
    if (row.half_width) {
      const double a = f.x(value - half), b = f.x(value + half), m = y + kBar / 2;
      svg.path(fmt::format("M{} {}H{}M{} {}v8M{} {}v8", num(a), num(m), num(b), num(a), num(m - 4), num(b),
                           num(m - 4)),
               fmt::format(R"(class="whisker" fill="none" stroke="{}" stroke-width="1.2")", kInk));
      end = std::max(end, b);
    }
    svg.text(end + 6, y + kBar / 2 + 4, row.text, {kFont, kInk, Anchor::Start, false, 0, 0, true});
    y += kRow;
  }
  svg.line({f.x(0), f.top}, {f.x(0), bottom}, fmt::format(R"(stroke="{}")", kInk));
  return svg.str();
}

}  // namespace linetwin::drawing
