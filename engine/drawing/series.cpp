#include "drawing/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "drawing/axis.hpp"
#include "drawing/bars.hpp"
#include "drawing/palette.hpp"

namespace linetwin::drawing {
namespace {

constexpr double kSmall = 11;

// One value for each dot of the drawing: more points than that only make the file larger.
struct Thinned {
  std::vector<double> x, mean, low, high, average;
};

double mean_of(const std::vector<double>& values, std::size_t begin, std::size_t end) {
  double sum = 0, count = 0;
  for (std::size_t i = begin; i < end; ++i)
    if (std::isfinite(values[i])) sum += values[i], ++count;
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

Thinned thinned(const SeriesChart& chart, double dots) {
  const std::size_t n = std::min(chart.x.size(), chart.mean.size());
  const auto most = static_cast<std::size_t>(std::max(dots, 2.0));
  const std::size_t points = std::min(n, most);
  const bool band = chart.low.size() >= n && chart.high.size() >= n && n > 0;
  Thinned t;
  for (std::size_t p = 0; p < points; ++p) {
    const std::size_t begin = p * n / points, end = (p + 1) * n / points;
    t.x.push_back(mean_of(chart.x, begin, end));
    t.mean.push_back(mean_of(chart.mean, begin, end));
    if (chart.average.size() >= n) t.average.push_back(mean_of(chart.average, begin, end));
    if (!band) continue;
    const auto b = static_cast<std::ptrdiff_t>(begin), e = static_cast<std::ptrdiff_t>(end);
    t.low.push_back(*std::min_element(chart.low.begin() + b, chart.low.begin() + e));
    t.high.push_back(*std::max_element(chart.high.begin() + b, chart.high.begin() + e));
  }
  return t;
}

// One decimal is a tenth of a dot.
std::string short_num(double v) { return num(std::round(v * 10) / 10); }

std::string polyline(const Frame& f, const std::vector<double>& x, const std::vector<double>& y) {
  std::string d;
  bool pen = false;
  for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
    const bool there = std::isfinite(x[i]) && std::isfinite(y[i]);
    if (there) d += (pen ? "L" : "M") + short_num(f.x(x[i])) + " " + short_num(f.y(y[i]));
    pen = there;
  }
  return d;
}

// A band for each stretch without gaps.
std::string band(const Frame& f, const Thinned& t) {
  std::string d;
  for (std::size_t i = 0; i < t.low.size();) {
    std::string there, back;
    for (; i < t.low.size() && std::isfinite(t.low[i]) && std::isfinite(t.high[i]); ++i) {
      const std::string x = short_num(f.x(t.x[i]));
      there += (there.empty() ? "M" : "L") + x + " " + short_num(f.y(t.high[i]));
      back.insert(0, "L" + x + " " + short_num(f.y(t.low[i])));
    }
    if (!there.empty()) d += there + back + "Z";
    ++i;
  }
  return d;
}

double highest(const SeriesChart& chart) {
  double most = 0;
  for (const auto* values : {&chart.mean, &chart.high, &chart.average})
    for (const double v : *values)
      if (std::isfinite(v)) most = std::max(most, v);
  for (const auto& level : chart.levels)
    if (std::isfinite(level.value)) most = std::max(most, level.value);
  return most;
}

// Labels stand above the highest line, below the lowest, and by turns to the right and left between.
void draw_levels(Svg& svg, const SeriesChart& chart, const Frame& f) {
  std::vector<SeriesChart::Level> levels;
  for (const auto& level : chart.levels)
    if (std::isfinite(level.value)) levels.push_back(level);
  std::stable_sort(levels.begin(), levels.end(),
                   [](const auto& a, const auto& b) { return a.value > b.value; });
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const auto& level = levels[i];
    const double y = f.y(level.value);
    const bool target = std::string_view(level.name) == "target";
    svg.line({f.left, y}, {f.right, y},
             fmt::format(R"(class="{}" stroke="{}" stroke-width="{}" stroke-dasharray="{}")", level.name,
                         target ? kVermillion : kQuiet, target ? 1.5 : 1, target ? "7 4" : "2 3"));
    if (level.label.empty()) continue;
    const bool under = (i > 0 && i + 1 == levels.size()) || y - 16 < f.top;
    const bool right = i == 0 || i + 1 == levels.size() || i % 2 == 0;
    svg.text(right ? f.right - 4 : f.left + (f.right - f.left) * 0.35, under ? y + 13 : y - 5, level.label,
             {kSmall, target ? "#a34700" : kQuiet, Anchor::End, false, 0, 0, true});
  }
}

}  // namespace

std::string series_chart(const SeriesChart& chart) {
  const bool small = chart.width < 400;
  const double font = small ? 10 : kSmall;
  const int about = small ? 3 : 5;
  const double top_value = round_up(highest(chart), about);
  const Ticks y_ticks = ticks(0, top_value, about);
  double left = 0;
  for (const double v : y_ticks.at) left = std::max(left, text_width(y_ticks.text(v), font));
  const double x_end = chart.x.empty() ? 1 : chart.x.back();
  Frame f{left + 10,
          chart.y_label.empty() ? 10.0 : 26.0,
          chart.width - 10,
          chart.height - (chart.x_label.empty() ? 20 : 38),
          {},
          {}};
  f.x = {chart.x.empty() ? 0 : std::min(0.0, chart.x.front()), x_end > 0 ? x_end : 1, f.left, f.right};
  f.y = {0, top_value, f.bottom, f.top};
  Svg svg(chart.width, chart.height, chart.title);
  if (chart.shade_until > f.x.low) {
    const double end = std::min(f.x(chart.shade_until), f.right);
    svg.rect(f.left, f.top, end - f.left, f.bottom - f.top, R"(class="warmup" fill="#eceff2")");
  }
  draw_y_axis(svg, f, y_ticks, chart.y_label, font);
  draw_x_axis(svg, f, ticks(f.x.low, f.x.high, small ? 4 : 10, chart.hours ? Steps::Hours : Steps::Decimal),
              chart.x_label, font);
  const Thinned t = thinned(chart, small ? 130 : 420);
  if (const std::string d = band(f, t); !d.empty())
    svg.path(d, fmt::format(R"(class="band" fill="{}" fill-opacity=".28")", kSky));
  const bool averaged = !t.average.empty();
  if (const std::string d = polyline(f, t.x, t.mean); !d.empty())
    svg.path(d,
             fmt::format(R"(class="mean" fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round")",
                         averaged ? kSky : kBlue, averaged ? 1 : 1.6));
  if (const std::string d = averaged ? polyline(f, t.x, t.average) : std::string(); !d.empty())
    svg.path(
        d, fmt::format(R"(class="average" fill="none" stroke="{}" stroke-width="2" stroke-linejoin="round")",
                       kBlue));
  draw_levels(svg, chart, f);
  if (chart.shade_until > f.x.low && !chart.shade_label.empty()) {
    const double end = std::min(f.x(chart.shade_until), f.right);
    svg.line({end, f.top}, {end, f.bottom}, fmt::format(R"(stroke="{}" stroke-dasharray="3 3")", kQuiet));
    // beside the strip where it is too narrow for its text
    const bool inside = end - f.left > text_width(chart.shade_label, font) + 10;
    svg.text(inside ? f.left + 5 : end + 5, f.top + 15, chart.shade_label,
             {font, kQuiet, Anchor::Start, false, 0, 0, true});
  }
  return svg.str();
}

namespace {

// Texts at the top of lines down, on levels so that none is written over another.
struct Placed {
  double begin = 0;
  double end = 0;
  std::size_t level = 0;
};

Placed place_mark(std::vector<double>& ends, double x, double width, double right) {
  Placed p{x + 4, x + 4 + width, 0};
  if (p.end > right) p = {x - 4 - width, x - 4, 0};
  while (p.level < ends.size() && ends[p.level] + 8 > p.begin) ++p.level;
  if (p.level == ends.size()) ends.push_back(0);
  ends[p.level] = std::max(p.end, x);
  return p;
}

}  // namespace

std::string histogram(const Histogram& chart) {
  constexpr double kLevel = 15;
  const std::size_t bars = chart.edges.empty() ? 0 : std::min(chart.shares.size(), chart.edges.size() - 1);
  double most = 0;
  for (const double share : chart.shares)
    if (std::isfinite(share)) most = std::max(most, share);
  std::vector<Histogram::Mark> marks;
  for (const auto& mark : chart.marks)
    if (std::isfinite(mark.value)) marks.push_back(mark);
  std::stable_sort(marks.begin(), marks.end(),
                   [](const auto& a, const auto& b) { return a.value < b.value; });
  double high = chart.edges.empty() ? 1 : chart.edges.back();
  for (const auto& mark : marks) high = std::max(high, mark.value * 1.02);
  const double low = chart.edges.empty() ? 0
                                         : std::min(chart.edges.front(), marks.empty() ? chart.edges.front()
                                                                                       : marks.front().value);

  Frame f{0, 0, kChartWidth - 14, 0, {}, {}};
  const double top_value = round_up(most, 4);
  const Ticks y_ticks = ticks(0, top_value, 4);
  for (const double v : y_ticks.at) f.left = std::max(f.left, text_width(y_ticks.text(v), kSmall) + 12);
  f.x = {low, high, f.left, f.right};
  std::vector<double> ends;
  std::vector<Placed> places;
  for (const auto& mark : marks)
    places.push_back(place_mark(ends, f.x(mark.value), text_width(mark.label, kSmall) * 1.05, f.right));
  f.top = 24 + kLevel * static_cast<double>(ends.size());
  f.bottom = f.top + 190;
  f.y = {0, top_value, f.bottom, f.top};

  Svg svg(kChartWidth, f.bottom + 42, chart.title);
  draw_x_axis(svg, f, ticks(low, high, 10), chart.x_label);
  draw_y_axis(svg, f, y_ticks, {});
  svg.text(0, 12, chart.y_label, {kSmall, kQuiet});
  for (std::size_t i = 0; i < bars; ++i) {
    if (!(chart.shares[i] > 0) || !std::isfinite(chart.shares[i])) continue;
    const double x = f.x(chart.edges[i]), width = f.x(chart.edges[i + 1]) - x, y = f.y(chart.shares[i]);
    svg.rect(x + 0.4, y, std::max(width - 0.8, 0.5), f.bottom - y,
             fmt::format(R"(class="bin" fill="{}")", kSky),
             i < chart.tooltips.size() ? chart.tooltips[i] : std::string());
  }
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const double x = f.x(marks[i].value), y = 30 + kLevel * static_cast<double>(places[i].level);
    svg.line({x, y - 10}, {x, f.bottom},
             fmt::format(R"(class="{}" stroke="{}" stroke-width="1.5"{})",
                         marks[i].target ? "target" : "quantile", marks[i].target ? kVermillion : kInk,
                         marks[i].target ? R"( stroke-dasharray="7 4")" : ""));
    svg.text(places[i].begin, y, marks[i].label,
             {kSmall, marks[i].target ? "#a34700" : kInk, Anchor::Start, false, 0, 0, true});
  }
  return svg.str();
}

}  // namespace linetwin::drawing
