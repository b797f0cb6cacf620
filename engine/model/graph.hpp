// The flow as a graph: who reaches whom, which elements lie on circles, in what order they stand. Elements
// are numbers from 0.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace linetwin {

struct FlowGraph {
  std::size_t nodes = 0;
  std::vector<std::pair<int, int>> arrows;
};

// Marks everything that can be reached from the roots along the arrows (against them when `backward`), the
// roots included.
std::vector<char> reachable(const FlowGraph& graph, const std::vector<int>& roots, bool backward = false);

// The strong components (Tarjan 1972) in the order of the flow: one before all that it leads to. A component
// of several elements, or of one with an arrow to itself, is a loop.
struct Components {
  std::vector<int> of;                    // component of each element
  std::vector<std::vector<int>> members;  // by component, in the order of the elements
  std::vector<char> loop;                 // by component
};
Components components(const FlowGraph& graph);

// Aisles between points, walked both ways.
struct Aisle {
  int from = 0;
  int to = 0;
  double metres = 0;
};
// The length of the shortest way from a point to each other one (Dijkstra 1959); infinite where none leads.
// `before`, if given, gets the point that each is reached from (itself: the first, and what is not reached).
std::vector<double> shortest_ways(std::size_t points, const std::vector<Aisle>& aisles, int from,
                                  std::vector<int>* before = nullptr);

// A circle through the members of a loop, as a list of elements; the last leads to the first.
std::vector<int> circle(const FlowGraph& graph, const std::vector<int>& members);

}  // namespace linetwin
