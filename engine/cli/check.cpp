#include "report/check.hpp"

#include <unistd.h>

#include "cli/common.hpp"
#include "cli/files.hpp"
#include "cli/studied.hpp"
#include "referee/referee.hpp"
#include "report/check_json.hpp"
#include "report/json_figure.hpp"
#include "report/referee.hpp"

namespace linetwin::cli {
namespace {

struct Analytic {
  RefereeReport report;
  std::optional<Figure> simulated;
  bool failed = false;  // the simulation got stuck or was stopped
};

// What theory says, beside the simulation of the model with its own options.
std::optional<Analytic> analytic(const Loaded& loaded, bool quiet) {
  std::optional<StudyOptions> options = study_options({}, loaded);
  if (!options) return std::nullopt;
  options->quiet = quiet;
  Analytic result{consult(loaded.model), {}, false};
  const Studied studied = run_studied(loaded, *options);
  if (studied.summary.finished > 0) result.simulated = studied.summary.throughput_per_h;
  const bool stuck = !studied.summary.stuck.empty();
  complain_of_stuck(loaded.model, studied.summary);
  result.failed = stuck || studied.stopped;
  return result;
}

}  // namespace

int check_verb(const CheckArguments& arguments) {
  std::optional<Loaded> loaded = load(arguments.model, arguments.sets);
  if (!loaded) return kBadInput;
  JsonOutput json(arguments.out);
  if (!json.open({arguments.model})) return kBadInput;
  run_options(loaded->read.spec, loaded->read.diagnostics);
  const CapacityReport found = capacity(loaded->model);
  const TextStyle style = style_for(STDOUT_FILENO);
  if (!print(check_report(loaded->model, found, style), arguments.out)) return kFailed;
  if (!arguments.out.quiet) print_warnings(*loaded);
  std::optional<Analytic> theory;
  if (arguments.analytic) {
    theory = analytic(*loaded, arguments.out.quiet);
    if (!theory) return kBadInput;
    if (!print("\n" + referee_report(theory->report, theory->simulated, style), arguments.out))
      return kFailed;
  }
  const bool written = json.write([&] {
    Json all = check_json(loaded->model, found, LINETWIN_VERSION);
    if (theory) {
      all["simulated_per_h"] = theory->simulated ? figure(*theory->simulated) : Json(nullptr);
      all["analytic"] = referee_json(theory->report, theory->simulated);
    }
    all["warnings"] = warning_lines(*loaded);
    return all.dump(2) + "\n";
  });
  return written && !(theory && theory->failed) ? kDone : kFailed;
}

}  // namespace linetwin::cli
