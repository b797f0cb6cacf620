// Figures as JSON, for those who write JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "statistics/estimate.hpp"

namespace linetwin {

using Json = nlohmann::ordered_json;

inline Json number(const std::optional<double>& x) { return x ? Json(*x) : Json(nullptr); }

inline Json figure(const Figure& f) {
  return {{"mean", number(f.mean)}, {"half_width", number(f.half_width)}, {"sd", number(f.sd)}};
}

}  // namespace linetwin
