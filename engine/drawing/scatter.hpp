// Points with intervals: one number against another, and means by level of several factors side by side.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drawing/svg.hpp"

namespace linetwin::drawing {

struct Scatter {
  struct Dot {
    double x = 0;
    double y = 0;
    std::optional<double> half_width{};  // of y
    std::string label;                   // beside it, where there is room; empty: none
    std::string tooltip;
    bool strong = false;  // filled; else pale
  };
  std::string title;
  std::string x_label;
  std::string y_label;
  std::vector<Dot> dots;  // those that are not finite are left out
  bool stairs = false;    // a line through the strong ones, from left to right, as stairs
  bool zero = false;      // a line at y = 0
  double height = 340;
};
std::string scatter(const Scatter& chart);

struct LevelPlot {
  struct Mean {
    std::string level;
    double value = 0;
    std::optional<double> half_width{};
  };
  struct Panel {
    std::string name;
    bool ordered = false;  // levels are numbers in order: a line joins their means
    std::vector<Mean> means{};
  };
  std::string title;
  std::string y_label;
  std::vector<Panel> panels;  // on one scale, each as wide as its levels need
  double height = 260;
};
std::string level_plot(const LevelPlot& chart);

}  // namespace linetwin::drawing
