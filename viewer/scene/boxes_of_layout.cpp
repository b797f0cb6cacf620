#include <algorithm>
#include <cmath>
#include <numbers>

#include "viewer/scene/boxes.hpp"

namespace linetwin::viewer {
namespace {

constexpr double kSmall = 0.66;  // of buffers and ends, beside a station
constexpr double kNarrow = 0.3;  // of a belt
constexpr double kAir = 0.9;     // of the room that is there
constexpr double kLeast = 0.4;   // no smaller than this share of its usual size
constexpr int kSweeps = 60;      // until what has no place has found where it belongs
constexpr int kRings = 80;       // of places tried around there

class Placing {
 public:
  explicit Placing(const LineModel& model) : model_(model), placed_(model.elements.size(), 0) {
    result_.of.resize(model.elements.size());
  }

  Boxes run() {
    for (std::size_t e = 0; e < placed_.size(); ++e) {
      if (!model_.elements[e].spot) continue;
      placed_[e] = 1;
      box(e).centre = {model_.elements[e].spot->x, model_.elements[e].spot->y};
    }
    result_.usual = usual_side();
    for (std::size_t e = 0; e < placed_.size(); ++e) set_size(e);
    make_room();
    wish();
    for (std::size_t e = 0; e < placed_.size(); ++e)
      if (!placed_[e]) settle(e);
    return std::move(result_);
  }

 private:
  Box& box(std::size_t e) { return result_.of[e]; }
  const Element& element(std::size_t e) const { return model_.elements[e]; }
  bool sized(std::size_t e) const { return element(e).spot && element(e).spot->size; }

  // Half the distance at which the elements usually stand.
  double usual_side() {
    std::vector<double> nearest;
    for (std::size_t a = 0; a < placed_.size(); ++a) {
      double least = std::numeric_limits<double>::infinity();
      for (std::size_t b = 0; b < placed_.size(); ++b) {
        if (a == b || !placed_[a] || !placed_[b]) continue;
        const double away = distance(box(a).centre, box(b).centre);
        if (away > 1e-9) least = std::min(least, away);
      }
      if (std::isfinite(least)) nearest.push_back(least);
    }
    if (nearest.empty()) return 2;
    const auto middle = nearest.begin() + static_cast<std::ptrdiff_t>(nearest.size() / 2);
    std::nth_element(nearest.begin(), middle, nearest.end());
    return std::max(*middle / 2, 0.05);
  }

  // The mean place of those neighbours that have one.
  std::optional<Point> middle_of(const std::vector<ElementId>& others, const std::vector<char>& have) const {
    Point sum;
    double count = 0;
    for (const ElementId o : others) {
      const auto at = static_cast<std::size_t>(o);
      if (!have[at]) continue;
      sum = {sum.x + result_.of[at].centre.x, sum.y + result_.of[at].centre.y};
      ++count;
    }
    if (count == 0) return std::nullopt;
    return Point{sum.x / count, sum.y / count};
  }

  void set_size(std::size_t e) {
    const Element& of = element(e);
    Box& b = box(e);
    if (of.spot) b.turn = of.spot->turn;
    if (sized(e)) {
      b.width = of.spot->size->first;
      b.depth = of.spot->size->second;
      return;
    }
    b.width = b.depth = of.kind == ElementKind::Station ? result_.usual : kSmall * result_.usual;
    if (of.kind != ElementKind::Conveyor) return;
    b.width = std::min(model_.conveyors[static_cast<std::size_t>(of.index)].length, 3 * result_.usual);
    b.depth = std::min(kNarrow * result_.usual, b.width);
    const auto from = middle_of(of.predecessors, placed_);
    const auto to = middle_of(of.successors, placed_);
    if (!of.spot || !from || !to || distance(*from, *to) <= 0) return;
    const double length = model_.conveyors[static_cast<std::size_t>(of.index)].length;
    b.width = std::min(length, kAir * distance(*from, *to));
    b.depth = std::min(b.depth, b.width);
    if (b.turn == 0) b.turn = std::atan2(to->y - from->y, to->x - from->x) * 180 / std::numbers::pi;
  }

  // What was given no size gives way: it is made smaller until it meets no other, unless the layout puts it
  // right onto another.
  void make_room() {
    std::vector<double> shrink(placed_.size(), 1);
    for (std::size_t a = 0; a < placed_.size(); ++a)
      for (std::size_t b = a + 1; b < placed_.size(); ++b) {
        if (!placed_[a] || !placed_[b] || (sized(a) && sized(b)) || !overlap(box(a), box(b))) continue;
        const Bounds ea = extent(box(a)), eb = extent(box(b));
        const double x = std::abs(box(a).centre.x - box(b).centre.x);
        const double y = std::abs(box(a).centre.y - box(b).centre.y);
        const double fixed_x = sized(a) ? ea.width() / 2 : sized(b) ? eb.width() / 2 : 0;
        const double fixed_y = sized(a) ? ea.depth() / 2 : sized(b) ? eb.depth() / 2 : 0;
        const double free_x = (ea.width() + eb.width()) / 2 - fixed_x;
        const double free_y = (ea.depth() + eb.depth()) / 2 - fixed_y;
        const double fits = kAir * std::max({(x - fixed_x) / free_x, (y - fixed_y) / free_y, kLeast});
        if (!sized(a)) shrink[a] = std::min(shrink[a], fits);
        if (!sized(b)) shrink[b] = std::min(shrink[b], fits);
      }
    for (std::size_t e = 0; e < placed_.size(); ++e) box(e).width *= shrink[e], box(e).depth *= shrink[e];
  }

  // Beside `next`, the middle of an end's neighbours, away from what comes on their other side; `else_by`
  // says how far, and in which direction if that is not known.
  Point beyond(Point next, const std::vector<ElementId>& neighbours, std::vector<ElementId> Element::*further,
               Point else_by) const {
    std::vector<ElementId> others;
    for (const ElementId n : neighbours) {
      const std::vector<ElementId>& more = element(static_cast<std::size_t>(n)).*further;
      others.insert(others.end(), more.begin(), more.end());
    }
    const auto middle = middle_of(others, placed_);
    const double away = middle ? distance(*middle, next) : 0;
    if (away <= 0) return {next.x + else_by.x, next.y + else_by.y};
    const double by = std::hypot(else_by.x, else_by.y) / away;
    return {next.x + (next.x - middle->x) * by, next.y + (next.y - middle->y) * by};
  }

  // Where what has no place would like to be: amid its neighbours, ends a little aside of them.
  void wish() {
    std::vector<char> known = placed_;
    const double aside = 2.5 * result_.usual;
    for (int sweep = 0; sweep < kSweeps; ++sweep)
      for (std::size_t e = 0; e < placed_.size(); ++e) {
        if (placed_[e]) continue;
        const auto before = middle_of(element(e).predecessors, known);
        const auto behind = middle_of(element(e).successors, known);
        if (before && behind) {
          box(e).centre = {(before->x + behind->x) / 2, (before->y + behind->y) / 2};
        } else if (before) {
          box(e).centre = beyond(*before, element(e).predecessors, &Element::predecessors, {aside, 0});
        } else if (behind) {
          box(e).centre = beyond(*behind, element(e).successors, &Element::successors, {-aside, 0});
        } else {
          continue;
        }
        known[e] = 1;
      }
    known_ = std::move(known);
  }

  bool is_free(const Box& place) const {
    Box with_air = place;
    with_air.width += 0.4 * result_.usual;
    with_air.depth += 0.4 * result_.usual;
    for (std::size_t o = 0; o < placed_.size(); ++o)
      if (placed_[o] && overlap(with_air, result_.of[o])) return false;
    return true;
  }

  // The first free place around where it would like to be; what is connected with nothing, below everything.
  void settle(std::size_t e) {
    Box place = box(e);
    const Point wanted = known_[e] ? place.centre : Point{};
    constexpr int kAround = 16;
    for (int ring = 0; known_[e] && ring < kRings; ++ring)
      for (int k = 0; k < (ring == 0 ? 1 : kAround); ++k) {
        const double angle = 2 * std::numbers::pi * k / kAround;
        const double away = 0.5 * result_.usual * ring;
        place.centre = {wanted.x + away * std::cos(angle), wanted.y + away * std::sin(angle)};
        if (!is_free(place)) continue;
        box(e) = place;
        placed_[e] = 1;
        return;
      }
    Bounds all = Bounds::nothing();
    for (std::size_t o = 0; o < placed_.size(); ++o)
      if (placed_[o]) all.take_in(extent(result_.of[o]));
    const Bounds own = extent(place);
    box(e).centre = {all.left + own.width() / 2, all.low - own.depth() / 2 - result_.usual};
    placed_[e] = 1;
  }

  const LineModel& model_;
  std::vector<char> placed_;  // by element
  std::vector<char> known_;   // has a wish
  Boxes result_;
};

}  // namespace

Boxes boxes_of_layout(const LineModel& model) { return Placing(model).run(); }

}  // namespace linetwin::viewer
