// The steps of a comparison. Nothing but comparison*.cpp includes this.
#pragma once

#include "comparison/comparison.hpp"

namespace linetwin {

inline compare::Goal goal_of(const Comparison& c) {
  return c.maximise ? compare::Goal::Maximise : compare::Goal::Minimise;
}

// Mean, sd and Student's half width; what is rounding noise against the mean is 0.
Figure figure_of(const CaseFigure& figure);
// The same of a difference between two values, and of the verdicts on it.
void settle(compare::Difference& difference, const RankedCase& one, const RankedCase& other,
            compare::Goal goal);

// By replication, as the room compare wants them.
compare::Values values_of(const ResultsReader& reader, const Comparison& c, std::size_t place);
// Value less value where both replications have one.
compare::Moments paired_moments(const compare::Values& values, const compare::Values& control);

void add_front(const ResultsReader& reader, Comparison& c);
void add_effects(const ResultsReader& reader, Comparison& c);
void add_surface(const ResultsReader& reader, Comparison& c);
void add_one_at_a_time(const ResultsReader& reader, Comparison& c);

}  // namespace linetwin
