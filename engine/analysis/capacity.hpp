// What each station could make if nothing else held it up, and so what the line can make at most: means only,
// no randomness, no blocking. For `linetwin check`, before anything is simulated.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/line_model.hpp"

namespace linetwin {

struct StationCapacity {
  double cycle_s = 0;       // mean of one cycle, over the variants that come (a batch counts as one cycle)
  double availability = 1;  // share of the time in which no failure is under repair, while there is work
  double visits = 0;        // times a part passes, for each good part that the line makes; 0: never
  double parts_per_h = 0;   // that the station finishes at most, good or not
  double line_parts_per_h = 0;  // good parts of the line that this allows: parts_per_h / visits
};

struct CapacityReport {
  std::vector<StationCapacity> stations;  // as in the model
  std::int32_t limit = kNone;  // the station with the least line_parts_per_h; kNone: none is visited
  std::optional<double> line_parts_per_h;  // good parts at most, by stations and arrivals
  std::optional<double> arrivals_per_h;    // of sources with interarrival times only; else nothing
  double good_share = 1;                   // good parts for each part that enters
  std::vector<std::string> assumptions;    // what was assumed on the way, in words
};

CapacityReport capacity(const LineModel& model);

}  // namespace linetwin
