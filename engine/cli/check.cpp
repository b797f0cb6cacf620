#include "report/check.hpp"

#include <unistd.h>

#include "cli/common.hpp"
#include "cli/studied.hpp"
#include "referee/referee.hpp"
#include "report/referee.hpp"

namespace linetwin::cli {
namespace {

// What theory says, beside the simulation of the model with its own options.
int analytic(const Loaded& loaded) {
  const std::optional<StudyOptions> options = study_options({}, loaded);
  if (!options) return kBadInput;
  const RefereeReport report = consult(loaded.model);
  const Studied studied = run_studied(loaded, *options);
  std::optional<Figure> simulated;
  if (studied.summary.finished > 0) simulated = studied.summary.throughput_per_h;
  const bool printed = print("\n" + referee_report(report, simulated, style_for(STDOUT_FILENO)));
  const bool stuck = !studied.summary.stuck.empty();
  if (stuck) complain("the simulation did not reach the end", "linetwin run says more");
  return printed && !stuck && !studied.stopped ? kDone : kFailed;
}

}  // namespace

int check_verb(const CheckArguments& arguments) {
  std::optional<Loaded> loaded = load(arguments.model, arguments.sets);
  if (!loaded) return kBadInput;
  run_options(loaded->read.spec, loaded->read.diagnostics);
  const bool printed = print(check_report(loaded->model, capacity(loaded->model), style_for(STDOUT_FILENO)));
  print_warnings(*loaded);
  if (!printed) return kFailed;
  return arguments.analytic ? analytic(*loaded) : kDone;
}

}  // namespace linetwin::cli
