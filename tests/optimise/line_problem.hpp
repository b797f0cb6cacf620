// Serial lines as search problems: evaluated exactly by their Markov chain, or by simulation.
#pragma once

#include <fmt/format.h>

#include <atomic>
#include <cmath>
#include <map>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "optimise/problem.hpp"
#include "referee/markov.hpp"
#include "support/line.hpp"

namespace linetwin::test {

struct SerialDesign {
  std::vector<double> cycle_s;   // means of exponential times
  std::vector<int> machines;     // empty: one each
  std::vector<int> room;         // behind station i, 0: none
  std::vector<double> mtbf_s{};  // empty: no failures; 0: none at that station
  double mttr_s = 0;
};

inline LineModel serial_model(const SerialDesign& design) {
  std::string text = "linetwin: 1\nname: serial\nstations:\n", rooms, flow = "flow: [source";
  for (std::size_t i = 0; i < design.cycle_s.size(); ++i) {
    text += fmt::format("  m{}: {{machines: {}, cycle: {{exponential: {} s}}", i,
                        design.machines.empty() ? 1 : design.machines[i], design.cycle_s[i]);
    if (!design.mtbf_s.empty() && design.mtbf_s[i] > 0)
      text += fmt::format(", failures: {{mtbf: {} s, mttr: {{exponential: {} s}}}}", design.mtbf_s[i],
                          design.mttr_s);
    text += "}\n";
    flow += fmt::format(" -> m{}", i);
    if (i + 1 == design.cycle_s.size() || design.room[i] == 0) continue;
    rooms += fmt::format("  b{}: {{capacity: {}}}\n", i, design.room[i]);
    flow += fmt::format(" -> b{}", i);
  }
  return model_of(text + (rooms.empty() ? "" : "buffers:\n" + rooms) + flow + " -> sink]\n");
}

using DesignOf = std::function<SerialDesign(const Setting&)>;

// Buffers as factors, with a total that is to be used up.
inline SearchProblem allocation(std::size_t buffers, int total) {
  SearchProblem problem;
  SearchBudget budget{"room", {}, static_cast<double>(total), true};
  for (std::size_t i = 0; i < buffers; ++i) {
    problem.factors.push_back({fmt::format("b{}", i), 0, static_cast<double>(total)});
    budget.weights.emplace_back(i, 1.0);
  }
  problem.budgets.push_back(budget);
  return problem;
}

inline DesignOf with_room(SerialDesign design) {
  return [design](const Setting& setting) {
    SerialDesign one = design;
    one.room.clear();
    for (const double x : setting) one.room.push_back(static_cast<int>(std::lround(x)));
    return one;
  };
}

// Parts per hour by the Markov chain, and the parts in the line.
struct ExactFigures {
  double throughput = 0;
  double wip = 0;
};
inline ExactFigures exact_figures(const SerialDesign& design) {
  const Opinion opinion = markov_opinion(serial_model(design), 200000);
  REQUIRE(std::holds_alternative<Finding>(opinion));
  const auto& finding = std::get<Finding>(opinion);
  return {finding.throughput_per_h, finding.wip.value_or(0)};
}

// Remembers what it has solved, as the test asks for the same settings again.
class ExactLine {
 public:
  explicit ExactLine(DesignOf design_of, bool with_wip = false)
      : design_of_(std::move(design_of)), with_wip_(with_wip) {}
  const ExactFigures& operator()(const Setting& setting) {
    const auto found = known_.find(setting);
    if (found != known_.end()) return found->second;
    return known_.emplace(setting, exact_figures(design_of_(setting))).first->second;
  }
  Evaluate evaluate() {
    return [this](const std::vector<Setting>& settings, std::int32_t, std::int32_t count) {
      std::vector<Observations> all;
      for (const Setting& s : settings) {
        const ExactFigures& exact = (*this)(s);
        const Observation one{exact.throughput,
                              with_wip_ ? std::vector<double>{exact.wip} : std::vector<double>{}};
        all.push_back({std::vector<Observation>(static_cast<std::size_t>(count), one)});
      }
      return all;
    };
  }

 private:
  DesignOf design_of_;
  bool with_wip_;
  std::map<Setting, ExactFigures> known_{};
};

// How much more room behind each station may help: it must be full at times and empty at times, so the
// geometric mean of the shares that the station before is blocked and the one behind starves.
inline std::vector<double> room_guidance(const RunRecord& record) {
  const auto share = [&](std::size_t s, MachineState state) {
    return static_cast<double>(record.stations[s].time[static_cast<std::size_t>(state)]) /
           static_cast<double>(record.window);
  };
  std::vector<double> scores;
  for (std::size_t s = 0; s + 1 < record.stations.size(); ++s)
    scores.push_back(std::sqrt(share(s, MachineState::Blocked) * share(s + 1, MachineState::Starved)));
  return scores;
}

struct SimulatedLine {
  DesignOf design_of;
  RunOptions options;  // their seed, duration and warm-up
  unsigned threads = 2;
  bool with_wip = false;
  bool guided = true;  // all factors are rooms

  Evaluate evaluate() const {
    return [*this](const std::vector<Setting>& settings, std::int32_t first, std::int32_t count) {
      std::vector<LineModel> models;
      for (const Setting& s : settings) models.push_back(serial_model(design_of(s)));
      const auto each = static_cast<std::size_t>(count);
      std::vector<RunRecord> records(models.size() * each);
      std::atomic<std::size_t> next{0};
      const auto work = [&] {
        for (std::size_t k = next++; k < records.size(); k = next++)
          records[k] = run(models[k / each], options, static_cast<std::uint64_t>(first) + k % each);
      };
      std::vector<std::thread> pool;
      for (unsigned t = 0; t < threads; ++t) pool.emplace_back(work);
      for (std::thread& t : pool) t.join();
      std::vector<Observations> all(models.size());
      for (std::size_t k = 0; k < records.size(); ++k) add(records[k], all[k / each], count);
      return all;
    };
  }

 private:
  void add(const RunRecord& record, Observations& to, std::int32_t count) const {
    const double hours = seconds(record.window) / 3600;
    Observation one{static_cast<double>(record.sinks.front().parts) / hours};
    if (with_wip) one.constraints = {static_cast<double>(record.wip) / static_cast<double>(record.window)};
    to.replications.push_back(one);
    if (!guided) return;
    const std::vector<double> scores = room_guidance(record);
    to.guidance.resize(scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) to.guidance[i] += scores[i] / count;
  }
};

// All settings inside the budgets whose tight budgets are used up as far as a single step goes.
inline std::vector<Setting> allocations(std::size_t buffers, int total) {
  std::vector<Setting> all;
  Setting one(buffers, 0);
  const std::function<void(std::size_t, int)> go = [&](std::size_t at, int rest) {
    if (at + 1 == buffers) {
      one[at] = rest;
      all.push_back(one);
      return;
    }
    for (int x = 0; x <= rest; ++x) {
      one[at] = x;
      go(at + 1, rest - x);
    }
  };
  go(0, total);
  return all;
}

}  // namespace linetwin::test
