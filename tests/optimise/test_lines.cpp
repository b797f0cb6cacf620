// The search on lines whose best settings are known: all allocations solved exactly by their Markov chains,
// and a published optimum.
#include <catch2/catch.hpp>

#include <algorithm>

#include "optimise/line_problem.hpp"
#include "optimise/search.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

struct Truth {
  double best = 0;
  std::size_t settings = 0;
};

Truth enumerate(ExactLine& line, const std::vector<Setting>& settings) {
  Truth truth{0, settings.size()};
  for (const Setting& s : settings) truth.best = std::max(truth.best, line(s).throughput);
  return truth;
}

SearchOptions exact_options() {
  SearchOptions options;
  options.climb.first_replications = options.climb.most_replications = 1;
  options.final_replications = 0;
  return options;
}

// The three-station problem of Pichitlamken, Nelson and Hong (2006): rates of 1 to 20, at most 20 in all, and
// room for 20 parts before stations 2 and 3, the part in work included. 21 660 settings.
SearchProblem three_stations() {
  SearchProblem problem;
  for (const char* name : {"r1", "r2", "r3", "b2", "b3"}) problem.factors.push_back({name, 1, 20});
  problem.budgets = {{"rates", {{0, 1.0}, {1, 1.0}, {2, 1.0}}, 20, true},
                     {"room", {{3, 1.0}, {4, 1.0}}, 20, true}};
  return problem;
}
SerialDesign three_stations_of(const Setting& s) {
  return {
      {1000 / s[0], 1000 / s[1], 1000 / s[2]}, {}, {static_cast<int>(s[3]) - 1, static_cast<int>(s[4]) - 1}};
}
constexpr double kPerThousandSeconds = 3.6;  // parts per hour

SimulatedLine simulated(const SerialDesign& design, double hours, double warmup_h) {
  return {with_room(design), options_of(hours, warmup_h, 1, 7)};
}

}  // namespace

TEST_CASE("with exact evaluations the search finds the best of all allocations of short lines") {
  const std::vector<std::pair<SerialDesign, int>> lines = {
      {{{10, 10, 10}, {}, {}}, 5},
      {{{10, 10, 10, 10}, {}, {}}, 5},
      {{{10, 10, 10, 10, 10}, {}, {}}, 4},
      {{{10, 12, 9}, {}, {}}, 7},
      {{{8, 10, 12, 9}, {}, {}}, 6},
      {{{12, 8, 8, 8}, {}, {}}, 6},
      {{{10, 10, 10}, {}, {}, {300, 120, 200}, 60}, 6},
      {{{9, 10, 8, 10}, {}, {}, {0, 200, 0, 150}, 30}, 4},
      {{{20, 9, 10}, {2, 1, 1}, {}}, 5}};
  for (const auto& [design, total] : lines) {
    const std::size_t buffers = design.cycle_s.size() - 1;
    ExactLine line(with_room(design));
    const Truth truth = enumerate(line, allocations(buffers, total));
    const SearchResult result = search(allocation(buffers, total), line.evaluate(), exact_options());
    REQUIRE_FALSE(result.finalists.empty());
    INFO("stations " << design.cycle_s.size() << ", room " << total << ", first cycle " << design.cycle_s[0]);
    CHECK(*result.finalists.front().objective.mean == Approx(truth.best).epsilon(1e-9));
    CHECK(result.local_optimum());
  }
}

TEST_CASE("balanced lines get more room towards the middle (Hillier and So 1991), the ends alike") {
  ExactLine line(with_room({{10, 10, 10, 10, 10}, {}, {}}));
  const SearchResult result = search(allocation(4, 8), line.evaluate(), exact_options());
  REQUIRE_FALSE(result.finalists.empty());
  const Setting& best = result.finalists.front().setting;
  CHECK(best[1] + best[2] >= best[0] + best[3]);
  CHECK(std::abs(best[0] - best[3]) <= 1);
  CHECK(best[0] + best[1] + best[2] + best[3] == 8);
}

TEST_CASE("the published optimum of a line of three stations is found among 21660 settings") {
  ExactLine line(three_stations_of);
  // both are optimal by reversal; throughput 5.776
  CHECK(line({6, 7, 7, 12, 8}).throughput / kPerThousandSeconds == Approx(5.776).margin(0.0005));
  CHECK(line({7, 7, 6, 8, 12}).throughput / kPerThousandSeconds == Approx(5.776).margin(0.0005));
  const SearchResult result = search(three_stations(), line.evaluate(), exact_options());
  REQUIRE_FALSE(result.finalists.empty());
  const Setting& best = result.finalists.front().setting;
  INFO(best[0] << " " << best[1] << " " << best[2] << " " << best[3] << " " << best[4]);
  CHECK((best == Setting{6, 7, 7, 12, 8} || best == Setting{7, 7, 6, 8, 12}));
  CHECK(result.settings < 21660 / 20);
}

TEST_CASE("machines and room under one budget of money: the best of all is found") {
  // 2 to 4 machines at 30, room at 4, bought beyond the line as it is
  SearchProblem problem;
  problem.factors = {{"m0", 1, 3, 1, 1.0},
                     {"m1", 1, 3, 1, 1.0},
                     {"m2", 1, 3, 1, 1.0},
                     {"b0", 0, 8, 1, 1.0},
                     {"b1", 0, 8, 1, 1.0}};
  const auto design_of = [](const Setting& s) {
    SerialDesign design{{18, 25, 15}, {}, {static_cast<int>(s[3]), static_cast<int>(s[4])}};
    for (std::size_t i = 0; i < 3; ++i) design.machines.push_back(static_cast<int>(s[i]));
    return design;
  };
  for (const double money : {40.0, 75.0, 110.0}) {
    problem.budgets = {cost_budget("cost", problem.factors, {30, 30, 30, 4, 4}, money)};
    problem.budgets.front().tight = true;
    ExactLine line(design_of);
    double best = 0;
    std::size_t settings = 0;
    for (int a = 1; a <= 3; ++a)
      for (int b = 1; b <= 3; ++b)
        for (int c = 1; c <= 3; ++c)
          for (int x = 0; x <= 8; ++x)
            for (int y = 0; y <= 8; ++y) {
              const double cost = 30 * (a + b + c - 3) + 4 * (x + y - 2);
              // more never makes less: what leaves a place's price over is no candidate
              if (cost > money || (cost + 4 <= money && x < 8 && y < 8)) continue;
              ++settings;
              const double d[] = {double(a), double(b), double(c), double(x), double(y)};
              best = std::max(best, line(Setting(d, d + 5)).throughput);
            }
    const SearchResult result = search(problem, line.evaluate(), exact_options());
    REQUIRE_FALSE(result.finalists.empty());
    INFO("money " << money << ", " << settings << " settings on the budget");
    CHECK(*result.finalists.front().objective.mean == Approx(best).epsilon(1e-9));
    CHECK(result.finalists.front().left.front() >= 0);
  }
}

TEST_CASE("a limit on WIP is kept, and the throughput is the best that it allows") {
  const SerialDesign design{{10, 11, 10}, {}, {}};
  SearchProblem problem = allocation(2, 12);
  problem.budgets.front().tight = false;
  problem.constraints = {{"wip", 6.0}};
  ExactLine line(with_room(design), true);
  double best = 0;
  for (int a = 0; a <= 12; ++a)
    for (int b = 0; a + b <= 12; ++b) {
      const ExactFigures exact = line({double(a), double(b)});
      if (exact.wip <= 6) best = std::max(best, exact.throughput);
    }
  const SearchResult result = search(problem, line.evaluate(), exact_options());
  REQUIRE_FALSE(result.finalists.empty());
  CHECK(result.finalists.front().feasible);
  CHECK(*result.finalists.front().objective.mean == Approx(best).epsilon(1e-9));
}

TEST_CASE("with simulation the search comes within 0.3 % of the best allocation, for any number of threads") {
  const SerialDesign design{{10, 10, 12, 10}, {}, {}};
  SimulatedLine line = simulated(design, 6, 0.5);
  SearchOptions options;
  options.evaluations = 1500;
  options.random_starts = 1;
  options.climb = {4, 16, 8, 0.2};
  options.final_replications = 24;
  const SearchResult result = search(allocation(3, 9), line.evaluate(), options);
  REQUIRE_FALSE(result.finalists.empty());
  const Finalist& best = result.finalists.front();
  ExactLine exact(with_room(design));
  const Truth truth = enumerate(exact, allocations(3, 9));
  CHECK(exact(best.setting).throughput >= 0.997 * truth.best);
  CHECK(*best.objective.mean ==
        Approx(exact(best.setting).throughput).margin(2 * *best.objective.half_width));
  CHECK(result.settings < truth.settings);

  for (const unsigned threads : {1u, 3u}) {
    line.threads = threads;
    const SearchResult again = search(allocation(3, 9), line.evaluate(), options);
    CHECK(again.evaluations == result.evaluations);
    REQUIRE(again.path.size() == result.path.size());
    for (std::size_t k = 0; k < again.path.size(); ++k) {
      CHECK(again.path[k].setting == result.path[k].setting);
      CHECK(again.path[k].objective == result.path[k].objective);
    }
    REQUIRE(again.finalists.size() == result.finalists.size());
    for (std::size_t k = 0; k < again.finalists.size(); ++k) {
      CHECK(again.finalists[k].setting == result.finalists[k].setting);
      CHECK(again.finalists[k].objective.mean == result.finalists[k].objective.mean);
    }
  }
}
