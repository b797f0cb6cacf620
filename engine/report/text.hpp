// The report of a run for the terminal.
#pragma once

#include <string>

#include "analysis/summary.hpp"
#include "analysis/targets.hpp"
#include "model/line_model.hpp"
#include "report/numbers.hpp"

namespace linetwin {

struct TextStyle {
  bool colour = false;
  bool unicode = true;  // bars of block characters; else of letters
};

std::string text_report(const LineModel& model, const Summary& summary, const TextStyle& style);

// "m1 (1 of 1) -> b (3 of 3) -> m1"
const std::string& step_name(const LineModel& model, const JamStep& step);
std::string circle_text(const LineModel& model, const std::vector<JamStep>& circle);
// "lead time": a target for people; "90 /h", "at most 2 h": what the model wants of it (it must have it).
const char* target_name(TargetKind kind);
std::string wanted_text(const LineModel& model, TargetKind kind);
// "1.5 h", "42 s": a time for people.
std::string time_text(double seconds);
// A time in the largest unit of which it is a whole number: "288 h", "90 min".
std::string duration_text(Time time);

}  // namespace linetwin
