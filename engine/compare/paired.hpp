// Differences between alternatives with intervals, and whether one can be told to be better.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "compare/observed.hpp"
#include "statistics/estimate.hpp"

namespace linetwin::compare {

enum class Verdict { Better, Worse, CannotTell };

// A difference with two intervals: of this difference alone, and one of a family that holds all its truths at
// once with the confidence. No half widths with fewer than two pairs.
struct Difference {
  std::size_t n = 0;              // pairs; of independent streams, the values of the alternative
  std::optional<double> value{};  // alternative minus control; nothing without a pair
  std::optional<double> half_width{};
  std::optional<double> simultaneous_half_width{};
  double degrees = 0;                       // of freedom
  Verdict alone = Verdict::CannotTell;      // by its own interval
  Verdict among_all = Verdict::CannotTell;  // by the simultaneous one: what to go by
};

// The alternative against the control: better or worse when the interval does not hold 0. A difference that
// is 0 in every pair cannot be told, one that is the same in every pair otherwise can.
Verdict verdict(double difference, std::optional<double> half_width, Goal goal);

struct Compared {
  std::size_t control = 0;
  std::vector<Difference> differences;  // of each alternative; that of the control is empty (n = 0)
};

// Paired t under common random numbers (Law 2015, 10.2.1): replication r of one alternative against
// replication r of the control, only where both exist. The simultaneous intervals are Bonferroni's (Dunn
// 1961): each of k comparisons at 1 - (1 - confidence) / k, whatever the dependence between them. Every
// alternative that is not the control counts among the k, also one without pairs. Throws
// std::invalid_argument when there is no such control, or the confidence is not in (0, 1).
Compared against_control(const std::vector<Values>& alternatives, std::size_t control, Goal goal,
                         double confidence = kConfidence);

// The same for differences that were summed up as they came (alternative minus control; what is at `control`
// is ignored): thousands of alternatives need three numbers each.
Compared against_control(const std::vector<Moments>& differences, std::size_t control, Goal goal,
                         double confidence = kConfidence);

// Against the best by the mean over the replications that all alternatives with any value have (over each
// one's own values when there are none); of equal means the first. Nothing without a value. Since the values
// themselves choose the control, any pair could have been compared, and the simultaneous intervals count all
// k (k - 1) / 2 pairs of alternatives: they hold the truth about every pair, so about those with the chosen
// one. The intervals of each alone are not corrected for the choice.
std::optional<Compared> against_best(const std::vector<Values>& alternatives, Goal goal,
                                     double confidence = kConfidence);

// Independent streams: Welch's interval (1938) with Satterthwaite's degrees of freedom (1946), Bonferroni as
// above. An alternative with fewer than two values has no interval.
Compared against_control_unpaired(const std::vector<Moments>& alternatives, std::size_t control, Goal goal,
                                  double confidence = kConfidence);

}  // namespace linetwin::compare
