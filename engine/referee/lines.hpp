// The decomposition's opinion of a model: which machines and buffers of the continuous flow stand for it.
#pragma once

#include "referee/view.hpp"

namespace linetwin {

Opinion decomposition_opinion(const LineModel& model);

}  // namespace linetwin
