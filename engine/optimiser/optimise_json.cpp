#include <cmath>

#include "optimiser/optimise_text.hpp"

namespace linetwin {
namespace {

const char* kept_name(Kept kept) {
  return kept == Kept::Kept ? "kept" : kept == Kept::Open ? "open" : "broken";
}

const char* ended_name(Ended ended) {
  switch (ended) {
    case Ended::Converged: return "converged";
    case Ended::Exhausted: return "exhausted";
    case Ended::Interrupted: return "interrupted";
  }
  return "";
}

std::string objective_name(const LineProblem& problem) {
  return problem.objective.of == Watched::Of::Cost ? "cost" : problem.objective.metric;
}

Json levels_json(const Case& one, const Scenario& scenario) {
  Json all = Json::object();
  for (const Level& level : one.levels) all[scenario.factors[level.factor].path.value] = level.text;
  return all;
}

Json problem_json(const LineProblem& problem) {
  Json factors = Json::array(), budgets = Json::array(), constraints = Json::array();
  for (std::size_t i = 0; i < problem.search.factors.size(); ++i) {
    const SearchFactor& f = problem.search.factors[i];
    factors.push_back({{"path", f.name},
                       {"from", f.from},
                       {"to", f.to},
                       {"step", f.step},
                       {"listed", !problem.listed[i].empty()},
                       {"as_is", number(f.as_is)}});
  }
  for (const SearchBudget& b : problem.search.budgets) {
    Json weights = Json::object();
    for (const auto& [i, weight] : b.weights) weights[problem.search.factors[i].name] = weight;
    budgets.push_back({{"name", b.name}, {"at_most", b.at_most}, {"weights", weights}});
  }
  for (const SearchConstraint& c : problem.search.constraints)
    constraints.push_back({{"name", c.name}, {"bound", c.bound}, {"at_most", c.at_most}});
  return {{"objective", objective_name(problem)},
          {"maximise", problem.search.maximise},
          {"factors", factors},
          {"budgets", budgets},
          {"constraints", constraints},
          {"settings", problem.settings}};
}

Json finalists_json(const Campaign& campaign, const LineProblem& problem, const LineOptimum& optimum) {
  Json all = Json::array();
  for (std::size_t k = 0; k < optimum.search.finalists.size(); ++k) {
    const Finalist& f = optimum.search.finalists[k];
    Json constraints = Json::array(), left = Json::array();
    for (std::size_t j = 0; j < f.constraints.size(); ++j)
      constraints.push_back({{"name", problem.search.constraints[j].name},
                             {"measured", figure(f.constraints[j])},
                             {"verdict", kept_name(f.kept[j])}});
    for (std::size_t b = 0; b < f.left.size(); ++b)
      left.push_back({{"name", problem.search.budgets[b].name}, {"left", f.left[b]}});
    all.push_back({{"values", levels_json(optimum.cases[k], campaign.read().scenario)},
                   {"objective", figure(f.objective)},
                   {"replications", f.replications},
                   {"constraints", constraints},
                   {"budgets", left},
                   {"cost", optimum.costs[k]},
                   {"feasible", f.feasible},
                   {"end_of_climb", f.end_of_climb}});
  }
  return all;
}

Json climbs_json(const SearchResult& search) {
  Json all = Json::array();
  for (std::size_t k = 0; k < search.starts.size(); ++k) {
    Json steps = Json::array();
    for (const SearchStep& step : search.path)
      if (step.start == k)
        steps.push_back({{"setting", step.setting},
                         {"objective", std::isfinite(step.objective) ? Json(step.objective) : Json(nullptr)},
                         {"violation", std::isfinite(step.violation) ? Json(step.violation) : Json(nullptr)},
                         {"replications_so_far", step.evaluations}});
    all.push_back(
        {{"from", search.starts[k].what}, {"ended", ended_name(search.starts[k].ended)}, {"steps", steps}});
  }
  return all;
}

Json best_json(const Campaign& campaign, const LineProblem& problem, const LineOptimum& optimum) {
  if (optimum.cases.empty()) return nullptr;
  const Case& best = optimum.cases.front();
  const std::string command = run_command(campaign.read().scenario.model_file, best);
  Json json = {{"values", levels_json(best, campaign.read().scenario)},      {"cost", optimum.costs.front()},
               {"feasible", optimum.search.finalists.front().feasible},      {"case", case_lines(best)},
               {"command", command.empty() ? Json(nullptr) : Json(command)}, {"against_as_is", nullptr}};
  if (!optimum.compared) return json;
  const AsIsComparison& c = *optimum.compared;
  Json constraints = Json::array();
  for (std::size_t j = 0; j < c.constraints.size(); ++j)
    constraints.push_back(
        {{"name", problem.search.constraints[j].name}, {"measured", figure(c.constraints[j])}});
  json["against_as_is"] = {{"as_is", figure(c.as_is)},
                           {"best", figure(c.best)},
                           {"difference", figure(c.difference)},
                           {"constraints", constraints},
                           {"replications", c.replications}};
  return json;
}

}  // namespace

Json optimise_json(const Campaign& campaign, const LineProblem& problem, const LineOptimum& optimum,
                   const std::vector<RequirementVerdict>& required) {
  const SearchResult& s = optimum.search;
  const FinalChoice& choice = optimum.choice;
  Json json = {
      {"scenario", campaign.read().scenario.name},
      {"model_file", campaign.read().scenario.model_file},
      {"seed", campaign.read().options.seed},
      {"problem", problem_json(problem)},
      {"best", best_json(campaign, problem, optimum)},
      {"why_none", s.why_none.empty() ? Json(nullptr) : Json(s.why_none)},
      {"finalists", finalists_json(campaign, problem, optimum)},
      {"choice",
       {{"method", choice.kim_nelson ? "kim-nelson" : "means"},
        {"delta", choice.kim_nelson ? Json(choice.delta) : Json(nullptr)},
        {"replications", choice.replications},
        {"settled", choice.settled}}},
      {"climbs", climbs_json(s)},
      {"neighbours", {{"all", s.neighbours}, {"seen", s.neighbours_seen}, {"better", s.neighbours_better}}},
      {"local_optimum", !s.finalists.empty() && s.local_optimum()},
      {"ended", ended_name(s.ended)},
      {"settings_looked_at", s.settings},
      {"replications", optimum.replications}};
  if (!required.empty()) json["required"] = requirements_json(required);
  return json;
}

}  // namespace linetwin
