// What changes over time, and how times are distributed.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace linetwin::drawing {

struct SeriesChart {
  std::string title;
  std::string x_label;
  std::string y_label;
  std::vector<double> x;        // ascending, in the unit of the label
  std::vector<double> mean;     // as many; what is not finite is a gap
  std::vector<double> low;      // of the band; empty: none
  std::vector<double> high;     //
  std::vector<double> average;  // smoothed, drawn bold over a pale mean; empty: none
  bool hours = false;           // the unit of x
  double shade_until = 0;       // pale from the beginning to there
  std::string shade_label;
  struct Level {
    double value = 0;
    std::string label;
    const char* name = "target";  // of its class in the SVG: "target" or "capacity"
  };
  std::vector<Level> levels;  // lines across
  double width = 840;
  double height = 260;
};
std::string series_chart(const SeriesChart& chart);

struct Histogram {
  std::string title;
  std::string x_label;
  std::string y_label;
  std::vector<double> edges;   // ascending, one more than shares
  std::vector<double> shares;  // the heights of the bars
  std::vector<std::string> tooltips;
  struct Mark {
    double value = 0;
    std::string label;
    bool target = false;
  };
  std::vector<Mark> marks;  // lines down; those right of the last edge are said beside the plot
};
std::string histogram(const Histogram& chart);

}  // namespace linetwin::drawing
