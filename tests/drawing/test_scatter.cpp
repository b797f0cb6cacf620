#include <catch2/catch.hpp>
#include <limits>
#include <string>

#include "drawing/scatter.hpp"

using namespace linetwin::drawing;

namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("a scatter has a dot for each finite point, and whiskers where there is an interval") {
  Scatter chart;
  chart.title = "<cost>";
  const double nan = std::numeric_limits<double>::quiet_NaN();
  chart.dots = {{1, 2, 0.5, "a & b", "tip", true}, {2, 3, {}, "", "", false}, {nan, 1, {}, "", "", true}};
  const std::string svg = scatter(chart);
  CHECK(count(svg, "class=\"dot\"") == 2);
  CHECK(count(svg, "class=\"whisker\"") == 1);
  CHECK(svg.find("a &amp; b") != std::string::npos);
  CHECK(svg.find("<cost>") == std::string::npos);
  CHECK(svg.find("nan") == std::string::npos);
  CHECK(svg.find("class=\"front\"") == std::string::npos);
}

TEST_CASE("a higher value stands higher, and stairs pass through the strong points alone") {
  Scatter chart;
  chart.stairs = true;
  chart.dots = {{0, 0, {}, "", "", true}, {5, 1, {}, "", "", false}, {10, 10, {}, "", "", true}};
  const std::string svg = scatter(chart);
  const std::size_t at = svg.find("<path d=\"M");
  REQUIRE(at != std::string::npos);
  const std::string d = svg.substr(at, svg.find('"', at + 9) - at);
  CHECK(count(d, "H") == 1);
  const double from = std::stod(d.substr(d.find(' ', 10) + 1)), to = std::stod(d.substr(d.find('V') + 1));
  CHECK(to < from);
}

TEST_CASE("no points and equal points are drawn without harm") {
  CHECK(scatter({}).find("nan") == std::string::npos);
  Scatter chart;
  chart.dots = {{5, 5, {}, "a", "", true}, {5, 5, {}, "b", "", true}};
  CHECK(scatter(chart).find("nan") == std::string::npos);
}

TEST_CASE("dots that are all 0 stand at 0, on an axis of plain numbers") {
  Scatter chart;
  chart.zero = true;
  chart.dots = {{300, 0, {}, "", "", true}, {310, 0, {}, "", "", true}};
  const std::string svg = scatter(chart);
  CHECK(svg.find(">0.00000000<") == std::string::npos);
  CHECK(svg.find(">-1.0<") != std::string::npos);
  chart.dots = {{300, 1e-9, {}, "", "", true}, {310, 3e-9, {}, "", "", true}};
  CHECK(scatter(chart).find(">1e-09<") != std::string::npos);
}

TEST_CASE("means by level have a line where the levels are numbers, and their names") {
  LevelPlot chart;
  chart.panels = {{"case", false, {{"as-is", 1, 0.1}, {"<three>", 2, 0.1}}},
                  {"b", true, {{"20", 1, {}}, {"40", 2, {}}}}};
  const std::string svg = level_plot(chart);
  CHECK(count(svg, "class=\"means\"") == 1);
  CHECK(count(svg, "class=\"dot\"") == 4);
  CHECK(count(svg, "class=\"whisker\"") == 2);
  CHECK(svg.find("&lt;three&gt;") != std::string::npos);
  CHECK(level_plot({}).find("nan") == std::string::npos);
}
