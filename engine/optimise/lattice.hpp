// The settings that a search may try: points of a lattice inside linear budgets; where to start among them,
// and which are neighbours.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/random.hpp"
#include "optimise/problem.hpp"

namespace linetwin {

// For each factor the number of its value, from 0.
using Cell = std::vector<std::int32_t>;

class Lattice {
 public:
  explicit Lattice(const SearchProblem& problem);  // which must be sound, and outlive the lattice

  Setting setting(const Cell& cell) const;
  bool fits(const Cell& cell) const;                 // inside all budgets
  std::vector<double> left(const Cell& cell) const;  // of each budget; negative: overspent

  // Starts, each inside the budgets and with tight budgets used up; nothing where no way inside is found.
  std::optional<Cell> as_is() const;  // nearest to it, also nothing when no factor says how it is
  std::optional<Cell> even()
      const;  // tight budgets in equal shares; other factors as they are or in the middle
  // Tight budgets by the rule of highest averages (D'Hondt): a unit more where guidance / units is largest.
  std::optional<Cell> guided(const std::vector<double>& guidance) const;
  std::optional<Cell> random(StreamKey key) const;
  std::optional<Cell> least() const;  // every factor as low as it goes; uses nothing up

  // Steps are halved from one level to the next; at the last all factors move by one value.
  int levels() const { return levels_; }
  // Raise one, lower one, exchange two that share a budget, raise one that several pay for, lower one and
  // give what that frees to others. Each is inside the budgets and there once; most promising by guidance
  // first.
  std::vector<Cell> neighbours(const Cell& cell, int level, const std::vector<double>& guidance) const;

 private:
  // Of the factors that may move, the one with the least score goes first.
  using Score = std::function<double(std::size_t factor, const Cell& cell)>;
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  bool shrink(Cell& cell, const Score& score, std::size_t keep = kNone) const;  // until it fits
  void fill(Cell& cell, const Score& score, std::size_t keep = kNone) const;    // tight budgets
  double excess(const Cell& cell) const;
  // Shares of the budgets, added up over them: of one value more, and of all above the first.
  double price(std::size_t factor) const { return price_[factor]; }
  double spent(std::size_t factor, const Cell& cell) const;
  bool share_budget(std::size_t a, std::size_t b) const;
  std::optional<Cell> settled(Cell cell, const Score& lower, const Score& raise) const;
  std::int32_t stride(std::size_t factor, int level) const;
  std::int32_t to_pay(const Cell& cell, std::size_t payer) const;
  void uneven_exchanges(const Cell& cell, int level, std::size_t a, std::size_t b,
                        std::vector<Cell>& into) const;
  void exchanges(const Cell& cell, int level, std::vector<Cell>& into) const;

  const SearchProblem& problem_;
  Cell top_;                   // number of the last value
  std::vector<double> unit_;   // between two values
  Cell first_stride_;          // powers of two
  std::vector<bool> tight_;    // in a tight budget with a positive weight
  std::vector<double> scale_;  // of each budget, for rounding and for adding up excesses
  std::vector<double> price_;  // of each factor
  int levels_ = 1;
};

}  // namespace linetwin
