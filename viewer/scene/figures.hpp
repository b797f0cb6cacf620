// What an element, a pool, a fleet, a limit or the whole line has done so far, for tooltips and inspectors:
// since time 0, or since the warm-up was forgotten (LineState::window_start), up to now. Labels are no texts:
// viewer/words says them.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/state.hpp"

namespace linetwin::viewer {

enum class FigureLabel : std::uint8_t {
  // shares of the time of its machines, in the order of MachineState; they sum to 1
  Working,
  Setup,
  Blocked,
  Starved,
  Down,
  Maintenance,
  Waiting,
  Off,
  // counts
  Parts,     // there now; of a source: waiting to come in; of a sink: that came
  Capacity,  // parts it has room for
  Finished,  // parts that ended their cycle there
  Created,   // of a source
  Lost,      // of a source: dropped for lack of room
  Scrapped,
  Setups,
  Failures,
  Good,  // parts into sinks that are no scrap bins
  Busy,  // people at work, or on their way to it
  People,
  Vehicles,
  Amount,  // in a limit: kilograms or parts
  Most,    // that the limit allows
  Peak,
  // means over the time
  PerHour,    // of Finished, Created, Parts of a sink or Good
  MeanParts,  // level of a buffer or conveyor; parts outside a source; parts inside the line
  MeanBusy,
  MeanAmount,
  MeanLeadTime,  // seconds, of parts that left
  // further shares of the time
  Full,
  Empty,
  Held,       // of a conveyor: a part stood at its end; of a source: a part stood there for lack of room
  HoldsBack,  // of a limit: it held work back
  // shares of the time of the vehicles; they sum to 1
  VehicleIdle,
  VehicleEmpty,
  VehicleLoaded,
  VehicleWaiting,
};
inline constexpr std::size_t kFigureLabels = static_cast<std::size_t>(FigureLabel::VehicleWaiting) + 1;

struct LiveFigure {
  FigureLabel label = FigureLabel::Working;
  double value = 0;
};

// In the order in which they are best read. What takes time to be known (shares, means, rates) is left out
// while no time has passed.
std::vector<LiveFigure> figures(const LineModel& model, const LineState& state, ElementId element);
std::vector<LiveFigure> figures_of_line(const LineModel& model, const LineState& state);
std::vector<LiveFigure> figures_of_machine(const LineModel& model, const LineState& state, MachineId machine);
std::vector<LiveFigure> figures_of_pool(const LineModel& model, const LineState& state, std::int32_t pool);
std::vector<LiveFigure> figures_of_fleet(const LineModel& model, const LineState& state, std::int32_t fleet);
std::vector<LiveFigure> figures_of_limit(const LineModel& model, const LineState& state, std::int32_t limit);

}  // namespace linetwin::viewer
