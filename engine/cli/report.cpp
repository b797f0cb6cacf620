#include <fmt/format.h>

#include <cstdlib>
#include <ctime>

#include "analysis/series.hpp"
#include "cli/common.hpp"
#include "cli/files.hpp"
#include "cli/required.hpp"
#include "cli/studied.hpp"
#include "page/page_content.hpp"
#include "referee/referee.hpp"

namespace linetwin::cli {
namespace {

std::optional<Language> language_of(const std::string& text) {
  if (text.empty() || text == "en") return Language::English;
  if (text == "ko") return Language::Korean;
  complain(fmt::format("--lang: there is no language \"{}\"", text), "en or ko");
  return std::nullopt;
}

// Today, or the day of SOURCE_DATE_EPOCH, with which the same command writes the same bytes on any day.
std::string date_text() {
  std::time_t now = std::time(nullptr);
  if (const char* const fixed = std::getenv("SOURCE_DATE_EPOCH")) now = std::strtoll(fixed, nullptr, 10);
  std::tm day{};
  localtime_r(&now, &day);
  return fmt::format("{:04}-{:02}-{:02}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

}  // namespace

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
  if (!studied.summary.stuck.empty())
    complain(fmt::format("{} replications did not reach the end", studied.summary.stuck.size()),
             "linetwin run says more");
  return printed && written && studied.summary.stuck.empty() ? required_status(required) : kFailed;
}

}  // namespace linetwin::cli
