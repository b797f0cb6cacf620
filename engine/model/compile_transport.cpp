// Conveyors, vehicles, and the layout that they travel.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/compiler.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kMostStops = 2000;
constexpr std::int64_t kMostWays = 20'000'000;   // between the stops of all fleets
constexpr std::int64_t kMostVehicles = 100'000;  // of all fleets
constexpr std::int64_t kMostOnConveyor = 1'000'000;

double distance(const Spot& a, const Spot& b) {
  return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

Time travel_time(double metres, double speed) {
  return std::llround(metres / speed * static_cast<double>(kSecond));
}

}  // namespace

void Compiler::compile_layout() {
  std::unordered_map<std::string, bool> points;
  for (const FleetSpec& fleet : spec_.vehicles)
    for (const auto& [a, b] : fleet.paths) points[a.value] = points[b.value] = true;
  std::vector<std::string> known = element_names_;
  for (const FleetModel& fleet : model_.fleets) known.push_back(fleet.name);
  for (const PoolModel& pool : model_.pools) known.push_back(pool.name);
  for (const auto& [name, used] : points) known.push_back(name);
  for (const SpotSpec& spec : spec_.layout) {
    const Spot spot{spec.x, spec.y, spec.size, spec.turn};
    spots_.emplace(spec.name.value, spot);
    if (const auto it = by_name_.find(spec.name.value); it != by_name_.end()) {
      element(it->second).spot = spot;
    } else if (const auto pool = pool_by_name_.find(spec.name.value); pool != pool_by_name_.end()) {
      model_.pools[static_cast<std::size_t>(pool->second)].spot = spot;
    } else if (points.contains(spec.name.value)) {
      model_.points.emplace_back(spec.name.value, spot);
    } else if (!fleet_by_name_.contains(spec.name.value) && !spec_.flow_broken) {
      const std::string meant = suggestion(spec.name.value, known);
      const std::string message = fmt::format("layout names \"{}\", which does not exist", spec.name.value);
      if (!model_.fleets.empty() && meant.empty()) {
        warn(spec.name.place, message + " and is no point of an aisle");  // a spare one, perhaps
      } else {
        error(spec.name.place, message, meant);
      }
    }
  }
}

// ---- conveyors

void Compiler::compile_conveyor(const ConveyorSpec& spec, ElementId e) {
  ConveyorModel conveyor;
  conveyor.element = e;
  element(e).index = static_cast<std::int32_t>(model_.conveyors.size());
  conveyor.accumulating = spec.accumulating;
  if (spec.length && spec.speed && spec.pitch) {
    conveyor.length = spec.length->value;
    conveyor.transit = travel_time(spec.length->value, spec.speed->value);
    conveyor.gap = travel_time(spec.pitch->value, spec.speed->value);
    // 1.2 m hold four of 0.3 m, whatever binary fractions say
    const double fits = std::floor(spec.length->value / spec.pitch->value * (1 + 1e-12));
    if (fits < 1)
      error(spec.pitch->place, fmt::format("a part takes {:g} m, and \"{}\" is {:g} m long",
                                           spec.pitch->value, spec.name.value, spec.length->value));
    if (fits > static_cast<double>(kMostOnConveyor))
      error(spec.pitch->place, fmt::format("\"{}\" would hold over a million parts", spec.name.value));
    conveyor.capacity =
        static_cast<std::int64_t>(std::clamp(fits, 1.0, static_cast<double>(kMostOnConveyor)));
  }
  model_.conveyors.push_back(conveyor);
}

// ---- vehicles

void Compiler::name_fleets() {
  std::int64_t vehicles = 0;
  for (const FleetSpec& spec : spec_.vehicles) {
    others_.emplace(spec.name.value, "a fleet of vehicles");
    fleet_by_name_.emplace(spec.name.value, static_cast<std::int32_t>(model_.fleets.size()));
    FleetModel fleet;
    fleet.name = spec.name.value;
    fleet.place = spec.name.place;
    fleet.count = static_cast<std::int32_t>(count_of(spec.count, 1, 1, "count"));
    vehicles += fleet.count;
    if (vehicles > kMostVehicles) {
      error(spec.count->place, "a model has at most 100000 vehicles");
      return;
    }
    fleet.call = spec.call;
    fleet.dispatch = spec.dispatch;
    if (spec.speed) fleet.speed = spec.speed->value;
    if (spec.load) fleet.load = add_time(fleet.name, "load", *spec.load);
    if (spec.unload) fleet.unload = add_time(fleet.name, "unload", *spec.unload);
    model_.fleets.push_back(std::move(fleet));
  }
}

void Compiler::compile_fleets() {
  for (std::size_t f = 0; f < model_.fleets.size(); ++f) compile_fleet(spec_.vehicles[f], model_.fleets[f]);
}

// The elements that the fleet goes to, numbered in the order of the flow, then its home.
std::vector<Spot> Compiler::spots_of(const FleetSpec& spec, FleetModel& fleet) {
  std::vector<Spot> spots;
  fleet.stop.assign(model_.elements.size(), kNone);
  for (const EdgeSpec& edge : spec_.flow) {
    if (!edge.via || edge.via->value != spec.name.value) continue;
    for (const Name* name : {&edge.from, &edge.to}) {
      const auto it = by_name_.find(name->value);
      if (it == by_name_.end() || fleet.stop[static_cast<std::size_t>(it->second)] != kNone) continue;
      const Element& e = element(it->second);
      if (!e.spot) {
        error(name->place,
              fmt::format("\"{}\" goes to \"{}\", which has no place in the layout", spec.name.value, e.name),
              fmt::format("add layout: {{{}: [0, 0]}}", e.name));
        return {};
      }
      fleet.stop[static_cast<std::size_t>(it->second)] = static_cast<std::int32_t>(spots.size());
      spots.push_back(*e.spot);
    }
  }
  if (spots.empty()) {
    warn(spec.name.place,
         fmt::format("the vehicles \"{}\" are not in the flow: they carry nothing", spec.name.value));
    return {};
  }
  if (const auto home = spots_.find(spec.name.value); home != spots_.end()) {
    fleet.home = static_cast<std::int32_t>(spots.size());
    spots.push_back(home->second);
  }
  if (spots.size() > kMostStops) {
    error(spec.name.place, "a fleet goes to at most 2000 elements");
    return {};
  }
  return spots;
}

void Compiler::compile_fleet(const FleetSpec& spec, FleetModel& fleet) {
  const std::vector<Spot> spots = spots_of(spec, fleet);
  fleet.stops = static_cast<std::int32_t>(spots.size());
  ways_ += static_cast<std::int64_t>(spots.size() * spots.size());
  if (ways_ > kMostWays) {
    error(spec.name.place, "the fleets of this model have over 20000000 ways between their stops");
    return;
  }
  fleet.travel.assign(spots.size() * spots.size(), 0);
  if (spots.empty()) return;
  if (spec.paths.empty()) {
    measure_straight(fleet, spots);
  } else {
    measure_aisles(spec, fleet, spots);
  }
}

void Compiler::measure_straight(FleetModel& fleet, const std::vector<Spot>& spots) {
  fleet.points = spots;
  for (std::size_t s = 0; s < spots.size(); ++s) fleet.point_of.push_back(static_cast<std::int32_t>(s));
  for (std::size_t a = 0; a < spots.size(); ++a)
    for (std::size_t b = 0; b < spots.size(); ++b)
      fleet.travel[a * spots.size() + b] = travel_time(distance(spots[a], spots[b]), fleet.speed);
}

// Shortest ways along the aisles (Dijkstra 1959). A stop that is no point of an aisle is reached straight
// from the nearest one.
void Compiler::measure_aisles(const FleetSpec& spec, FleetModel& fleet, const std::vector<Spot>& spots) {
  std::unordered_map<std::string, int> node_of;
  std::vector<Spot> nodes;
  std::vector<Aisle> aisles;
  const auto node = [&](const Name& name) {
    const auto [it, fresh] = node_of.emplace(name.value, static_cast<int>(nodes.size()));
    if (!fresh) return it->second;
    const auto spot = spots_.find(name.value);
    if (spot == spots_.end())
      error(name.place, fmt::format("paths name \"{}\", which has no place in the layout", name.value),
            fmt::format("add layout: {{{}: [0, 0]}}", name.value));
    nodes.push_back(spot == spots_.end() ? Spot{} : spot->second);
    return it->second;
  };
  const int before = diagnostics_.errors();
  for (const auto& [a, b] : spec.paths) {
    const int from = node(a);
    const int to = node(b);
    aisles.push_back(
        {from, to, distance(nodes[static_cast<std::size_t>(from)], nodes[static_cast<std::size_t>(to)])});
  }
  if (diagnostics_.errors() > before) return;
  const std::size_t points = nodes.size();
  std::vector<int> at(spots.size());
  std::vector<std::string> names(spots.size(), spec.name.value);
  for (std::size_t e = 0; e < fleet.stop.size(); ++e)
    if (fleet.stop[e] != kNone) names[static_cast<std::size_t>(fleet.stop[e])] = model_.elements[e].name;
  for (std::size_t s = 0; s < spots.size(); ++s) {
    if (const auto it = node_of.find(names[s]); it != node_of.end()) {
      at[s] = it->second;
      continue;
    }
    std::size_t nearest = 0;
    for (std::size_t p = 1; p < points; ++p)
      if (distance(spots[s], nodes[p]) < distance(spots[s], nodes[nearest])) nearest = p;
    at[s] = static_cast<int>(nodes.size());
    aisles.push_back({at[s], static_cast<int>(nearest), distance(spots[s], nodes[nearest])});
    nodes.push_back(spots[s]);
  }
  fleet.points = nodes;
  fleet.point_of.assign(at.begin(), at.end());
  for (const Aisle& aisle : aisles) fleet.aisles.emplace_back(aisle.from, aisle.to);
  for (std::size_t a = 0; a < spots.size(); ++a) {
    const std::vector<double> metres = shortest_ways(nodes.size(), aisles, at[a]);
    for (std::size_t b = 0; b < spots.size(); ++b) {
      const double way = metres[static_cast<std::size_t>(at[b])];
      if (!std::isfinite(way)) {
        error(spec.name.place, fmt::format("no aisles lead from \"{}\" to \"{}\"", names[a], names[b]));
        return;
      }
      fleet.travel[a * spots.size() + b] = travel_time(way, fleet.speed);
    }
  }
}

}  // namespace linetwin
