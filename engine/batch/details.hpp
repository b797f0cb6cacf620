// Everything that a report on a line holds: a study that was watched closely, and what is worked out from it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/losses.hpp"
#include "analysis/oee.hpp"
#include "analysis/series.hpp"
#include "analysis/summary.hpp"
#include "batch/sensitivity.hpp"
#include "batch/study.hpp"
#include "observe/flow_counts.hpp"
#include "observe/gantt.hpp"
#include "observe/several.hpp"

namespace linetwin {

struct Details {
  Series series;
  std::vector<OeeFigures> oee;  // by station
  // of the bottleneck, or of the station that a report is on; none when no good part passes it
  std::optional<WaterfallFigures> losses;
  std::int32_t losses_of = kNone;
  Sensitivity sensitivity;
  // mean over replications, parts per hour of the window: [element][its k-th successor], [element] scrapped
  std::vector<std::vector<double>> flow_per_h;
  std::vector<double> scrap_per_h;
  // the first replication, from gantt_from to gantt_to
  std::vector<GanttBar> gantt;
  Time gantt_from = 0;
  Time gantt_to = 0;
  std::vector<BottleneckStretch> stretches;
};

// Watches every replication of a study. Must outlive it.
class Watcher {
 public:
  explicit Watcher(const LineModel& model) : model_(model) {}
  // Adds to what is asked of the study (whoever is to observe it does so still): slices of this length, the
  // shifting bottleneck, flows, a Gantt chart of the first shift after the warm-up (of eight hours where
  // there are no shifts).
  void watch(StudyAsk& ask, Time slice);
  // After the study has run and `summary` has been made of it; measures the sensitivity by further runs with
  // the same replications, and adds its vote to the summary's jury.
  Details details(const Study& study, Summary& summary, const BatchRunner& run_batch, int threads) const;

 private:
  struct Watched {
    std::unique_ptr<FlowCounter> flow;
    std::unique_ptr<GanttRecorder> gantt;
    Observers both;
  };
  Observer* begin(std::size_t replication, const RunOptions& options);
  std::vector<std::vector<std::int64_t>> reworked(const Study& study) const;
  void add_flow(const Study& study, Details& details) const;
  const LineModel& model_;
  Time slice_ = 0;
  std::function<Observer*(std::size_t, const RunOptions&)> other_{};  // who was to watch before
  std::mutex guard_;                                                  // replications begin on several threads
  std::map<std::size_t, Watched> watched_;
};

// Eight hours between `from` and `until`: with shifts, from the beginning of work, in the first two weeks,
// behind which most machines are manned; without, from `from`.
std::pair<Time, Time> first_shift(const LineModel& model, Time from, Time until);

}  // namespace linetwin
