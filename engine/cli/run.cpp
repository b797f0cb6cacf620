#include <fmt/format.h>
#include <unistd.h>

#include "analysis/series.hpp"
#include "cli/common.hpp"
#include "cli/files.hpp"
#include "cli/required.hpp"
#include "cli/studied.hpp"
#include "observe/trace.hpp"
#include "referee/referee.hpp"
#include "report/csv.hpp"
#include "report/details.hpp"
#include "report/referee.hpp"

namespace linetwin::cli {
namespace {

// What is to be written besides the report: places are tried before anything is run.
struct Outputs {
  explicit Outputs(const RunArguments& a) : json(a.out), trace(a.trace), csv(a.csv) {}
  bool open(const RunArguments& a) {
    const auto cannot = [](const std::string& what) {
      complain(fmt::format("cannot write {}", what));
      return false;
    };
    if (!a.trace.empty() && same_file(a.trace, a.model)) {
      complain(fmt::format("{} is the model itself", a.trace), "write to another file");
      return false;
    }
    if (!a.out.json.empty() && !a.trace.empty() && same_file(a.out.json, a.trace)) {
      complain("--json and --trace name the same file");
      return false;
    }
    if (a.trace == "-") {
      complain("--trace: the event log cannot go to standard output",
               "--trace /dev/stdout, with --json FILE");
      return false;
    }
    if (!json.open({a.model})) return false;
    if (!a.trace.empty() && !trace.open()) return cannot(a.trace);
    if (!csv.empty() && !make_folder(csv)) return cannot("in the folder " + csv);
    return true;
  }
  JsonOutput json;
  WholeFile trace;
  std::string csv;
};

std::vector<std::string> trace_head(const LineModel& model, const RunOptions& options) {
  return {fmt::format("model {} {:016x}", model.name, model.hash),
          fmt::format("version {} seed {} replication 1", LINETWIN_VERSION, options.seed)};
}

// Chains so small are solved in less than the time of a replication; `check --analytic` solves larger ones.
constexpr std::size_t kSmallChain = 2'000;

// What theory says, in one line where it has an opinion.
std::string theory(const Loaded& loaded, const Studied& studied) {
  if (studied.summary.finished == 0) return {};
  RefereeOptions options;
  if (!studied.details) options.most_states = kSmallChain;
  const std::string line = referee_line(consult(loaded.model, options), studied.summary.throughput_per_h);
  return line.empty() ? "" : "\n  " + line + "\n";
}

// Everything that was asked for; false when something could not be written.
bool write_all(const RunArguments& arguments, const Loaded& loaded, const Studied& studied, Time slice,
               const std::vector<RequirementVerdict>& required, Outputs& outputs) {
  bool written = outputs.json.write(
      [&] { return study_json(loaded.model, studied, given(arguments.study, arguments.sets), required); });
  // a log that was cut short would look like one of a shorter run: it is left out
  if (outputs.trace.opened() && !studied.stopped && !outputs.trace.commit()) {
    complain(fmt::format("cannot write {}", arguments.trace));
    written = false;
  }
  if (!outputs.csv.empty()) {
    const Series series = series_of(loaded.model, studied.study.records, slice);
    if (!write_tables(
            outputs.csv,
            csv_tables(loaded.model, studied.summary, series, studied.details ? &*studied.details : nullptr),
            kDetailTables)) {
      complain(fmt::format("cannot write in the folder {}", outputs.csv));
      written = false;
    }
  }
  if (!arguments.out.quiet && arguments.out.json != "-") {
    const TextStyle style = style_for(STDOUT_FILENO);
    std::string text = text_report(loaded.model, studied.summary, style);
    if (studied.details) text += details_report(loaded.model, studied.summary, *studied.details, style);
    text += theory(loaded, studied);
    if (!required.empty()) text += "\n" + required_text(required);
    written = print(text) && written;
  }
  return written;
}

}  // namespace

int run_verb(const RunArguments& arguments) {
  const std::optional<Loaded> loaded = load(arguments.model, arguments.sets);
  if (!loaded) return kBadInput;
  std::optional<StudyOptions> options = study_options(arguments.study, *loaded);
  if (!options) return kBadInput;
  const std::vector<Metric> metrics = metrics_of(loaded->model);
  const auto requirements = requirements_of(arguments.out.require, metrics);
  if (!requirements) return kBadInput;
  Outputs outputs(arguments);
  if (!outputs.open(arguments)) return kBadInput;
  options->quiet = arguments.out.quiet;
  if (!options->quiet) print_warnings(*loaded);

  std::optional<TraceWriter> tracer;
  if (outputs.trace.opened()) {
    tracer.emplace(loaded->model, outputs.trace.stream(), trace_head(loaded->model, options->run));
    options->ask.observer = [&](std::size_t i, const RunOptions&) -> Observer* {
      return i == 0 ? &*tracer : nullptr;
    };
  }
  // tables have hours; a single replication keeps the slices of its batch means
  if (!outputs.csv.empty()) {
    if (options->ask.slice == 0) options->ask.slice = slice_for(options->run.duration);
    options->ask.elements = true;
  }
  Watcher watcher(loaded->model);
  if (arguments.details)
    watcher.watch(options->ask,
                  options->ask.slice > 0 ? options->ask.slice : slice_of(loaded->model, options->run));
  const Studied studied = run_studied(*loaded, *options, arguments.details ? &watcher : nullptr);
  if (studied.stopped && studied.summary.ended == 0) return kFailed;
  const std::vector<RequirementVerdict> required = judge(*requirements, metrics, studied.summary);
  const bool written = write_all(arguments, *loaded, studied, options->ask.slice, required, outputs);
  complain_of_stuck(loaded->model, studied.summary);
  return written && studied.summary.stuck.empty() && !studied.stopped ? required_status(required) : kFailed;
}

}  // namespace linetwin::cli
