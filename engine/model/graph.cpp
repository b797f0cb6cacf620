#include "model/graph.hpp"

#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/strong_components.hpp>
#include <limits>

namespace linetwin {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

Graph make(const FlowGraph& flow, bool backward) {
  Graph graph(flow.nodes);
  for (const auto& [from, to] : flow.arrows) {
    const auto a = static_cast<std::size_t>(backward ? to : from);
    const auto b = static_cast<std::size_t>(backward ? from : to);
    boost::add_edge(a, b, graph);
  }
  return graph;
}

}  // namespace

std::vector<char> reachable(const FlowGraph& flow, const std::vector<int>& roots, bool backward) {
  // one more node that leads to all roots makes it a single search
  Graph graph = make(flow, backward);
  const auto start = boost::add_vertex(graph);
  for (const int root : roots) boost::add_edge(start, static_cast<std::size_t>(root), graph);
  std::vector<boost::default_color_type> colors(flow.nodes + 1, boost::white_color);
  const auto color_map =
      boost::make_iterator_property_map(colors.begin(), boost::get(boost::vertex_index, graph));
  boost::queue<std::size_t> queue;
  boost::breadth_first_visit(graph, start, queue, boost::default_bfs_visitor(), color_map);
  std::vector<char> reached(flow.nodes);
  for (std::size_t i = 0; i < flow.nodes; ++i) reached[i] = colors[i] == boost::black_color;
  return reached;
}

Components components(const FlowGraph& flow) {
  const Graph graph = make(flow, false);
  Components result;
  result.of.resize(flow.nodes);
  const auto map =
      boost::make_iterator_property_map(result.of.begin(), boost::get(boost::vertex_index, graph));
  const int count = flow.nodes == 0 ? 0 : static_cast<int>(boost::strong_components(graph, map));
  // Tarjan numbers a component after all that it leads to: turn that round
  for (int& c : result.of) c = count - 1 - c;
  result.members.resize(static_cast<std::size_t>(count));
  result.loop.assign(static_cast<std::size_t>(count), 0);
  for (std::size_t i = 0; i < flow.nodes; ++i)
    result.members[static_cast<std::size_t>(result.of[i])].push_back(static_cast<int>(i));
  for (std::size_t c = 0; c < result.members.size(); ++c) result.loop[c] = result.members[c].size() > 1;
  for (const auto& [from, to] : flow.arrows)
    if (from == to) result.loop[static_cast<std::size_t>(result.of[static_cast<std::size_t>(from)])] = 1;
  return result;
}

std::vector<double> shortest_ways(std::size_t points, const std::vector<Aisle>& aisles, int from,
                                  std::vector<int>* before) {
  using Network = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                        boost::property<boost::edge_weight_t, double>>;
  Network network(points);
  for (const Aisle& aisle : aisles)
    boost::add_edge(static_cast<std::size_t>(aisle.from), static_cast<std::size_t>(aisle.to), aisle.metres,
                    network);
  std::vector<double> metres(points);
  std::vector<std::size_t> reached_from(points);
  const auto index = boost::get(boost::vertex_index, network);
  boost::dijkstra_shortest_paths(
      network, static_cast<std::size_t>(from),
      boost::distance_map(boost::make_iterator_property_map(metres.begin(), index))
          .predecessor_map(boost::make_iterator_property_map(reached_from.begin(), index)));
  if (before) before->assign(reached_from.begin(), reached_from.end());
  for (double& way : metres)
    if (way == std::numeric_limits<double>::max()) way = std::numeric_limits<double>::infinity();
  return metres;
}

std::vector<int> circle(const FlowGraph& flow, const std::vector<int>& members) {
  std::vector<int> next(flow.nodes, -1);
  std::vector<char> inside(flow.nodes, 0);
  for (const int m : members) inside[static_cast<std::size_t>(m)] = 1;
  for (const auto& [from, to] : flow.arrows)
    if (inside[static_cast<std::size_t>(from)] && inside[static_cast<std::size_t>(to)] &&
        next[static_cast<std::size_t>(from)] < 0)
      next[static_cast<std::size_t>(from)] = to;
  std::vector<int> way;
  std::vector<char> seen(flow.nodes, 0);
  int at = members.empty() ? -1 : members[0];
  while (at >= 0 && !seen[static_cast<std::size_t>(at)]) {
    seen[static_cast<std::size_t>(at)] = 1;
    way.push_back(at);
    at = next[static_cast<std::size_t>(at)];
  }
  way.erase(way.begin(), std::find(way.begin(), way.end(), at));
  return way;
}

}  // namespace linetwin
