// `linetwin check`: the line as it was understood.
#pragma once

#include <string>

#include "analysis/capacity.hpp"
#include "model/line_model.hpp"
#include "report/text.hpp"

namespace linetwin {

std::string check_report(const LineModel& model, const CapacityReport& capacity, const TextStyle& style);

}  // namespace linetwin
