#include "viewer/scene/geometry.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace linetwin::viewer {
namespace {

// Touching is no overlap, whatever the last bits say.
constexpr double kTouch = 1e-9;

struct Turned {
  double cos = 1;
  double sin = 0;
};
Turned turned(double degrees) {
  if (degrees == 0) return {};
  const double a = degrees * std::numbers::pi / 180;
  return {std::cos(a), std::sin(a)};
}

// The stretch of a + t (b - a), 0 <= t <= 1, inside a rectangle; empty when `begin` > `end`.
struct Stretch {
  double begin = 0;
  double end = 1;
};
Stretch inside(const Bounds& box, Point a, Point b) {
  Stretch stretch;
  const auto cut = [&stretch](double from, double to, double least, double most) {
    const double step = to - from;
    if (std::abs(step) < 1e-300) {
      if (from <= least || from >= most) stretch.begin = 2;
      return;
    }
    const double t = (least - from) / step;
    const double u = (most - from) / step;
    stretch.begin = std::max(stretch.begin, std::min(t, u));
    stretch.end = std::min(stretch.end, std::max(t, u));
  };
  cut(a.x, b.x, box.left, box.right);
  cut(a.y, b.y, box.low, box.high);
  return stretch;
}

Point on(Point a, Point b, double t) { return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}; }

// Drops the beginning of a way up to where it leaves the box for the last time.
void leave(std::vector<Point>& way, const Box& box) {
  const Bounds own{-box.width / 2, -box.depth / 2, box.width / 2, box.depth / 2};
  for (std::size_t i = way.size() - 1; i > 0; --i) {
    const Stretch s = inside(own, within(box, way[i - 1]), within(box, way[i]));
    if (s.begin >= s.end || s.end >= 1) continue;
    way[i - 1] = on(way[i - 1], way[i], s.end);
    way.erase(way.begin(), way.begin() + static_cast<std::ptrdiff_t>(i - 1));
    return;
  }
}

}  // namespace

void Bounds::take_in(const Bounds& o) {
  left = std::min(left, o.left);
  low = std::min(low, o.low);
  right = std::max(right, o.right);
  high = std::max(high, o.high);
}

Point world(const Box& box, Point own) {
  const Turned t = turned(box.turn);
  return {box.centre.x + own.x * t.cos - own.y * t.sin, box.centre.y + own.x * t.sin + own.y * t.cos};
}

Point within(const Box& box, Point p) {
  const Turned t = turned(box.turn);
  const double x = p.x - box.centre.x;
  const double y = p.y - box.centre.y;
  return {x * t.cos + y * t.sin, -x * t.sin + y * t.cos};
}

bool contains(const Box& box, Point p) {
  const Point own = within(box, p);
  return std::abs(own.x) <= box.width / 2 && std::abs(own.y) <= box.depth / 2;
}

// Two boxes are apart when one of their four axes tells them apart (separating axes).
bool overlap(const Box& a, const Box& b) {
  const Point way{b.centre.x - a.centre.x, b.centre.y - a.centre.y};
  const auto reach = [](const Box& box, Point axis) {
    const Turned t = turned(box.turn);
    return (std::abs(axis.x * t.cos + axis.y * t.sin) * box.width +
            std::abs(axis.y * t.cos - axis.x * t.sin) * box.depth) /
           2;
  };
  for (const Box* box : {&a, &b}) {
    const Turned t = turned(box->turn);
    for (const Point axis : {Point{t.cos, t.sin}, Point{-t.sin, t.cos}})
      if (std::abs(way.x * axis.x + way.y * axis.y) >= reach(a, axis) + reach(b, axis) - kTouch) return false;
  }
  return true;
}

Bounds extent(const Box& box) {
  const Turned t = turned(box.turn);
  const double x = (std::abs(box.width * t.cos) + std::abs(box.depth * t.sin)) / 2;
  const double y = (std::abs(box.width * t.sin) + std::abs(box.depth * t.cos)) / 2;
  return {box.centre.x - x, box.centre.y - y, box.centre.x + x, box.centre.y + y};
}

double distance(Point a, Point b) { return std::hypot(b.x - a.x, b.y - a.y); }

double distance(Point p, Point a, Point b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double square = dx * dx + dy * dy;
  if (square <= 0) return distance(p, a);
  return distance(p, on(a, b, std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0)));
}

double length(const std::vector<Point>& way) {
  double metres = 0;
  for (std::size_t i = 1; i < way.size(); ++i) metres += distance(way[i - 1], way[i]);
  return metres;
}

bool enters(const Bounds& box, Point a, Point b) {
  const Stretch s = inside(box, a, b);
  return s.begin < s.end - kTouch;
}

std::vector<Point> between(std::vector<Point> way, const Box& from, const Box& to) {
  if (way.size() < 2) return {from.centre, to.centre};
  leave(way, from);
  std::reverse(way.begin(), way.end());
  leave(way, to);
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace linetwin::viewer
