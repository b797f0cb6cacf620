// Figures as JSON, for those who write JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "analysis/required.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

using Json = nlohmann::ordered_json;

inline Json number(const std::optional<double>& x) { return x ? Json(*x) : Json(nullptr); }

inline Json figure(const Figure& f) {
  return {{"mean", number(f.mean)}, {"half_width", number(f.half_width)}, {"sd", number(f.sd)}};
}

// [{"text", "metric", "relation", "bound", "measured", "fulfilled"}]
inline Json requirements_json(const std::vector<RequirementVerdict>& verdicts) {
  Json all = Json::array();
  for (const RequirementVerdict& v : verdicts)
    all.push_back({{"text", v.requirement.text},
                   {"metric", v.requirement.metric},
                   {"relation", relation_sign(v.requirement.relation)},
                   {"bound", v.requirement.bound},
                   {"measured", figure(v.measured)},
                   {"fulfilled", fulfilled_name(v.fulfilled)}});
  return all;
}

}  // namespace linetwin
