// Searches of lines whose best settings are known: all of them solved exactly by their Markov chains.
#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <variant>

#include "optimiser/optimise_text.hpp"
#include "referee/markov.hpp"
#include "scenario/read_scenario.hpp"

using namespace linetwin;

namespace {

struct Exact {
  double throughput = 0;
  double wip = 0;
};

// A scenario ready to be optimised.
struct Made {
  std::unique_ptr<ScenarioRead> read;
  std::unique_ptr<Campaign> campaign;
  std::optional<LineProblem> problem;
  Diagnostics wrong;

  Exact exact(const Setting& setting) const {
    std::string message;
    const auto model = campaign->builder().build(case_of(*campaign, *problem, setting), message);
    INFO(message);
    REQUIRE(model.has_value());
    const Opinion opinion = markov_opinion(*model, 100000);
    REQUIRE(std::holds_alternative<Finding>(opinion));
    const auto& finding = std::get<Finding>(opinion);
    return {finding.throughput_per_h, finding.wip.value_or(0)};
  }
  double cost(const Setting& setting) const {
    return campaign->builder().cost(case_of(*campaign, *problem, setting));
  }
  // All settings of the ranges.
  std::vector<Setting> all() const {
    std::vector<Setting> settings = {{}};
    for (const SearchFactor& f : problem->search.factors) {
      std::vector<Setting> longer;
      for (const Setting& s : settings)
        for (double x = f.from; x <= f.to; x += f.step) {
          longer.push_back(s);
          longer.back().push_back(x);
        }
      settings = std::move(longer);
    }
    return settings;
  }
};

Made made(const std::string& body, const std::string& model = "three") {
  Made m;
  m.read = std::make_unique<ScenarioRead>(
      read_scenario_text(std::string(LINETWIN_SOURCE_DIR) + "/tests/optimiser/test.yaml",
                         "linetwin-scenario: 1\nname: test\nmodel: " + model + ".yaml\n" + body));
  check_metrics(*m.read);
  INFO(render(m.read->diagnostics, m.read->sources));
  REQUIRE_FALSE(m.read->diagnostics.has_errors());
  settle_warmup(*m.read);
  m.campaign = std::make_unique<Campaign>(*m.read);
  m.problem = line_problem(*m.campaign, m.wrong);
  return m;
}

Made sound(const std::string& body, const std::string& model = "three") {
  Made m = made(body, model);
  INFO(render(m.wrong, m.read->sources));
  REQUIRE(m.problem.has_value());
  return m;
}

std::string first_error(const Made& m) {
  REQUIRE_FALSE(m.problem.has_value());
  REQUIRE_FALSE(m.wrong.all().empty());
  return render(m.wrong.all().front(), m.read->sources);
}

OptimiseAsk small(int threads = 2) {
  OptimiseAsk ask;
  ask.evaluations = 800;
  ask.threads = threads;
  return ask;
}

LineOptimum optimised(const Made& m, const OptimiseAsk& ask = small()) {
  LineOptimum optimum = optimise_line(*m.campaign, *m.problem, ask);
  REQUIRE_FALSE(optimum.search.finalists.empty());
  return optimum;
}

const std::string kRooms =
    "optimise:\n  over: {buffers.b1.capacity: {from: 1, to: 9}, buffers.b2.capacity: {from: 1, to: 9}}\n";

}  // namespace

TEST_CASE("places are shared out between two buffers as the Markov chain would") {
  const Made m =
      sound(kRooms + "  budget: {buffers.*.capacity: 10}\nobjective: {maximise: throughput_per_h}\n");
  double best = 0;
  for (const Setting& s : m.all())
    if (s[0] + s[1] <= 10) best = std::max(best, m.exact(s).throughput);
  const LineOptimum optimum = optimised(m);
  const Finalist& first = optimum.search.finalists.front();
  CHECK(first.setting[0] + first.setting[1] <= 10);
  CHECK(first.left.front() == Approx(10 - first.setting[0] - first.setting[1]));
  CHECK(m.exact(first.setting).throughput >= 0.998 * best);
  // held against the line as it is, on replications of its own
  REQUIRE(optimum.compared.has_value());
  const AsIsComparison& c = *optimum.compared;
  const double gain = m.exact(first.setting).throughput - m.exact({3, 3}).throughput;
  CHECK(*c.difference.mean == Approx(gain).margin(2.5 * *c.difference.half_width));
  CHECK(*c.difference.mean == Approx(*c.best.mean - *c.as_is.mean));
  // common random numbers tell the difference better than the figures
  CHECK(*c.difference.half_width < *c.best.half_width);
}

TEST_CASE("under a budget of money the right machine is bought") {
  const Made m = sound(
      "optimise:\n  over:\n    stations.m1.machines: [1, 2]\n    stations.m2.machines: {from: 1, to: 2}\n"
      "    buffers.b1.capacity: {from: 1, to: 6}\n"
      "costs: {stations.m1.machines: 30, stations.m2.machines: 40, buffers.*.capacity: 5}\n"
      "objective: {maximise: throughput_per_h, subject_to: {cost: \"<= 50\"}}\n");
  REQUIRE(m.problem->search.budgets.size() == 1);
  CHECK(m.problem->search.constraints.empty());
  Setting best;
  double most = 0, second = 0;
  for (const Setting& s : m.all()) {
    if (m.cost(s) > 50) continue;
    const double x = m.exact(s).throughput;
    second = std::max(second, std::min(most, x));
    if (x > most) best = s;
    most = std::max(most, x);
  }
  REQUIRE(second < 0.99 * most);  // so clear that chance decides nothing
  const LineOptimum optimum = optimised(m);
  CHECK(optimum.search.finalists.front().setting == best);
  CHECK(optimum.costs.front() == Approx(m.cost(best)));
  CHECK(optimum.costs.front() <= 50);
  CHECK(optimum.search.finalists.front().left.front() == Approx(50 - m.cost(best)));
}

TEST_CASE("the cheapest line that makes enough is found") {
  const std::string body =
      "optimise:\n  over:\n    stations.m2.machines: {from: 1, to: 2}\n"
      "    buffers.b1.capacity: {from: 1, to: 5}\n    buffers.b2.capacity: {from: 1, to: 5}\n"
      "costs: {stations.m2.machines: 40, buffers.b1.capacity: 7, buffers.b2.capacity: 5}\n"
      "objective: {minimise: cost, subject_to: {throughput_per_h: \">= 270\"}}\n";
  const Made m = sound(body);
  double least = 1e9;
  Setting best;
  for (const Setting& s : m.all()) {
    const double x = m.exact(s).throughput;
    if (x >= 270 && m.cost(s) < least) {
      least = m.cost(s);
      best = s;
    }
    // none that is cheaper may be so near to the bound that chance decides
    if (m.cost(s) <= least) REQUIRE(std::abs(x - 270) > 1.0);
  }
  REQUIRE(least < 1e9);
  const LineOptimum optimum = optimised(m);
  CHECK(optimum.costs.front() == Approx(least));
  CHECK(*optimum.search.finalists.front().objective.mean == Approx(least));
  CHECK(optimum.search.finalists.front().feasible);
  CHECK(m.exact(optimum.search.finalists.front().setting).throughput >= 270);
}

TEST_CASE("a limit on WIP is kept") {
  const Made m = sound(kRooms + "objective: {maximise: throughput_per_h, subject_to: {wip: \"<= 8\"}}\n");
  double best = 0;
  for (const Setting& s : m.all())
    if (m.exact(s).wip <= 8) best = std::max(best, m.exact(s).throughput);
  const LineOptimum optimum = optimised(m);
  const Exact found = m.exact(optimum.search.finalists.front().setting);
  CHECK(found.wip <= 8.1);
  CHECK(found.throughput >= 0.995 * best);
}

TEST_CASE("the result is the same for one thread and two, and another seed has its own") {
  const std::string body =
      kRooms + "  budget: {buffers.*.capacity: 9}\nobjective: {maximise: throughput_per_h}\n";
  const Made m = sound(body);
  OptimiseAsk ask = small(1);
  ask.evaluations = 300;
  ask.final_replications = 4;
  ask.delta = 2.0;
  const auto text = [&](const Made& of) {
    return optimise_json(*of.campaign, *of.problem, optimised(of, ask), {}).dump();
  };
  const std::string one = text(m);
  ask.threads = 2;
  CHECK(text(m) == one);
  Made other = sound("run: {seed: 6}\n" + body);
  CHECK(text(other) != one);
}

TEST_CASE("settings that jam are ruled out: the fewest cards that an oven of three can work with") {
  const Made m = sound(
      "optimise: {over: {limits.cards.max: {from: 1, to: 8, whole: true}}}\nobjective: {minimise: wip}\n",
      "oven");
  const LineOptimum optimum = optimised(m);
  CHECK(optimum.search.finalists.front().setting == Setting{3});
  for (const Finalist& f : optimum.search.finalists) CHECK(f.setting.front() >= 3);
}

TEST_CASE("Kim and Nelson choose among the finalists with replications of their own") {
  const Made m = sound(kRooms + "  budget: {buffers.*.capacity: 10}\n");
  OptimiseAsk ask = small();
  ask.delta = 3.0;
  const LineOptimum optimum = optimised(m, ask);
  CHECK(optimum.choice.kim_nelson);
  CHECK(optimum.choice.settled);
  CHECK(optimum.choice.replications >= 2 * 12);
  double best = 0;
  for (const Finalist& f : optimum.search.finalists) best = std::max(best, m.exact(f.setting).throughput);
  CHECK(m.exact(optimum.search.finalists.front().setting).throughput >= best - 3.0);
}

TEST_CASE("a budget leaves to the search what the rest of the line does not hold") {
  // b2 holds 3 of the 10
  const Made m =
      sound("optimise: {over: {buffers.b1.capacity: {from: 1, to: 20}}, budget: {buffers.*.capacity: 10}}\n");
  REQUIRE(m.problem->search.budgets.size() == 1);
  CHECK(m.problem->search.budgets[0].at_most == Approx(7));
  CHECK(m.problem->search.budgets[0].tight);
  CHECK(m.problem->search.factors[0].as_is == 3.0);
  // one value for both counts twice, times what each holds where it scales
  const Made both =
      sound("optimise: {over: {buffers.*.capacity: {from: 1, to: 20}}, budget: {buffers.*.capacity: 10}}\n");
  CHECK(both.problem->search.budgets[0].weights == std::vector<std::pair<std::size_t, double>>{{0, 2.0}});
  const Made scaled = sound(
      "optimise: {over: {buffers.*.capacity: {scale: {from: 1, to: 3, step: 1}}}, budget: "
      "{buffers.*.capacity: 12}}\n");
  CHECK(scaled.problem->search.budgets[0].weights.front().second == Approx(6));
  CHECK(scaled.problem->search.factors[0].as_is == 1.0);
}

TEST_CASE("a budget over values that are not evenly spaced is a constraint, and is kept") {
  const Made m = sound(
      "optimise:\n  over: {buffers.b1.capacity: [8, 1, 2, 4], buffers.b2.capacity: [1, 2, 4, 8]}\n"
      "  budget: {buffers.*.capacity: 9}\n");
  CHECK(m.problem->search.budgets.empty());
  REQUIRE(m.problem->search.constraints.size() == 1);
  CHECK(m.problem->listed[0] == std::vector<std::size_t>{1, 2, 3, 0});
  const double places[] = {1, 2, 4, 8};
  double best = 0;
  for (const Setting& s : m.all())
    if (places[std::lround(s[0])] + places[std::lround(s[1])] <= 9)
      best = std::max(best, m.exact(s).throughput);
  const LineOptimum optimum = optimised(m);
  const Finalist& first = optimum.search.finalists.front();
  CHECK(first.kept.front() == Kept::Kept);
  CHECK(*first.constraints.front().mean <= 9);
  CHECK(m.exact(first.setting).throughput >= 0.998 * best);
}

TEST_CASE("what cannot be optimised is said with its place") {
  CHECK(first_error(made("vary: {buffers.b1.capacity: [1, 2]}\n"))
            .find("test.yaml: error: there is nothing to optimise") != std::string::npos);
  const std::string budget = first_error(made(kRooms + "  budget: {buffers.*.capacity: 1}\n"));
  INFO(budget);
  CHECK(budget.find("test.yaml:6:") != std::string::npos);
  CHECK(budget.find("nothing keeps to this: the least is 1 more") != std::string::npos);
  const std::string list = first_error(made("optimise: {over: {buffers.b1.order: [fifo, lifo]}}\n"));
  CHECK(list.find("fifo is no number") != std::string::npos);
  CHECK(first_error(made(kRooms + "objective: {minimise: cost}\n")).find("nothing has a cost") !=
        std::string::npos);
  const std::string cost = first_error(made(kRooms + "costs: {buffers.*.capacity: 5}\nobjective: {maximise: "
                                                     "throughput_per_h, subject_to: {cost: \"<= -30\"}}\n"));
  CHECK(cost.find("the least is 10 more") != std::string::npos);
}

TEST_CASE("a search that is stopped reports what it has, or that it has nothing") {
  const Made m = sound(kRooms);
  const std::atomic<bool> stop{true};
  OptimiseAsk ask = small();
  ask.stop = &stop;
  const LineOptimum optimum = optimise_line(*m.campaign, *m.problem, ask);
  CHECK(optimum.stopped);
  CHECK(optimum.search.finalists.empty());
  CHECK_FALSE(optimum.compared.has_value());
  const std::string text = optimise_text(*m.campaign, *m.problem, optimum);
  CHECK(text.find("No setting can be named") != std::string::npos);
}

TEST_CASE("the best setting is written as a case and as a command") {
  Case one;
  const auto scalar = [](const char* text) {
    Node node;
    node.kind = Node::Kind::Scalar;
    node.text = text;
    return node;
  };
  one.changes.push_back({TreeChange::Kind::Set, {"buffers.*.capacity", {}}, scalar("4")});
  one.changes.push_back({TreeChange::Kind::Set, {"stations.m1.cycle", {}}, scalar("8 s")});
  CHECK(case_lines(one) == std::vector<std::string>{"set: {buffers.*.capacity: 4, stations.m1.cycle: 8 s}"});
  CHECK(run_command("a line.yaml", one) ==
        "linetwin run 'a line.yaml' --set 'buffers.*.capacity=4' --set 'stations.m1.cycle=8 s'");
  one.changes.push_back({TreeChange::Kind::Scale, {"stations.m1.failures.mttr", {}}, scalar("0.5")});
  CHECK(case_lines(one).back() == "scale: {stations.m1.failures.mttr: 0.5}");
  CHECK(run_command("a.yaml", one).empty());
}

TEST_CASE("a range of too many values is an error at its place, with a step that would do") {
  const auto said = [](const std::string& range) {
    ScenarioRead read = read_scenario_text(
        std::string(LINETWIN_SOURCE_DIR) + "/scenarios/test.yaml",
        "linetwin-scenario: 1\nmodel: ../models/two-machines.yaml\noptimise:\n  over:\n    " + range + "\n");
    INFO(render(read.diagnostics, read.sources));
    REQUIRE_FALSE(read.diagnostics.has_errors());
    check_metrics(read);
    const Campaign campaign(read);
    Diagnostics wrong;
    CHECK_FALSE(line_problem(campaign, wrong));
    return render(wrong, read.sources);
  };
  const std::string counts = said("buffers.b.capacity: {from: 1, to: 900000}");
  CHECK(counts.find("test.yaml:5:25: error: this range has more than 100000 values") != std::string::npos);
  CHECK(counts.find("step: 10") != std::string::npos);
  const std::string times = said("stations.m1.cycle: {from: 1 s, to: 9 s, step: 0.00001 s}");
  CHECK(times.find("step: 9e-05 s") != std::string::npos);
}
