#include "drawing/line_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "drawing/bars.hpp"
#include "drawing/layers.hpp"
#include "drawing/palette.hpp"

namespace linetwin::drawing {
namespace {

using Kind = LinePicture::Kind;
using Mark = LinePicture::Mark;

constexpr double kStationWidth = 92;
constexpr double kStationHeight = 44;
constexpr double kStore = 32;  // the box of a buffer
constexpr double kCaption = 14;
constexpr double kMarkRoom = 16;
constexpr double kMargin = 30;  // beside the rows, for edges that go on in another
constexpr std::string_view kEdge = "#8c99a3";
constexpr std::string_view kBackEdge = "#a3588a";

LayerNode room_of(const LinePicture::Element& e) {
  switch (e.kind) {
    case Kind::Station: return {kStationWidth, kStationHeight + (e.mark == Mark::None ? 0 : 2 * kMarkRoom)};
    case Kind::Conveyor: return {64, 20 + 2 * kCaption};
    case Kind::Buffer: return {58, kStore + 2 * kCaption};
    default: return {48, 24 + 2 * kCaption};
  }
}

// Half of what is drawn, without the texts: edges end there.
double half_width(const LinePicture::Element& e) {
  switch (e.kind) {
    case Kind::Station: return kStationWidth / 2;
    case Kind::Conveyor: return 29;
    case Kind::Buffer: return kStore / 2;
    default: return 11;
  }
}

void draw_station(Svg& svg, Point c, const LinePicture::Element& e, const LinePicture& picture) {
  const std::string colour = e.heat ? heat(*e.heat) : std::string(kPale);
  const std::string_view ink = ink_on(colour);
  const double x = c.x - kStationWidth / 2, y = c.y - kStationHeight / 2;
  std::string outline = fmt::format(R"(stroke="{}")", kLine);
  if (e.mark != Mark::None) {
    const bool now = e.mark == Mark::Bottleneck;
    const std::string_view mark = now ? kVermillion : kOrange;
    outline = fmt::format(R"(stroke="{}" stroke-width="3"{})", mark, now ? "" : R"( stroke-dasharray="6 3")");
    svg.text(c.x, y - 6, now ? picture.mark_text : picture.next_text,
             {11, now ? "#a34700" : "#8a5f00", Anchor::Middle, true, 0, 0, true});
  }
  svg.rect(x, y, kStationWidth, kStationHeight,
           fmt::format(R"(class="station" rx="5" fill="{}" {})", colour, outline), e.tooltip);
  svg.text(c.x, e.caption.empty() ? c.y + 4 : c.y - 3, e.name,
           {12, ink, Anchor::Middle, true, 0, kStationWidth - 8});
  svg.text(c.x, c.y + 13, e.caption, {11, ink, Anchor::Middle, false, 0, kStationWidth - 6});
}

void draw_store(Svg& svg, Point c, const LinePicture::Element& e) {
  const bool belt = e.kind == Kind::Conveyor;
  const double width = 2 * half_width(e), height = belt ? 20 : kStore;
  const double x = c.x - width / 2, y = c.y - height / 2;
  svg.rect(x, y, width, height,
           fmt::format(R"(class="{}" rx="{}" fill="#fff" stroke="{}")", belt ? "conveyor" : "buffer",
                       belt ? 9 : 2, kLine),
           e.tooltip);
  if (e.fill && std::isfinite(*e.fill)) {
    const double fill = std::clamp(*e.fill, 0.0, 1.0);
    if (belt)
      svg.rect(x + 2, y + 2, (width - 4) * fill, height - 4, fmt::format(R"(rx="7" fill="{}")", kOrange));
    else
      svg.rect(x + 2, y + 2 + (height - 4) * (1 - fill), width - 4, (height - 4) * fill,
               fmt::format(R"(fill="{}")", kOrange));
  }
  if (belt)
    for (const double at : {0.25, 0.5, 0.75})
      svg.path(fmt::format("M{} {}l4 4l-4 4", num(x + width * at - 2), num(c.y - 4)),
               fmt::format(R"(fill="none" stroke="{}")", kQuiet));
  const double room = room_of(e).width + 14;
  svg.text(c.x, y - 4, e.name, {11, kInk, Anchor::Middle, false, 0, room, true});
  svg.text(c.x, y + height + 11, e.caption, {10, kQuiet, Anchor::Middle, false, 0, room, true});
}

void draw_end(Svg& svg, Point c, const LinePicture::Element& e) {
  const std::string_view colour = e.kind == Kind::Bin ? kVermillion : kQuiet;
  svg.circle(c, 11, fmt::format(R"(class="end" fill="#fff" stroke="{}" stroke-width="1.6")", colour),
             e.tooltip);
  const std::string x = num(c.x), y = num(c.y);
  if (e.kind == Kind::Source)
    svg.path(fmt::format("M{} {}l9 5l-9 5z", num(c.x - 3.5), num(c.y - 5)),
             fmt::format(R"(fill="{}")", colour));
  else if (e.kind == Kind::Sink)
    svg.rect(c.x - 4, c.y - 4, 8, 8, fmt::format(R"(fill="{}")", colour));
  else
    svg.path(fmt::format("M{} {}l9 9m0 -9l-9 9", num(c.x - 4.5), num(c.y - 4.5)),
             fmt::format(R"(fill="none" stroke="{}" stroke-width="2")", colour));
  svg.text(c.x, c.y - 15, e.name, {11, kInk, Anchor::Middle, false, 0, 62, true});
  svg.text(c.x, c.y + 23, e.caption, {10, kQuiet, Anchor::Middle, false, 0, 62, true});
}

// A way of horizontal and vertical pieces with round corners.
std::string rounded(const std::vector<Point>& way, double radius) {
  std::string d = "M" + num(way.front().x) + " " + num(way.front().y);
  for (std::size_t i = 1; i + 1 < way.size(); ++i) {
    const Point a = way[i - 1], b = way[i], c = way[i + 1];
    const double in = std::hypot(b.x - a.x, b.y - a.y), out = std::hypot(c.x - b.x, c.y - b.y);
    const double r = std::min({radius, in / 2, out / 2});
    if (r < 0.01) continue;
    d += fmt::format("L{} {}Q{} {} {} {}", num(b.x - (b.x - a.x) / in * r), num(b.y - (b.y - a.y) / in * r),
                     num(b.x), num(b.y), num(b.x + (c.x - b.x) / out * r), num(b.y + (c.y - b.y) / out * r));
  }
  return d + "L" + num(way.back().x) + " " + num(way.back().y);
}

class InLayers {
 public:
  explicit InLayers(const LinePicture& picture) : picture_(picture) {}

  std::string run() {
    std::vector<LayerNode> nodes;
    for (const auto& e : picture_.elements) nodes.push_back(room_of(e));
    std::vector<LayerEdge> edges;
    for (const auto& e : picture_.edges) edges.push_back({e.from, e.to, 8, label_room(e)});
    // of a very long line more goes into a row, and all is drawn smaller
    const double width = nodes.size() > 90 ? 1180 : kChartWidth;
    LayerOptions options;
    options.most_width = width - 2 * kMargin;
    options.row_gap = 46;
    layout_ = layered(nodes, edges, options);
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      half_layer_.resize(std::max(half_layer_.size(), layout_.layer[n] + 1), 0);
      half_layer_[layout_.layer[n]] = std::max(half_layer_[layout_.layer[n]], nodes[n].width / 2);
    }
    // a short line stands in the middle
    shift_ = {std::max(kMargin, (width - layout_.width) / 2), 8};
    const double scale_room = picture_.heat_text.empty() ? 8 : 44;
    Svg svg(width, layout_.height + shift_.y + scale_room, picture_.title);
    for (std::size_t e = 0; e < edges.size(); ++e) draw_edge(svg, e);
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      const auto& element = picture_.elements[n];
      const Point c = moved(layout_.centre[n]);
      if (element.kind == Kind::Station)
        draw_station(svg, c, element, picture_);
      else if (element.kind == Kind::Buffer || element.kind == Kind::Conveyor)
        draw_store(svg, c, element);
      else
        draw_end(svg, c, element);
    }
    for (const auto& [at, edge] : labels_) draw_label(svg, at, *edge);
    if (!picture_.heat_text.empty()) draw_heat_scale(svg, {kMargin, svg.height() - 22}, picture_.heat_text);
    return svg.str();
  }

 private:
  Point moved(Point p) const { return {p.x + shift_.x, p.y + shift_.y}; }

  bool divides(const LinePicture::Edge& edge) const {
    return std::count_if(picture_.edges.begin(), picture_.edges.end(),
                         [&](const auto& e) { return e.from == edge.from || e.to == edge.to; }) > 1;
  }
  double label_room(const LinePicture::Edge& e) const {
    double room = 0;
    if (divides(e)) room = text_width(e.label, 10) + 26;
    if (!e.fleet.empty()) room = std::max(room, std::min(text_width(e.fleet, 10), 70.0) + 26);
    return room;
  }

  void draw_label(Svg& svg, Point at, const LinePicture::Edge& edge) {
    if (divides(edge)) svg.text(at.x, at.y - 4, edge.label, {10, kQuiet, Anchor::Middle, false, 0, 0, true});
    if (!edge.fleet.empty())
      svg.text(at.x, at.y + 12, edge.fleet, {10, "#00527f", Anchor::Middle, false, 0, 70, true});
  }

  void draw_edge(Svg& svg, std::size_t e) {
    const auto& edge = picture_.edges[e];
    const bool back = layout_.back[e];
    std::string d = back ? back_way(e) : forward_way(e);
    Point tip = moved(layout_.centre[edge.to]);
    tip.x -= half_width(picture_.elements[edge.to]) + 1;
    if (back) tip.y += 8;
    const std::string_view colour = back ? kBackEdge : edge.fleet.empty() ? kEdge : kBlue;
    const std::string& from = picture_.elements[edge.from].name;
    std::string tooltip = from + " → " + picture_.elements[edge.to].name;
    if (!edge.label.empty()) tooltip += ": " + edge.label;
    svg.path(d,
             fmt::format(R"(class="{}" fill="none" stroke="{}" stroke-width="{}"{})", back ? "back" : "edge",
                         colour, num(edge_width(picture_, edge)),
                         edge.fleet.empty() ? "" : R"( stroke-dasharray="5 3")"),
             tooltip);
    svg.path(arrow_head(tip, {1, 0}, 7), fmt::format(R"(fill="{}")", colour));
  }

  std::string forward_way(std::size_t e) {
    const auto& edge = picture_.edges[e];
    const Point first = moved(layout_.centre[edge.from]), last = moved(layout_.centre[edge.to]);
    const Point begin{first.x + half_width(picture_.elements[edge.from]), first.y};
    const Point end{last.x - half_width(picture_.elements[edge.to]) - 6, last.y};
    std::string d = "M" + num(begin.x) + " " + num(begin.y);
    Point at = begin;
    std::size_t row = layout_.row[edge.from], layer = layout_.layer[edge.from];
    bool labelled = false;
    const auto go = [&](Point to, std::size_t to_row, double half) {
      const Point out{moved({layout_of_layer(layer), 0}).x + half_layer_[layer], at.y};  // leaves its layer
      const double to_x = to.x - half;
      if (to_row == row) {
        const double from_x = std::max(out.x, at.x), middle = (from_x + to_x) / 2;
        d += fmt::format("L{} {}C{} {} {} {} {} {}", num(from_x), num(at.y), num(middle), num(at.y),
                         num(middle), num(to.y), num(to_x), num(to.y));
        if (!labelled) labels_.push_back({{middle, (at.y + to.y) / 2}, &edge});
        labelled = true;
      } else {
        d += next_row(at, {to_x, to.y}, row, &edge, labelled);
        labelled = true;
      }
      at = {to_x, to.y};
      row = to_row;
      ++layer;
    };
    const auto& through = layout_.through[e];
    for (std::size_t i = 0; i < through.size(); ++i) {
      const double half = half_layer_[layer + 1];
      go(moved(through[i]), layout_.through_row[e][i], half);
    }
    const double half = half_layer_[layout_.layer[edge.to]];
    go(last, layout_.row[edge.to], half);
    d += "L" + num(end.x) + " " + num(end.y);
    return d;
  }

  double layout_of_layer(std::size_t layer) const {
    for (std::size_t n = 0; n < layout_.layer.size(); ++n)
      if (layout_.layer[n] == layer) return layout_.centre[n].x;
    return 0;
  }

  // Out to the right of the row, back between the rows, and in from the left.
  std::string next_row(Point from, Point to, std::size_t row, const LinePicture::Edge* edge, bool labelled) {
    const auto& r = layout_.rows[row];
    rows_left_.resize(layout_.rows.size(), 0);
    const double k = rows_left_[row]++;
    const double right = moved({r.right, 0}).x + 10 + std::fmod(k * 4, 12);
    const double between = moved({0, r.bottom + 12.0 * r.lanes + 18 + std::fmod(k * 12, 24)}).y;
    const double left = shift_.x - 12 - std::fmod(k * 3, 9);
    if (!labelled)
      labels_.push_back({{left + (right - left) * (0.5 - std::fmod(k, 3) * 0.12), between}, edge});
    std::string d = rounded({from, {right, from.y}, {right, between}, {left, between}, {left, to.y}, to}, 7);
    d[0] = 'L';
    return d;
  }

  // Out, down between the layers, left under the row, and up to where it leads.
  std::string back_way(std::size_t e) {
    const auto& edge = picture_.edges[e];
    const Point first = moved(layout_.centre[edge.from]), last = moved(layout_.centre[edge.to]);
    const std::size_t row = layout_.row[edge.from], to_row = layout_.row[edge.to];
    const auto lane_y = [&](std::size_t r, double lane) {
      return moved({0, layout_.rows[r].bottom + 12 * (lane + 0.6)}).y;
    };
    const double spread = 3.0 * (layout_.lane[e] % 3);
    const double out = first.x + half_layer_[layout_.layer[edge.from]] + 7 + spread;
    const double in = last.x - half_layer_[layout_.layer[edge.to]] - 8 - spread;
    const Point begin{first.x + half_width(picture_.elements[edge.from]), first.y + 8};
    const Point end{last.x - half_width(picture_.elements[edge.to]) - 6, last.y + 8};
    const double y = lane_y(row, layout_.lane[e]);
    std::vector<Point> way{begin, {out, begin.y}, {out, y}};
    if (row == to_row) {
      way.push_back({in, y});
    } else {
      const double margin = shift_.x - 21 - spread, up = lane_y(to_row, layout_.rows[to_row].lanes);
      way.insert(way.end(), {{margin, y}, {margin, up}, {in, up}});
    }
    way.insert(way.end(), {{in, end.y}, end});
    labels_.push_back({{row == to_row ? (out + in) / 2 : (out + shift_.x) / 2, y + 15}, &edge});
    return rounded(way, 8);
  }

  const LinePicture& picture_;
  Layered layout_;
  std::vector<double> half_layer_;
  std::vector<double> rows_left_;  // edges that went on to the next row so far
  std::vector<std::pair<Point, const LinePicture::Edge*>> labels_;
  Point shift_;
};

}  // namespace

double edge_width(const LinePicture& picture, const LinePicture::Edge& edge) {
  double most = 0;
  for (const auto& e : picture.edges)
    if (e.flow && std::isfinite(*e.flow)) most = std::max(most, *e.flow);
  if (!edge.flow || !std::isfinite(*edge.flow) || most <= 0) return 1.4;
  return 1 + 3 * std::max(*edge.flow, 0.0) / most;
}

std::string arrow_head(Point tip, Point direction, double size) {
  const Point side{-direction.y, direction.x};
  const auto corner = [&](double sign) {
    return num(tip.x - direction.x * size + sign * side.x * size * 0.5) + " " +
           num(tip.y - direction.y * size + sign * side.y * size * 0.5);
  };
  return "M" + num(tip.x) + " " + num(tip.y) + "L" + corner(1) + "L" + corner(-1) + "Z";
}

void draw_heat_scale(Svg& svg, Point at, std::string_view text) {
  constexpr int kSteps = 20;
  constexpr double kWidth = 160;
  for (int i = 0; i < kSteps; ++i)
    svg.rect(at.x + kWidth * i / kSteps, at.y, kWidth / kSteps + 0.3, 10,
             fmt::format(R"(fill="{}")", heat((i + 0.5) / kSteps)));
  svg.rect(at.x, at.y, kWidth, 10, fmt::format(R"(fill="none" stroke="{}" stroke-width=".6")", kLine));
  svg.text(at.x, at.y + 20, "0 %", {10, kQuiet});
  svg.text(at.x + kWidth, at.y + 20, "100 %", {10, kQuiet, Anchor::End});
  svg.text(at.x + kWidth + 10, at.y + 9, text, {11, kQuiet});
}

std::string picture_in_layers(const LinePicture& picture) { return InLayers(picture).run(); }

bool leads_back(const LinePicture& picture) {
  std::vector<LayerEdge> edges;
  for (const auto& e : picture.edges) edges.push_back({e.from, e.to, 1, 0});
  const auto back = layered(std::vector<LayerNode>(picture.elements.size()), edges, {}).back;
  return std::find(back.begin(), back.end(), true) != back.end();
}

}  // namespace linetwin::drawing
