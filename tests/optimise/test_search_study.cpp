// How good the search is, measured; too long for every day: linetwin_tests "[.study]". The figures stand in
// docs/methods.md.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <numeric>

#include "base/random.hpp"
#include "optimise/line_problem.hpp"
#include "optimise/search.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : key_{stream_key(stream_name_hash("study", "lines"), seed, 0)} {}
  double between(double low, double high) { return low + (high - low) * random_unit(key_, k_++); }
  int whole(int low, int high) { return low + static_cast<int>(between(0, high - low + 1.0)); }

 private:
  StreamKey key_;
  std::uint64_t k_ = 0;
};

SerialDesign random_line(Chance& chance, int stations, bool fails) {
  SerialDesign design;
  design.mttr_s = fails ? chance.between(20, 80) : 0;
  for (int i = 0; i < stations; ++i) {
    design.cycle_s.push_back(std::round(chance.between(8, 12)));
    if (fails) design.mtbf_s.push_back(i % 2 == 0 ? std::round(chance.between(150, 500)) : 0);
  }
  return design;
}

std::string line_of(const Setting& s) {
  std::string text;
  for (const double x : s) text += fmt::format("{}{:g}", text.empty() ? "" : " ", x);
  return text;
}

SearchOptions simulation_options(std::uint64_t seed) {
  SearchOptions options;
  options.evaluations = 4000;
  options.random_starts = 2;
  options.climb.worth = 0.2;  // parts an hour, of some 250
  options.seed = seed;
  return options;
}

// Parts per hour over long fresh runs, the same for all settings.
std::vector<Figure> judged(const SimulatedLine& line, const std::vector<Setting>& settings) {
  SimulatedLine longer = line;
  longer.options.seed = 4711;
  longer.options.duration = 10 * line.options.duration;
  std::vector<Figure> figures;
  for (const Observations& o : longer.evaluate()(settings, 0, 32)) {
    std::vector<double> values;
    for (const Observation& one : o.replications) values.push_back(one.objective);
    figures.push_back(estimate(values));
  }
  return figures;
}

// Steepest ascent by exchanges of one place from an even split, without racing.
Setting steepest(const SimulatedLine& line, Setting at, std::int32_t replications,
                 std::int64_t& evaluations) {
  const auto means = [&](const std::vector<Setting>& settings) {
    std::vector<double> all;
    for (const Observations& o : line.evaluate()(settings, 0, replications)) {
      all.push_back(0);
      for (const Observation& one : o.replications) all.back() += one.objective / replications;
    }
    evaluations += static_cast<std::int64_t>(settings.size()) * replications;
    return all;
  };
  for (double now = means({at}).front();;) {
    std::vector<Setting> around;
    for (std::size_t a = 0; a < at.size(); ++a)
      for (std::size_t b = 0; b < at.size(); ++b) {
        if (a == b || at[b] < 1) continue;
        around.push_back(at);
        around.back()[a] += 1;
        around.back()[b] -= 1;
      }
    const std::vector<double> values = means(around);
    const auto best = std::max_element(values.begin(), values.end());
    if (!(*best > now)) return at;
    now = *best;
    at = around[static_cast<std::size_t>(best - values.begin())];
  }
}

}  // namespace

TEST_CASE("study: random short lines, exact evaluations and simulated ones against all allocations",
          "[.study]") {
  int exact_hits = 0, lines = 0, same = 0;
  std::vector<double> gaps, shares;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Chance chance(seed);
    const int stations = chance.whole(3, 5);
    const int total = stations == 5 ? chance.whole(4, 7) : chance.whole(6, 12);
    const SerialDesign design = random_line(chance, stations, stations < 5 && seed % 2 == 0);
    const auto buffers = static_cast<std::size_t>(stations - 1);
    ExactLine line(with_room(design));
    double best = 0;
    const std::vector<Setting> all = allocations(buffers, total);
    for (const Setting& s : all) best = std::max(best, line(s).throughput);
    SearchOptions exact = simulation_options(seed);
    exact.climb = {1, 1, 8, 0};
    exact.final_replications = 0;
    const SearchResult by_chain = search(allocation(buffers, total), line.evaluate(), exact);
    exact_hits += *by_chain.finalists.front().objective.mean >= best * (1 - 1e-9) ? 1 : 0;
    const SimulatedLine simulated{with_room(design), options_of(20, 1, 1, seed)};
    const SearchResult result =
        search(allocation(buffers, total), simulated.evaluate(), simulation_options(seed));
    const double found = line(result.finalists.front().setting).throughput;
    gaps.push_back(100 * (1 - found / best));
    same += gaps.back() < 1e-7 ? 1 : 0;
    ++lines;
    fmt::print(
        "{:2}: {} stations{}, room {:2}, {:3} allocations: gap {:.3f} %, {} settings, {} replications\n",
        seed, stations, design.mttr_s > 0 ? " that fail" : "", total, all.size(), gaps.back(),
        result.settings, result.evaluations);
    CHECK(gaps.back() < 0.5);
  }
  std::sort(gaps.begin(), gaps.end());
  fmt::print(
      "exact: best found in {} of {}; simulated: the best itself in {}, gap median {:.3f} %, 9 of 10 "
      "within {:.3f} %, worst {:.3f} %\n",
      exact_hits, lines, same, gaps[gaps.size() / 2], gaps[gaps.size() * 9 / 10], gaps.back());
  CHECK(exact_hits == lines);
}

TEST_CASE("study: the published problem of three stations with simulation", "[.study]") {
  SearchProblem problem;
  for (const char* name : {"r1", "r2", "r3", "b2", "b3"}) problem.factors.push_back({name, 1, 20});
  problem.budgets = {{"rates", {{0, 1.0}, {1, 1.0}, {2, 1.0}}, 20, true},
                     {"room", {{3, 1.0}, {4, 1.0}}, 20, true}};
  const DesignOf design_of = [](const Setting& s) {
    return SerialDesign{{1000 / s[0], 1000 / s[1], 1000 / s[2]},
                        {},
                        {static_cast<int>(s[3]) - 1, static_cast<int>(s[4]) - 1}};
  };
  ExactLine line(design_of);
  // settings that use both budgets up: the others make less
  std::vector<std::pair<double, Setting>> all;
  for (int r1 = 1; r1 <= 18; ++r1)
    for (int r2 = 1; r1 + r2 <= 19; ++r2)
      for (int b2 = 1; b2 <= 19; ++b2) {
        const Setting s = {double(r1), double(r2), 20.0 - r1 - r2, double(b2), 20.0 - b2};
        all.emplace_back(line(s).throughput / 3.6, s);
      }
  std::sort(all.begin(), all.end(), std::greater<>());
  for (std::size_t k = 0; k < 5; ++k) fmt::print("{:.4f}: {}\n", all[k].first, line_of(all[k].second));
  CHECK(all[0].first == Approx(5.776).margin(0.0005));
  CHECK(all[2].first < all[1].first - 1e-6);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    // a thousand seconds is the unit of time: some 20 000 parts a replication
    SimulatedLine simulated{design_of, options_of(1000, 50, 1, seed)};
    simulated.guided = false;
    SearchOptions options;
    options.evaluations = 8000;
    options.climb.worth = 0.005 * 3.6;
    options.random_starts = 2;
    options.seed = seed;
    const SearchResult result = search(problem, simulated.evaluate(), options);
    const Setting best = result.finalists.front().setting;
    const double found = line(best).throughput / 3.6;
    fmt::print("seed {:2}: {} with {:.4f}, gap {:.3f} %, {} settings, {} replications\n", seed, line_of(best),
               found, 100 * (1 - found / all[0].first), result.settings, result.evaluations);
    CHECK(found > 0.99 * all[0].first);
  }
}

TEST_CASE("study: ten stations, against an even split and steepest ascent", "[.study]") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Chance chance(100 + seed);
    const SerialDesign design = random_line(chance, 10, seed % 2 == 0);
    const int total = chance.whole(30, 60);
    const SimulatedLine simulated{with_room(design), options_of(10, 1, 1, seed)};
    SearchOptions options = simulation_options(seed);
    options.evaluations = 10000;
    const SearchResult result = search(allocation(9, total), simulated.evaluate(), options);
    Setting even(9, total / 9);
    for (int k = 0; k < total % 9; ++k) even[static_cast<std::size_t>(k)] += 1;
    std::int64_t steepest_cost = 0;
    const Setting climbed = steepest(simulated, even, 16, steepest_cost);
    const Setting best = result.finalists.front().setting;
    const std::vector<Figure> figures = judged(simulated, {even, climbed, best});
    fmt::print(
        "{}: room {}: even {:.2f}, steepest {:.2f} ({} replications), search {:.2f} +- {:.2f} ({} "
        "replications, {} settings, {}): {}\n",
        seed, total, *figures[0].mean, *figures[1].mean, steepest_cost, *figures[2].mean,
        *figures[2].half_width, result.evaluations, result.settings,
        result.local_optimum() ? "local optimum" : "open", line_of(best));
    CHECK(*figures[2].mean >= *figures[0].mean);
    CHECK(*figures[2].mean >= 0.998 * *figures[1].mean);
  }
}
