#include <fmt/format.h>

#include "analysis/series.hpp"
#include "cli/common.hpp"
#include "cli/files.hpp"
#include "cli/paged.hpp"
#include "cli/required.hpp"
#include "cli/studied.hpp"
#include "page/page_content.hpp"
#include "referee/referee.hpp"

namespace linetwin::cli {
int report_verb(const ReportArguments& arguments) {
  const std::optional<Language> language = language_of(arguments.language);
  if (!language) return kBadInput;
  const std::optional<Loaded> loaded = load(arguments.model, arguments.sets);
  if (!loaded) return kBadInput;
  std::optional<StudyOptions> options = study_options(arguments.study, *loaded);
  if (!options) return kBadInput;
  const bool to_stdout = arguments.output == "-";
  const std::vector<Metric> metrics = metrics_of(loaded->model);
  const auto requirements = requirements_of(arguments.out.require, metrics);
  if (!requirements) return kBadInput;
  if (to_stdout && arguments.out.json == "-") {
    complain("-o - and --json - both want standard output");
    return kBadInput;
  }
  JsonOutput json(arguments.out);
  if (!json.open({arguments.model, arguments.output})) return kBadInput;
  if (same_file(arguments.output, arguments.model)) {
    complain(fmt::format("{} is the model itself", arguments.output), "-o report.html");
    return kBadInput;
  }
  WholeFile file(arguments.output);
  if (!to_stdout && !file.open()) {
    complain(fmt::format("cannot write {}", arguments.output));
    return kBadInput;
  }
  options->quiet = arguments.out.quiet;
  if (!options->quiet) print_warnings(*loaded);
  Watcher watcher(loaded->model);
  watcher.watch(options->ask, slice_of(loaded->model, options->run));
  const Studied studied = run_studied(*loaded, *options, &watcher);
  if (studied.stopped) {
    complain("stopped: no report was written");
    return kFailed;
  }
  const RefereeReport referee = consult(loaded->model);
  const PageContent content = page_content(loaded->model, studied.summary, *studied.details, referee,
                                           {LINETWIN_VERSION, arguments.command, date_text(), *language});
  const std::string text = page(content, *language);
  if (!to_stdout && !file.write(text)) {
    complain(fmt::format("cannot write {}", arguments.output));
    return kFailed;
  }
  const std::vector<RequirementVerdict> required = judge(*requirements, metrics, studied.summary);
  const bool written = json.write(
      [&] { return study_json(loaded->model, studied, given(arguments.study, arguments.sets), required); });
  const bool printed =
      to_stdout ? print(text)
                : print(fmt::format("wrote {}\n", arguments.output) + required_text(required), arguments.out);
  complain_of_stuck(loaded->model, studied.summary);
  return printed && written && studied.summary.stuck.empty() ? required_status(required) : kFailed;
}

}  // namespace linetwin::cli
