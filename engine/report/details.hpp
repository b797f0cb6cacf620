// The defence of a result as text: the jury's votes, what improving brings, losses, effectiveness.
#pragma once

#include <string>

#include "analysis/summary.hpp"
#include "batch/details.hpp"
#include "report/text.hpp"

namespace linetwin {

// To be printed behind text_report(). Sections for which there is nothing to say are left out.
std::string details_report(const LineModel& model, const Summary& summary, const Details& details,
                           const TextStyle& style);

// A score of a method in its own unit: "93.6 %", "12.4 min", "4.1 parts/h".
std::string score_text(JuryMethod method, double score);
// "cycle time of laser 10 % shorter", "one part more in b2": an improvement by that step.
std::string improvement_text(const LineModel& model, const Improvement& improvement, double step);

}  // namespace linetwin
