// What an event log has told of a line up to a moment: a plain value, changed by one happening after the
// other.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/record.hpp"
#include "sim/state.hpp"
#include "viewer/scene/frame.hpp"
#include "viewer/trace/line_of_log.hpp"

namespace linetwin::viewer {

struct LogState {
  // Parts in the order in which they came, linked through their rows.
  struct Parts {
    PartId first = kNoPart;
    PartId last = kNoPart;
    std::int32_t count = 0;
    // Further ones that the log has not named yet: those that were there at first, and the pieces that a
    // machine has split parts into.
    std::int64_t unnamed = 0;
    std::int64_t all() const { return count + unnamed; }
  };
  struct Part {
    PartId before = kNoPart;
    PartId behind = kNoPart;
    VariantId variant = 0;
    ElementId element = kNone;  // kNone: nowhere, or on a vehicle
    MachineId machine = kNone;  // of a station
    Time came = 0;              // there; on a conveyor by the clock of its belt
  };
  struct Machine {
    MachineState state = MachineState::Starved;
    Time since = 0;
    Parts parts;
    VariantId finished = kNone;  // the variant of what it finished last, and so of its unnamed pieces
  };
  struct Place {             // what is no station
    std::int64_t level = 0;  // as told
    Parts parts;
    Time given = -1;  // of a conveyor: when a part left it last
    Time stood = 0;   // how long its belt has stood in all, up to then
  };
  struct Vehicle {
    VehicleState state = VehicleState::Idle;
    Time since = 0;
    std::int32_t from =
        kNone;  // stops: where its way began, and where it goes or is; kNone: the fleet's home
    std::int32_t stop = kNone;
    std::int32_t trips = 0;  // that it has ended
    PartId part = kNoPart;   // that it carries, where the log has named it
    VariantId variant = kNone;
  };
  Time now = 0;
  std::int64_t moments = 0;  // at which something happened, up to now
  std::vector<Machine> machines;
  std::vector<Place> places;  // by element
  std::vector<Vehicle> vehicles;
  std::vector<Part> parts;            // by row
  std::vector<std::int64_t> busy;     // by pool
  std::vector<std::int64_t> created;  // by source: parts that have come into the line
  std::vector<std::int64_t> lost;
  std::vector<std::int64_t> left;  // by sink
  std::int64_t inside = 0;

  std::size_t bytes() const;
};

// The log and its line must outlive it.
class LogReplay {
 public:
  LogReplay(const EventLog& log, const LineOfLog& line);
  LogState begin() const;  // before anything has happened
  // One happening of the log. Of each moment all must be applied, then end_moment().
  void apply(LogState& state, const Happening& happening) const;
  void end_moment(LogState& state) const;
  void look(const LogState& state, const Placement& placement, Frame& frame) const;

 private:
  LogState::Parts& at_place(LogState& state, ElementId element, MachineId machine) const;
  void put(LogState& state, PartId part, ElementId element, MachineId machine) const;
  void take(LogState& state, PartId part) const;
  void gone(LogState& state, const Happening& h, ElementId from, bool by_vehicle) const;
  void unnamed_left(LogState& state, ElementId from) const;
  void moved(LogState& state, const Happening& h) const;
  void scrapped(LogState& state, const Happening& h) const;
  void finished(LogState& state, const Happening& h) const;
  void state_changed(LogState& state, const Happening& h) const;
  void vehicle(LogState& state, const Happening& h) const;
  void loaded(LogState& state, LogState::Vehicle& vehicle, const Trip& trip) const;
  MachineId machine_for(const LogState& state, ElementId station) const;
  const Trip* trip(const LogState& state, std::size_t vehicle) const;
  ElementId from_of(const Trip& trip, std::int32_t fleet) const;
  void look_at_machines(const LogState& state, const Placement& placement, Frame& frame) const;
  void look_at_places(const LogState& state, const Placement& placement, Frame& frame) const;
  void look_at_belt(const LogState& state, const Placement& placement, Frame& frame, ElementId e) const;
  void look_at_vehicles(const LogState& state, const Placement& placement, Frame& frame) const;

  const EventLog& log_;
  const LineOfLog& line_;
  const LineModel& model_;
  std::vector<std::int32_t> fleet_of_;   // by vehicle
  std::vector<std::int32_t> logged_as_;  // by vehicle: its number in the log, or kNone
  std::vector<ElementId> only_from_;     // by fleet: the one element from which it carries parts, or kNone
};

}  // namespace linetwin::viewer
