// What a search found, for the terminal and as JSON.
#pragma once

#include <string>
#include <vector>

#include "analysis/required.hpp"
#include "optimiser/optimise_line.hpp"
#include "report/json_figure.hpp"

namespace linetwin {

std::string optimise_text(const Campaign& campaign, const LineProblem& problem, const LineOptimum& optimum);

Json optimise_json(const Campaign& campaign, const LineProblem& problem, const LineOptimum& optimum,
                   const std::vector<RequirementVerdict>& required);

// The changes of a case as they stand in a scenario: "set: {buffers.b1.capacity: 12}", and one with scalings
// behind it where there are some.
std::vector<std::string> case_lines(const Case& one);
// "linetwin run MODEL --set ...", as it can be typed; empty where something is scaled, which --set cannot.
std::string run_command(const std::string& model_file, const Case& one);

}  // namespace linetwin
