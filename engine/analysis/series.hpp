// What the line did hour by hour: the slices of all replications, side by side.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "model/line_model.hpp"
#include "sim/record.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

// One entry a slice throughout; slices lie between edges[i] and edges[i + 1]. Warm-up included.
struct Series {
  std::vector<Time> edges;
  std::vector<Figure> throughput_per_h;  // good parts
  std::vector<Figure> wip;               // averaged over the slice
  std::vector<Figure> lead_time_s;       // of parts that left in it
  std::vector<Figure> scrapped_per_h;
  // means over replications; present when the slices have elements
  std::vector<std::vector<std::array<double, kMachineStates>>> states;  // [station]: shares, they sum to 1
  struct Level {
    double mean = 0;
    double low = 0;  // smallest and largest of the replications
    double high = 0;
  };
  std::vector<std::vector<Level>> levels;  // [buffer]: parts, averaged over the slice
};

// Over the records that finished; `slice` is what they were cut by. Empty when there are none.
Series series_of(const LineModel& model, const std::vector<RunRecord>& records, Time slice);

// A round length (1 min, 15 min, 1 h, 1 d, ...) that cuts the duration into about an hour each, and into
// `fewest` to `most` slices where it is much shorter or longer.
Time slice_for(Time duration, std::int64_t fewest = 24, std::int64_t most = 1000);

}  // namespace linetwin
