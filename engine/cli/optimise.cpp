#include <fmt/format.h>

#include <cstdio>

#include "base/stop_on_signal.hpp"
#include "cli/common.hpp"
#include "cli/files.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/required.hpp"
#include "cli/scenario.hpp"
#include "optimiser/optimise_text.hpp"

namespace linetwin::cli {
namespace {

constexpr const char* kCost = "cost";
constexpr std::int64_t kMostEvaluations = 1'000'000'000;

struct Asked {
  OptimiseAsk ask;
  std::optional<std::uint64_t> seed{};
};

std::optional<Asked> asked_of(const OptimiseArguments& a) {
  Asked asked;
  bool good = take_count("--evaluations", a.evaluations, kMostEvaluations, asked.ask.evaluations);
  good =
      take_count("--replications", a.replications, kMostReplications, asked.ask.final_replications) && good;
  good = take_count("--threads", a.threads, kMostThreads, asked.ask.threads) && good;
  if (!a.delta.empty()) {
    double delta = 0;
    good = take("--delta", parse_number(a.delta), delta) && good;
    if (good && delta <= 0) {
      complain("--delta: a difference over 0 is wanted, in the unit of the objective", "--delta 0.5");
      good = false;
    }
    asked.ask.delta = delta;
  }
  if (!a.seed.empty()) {
    std::uint64_t seed = 0;
    good = take("--seed", parse_seed(a.seed), seed) && good;
    asked.seed = seed;
  }
  if (!good) return std::nullopt;
  return asked;
}

// How many replications of those that are allowed; most searches end before.
std::function<ProgressLine::State(double)> watch_search(const ExecutorProgress& progress, std::int64_t most) {
  return [&progress, most](double spent) -> ProgressLine::State {
    const auto ended = static_cast<double>(progress.ended.load());
    return {std::min(1.0, ended / static_cast<double>(most)),
            fmt::format("{:.0f} of at most {} replications, {:.3g} a second", ended, most, ended / spent)};
  };
}

// What is required of the best setting; nothing where it was not run.
std::vector<RequirementVerdict> verdicts(const std::vector<Requirement>& requirements,
                                         const LineOptimum& optimum) {
  if (!optimum.line) return {};
  const Figure cost{optimum.costs.front(), 0.0, 0.0};  // known without running anything
  std::vector<Metric> metrics = optimum.line->metrics;
  metrics.push_back({kCost, [&cost](const Summary&) -> const Figure& { return cost; }});
  return judge(requirements, metrics, optimum.summary);
}

int status_of(const LineOptimum& optimum, const std::vector<RequirementVerdict>& required, bool asked) {
  if (optimum.stopped) {
    complain("stopped before the search was over", "what is reported is the best so far");
    return kFailed;
  }
  if (optimum.search.finalists.empty()) {
    complain("no setting can be named: " + optimum.search.why_none);
    return kFailed;
  }
  if (!optimum.search.finalists.front().feasible) return kNotFulfilled;
  return asked ? required_status(required) : kDone;
}

}  // namespace

int optimise_verb(const OptimiseArguments& arguments) {
  const std::unique_ptr<ScenarioRead> read = load_scenario(arguments.scenario, arguments.out.quiet);
  if (!read) return kBadInput;
  std::optional<Asked> asked = asked_of(arguments);
  if (!asked) return kBadInput;
  std::vector<Metric> known = metrics_of(read->as_is);
  known.push_back({kCost, {}});
  const auto requirements = requirements_of(arguments.out.require, known);
  if (!requirements) return kBadInput;
  JsonOutput json(arguments.out);
  if (!json.open({arguments.scenario, read->scenario.model_file})) return kBadInput;
  if (asked->seed) read->options.seed = *asked->seed;
  settle_warmup(*read);
  const Campaign campaign(*read);
  Diagnostics wrong;
  const std::optional<LineProblem> problem = line_problem(campaign, wrong);
  if (!problem) {
    std::fputs(render(wrong, read->sources).c_str(), stderr);
    return kBadInput;
  }
  LineOptimum optimum;
  {
    const StopOnSignal stop;
    ExecutorProgress progress;
    asked->ask.stop = stop.flag();
    asked->ask.progress = &progress;
    std::optional<ProgressLine> line;
    if (!arguments.out.quiet) line.emplace(watch_search(progress, asked->ask.evaluations));
    optimum = optimise_line(campaign, *problem, asked->ask);
  }
  const std::vector<RequirementVerdict> required = verdicts(*requirements, optimum);
  if (!json.write([&] { return optimise_json(campaign, *problem, optimum, required).dump(2) + "\n"; }))
    return kFailed;
  std::string text = optimise_text(campaign, *problem, optimum);
  if (!required.empty()) text += "\n" + required_text(required);
  if (!print(text, arguments.out)) return kFailed;
  return status_of(optimum, required, !requirements->empty());
}

}  // namespace linetwin::cli
