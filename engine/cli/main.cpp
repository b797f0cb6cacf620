#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.hpp"
#include "cli/common.hpp"

namespace {

using namespace linetwin;

constexpr const char* kExamples = R"(
Examples:
  linetwin run models/two-machines.yaml
  linetwin run models/hot-stamped-pillar.yaml --replications 40 --json result.json
  linetwin run models/two-machines.yaml --set buffers.b.capacity=20 --set stations.*.cycle="9 s"
  linetwin run models/rework-loop.yaml --warmup auto --precision 1%
  linetwin check models/rework-loop.yaml
  linetwin check --analytic models/two-machines.yaml
  linetwin report models/hot-stamped-pillar.yaml -o report.html --lang ko
  linetwin compare results.db -o compare.html
  linetwin optimise scenarios/serial-ten-buffers.yaml

Exit status: 0 done; 1 failed while running (a jam, an interruption); 2 the command line or the model is wrong;
3 what --require asks for is not so; 4 it cannot be told.)";

void add_set(CLI::App& verb, std::vector<std::string>& sets) {
  verb.add_option("--set", sets, "Change one value of the model before it is used")
      ->type_name("PATH=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_output(CLI::App& verb, cli::OutputArguments& out) {
  verb.add_option("--json", out.json, "Write the results as JSON to a file, or to standard output with -")
      ->type_name("FILE|-");
  verb.add_flag("-q,--quiet", out.quiet, "Print nothing but errors");
}

void add_require(CLI::App& verb, cli::OutputArguments& out) {
  verb.add_option(
          "--require", out.require,
          "What the results must fulfil (\"throughput_per_h >= 90\"): exit status 3 if they do not, 4 if "
          "the interval does not tell")
      ->type_name("TEXT")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_text(CLI::App& verb, const char* name, std::string& into, const char* help, const char* type) {
  verb.add_option(name, into, help)->type_name(type);
}

// How often, how sure, on what.
void add_sampling(CLI::App& verb, cli::StudyArguments& study) {
  add_text(verb, "--replications", study.replications,
           "Number of independent runs; with --precision, the least", "N");
  add_text(verb, "--precision", study.precision,
           "Replications until the mean is known so well (\"1%\": half width over mean)", "P");
  add_text(verb, "--most-replications", study.most_replications, "Where --precision gives up (default: 1000)",
           "N");
  add_text(verb, "--threads", study.threads, "Threads to run on (default: one a core)", "N");
}

void add_study(CLI::App& verb, cli::StudyArguments& study) {
  add_text(verb, "--duration", study.duration, "Length of a run, warm-up included (\"8 h\")", "T");
  add_text(verb, "--warmup", study.warmup,
           "Time before anything is counted (\"1 h\"), or auto: found by MSER-5", "T|auto");
  add_sampling(verb, study);
  add_text(verb, "--seed", study.seed, "Seed of the random numbers", "S");
}

// As it could be typed again.
std::string command_line(int count, char** words) {
  std::string text = "linetwin";
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const bool plain =
        !word.empty() && word.find_first_of(" \t\n\"'\\$`*?[](){}<>|&;!~#") == std::string::npos;
    text += plain ? " " + word : " '" + word + "'";
  }
  return text;
}

// What CLI11 calls an extra word may be a misspelt verb or option: say which is near.
std::string near_word(const CLI::App& app, int count, char** words) {
  std::vector<std::string> known;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    known.push_back(verb->get_name());
    for (const CLI::Option* option : verb->get_options())
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  for (int i = 1; i < count; ++i) {
    const std::string word = std::string(words[i]).substr(0, std::string(words[i]).find('='));
    if (i > 1 && !word.starts_with("--")) continue;
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    if (const std::string hint = did_you_mean(word, known); !hint.empty()) return hint;
  }
  return "linetwin --help lists what there is";
}

CLI::App* add_run(CLI::App& app, cli::RunArguments& run) {
  CLI::App* verb = app.add_subcommand("run", "Simulate a line and report what it makes");
  verb->add_option("MODEL", run.model, "The model file")->required();
  add_study(*verb, run.study);
  verb->add_flag("--details", run.details,
                 "Also the jury's votes, what improving brings, losses, OEE (takes several times as long)");
  verb->add_option("--csv", run.csv, "Write the results as CSV tables into a folder")->type_name("DIR");
  verb->add_option("--trace", run.trace, "Write the event log of the first replication to a file")
      ->type_name("FILE");
  add_output(*verb, run.out);
  add_require(*verb, run.out);
  add_set(*verb, run.sets);
  return verb;
}

CLI::App* add_check(CLI::App& app, cli::CheckArguments& check) {
  CLI::App* verb = app.add_subcommand("check", "Read and explain a model: elements, capacities, warnings");
  verb->add_option("MODEL", check.model, "The model file")->required();
  verb->add_flag("--analytic", check.analytic,
                 "Say what theory gives for its throughput, beside a simulation");
  add_output(*verb, check.out);
  add_set(*verb, check.sets);
  return verb;
}

CLI::App* add_report(CLI::App& app, cli::ReportArguments& report) {
  CLI::App* verb =
      app.add_subcommand("report", "Simulate a line and write a page (HTML) that can be handed over");
  verb->add_option("MODEL", report.model, "The model file")->required();
  verb->add_option("-o,--output", report.output, "The file to write (default: report.html)")
      ->type_name("FILE");
  verb->add_option("--lang", report.language, "Language of the page (default: en)")->type_name("en|ko");
  add_study(*verb, report.study);
  add_output(*verb, report.out);
  add_require(*verb, report.out);
  add_set(*verb, report.sets);
  return verb;
}

CLI::App* add_batch(CLI::App& app, cli::BatchArguments& batch) {
  CLI::App* verb =
      app.add_subcommand("batch", "Run the cases of a scenario into a database; going on where it stopped");
  verb->add_option("SCENARIO", batch.scenario, "The scenario file")->required();
  verb->add_option("-o,--output", batch.output, "The database to write (default: results.db)")
      ->type_name("FILE");
  add_sampling(*verb, batch.study);
  add_text(*verb, "--select", batch.select, "Choose the best case: replications go where they help",
           "kim-nelson|ocba");
  add_text(*verb, "--delta", batch.delta, "With --select: smaller differences do not matter", "X");
  add_text(*verb, "--confidence", batch.confidence, "With --select (default: 95%)", "P");
  add_text(*verb, "--budget", batch.budget,
           "With --select: replications in all at most (default: ocba 10000, kim-nelson 10 million)", "N");
  add_output(*verb, batch.out);
  return verb;
}

CLI::App* add_compare(CLI::App& app, cli::CompareArguments& compare) {
  CLI::App* verb = app.add_subcommand("compare", "Say which case of a study is best, and how sure that is");
  verb->add_option("RESULTS", compare.results, "The database that batch wrote")->required();
  verb->add_option("--metric", compare.metric, "What to compare by (default: the study's objective)")
      ->type_name("NAME");
  verb->add_flag("--minimise", compare.minimise, "Less of it is better");
  verb->add_flag("--maximise", compare.maximise, "More of it is better");
  verb->add_option("--against", compare.against, "The case to compare with (default: as-is)")
      ->type_name("CASE");
  verb->add_flag("--all", compare.all, "Show all cases, not only the best 20");
  verb->add_option("--csv", compare.csv, "Write the results as CSV tables into a folder")->type_name("DIR");
  verb->add_option("-o,--output", compare.output, "Write a page (HTML) that can be handed over")
      ->type_name("FILE");
  verb->add_option("--lang", compare.language, "Language of the page (default: en)")->type_name("en|ko");
  add_output(*verb, compare.out);
  add_require(*verb, compare.out);
  return verb;
}

CLI::App* add_diff(CLI::App& app, cli::DiffArguments& diff) {
  CLI::App* verb = app.add_subcommand("diff", "Say what differs between two models, and what it brings");
  verb->add_option("FIRST", diff.first, "A model file")->required();
  verb->add_option("SECOND", diff.second, "Another one")->required();
  verb->add_flag("--run", diff.run, "Simulate what the whole and each change brings");
  add_text(*verb, "--metric", diff.metric, "With --run: the figure (default: throughput_per_h)", "NAME");
  add_study(*verb, diff.study);
  add_output(*verb, diff.out);
  return verb;
}

CLI::App* add_optimise(CLI::App& app, cli::OptimiseArguments& optimise) {
  CLI::App* verb = app.add_subcommand(
      "optimise", "Look for the best setting of a scenario's ranges under budgets and constraints");
  verb->add_option("SCENARIO", optimise.scenario, "The scenario file")->required();
  add_text(*verb, "--evaluations", optimise.evaluations,
           "Replications of the search at most (default: 20000)", "N");
  add_text(
      *verb, "--replications", optimise.replications,
      "Fresh replications of each finalist, and of the comparison with the line as it is (default: those "
      "of the scenario)",
      "N");
  add_text(*verb, "--delta", optimise.delta,
           "Choose among the finalists with a guarantee but for smaller differences (Kim-Nelson)", "X");
  add_text(*verb, "--seed", optimise.seed, "Seed of the random numbers", "S");
  add_text(*verb, "--threads", optimise.threads, "Threads to run on (default: one a core)", "N");
  add_output(*verb, optimise.out);
  add_require(*verb, optimise.out);
  return verb;
}

CLI::App* add_trace_diff(CLI::App& app, cli::TraceDiffArguments& trace_diff) {
  CLI::App* verb = app.add_subcommand("trace-diff", "Say where two event logs (run --trace) first differ");
  verb->add_option("FIRST", trace_diff.first, "An event log")->required();
  verb->add_option("SECOND", trace_diff.second, "Another one")->required();
  add_output(*verb, trace_diff.out);
  return verb;
}

}  // namespace

int main(int count, char** words) {
  signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of writing, not a death
  CLI::App app{"linetwin simulates production lines written in YAML."};
  app.footer(kExamples);
  app.set_version_flag("--version", std::string("linetwin ") + LINETWIN_VERSION);
  app.require_subcommand(1);

  std::vector<std::pair<CLI::App*, std::function<int()>>> verbs;
  cli::RunArguments run;
  verbs.emplace_back(add_run(app, run), [&run] { return cli::run_verb(run); });
  cli::CheckArguments check;
  verbs.emplace_back(add_check(app, check), [&check] { return cli::check_verb(check); });
  cli::ReportArguments report;
  report.command = command_line(count, words);
  verbs.emplace_back(add_report(app, report), [&report] { return cli::report_verb(report); });
  cli::BatchArguments batch;
  verbs.emplace_back(add_batch(app, batch), [&batch] { return cli::batch_verb(batch); });
  cli::CompareArguments compare;
  compare.command = command_line(count, words);
  verbs.emplace_back(add_compare(app, compare), [&compare] { return cli::compare_verb(compare); });
  cli::DiffArguments diff;
  verbs.emplace_back(add_diff(app, diff), [&diff] { return cli::diff_verb(diff); });
  cli::OptimiseArguments optimise;
  verbs.emplace_back(add_optimise(app, optimise), [&optimise] { return cli::optimise_verb(optimise); });
  cli::TraceDiffArguments trace_diff;
  verbs.emplace_back(add_trace_diff(app, trace_diff),
                     [&trace_diff] { return cli::trace_diff_verb(trace_diff); });

  for (CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    for (CLI::Option* option : verb->get_options())
      if (option->get_type_size() != 0)
        option->check([](const std::string& text) { return text.empty() ? std::string("it is empty") : ""; });

  try {
    app.parse(count, words);
  } catch (const CLI::Success& wanted) {
    return app.exit(wanted);
  } catch (const CLI::ParseError& wrong) {
    cli::complain(wrong.what(), near_word(app, count, words));
    return cli::kBadInput;
  }
  try {
    for (const auto& [verb, perform] : verbs)
      if (verb->parsed()) return perform();
  } catch (const std::bad_alloc&) {
    cli::complain("out of memory",
                  "a buffer or queue of this line grows without end, or the model is very large");
  } catch (const std::exception& failure) {
    cli::complain(failure.what());
  }
  return cli::kFailed;
}
