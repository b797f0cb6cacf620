// `linetwin check --json`: the line as it was understood, for tools.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "analysis/capacity.hpp"
#include "model/line_model.hpp"

namespace linetwin {

// {"linetwin", "version", "model", "model_hash", "elements": [{"name", "kind", "goes_to"}],
//  "capacity": {"line_parts_per_h", "arrivals_per_h", "limit", "stations", "resources", "assumptions"},
//  "takt_s"}; what is not known is null, `takt_s` is there with targets only.
nlohmann::ordered_json check_json(const LineModel& model, const CapacityReport& report,
                                  const std::string& version);

}  // namespace linetwin
