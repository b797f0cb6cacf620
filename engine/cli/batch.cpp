#include <fmt/format.h>

#include <cstdio>
#include <stdexcept>

#include "base/stop_on_signal.hpp"
#include "campaign/run_batch.hpp"
#include "campaign/selection_text.hpp"
#include "cli/common.hpp"
#include "cli/files.hpp"
#include "cli/progress.hpp"
#include "cli/scenario.hpp"
#include "report/json_figure.hpp"

namespace linetwin::cli {
namespace {

std::string plural(std::int64_t n, const char* word) {
  return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}

// "results.db: 9 cases, 180 replications, 60 of them from before"
std::string done_text(const std::string& file, std::int64_t cases, const BatchDone& done) {
  std::string text =
      fmt::format("{}: {}, {}", file, plural(cases, "case"), plural(done.before + done.ran, "replication"));
  if (done.resumed) text += fmt::format(", {} of them from before", done.before);
  return text + "\n";
}

Json done_json(const BatchArguments& a, std::int64_t cases, const BatchDone& done) {
  return {{"results", a.output},
          {"cases", cases},
          {"replications", done.before + done.ran},
          {"run_now", done.ran},
          {"unfinished_now", done.unfinished},
          {"precision_missed", done.capped},
          {"interrupted", done.stopped}};
}

void warn(const BatchDone& done, const BatchArguments& a) {
  const auto say = [](const std::string& text) { std::fputs(("warning: " + text + "\n").c_str(), stderr); };
  if (done.unfinished > 0)
    say(fmt::format("{} did not finish: linetwin compare {} says which and why",
                    plural(done.unfinished, "replication"), a.output));
  if (done.capped > 0)
    say(fmt::format("{} did not reach the precision with the most replications that were allowed",
                    plural(done.capped, "case")));
}

}  // namespace

int batch_verb(const BatchArguments& arguments) {
  const std::unique_ptr<ScenarioRead> read = load_scenario(arguments.scenario, arguments.out.quiet);
  if (!read) return kBadInput;
  std::optional<BatchAsk> ask = batch_ask(arguments.study);
  if (!ask || !take_selection(arguments, *ask)) return kBadInput;
  JsonOutput json(arguments.out);
  if (!json.open({arguments.scenario, read->scenario.model_file, arguments.output})) return kBadInput;
  const Campaign campaign(*read);
  const auto cases = static_cast<std::int64_t>(campaign.design().size());
  BatchDone done;
  try {
    const StopOnSignal stop;
    ExecutorProgress progress;
    ask->stop = stop.flag();
    ask->progress = &progress;
    std::optional<ProgressLine> line;
    if (!arguments.out.quiet) line.emplace(watch_jobs(progress));
    done = run_batch(campaign, arguments.output, LINETWIN_VERSION, *ask);
  } catch (const ResultsError& failure) {
    return complain_of(failure);
  } catch (const std::invalid_argument& wrong) {
    complain(wrong.what());
    return kBadInput;
  }
  if (!arguments.out.quiet) warn(done, arguments);
  const bool written = json.write([&] {
    Json all = done_json(arguments, cases, done);
    if (done.selection) all["selection"] = selection_json(campaign, *ask->select, *done.selection);
    return all.dump(2) + "\n";
  });
  std::string text = done_text(arguments.output, cases, done);
  if (done.selection) text += selection_text(campaign, *ask->select, *done.selection);
  if (!written || !print(text, arguments.out)) return kFailed;
  if (done.selection && done.selection->too_fine) {
    const TooFine& fine = *done.selection->too_fine;
    complain(
        fmt::format("--delta {}: at least {:.2g} replications would be needed to tell such differences, "
                    "and a choice takes {:.0f} at most",
                    arguments.delta, fine.needed, fine.allowed),
        fmt::format("differences from about {:.2g} on may be told, at that price; or --select ocba, which "
                    "has a budget",
                    fine.would_do));
    return kFailed;
  }
  if (done.stopped) {
    complain("stopped before all was run", "the same command goes on where it stopped");
    return kFailed;
  }
  if (done.ran > 0 && done.unfinished == done.ran && done.before == 0) {
    complain("no replication finished", "linetwin compare " + arguments.output + " says why");
    return kFailed;
  }
  return kDone;
}

}  // namespace linetwin::cli
