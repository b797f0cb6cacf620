#include "viewer/scene/placement.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/graph.hpp"
#include "viewer/scene/boxes.hpp"
#include "viewer/scene/router.hpp"

namespace linetwin::viewer {
namespace {

constexpr std::size_t kMostStepsKept = 4'000'000;  // of the shortest ways of a fleet
constexpr double kWall = 0.08;                     // of a station's side, around its machines
constexpr double kMachine = 0.86;                  // of a machine's cell

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// Machines in a grid of cells that are as square as the station lets them be, numbered like a text.
void place_machines(const StationModel& station, const Box& box, std::vector<Box>& machines) {
  const double wide = box.width * (1 - 2 * kWall);
  const double deep = box.depth * (1 - 2 * kWall);
  const auto n = static_cast<double>(station.machines);
  const double columns = std::clamp(std::round(std::sqrt(n * wide / std::max(deep, 1e-9))), 1.0, n);
  const double rows = std::ceil(n / columns);
  for (std::int32_t k = 0; k < station.machines; ++k) {
    const double row = std::floor(k / columns);
    const Point own{wide * ((k - row * columns + 0.5) / columns - 0.5), deep * (0.5 - (row + 0.5) / rows)};
    machines[at(station.first_machine + k)] = {world(box, own), kMachine * wide / columns,
                                               kMachine * deep / rows, box.turn};
  }
}

// Along the longer side, towards what comes next.
Belt belt_on(const LineModel& model, const Placement& placement, const Element& e) {
  const Box& box = placement.elements[at(model.conveyors[at(e.index)].element)];
  const Point half = box.width >= box.depth ? Point{box.width / 2, 0} : Point{0, box.depth / 2};
  const auto middle = [&](const std::vector<ElementId>& others) {
    Point sum;
    for (const ElementId o : others)
      sum.x += placement.elements[at(o)].centre.x / double(others.size()),
          sum.y += placement.elements[at(o)].centre.y / double(others.size());
    return others.empty() ? box.centre : sum;
  };
  const Point from = middle(e.predecessors), to = middle(e.successors);
  const Point end = world(box, half), begin = world(box, {-half.x, -half.y});
  const double along = (to.x - from.x) * (end.x - begin.x) + (to.y - from.y) * (end.y - begin.y);
  return along >= 0 ? Belt{begin, end} : Belt{end, begin};
}

void place_parts_of(const LineModel& model, Placement& placement, ElementId element) {
  const Element& e = model.elements[at(element)];
  if (e.kind == ElementKind::Station)
    place_machines(model.stations[at(e.index)], placement.elements[at(element)], placement.machines);
}

void place_belts(const LineModel& model, Placement& placement) {
  placement.belts.resize(model.conveyors.size());
  for (const ConveyorModel& conveyor : model.conveyors) {
    const Element& e = model.elements[at(conveyor.element)];
    placement.belts[at(e.index)] = belt_on(model, placement, e);
  }
}

FleetPlaces places_of(const FleetModel& fleet) {
  FleetPlaces places;
  for (const Spot& spot : fleet.points) places.points.push_back({spot.x, spot.y});
  places.point_of = fleet.point_of;
  places.aisles = fleet.aisles;
  const std::size_t points = places.points.size();
  if (fleet.aisles.empty() || points * places.point_of.size() > kMostStepsKept) return places;
  std::vector<Aisle> aisles;
  for (const auto& [a, b] : fleet.aisles)
    aisles.push_back({a, b, distance(places.points[at(a)], places.points[at(b)])});
  for (const std::int32_t from : places.point_of) {
    std::vector<int> before;
    shortest_ways(points, aisles, from, &before);
    places.before.insert(places.before.end(), before.begin(), before.end());
  }
  return places;
}

// From stop to stop, along the aisles.
std::vector<Point> fleet_way(const FleetPlaces& fleet, std::int32_t from, std::int32_t to) {
  const std::int32_t begin = fleet.point_of[at(from)];
  std::vector<Point> way{fleet.points[at(fleet.point_of[at(to)])]};
  for (std::int32_t p = fleet.point_of[at(to)]; p != begin;) {
    const std::int32_t before =
        fleet.before.empty() ? begin : fleet.before[at(from) * fleet.points.size() + at(p)];
    p = before == p ? begin : before;
    way.push_back(fleet.points[at(p)]);
  }
  if (way.size() < 2) way.push_back(way.front());
  std::reverse(way.begin(), way.end());
  return way;
}

void route(const LineModel& model, Placement& placement, Router& router, Way& way) {
  if (way.fleet != kNone && way.from != way.to) {
    const FleetModel& fleet = model.fleets[at(way.fleet)];
    way.points =
        between(fleet_way(placement.fleets[at(way.fleet)], fleet.stop[at(way.from)], fleet.stop[at(way.to)]),
                placement.elements[at(way.from)], placement.elements[at(way.to)]);
    return;
  }
  const std::vector<ElementId>& returns = model.elements[at(way.to)].successors;
  const bool both = std::find(returns.begin(), returns.end(), way.from) != returns.end();
  way.points = router.route(at(way.from), at(way.to), both ? 0.12 * placement.usual : 0);
}

void make_ways(const LineModel& model, Placement& placement) {
  const std::vector<bool> back = arrows_back(model);
  Router router(placement.elements, 0.35 * placement.usual);
  for (std::size_t e = 0; e < model.elements.size(); ++e)
    for (std::size_t k = 0; k < model.elements[e].successors.size(); ++k) {
      Way way;
      way.from = static_cast<ElementId>(e);
      way.successor = static_cast<std::int32_t>(k);
      way.to = model.elements[e].successors[k];
      way.fleet = model.elements[e].via[k];
      way.back = back[placement.ways.size()];
      route(model, placement, router, way);
      placement.ways.push_back(std::move(way));
    }
}

Bounds bounds_of(const Placement& placement) {
  Bounds all = Bounds::nothing();
  const auto take_in = [&all](Point p) { all.take_in({p.x, p.y, p.x, p.y}); };
  for (const Box& box : placement.elements) all.take_in(extent(box));
  for (const Box& box : placement.pools) all.take_in(extent(box));
  for (const Way& way : placement.ways)
    for (const Point& p : way.points) take_in(p);
  for (const FleetPlaces& fleet : placement.fleets)
    for (const Point& p : fleet.points) take_in(p);
  for (const auto& [name, p] : placement.points) take_in(p);
  if (all.left > all.right) all = {0, 0, 0, 0};
  return all.grown(placement.usual / 2);
}

// Where the layout says, side by side if several have the same place; else in a row below everything.
void place_pools(const LineModel& model, Placement& placement) {
  const double side = 0.6 * placement.usual;
  const Bounds all = bounds_of(placement);
  double next = all.left + side;
  for (const PoolModel& pool : model.pools) {
    Box box{{}, side, side, 0};
    if (pool.spot && !placement.automatic) {
      box.centre = {pool.spot->x, pool.spot->y};
      while (std::any_of(placement.pools.begin(), placement.pools.end(),
                         [&](const Box& o) { return overlap(box, o); }))
        box.centre.x += 1.2 * side;
    } else {
      box.centre = {next, all.low - side};
      next += 2 * side;
    }
    placement.pools.push_back(box);
  }
}

}  // namespace

Placement place(const LineModel& model, double aspect) {
  Placement placement;
  placement.automatic = std::none_of(model.elements.begin(), model.elements.end(),
                                     [](const Element& e) { return e.spot.has_value(); });
  Boxes boxes = placement.automatic ? boxes_in_layers(model, aspect) : boxes_of_layout(model);
  placement.elements = std::move(boxes.of);
  placement.usual = boxes.usual;
  placement.order.resize(model.elements.size());
  std::iota(placement.order.begin(), placement.order.end(), 0);
  std::stable_sort(placement.order.begin(), placement.order.end(), [&](ElementId a, ElementId b) {
    const Box &one = placement.elements[at(a)], &other = placement.elements[at(b)];
    return one.width * one.depth > other.width * other.depth;
  });
  placement.machines.resize(model.machines.size());
  for (std::size_t e = 0; e < model.elements.size(); ++e)
    place_parts_of(model, placement, static_cast<ElementId>(e));
  place_belts(model, placement);
  for (const FleetModel& fleet : model.fleets) placement.fleets.push_back(places_of(fleet));
  for (const auto& [name, spot] : model.points) placement.points.emplace_back(name, Point{spot.x, spot.y});
  make_ways(model, placement);
  place_pools(model, placement);
  placement.bounds = bounds_of(placement);
  return placement;
}

bool same_places(const LineModel& one, const LineModel& other) {
  const auto alike = [](const auto& a, const auto& b, auto same) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
  };
  const auto same_spot = [](const Spot& a, const Spot& b) {
    return a.x == b.x && a.y == b.y && a.size == b.size && a.turn == b.turn;
  };
  const auto may_have_same_spot = [&](const std::optional<Spot>& a, const std::optional<Spot>& b) {
    return a.has_value() == b.has_value() && (!a || same_spot(*a, *b));
  };
  return alike(one.elements, other.elements,
               [&](const Element& a, const Element& b) {
                 return a.kind == b.kind && a.index == b.index && a.successors == b.successors &&
                        a.predecessors == b.predecessors && a.via == b.via &&
                        may_have_same_spot(a.spot, b.spot);
               }) &&
         alike(one.stations, other.stations,
               [](const StationModel& a, const StationModel& b) {
                 return a.machines == b.machines && a.first_machine == b.first_machine;
               }) &&
         alike(one.buffers, other.buffers,
               [](const BufferModel& a, const BufferModel& b) { return a.capacity == b.capacity; }) &&
         alike(one.conveyors, other.conveyors,
               [](const ConveyorModel& a, const ConveyorModel& b) { return a.length == b.length; }) &&
         alike(one.fleets, other.fleets,
               [&](const FleetModel& a, const FleetModel& b) {
                 return alike(a.points, b.points, same_spot) && a.point_of == b.point_of &&
                        a.stop == b.stop && a.aisles == b.aisles;
               }) &&
         alike(one.pools, other.pools,
               [&](const PoolModel& a, const PoolModel& b) { return may_have_same_spot(a.spot, b.spot); }) &&
         alike(one.points, other.points, [&](const auto& a, const auto& b) {
           return a.first == b.first && same_spot(a.second, b.second);
         });
}

Placement placement_with(const LineModel& model, const Placement& placement, ElementId element,
                         Point centre) {
  Placement moved = placement;
  Box& box = moved.elements[at(element)];
  const Bounds before = extent(box);
  box.centre = centre;
  const Bounds now = extent(box);
  place_parts_of(model, moved, element);
  place_belts(model, moved);
  for (std::size_t f = 0; f < moved.fleets.size(); ++f) {
    const std::int32_t stop = model.fleets[f].stop.empty() ? kNone : model.fleets[f].stop[at(element)];
    if (stop != kNone) moved.fleets[f].points[at(moved.fleets[f].point_of[at(stop)])] = centre;
  }
  Router router(moved.elements, 0.35 * moved.usual);
  const double near = moved.usual;  // a way that went round it, or goes through it now
  for (Way& way : moved.ways) {
    const auto passes = [&](const Bounds& there) {
      for (std::size_t i = 1; i < way.points.size(); ++i)
        if (enters(there, way.points[i - 1], way.points[i])) return true;
      return false;
    };
    if (way.from == element || way.to == element || way.fleet != kNone || passes(before.grown(near)) ||
        passes(now))
      route(model, moved, router, way);
  }
  moved.bounds = bounds_of(moved);
  return moved;
}

Point on_way(const FleetPlaces& fleet, std::int32_t from, std::int32_t to, double share, double& heading) {
  const std::int32_t begin = fleet.point_of[at(from)];
  const std::int32_t end = fleet.point_of[at(to)];
  heading = 0;
  // backwards from the end: the tree of shortest ways leads to the beginning
  const auto before = [&](std::int32_t p) {
    if (fleet.before.empty()) return begin;
    const std::int32_t next = fleet.before[at(from) * fleet.points.size() + at(p)];
    return next == p ? begin : next;
  };
  double metres = 0;
  for (std::int32_t p = end; p != begin; p = before(p))
    metres += distance(fleet.points[at(p)], fleet.points[at(before(p))]);
  double left = (1 - std::clamp(share, 0.0, 1.0)) * metres;
  for (std::int32_t p = end; p != begin; p = before(p)) {
    const Point b = fleet.points[at(p)];
    const Point a = fleet.points[at(before(p))];
    const double piece = distance(a, b);
    if (piece > 0) heading = std::atan2(b.y - a.y, b.x - a.x);
    if (left <= piece && piece > 0)
      return {b.x + (a.x - b.x) * left / piece, b.y + (a.y - b.y) * left / piece};
    left -= piece;
  }
  return fleet.points[at(begin)];
}

Hit hit(const LineModel& model, const Placement& placement, Point p, double slack) {
  const auto covers = [&](const Box& box) {
    if (contains(box, p)) return true;
    return slack > 0 && std::min(box.width, box.depth) < slack && distance(box.centre, p) <= slack;
  };
  for (std::size_t i = placement.order.size(); i-- > 0;) {
    const ElementId id = placement.order[i];
    const Element& e = model.elements[at(id)];
    if (!covers(placement.elements[at(id)])) continue;
    if (e.kind == ElementKind::Station) {
      const StationModel& station = model.stations[at(e.index)];
      for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m)
        if (contains(placement.machines[at(m)], p)) return {Hit::Kind::Machine, m, id};
    }
    return {Hit::Kind::Element, id, id};
  }
  for (std::size_t i = 0; i < placement.pools.size(); ++i)
    if (covers(placement.pools[i])) return {Hit::Kind::Pool, static_cast<std::int32_t>(i), kNone};
  double least = slack;
  Hit found;
  for (std::size_t w = 0; w < placement.ways.size(); ++w) {
    const Way& way = placement.ways[w];
    for (std::size_t i = 1; i < way.points.size(); ++i) {
      const double away = distance(p, way.points[i - 1], way.points[i]);
      if (away > least || slack <= 0) continue;
      least = away;
      found = {Hit::Kind::Way, static_cast<std::int32_t>(w), way.from};
    }
  }
  return found;
}

}  // namespace linetwin::viewer
