// Cases and levels on trial, so that what does not fit the model is said before anything runs.
#include <fmt/format.h>

#include <algorithm>

#include "model/compile.hpp"
#include "scenario/reader.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kMostTried = 50;  // levels of one factor
constexpr int kMostFaulty = 10;         // levels of one factor; the rest will be like them

class Trial {
 public:
  explicit Trial(ScenarioRead& read) : read_(read) {}

  // True if the case is a line; else its errors are reported, those in the model's text with `what` before.
  bool fits(const std::vector<TreeChange>& changes, const std::string& what) {
    Diagnostics diagnostics;
    Node root = read_.model.root;
    for (const TreeChange& change : changes) apply_change(root, change, diagnostics);
    if (!diagnostics.has_errors()) {
      const LineSpec spec = read_tree(root, read_.model.origin, diagnostics);
      if (!diagnostics.has_errors() || spec.flow_place.known()) (void)compile(spec, diagnostics);
    }
    for (const Diagnostic& d : diagnostics.all()) {
      if (d.severity != Severity::Error) continue;
      const bool here = d.place.source == 1 && d.place.known();
      read_.diagnostics.error(d.place, here ? d.message : fmt::format("{}: {}", what, d.message), d.hint);
    }
    return !diagnostics.has_errors();
  }

  void levels(std::size_t f) {
    const Factor& factor = read_.scenario.factors[f];
    const Design design(read_.scenario);
    std::vector<Level> tried;
    if (factor.levels.empty()) {
      tried = {design.at_number(f, factor.from), design.at_number(f, factor.to)};
    } else {
      const std::size_t n = factor.levels.size();
      const std::size_t count = std::min(n, kMostTried);
      for (std::size_t k = 0; k < count; ++k)
        tried.push_back(design.listed(f, count == 1 ? 0 : k * (n - 1) / (count - 1)));
    }
    int faulty = 0;
    for (const Level& level : tried) {
      const Case one = design.with({level});
      if (fits(one.changes, one.name)) continue;
      // levels of a range share their place: one will do
      if (++faulty == kMostFaulty || one.changes[0].value.place == factor.place) break;
    }
  }

  // Paths that are read, not changed: they must lead to numbers in the model, or in a case.
  void held(const Name& path, std::string_view word) {
    const auto steps = split_path(path, read_.diagnostics);
    if (!steps) return;
    std::string fault;
    bool found = !held_numbers(read_.model.root, *steps, fault).empty();
    for (std::size_t c = 0; !found && fault.empty() && c < read_.scenario.cases.size(); ++c) {
      Diagnostics none;
      Node root = read_.model.root;
      for (const TreeChange& change : read_.scenario.cases[c].changes) apply_change(root, change, none);
      found = !none.has_errors() && !held_numbers(root, *steps, fault).empty();
    }
    if (!fault.empty()) {
      read_.diagnostics.error(path.place, fault, fmt::format("{} are for numbers", word));
    } else if (!found) {
      (void)reach(read_.model.root, *steps, word, read_.diagnostics);
    }
  }

 private:
  ScenarioRead& read_;
};

}  // namespace

void try_cases(ScenarioRead& read) {
  Trial trial(read);
  const Scenario& scenario = read.scenario;
  for (const NamedCase& named : scenario.cases)
    trial.fits(named.changes, fmt::format("in the case \"{}\"", named.name.value));
  for (std::size_t f = 0; f < scenario.factors.size(); ++f) trial.levels(f);
  for (const auto& [path, cost] : scenario.unit_costs) trial.held(path, "costs");
  for (const Budget& budget : scenario.budgets)
    for (const Name& path : budget.paths) trial.held(path, "budgets");
}

}  // namespace linetwin
