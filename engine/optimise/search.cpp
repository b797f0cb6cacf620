#include "optimise/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>

#include "optimise/lattice.hpp"

namespace linetwin {

namespace {

void require_sound(const SearchOptions& o) {
  if (o.evaluations < 1) throw std::invalid_argument("a search needs at least one evaluation");
  if (o.climb.first_replications < 1 || o.climb.most_replications < o.climb.first_replications)
    throw std::invalid_argument("replications of a climb: at least 1 at first, and then no fewer");
  if (o.climb.batch < 1 || o.finalists < 1)
    throw std::invalid_argument("a search needs at least one neighbour in a batch and one finalist");
  if (o.final_replications < 0 || o.climb.worth < 0)
    throw std::invalid_argument("final replications and what does not matter cannot be negative");
}

double mean_objective(std::span<const Observation> seen) {
  double sum = 0;
  for (const Observation& o : seen) sum += o.objective;
  return sum / static_cast<double>(seen.size());
}

Kept kept(const SearchConstraint& constraint, const Figure& figure) {
  const double half = figure.half_width.value_or(0);
  const double inside =
      constraint.at_most ? constraint.bound - *figure.mean : *figure.mean - constraint.bound;
  if (inside >= half) return Kept::Kept;
  return inside >= -half ? Kept::Open : Kept::Broken;
}

Finalist describe(const SearchProblem& problem, std::span<const Observation> seen) {
  Finalist f;
  f.replications = static_cast<std::int32_t>(seen.size());
  std::vector<double> values;
  for (const Observation& o : seen) values.push_back(o.objective);
  f.objective = estimate(values);
  for (std::size_t j = 0; j < problem.constraints.size(); ++j) {
    for (std::size_t r = 0; r < seen.size(); ++r) values[r] = seen[r].constraints[j];
    f.constraints.push_back(estimate(values));
    f.kept.push_back(kept(problem.constraints[j], f.constraints.back()));
  }
  f.feasible = violation(problem, seen) == 0;
  return f;
}

// Replications for the neighbours of the best: one more and one less of each factor, and exchanges of two; at
// most a tenth of all, beyond which they are looked at in part.
std::int64_t around_cost(const SearchProblem& problem, const SearchOptions& options) {
  const auto n = static_cast<std::int64_t>(problem.factors.size());
  const std::int64_t neighbours = 2 * n + (problem.budgets.empty() ? 0 : n * (n - 1));
  return std::min(neighbours * options.climb.first_replications, options.evaluations / 10);
}

class Searching {
 public:
  Searching(const SearchProblem& problem, const Evaluate& evaluate, const SearchOptions& options)
      : problem_(problem),
        options_(options),
        lattice_(problem),
        around_cost_(around_cost(problem, options)),
        final_cost_(static_cast<std::int64_t>(options.finalists) * options.final_replications),
        // the finals and the look around the best get their share, but never more than half
        memo_(problem, lattice_, evaluate,
              std::max(options.evaluations - final_cost_ - around_cost_, (options.evaluations + 1) / 2)),
        climber_(
            lattice_, memo_, options.climb, [this](Memo::Id id) { moved(id); }, options.stop) {}

  SearchResult run();

 private:
  void moved(Memo::Id id);
  bool climb_from(std::string what, const Cell& start);
  void climb_all();
  std::optional<Cell> guided_start();
  std::vector<Memo::Id> best_seen() const;
  std::vector<Memo::Id> choose_finalists();
  void finals(std::vector<Memo::Id> ids);
  void look_around_best(Memo::Id best);

  const SearchProblem& problem_;
  const SearchOptions& options_;
  Lattice lattice_;
  std::int64_t around_cost_ = 0;
  std::int64_t final_cost_ = 0;
  Memo memo_;
  Climber climber_;
  SearchResult result_{};
  std::vector<Memo::Id> ends_{};  // of climbs
};

void Searching::moved(Memo::Id id) {
  const auto& seen = memo_[id].observations;
  result_.path.push_back({result_.starts.size() - 1, lattice_.setting(memo_[id].cell), mean_objective(seen),
                          violation(problem_, seen), memo_.spent()});
}

// False when the search should end.
bool Searching::climb_from(std::string what, const Cell& start) {
  if (options_.stop && options_.stop()) {
    result_.ended = Ended::Interrupted;
    return false;
  }
  result_.starts.push_back({std::move(what), lattice_.setting(start), lattice_.setting(start)});
  const Climb climb = climber_.climb(memo_.id(start));
  result_.starts.back().to = lattice_.setting(memo_[climb.end].cell);
  const Ended why = memo_.stopped() ? Ended::Interrupted : climb.why;
  result_.starts.back().ended = why;
  result_.ended = why;
  if (memo_.seen(climb.end) && std::find(ends_.begin(), ends_.end(), climb.end) == ends_.end())
    ends_.push_back(climb.end);
  return why == Ended::Converged;
}

std::optional<Cell> Searching::guided_start() {
  const auto even = lattice_.even();
  if (!even || !memo_.reach({memo_.id(*even)}, options_.climb.first_replications)) return std::nullopt;
  const std::vector<double>& guidance = memo_[memo_.id(*even)].guidance;
  if (guidance.empty()) return std::nullopt;
  return lattice_.guided(guidance);
}

void Searching::climb_all() {
  std::set<Cell> begun;
  const auto go = [&](std::string what, const std::optional<Cell>& start) {
    return !start || !begun.insert(*start).second || climb_from(std::move(what), *start);
  };
  if (!go("as is", lattice_.as_is()) || !go("even", lattice_.even()) || !go("guided", guided_start())) return;
  // measured constraints are mostly met from below
  if (!problem_.constraints.empty() && !go("least", lattice_.least())) return;
  const StreamKey key = stream_key(stream_name_hash("search", "starts"), options_.seed, 0);
  for (std::size_t k = 1; k <= options_.random_starts; ++k)
    if (!go(fmt::format("random {}", k), lattice_.random(substream(key, k)))) return;
}

// All that were seen, best first: by their distance to the best end of a climb, over common replications.
std::vector<Memo::Id> Searching::best_seen() const {
  std::vector<Memo::Id> order;
  for (Memo::Id i = 0; i < memo_.size(); ++i)
    if (memo_.seen(i) && !memo_[i].ruled_out) order.push_back(i);
  if (order.empty()) return order;
  Memo::Id best = order.front();
  for (const Memo::Id e : ends_)
    if (!memo_[e].ruled_out && memo_.advantage(e, best).mean > 0) best = e;
  struct Rank {
    double violation, behind;
  };
  std::map<Memo::Id, Rank> rank;
  for (const Memo::Id i : order) {
    const double broken = violation(problem_, memo_[i].observations);
    rank[i] = {broken, broken > 0 || i == best ? 0 : -memo_.advantage(i, best).mean};
  }
  std::stable_sort(order.begin(), order.end(), [&](Memo::Id a, Memo::Id b) {
    const Rank &x = rank[a], &y = rank[b];
    return x.violation < y.violation || (x.violation == y.violation && x.behind < y.behind);
  });
  return order;
}

// The ends of climbs and what came near them, all with the most replications as far as the budget goes.
std::vector<Memo::Id> Searching::choose_finalists() {
  const auto most = static_cast<std::size_t>(options_.climb.most_replications);
  for (int round = 0;; ++round) {
    std::vector<Memo::Id> best = best_seen();
    best.resize(std::min(best.size(), 2 * options_.finalists));
    if (!memo_.reach(best, options_.climb.most_replications)) {
      // what has been looked at most thoroughly goes ahead of what may owe its place to luck
      std::stable_partition(best.begin(), best.end(),
                            [&](Memo::Id i) { return memo_[i].observations.size() >= most; });
      best.resize(std::min(best.size(), options_.finalists));
      return best;
    }
    best = best_seen();
    // one that no climb ended at and yet is better than all ends: go on from it
    if (!best.empty() && round < 8 && result_.ended == Ended::Converged &&
        std::find(ends_.begin(), ends_.end(), best.front()) == ends_.end()) {
      const Cell from = memo_[best.front()].cell;
      climb_from("again", from);
      continue;
    }
    best.resize(std::min(best.size(), options_.finalists));
    return best;
  }
}

void Searching::finals(std::vector<Memo::Id> ids) {
  std::vector<std::vector<Observation>> seen;
  for (const Memo::Id i : ids) seen.push_back(memo_[i].observations);
  const std::int64_t left = options_.evaluations - memo_.spent() - around_cost_;
  const auto each = static_cast<std::int32_t>(
      std::min<std::int64_t>(options_.final_replications, left / static_cast<std::int64_t>(ids.size())));
  if (each >= 2 && !(options_.stop && options_.stop())) {
    std::vector<Observations> fresh = memo_.fresh(ids, options_.climb.most_replications, each);
    for (std::size_t k = 0; k < fresh.size(); ++k) seen[k] = std::move(fresh[k].replications);
  }
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const double va = violation(problem_, seen[a]), vb = violation(problem_, seen[b]);
    if (va != vb || va > 0) return va < vb;
    const double x = mean_objective(seen[a]), y = mean_objective(seen[b]);
    return problem_.maximise ? x > y : x < y;
  });
  if (options_.select) {
    std::vector<Setting> settings;
    for (const Memo::Id i : ids) settings.push_back(lattice_.setting(memo_[i].cell));
    std::vector<std::size_t> chosen;
    for (const std::size_t k : options_.select(settings))
      if (k < ids.size() && std::find(chosen.begin(), chosen.end(), k) == chosen.end()) chosen.push_back(k);
    for (const std::size_t k : order)
      if (std::find(chosen.begin(), chosen.end(), k) == chosen.end()) chosen.push_back(k);
    order = std::move(chosen);
  }
  for (const std::size_t k : order) {
    Finalist f = describe(problem_, seen[k]);
    f.setting = lattice_.setting(memo_[ids[k]].cell);
    f.left = lattice_.left(memo_[ids[k]].cell);
    f.end_of_climb = std::find(ends_.begin(), ends_.end(), ids[k]) != ends_.end();
    result_.finalists.push_back(std::move(f));
  }
  look_around_best(ids[order.front()]);
}

void Searching::look_around_best(Memo::Id best) {
  memo_.allow(options_.evaluations);  // the finals are over
  std::vector<Memo::Id> around;
  for (const Cell& c : lattice_.neighbours(memo_[best].cell, lattice_.levels() - 1, memo_[best].guidance))
    around.push_back(memo_.id(c));
  // where not all can be paid for, the most promising ones are
  const std::int32_t each = options_.climb.first_replications;
  std::int64_t left = memo_.left();
  std::vector<Memo::Id> paid;
  for (const Memo::Id i : around) {
    const auto has = static_cast<std::int32_t>(memo_[i].observations.size());
    left -= std::max(0, each - has);
    if (left < 0) break;
    paid.push_back(i);
  }
  if (!paid.empty() && !(options_.stop && options_.stop())) memo_.reach(paid, each);
  result_.neighbours = around.size();
  for (const Memo::Id i : around) {
    if (!memo_.seen(i)) continue;
    ++result_.neighbours_seen;
    if (memo_.advantage(i, best).sure()) ++result_.neighbours_better;
  }
}

SearchResult Searching::run() {
  climb_all();
  const std::vector<Memo::Id> ids = choose_finalists();
  if (!ids.empty()) finals(ids);
  if (memo_.stopped()) result_.ended = Ended::Interrupted;
  result_.evaluations = memo_.spent();
  for (Memo::Id i = 0; i < memo_.size(); ++i) result_.settings += memo_.seen(i) ? 1 : 0;
  if (result_.starts.empty() && result_.ended == Ended::Converged)
    result_.why_none = "no setting was found inside all budgets";
  else if (result_.finalists.empty())
    result_.why_none = memo_.spent() == 0 ? "nothing could be evaluated: allow more replications"
                                          : "no setting that was tried gave a finite value";
  return std::move(result_);
}

}  // namespace

SearchResult search(const SearchProblem& problem, const Evaluate& evaluate, const SearchOptions& options) {
  require_sound(problem);
  require_sound(options);
  return Searching(problem, evaluate, options).run();
}

}  // namespace linetwin
