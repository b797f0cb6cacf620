// What improving one thing brings, measured: the line is changed by a step and run again with the same random
// numbers, so that the difference of each pair of replications is the change's doing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "batch/replications.hpp"
#include "jury/jury.hpp"
#include "model/line_model.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

struct Improvement {
  enum class Kind : std::uint8_t {
    Cycle,   // the station's cycle times are (1 - step) as long
    Repair,  // its times to repair
    Uptime,  // its times between failures are 1 / (1 - step) as long
    Buffer,  // the buffer holds a step more, at least one part
  } kind = Kind::Cycle;
  std::int32_t station = kNone;  // whose improvement it is; of a buffer: that it stands beside
  std::int32_t buffer = kNone;   // Kind::Buffer only
};
const char* improvement_name(Improvement::Kind kind);  // "cycle", "mttr", "mtbf", "buffer", as in the JSON

// Places that a step adds to a buffer: at least one.
std::int64_t added_places(std::int64_t capacity, double step);
// The improved line; its random streams are those of the line, drawn by the same numbers.
LineModel improved(const LineModel& model, const Improvement& improvement, double step);
// Those that mean something for these stations: a station without failures has no repair to speed up, an
// unlimited buffer no room to add. A buffer between two of them is listed once.
std::vector<Improvement> improvements_for(const LineModel& model, const std::vector<std::int32_t>& stations);

struct Gain {
  Improvement what;
  Figure parts_per_h;  // more good parts per hour, over pairs of replications
};

// What is left of the bottleneck when its station takes half as long for everything: cycles, setups are left,
// repairs.
struct Relief {
  Figure parts_per_h;
  std::int32_t next = kNone;  // the station that the jury then names
};

struct Sensitivity {
  double step = 0.1;
  std::vector<std::int32_t> stations;  // that were looked at
  std::vector<Gain> gains;
  std::optional<Relief> relief;  // of the jury's station
  bool interrupted = false;      // stopped before all were measured
};

// `records` are the line's own, run with `options`; pairs in which a replication jammed are left out. Looks
// at the jury's first `most_stations` stations by utilisation, and at those that a method names.
Sensitivity measure_sensitivity(const LineModel& model, const RunOptions& options,
                                const std::vector<RunRecord>& records, const Jury& jury,
                                const ReplicationPlan& plan, const BatchRunner& run_batch, double step = 0.1,
                                std::size_t most_stations = 8);

// The vote of the measured sensitivity: each station's score is the largest gain of its own cycle time,
// repair or time between failures.
Vote sensitivity_vote(const LineModel& model, const Sensitivity& sensitivity);

}  // namespace linetwin
