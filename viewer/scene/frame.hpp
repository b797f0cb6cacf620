// What a line looks like at a moment, as plain data: who is in which state, where every part is.
//
// A Frame is filled again and again; once it has grown to what the line needs, look() allocates nothing.
// Every state that a simulation can be in may be looked at, between any two events.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/plan.hpp"
#include "sim/state.hpp"
#include "viewer/scene/placement.hpp"

namespace linetwin::viewer {

struct Dot {
  PartId part = kNoPart;
  VariantId variant = 0;
};
// A stretch of Frame::dots.
struct Dots {
  std::int32_t first = 0;
  std::int32_t count =
      0;  // those that are shown: no more than Frame::most_dots, none of what is out of sight
};

struct MachineView {
  MachineState state = MachineState::Starved;
  Time since = 0;               // in this state
  Time until = kNever;          // when what goes on is due to end, if nothing comes between; kNever: unknown
  std::int32_t parts = 0;       // on it
  VariantId variant = kNone;    // of the first of them
  VariantId set_up = kNone;     // for this one
  double progress = -1;         // of its work or setup, 0 .. 1; -1: there is none, or it cannot be known
  std::int32_t failed = kNone;  // the first mode under repair, into StationModel::failures
  std::int32_t down = 0;        // modes under repair
  std::int32_t task = kNone;    // of the maintenance going on, into StationModel::maintenance
  bool interlocked = false;     // stands with another station
  bool off = false;             // outside its shift
  Dots dots;
};

struct BufferView {
  std::int64_t level = 0;
  std::int64_t capacity = 0;  // kUnlimited
  double fill = 0;            // 0 .. 1; 0 where the capacity is unlimited
  Dots dots;                  // what leaves first is first; what dwells still is last
};

struct BeltPart {
  PartId part = kNoPart;
  VariantId variant = 0;
  double along = 0;  // metres from the beginning of the conveyor to the head of the part
  Point at;
};
struct ConveyorView {
  std::int64_t level = 0;
  std::int64_t capacity = 0;
  bool stands = false;     // the belt of one that does not accumulate
  bool at_end = false;     // a part waits at its end
  std::int32_t first = 0;  // into Frame::belt_parts, the front part first
  std::int32_t count = 0;  // no more than Frame::most_belt_parts
};

struct VehicleView {
  VehicleState state = VehicleState::Idle;
  std::int32_t fleet = 0;
  bool placed = false;  // not so the vehicles of a fleet that no arrow of the flow names
  Point at;
  double heading = 0;         // radians counter-clockwise from the x axis
  PartId part = kNoPart;      // that it carries
  VariantId variant = kNone;  // of that
  std::int32_t berth = 0;     // how many vehicles of its fleet stand at the same place before it
  Time since = 0;
};

struct WorkerView {
  std::int32_t pool = 0;
  Point at;
  bool busy = false;
  bool walking = false;
};
struct PoolView {
  std::int64_t busy = 0;
  std::int64_t count = 0;
  bool off = false;        // outside its shift
  std::int32_t first = 0;  // into Frame::workers; none of pools that do not walk
  std::int32_t workers = 0;
};

struct SourceView {
  std::int64_t waiting = 0;  // parts that have arrived and are not in the line yet
  std::int64_t created = 0;  // in the window
  std::int64_t lost = 0;
};

struct LimitView {
  std::int64_t amount = 0;  // in the unit of the limit, see LimitModel::unit()
  std::int64_t max = 0;     // kUnlimited: only watched
  double fill = 0;
  bool holds = false;  // it holds work back
};

struct Frame {
  // ---- what is asked for
  Bounds visible = Bounds::everything();  // parts of what lies outside are not listed
  std::int32_t most_dots = 64;            // of a machine or buffer
  std::int32_t most_belt_parts = 2000;    // of a conveyor

  // ---- what look() fills in
  Time now = 0;
  std::vector<MachineView> machines;  // by MachineId
  std::vector<BufferView> buffers;    // each by the index of its kind
  std::vector<ConveyorView> conveyors;
  std::vector<VehicleView> vehicles;
  std::vector<PoolView> pools;
  std::vector<WorkerView> workers;  // of pools that walk, as in LineState
  std::vector<SourceView> sources;
  std::vector<std::int64_t> sinks;  // parts in the window
  std::vector<LimitView> limits;
  std::vector<Dot> dots;
  std::vector<BeltPart> belt_parts;
  std::int64_t inside = 0;

  // ---- work space of look()
  std::vector<std::int32_t> first_called;  // by giver: its parts that wait for vehicles, a list of calls
  std::vector<std::int32_t> next_called;
  std::vector<std::int32_t> berths;  // by fleet and stop
};

// `plan` and `placement` must be made of `model`, and `state` must be of a simulation of it.
void look(const LineModel& model, const Plan& plan, const Placement& placement, const LineState& state,
          Frame& frame);

// What is there, what moves before what stands; see placement.hpp.
Hit hit(const LineModel& model, const Placement& placement, const Frame& frame, Point p, double slack = 0);

}  // namespace linetwin::viewer
