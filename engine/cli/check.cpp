#include "report/check.hpp"

#include <unistd.h>

#include "cli/common.hpp"
#include "cli/progress.hpp"
#include "referee/referee.hpp"
#include "report/referee.hpp"

namespace linetwin::cli {
namespace {

// What theory says, beside the simulation of the model with its own options.
int analytic(const Loaded& loaded, const RunOptions& options) {
  if (options.warmup >= options.duration) {
    complain("the warm-up is not shorter than the run: nothing is left to count");
    return kBadInput;
  }
  const RefereeReport report = consult(loaded.model);
  StopOnSignal stop;
  Progress progress(static_cast<std::size_t>(options.replications));
  std::vector<RunRecord> records;
  {
    const ProgressLine line(progress, options.replications, options.duration);
    records = run_replications(loaded.model, options, 0, stop.flag(), &progress);
  }
  const Summary summary = summarise(loaded.model, options, records);
  std::optional<Figure> simulated;
  if (summary.finished > 0) simulated = summary.throughput_per_h;
  const bool printed = print("\n" + referee_report(report, simulated, style_for(STDOUT_FILENO)));
  if (!summary.stuck.empty()) complain("the simulation did not reach the end", "linetwin run says more");
  return printed && summary.stuck.empty() && !stop.stopped() ? kDone : kFailed;
}

}  // namespace

int check_verb(const CheckArguments& arguments) {
  std::optional<Loaded> loaded = load(arguments.model, arguments.sets);
  if (!loaded) return kBadInput;
  const RunOptions options = run_options(loaded->read.spec, loaded->read.diagnostics);
  const bool printed = print(check_report(loaded->model, capacity(loaded->model), style_for(STDOUT_FILENO)));
  print_warnings(*loaded);
  if (!printed) return kFailed;
  return arguments.analytic ? analytic(*loaded, options) : kDone;
}

}  // namespace linetwin::cli
