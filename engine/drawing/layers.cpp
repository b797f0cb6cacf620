#include "drawing/layers.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/graph/topological_sort.hpp>
#include <cmath>
#include <numeric>

namespace linetwin::drawing {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                    boost::property<boost::edge_index_t, std::size_t>>;

struct BackEdges : boost::default_dfs_visitor {
  explicit BackEdges(std::vector<bool>& back_) : back(back_) {}
  std::vector<bool>& back;
  void back_edge(const Graph::edge_descriptor& e, const Graph& g) {
    back[boost::get(boost::edge_index, g, e)] = true;
  }
};

// A node, or a place that an edge passes.
struct Spot {
  std::size_t layer = 0;
  double width = 0;
  double height = 0;
  double weight = 1;  // the heavier, the less it gives way
  double y = 0;       // of the centre, within its row
  struct Link {
    std::size_t spot = 0;
    double weight = 1;
  };
  std::vector<Link> before{};
  std::vector<Link> behind{};
};

class Layout {
 public:
  Layout(const std::vector<LayerNode>& nodes, const std::vector<LayerEdge>& edges,
         const LayerOptions& options)
      : nodes_(nodes), edges_(edges), options_(options) {}

  Layered run() {
    result_.back.assign(edges_.size(), false);
    result_.lane.assign(edges_.size(), 0);
    if (nodes_.empty()) return result_;
    assign_layers();
    make_spots();
    order();
    make_rows();
    place_along();
    for (std::size_t row = 0; row + 1 < row_begin_.size(); ++row) {
      place_across(row);
      straighten(row);
    }
    stack_rows();
    collect();
    return result_;
  }

 private:
  void assign_layers() {
    Graph graph(nodes_.size());
    for (std::size_t e = 0; e < edges_.size(); ++e) boost::add_edge(edges_[e].from, edges_[e].to, e, graph);
    boost::depth_first_search(graph, boost::visitor(BackEdges(result_.back)));
    Graph forward(nodes_.size());
    for (std::size_t e = 0; e < edges_.size(); ++e)
      if (!result_.back[e]) boost::add_edge(edges_[e].from, edges_[e].to, e, forward);
    std::vector<std::size_t> order;  // last first
    boost::topological_sort(forward, std::back_inserter(order));
    std::vector<std::size_t> layer(nodes_.size(), 0);
    for (auto node = order.rbegin(); node != order.rend(); ++node)
      for (auto [e, end] = boost::out_edges(*node, forward); e != end; ++e)
        layer[boost::target(*e, forward)] = std::max(layer[boost::target(*e, forward)], layer[*node] + 1);
    // what nothing comes before (a source) stands right before what it feeds
    for (const std::size_t node : order) {
      if (std::any_of(edges_.begin(), edges_.end(), [&](const LayerEdge& e) {
            return e.to == node && !result_.back[static_cast<std::size_t>(&e - edges_.data())];
          }))
        continue;
      std::size_t least = std::numeric_limits<std::size_t>::max();
      for (auto [e, end] = boost::out_edges(node, forward); e != end; ++e)
        least = std::min(least, layer[boost::target(*e, forward)]);
      if (least != std::numeric_limits<std::size_t>::max()) layer[node] = least - 1;
    }
    result_.layer = layer;
  }

  void connect(std::size_t from, std::size_t to, double weight) {
    spots_[from].behind.push_back({to, weight});
    spots_[to].before.push_back({from, weight});
  }

  void make_spots() {
    for (std::size_t n = 0; n < nodes_.size(); ++n)
      spots_.push_back({result_.layer[n], nodes_[n].width, nodes_[n].height, 0.1, 0});
    passes_.resize(edges_.size());
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      if (result_.back[e]) continue;
      std::size_t last = edges_[e].from;
      for (std::size_t l = result_.layer[edges_[e].from] + 1; l < result_.layer[edges_[e].to]; ++l) {
        spots_.push_back({l, 0, edges_[e].thickness, edges_[e].thickness, 0});
        passes_[e].push_back(spots_.size() - 1);
        connect(last, spots_.size() - 1, edges_[e].thickness);
        last = spots_.size() - 1;
      }
      connect(last, edges_[e].to, edges_[e].thickness);
    }
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      double in = 0, out = 0;
      for (const auto& link : spots_[n].before) in += link.weight;
      for (const auto& link : spots_[n].behind) out += link.weight;
      spots_[n].weight = std::max({in, out, 0.1});
    }
    layers_.resize(1 + *std::max_element(result_.layer.begin(), result_.layer.end()));
    for (std::size_t s = 0; s < spots_.size(); ++s) layers_[spots_[s].layer].push_back(s);
  }

  // Sweeps to and fro: each layer in the order of the mean place of the neighbours in the one just done.
  void order() {
    std::vector<double> place(spots_.size(), 0);
    const auto number = [&](const std::vector<std::size_t>& layer) {
      for (std::size_t i = 0; i < layer.size(); ++i)
        place[layer[i]] = (static_cast<double>(i) + 0.5) / static_cast<double>(layer.size());
    };
    for (const auto& layer : layers_) number(layer);
    for (int sweep = 0; sweep < 8; ++sweep) {
      const bool forth = sweep % 2 == 0;
      for (std::size_t i = 1; i < layers_.size(); ++i) {
        auto& layer = layers_[forth ? i : layers_.size() - 1 - i];
        for (const std::size_t s : layer) {
          const auto& others = forth ? spots_[s].before : spots_[s].behind;
          if (others.empty()) continue;
          double sum = 0;
          for (const auto& o : others) sum += place[o.spot];
          place[s] = sum / static_cast<double>(others.size());
        }
        std::stable_sort(layer.begin(), layer.end(),
                         [&](std::size_t a, std::size_t b) { return place[a] < place[b]; });
        number(layer);
      }
    }
  }

  double layer_width(std::size_t l) const {
    double width = 0;
    for (const std::size_t s : layers_[l]) width = std::max(width, spots_[s].width);
    return width;
  }

  // Forward edges that pass from before a layer to it or behind it.
  std::vector<int> crossings() const {
    std::vector<int> count(layers_.size() + 1, 0);
    for (std::size_t e = 0; e < edges_.size(); ++e)
      if (!result_.back[e])
        for (std::size_t l = result_.layer[edges_[e].from] + 1; l <= result_.layer[edges_[e].to]; ++l)
          ++count[l];
    return count;
  }

  // Rows of layers that fit into the width. A row ends where few edges go on, if that costs it little.
  void make_rows() {
    gap_.assign(layers_.size(), options_.layer_gap);
    for (std::size_t e = 0; e < edges_.size(); ++e)
      if (!result_.back[e] && edges_[e].label > 0) {
        double& gap = gap_[result_.layer[edges_[e].from]];
        gap = std::max(gap, edges_[e].label);
      }
    const std::vector<int> crossing = crossings();
    row_begin_ = {0};
    std::vector<double> used{0};  // of the row, up to each of its layers
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      const std::size_t begin = row_begin_.back();
      if (l > begin && used.back() + layer_width(l) > options_.most_width) {
        std::size_t best = l;
        for (std::size_t at = l; at > begin && used[at - begin] >= 0.6 * options_.most_width; --at)
          if (crossing[at] < crossing[best]) best = at;
        row_begin_.push_back(best);
        used = {0};
        for (std::size_t k = best; k < l; ++k) used.push_back(used.back() + layer_width(k) + gap_[k]);
      }
      used.push_back(used.back() + layer_width(l) + gap_[l]);
    }
    row_begin_.push_back(layers_.size());
  }

  void place_along() {
    x_.assign(layers_.size(), 0);
    for (std::size_t row = 0; row + 1 < row_begin_.size(); ++row) {
      double x = 0;
      for (std::size_t l = row_begin_[row]; l < row_begin_[row + 1]; ++l) {
        x_[l] = x + layer_width(l) / 2;
        x += layer_width(l);
        result_.width = std::max(result_.width, x);
        if (l + 1 == row_begin_[row + 1]) row_right_.push_back(x);
        x += gap_[l];
      }
    }
  }

  // Where each spot of a layer would like to be, as near as its neighbours above and below let it: blocks
  // that would overlap move as one, to the mean of what they wish (isotonic regression).
  void settle(const std::vector<std::size_t>& layer, const std::vector<double>& wish) {
    struct Block {
      double wish = 0;  // of its first spot's upper edge, times the weights
      double weight = 0;
      double length = 0;
      std::size_t first = 0;
    };
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < layer.size(); ++i) {
      const double height = spots_[layer[i]].height;
      const double weight = spots_[layer[i]].weight;
      blocks.push_back({weight * (wish[i] - height / 2), weight, height + options_.node_gap, i});
      while (blocks.size() > 1) {
        Block& a = blocks[blocks.size() - 2];
        const Block& b = blocks.back();
        if (a.wish / a.weight + a.length <= b.wish / b.weight) break;
        a.wish += b.wish - b.weight * a.length;
        a.weight += b.weight;
        a.length += b.length;
        blocks.pop_back();
      }
    }
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const std::size_t end = b + 1 < blocks.size() ? blocks[b + 1].first : layer.size();
      double y = blocks[b].wish / blocks[b].weight;
      for (std::size_t i = blocks[b].first; i < end; ++i) {
        spots_[layer[i]].y = y + spots_[layer[i]].height / 2;
        y += spots_[layer[i]].height + options_.node_gap;
      }
    }
  }

  void place_across(std::size_t row) {
    const std::size_t begin = row_begin_[row], end = row_begin_[row + 1];
    for (std::size_t l = begin; l < end; ++l) settle(layers_[l], std::vector<double>(layers_[l].size(), 0));
    const auto in_row = [&](std::size_t s) { return spots_[s].layer >= begin && spots_[s].layer < end; };
    for (int sweep = 0; sweep < 12; ++sweep) {
      const bool forth = sweep % 2 == 0;
      for (std::size_t i = 0; i < end - begin; ++i) {
        const auto& layer = layers_[forth ? begin + i : end - 1 - i];
        std::vector<double> wish;
        for (const std::size_t s : layer) {
          double sum = 0, count = 0;
          const auto add = [&](std::size_t o, double weight) {
            if (!in_row(o)) return;
            sum += weight * spots_[o].y;
            count += weight;
          };
          for (const auto& o : spots_[s].before) add(o.spot, o.weight * (forth ? 1 : 0.1));
          for (const auto& o : spots_[s].behind) add(o.spot, o.weight * (forth ? 0.1 : 1));
          wish.push_back(count > 0 ? sum / count : spots_[s].y);
        }
        settle(layer, wish);
      }
    }
  }

  // What follows alone on what led alone to it stands level with it: the sweeps leave it a little off.
  void straighten(std::size_t row) {
    for (std::size_t l = row_begin_[row] + 1; l < row_begin_[row + 1]; ++l) {
      if (layers_[l].size() != 1) continue;
      Spot& spot = spots_[layers_[l][0]];
      if (spot.before.size() == 1 && layers_[l - 1].size() == 1) spot.y = spots_[spot.before[0].spot].y;
    }
  }

  // Each edge that leads back gets the first lane below its row that is free where it runs.
  void assign_lanes() {
    std::vector<std::vector<std::vector<std::pair<double, double>>>> taken(result_.rows.size());
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      if (!result_.back[e]) continue;
      const std::size_t row = result_.row[edges_[e].from];
      double left = x_[result_.layer[edges_[e].to]] - 1, right = x_[result_.layer[edges_[e].from]] + 1;
      if (row != result_.row[edges_[e].to]) left = -1;  // along the margin
      auto& lanes = taken[row];
      std::size_t lane = 0;
      for (; lane < lanes.size(); ++lane)
        if (std::none_of(lanes[lane].begin(), lanes[lane].end(),
                         [&](const auto& span) { return span.first < right && left < span.second; }))
          break;
      if (lane == lanes.size()) lanes.emplace_back();
      lanes[lane].push_back({left, right});
      result_.lane[e] = static_cast<int>(lane);
      result_.rows[row].lanes = static_cast<int>(lanes.size());
    }
  }

  void stack_rows() {
    result_.rows.resize(row_begin_.size() - 1);
    result_.row.resize(nodes_.size());
    for (std::size_t row = 0; row < result_.rows.size(); ++row)
      for (std::size_t n = 0; n < nodes_.size(); ++n)
        if (result_.layer[n] >= row_begin_[row] && result_.layer[n] < row_begin_[row + 1])
          result_.row[n] = row;
    assign_lanes();
    double y = 0;
    for (std::size_t row = 0; row < result_.rows.size(); ++row) {
      double top = std::numeric_limits<double>::infinity(), bottom = -top;
      for (std::size_t l = row_begin_[row]; l < row_begin_[row + 1]; ++l)
        for (const std::size_t s : layers_[l]) {
          top = std::min(top, spots_[s].y - spots_[s].height / 2);
          bottom = std::max(bottom, spots_[s].y + spots_[s].height / 2);
        }
      for (std::size_t l = row_begin_[row]; l < row_begin_[row + 1]; ++l)
        for (const std::size_t s : layers_[l]) spots_[s].y += y - top;
      auto& r = result_.rows[row];
      r.top = y;
      r.bottom = y + bottom - top;
      r.right = row_right_[row];
      result_.height = r.bottom + options_.lane * r.lanes;
      y = result_.height + options_.row_gap;
    }
  }

  void collect() {
    for (std::size_t n = 0; n < nodes_.size(); ++n)
      result_.centre.push_back({x_[result_.layer[n]], spots_[n].y});
    result_.through.resize(edges_.size());
    result_.through_row.resize(edges_.size());
    for (std::size_t e = 0; e < edges_.size(); ++e)
      for (const std::size_t s : passes_[e]) {
        result_.through[e].push_back({x_[spots_[s].layer], spots_[s].y});
        const auto after = std::upper_bound(row_begin_.begin(), row_begin_.end(), spots_[s].layer);
        result_.through_row[e].push_back(static_cast<std::size_t>(after - row_begin_.begin()) - 1);
      }
  }

  const std::vector<LayerNode>& nodes_;
  const std::vector<LayerEdge>& edges_;
  const LayerOptions& options_;
  Layered result_;
  std::vector<Spot> spots_;                       // the nodes, then the places that edges pass
  std::vector<std::vector<std::size_t>> layers_;  // spots, from above
  std::vector<std::vector<std::size_t>> passes_;  // of each edge
  std::vector<double> gap_;                       // behind each layer
  std::vector<double> x_;                         // of each layer
  std::vector<double> row_right_;
  std::vector<std::size_t> row_begin_;  // first layer of each row, and the number of layers
};

}  // namespace

Layered layered(const std::vector<LayerNode>& nodes, const std::vector<LayerEdge>& edges,
                const LayerOptions& options) {
  return Layout(nodes, edges, options).run();
}

}  // namespace linetwin::drawing
