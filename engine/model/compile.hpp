// LineSpec -> LineModel: names resolved, counts and shares checked, the graph checked (Boost.Graph).
#pragma once

#include <optional>

#include "base/diagnostics.hpp"
#include "model/line_model.hpp"
#include "model/spec.hpp"

namespace linetwin {

// Reports every error it finds; returns nothing when there was one (also one reported before, by the
// reader: pass the same `diagnostics`, so that a name that was not understood is not reported twice).
//
// Errors: unknown or doubled names, an arrow to nothing or from a sink or into a source, shares or
// probabilities that do not sum to 1 (within 1e-6), probabilities of successors that do not exist or that
// are missing, a flow from which no part can ever leave, counts out of range, a circle on which no time
// passes. Warnings: elements that no part can reach, a branch that is never chosen, `scrap: 1`, a normal that
// is often drawn again, a warm-up that leaves nothing.
std::optional<LineModel> compile(const LineSpec& spec, Diagnostics& diagnostics);

// The run section with its defaults: 24 h, no warm-up, 10 replications, seed 1. Reports a warm-up that is
// not shorter than the duration.
RunOptions run_options(const LineSpec& spec, Diagnostics& diagnostics);

}  // namespace linetwin
