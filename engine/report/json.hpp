// Results as JSON, in the form that tools outside read.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analysis/required.hpp"
#include "analysis/summary.hpp"
#include "batch/details.hpp"
#include "model/line_model.hpp"
#include "statistics/precision.hpp"

namespace linetwin {

struct JsonContext {
  std::string version;
  std::vector<std::pair<std::string, std::string>> options;  // as given on the command line
  std::optional<Stop> precision{};                           // of --precision
  bool warmup_found = false;                                 // by MSER-5; else it was given
  const Details* details = nullptr;                          // of a study that was watched
  std::vector<RequirementVerdict> requirements{};            // of --require
};

// Two-space indented, ends with a newline. Numbers in their shortest form that reads back the same.
std::string json_report(const LineModel& model, const Summary& summary, const JsonContext& context);

}  // namespace linetwin
