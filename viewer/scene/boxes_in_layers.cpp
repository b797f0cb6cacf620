#include <algorithm>
#include <cmath>

#include "drawing/layers.hpp"
#include "viewer/scene/boxes.hpp"

namespace linetwin::viewer {
namespace {

using drawing::LayerEdge;
using drawing::LayerNode;

constexpr double kStation = 2;    // metres
constexpr double kMachine = 1.2;  // the room of one of several machines
constexpr double kLargest = 8;    // station
constexpr double kPlace = 0.3;    // of a part in a buffer
constexpr double kLongestBuffer = 4;
constexpr double kLongestBelt = 12;

LayerNode size_of(const LineModel& model, const Element& e) {
  const auto index = static_cast<std::size_t>(e.index);
  switch (e.kind) {
    case ElementKind::Station: {
      const double across = std::ceil(std::sqrt(static_cast<double>(model.stations[index].machines)));
      const double side = std::clamp(kMachine * across, kStation, kLargest);
      return {side, side};
    }
    case ElementKind::Buffer: {
      const std::int64_t capacity = model.buffers[index].capacity;
      if (capacity == kUnlimited) return {kLongestBuffer / 2, 1};
      return {std::clamp(kPlace * static_cast<double>(capacity), 1.0, kLongestBuffer), 1};
    }
    case ElementKind::Conveyor: return {std::clamp(model.conveyors[index].length, 1.0, kLongestBelt), 0.6};
    case ElementKind::Source:
    case ElementKind::Sink: break;
  }
  return {1, 1};
}

// The numbers of the elements as nodes: sources first, so that what leads back to where parts have come from
// is told from what leads on.
std::vector<std::size_t> numbers(const LineModel& model) {
  std::vector<std::size_t> number(model.elements.size());
  std::size_t next = 0;
  for (const bool source : {true, false})
    for (std::size_t e = 0; e < number.size(); ++e)
      if ((model.elements[e].kind == ElementKind::Source) == source) number[e] = next++;
  return number;
}

std::vector<LayerEdge> arrows(const LineModel& model, const std::vector<std::size_t>& number) {
  std::vector<LayerEdge> edges;
  for (std::size_t e = 0; e < model.elements.size(); ++e)
    for (const ElementId to : model.elements[e].successors)
      edges.push_back({number[e], number[static_cast<std::size_t>(to)], 0.6, 0});
  return edges;
}

// In how many rows the line is largest in a picture of this aspect. A row is wider than its share by what is
// not cut in two.
double best_rows(const drawing::Layered& one, double widest, double gap, double aspect) {
  constexpr int kMostRows = 60;
  double best = 1, largest = 0;
  for (int rows = 1; rows <= kMostRows; ++rows) {
    const double wide = one.width / rows + (rows > 1 ? widest : 0);
    const double deep = rows * one.height + (rows - 1) * gap;
    const double scale = std::min(aspect / wide, 1 / deep);
    if (scale <= largest) continue;
    largest = scale;
    best = rows;
  }
  return best;
}

}  // namespace

Boxes boxes_in_layers(const LineModel& model, double aspect) {
  const std::vector<std::size_t> number = numbers(model);
  std::vector<LayerNode> nodes(number.size());
  double widest = 1;
  for (std::size_t e = 0; e < number.size(); ++e) {
    nodes[number[e]] = size_of(model, model.elements[e]);
    widest = std::max(widest, nodes[number[e]].width);
  }
  const std::vector<LayerEdge> edges = arrows(model, number);
  drawing::LayerOptions options;
  options.node_gap = 1.4;
  options.layer_gap = 1.6;
  options.row_gap = 3.2;
  options.lane = 0.6;
  drawing::Layered laid = drawing::layered(nodes, edges, options);
  const double rows = best_rows(laid, widest, options.row_gap, std::clamp(aspect, 0.2, 20.0));
  if (rows > 1) {
    options.most_width = std::max(laid.width / rows + widest, widest);
    laid = drawing::layered(nodes, edges, options);
  }
  Boxes boxes;
  boxes.usual = kStation;
  for (const std::size_t n : number)
    boxes.of.push_back({{laid.centre[n].x, -laid.centre[n].y}, nodes[n].width, nodes[n].height, 0});
  return boxes;
}

std::vector<bool> arrows_back(const LineModel& model) {
  return drawing::layered(std::vector<LayerNode>(model.elements.size()), arrows(model, numbers(model)), {})
      .back;
}

}  // namespace linetwin::viewer
