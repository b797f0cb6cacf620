// Which factors matter, and which of them together: effects on a factorial of levels.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "compare/observed.hpp"
#include "statistics/estimate.hpp"

namespace linetwin::compare {

struct DesignCase {
  std::vector<std::size_t> levels;  // by factor, each below the factor's number of levels
  Observed observed;
};

// A main effect (one factor) or what two factors do together beyond the sum of their effects.
struct Effect {
  std::vector<std::size_t> factors;  // one, or two in ascending order
  // False when the design cannot tell it from effects that are estimated (or it has a single level, or the
  // effect of one of its two factors is not estimated); what follows is empty then.
  bool estimated = false;
  // Effects that it is mixed up with, as places in Effects::effects: an estimated one stands for the sum of
  // itself and the ones that could not be estimated beside it.
  std::vector<std::size_t> aliased_with{};
  // By level, or by pair of levels with the second factor's running fastest: how far the level lies from the
  // grand mean, or the pair from the sum of its two effects. They sum to 0 over each factor's levels.
  std::vector<Estimate> deviations{};
  // The means by level or pair, all levels of the other factors counted alike (least-squares means: those of
  // the cases where the design is balanced).
  std::vector<Estimate> means{};
  // The largest deviation less the smallest: for two levels the classical effect, high minus low; for two
  // factors of two levels half the difference of the differences. Its half width is simultaneous over all
  // pairs of deviations (Bonferroni), because the data choose the two.
  Estimate range{};
  // How likely so large a range is by chance when there is none, counted over the same pairs: below
  // 1 - confidence exactly when the interval of the range does not hold 0. Nothing where there is no
  // interval, or no difference in any replication.
  std::optional<double> range_p{};
  std::size_t lowest = 0;  // places of the two in `deviations`
  std::size_t highest = 0;
  double squares = 0;  // the sum of squares, with the weights of the observations
  FTest test{};        // of all deviations at once; of more than two levels it may differ from the range's p
};

struct Effects {
  Estimate grand_mean{};
  std::vector<Effect> effects;  // the factors in order, then the pairs (0,1), (0,2), ..., (1,2), ...
  double total_squares = 0;     // of the cases' means about theirs
  // What the effects leave of the differences between cases: three factors together, and effects that could
  // not be estimated.
  double rest_squares = 0;
  FTest rest{};
  double error_squares = 0;  // between replications, see below; 0 when there is nothing to judge by
  double error_degrees = 0;
  bool replications_are_blocks = false;
  std::size_t replications = 0;  // common to all cases, when they are blocks
};

struct EffectOptions {
  bool interactions = true;  // of two factors
  // Common random numbers: the values of a replication belong together. Used when all cases have values and
  // at least two common replications; other replications are left out then.
  bool common_random_numbers = true;
  double confidence = kConfidence;
};

// Least squares with effect coding on the cases that have observations, full or fractional, balanced or not:
// main effects first, then pairs, each only if it is independent of those before it. Sums of squares are
// those by which the fit gets worse without the effect (type III, Yates 1934): where the design is balanced,
// the classical ones of the analysis of variance (Fisher 1925), which add up to the total.
//
// Replications as blocks: the effects are estimated in each replication by itself; intervals are Student's
// over replications, and an effect's F has its own interaction with the replications as the error (repeated
// measures; Winer 1971). What the replications have in common cancels, and unlike the classical analysis of
// blocks nothing is assumed about how strongly which cases go together; for an effect of two levels it is the
// paired t. Effects of more levels take the differences between levels to vary alike.
//
// Otherwise (independent streams, or means with variances only): weights n, the error pooled over the cases,
// which are taken to have the same variance. Without that, the rest is the error when it has degrees.
//
// What is no more than rounding noise against the largest value is 0.
//
// Cost: cases times the square of the number of coefficients. Throws std::invalid_argument when a case does
// not have a level for each factor or a level is out of range, or no factors are given.
Effects effects_of(const std::vector<std::size_t>& level_counts, const std::vector<DesignCase>& cases,
                   const EffectOptions& options = {});

}  // namespace linetwin::compare
