// A chart in a window: a frame with axes, into which lines, steps, bands and marks are drawn.
#pragma once

#include <string>
#include <vector>

#include "drawing/axis.hpp"
#include "imgui.h"

namespace linetwin::viewer {

class Plot {
 public:
  // Takes the rest of the window's width and `height` pixels of it. The axes show [x_low, x_high] hours and
  // [y_low, y_high]; without `y_axis` there are no numbers at the left, and `left` pixels are left free.
  struct Axes {
    double x_low = 0;
    double x_high = 1;
    double y_low = 0;
    double y_high = 1;
    bool y_axis = true;
    bool counts = false;  // whole numbers only
    bool x_axis = true;
    float left = 0;         // least room at the left
    std::string y_label{};  // above the axis
    std::string hours = "h";
    std::string days = "d";
  };
  Plot(const char* id, float height, const Axes& axes);

  float x(double value) const { return static_cast<float>(x_(value)); }
  float y(double value) const { return static_cast<float>(y_(value)); }
  double value_at(float pixel) const;  // of x
  ImVec2 from() const { return from_; }
  ImVec2 to() const { return to_; }
  bool hovered() const { return hovered_; }
  bool pressed() const { return pressed_; }
  bool held() const { return held_; }
  ImDrawList& list() const { return *list_; }

  struct Point {
    double x = 0;
    double y = 0;
  };
  void line(const std::vector<Point>& points, ImU32 colour, float width = 2) const;
  // From low to high at each x.
  struct Band {
    double x = 0;
    double low = 0;
    double high = 0;
  };
  void band(const std::vector<Band>& band, ImU32 colour) const;
  void rect(double x0, double x1, float top, float bottom, ImU32 colour) const;
  void vertical(double at, ImU32 colour, float width = 1) const;
  // A shaded stretch of x, over the whole height, and what it is.
  void shade(double x0, double x1, ImU32 colour, const std::string& label) const;

 private:
  void draw_axes(const Axes& axes);
  ImDrawList* list_ = nullptr;
  ImVec2 from_;  // of the plot, without its axes
  ImVec2 to_;
  float head_ = 0;  // from there on the line above the plot is free
  drawing::Scale x_;
  drawing::Scale y_;
  bool hovered_ = false;
  bool pressed_ = false;
  bool held_ = false;
};

}  // namespace linetwin::viewer
