// One line run as often as the question needs: with a warm-up that is found, replications until the interval
// is narrow enough, and whatever is to be watched on the way.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "batch/replications.hpp"
#include "observe/active_periods.hpp"
#include "statistics/precision.hpp"
#include "statistics/warmup.hpp"

namespace linetwin {

struct StudyAsk {
  bool find_warmup = false;         // else RunOptions::warmup is used
  std::optional<double> precision;  // relative half width of the throughput, over 0; then
                                    // RunOptions::replications is the minimum
  std::int32_t most_replications = 1000;
  int threads = 0;
  Time slice = 0;  // RunAsk, for every replication
  bool elements = false;
  bool stays = true;      // keep lead times: of all replications together about 2^24
  bool shifting = false;  // observe the shifting bottleneck
  // Of replication i, besides; the options are those it runs with. Null: none. Called on the thread that runs
  // it.
  std::function<Observer*(std::size_t, const RunOptions&)> observer{};
};

struct WarmupFound {
  Truncation by_output;  // throughput and WIP are looked at; the later truncation counts
  Truncation by_wip;
  Time slice = 0;  // of the series that were looked at
  bool too_short = false;
  std::vector<double> output_per_h;  // the mean over replications of each slice: Welch's plot is made of it
  std::vector<double> wip;
};

struct Study {
  RunOptions options;  // as they were used: warm-up found, number of replications
  std::vector<RunRecord> records;
  std::vector<std::vector<BottleneckShare>> shifting;  // by record; empty unless asked for
  std::vector<BottleneckStretch> stretches;            // of the first replication's window
  std::optional<WarmupFound> warmup;
  bool warmup_failed = false;     // asked for, but the run was too short to look, or jammed
  std::optional<Stop> precision;  // when one was asked for
};

// The same results for any number of threads. With a warm-up found, the records are those of a run with that
// warm-up, to the bit. When the runner was stopped, what had been run so far.
Study run_study(const LineModel& model, const RunOptions& options, const StudyAsk& ask,
                const BatchRunner& run_batch);

// The end of the warm-up by MSER-5, on the slices of runs from time 0 without one. Slices in which no shift
// is on are left out: nights are no warm-up. Nothing when there are too few.
std::optional<WarmupFound> find_warmup(const LineModel& model, const std::vector<RunRecord>& pilot,
                                       Time slice, Time& warmup);

// Runs `options.replications` from time 0 and finds the warm-up of them, which becomes that of the options (0
// where none is found). False when it was stopped.
bool run_pilot(const LineModel& model, RunOptions& options, int threads, const BatchRunner& run_batch,
               std::optional<WarmupFound>& found);

// What the user should know of it: that the run is too short, that the cap was reached. With a mean lead
// time, whether a window in which few parts pass the line one after the other can be long enough.
std::vector<std::string> study_warnings(const Study& study, const StudyAsk& ask,
                                        std::optional<double> lead_time_s = std::nullopt);

}  // namespace linetwin
