#include "optimise/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace linetwin {

namespace {

constexpr std::int32_t kContinuous = 1024;  // cells that stand for a continuous range
constexpr double kRounding = 1e-9;          // of a budget

}  // namespace

Lattice::Lattice(const SearchProblem& problem) : problem_(problem) {
  const std::size_t n = problem.factors.size();
  for (const SearchFactor& f : problem.factors) {
    const double width = f.to - f.from;
    const bool continuous = f.step == 0 && width > 0;
    unit_.push_back(continuous ? width / kContinuous : f.step);
    top_.push_back(continuous    ? kContinuous
                   : f.step == 0 ? 0
                                 : static_cast<std::int32_t>(std::floor(width / f.step + kRounding)));
  }
  tight_.assign(n, false);
  std::vector<double> reach(n);  // what a first step is a share of
  for (std::size_t i = 0; i < n; ++i) reach[i] = top_[i] / 4.0;
  for (const SearchBudget& b : problem.budgets) {
    double size = std::abs(b.at_most), room = b.at_most;
    for (const auto& [i, w] : b.weights) {
      size = std::max({size, std::abs(w * problem.factors[i].from), std::abs(w * problem.factors[i].to)});
      room -= w * problem.factors[i].from;
      if (b.tight && w > 0) tight_[i] = true;
    }
    scale_.push_back(size > 0 ? size : 1);
    for (const auto& [i, w] : b.weights)
      if (w > 0 && unit_[i] > 0)
        reach[i] = std::min(reach[i], room / (w * unit_[i]) / static_cast<double>(b.weights.size()));
  }
  price_.assign(n, 0);
  for (std::size_t b = 0; b < problem.budgets.size(); ++b)
    for (const auto& [i, w] : problem.budgets[b].weights) price_[i] += std::abs(w) * unit_[i] / scale_[b];
  for (std::size_t i = 0; i < n; ++i) {
    std::int32_t step = 1;
    while (2 * step <= reach[i] / 2) step *= 2;
    first_stride_.push_back(step);
    int level = 1;
    for (; step > 1; step /= 2) ++level;
    levels_ = std::max(levels_, level);
  }
}

Setting Lattice::setting(const Cell& cell) const {
  Setting setting(cell.size());
  for (std::size_t i = 0; i < cell.size(); ++i)
    setting[i] = std::min(problem_.factors[i].to, problem_.factors[i].from + cell[i] * unit_[i]);
  return setting;
}

std::vector<double> Lattice::left(const Cell& cell) const {
  std::vector<double> left;
  for (const SearchBudget& b : problem_.budgets) {
    double used = 0;
    for (const auto& [i, w] : b.weights) used += w * (problem_.factors[i].from + cell[i] * unit_[i]);
    left.push_back(b.at_most - used);
  }
  return left;
}

double Lattice::excess(const Cell& cell) const {
  const std::vector<double> rest = left(cell);
  double sum = 0;
  for (std::size_t b = 0; b < rest.size(); ++b)
    if (rest[b] < -kRounding * scale_[b]) sum -= rest[b] / scale_[b];
  return sum;
}

bool Lattice::fits(const Cell& cell) const { return excess(cell) == 0; }

double Lattice::spent(std::size_t factor, const Cell& cell) const { return cell[factor] * price_[factor]; }

bool Lattice::share_budget(std::size_t a, std::size_t b) const {
  return std::any_of(problem_.budgets.begin(), problem_.budgets.end(), [a, b](const SearchBudget& budget) {
    const auto has = [&budget](std::size_t f) {
      return std::any_of(budget.weights.begin(), budget.weights.end(),
                         [f](const auto& w) { return w.first == f && w.second != 0; });
    };
    return has(a) && has(b);
  });
}

bool Lattice::shrink(Cell& cell, const Score& score, std::size_t keep) const {
  for (double over = excess(cell); over > 0; over = excess(cell)) {
    double best_score = std::numeric_limits<double>::infinity();
    std::optional<Cell> best;
    for (std::size_t i = 0; i < cell.size(); ++i)
      for (const std::int32_t move : {-1, 1}) {
        if (i == keep || cell[i] + move < 0 || cell[i] + move > top_[i]) continue;
        Cell next = cell;
        next[i] += move;
        if (!(excess(next) < over)) continue;
        const double s = score(i, cell);
        if (best && !(s < best_score)) continue;
        best_score = s;
        best = std::move(next);
      }
    if (!best) return false;
    cell = std::move(*best);
  }
  return true;
}

void Lattice::fill(Cell& cell, const Score& score, std::size_t keep) const {
  for (;;) {
    double best_score = std::numeric_limits<double>::infinity();
    std::size_t best = kNone;
    for (std::size_t i = 0; i < cell.size(); ++i) {
      if (!tight_[i] || i == keep || cell[i] >= top_[i]) continue;
      ++cell[i];
      const bool ok = fits(cell);
      --cell[i];
      if (!ok) continue;
      const double s = score(i, cell);
      if (best != kNone && !(s < best_score)) continue;
      best_score = s;
      best = i;
    }
    if (best == kNone) return;
    ++cell[best];
  }
}

std::optional<Cell> Lattice::settled(Cell cell, const Score& lower, const Score& raise) const {
  if (!shrink(cell, lower)) return std::nullopt;
  fill(cell, raise);
  return cell;
}

std::optional<Cell> Lattice::as_is() const {
  Cell cell = top_;
  bool any = false;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const SearchFactor& f = problem_.factors[i];
    if (!f.as_is) {
      cell[i] = 0;
      continue;
    }
    any = true;
    if (unit_[i] > 0)
      cell[i] = static_cast<std::int32_t>(
          std::clamp(std::round((*f.as_is - f.from) / unit_[i]), 0.0, static_cast<double>(top_[i])));
  }
  if (!any) return std::nullopt;
  return settled(
      std::move(cell), [this](std::size_t i, const Cell& c) { return -spent(i, c); },
      [this](std::size_t i, const Cell& c) { return spent(i, c); });
}

std::optional<Cell> Lattice::even() const {
  Cell cell = as_is().value_or(Cell(top_.size()));
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (tight_[i])
      cell[i] = 0;
    else if (!problem_.factors[i].as_is)
      cell[i] = top_[i] / 2;
  }
  return settled(
      std::move(cell), [this](std::size_t i, const Cell& c) { return -spent(i, c); },
      [this](std::size_t i, const Cell& c) { return spent(i, c); });
}

std::optional<Cell> Lattice::guided(const std::vector<double>& guidance) const {
  std::optional<Cell> cell = even();
  if (!cell) return cell;
  for (std::size_t i = 0; i < cell->size(); ++i)
    if (tight_[i]) (*cell)[i] = 0;
  const auto average = [&](std::size_t i, const Cell& c) { return guidance[i] / (spent(i, c) + price(i)); };
  return settled(std::move(*cell), average,
                 [&average](std::size_t i, const Cell& c) { return -average(i, c); });
}

std::optional<Cell> Lattice::random(StreamKey key) const {
  std::uint64_t k = 0;
  Cell cell(top_.size());
  for (std::size_t i = 0; i < cell.size(); ++i)
    cell[i] = std::min(top_[i], static_cast<std::int32_t>(random_unit(key, k++) * (top_[i] + 1.0)));
  const Score any = [&k, key](std::size_t, const Cell&) { return random_unit(key, k++); };
  return settled(std::move(cell), any, any);
}

std::optional<Cell> Lattice::least() const {
  Cell cell(top_.size());
  if (!shrink(cell, [](std::size_t i, const Cell&) { return static_cast<double>(i); })) return std::nullopt;
  return cell;
}

std::int32_t Lattice::stride(std::size_t factor, int level) const {
  return std::max(1, first_stride_[factor] >> std::min(level, 30));
}

// By how many values `payer` must go down (up: negative) so that what is overspent is paid; 0 when it cannot.
std::int32_t Lattice::to_pay(const Cell& cell, std::size_t payer) const {
  const std::vector<double> rest = left(cell);
  double down = 0, up = 0;
  for (std::size_t b = 0; b < rest.size(); ++b) {
    if (rest[b] >= -kRounding * scale_[b]) continue;
    double weight = 0;
    for (const auto& [i, w] : problem_.budgets[b].weights)
      if (i == payer) weight += w * unit_[payer];
    if (weight == 0) return 0;
    const double steps = std::ceil(-rest[b] / std::abs(weight) - kRounding);
    (weight > 0 ? down : up) = std::max(weight > 0 ? down : up, steps);
  }
  if ((down > 0) == (up > 0) || down > cell[payer] || up > top_[payer] - cell[payer]) return 0;
  return static_cast<std::int32_t>(down > 0 ? down : -up);
}

// Several amounts: what a measured constraint allows in exchange for a factor is known to nobody beforehand.
void Lattice::uneven_exchanges(const Cell& cell, int level, std::size_t a, std::size_t b,
                               std::vector<Cell>& into) const {
  for (const auto& [up, down] : {std::pair{1, 1}, {1, 2}, {1, 4}, {2, 1}, {4, 1}}) {
    Cell next = cell;
    next[a] = std::min(top_[a], cell[a] + up * stride(a, level));
    next[b] = std::max(0, cell[b] - down * stride(b, level));
    if (next[a] != cell[a] && next[b] != cell[b]) into.push_back(std::move(next));
  }
}

void Lattice::exchanges(const Cell& cell, int level, std::vector<Cell>& into) const {
  const std::size_t n = cell.size();
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < n; ++b) {
      if (a == b) continue;
      if (!problem_.constraints.empty()) uneven_exchanges(cell, level, a, b, into);
      if (!share_budget(a, b)) continue;
      // a up by a stride, b pays
      Cell next = cell;
      next[a] = std::min(top_[a], cell[a] + stride(a, level));
      if (next[a] > cell[a]) {
        next[b] -= fits(next) ? std::min(cell[b], stride(b, level)) : to_pay(next, b);
        if (next[b] != cell[b]) into.push_back(next);
      }
      // b down by a stride, a takes what that frees
      next = cell;
      next[b] = std::max(0, cell[b] - stride(b, level));
      if (next[b] == cell[b]) continue;
      const double freed = spent(b, cell) - spent(b, next), each = price(a);
      if (!(each > 0)) continue;
      next[a] = static_cast<std::int32_t>(
          std::min(static_cast<double>(top_[a]), cell[a] + std::floor(freed / each + kRounding)));
      if (next[a] != cell[a]) into.push_back(std::move(next));
    }
}

std::vector<Cell> Lattice::neighbours(const Cell& cell, int level,
                                      const std::vector<double>& guidance) const {
  const bool guide = guidance.size() == cell.size();
  std::vector<Cell> found;
  for (std::size_t a = 0; a < cell.size(); ++a) {
    // those that cost less than it pay for it and take what it frees, if they can: one dearer is an exchange
    const auto dear = [&](std::size_t i) { return price(i) < price(a) ? 0.0 : 1e9; };
    const auto help = [&](std::size_t i, const Cell& c) { return guide ? guidance[i] : -spent(i, c); };
    for (const std::int32_t by : {stride(a, level), -stride(a, level)}) {
      Cell next = cell;
      next[a] = std::clamp(cell[a] + by, 0, top_[a]);
      if (next[a] == cell[a]) continue;
      found.push_back(next);
      if (by > 0) {
        if (!shrink(
                next, [&](std::size_t i, const Cell& c) { return dear(i) + help(i, c); }, a))
          continue;
      } else {
        if (!tight_[a]) continue;
        fill(
            next, [&](std::size_t i, const Cell& c) { return dear(i) - help(i, c); }, a);
      }
      found.push_back(std::move(next));
    }
  }
  exchanges(cell, level, found);
  std::set<Cell> seen{cell};
  std::erase_if(found, [&](const Cell& c) { return !fits(c) || !seen.insert(c).second; });
  if (!guide) return found;
  const auto promise = [&](const Cell& c) {
    double sum = 0;
    for (std::size_t i = 0; i < c.size(); ++i)
      sum += guidance[i] * (c[i] - cell[i]) / static_cast<double>(stride(i, level));
    return sum;
  };
  std::stable_sort(found.begin(), found.end(),
                   [&](const Cell& x, const Cell& y) { return promise(x) > promise(y); });
  return found;
}

}  // namespace linetwin
