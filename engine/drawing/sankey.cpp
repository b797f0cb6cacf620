#include "drawing/sankey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "drawing/bars.hpp"
#include "drawing/layers.hpp"
#include "drawing/palette.hpp"

namespace linetwin::drawing {
namespace {

constexpr double kLeastBand = 1.5;
constexpr double kBeside = 170;         // for a label beside a bar
constexpr std::size_t kMostAcross = 9;  // layers drawn from left to right
constexpr std::string_view kGood = kSky;
constexpr std::string_view kRework = kPurple;
constexpr std::string_view kScrap = kVermillion;

bool flows(double value) { return std::isfinite(value) && value > 0; }

class Drawing {
 public:
  explicit Drawing(const Sankey& chart) : chart_(chart) {}

  std::string run() {
    for (const auto& edge : chart_.edges)
      if (flows(edge.flow)) edges_.push_back(edge);
    arrange();
    order_ends();
    route();
    return paint();
  }

 private:
  struct Band {  // where an edge begins and ends, across, and how broad it is
    double from = 0;
    double to = 0;
    double breadth = 0;
  };

  double breadth(double flow) const { return std::max(flow * scale_, kLeastBand); }

  // Nodes in layers along the flow; the layout is told how broad nodes and bands are.
  void arrange() {
    const std::size_t n = chart_.nodes.size();
    std::vector<double> in(n, 0), out(n, 0);
    for (const auto& e : edges_) out[e.from] += e.flow, in[e.to] += e.flow;
    for (std::size_t i = 0; i < n; ++i)
      if (flows(chart_.nodes[i].scrap)) out[i] += chart_.nodes[i].scrap;
    std::vector<LayerEdge> edges;
    for (const auto& e : edges_) edges.push_back({e.from, e.to, 1, 0});
    LayerOptions options;
    const std::vector<LayerNode> points(n, {1, 1});
    const Layered first = layered(points, edges, options);
    std::size_t layers = 0;
    std::vector<double> through;  // in each layer
    for (std::size_t i = 0; i < n; ++i) {
      layers = std::max(layers, first.layer[i] + 1);
      through.resize(std::max(through.size(), layers), 0);
      through[first.layer[i]] += std::max(in[i], out[i]);
    }
    upright_ = layers > kMostAcross;
    const double most = through.empty() ? 1 : *std::max_element(through.begin(), through.end());
    scale_ = most > 0 ? (upright_ ? 240 : 130) / most : 1;
    bar_ = upright_ ? 18 : 10;
    std::vector<LayerNode> nodes;
    const bool forks = layers < n;
    for (std::size_t i = 0; i < n; ++i) nodes.push_back({bar_, sum_of(i)});
    for (std::size_t e = 0; e < edges.size(); ++e) edges[e].thickness = breadth(edges_[e].flow);
    options.node_gap = upright_ ? beside_room(nodes) : 38;
    options.layer_gap =
        upright_
            ? (forks ? 40 : 26)
            : (kChartWidth - 150 - bar_) / static_cast<double>(std::max<std::size_t>(layers, 2) - 1) - bar_;
    options.layer_gap = std::min(options.layer_gap, 150.0);
    layout_ = layered(nodes, edges, options);
  }

  static std::string label(std::string_view name, std::string_view text) {
    return std::string(name) + (text.empty() ? "" : "  " + std::string(text));
  }
  static bool inside(const std::string& text, double length) {
    return text_width(text, 11) * 1.08 < length - 8;
  }

  // For the longest label that has no room on its bar and stands beside it.
  double beside_room(const std::vector<LayerNode>& nodes) const {
    double room = 24;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const std::string text = label(chart_.nodes[i].name, chart_.nodes[i].text);
      if (!inside(text, nodes[i].height))
        room = std::max(room, std::min(text_width(text, 11) * 1.08, kBeside) + 16);
    }
    return room;
  }

  // The larger of all bands in and all bands out.
  double sum_of(std::size_t node) const {
    double in = 0, out = flows(chart_.nodes[node].scrap) ? breadth(chart_.nodes[node].scrap) : 0;
    for (const auto& e : edges_) {
      if (e.to == node) in += breadth(e.flow);
      if (e.from == node) out += breadth(e.flow);
    }
    return std::max({in, out, 2.0});
  }

  // At each node: what leads back first, then the others in the order of where they go, scrap last.
  void order_ends() {
    bands_.resize(edges_.size());
    scrap_.resize(chart_.nodes.size());
    for (std::size_t e = 0; e < edges_.size(); ++e) bands_[e].breadth = breadth(edges_[e].flow);
    for (std::size_t node = 0; node < chart_.nodes.size(); ++node)
      for (const bool out : {true, false}) {
        std::vector<std::size_t> here;
        for (std::size_t e = 0; e < edges_.size(); ++e)
          if ((out ? edges_[e].from : edges_[e].to) == node) here.push_back(e);
        const auto place = [&](std::size_t e) {
          const auto& through = layout_.through[e];
          if (layout_.back[e]) return -1e9 + static_cast<double>(out ? edges_[e].to : edges_[e].from);
          if (!through.empty()) return out ? through.front().y : through.back().y;
          return layout_.centre[out ? edges_[e].to : edges_[e].from].y;
        };
        std::stable_sort(here.begin(), here.end(),
                         [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
        double at = layout_.centre[node].y - sum_of(node) / 2;
        for (const std::size_t e : here) {
          (out ? bands_[e].from : bands_[e].to) = at + bands_[e].breadth / 2;
          at += bands_[e].breadth;
        }
        if (out && flows(chart_.nodes[node].scrap)) {
          const double b = breadth(chart_.nodes[node].scrap);
          scrap_[node] = {at + b / 2, 0, b};
        }
      }
  }

  // Lanes of the loops before the first node across, and of the scrap behind the last.
  void route() {
    std::vector<std::size_t> backs;
    for (std::size_t e = 0; e < edges_.size(); ++e)
      if (layout_.back[e]) backs.push_back(e);
    const auto reach = [&](std::size_t e) {
      return layout_.centre[edges_[e].from].x - layout_.centre[edges_[e].to].x;
    };
    std::stable_sort(backs.begin(), backs.end(),
                     [&](std::size_t a, std::size_t b) { return reach(a) < reach(b); });
    double lane = -20;  // long loops go around short ones
    lanes_.assign(edges_.size(), 0);
    for (const std::size_t e : backs) {
      lanes_[e] = lane - bands_[e].breadth / 2;
      lane -= bands_[e].breadth + 10;
    }
    top_ = lane;
    std::vector<std::size_t> nodes;
    for (std::size_t n = 0; n < chart_.nodes.size(); ++n)
      if (scrap_[n].breadth > 0) nodes.push_back(n);
    // the scrap of the first station ends farthest away, so that none crosses another
    std::stable_sort(nodes.begin(), nodes.end(),
                     [&](std::size_t a, std::size_t b) { return layout_.centre[a].x > layout_.centre[b].x; });
    bottom_ = layout_.height + (upright_ ? 130 : 44);
    scrap_from_ = bottom_;
    for (const std::size_t n : nodes) {
      scrap_[n].to = bottom_ + scrap_[n].breadth / 2;
      bottom_ += scrap_[n].breadth;
    }
    scrap_to_ = bottom_;
  }

  // (along, across) -> on the page
  std::string at(double along, double across) const {
    const Point p = page(along, across);
    return num(p.x) + " " + num(p.y);
  }
  Point page(double along, double across) const {
    return upright_ ? Point{shift_.x + across, shift_.y + along} : Point{shift_.x + along, shift_.y + across};
  }

  void band(Svg& svg, const std::string& d, double breadth, std::string_view colour, std::string_view kind,
            std::string_view tooltip) {
    svg.path(d,
             fmt::format(R"(class="{}" fill="none" stroke="{}" stroke-opacity=".55" stroke-width="{}")", kind,
                         colour, num(breadth)),
             tooltip);
  }

  // A ribbon: its two edges run alike, so that it is as broad everywhere, measured across.
  std::string forward(std::size_t e) const {
    std::vector<Point> way{{layout_.centre[edges_[e].from].x + bar_ / 2, bands_[e].from}};
    for (const Point& p : layout_.through[e]) way.push_back(p);
    way.push_back({layout_.centre[edges_[e].to].x - bar_ / 2, bands_[e].to});
    const double half = bands_[e].breadth / 2;
    const auto curve = [&](Point a, Point b, double side) {
      const double middle = (a.x + b.x) / 2;
      return "C" + at(middle, a.y + side) + " " + at(middle, b.y + side) + " " + at(b.x, b.y + side);
    };
    std::string d = "M" + at(way.front().x, way.front().y - half);
    for (std::size_t i = 1; i < way.size(); ++i) d += curve(way[i - 1], way[i], -half);
    d += "L" + at(way.back().x, way.back().y + half);
    for (std::size_t i = way.size() - 1; i > 0; --i) d += curve(way[i], way[i - 1], half);
    return d + "Z";
  }

  // From `from` to `lane`, along it, and to `to`, with round corners; `sign`: the lane is before (-1) or
  // behind.
  std::string around(Point from, double lane, Point to, double out, double in) const {
    std::string d = "M" + at(from.x, from.y);
    const double r = std::abs(out), s = lane < from.y ? -1 : 1;
    d += "L" + at(from.x + 2, from.y) + "Q" + at(from.x + 2 + r, from.y) + " " +
         at(from.x + 2 + r, from.y + s * r);
    d += "L" + at(from.x + 2 + r, lane - s * r) + "Q" + at(from.x + 2 + r, lane);
    if (in <= 0) return d + " " + at(from.x + 2 + 2 * r, lane) + "L" + at(to.x, lane);
    const double q = in;
    d += " " + at(from.x + 2, lane) + "L" + at(to.x - 2, lane) + "Q" + at(to.x - 2 - q, lane) + " " +
         at(to.x - 2 - q, lane - s * q);
    return d + "L" + at(to.x - 2 - q, to.y + s * q) + "Q" + at(to.x - 2 - q, to.y) + " " +
           at(to.x - 2, to.y) + "L" + at(to.x, to.y);
  }

  void paint_bands(Svg& svg) {
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      const auto& edge = edges_[e];
      const double b = bands_[e].breadth, r = b / 2 + 5;
      const bool back = layout_.back[e], bin = chart_.nodes[edge.to].bin;
      const std::string text =
          chart_.nodes[edge.from].name + " → " + chart_.nodes[edge.to].name + ": " + edge.text;
      if (!back) {
        svg.path(forward(e),
                 fmt::format(R"(class="{}" fill="{}" fill-opacity=".55")", bin ? "scrap" : "good",
                             bin ? kScrap : kGood),
                 text);
        continue;
      }
      const Point from{layout_.centre[edge.from].x + bar_ / 2, bands_[e].from};
      const Point to{layout_.centre[edge.to].x - bar_ / 2, bands_[e].to};
      band(svg, around(from, lanes_[e], to, r, r), b, kRework, "rework", text);
    }
    for (std::size_t n = 0; n < chart_.nodes.size(); ++n) {
      if (!(scrap_[n].breadth > 0)) continue;
      const Point from{layout_.centre[n].x + bar_ / 2, scrap_[n].from};
      band(svg, around(from, scrap_[n].to, {end_, 0}, scrap_[n].breadth / 2 + 5, 0), scrap_[n].breadth,
           kScrap, "scrap", chart_.nodes[n].name + ": " + chart_.nodes[n].scrap_text);
    }
  }

  void bar(Svg& svg, double along, double from, double to, std::string_view colour,
           std::string_view tooltip) {
    const Point a = page(along - bar_ / 2, from);
    const double length = to - from;
    svg.rect(a.x, a.y, upright_ ? length : bar_, upright_ ? bar_ : length,
             fmt::format(R"(class="node" fill="{}")", colour), tooltip);
  }

  void name(Svg& svg, double along, double from, double to, std::string_view name, std::string_view text,
            bool scrap, bool beside) {
    const std::string_view ink = scrap ? "#a34700" : kInk;
    if (!upright_) {
      const Point p = page(along, to);
      const double room = std::max(60.0, step_ - 8);
      // scrap leaves to the right and down
      const Anchor anchor = beside ? Anchor::End : Anchor::Middle;
      const double x = beside ? p.x + bar_ / 2 + 2 : p.x;
      svg.text(x, p.y + 14, name, {11, ink, anchor, true, 0, room, true});
      svg.text(x, p.y + 26, text, {10, kQuiet, anchor, false, 0, room, true});
      return;
    }
    const std::string both = label(name, text);
    const bool inside = Drawing::inside(both, to - from);
    // that of the scrap, to its left, where there is room
    const bool before = scrap && !beside && !inside && from >= scrap_from_;
    const Point p = page(along, inside ? (from + to) / 2 : before ? from - 6 : to + 6);
    svg.text(p.x, p.y + 4, both,
             {11, inside ? std::string_view("#ffffff") : ink,
              inside   ? Anchor::Middle
              : before ? Anchor::End
                       : Anchor::Start,
              false, 0, inside ? 0.0 : kBeside, !inside});
  }

  std::string paint() {
    const bool scrap = scrap_to_ > scrap_from_;
    end_ = layout_.width + (scrap ? (upright_ ? 34 : 30) : 0);
    double most_back = 0;
    for (std::size_t e = 0; e < edges_.size(); ++e)
      if (layout_.back[e]) most_back = std::max(most_back, bands_[e].breadth);
    const double across = (scrap ? scrap_to_ : layout_.height) + 40;
    const double side = upright_ ? 20 : 60 + (most_back > 0 ? 10 : 0);
    // many branches side by side need more, and are then shown smaller
    const double width =
        upright_ ? std::max(kChartWidth, across - top_ + (scrap ? 0 : kBeside)) : kChartWidth;
    if (upright_)
      shift_ = {std::max(20.0, (width - (across - top_)) / 2) - top_, side};
    else
      shift_ = {std::max(side, (kChartWidth - end_) / 2), 6 - std::min(top_ + 14, 0.0)};
    step_ = upright_ ? 0 : layout_.centre.size() < 2 ? 100 : spacing();
    const double height = upright_ ? end_ + side + 24 : shift_.y + across + 2;
    Svg svg(width, height, chart_.title);
    paint_bands(svg);
    for (std::size_t n = 0; n < chart_.nodes.size(); ++n) {
      const auto& node = chart_.nodes[n];
      const double half = sum_of(n) / 2, c = layout_.centre[n].y;
      bar(svg, layout_.centre[n].x, c - half, c + half, node.bin ? kScrap : kBlue,
          node.name + (node.text.empty() ? "" : ": " + node.text));
    }
    if (scrap)
      bar(svg, end_ + bar_ / 2, scrap_from_, scrap_to_, kScrap,
          chart_.scrap_name + ": " + chart_.scrap_total);
    for (std::size_t n = 0; n < chart_.nodes.size(); ++n) {
      const double half = sum_of(n) / 2, c = layout_.centre[n].y;
      name(svg, layout_.centre[n].x, c - half, c + half, chart_.nodes[n].name, chart_.nodes[n].text,
           chart_.nodes[n].bin, scrap_[n].breadth > 0);
    }
    if (scrap)
      name(svg, end_ + bar_ / 2, scrap_from_, scrap_to_, chart_.scrap_name, chart_.scrap_total, true, false);
    return svg.str();
  }

  // between neighbouring layers
  double spacing() const {
    double least = 1e9;
    for (const Point& a : layout_.centre)
      for (const Point& b : layout_.centre)
        if (b.x - a.x > 1) least = std::min(least, b.x - a.x);
    return least;
  }

  const Sankey& chart_;
  std::vector<Sankey::Edge> edges_;  // that flow
  Layered layout_;                   // x along, y across
  std::vector<Band> bands_;          // by edge
  std::vector<Band> scrap_;          // by node
  std::vector<double> lanes_;        // by edge, of those that lead back
  double scale_ = 1;
  double bar_ = 10;
  bool upright_ = false;
  double top_ = 0, bottom_ = 0, scrap_from_ = 0, scrap_to_ = 0, end_ = 0, step_ = 100;
  Point shift_;
};

}  // namespace

std::string sankey(const Sankey& chart) { return Drawing(chart).run(); }

bool leads_back(const Sankey& chart) {
  std::vector<LayerEdge> edges;
  for (const auto& e : chart.edges)
    if (flows(e.flow)) edges.push_back({e.from, e.to, 1, 0});
  const auto back = layered(std::vector<LayerNode>(chart.nodes.size()), edges, {}).back;
  return std::find(back.begin(), back.end(), true) != back.end();
}

}  // namespace linetwin::drawing
