// A scenario file and its model -> what a runner needs.
#pragma once

#include <cstdint>
#include <string>

#include "base/diagnostics.hpp"
#include "model/line_model.hpp"
#include "scenario/case_builder.hpp"
#include "scenario/scenario.hpp"

namespace linetwin {

// Design and CaseBuilder refer to its members: keep it in one place while they live.
struct ScenarioRead {
  Sources sources;          // 0: the model, 1: the scenario
  Diagnostics diagnostics;  // errors and warnings of both; with errors the rest is not whole
  Scenario scenario;
  ModelTree model;
  LineModel as_is;
  RunOptions options;             // the scenario's run over the model's, with the defaults
  std::uint64_t model_hash = 0;   // of the model's text and the measured values beside it
  std::uint64_t design_hash = 0;  // of what in the scenario changes what is simulated and kept
};

// Reads and checks a scenario and its model: each named case, and each level of each factor (of many: the
// first, the last and some between) is tried once on the model. Reports all errors of the scenario, each at
// its place. If the model has errors these are reported, and nothing is tried on it.
ScenarioRead read_scenario_file(const std::string& path);

// The same of a text; `path` says where it would be, and the model beside it is read.
ScenarioRead read_scenario_text(const std::string& path, std::string text);

}  // namespace linetwin
