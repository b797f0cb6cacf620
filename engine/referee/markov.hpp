// The exact long-run figures of a line whose times are all exponential (or Erlang): its Markov chain, solved.
#pragma once

#include "referee/view.hpp"

namespace linetwin {

// Solves pi Q = 0, sum pi = 1 over all states that the line comes back to (Stewart 1994, Introduction to the
// Numerical Solution of Markov Chains). Refuses a chain of more than `most_states` states.
Opinion markov_opinion(const LineModel& model, std::size_t most_states);

}  // namespace linetwin
