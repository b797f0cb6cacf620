// The picture of a line at its places: footprints to scale, ways between them, names where there is room.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "drawing/axis.hpp"
#include "drawing/bars.hpp"
#include "drawing/line_picture.hpp"
#include "drawing/palette.hpp"

namespace linetwin::drawing {
namespace {

using Kind = LinePicture::Kind;
using Mark = LinePicture::Mark;

constexpr double kMost = 520;   // height of the drawing
constexpr double kMargin = 56;  // for names outside
constexpr std::string_view kWay = "#8c99a3";

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
  bool meets(const Box& o) const {
    return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
  }
};

class InMetres {
 public:
  explicit InMetres(const LinePicture& picture) : picture_(picture) {}

  std::string run() {
    fit();
    const double scale_room = picture_.heat_text.empty() ? 34 : 62;
    Svg svg(kChartWidth, height_ + scale_room, picture_.title);
    svg.rect(0.5, 0.5, kChartWidth - 1, height_ - 1, R"(fill="#fbfcfd" stroke="#e2e7eb")");
    for (const auto& edge : picture_.edges) draw_way(svg, edge);
    for (std::size_t n = 0; n < picture_.elements.size(); ++n)
      if (picture_.elements[n].spot) draw_footprint(svg, n);
    for (const bool marked : {true, false})  // the most important names choose their places first
      for (std::size_t n = 0; n < picture_.elements.size(); ++n)
        if (picture_.elements[n].spot && (picture_.elements[n].mark != Mark::None) == marked)
          draw_name(svg, n);
    draw_metres(svg);
    if (!picture_.heat_text.empty()) draw_heat_scale(svg, {0, height_ + 36}, picture_.heat_text);
    return svg.str();
  }

 private:
  void fit() {
    double left = std::numeric_limits<double>::infinity(), right = -left, low = left, high = -left;
    double nearest = std::numeric_limits<double>::infinity();
    for (const auto& e : picture_.elements) {
      if (!e.spot) continue;
      const double reach = e.spot->size_m ? std::hypot(e.spot->size_m->first, e.spot->size_m->second) / 2 : 0;
      left = std::min(left, e.spot->centre_m.x - reach);
      right = std::max(right, e.spot->centre_m.x + reach);
      low = std::min(low, e.spot->centre_m.y - reach);
      high = std::max(high, e.spot->centre_m.y + reach);
      for (const auto& o : picture_.elements) {
        if (&o == &e || !o.spot) continue;
        const double d =
            std::hypot(o.spot->centre_m.x - e.spot->centre_m.x, o.spot->centre_m.y - e.spot->centre_m.y);
        if (d > 1e-9) nearest = std::min(nearest, d);
      }
    }
    const double wide = std::max(right - left, 1e-6), deep = std::max(high - low, 1e-6);
    per_metre_ = std::min((kChartWidth - 2 * kMargin) / wide, (kMost - 2 * kMargin) / deep);
    if (!std::isfinite(nearest)) per_metre_ = std::min(per_metre_, 40.0);
    height_ = std::max(deep * per_metre_, 60.0) + 2 * kMargin;
    centre_ = {(left + right) / 2, (low + high) / 2};
    usual_ = std::clamp(std::isfinite(nearest) ? 0.5 * nearest * per_metre_ : 40.0, 10.0, 46.0);
    for (const auto& e : picture_.elements) boxes_.push_back(e.spot ? box_of(e) : Box{});
  }

  Point drawn(Point metres) const {
    return {kChartWidth / 2 + (metres.x - centre_.x) * per_metre_,
            height_ / 2 - (metres.y - centre_.y) * per_metre_};
  }
  std::pair<double, double> size_of(const LinePicture::Element& e) const {
    if (e.spot->size_m)
      return {std::max(e.spot->size_m->first * per_metre_, 6.0),
              std::max(e.spot->size_m->second * per_metre_, 6.0)};
    const double size = e.kind == Kind::Station ? usual_ : usual_ * 0.66;
    return {size, size};
  }
  Box box_of(const LinePicture::Element& e) const {
    const Point c = drawn(e.spot->centre_m);
    const auto [w, h] = size_of(e);
    const double a = e.spot->turn_deg * std::numbers::pi / 180;
    const double x = (std::abs(w * std::cos(a)) + std::abs(h * std::sin(a))) / 2;
    const double y = (std::abs(w * std::sin(a)) + std::abs(h * std::cos(a))) / 2;
    return {c.x - x, c.y - y, c.x + x, c.y + y};
  }

  void draw_way(Svg& svg, const LinePicture::Edge& edge) {
    const auto& from = picture_.elements[edge.from];
    const auto& to = picture_.elements[edge.to];
    if (!from.spot || !to.spot || edge.from == edge.to) return;
    const Point a = drawn(from.spot->centre_m), b = drawn(to.spot->centre_m);
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    if (length < 1) return;
    const bool both = std::any_of(picture_.edges.begin(), picture_.edges.end(),
                                  [&](const auto& e) { return e.from == edge.to && e.to == edge.from; });
    const Point along{(b.x - a.x) / length, (b.y - a.y) / length};
    const double bend = both ? 14 : 0;
    const Point control{(a.x + b.x) / 2 - along.y * bend, (a.y + b.y) / 2 + along.x * bend};
    const double width = edge_width(picture_, edge);
    svg.path(fmt::format("M{} {}Q{} {} {} {}", num(a.x), num(a.y), num(control.x), num(control.y), num(b.x),
                         num(b.y)),
             fmt::format(R"(class="edge" fill="none" stroke="{}" stroke-width="{}"{})",
                         edge.fleet.empty() ? kWay : kBlue, num(width),
                         edge.fleet.empty() ? "" : R"( stroke-dasharray="6 4")"),
             from.name + " → " + to.name + (edge.fleet.empty() ? "" : " (" + edge.fleet + ")") +
                 (edge.label.empty() ? "" : ": " + edge.label));
    const Point middle{(a.x + b.x) / 4 + control.x / 2 + along.x * 5,
                       (a.y + b.y) / 4 + control.y / 2 + along.y * 5};
    svg.path(arrow_head(middle, along, 7 + width),
             fmt::format(R"(fill="{}")", edge.fleet.empty() ? kWay : kBlue));
  }

  void draw_footprint(Svg& svg, std::size_t n) {
    const auto& e = picture_.elements[n];
    const Point c = drawn(e.spot->centre_m);
    const auto [w, h] = size_of(e);
    std::string colour = "#ffffff", outline = fmt::format(R"(stroke="{}")", kLine);
    if (e.kind == Kind::Station) colour = e.heat ? heat(*e.heat) : std::string(kPale);
    if (e.mark != Mark::None)
      outline =
          fmt::format(R"(stroke="{}" stroke-width="3"{})", e.mark == Mark::Bottleneck ? kVermillion : kOrange,
                      e.mark == Mark::Bottleneck ? "" : R"( stroke-dasharray="6 3")");
    svg.open(fmt::format(R"x(transform="translate({} {}) rotate({})")x", num(c.x), num(c.y),
                         num(-e.spot->turn_deg)));
    const bool end = e.kind == Kind::Source || e.kind == Kind::Sink || e.kind == Kind::Bin;
    svg.rect(-w / 2, -h / 2, w, h,
             fmt::format(R"(rx="{}" fill="{}" {})", num(end ? w / 2 : 2), colour, outline), e.tooltip);
    if (e.fill && std::isfinite(*e.fill)) {
      const double fill = std::clamp(*e.fill, 0.0, 1.0);
      svg.rect(-w / 2 + 1.5, -h / 2 + 1.5 + (h - 3) * (1 - fill), w - 3, (h - 3) * fill,
               fmt::format(R"(fill="{}")", kOrange));
    }
    if (end) draw_sign(svg, e.kind, std::min(w, h) / 2);
    svg.close();
  }

  void draw_sign(Svg& svg, Kind kind, double radius) {
    const std::string_view colour = kind == Kind::Bin ? kVermillion : kQuiet;
    const double r = radius * 0.42;
    if (kind == Kind::Source)
      svg.path(fmt::format("M{} {}L{} 0L{} {}Z", num(-0.7 * r), num(-r), num(r), num(-0.7 * r), num(r)),
               fmt::format(R"(fill="{}")", colour));
    else if (kind == Kind::Sink)
      svg.rect(-r * 0.8, -r * 0.8, 1.6 * r, 1.6 * r, fmt::format(R"(fill="{}")", colour));
    else
      svg.path(fmt::format("M{0} {0}L{1} {1}M{1} {0}L{0} {1}", num(-r), num(r)),
               fmt::format(R"(stroke="{}" stroke-width="2")", colour));
  }

  // The first place around the footprint, near or far, where a text of this size meets nothing.
  bool find_place(std::size_t n, double width, double height, Box& place) const {
    const Box& own = boxes_[n];
    const Point c{(own.left + own.right) / 2, (own.top + own.bottom) / 2};
    for (double away = 3; away < 90; away += 14)
      for (const Point side : {Point{0, 1}, Point{0, -1}, Point{1, 0}, Point{-1, 0}, Point{1, 1},
                               Point{-1, 1}, Point{1, -1}, Point{-1, -1}}) {
        const double x = c.x + side.x * ((own.right - own.left) / 2 + away + width / 2);
        const double y = c.y + side.y * ((own.bottom - own.top) / 2 + away + height / 2);
        place = {x - width / 2, y - height / 2, x + width / 2, y + height / 2};
        if (place.left < 2 || place.right > kChartWidth - 2 || place.top < 2 || place.bottom > height_ - 2)
          continue;
        const auto meets = [&](const Box& box) { return box.right > box.left && box.meets(place); };
        if (std::none_of(boxes_.begin(), boxes_.end(), meets) &&
            std::none_of(names_.begin(), names_.end(), meets))
          return true;
      }
    return false;
  }

  void draw_name(Svg& svg, std::size_t n) {
    const auto& e = picture_.elements[n];
    std::string second = e.caption;
    if (e.mark == Mark::Bottleneck) second += (second.empty() ? "" : " · ") + picture_.mark_text;
    if (e.mark == Mark::Next) second += (second.empty() ? "" : " · ") + picture_.next_text;
    const std::string name = cut(e.name, 11, 130);
    const double width = std::max(text_width(name, 11), text_width(second, 10)) * 1.08 + 4;
    const double height = second.empty() ? 14 : 26;
    Box place;
    if (!find_place(n, width, height, place)) return;  // the tooltip still says it
    names_.push_back(place);
    const Box& own = boxes_[n];
    const Point c{(own.left + own.right) / 2, (own.top + own.bottom) / 2};
    const double x = (place.left + place.right) / 2;
    const double gap = std::max(
        {own.left - place.right, place.left - own.right, own.top - place.bottom, place.top - own.bottom});
    if (gap > 10)
      svg.line({std::clamp(c.x, place.left, place.right), std::clamp(c.y, place.top, place.bottom)}, c,
               fmt::format(R"(stroke="{}" stroke-width=".7")", kLine));
    svg.text(x, place.top + 11, name, {11, kInk, Anchor::Middle, e.mark != Mark::None, 0, 0, true});
    if (!second.empty())
      svg.text(x, place.top + 23, second,
               {10, e.mark == Mark::None ? kQuiet : "#a34700", Anchor::Middle, false, 0, 0, true});
  }

  void draw_metres(Svg& svg) {
    const double about = (kChartWidth / 6) / per_metre_;
    const Ticks t = ticks(0, about * 1.5, 2);
    const double metres = t.at.size() > 1 ? t.at[1] : about, length = metres * per_metre_;
    const double y = height_ + 16, right = kChartWidth - 2;
    svg.path(fmt::format("M{} {}v8M{} {}H{}M{} {}v8", num(right - length), num(y - 4), num(right - length),
                         num(y), num(right), num(right), num(y - 4)),
             fmt::format(R"(class="metres" fill="none" stroke="{}")", kInk));
    svg.text(right - length - 6, y + 4, t.text(metres) + " " + picture_.metre, {11, kInk, Anchor::End});
  }

  const LinePicture& picture_;
  double per_metre_ = 1;
  double height_ = 0;
  double usual_ = 20;  // of what has no size
  Point centre_;
  std::vector<Box> boxes_;  // footprints, by element
  std::vector<Box> names_;
};

}  // namespace

bool can_be_drawn_in_metres(const LinePicture& picture) {
  bool any = false;
  for (const auto& e : picture.elements) {
    const bool end = e.kind == Kind::Source || e.kind == Kind::Sink || e.kind == Kind::Bin;
    if (!e.spot && !end) return false;
    any = any || e.spot;
  }
  return any;
}

std::string picture_in_metres(const LinePicture& picture) { return InMetres(picture).run(); }

}  // namespace linetwin::drawing
