#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "drawing/bars.hpp"
#include "drawing/gantt.hpp"
#include "drawing/sankey.hpp"
#include "drawing/series.hpp"
#include "page/page_example.hpp"
#include "support/markup.hpp"

using namespace linetwin::drawing;
namespace markup = linetwin::markup;
using linetwin::example::Noise;
using Tags = std::vector<markup::Tag>;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Where a value of an axis is drawn, from its ticks: read off as a reader would, between two of them.
double read_off(const Tags& tags, const std::string& axis, double value) {
  std::vector<std::pair<double, double>> ticks;  // value, coordinate
  const std::string along = axis == "x-axis" ? "x1" : "y1";
  double at = 0;
  for (const auto& tag : tags) {
    if (!tags[tag.parent].has_class(axis)) continue;
    if (tag.name == "line") at = tag.number(along);
    if (tag.name == "text" && !tag.text.empty() &&
        tag.text.find_first_not_of("-0123456789.") == std::string::npos)
      ticks.emplace_back(std::stod(tag.text), at);
  }
  REQUIRE(ticks.size() >= 2);
  const auto [v0, c0] = ticks.front();
  const auto [v1, c1] = ticks.back();
  return c0 + (value - v0) / (v1 - v0) * (c1 - c0);
}

// Of a stretch "M10 20h30": its beginning and end.
std::pair<double, double> stretch(const std::string& d) {
  double x = 0, length = 0;
  REQUIRE(std::sscanf(d.c_str(), "M%lf %*fh%lf", &x, &length) == 2);
  return {x, x + length};
}

}  // namespace

TEST_CASE("every stacked bar is as long as the axis, each piece as long as its share") {
  StackedBars chart;
  chart.names = {"a", "b", "c"};
  chart.colours = {"#009E73", "#E69F00", "#56B4E9"};
  chart.rows = {{"one", {0.2, 0.3, 0.5}},
                {"two", {1, 0, 0}, true},
                {"three", {0.5, 0.25, 0.2499}},
                {"four", {kNan, -1, 2}}};
  chart.mark = "bottleneck";
  const Tags tags = markup::read(stacked_bars(chart));
  const double left = read_off(tags, "x-axis", 0), right = read_off(tags, "x-axis", 100);
  std::size_t row = 0;
  for (std::size_t t = 0; t < tags.size(); ++t) {
    if (!tags[t].has_class("stack")) continue;
    double end = left;
    double sum = 0;
    std::size_t pieces = 0;
    for (const double share : chart.rows[row].shares) sum += share > 0 ? share : 0;
    std::vector<double> wanted;
    for (const double share : chart.rows[row].shares)
      if (share > 0) wanted.push_back(share / sum);
    for (const auto& piece : tags) {
      if (piece.name != "rect" || piece.parent != t) continue;
      CHECK(piece.number("x") == Approx(end).margin(0.02));
      CHECK(piece.number("width") == Approx(wanted.at(pieces) * (right - left)).margin(0.02));
      end = piece.number("x") + piece.number("width");
      ++pieces;
    }
    CHECK(pieces == wanted.size());
    CHECK(end == Approx(right).margin(0.03));
    ++row;
  }
  CHECK(row == chart.rows.size());
}

TEST_CASE("the waterfall steps down from the ideal and ends where the real rate begins") {
  Waterfall chart;
  chart.steps = {{"ideal", 72, true, "72"},
                 {"failures", -4, false, "-4"},
                 {"blocking", -3.5, false, "-3.5"},
                 {"gain", 1.25, false, "1.25"},
                 {"real", 65.75, true, "65.75"}};
  chart.target = 70;
  const Tags tags = markup::read(waterfall(chart));
  std::vector<markup::Tag> bars;
  for (const auto& tag : tags)
    if (tag.has_class("total") || tag.has_class("step")) bars.push_back(tag);
  REQUIRE(bars.size() == 5);
  double at = 0;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double to = chart.steps[i].total ? chart.steps[i].value : at + chart.steps[i].value;
    const double from = chart.steps[i].total ? 0 : at;
    CHECK(bars[i].number("x") == Approx(read_off(tags, "x-axis", std::min(from, to))).margin(0.03));
    CHECK(bars[i].number("x") + bars[i].number("width") ==
          Approx(read_off(tags, "x-axis", std::max(from, to))).margin(0.03));
    at = to;
  }
  // the link from the last loss stands at the end of the real bar
  const auto links = markup::of_class(tags, "link");
  REQUIRE(links.size() == 4);
  CHECK(links.back().number("x1") ==
        Approx(bars.back().number("x") + bars.back().number("width")).margin(0.02));
  const auto target = markup::of_class(tags, "target");
  REQUIRE(target.size() == 1);
  CHECK(target[0].number("x1") == Approx(read_off(tags, "x-axis", 70)).margin(0.03));
}

TEST_CASE("a gain's whiskers span its interval, and a gain that could be none is pale") {
  GainBars chart;
  chart.rows = {{"a", " · x", 4, 0.5, "4"},
                {"b", "", 0.1, 0.3, "0.1"},
                {"c", "", -1, 0.2, "-1"},
                {"d", "", 2, {}, "2"}};
  const Tags tags = markup::read(gain_bars(chart));
  const auto whiskers = markup::of_class(tags, "whisker");
  REQUIRE(whiskers.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    double from = 0, to = 0;
    REQUIRE(std::sscanf(whiskers[i].attributes.at("d").c_str(), "M%lf %*fH%lf", &from, &to) == 2);
    const auto& row = chart.rows[i];
    CHECK(from == Approx(read_off(tags, "x-axis", row.value - *row.half_width)).margin(0.03));
    CHECK(to == Approx(read_off(tags, "x-axis", row.value + *row.half_width)).margin(0.03));
  }
  std::vector<std::string> fills;
  for (const auto& tag : tags)
    if (tag.name == "rect") fills.push_back(tag.attributes.at("fill"));
  REQUIRE(fills.size() == 4);
  CHECK(fills[0] == fills[2]);
  CHECK(fills[0] != fills[1]);
  CHECK(fills[1] == fills[3]);  // without an interval nothing is sure
}

TEST_CASE("target and capacity stand at their values, and the warm-up ends where it ends") {
  SeriesChart chart;
  for (int i = 0; i < 100; ++i) {
    chart.x.push_back(i);
    chart.mean.push_back(40 + i % 7);
    chart.low.push_back(30);
    chart.high.push_back(55);
  }
  chart.shade_until = 25;
  chart.levels = {{47.5, "target", "target"}, {50, "capacity", "capacity"}};
  const Tags tags = markup::read(series_chart(chart));
  CHECK(markup::of_class(tags, "target").at(0).number("y1") ==
        Approx(read_off(tags, "y-axis", 47.5)).margin(0.03));
  CHECK(markup::of_class(tags, "capacity").at(0).number("y1") ==
        Approx(read_off(tags, "y-axis", 50)).margin(0.03));
  const auto warmup = markup::of_class(tags, "warmup").at(0);
  CHECK(warmup.number("x") + warmup.number("width") == Approx(read_off(tags, "x-axis", 25)).margin(0.03));
  // the first point of the line
  double x = 0, y = 0;
  REQUIRE(std::sscanf(markup::of_class(tags, "mean").at(0).attributes.at("d").c_str(), "M%lf %lf", &x, &y) ==
          2);
  CHECK(x == Approx(read_off(tags, "x-axis", 0)).margin(0.1));
  CHECK(y == Approx(read_off(tags, "y-axis", 40)).margin(0.1));
}

TEST_CASE("a series with holes is drawn with holes, and a long one is not drawn longer than it can be seen") {
  SeriesChart chart;
  for (int i = 0; i < 12; ++i) {
    chart.x.push_back(i);
    chart.mean.push_back(i == 5 ? kNan : 3);
  }
  const Tags tags = markup::read(series_chart(chart));
  const std::string d = markup::of_class(tags, "mean").at(0).attributes.at("d");
  CHECK(std::count(d.begin(), d.end(), 'M') == 2);
  CHECK(std::count(d.begin(), d.end(), 'L') == 9);
  for (int i = 12; i < 100000; ++i) {
    chart.x.push_back(i);
    chart.mean.push_back(i % 11);
  }
  CHECK(series_chart(chart).size() < 20000);
  chart.mean.assign(chart.x.size(), kNan);
  CHECK(markup::of_class(markup::read(series_chart(chart)), "mean").empty());
}

TEST_CASE("quantiles and the target stand at their values over bars as high as their shares") {
  Histogram chart;
  chart.edges = {10, 20, 30, 40};
  chart.shares = {20, 50, 30};
  chart.marks = {{25, "p50"}, {38, "p95"}, {33, "target", true}};
  const Tags tags = markup::read(histogram(chart));
  const auto target = markup::of_class(tags, "target");
  REQUIRE(target.size() == 1);
  CHECK(target[0].number("x1") == Approx(read_off(tags, "x-axis", 33)).margin(0.03));
  const auto quantiles = markup::of_class(tags, "quantile");
  REQUIRE(quantiles.size() == 2);
  CHECK(quantiles[0].number("x1") == Approx(read_off(tags, "x-axis", 25)).margin(0.03));
  CHECK(quantiles[1].number("x1") == Approx(read_off(tags, "x-axis", 38)).margin(0.03));
  const auto bins = markup::of_class(tags, "bin");
  REQUIRE(bins.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(bins[i].number("y") == Approx(read_off(tags, "y-axis", chart.shares[i])).margin(0.03));
    CHECK(bins[i].number("x") == Approx(read_off(tags, "x-axis", chart.edges[i])).margin(0.6));
  }
}

TEST_CASE("each dot of a Gantt chart has the colour that lasts longest in it") {
  Noise noise(5);
  Gantt chart;
  chart.colours = {"#111111", "#222222", "#333333"};
  chart.from = 10;
  chart.to = 110;
  Gantt::Row row{"m", {}};
  for (double at = 0; at < 120;) {
    const double end = at + 0.05 + 0.8 * noise();
    row.segments.push_back({at, end, static_cast<std::size_t>(noise() * 3)});
    at = end;
  }
  const auto runs = dot_runs(chart, row, 50);
  std::vector<int> shown(50, -1);
  for (const auto& run : runs)
    for (std::size_t dot = run.begin; dot < run.end; ++dot) shown[dot] = static_cast<int>(run.colour);
  for (std::size_t dot = 0; dot < 50; ++dot) {
    // brute force: look at a thousand moments of the dot
    std::array<int, 3> count{};
    for (int k = 0; k < 1000; ++k) {
      const double t = 10 + 2 * (static_cast<double>(dot) + (k + 0.5) / 1000);
      for (const auto& s : row.segments)
        if (s.from <= t && t < s.to) ++count[s.colour];
    }
    const int most = *std::max_element(count.begin(), count.end());
    CHECK(count[static_cast<std::size_t>(shown[dot])] >= most - 3);
  }
  CHECK(runs.front().begin == 0);
  CHECK(runs.back().end == 50);
}

TEST_CASE("a segment lies where its times are, a gap stays empty, and thousands of segments stay small") {
  Gantt chart;
  chart.colours = {"#111111", "#222222"};
  chart.to = 8;
  chart.rows = {{"m", {{2, 4, 0}, {6, 8, 1}, {5, 5, 1}}}};
  const Tags tags = markup::read(gantt(chart));
  std::vector<std::string> paths;
  for (const auto& tag : tags)
    if (tag.name == "path") paths.push_back(tag.attributes.at("d"));
  REQUIRE(paths.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(stretch(paths[i]).first == Approx(read_off(tags, "x-axis", i == 0 ? 2 : 6)).margin(1));
    CHECK(stretch(paths[i]).second == Approx(read_off(tags, "x-axis", i == 0 ? 4 : 8)).margin(1));
  }
  chart.rows.assign(60, {"m", {}});
  for (auto& row : chart.rows)
    for (int i = 0; i < 5000; ++i)
      row.segments.push_back({i * 0.0016, (i + 1) * 0.0016, i % 2 == 0 ? 0U : 1U});
  CHECK(gantt(chart).size() < 700000);
  chart.to = chart.from;
  CHECK_NOTHROW(markup::read(gantt(chart)));
}

namespace {

// Of a ribbon from left to right: from its first point, the upper left, to its last, the lower left.
double breadth(const markup::Tag& ribbon) {
  const std::string& d = ribbon.attributes.at("d");
  double top = 0, bottom = 0;
  REQUIRE(std::sscanf(d.c_str(), "M%*f %lf", &top) == 1);
  REQUIRE(std::sscanf(d.c_str() + d.rfind(' '), "%lf", &bottom) == 1);
  return bottom - top;
}

}  // namespace

TEST_CASE("bands are as broad as their flow, and together as broad as the node that they leave") {
  Sankey chart;
  chart.nodes = {
      {"a", "", 0, "", false}, {"b", "", 10, "", false}, {"c", "", 0, "", false}, {"d", "", 0, "", false}};
  chart.edges = {{0, 1, 100, ""}, {1, 2, 70, ""}, {1, 3, 40, ""},
                 {3, 1, 20, ""},  {2, 3, 0, ""},  {2, 3, kNan, ""}};
  CHECK(leads_back(chart));
  const Tags tags = markup::read(sankey(chart));
  const auto good = markup::of_class(tags, "good"), rework = markup::of_class(tags, "rework"),
             scrap = markup::of_class(tags, "scrap"), nodes = markup::of_class(tags, "node");
  REQUIRE(good.size() == 3);
  REQUIRE(rework.size() == 1);
  REQUIRE(scrap.size() == 1);
  REQUIRE(nodes.size() == 5);  // and the scrap
  const double per_part = breadth(good[0]) / 100;
  CHECK(breadth(good[1]) == Approx(70 * per_part).margin(0.02));
  CHECK(breadth(good[2]) == Approx(40 * per_part).margin(0.02));
  CHECK(rework[0].number("stroke-width") == Approx(20 * per_part).margin(0.02));
  CHECK(scrap[0].number("stroke-width") == Approx(10 * per_part).margin(0.02));
  // in: 100 + 20; out: 70 + 40 + 10
  CHECK(nodes[1].number("height") == Approx(120 * per_part).margin(0.05));
  CHECK(nodes[0].number("height") == Approx(100 * per_part).margin(0.05));
  chart.edges.pop_back();
  chart.edges[3].flow = 0;
  CHECK_FALSE(leads_back(chart));
  CHECK_NOTHROW(markup::read(sankey({})));
}
