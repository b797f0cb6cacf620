#include "optimise/climb.hpp"

#include <algorithm>

namespace linetwin {

namespace {

Cell difference(const Cell& to, const Cell& from) {
  Cell d = to;
  for (std::size_t i = 0; i < d.size(); ++i) d[i] -= from[i];
  return d;
}

}  // namespace

Climber::Climber(const Lattice& lattice, Memo& memo, const ClimbRules& rules,
                 std::function<void(Memo::Id)> moved, std::function<bool()> stop)
    : lattice_(lattice), memo_(memo), rules_(rules), moved_(std::move(moved)), stop_(std::move(stop)) {}

// Better by more than does not matter.
bool Climber::enough(const Advantage& a) const { return a.mean > (a.of_objective ? rules_.worth : 0); }

void Climber::drop(Memo::Id stands, std::vector<Memo::Id>& challengers) const {
  std::erase_if(challengers, [&](Memo::Id c) {
    if (memo_[c].ruled_out) return true;
    Advantage a = memo_.advantage(c, stands);
    if (a.of_objective) a.mean -= rules_.worth;
    return a.sure_not();
  });
  if (challengers.empty()) return;
  Memo::Id best = challengers.front();
  for (const Memo::Id c : challengers)
    if (memo_.advantage(c, best).mean > 0) best = c;
  std::swap(*std::find(challengers.begin(), challengers.end(), best), challengers.front());
  std::erase_if(challengers, [&](Memo::Id c) { return c != best && memo_.advantage(best, c).sure(); });
}

Climber::Race Climber::race(Memo::Id stands, std::vector<Memo::Id> challengers) const {
  for (std::int32_t n = std::min(rules_.first_replications, rules_.most_replications);;
       n = std::min(2 * n, rules_.most_replications)) {
    if (stop_ && stop_()) return {{}, Ended::Interrupted};
    std::vector<Memo::Id> all = challengers;
    all.push_back(stands);
    if (!memo_.reach(all, n)) return {{}, Ended::Exhausted};
    drop(stands, challengers);  // puts the best first
    if (challengers.empty()) return {};
    const Memo::Id best = challengers.front();
    const Advantage advantage = memo_.advantage(best, stands);
    const bool last = n >= rules_.most_replications;
    // Who has stood before comes back only by all replications, whose order has no circles: so a climb ends.
    const bool before = std::find(visited_.begin(), visited_.end(), best) != visited_.end();
    if (enough(advantage) && (last || (advantage.sure() && !before))) return {best};
    if (last) return {};
  }
}

Climber::Race Climber::look_around(Memo::Id stands, int level) {
  const Cell here = memo_[stands].cell;
  std::vector<Cell> cells = lattice_.neighbours(here, level, memo_[stands].guidance);
  // what helped once may help again
  std::stable_partition(cells.begin(), cells.end(),
                        [&](const Cell& c) { return difference(c, here) == last_move_; });
  for (std::size_t first = 0; first < cells.size(); first += rules_.batch) {
    std::vector<Memo::Id> challengers;
    for (std::size_t i = first; i < std::min(first + rules_.batch, cells.size()); ++i)
      challengers.push_back(memo_.id(cells[i]));
    const Race result = race(stands, std::move(challengers));
    if (result.winner || result.why != Ended::Converged) return result;
  }
  return {};
}

Climb Climber::climb(Memo::Id start) {
  visited_ = {start};
  last_move_.clear();
  Memo::Id stands = start;
  if (!memo_.reach({start}, rules_.first_replications)) return {start, Ended::Exhausted};
  if (moved_) moved_(start);
  for (int level = 0; level < lattice_.levels();) {
    const Race result = look_around(stands, level);
    if (result.why != Ended::Converged) return {stands, result.why};
    if (result.winner) {
      last_move_ = difference(memo_[*result.winner].cell, memo_[stands].cell);
      stands = *result.winner;
      visited_.push_back(stands);
      if (moved_) moved_(stands);
      continue;
    }
    if (level + 1 < lattice_.levels()) {
      ++level;
      continue;
    }
    // the end is judged by all replications, and its neighbours once more against them
    const auto most = static_cast<std::size_t>(rules_.most_replications);
    if (memo_[stands].observations.size() >= most || memo_[stands].ruled_out) break;
    if (!memo_.reach({stands}, rules_.most_replications)) return {stands, Ended::Exhausted};
  }
  return {stands, Ended::Converged};
}

}  // namespace linetwin
