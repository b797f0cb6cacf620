#include "viewer/scene/router.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

namespace linetwin::viewer {
namespace {

constexpr std::size_t kMostCrossings = 500'000;  // of a lattice
constexpr int kMostLooks = 60'000;               // for one way
constexpr double kNear = 0.4;                    // gaps: so near to a box a way does not look well
constexpr double kClose = 4;                     // what a metre costs there
constexpr double kBend = 3;                      // what a bend costs, in gaps

void sort_out(std::vector<double>& lines) {
  std::sort(lines.begin(), lines.end());
  const auto same = [](double a, double b) { return b - a < 1e-6; };
  lines.erase(std::unique(lines.begin(), lines.end(), same), lines.end());
}

std::size_t nearest(const std::vector<double>& lines, double at) {
  const auto behind =
      static_cast<std::size_t>(std::lower_bound(lines.begin(), lines.end(), at) - lines.begin());
  if (behind == lines.size()) return behind - 1;
  return behind > 0 && at - lines[behind - 1] < lines[behind] - at ? behind - 1 : behind;
}

// The pieces between neighbouring lines that have something in common with (from, to): first, and one more.
std::pair<std::size_t, std::size_t> pieces(const std::vector<double>& lines, double from, double to) {
  const auto first = std::upper_bound(lines.begin(), lines.end(), from) - lines.begin();
  const auto last = std::lower_bound(lines.begin(), lines.end(), to) - lines.begin();
  return {static_cast<std::size_t>(std::max<std::ptrdiff_t>(first - 1, 0)),
          std::min(static_cast<std::size_t>(last), lines.size() - 1)};
}

// The lines that lie in (from, to).
std::pair<std::size_t, std::size_t> lines_in(const std::vector<double>& lines, double from, double to) {
  return {static_cast<std::size_t>(std::upper_bound(lines.begin(), lines.end(), from) - lines.begin()),
          static_cast<std::size_t>(std::lower_bound(lines.begin(), lines.end(), to) - lines.begin())};
}

}  // namespace

Router::Router(const std::vector<Box>& boxes, double gap) : boxes_(boxes), gap_(gap) {
  extents_.reserve(boxes.size());
  for (const Box& box : boxes) extents_.push_back(extent(box));
}

bool Router::blocked(const std::vector<Point>& way, std::size_t from, std::size_t to) const {
  for (std::size_t b = 0; b < extents_.size(); ++b) {
    if (b == from || b == to) continue;
    for (std::size_t i = 1; i < way.size(); ++i)
      if (enters(extents_[b], way[i - 1], way[i])) return true;
  }
  return false;
}

std::vector<Point> Router::route(std::size_t from, std::size_t to, double aside) {
  const Box& a = boxes_[from];
  const Box& b = boxes_[to];
  if (from == to) {  // out on the right, round below, and in on the left
    const Bounds own = extent(a);
    const double y = own.low - gap_;
    return {{own.right, a.centre.y}, {own.right + gap_, a.centre.y}, {own.right + gap_, y},
            {own.left - gap_, y},    {own.left - gap_, a.centre.y},  {own.left, a.centre.y}};
  }
  std::vector<Point> straight{a.centre, b.centre};
  const double metres = distance(a.centre, b.centre);
  if (aside != 0 && metres > 0) {
    const Point shift{-(b.centre.y - a.centre.y) / metres * aside,
                      (b.centre.x - a.centre.x) / metres * aside};
    for (Point& p : straight) p = {p.x + shift.x, p.y + shift.y};
  }
  straight = between(std::move(straight), a, b);
  if (!blocked(straight, from, to)) return straight;
  std::vector<Point> round_way = round(from, to, rounded_++ % lattices_.size());
  return round_way.empty() ? straight : between(std::move(round_way), a, b);
}

const Router::Lattice& Router::lattice(std::size_t lane) {
  Lattice& made = lattices_[lane];
  if (made.made) return made;
  made.made = true;
  const double keep = gap_ * (0.5 + 0.25 * static_cast<double>(lane));
  for (std::size_t b = 0; b < boxes_.size(); ++b) {
    const Bounds& e = extents_[b];
    made.x.insert(made.x.end(), {e.left - keep, boxes_[b].centre.x, e.right + keep});
    made.y.insert(made.y.end(), {e.low - keep, boxes_[b].centre.y, e.high + keep});
  }
  sort_out(made.x);
  sort_out(made.y);
  if (made.x.size() * made.y.size() > kMostCrossings) {
    made.x.clear();
    return made;
  }
  made.closed.right.assign(made.x.size() * made.y.size(), 0);
  made.closed.up = made.near.right = made.near.up = made.closed.right;
  for (std::size_t b = 0; b < boxes_.size(); ++b) close(made, b, 1);
  return made;
}

// Counts a box on the pieces that enter it or pass it closely; `by` is 1, or -1 (255) to take it away again.
void Router::close(Lattice& of, std::size_t box, std::uint8_t by) const {
  count(of, of.closed, extents_[box].grown(-1e-9), by);
  count(of, of.near, extents_[box].grown(kNear * gap_), by);
}

void Router::count(const Lattice& of, Pieces& on, const Bounds& box, std::uint8_t by) {
  const std::size_t wide = of.x.size();
  const auto [row, rows] = lines_in(of.y, box.low, box.high);
  const auto [piece, pieces_end] = pieces(of.x, box.left, box.right);
  for (std::size_t y = row; y < rows; ++y)
    for (std::size_t x = piece; x < pieces_end; ++x)
      on.right[y * wide + x] = static_cast<std::uint8_t>(on.right[y * wide + x] + by);
  const auto [column, columns] = lines_in(of.x, box.left, box.right);
  const auto [step, steps_end] = pieces(of.y, box.low, box.high);
  for (std::size_t y = step; y < steps_end; ++y)
    for (std::size_t x = column; x < columns; ++x)
      on.up[y * wide + x] = static_cast<std::uint8_t>(on.up[y * wide + x] + by);
}

// Hart, Nilsson, Raphael (1968), over the crossings of the lattice, each reached along or across.
std::vector<Point> Router::round(std::size_t from, std::size_t to, std::size_t lane) {
  lattice(lane);
  Lattice& on = lattices_[lane];
  if (on.x.empty()) return {};
  const std::size_t wide = on.x.size();
  const auto crossing = [&](Point p) { return nearest(on.y, p.y) * wide + nearest(on.x, p.x); };
  const std::size_t begin = crossing(boxes_[from].centre);
  const std::size_t end = crossing(boxes_[to].centre);
  const auto place = [&](std::size_t at) { return Point{on.x[at % wide], on.y[at / wide]}; };
  const Point goal = place(end);
  const auto ahead = [&](std::size_t at) {
    return std::abs(goal.x - on.x[at % wide]) + std::abs(goal.y - on.y[at / wide]);
  };
  for (const std::size_t own : {from, to}) close(on, own, static_cast<std::uint8_t>(-1));
  steps_.resize(std::max(steps_.size(), 2 * wide * on.y.size()));
  ++stamp_;
  std::priority_queue<std::pair<double, std::size_t>, std::vector<std::pair<double, std::size_t>>,
                      std::greater<>>
      open;
  const auto reach = [&](std::size_t state, double cost, std::size_t before) {
    Step& step = steps_[state];
    if (step.stamp == stamp_ && (step.done || step.cost <= cost)) return;
    step = {cost, static_cast<std::int32_t>(before), stamp_, false};
    open.emplace(cost + ahead(state / 2), state);
  };
  reach(2 * begin, 0, 2 * begin);
  reach(2 * begin + 1, 0, 2 * begin + 1);
  std::size_t found = 2 * wide * on.y.size();
  for (int looks = 0; !open.empty() && looks < kMostLooks; ++looks) {
    const std::size_t state = open.top().second;
    open.pop();
    Step& step = steps_[state];
    if (step.done) continue;
    step.done = true;
    const std::size_t at = state / 2;
    if (at == end) {
      found = state;
      break;
    }
    const auto go = [&](std::size_t next, std::size_t across) {
      const Point a = place(at), b = place(next);
      const std::size_t piece = std::min(at, next);
      if ((across ? on.closed.up : on.closed.right)[piece]) return;
      const double metres = std::abs(b.x - a.x) + std::abs(b.y - a.y);
      const double care = (across ? on.near.up : on.near.right)[piece] ? kClose : 1;
      const double bend = state % 2 == across ? 0 : kBend * gap_;
      reach(2 * next + across, steps_[state].cost + care * metres + bend, state);
    };
    if (at % wide + 1 < wide) go(at + 1, 0);
    if (at % wide > 0) go(at - 1, 0);
    if (at + wide < wide * on.y.size()) go(at + wide, 1);
    if (at >= wide) go(at - wide, 1);
  }
  for (const std::size_t own : {from, to}) close(on, own, 1);
  std::vector<Point> way;
  if (found == 2 * wide * on.y.size()) return way;
  for (std::size_t state = found;;) {
    const Point p = place(state / 2);
    const auto in_line = [](Point a, Point b, Point c) {
      return (a.x == b.x && b.x == c.x) || (a.y == b.y && b.y == c.y);
    };
    if (way.size() > 1 && in_line(way[way.size() - 2], way.back(), p)) way.pop_back();
    way.push_back(p);
    const auto before = static_cast<std::size_t>(steps_[state].before);
    if (before == state) break;
    state = before;
  }
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace linetwin::viewer
