// Boxes and ways on the floor, in metres: x to the right, y up, turns in degrees counter-clockwise.
#pragma once

#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "drawing/svg.hpp"

namespace linetwin::viewer {

using drawing::Point;

// A rectangle whose sides are along the axes.
struct Bounds {
  double left = 0;
  double low = 0;
  double right = 0;
  double high = 0;
  double width() const { return right - left; }
  double depth() const { return high - low; }
  bool contains(Point p) const { return left <= p.x && p.x <= right && low <= p.y && p.y <= high; }
  bool contains(const Bounds& o) const {
    return left <= o.left && o.right <= right && low <= o.low && o.high <= high;
  }
  // They have more in common than a side.
  bool overlaps(const Bounds& o) const {
    return left < o.right && o.left < right && low < o.high && o.low < high;
  }
  Bounds grown(double by) const { return {left - by, low - by, right + by, high + by}; }
  void take_in(const Bounds& o);
  static Bounds everything() {
    constexpr double far = std::numeric_limits<double>::infinity();
    return {-far, -far, far, far};
  }
  static Bounds nothing() {
    constexpr double far = std::numeric_limits<double>::infinity();
    return {far, far, -far, -far};
  }
};

// What something covers: `width` along its own x axis, `depth` across it.
struct Box {
  Point centre;
  double width = 1;
  double depth = 1;
  double turn = 0;  // degrees
};

Point world(const Box& box, Point own);    // from the axes of the box, its centre at (0, 0)
Point within(const Box& box, Point p);     // the other way round
bool contains(const Box& box, Point p);    // the rim belongs to it
bool overlap(const Box& a, const Box& b);  // they have more in common than a rim
Bounds extent(const Box& box);

double distance(Point a, Point b);
double distance(Point p, Point a, Point b);  // from the piece of a line between a and b
double length(const std::vector<Point>& way);
// Whether the piece of a line between a and b enters the inside of the rectangle.
bool enters(const Bounds& box, Point a, Point b);
// The part of a way that lies outside the boxes at its two ends; at least two points.
std::vector<Point> between(std::vector<Point> way, const Box& from, const Box& to);

}  // namespace linetwin::viewer
