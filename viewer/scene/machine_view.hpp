// How a machine looks at a moment: state, progress, what is wrong with it.
#pragma once

#include "viewer/scene/frame.hpp"

namespace linetwin::viewer {

// All but the dots.
MachineView machine_view(const LineModel& model, const Plan& plan, const LineState& state, MachineId m);

}  // namespace linetwin::viewer
