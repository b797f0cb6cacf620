// A flow graph laid out from left to right, in layers.
//
// Sugiyama, Tagawa, Toda (1981): circles are opened at the edges that lead back, every node stands behind all
// those before it, edges over several layers pass through a place of their own in each, and the nodes of a
// layer are ordered by the mean place of their neighbours. What is wider than the page goes on in further
// rows, as text does.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "drawing/svg.hpp"

namespace linetwin::drawing {

struct LayerNode {
  double width = 1;
  double height = 1;
};
struct LayerEdge {
  std::size_t from = 0;
  std::size_t to = 0;
  double thickness = 1;  // room across, where it passes other nodes; thick ones stay straight
  double label = 0;      // room along, for a text on it; 0: none
};
struct LayerOptions {
  double node_gap = 14;   // between nodes of a layer
  double layer_gap = 26;  // between layers, at least
  double row_gap = 30;    // between rows
  double lane = 12;       // room for each edge that leads back, under the row
  double most_width = std::numeric_limits<double>::infinity();  // then a new row begins
};

struct Layered {
  struct Row {
    double top = 0;
    double bottom = 0;  // of the nodes; lanes and the gap are below
    double right = 0;   // of the last layer
    int lanes = 0;      // of edges that lead back
  };
  std::vector<Point> centre;       // of each node
  std::vector<std::size_t> layer;  // of each node
  std::vector<std::size_t> row;    // of each node
  std::vector<bool> back;          // of each edge: leads back (or from a node to itself)
  std::vector<int> lane;           // of each edge that leads back: from 0, at the row of its beginning
  std::vector<std::vector<Point>> through;  // of each edge: its places in the layers between its ends
  std::vector<std::vector<std::size_t>> through_row;  // and the rows of these
  std::vector<Row> rows;
  double width = 0;
  double height = 0;
};

Layered layered(const std::vector<LayerNode>& nodes, const std::vector<LayerEdge>& edges,
                const LayerOptions& options);

}  // namespace linetwin::drawing
