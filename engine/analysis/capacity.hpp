// What each station, conveyor, fleet and pool could do if nothing else held it up, and so what the line can
// make at most: means only, no randomness, no blocking. For `linetwin check`, before anything is simulated.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/line_model.hpp"

namespace linetwin {

struct StationCapacity {
  double cycle_s = 0;       // mean of one cycle, over the variants that come (a batch counts as one cycle)
  double work_s = 0;        // mean time of a machine for one part: a cycle, shared out among its batch
  double good = 1;          // share of its parts that it does not scrap
  double availability = 1;  // share of the time in which no failure is under repair, while there is work
  double on = 1;            // share of the week in its shift
  double visits = 0;  // parts (at an assembly: sets) that come in, for each good part that the line makes
  double parts_per_h = 0;       // of those at most, per hour of the calendar, good or not
  double line_parts_per_h = 0;  // good parts of the line that this allows: parts_per_h / visits
};

// What several elements share, or parts travel on. `held_s` leaves out what only a simulation knows (empty
// ways of vehicles, walking, work for which others could be taken), so that the bound holds all the same.
struct ResourceCapacity {
  enum class Kind : std::uint8_t { Conveyor, Fleet, Pool } kind = Kind::Conveyor;
  std::int32_t index = 0;  // among the model's of this kind
  double units = 1;        // vehicles, workers (on average over the week), or the one entry of a conveyor
  double held_s = 0;       // time of one unit for each good part that the line makes
  double line_parts_per_h = 0;  // good parts of the line that this allows
};

struct CapacityReport {
  std::vector<StationCapacity> stations;    // as in the model
  std::vector<ResourceCapacity> resources;  // those that are used: conveyors, fleets, pools, as in the model
  std::int32_t limit = kNone;   // the station with the least line_parts_per_h; kNone: none is visited
  std::int32_t scarce = kNone;  // the resource that allows less than any station; kNone: none does
  std::optional<double> line_parts_per_h;  // good parts at most, by stations, resources and arrivals
  std::optional<double> arrivals_per_h;    // parts that enter at most, as the interarrival times allow
  double good_share = 1;                   // good parts for each part that enters
  std::vector<std::string> assumptions;    // what was assumed on the way, in words
};

CapacityReport capacity(const LineModel& model);

}  // namespace linetwin
