// A comparison as JSON and as CSV tables (docs/scenarios.md lists keys and columns).
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "analysis/required.hpp"
#include "comparison/comparison.hpp"

namespace linetwin {

// With all cases that are shown, and the control.
std::string comparison_json(const Comparison& comparison, const std::vector<RequirementVerdict>& required);

// cases.csv of all cases with all that was recorded, effects.csv and surface.csv where there are any.
std::vector<std::pair<std::string, std::string>> comparison_tables(const ResultsReader& reader,
                                                                   const Comparison& comparison);
inline const std::vector<std::string> kComparisonTables = {"cases.csv", "effects.csv", "surface.csv"};

// replications.csv, a row at a time.
void write_replications(const ResultsReader& reader, std::ostream& out);

}  // namespace linetwin
