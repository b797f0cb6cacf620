#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <array>
#include <new>

#include "base/diagnostics.hpp"
#include "cli/common.hpp"

namespace {

using namespace linetwin;

constexpr const char* kExamples = R"(
Examples:
  linetwin run models/two-machines.yaml
  linetwin run models/hot-stamped-pillar.yaml --replications 40 --json result.json
  linetwin run models/two-machines.yaml --set buffers.b.capacity=20 --set stations.*.cycle="9 s"
  linetwin check models/rework-loop.yaml
  linetwin check --analytic models/two-machines.yaml

Exit status: 0 done; 1 failed while running (a jam, an interruption); 2 the command line or the model is wrong.)";

void add_set(CLI::App& verb, std::vector<std::string>& sets) {
  verb.add_option("--set", sets, "Change one value of the model before it is used")
      ->type_name("PATH=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
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

}  // namespace

int main(int count, char** words) {
  signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of writing, not a death
  CLI::App app{"linetwin simulates production lines written in YAML."};
  app.footer(kExamples);
  app.set_version_flag("--version", std::string("linetwin ") + LINETWIN_VERSION);
  app.require_subcommand(1);

  cli::RunArguments run;
  CLI::App* run_verb = app.add_subcommand("run", "Simulate a line and report what it makes");
  run_verb->add_option("MODEL", run.model, "The model file")->required();
  run_verb->add_option("--duration", run.duration, "Length of a run, warm-up included (\"8 h\")")
      ->type_name("T");
  run_verb->add_option("--warmup", run.warmup, "Time before anything is counted (\"1 h\")")->type_name("T");
  run_verb->add_option("--replications", run.replications, "Number of independent runs")->type_name("N");
  run_verb->add_option("--seed", run.seed, "Seed of the random numbers")->type_name("S");
  run_verb->add_option("--threads", run.threads, "Threads to run on (default: one a core)")->type_name("N");
  run_verb
      ->add_option("--json", run.json, "Write the results as JSON to a file, or to standard output with -")
      ->type_name("FILE|-");
  add_set(*run_verb, run.sets);

  cli::CheckArguments check;
  CLI::App* check_verb =
      app.add_subcommand("check", "Read and explain a model: elements, capacities, warnings");
  check_verb->add_option("MODEL", check.model, "The model file")->required();
  check_verb->add_flag("--analytic", check.analytic,
                       "Say what theory gives for its throughput, beside a simulation");
  add_set(*check_verb, check.sets);

  try {
    app.parse(count, words);
  } catch (const CLI::Success& wanted) {
    return app.exit(wanted);
  } catch (const CLI::ParseError& wrong) {
    cli::complain(wrong.what(), near_word(app, count, words));
    return cli::kBadInput;
  }
  try {
    return run_verb->parsed() ? cli::run_verb(run) : cli::check_verb(check);
  } catch (const std::bad_alloc&) {
    cli::complain("out of memory",
                  "a buffer or queue of this line grows without end, or the model is very large");
  } catch (const std::exception& failure) {
    cli::complain(failure.what());
  }
  return cli::kFailed;
}
