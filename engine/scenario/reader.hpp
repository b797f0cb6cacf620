// The typed reader: tree of a scenario -> Scenario. One class over several files.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.hpp"
#include "read/document.hpp"
#include "scenario/read_scenario.hpp"

namespace linetwin {

class ScenarioReader {
 public:
  explicit ScenarioReader(ScenarioRead& into) : read_(into), scenario_(into.scenario) {}

  // All but the model.
  void read(const Node& root);
  const Node* model() const { return model_; }  // the value of `model`; null: none that is a text
  const RunSpec& run() const { return run_; }

 private:
  using Keys = std::vector<std::string>;

  // ---- read_scenario.cpp: the head and what is common
  void error(const Place& place, std::string message, std::string hint = {}) {
    read_.diagnostics.error(place, std::move(message), std::move(hint));
  }
  void keys(const Node& map, const Keys& known, std::string_view where);
  bool expect_map(const Node& node, std::string_view what, const std::string& example);
  bool expect_text(const Node& node, std::string_view what);
  std::optional<double> number(const Node& node, std::string_view what);
  std::string text_of(const Node& root, std::string_view key);
  void read_head(const Node& root);
  void read_run(const Node& node);
  // The path that a key or a text of a list is; its place is that of its characters, behind a quote.
  static Name path_of(const Node& node);
  // False (and reported) for what is the same for all cases.
  bool may_change(const Name& path);

  // ---- read_cases.cpp
  void read_cases(const Node& node);
  void read_case(const Node& key, const Node& value);
  void read_changes(TreeChange::Kind kind, const Node& value, NamedCase& named);
  void read_removals(const Node& value, NamedCase& named);

  // ---- read_factors.cpp
  void read_factors(const Node& map, std::string_view what, Factor::Use use);
  void read_sample(const Node& node);
  void read_optimise(const Node& node);
  bool read_values(const Node& value, Factor& factor);
  bool read_list(const Node& value, Factor& factor);
  bool read_range(const Node& value, Factor& factor);
  // Cuts a range that has been read into levels.
  bool cut_range(const Node& value, const Node* step, const Node* steps, Factor& factor);
  std::optional<WrittenQuantity> quantity(const Node& range, std::string_view key, const Factor& factor);
  // A step over 0, in the unit of the factor.
  std::optional<double> step_of(const Node& range, const Factor& factor);

  // ---- read_goals.cpp: costs, objective, budgets, what is recorded
  void read_costs(const Node& node);
  // One whose sums stay finite.
  std::optional<double> cost_of(const Node& node);
  void read_record(const Node& node);
  void read_objective(const Node& node);
  void read_constraint(const Node& metric, const Node& value);
  void read_budgets(const Node& node);

  ScenarioRead& read_;
  Scenario& scenario_;
  const Node* model_ = nullptr;
  RunSpec run_;
  // of factors, those that are optimised apart: use, line
  std::map<std::pair<bool, std::string>, std::pair<Factor::Use, int>> paths_;
};

// ---- try_cases.cpp
// Tries what is said of the model's tree on it, and reports what does not fit.
void try_cases(ScenarioRead& read);

}  // namespace linetwin
