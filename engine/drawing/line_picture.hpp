// A line as a picture: laid out from left to right, or at its places in metres.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "drawing/svg.hpp"

namespace linetwin::drawing {

struct LinePicture {
  enum class Kind : unsigned char { Source, Station, Buffer, Conveyor, Sink, Bin };
  enum class Mark : unsigned char { None, Bottleneck, Next };
  struct Spot {
    Point centre_m;  // x to the right, y up
    std::optional<std::pair<double, double>> size_m{};
    double turn_deg = 0;  // counter-clockwise
  };
  struct Element {
    std::string name;
    Kind kind = Kind::Station;
    std::string caption;           // below the name: "93.6 %", "51.5 / 60"
    std::string tooltip;           //
    std::optional<double> heat{};  // stations: 0 .. 1, the colour
    std::optional<double> fill{};  // buffers, conveyors: 0 .. 1
    Mark mark = Mark::None;
    std::optional<Spot> spot{};
  };
  struct Edge {
    std::size_t from = 0;  // into elements
    std::size_t to = 0;
    std::optional<double> flow{};  // the thicker the more
    std::string label;             // shown where the way divides or joins; the tooltip else
    std::string fleet;             // carried by; empty: none
  };
  std::string title;
  std::vector<Element> elements;
  std::vector<Edge> edges;
  std::string mark_text;  // "bottleneck"
  std::string next_text;
  std::string heat_text;  // beside the scale of colours; empty: no scale
  std::string metre = "m";
};

// All elements that take part must have a spot; what has none is left out with its edges.
bool can_be_drawn_in_metres(const LinePicture& picture);
std::string picture_in_metres(const LinePicture& picture);
std::string picture_in_layers(const LinePicture& picture);
bool leads_back(const LinePicture& picture);  // some edge does, in layers

// Parts of both.
void draw_heat_scale(Svg& svg, Point at, std::string_view text);
std::string arrow_head(Point tip, Point direction, double size);
double edge_width(const LinePicture& picture, const LinePicture::Edge& edge);

}  // namespace linetwin::drawing
