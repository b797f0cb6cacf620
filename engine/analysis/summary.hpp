// Run records -> figures: what the report and the JSON say.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "jury/jury.hpp"
#include "model/line_model.hpp"
#include "sim/record.hpp"
#include "statistics/batch_means.hpp"
#include "statistics/estimate.hpp"
#include "statistics/quantiles.hpp"

namespace linetwin {

struct StationSummary {
  std::array<Figure, kMachineStates>
      state;        // shares of the window, averaged over its machines; they sum to 1
  Figure finished;  // parts
  Figure scrapped;
};

struct BufferSummary {
  Figure level;  // parts, averaged over time
  Figure full;   // share of the window; 0 for an unlimited buffer
  Figure empty;
};

struct VariantSummary {
  Figure throughput_per_h;
  Figure lead_time_s;
};

struct SourceSummary {
  Figure created;  // parts
  Figure lost;
  Figure outside;  // parts, averaged over time
};

struct ConveyorSummary {
  Figure level;  // parts, averaged over time
  Figure full;   // shares of the window
  Figure empty;
  Figure blocked;  // a part stood at its end
};

struct PoolSummary {
  Figure busy;  // share of the window, averaged over its people
};

struct FleetSummary {  // shares of the window, averaged over its vehicles; they sum to 1
  Figure idle;
  Figure empty;
  Figure loaded;  // loading and unloading included
  Figure waiting;
};

struct LimitSummary {  // amounts in parts or kilograms
  Figure mean;
  Figure peak;
  Figure full;                // share of the window in which no further part had room
  Figure held_back_h;         // hours in which it held work back
  std::vector<Figure> above;  // hours above each threshold of `report`
};

struct Stuck {
  int replication = 0;  // from 0
  Outcome outcome = Outcome::Jammed;
  Time at = 0;
  std::vector<JamStep> circle;
};

// One long run: intervals from batches of it, where there are no replications to take them from.
struct BatchSummary {
  BatchMeans throughput_per_h;
  BatchMeans wip;
  std::optional<BatchMeans> lead_time_s{};  // none when no part left
};

struct Summary {
  RunOptions options;
  int finished = 0;          // replications that the figures are over
  bool interrupted = false;  // fewer were run than asked for
  Figure throughput_per_h;   // good parts into sinks
  Figure throughput_per_scheduled_h;
  Figure wip;
  Figure lead_time_s;
  std::array<Figure, kQuantiles.size()> lead_time_quantiles_s;  // over replications; where stays were kept
  Histogram lead_times;                                         // of all replications together, likewise
  std::optional<BatchSummary> batches;                          // of one replication that was sliced
  Figure parts_out;
  Figure parts_scrapped;
  std::vector<StationSummary> stations;
  std::vector<BufferSummary> buffers;
  std::vector<VariantSummary> variants;
  std::vector<SourceSummary> sources;
  std::vector<Figure> sinks;  // parts
  std::vector<ConveyorSummary> conveyors;
  std::vector<PoolSummary> pools;
  std::vector<FleetSummary> fleets;
  std::vector<LimitSummary> limits;
  double scheduled_h = 0;  // hours of the window in which some shift was on; all of them without shifts
  Jury jury;               // which station is the bottleneck
  int ended = 0;           // replications, those that got stuck among them
  // By replication, up to the last that ended; nothing for those that got stuck or were interrupted.
  std::vector<std::optional<double>> throughput_by_replication;
  std::vector<Stuck> stuck;
  std::vector<std::string> warnings;
};

// `records` by replication, those that were interrupted left out at the end. Replications that jammed stand
// apart and enter no mean. `shifting` has the shares of the shifting bottleneck of each record, where it was
// observed; `slice` is the length of the records' slices, 0: there are none.
Summary summarise(const LineModel& model, const RunOptions& options, const std::vector<RunRecord>& records,
                  const std::vector<std::vector<BottleneckShare>>& shifting = {}, Time slice = 0);

}  // namespace linetwin
