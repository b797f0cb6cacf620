// The steps of a comparison. Nothing but comparison*.cpp includes this.
#pragma once

#include "comparison/comparison.hpp"

namespace linetwin {

inline compare::Goal goal_of(const Comparison& c) {
  return c.maximise ? compare::Goal::Maximise : compare::Goal::Minimise;
}

// By replication, as the room compare wants them.
compare::Values values_of(const ResultsReader& reader, const Comparison& c, std::size_t place);
// Value less value where both replications have one.
compare::Moments paired_moments(const compare::Values& values, const compare::Values& control);

void add_front(const ResultsReader& reader, Comparison& c);
void add_effects(const ResultsReader& reader, Comparison& c);
void add_surface(const ResultsReader& reader, Comparison& c);
void add_one_at_a_time(const ResultsReader& reader, Comparison& c);

}  // namespace linetwin
