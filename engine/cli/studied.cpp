#include "cli/studied.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "analysis/series.hpp"
#include "base/quantity.hpp"
#include "cli/options.hpp"
#include "model/compile.hpp"
#include "report/json.hpp"
#include "report/text.hpp"

namespace linetwin::cli {
namespace {

constexpr std::int64_t kBatchSlices = 400;  // at least, of one long run, for its batch means

bool take_warmup(const std::string& text, RunOptions& options) {
  if (text.empty()) return true;
  options.find_warmup = text == "auto";
  if (!options.find_warmup) return take("--warmup", parse_time(text), options.warmup);
  options.warmup = 0;
  return true;
}

}  // namespace

Time slice_of(const LineModel& model, const RunOptions& options) {
  if (options.replications == 1) return slice_for(options.duration, kBatchSlices, 4 * kBatchSlices);
  const Time slice = slice_for(options.duration, 40);
  // nights and weekends would hide everything else: where there are shifts, days or weeks are looked at
  if (model.scheduled.shifts.empty() || options.duration < 10 * kDay) return slice;
  return std::max(slice, options.duration < 10 * kWeek ? kDay : kWeek);
}

std::optional<StudyOptions> study_options(const StudyArguments& a, const Loaded& loaded) {
  Diagnostics later;  // the command line may mend what the file says of the warm-up
  StudyOptions options;
  options.run = run_options(loaded.read.spec, later);
  bool good = take_warmup(a.warmup, options.run);
  if (!a.duration.empty()) good = take("--duration", parse_time(a.duration), options.run.duration) && good;
  good = take_count("--replications", a.replications, kMostReplications, options.run.replications) && good;
  if (!a.seed.empty()) good = take("--seed", parse_seed(a.seed), options.run.seed) && good;
  good = take_count("--threads", a.threads, kMostThreads, options.ask.threads) && good;
  good = take_count("--most-replications", a.most_replications, kMostReplications,
                    options.ask.most_replications) &&
         good;
  good = take_precision(a, options.ask.precision) && good;
  if (good && !a.most_replications.empty() && !a.replications.empty() &&
      options.ask.most_replications < options.run.replications) {
    complain("--replications, with --precision the least, is over --most-replications");
    good = false;
  }
  if (options.ask.precision)
    options.run.replications = std::min(options.run.replications, options.ask.most_replications);
  if (!good || !sensible(options.run)) return std::nullopt;
  options.ask.find_warmup = options.run.find_warmup;
  // an interval of one replication can only come of batches of it
  if (options.run.replications == 1 && !options.ask.precision)
    options.ask.slice = slice_of(loaded.model, options.run);
  return options;
}

std::vector<std::pair<std::string, std::string>> given(const StudyArguments& a,
                                                       const std::vector<std::string>& sets) {
  std::vector<std::pair<std::string, std::string>> options;
  auto add = [&options](const char* name, const std::string& value) {
    if (!value.empty()) options.emplace_back(name, value);
  };
  add("duration", a.duration);
  add("warmup", a.warmup);
  add("replications", a.replications);
  add("precision", a.precision);
  add("most_replications", a.most_replications);
  add("seed", a.seed);
  for (const std::string& set : sets) add("set", set);
  return options;
}

void complain_of_stuck(const LineModel& model, const Summary& summary) {
  if (summary.stuck.empty()) return;
  const Stuck& first = summary.stuck.front();
  const std::string circle = circle_text(model, first.circle);
  const char* const word = first.outcome == Outcome::Jammed ? "jammed" : "went round without time passing";
  complain(fmt::format("{} of {} replications did not reach the end: replication {} {} after {}{}",
                       summary.stuck.size(), summary.ended, first.replication + 1, word,
                       time_text(seconds(first.at)), circle.empty() ? "" : ": " + circle));
}

std::string study_json(const LineModel& model, const Studied& studied,
                       const std::vector<std::pair<std::string, std::string>>& options,
                       const std::vector<RequirementVerdict>& required) {
  const JsonContext context{LINETWIN_VERSION,
                            options,
                            studied.study.precision,
                            studied.study.warmup.has_value(),
                            studied.details ? &*studied.details : nullptr,
                            required};
  return json_report(model, studied.summary, context);
}

BatchRunner with_progress(const StopOnSignal& stop, bool quiet) {
  return [&stop, quiet](const LineModel& model, const RunOptions& options, const ReplicationPlan& asked) {
    Progress progress(static_cast<std::size_t>(options.replications));
    ReplicationPlan plan = asked;
    plan.stop = stop.flag();
    plan.progress = &progress;
    std::optional<ProgressLine> line;
    if (!quiet)
      line.emplace(watch_replications(progress, options.replications, options.duration, plan.label));
    return run_replications(model, options, plan);
  };
}

Studied run_studied(const Loaded& loaded, const StudyOptions& options, const Watcher* watcher) {
  Studied result;
  const Study& study = result.study;
  {
    const StopOnSignal stop;
    result.study = run_study(loaded.model, options.run, options.ask, with_progress(stop, options.quiet));
    result.summary = summarise(loaded.model, study.options, study.records, study.shifting, options.ask.slice);
    if (watcher && !stop.stopped())
      result.details =
          watcher->details(study, result.summary, with_progress(stop, options.quiet), options.ask.threads);
    result.stopped = stop.stopped();
  }
  std::vector<std::string>& warnings = result.summary.warnings;
  std::vector<std::string> found;
  if (!result.stopped) found = study_warnings(study, options.ask, result.summary.lead_time_s.mean);
  warnings.insert(warnings.begin(), found.begin(), found.end());
  if (!options.quiet)
    for (const std::string& warning : warnings) std::fputs(("warning: " + warning + "\n").c_str(), stderr);
  const std::vector<std::string> earlier = warning_lines(loaded);
  warnings.insert(warnings.begin(), earlier.begin(), earlier.end());
  if (result.stopped) {
    const std::string line = fmt::format("stopped: {} of {} replications finished\n", result.summary.ended,
                                         options.run.replications);
    std::fputs(line.c_str(), stderr);
  }
  return result;
}

}  // namespace linetwin::cli
