// How many parts go where: bands as broad as the flow. Sankey (1898).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace linetwin::drawing {

struct Sankey {
  struct Node {
    std::string name;
    std::string text;        // beside it: what passes
    double scrap = 0;        // flow from here to the scrap
    std::string scrap_text;  // of its band, a tooltip
    bool bin = false;        // a bin of scrap that parts are routed to
  };
  struct Edge {
    std::size_t from = 0;
    std::size_t to = 0;
    double flow = 0;  // same unit as scrap; <= 0: not drawn
    std::string text;
  };
  std::string title;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::string scrap_name;  // of the node where all scrap ends
  std::string scrap_total;
};

// From left to right, or, of long lines, from top to bottom. What leads back is drawn as a loop.
std::string sankey(const Sankey& chart);
bool leads_back(const Sankey& chart);  // something does

}  // namespace linetwin::drawing
