// Where everything of a line stands, as plain data in metres: x to the right, y up.
//
// A model with a `layout` is placed as it says; elements that it leaves out find a free place beside those
// that they are connected with. A model without one is laid out from left to right, in rows. A Placement
// knows nothing of time; what happens at its places at a moment is a Frame's (frame.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/line_model.hpp"
#include "viewer/scene/geometry.hpp"

namespace linetwin::viewer {

// An arrow of the flow.
struct Way {
  ElementId from = kNone;
  std::int32_t successor = 0;  // its position among the successors of `from`
  ElementId to = kNone;
  std::int32_t fleet = kNone;  // that carries parts there
  bool back = false;           // leads against the flow: to where its parts may have come from
  std::vector<Point> points;   // from rim to rim, at least two
};

// Where the parts on a conveyor move: from the middle of one end to that of the other.
struct Belt {
  Point begin;
  Point end;
};
// At a share (0 .. 1) of its length.
inline Point on_belt(const Belt& belt, double share) {
  return {belt.begin.x + share * (belt.end.x - belt.begin.x),
          belt.begin.y + share * (belt.end.y - belt.begin.y)};
}

// Where the vehicles of a fleet go: the same network as in the model.
struct FleetPlaces {
  std::vector<Point> points;
  std::vector<std::int32_t> point_of;                         // by stop
  std::vector<std::pair<std::int32_t, std::int32_t>> aisles;  // between points; empty: all ways are straight
  // [stop * points + point]: the point before, on the shortest way from the stop. Empty: straight ways, also
  // where there are too many points to keep this.
  std::vector<std::int32_t> before;
};

struct Placement {
  std::vector<Box> elements;     // by ElementId
  std::vector<ElementId> order;  // in which they are drawn: the large ones first, small ones on top of them
  std::vector<Box> machines;     // by MachineId, each inside the box of its station
  std::vector<Belt> belts;       // by conveyor
  std::vector<Way> ways;         // by element, then by successor
  std::vector<Box> pools;        // by pool: where its people are when they are nowhere else
  std::vector<FleetPlaces> fleets;
  std::vector<std::pair<std::string, Point>> points;  // named in the layout: ends of aisles
  Bounds bounds;                                      // of all of it
  double usual = 2;        // the side of a usual station: people and vehicles are drawn to its scale
  bool automatic = false;  // the model has no layout
  double vehicle_side() const { return 0.4 * usual; }
  double worker_side() const { return 0.25 * usual; }
};

// `aspect` is the width of the picture over its height, for rows of an automatic layout; there are usually
// charts below the picture.
Placement place(const LineModel& model, double aspect = 3);

// Whether place() gives the same for both: they differ in times, counts of people, rules and the like, but in
// nothing that has a place or a size.
bool same_places(const LineModel& one, const LineModel& other);

// The same with one element moved: its machines, its ways and the stops of vehicles at it go with it. All
// else stays where it is. For a model whose placement it is; quick enough for every move of a mouse.
Placement placement_with(const LineModel& model, const Placement& placement, ElementId element, Point centre);

// A point on the way of a fleet from one stop to another, at a share (0 .. 1) of its length; `heading` gets
// the direction there, in radians counter-clockwise from the x axis (0 where there is no way to go).
Point on_way(const FleetPlaces& fleet, std::int32_t from, std::int32_t to, double share, double& heading);

// What is there.
struct Hit {
  enum class Kind : std::uint8_t { Nothing, Element, Machine, Way, Pool, Vehicle, Worker };
  Kind kind = Kind::Nothing;
  std::int32_t id = kNone;    // of that kind; of a way, its index in Placement::ways
  ElementId element = kNone;  // of a machine: its station's; of a way: where it begins
  friend bool operator==(const Hit&, const Hit&) = default;
};
// What lies uppermost: machines before elements before pools before ways. A way is hit within `slack` metres,
// and so is what is smaller than that. See frame.hpp for what moves.
Hit hit(const LineModel& model, const Placement& placement, Point p, double slack = 0);

}  // namespace linetwin::viewer
