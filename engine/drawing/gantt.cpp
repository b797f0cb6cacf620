#include "drawing/gantt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "drawing/axis.hpp"
#include "drawing/bars.hpp"
#include "drawing/palette.hpp"

namespace linetwin::drawing {

std::vector<DotRun> dot_runs(const Gantt& chart, const Gantt::Row& row, std::size_t dots) {
  const std::size_t colours = chart.colours.size();
  std::vector<double> covered(dots * colours, 0);
  const double span = chart.to - chart.from;
  if (!(span > 0)) return {};
  for (const auto& s : row.segments) {
    if (s.colour >= colours || !std::isfinite(s.from) || !std::isfinite(s.to)) continue;
    const double size = static_cast<double>(dots);
    const double from = std::clamp((s.from - chart.from) / span * size, 0.0, size);
    const double to = std::clamp((s.to - chart.from) / span * size, 0.0, size);
    for (auto dot = static_cast<std::size_t>(from); dot < dots && static_cast<double>(dot) < to; ++dot) {
      const double begin = static_cast<double>(dot);
      covered[dot * colours + s.colour] += std::min(to, begin + 1) - std::max(from, begin);
    }
  }
  std::vector<DotRun> runs;
  for (std::size_t dot = 0; dot < dots; ++dot) {
    const auto begin = covered.begin() + static_cast<std::ptrdiff_t>(dot * colours);
    const auto most = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(colours));
    if (colours == 0 || *most < chart.least) continue;
    const auto colour = static_cast<std::size_t>(most - begin);
    if (!runs.empty() && runs.back().end == dot && runs.back().colour == colour)
      ++runs.back().end;
    else
      runs.push_back({dot, dot + 1, colour});
  }
  return runs;
}

std::string gantt(const Gantt& chart) {
  constexpr double kFont = 11;
  double left = 0;
  for (const auto& row : chart.rows) left = std::max(left, text_width(row.label, kFont) * 1.05);
  left = std::min(left, 190.0) + 12;
  const double right = kChartWidth - 14;
  const double bottom = 6 + chart.row_height * static_cast<double>(chart.rows.size());
  Svg svg(kChartWidth, bottom + 42, chart.title);
  const Frame f{left, 2, right, bottom, {chart.from, chart.to, left, right}, {}};
  draw_x_axis(svg, f, ticks(chart.from, chart.to, 10, chart.hours ? Steps::Hours : Steps::Decimal),
              chart.x_label);
  const auto dots = static_cast<std::size_t>(right - left);
  const double dot = (right - left) / static_cast<double>(dots);
  double y = 4 + chart.row_height / 2;
  for (const auto& row : chart.rows) {
    svg.text(left - 8, y + 4, row.label, {kFont, kInk, Anchor::End, false, 0, left - 8});
    // one path a colour, of strokes as wide as the row
    std::vector<std::string> paths(chart.colours.size());
    std::vector<double> pen(chart.colours.size(), -1);
    for (const auto& run : dot_runs(chart, row, dots)) {
      const double begin = std::round((left + dot * static_cast<double>(run.begin)) * 10) / 10;
      const double end = std::round((left + dot * static_cast<double>(run.end)) * 10) / 10;
      std::string& d = paths[run.colour];
      if (pen[run.colour] < 0)
        d += "M" + num(begin) + " " + num(y);
      else
        d += "m" + num(begin - pen[run.colour]) + " 0";
      d += "h" + num(end - begin);
      pen[run.colour] = end;
    }
    for (std::size_t c = 0; c < paths.size(); ++c) {
      const bool faint = c < chart.faint.size() && chart.faint[c];
      if (!paths[c].empty())
        svg.path(paths[c], fmt::format(R"(fill="none" stroke="{}" stroke-width="{}")", chart.colours[c],
                                       num((chart.row_height - 3) * (faint ? 0.45 : 1))));
    }
    y += chart.row_height;
  }
  return svg.str();
}

}  // namespace linetwin::drawing
