// The defence of a result as JSON.
#pragma once

#include "batch/details.hpp"
#include "report/json_figure.hpp"

namespace linetwin {

// {"oee": by station, "losses": of the bottleneck or null, "sensitivity": {"step", "gains", "relief"},
//  "flow": by edge}; docs/model-reference.md has every key.
Json details_json(const LineModel& model, const Details& details);

}  // namespace linetwin
