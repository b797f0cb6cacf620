#include "optimise/memo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "statistics/estimate.hpp"

namespace linetwin {

namespace {

double scale_of(const SearchConstraint& constraint) {
  return constraint.bound == 0 ? 1 : std::abs(constraint.bound);
}

double broken_by(const SearchConstraint& constraint, double value) {
  const double over = constraint.at_most ? value - constraint.bound : constraint.bound - value;
  return over / scale_of(constraint);
}

// Of each constraint, by how much the mean breaks it; negative where it holds.
std::vector<double> means_broken(const SearchProblem& problem, std::span<const Observation> observations) {
  std::vector<double> means(problem.constraints.size());
  for (std::size_t j = 0; j < means.size(); ++j) {
    for (const Observation& o : observations) means[j] += broken_by(problem.constraints[j], o.constraints[j]);
    means[j] /= static_cast<double>(observations.size());
  }
  return means;
}

bool finite(const Observation& o) {
  return std::isfinite(o.objective) &&
         std::all_of(o.constraints.begin(), o.constraints.end(), [](double x) { return std::isfinite(x); });
}

}  // namespace

double violation(const SearchProblem& problem, std::span<const Observation> observations) {
  double sum = 0;
  for (const double broken : means_broken(problem, observations)) sum += std::max(0.0, broken);
  return sum;
}

Advantage advantage(const SearchProblem& problem, std::span<const Observation> a,
                    std::span<const Observation> b) {
  // whether a constraint holds is judged by all that is known of a setting, differences by pairs
  const std::vector<double> broken_a = means_broken(problem, a), broken_b = means_broken(problem, b);
  const auto any = [](const std::vector<double>& broken) {
    return std::any_of(broken.begin(), broken.end(), [](double x) { return x > 0; });
  };
  Advantage result;
  result.of_objective = !any(broken_a) && !any(broken_b);
  const auto worth = [&](const Observation& o, const std::vector<double>& broken) {
    if (result.of_objective) return problem.maximise ? o.objective : -o.objective;
    double sum = 0;
    for (std::size_t j = 0; j < broken.size(); ++j)
      if (broken[j] > 0) sum -= broken_by(problem.constraints[j], o.constraints[j]);
    return sum;
  };
  std::vector<double> differences(std::min(a.size(), b.size()));
  for (std::size_t r = 0; r < differences.size(); ++r)
    differences[r] = worth(a[r], broken_a) - worth(b[r], broken_b);
  const Figure figure = estimate(differences);
  result.mean = figure.mean.value_or(0);
  result.half_width = figure.half_width.value_or(0);
  return result;
}

Memo::Memo(const SearchProblem& problem, const Lattice& lattice, const Evaluate& evaluate, std::int64_t most)
    : problem_(problem), lattice_(lattice), evaluate_(evaluate), most_(most) {}

Memo::Id Memo::id(const Cell& cell) {
  const auto [it, is_new] = ids_.emplace(cell, entries_.size());
  if (is_new) entries_.push_back({cell, {}, {}});
  return it->second;
}

std::vector<Observations> Memo::run(const std::vector<Id>& ids, std::int32_t first, std::int32_t count) {
  std::vector<Setting> settings;
  for (const Id i : ids) settings.push_back(lattice_.setting(entries_[i].cell));
  std::vector<Observations> seen;
  try {
    if (!stopped_) seen = evaluate_(settings, first, count);
  } catch (const SearchStopped&) {
    stopped_ = true;
  }
  if (stopped_) return {};
  spent_ += static_cast<std::int64_t>(ids.size()) * count;
  if (seen.size() != ids.size())
    throw std::invalid_argument(
        fmt::format("the evaluation gave {} settings and was asked for {}", seen.size(), ids.size()));
  for (const Observations& one : seen) {
    if (one.replications.size() != static_cast<std::size_t>(count))
      throw std::invalid_argument(fmt::format("the evaluation gave {} replications and was asked for {}",
                                              one.replications.size(), count));
    if (!one.guidance.empty() && one.guidance.size() != problem_.factors.size())
      throw std::invalid_argument("the evaluation gave guidance for some of the factors only");
    for (const Observation& o : one.replications)
      if (o.constraints.size() != problem_.constraints.size())
        throw std::invalid_argument(fmt::format("the evaluation gave {} constraint values and should give {}",
                                                o.constraints.size(), problem_.constraints.size()));
  }
  return seen;
}

bool Memo::reach(const std::vector<Id>& ids, std::int32_t replications) {
  // by how many they have: those that have as many run in one batch
  std::map<std::int32_t, std::vector<Id>> lacking;
  std::set<Id> once;
  std::int64_t needed = 0;
  for (const Id i : ids) {
    const auto has = static_cast<std::int32_t>(entries_[i].observations.size());
    if (has >= replications || entries_[i].ruled_out || !once.insert(i).second) continue;
    lacking[has].push_back(i);
    needed += replications - has;
  }
  if (needed > left()) return false;
  for (const auto& [has, which] : lacking) {
    std::vector<Observations> seen = run(which, has, replications - has);
    if (stopped_) return false;
    for (std::size_t k = 0; k < which.size(); ++k) {
      Entry& entry = entries_[which[k]];
      for (Observation& o : seen[k].replications) {
        entry.ruled_out = entry.ruled_out || !finite(o);
        entry.observations.push_back(std::move(o));
      }
      if (entry.guidance.size() != seen[k].guidance.size()) {
        entry.guidance = std::move(seen[k].guidance);
        continue;
      }
      const double share = static_cast<double>(replications - has) / replications;
      for (std::size_t f = 0; f < entry.guidance.size(); ++f)
        entry.guidance[f] += share * (seen[k].guidance[f] - entry.guidance[f]);
    }
  }
  return true;
}

std::vector<Observations> Memo::fresh(const std::vector<Id>& ids, std::int32_t first, std::int32_t count) {
  return run(ids, first, count);
}

Advantage Memo::advantage(Id a, Id b) const {
  const bool no_a = entries_[a].ruled_out, no_b = entries_[b].ruled_out;
  if (no_a || no_b) return {static_cast<double>(no_b) - static_cast<double>(no_a), 0, false};
  return linetwin::advantage(problem_, entries_[a].observations, entries_[b].observations);
}

}  // namespace linetwin
