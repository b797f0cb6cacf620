#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <string>

#include "drawing/layers.hpp"
#include "drawing/line_picture.hpp"
#include "page/page_example.hpp"
#include "support/markup.hpp"

using namespace linetwin::drawing;
namespace markup = linetwin::markup;
using linetwin::example::Noise;

namespace {

struct Drawn {
  std::vector<LayerNode> nodes;
  std::vector<LayerEdge> edges;
  LayerOptions options;
};

// A graph of any kind: chains, branches, edges over several layers, edges that lead back, loops at one node.
Drawn random_graph(unsigned seed) {
  Noise noise(seed * 7919 + 1);
  Drawn g;
  const auto n = static_cast<std::size_t>(2 + noise() * 28);
  for (std::size_t i = 0; i < n; ++i) g.nodes.push_back({20 + 80 * noise(), 15 + 60 * noise()});
  for (std::size_t i = 1; i < n; ++i)
    g.edges.push_back(
        {static_cast<std::size_t>(noise() * static_cast<double>(i)), i, 4 + 8 * noise(), 40 * noise()});
  for (double more = noise() * static_cast<double>(n); more > 0; --more)
    g.edges.push_back({static_cast<std::size_t>(noise() * static_cast<double>(n)),
                       static_cast<std::size_t>(noise() * static_cast<double>(n)), 5, 0});
  if (noise() < 0.7) g.options.most_width = 300 + 500 * noise();
  return g;
}

}  // namespace

TEST_CASE("no two elements of an automatic layout overlap, and no edge passes through one") {
  for (unsigned seed = 0; seed < 300; ++seed) {
    const Drawn g = random_graph(seed);
    const Layered l = layered(g.nodes, g.edges, g.options);
    INFO("seed " << seed);
    for (std::size_t a = 0; a < g.nodes.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        const bool apart_x =
            std::abs(l.centre[a].x - l.centre[b].x) >= (g.nodes[a].width + g.nodes[b].width) / 2 - 1e-6;
        const bool apart_y =
            std::abs(l.centre[a].y - l.centre[b].y) >= (g.nodes[a].height + g.nodes[b].height) / 2 - 1e-6;
        CHECK((apart_x || apart_y));
      }
      CHECK(l.centre[a].x - g.nodes[a].width / 2 >= -1e-6);
      CHECK(l.centre[a].x + g.nodes[a].width / 2 <= l.width + 1e-6);
      CHECK(l.centre[a].y - g.nodes[a].height / 2 >= -1e-6);
      CHECK(l.centre[a].y + g.nodes[a].height / 2 <= l.height + 1e-6);
      for (std::size_t e = 0; e < g.edges.size(); ++e)
        for (const Point& p : l.through[e])
          CHECK((std::abs(p.x - l.centre[a].x) > 1e-6 ||
                 std::abs(p.y - l.centre[a].y) >= (g.nodes[a].height + g.edges[e].thickness) / 2 - 1e-6));
    }
  }
}

TEST_CASE("edges lead to later layers, and those that do not are the ones that close circles") {
  for (unsigned seed = 0; seed < 300; ++seed) {
    const Drawn g = random_graph(seed);
    const Layered l = layered(g.nodes, g.edges, g.options);
    INFO("seed " << seed);
    // what a node can reach by forward edges, by walking layer after layer
    std::vector<std::set<std::size_t>> reaches(g.nodes.size());
    for (std::size_t pass = 0; pass < g.nodes.size(); ++pass)
      for (std::size_t e = 0; e < g.edges.size(); ++e) {
        if (l.back[e]) continue;
        auto& from = reaches[g.edges[e].from];
        from.insert(g.edges[e].to);
        from.insert(reaches[g.edges[e].to].begin(), reaches[g.edges[e].to].end());
      }
    for (std::size_t e = 0; e < g.edges.size(); ++e) {
      const auto& edge = g.edges[e];
      if (l.back[e]) {
        CHECK((edge.from == edge.to || reaches[edge.to].contains(edge.from)));
        continue;
      }
      CHECK(l.layer[edge.from] < l.layer[edge.to]);
      CHECK(l.through[e].size() == l.layer[edge.to] - l.layer[edge.from] - 1);
    }
  }
}

TEST_CASE("a graph without circles has no edge that leads back") {
  const Layered l =
      layered(std::vector<LayerNode>(4, {10, 10}), {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {0, 3}}, {});
  for (const bool back : l.back) CHECK_FALSE(back);
  CHECK(l.layer == std::vector<std::size_t>{0, 1, 1, 2});
}

TEST_CASE("a long line goes on in further rows, each within the width and each straight") {
  std::vector<LayerNode> nodes(60, {70, 40});
  std::vector<LayerEdge> edges;
  for (std::size_t i = 0; i + 1 < nodes.size(); ++i) edges.push_back({i, i + 1});
  LayerOptions options;
  options.most_width = 800;
  const Layered l = layered(nodes, edges, options);
  CHECK(l.rows.size() == 8);  // eight of 70 and seven gaps of 26 are 742; nine are 838
  CHECK(l.width <= 800);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    CHECK(l.row[i] == i / 8);
    CHECK(l.centre[i].y == Approx(l.centre[i / 8 * 8].y));
  }
}

TEST_CASE("nothing, one node and a loop at one node can be laid out") {
  CHECK(layered({}, {}, {}).width == 0);
  const Layered l = layered({{30, 20}}, {{0, 0}}, {});
  CHECK(l.back[0]);
  CHECK(l.centre[0].x == Approx(15));
  CHECK(l.height >= 20);
}

namespace {

LinePicture picture(unsigned seed) {
  const Drawn g = random_graph(seed);
  LinePicture p;
  Noise noise(seed);
  for (std::size_t i = 0; i < g.nodes.size(); ++i) {
    LinePicture::Element e;
    e.name = "element-" + std::to_string(i);
    e.kind = noise() < 0.6 ? LinePicture::Kind::Station : LinePicture::Kind::Buffer;
    e.caption = "12.3";
    if (e.kind == LinePicture::Kind::Station) e.heat = noise();
    if (noise() < 0.1) e.mark = LinePicture::Mark::Bottleneck;
    p.elements.push_back(e);
  }
  for (const auto& e : g.edges) p.edges.push_back({e.from, e.to, e.thickness, "1/h", ""});
  p.mark_text = "bottleneck";
  return p;
}

}  // namespace

TEST_CASE("the picture shows every element once, none on another, and every edge") {
  for (unsigned seed = 0; seed < 60; ++seed) {
    const LinePicture p = picture(seed);
    const auto tags = markup::read(picture_in_layers(p));
    std::vector<markup::Tag> boxes = markup::of_class(tags, "station");
    for (const auto& b : markup::of_class(tags, "buffer")) boxes.push_back(b);
    INFO("seed " << seed);
    REQUIRE(boxes.size() == p.elements.size());
    CHECK(markup::of_class(tags, "edge").size() + markup::of_class(tags, "back").size() == p.edges.size());
    const double width = std::stod(tags[0].attributes.at("width")),
                 height = std::stod(tags[0].attributes.at("height"));
    for (std::size_t a = 0; a < boxes.size(); ++a) {
      const auto& x = boxes[a];
      CHECK(x.number("x") >= 0);
      CHECK(x.number("y") >= 0);
      CHECK(x.number("x") + x.number("width") <= width);
      CHECK(x.number("y") + x.number("height") <= height);
      for (std::size_t b = 0; b < a; ++b) {
        const auto& y = boxes[b];
        CHECK((x.number("x") >= y.number("x") + y.number("width") ||
               y.number("x") >= x.number("x") + x.number("width") ||
               x.number("y") >= y.number("y") + y.number("height") ||
               y.number("y") >= x.number("y") + x.number("height")));
      }
    }
  }
}

TEST_CASE("places in metres are drawn to one scale, north up, and what has none is left out") {
  LinePicture p;
  const Point at[] = {{0, 0}, {12, 0}, {12, 5}, {3, 4}};
  for (const Point& where : at) {
    LinePicture::Element e;
    e.name = "s";
    e.spot = LinePicture::Spot{where, {}, 0};
    p.elements.push_back(e);
  }
  CHECK(can_be_drawn_in_metres(p));
  LinePicture::Element sink;
  sink.kind = LinePicture::Kind::Sink;
  p.elements.push_back(sink);
  p.edges = {{0, 1, 1.0, "", ""}, {2, 4, 1.0, "", ""}};
  CHECK(can_be_drawn_in_metres(p));  // a sink needs no place
  std::vector<Point> drawn;
  const auto tags = markup::read(picture_in_metres(p));
  for (const auto& tag : tags)
    if (const auto t = tag.attributes.find("transform"); t != tag.attributes.end()) {
      Point where;
      REQUIRE(std::sscanf(t->second.c_str(), "translate(%lf %lf)", &where.x, &where.y) == 2);
      drawn.push_back(where);
    }
  REQUIRE(drawn.size() == 4);
  CHECK(markup::of_class(tags, "edge").size() == 1);
  const double scale = (drawn[1].x - drawn[0].x) / 12;
  REQUIRE(scale > 0);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(drawn[i].x - drawn[0].x == Approx(at[i].x * scale).margin(0.05));
    CHECK(drawn[0].y - drawn[i].y == Approx(at[i].y * scale).margin(0.05));
  }
  // the bar of the scale is as long as it says
  const auto bar = markup::of_class(tags, "metres");
  REQUIRE(bar.size() == 1);
  double left = 0, right = 0;
  REQUIRE(std::sscanf(bar[0].attributes.at("d").c_str(), "M%lf %*fv8M%*f %*fH%lf", &left, &right) == 2);
  std::string text;
  for (const auto& tag : tags)
    if (tag.name == "text" && tag.text.ends_with(" m")) text = tag.text;
  CHECK(right - left == Approx(std::stod(text) * scale).margin(0.1));
  p.elements[0].spot.reset();
  CHECK_FALSE(can_be_drawn_in_metres(p));
}
