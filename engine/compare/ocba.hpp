// Where the next observations help most to choose the best: optimal computing budget allocation.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "compare/observed.hpp"
#include "compare/rounds.hpp"

namespace linetwin::compare {

// The rule of Chen, Lin, Yucesan and Chick (2000): with the best b, differences d(i) from it and standard
// deviations s(i),
//   N(i) : N(j) = (s(i) / d(i))^2 : (s(j) / d(j))^2,   N(b) = s(b) sqrt(sum over i of (N(i) / s(i))^2).
// The shares of all observations that each alternative should have; they sum to 1. An alternative without
// variance gets none; when none has any, all get the same. A difference counts as at least `least_difference`
// and at least a thousandth of its standard error, so that equal means do not claim everything.
std::vector<double> ocba_shares(const std::vector<Moments>& alternatives, Goal goal,
                                double least_difference = 0);

// How many more observations each gets of `more`, so that together with those it has they come close to the
// rule; who has more than its share already gets none. They sum to `more`. Every alternative has at least two
// values; throws std::invalid_argument otherwise, or when there are none.
std::vector<std::size_t> ocba_allocation(const std::vector<Moments>& alternatives, std::size_t more,
                                         Goal goal, double least_difference = 0);

// The approximate probability of correct selection (the same): a lower bound by Bonferroni's inequality with
// normal posteriors, 1 - sum over i != b of P(mean of i better than that of b by more than least_difference);
// at least 0. Nothing when one has fewer than two values.
std::optional<double> correct_selection(const std::vector<Moments>& alternatives, Goal goal,
                                        double least_difference = 0);

struct OcbaOptions {
  std::size_t n0 = 10;             // of every alternative first, at least 2
  std::size_t increment = 10;      // then so many at a time, at least 1
  std::size_t budget = 0;          // of observations in all, at least k n0
  std::optional<double> target{};  // stops when the approximate probability reaches it, below 1
  double least_difference = 0;     // smaller ones do not matter, at least 0
  Goal goal = Goal::Maximise;
};

// The sequential procedure, a state machine like KimNelson. For streams that are independent between
// alternatives: replication r of one shares no random numbers with replication r of another. The probability
// is an estimate from the same data and no guarantee.
class Ocba {
 public:
  // Throws std::invalid_argument when k is 0 or an option is out of its range.
  Ocba(std::size_t k, const OcbaOptions& options);

  std::vector<Request> next() const { return round_.open(); }  // what is still lacking; empty when done
  // One of those; throws std::invalid_argument for any other, or a value that is not finite.
  void add(std::size_t alternative, std::size_t replication, double value);

  bool done() const { return done_; }
  bool reached() const;                       // the target, if there is one
  std::optional<std::size_t> best() const;    // by the means so far; nothing before the first n0
  std::optional<double> probability() const;  // of correct selection, approximate
  std::size_t observations() const;           // of all, in complete rounds
  const std::vector<Moments>& alternatives() const { return alternatives_; }

 private:
  void proceed();

  OcbaOptions options_;
  std::vector<Moments> alternatives_;
  Round round_;
  bool done_ = false;
};

}  // namespace linetwin::compare
