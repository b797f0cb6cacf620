// What `run` and `report` have in common: options, the study with its progress bar, the summary.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/required.hpp"
#include "analysis/summary.hpp"
#include "base/stop_on_signal.hpp"
#include "batch/details.hpp"
#include "batch/study.hpp"
#include "cli/common.hpp"
#include "cli/progress.hpp"

namespace linetwin::cli {

// The options of the file with the command line's changes.
struct StudyOptions {
  RunOptions run;
  StudyAsk ask;
  bool quiet = false;  // no progress, no warnings
};
// The length of slices: about `wanted`'s many; of one replication always the same, because the intervals of
// its batch means depend on them.
Time slice_of(const LineModel& model, const RunOptions& options);
// Nothing, after a word on standard error, when one is wrong.
std::optional<StudyOptions> study_options(const StudyArguments& arguments, const Loaded& loaded);
// For the JSON: what was given.
std::vector<std::pair<std::string, std::string>> given(const StudyArguments& arguments,
                                                       const std::vector<std::string>& sets);

struct Studied {
  Study study;
  std::optional<Details> details;  // where there was a watcher
  Summary summary;                 // its warnings are those of the study, the line and the file
  bool stopped = false;
};
// Runs the study; prints what is to be warned of. `watcher`, if any, has been told to watch it.
Studied run_studied(const Loaded& loaded, const StudyOptions& options, const Watcher* watcher = nullptr);

// A word on standard error, also where nothing else is said, of replications that did not reach the end.
void complain_of_stuck(const LineModel& model, const Summary& summary);

// The JSON of its results.
std::string study_json(const LineModel& model, const Studied& studied,
                       const std::vector<std::pair<std::string, std::string>>& options,
                       const std::vector<RequirementVerdict>& required);

// A runner with a progress bar, unless quiet; `stop` is looked at.
BatchRunner with_progress(const StopOnSignal& stop, bool quiet = false);

}  // namespace linetwin::cli
