#include "optimiser/optimise_line.hpp"

#include <algorithm>
#include <cmath>

#include "compare/kim_nelson.hpp"
#include "optimiser/evaluate_line.hpp"

namespace linetwin {
namespace {

// Replication numbers: those of the search and the finals begin at 0.
constexpr std::int32_t kChoiceFirst = 1'000'000;
constexpr std::int32_t kComparisonFirst = 2'000'000;
constexpr std::size_t kAtOnce = 8;             // replications that the choice runs together
constexpr std::size_t kMostOfChoice = 10'000;  // of each finalist

bool keeps(const SearchConstraint& constraint, double mean) {
  return constraint.at_most ? mean <= constraint.bound : mean >= constraint.bound;
}

// Finalists that keep all constraints on the mean, with all values finite.
bool keeps_all(const SearchProblem& problem, const Observations& seen) {
  const auto n = static_cast<double>(seen.replications.size());
  for (const Observation& o : seen.replications)
    if (!std::isfinite(o.objective)) return false;
  for (std::size_t j = 0; j < problem.constraints.size(); ++j) {
    double sum = 0;
    for (const Observation& o : seen.replications) sum += o.constraints[j];
    if (!keeps(problem.constraints[j], sum / n)) return false;
  }
  return true;
}

class Optimising {
 public:
  Optimising(const Campaign& campaign, const LineProblem& problem, const OptimiseAsk& ask)
      : campaign_(campaign),
        problem_(problem),
        ask_(ask),
        final_(std::max(
            2, ask.final_replications > 0 ? ask.final_replications : campaign.read().options.replications)),
        evaluate_(campaign, problem, ask.threads, ask.stop, ask.progress) {}

  LineOptimum run();

 private:
  bool stopped() const { return ask_.stop && ask_.stop->load(); }
  std::vector<std::size_t> choose(const std::vector<Setting>& finalists);
  void race(compare::KimNelson& race, const std::vector<Case>& cases);
  void compare_with_as_is();

  const Campaign& campaign_;
  const LineProblem& problem_;
  const OptimiseAsk& ask_;
  std::int32_t final_ = 0;
  LineEvaluator evaluate_;
  LineOptimum result_{};
  std::vector<Setting> fresh_settings_{};  // of the finals
  std::vector<Observations> fresh_{};
};

// Observations are fed as the race asks for them; they are run ahead in small batches.
void Optimising::race(compare::KimNelson& race, const std::vector<Case>& cases) {
  std::vector<std::vector<Observation>> known(cases.size());
  while (!race.done() && race.rounds() < kMostOfChoice && !stopped()) {
    const std::vector<compare::Request> wanted = race.next();
    std::vector<std::size_t> lacking;
    std::size_t most = 0;
    for (const compare::Request& w : wanted) {
      most = std::max(most, w.replication + 1);
      if (w.replication >= known[w.alternative].size() &&
          std::find(lacking.begin(), lacking.end(), w.alternative) == lacking.end())
        lacking.push_back(w.alternative);
    }
    if (!lacking.empty()) {
      const std::size_t has = known[lacking.front()].size();  // all that are in have as many
      std::vector<Case> those;
      for (const std::size_t a : lacking) those.push_back(cases[a]);
      const auto count = static_cast<std::int32_t>(std::max(kAtOnce, most - has));
      const auto runs = evaluate_.run(those, kChoiceFirst + static_cast<std::int32_t>(has), count);
      for (std::size_t k = 0; k < lacking.size(); ++k)
        known[lacking[k]].insert(known[lacking[k]].end(), runs[k].seen.replications.begin(),
                                 runs[k].seen.replications.end());
    }
    std::vector<bool> out(cases.size(), false);
    for (const compare::Request& w : wanted) {
      if (out[w.alternative]) continue;
      const double value = known[w.alternative][w.replication].objective;
      out[w.alternative] = !std::isfinite(value);
      if (out[w.alternative]) {
        race.withdraw(w.alternative);
      } else {
        race.add(w.alternative, w.replication, value);
      }
    }
  }
}

std::vector<std::size_t> Optimising::choose(const std::vector<Setting>& finalists) {
  std::vector<std::size_t> in;
  for (std::size_t k = 0; k < finalists.size(); ++k) {
    const auto found = std::find(fresh_settings_.begin(), fresh_settings_.end(), finalists[k]);
    if (found != fresh_settings_.end() &&
        keeps_all(problem_.search, fresh_[static_cast<std::size_t>(found - fresh_settings_.begin())]))
      in.push_back(k);
  }
  if (in.size() < 2 || stopped()) return {};
  compare::KimNelsonOptions options;
  options.n0 = static_cast<std::size_t>(std::max(10, final_));
  options.delta = *ask_.delta;
  options.goal = problem_.search.maximise ? compare::Goal::Maximise : compare::Goal::Minimise;
  compare::KimNelson procedure(in.size(), options);
  std::vector<Case> cases;
  for (const std::size_t k : in) cases.push_back(case_of(campaign_, problem_, finalists[k]));
  const std::int64_t before = evaluate_.replications();
  try {
    race(procedure, cases);
  } catch (const SearchStopped&) {
    // the leader so far
  }
  result_.choice = {true, *ask_.delta, in.size(), evaluate_.replications() - before, procedure.done()};
  const auto best = procedure.done() ? procedure.best() : procedure.leader();
  if (!best) return {};
  return {in[*best]};
}

void Optimising::compare_with_as_is() {
  const Case as_is = campaign_.design().with({});
  const std::vector<CaseRuns> runs =
      evaluate_.run({as_is, result_.cases.front()}, kComparisonFirst, final_, true);
  AsIsComparison compared;
  compared.replications = final_;
  std::vector<double> before, after, difference;
  std::vector<std::vector<double>> constraints(problem_.constraints.size());
  for (std::size_t r = 0; r < static_cast<std::size_t>(final_); ++r) {
    const Observation& a = runs[0].seen.replications[r];
    const Observation& b = runs[1].seen.replications[r];
    const bool has_a = std::isfinite(a.objective), has_b = std::isfinite(b.objective);
    if (has_a) before.push_back(a.objective);
    if (has_b) after.push_back(b.objective);
    if (has_a && has_b) difference.push_back(b.objective - a.objective);
    for (std::size_t j = 0; j < constraints.size(); ++j)
      if (std::isfinite(b.constraints[j])) constraints[j].push_back(b.constraints[j]);
  }
  compared.as_is = estimate(before);
  compared.best = estimate(after);
  compared.difference = estimate(difference);
  for (const std::vector<double>& values : constraints) compared.constraints.push_back(estimate(values));
  result_.compared = std::move(compared);
  result_.line = runs[1].line;
  RunOptions options = result_.line->options;
  options.replications = final_;
  result_.summary = summarise(result_.line->model, options, runs[1].records);
}

LineOptimum Optimising::run() {
  SearchOptions options;
  options.evaluations = ask_.evaluations;
  options.final_replications = final_;
  options.seed = campaign_.read().options.seed;
  if (ask_.stop) options.stop = [this] { return stopped(); };
  if (ask_.delta && !problem_.objective.exact())
    options.select = [this](const std::vector<Setting>& finalists) { return choose(finalists); };
  const Evaluate evaluate = [&](const std::vector<Setting>& settings, std::int32_t first,
                                std::int32_t count) {
    std::vector<Observations> seen = evaluate_(settings, first, count);
    // the search asks for these once, right before it asks for the choice
    if (first >= options.climb.most_replications) {
      fresh_settings_ = settings;
      fresh_ = seen;
    }
    return seen;
  };
  result_.search = search(problem_.search, evaluate, options);
  for (const Finalist& f : result_.search.finalists) {
    result_.cases.push_back(case_of(campaign_, problem_, f.setting));
    result_.costs.push_back(campaign_.builder().cost(result_.cases.back()));
  }
  try {
    if (!result_.cases.empty() && !stopped()) compare_with_as_is();
  } catch (const SearchStopped&) {
    // what was found stands without it
  }
  result_.replications = evaluate_.replications();
  result_.stopped = stopped();
  return std::move(result_);
}

}  // namespace

void settle_warmup(ScenarioRead& read) {
  if (!read.options.find_warmup) return;
  const Campaign campaign(read);
  const auto line = campaign.line(campaign.design().with({}), 0);
  read.options.warmup = line->options.warmup;
  read.options.find_warmup = false;
}

LineOptimum optimise_line(const Campaign& campaign, const LineProblem& problem, const OptimiseAsk& ask) {
  return Optimising(campaign, problem, ask).run();
}

}  // namespace linetwin
