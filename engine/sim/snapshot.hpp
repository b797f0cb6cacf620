// A replication's state as bytes, and back: to scrub back, to fork the present, to go on another day.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/line_model.hpp"
#include "sim/plan.hpp"
#include "sim/state.hpp"

namespace linetwin {

// The raw form: rows as they lie in memory, for the same build and the same model. A run from a restored
// state is the run that was not interrupted, bit for bit.
std::vector<std::byte> save(const LineState& state, const LineModel& model);
// How many bytes that are, without writing them; a copy of the state holds about as many.
std::size_t saved_size(const LineState& state);

// Nothing when the bytes are no state of this model and this build (another model, cut short, another
// version); never a crash on bytes that are.
std::optional<LineState> restore(const std::vector<std::byte>& bytes, const LineModel& model,
                                 const Plan& plan);

}  // namespace linetwin
