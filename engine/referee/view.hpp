// What the methods of the referee share: the parts of the vocabulary that none of them knows, and stations
// and serial lines in numbers.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/distribution.hpp"
#include "model/line_model.hpp"
#include "referee/referee.hpp"

namespace linetwin {

using Opinion = std::variant<Finding, NotApplied>;

struct FailureView {
  FailureClock clock = FailureClock::Operating;
  double up_s = 0;  // means
  double repair_s = 0;
  double repair_scv = 1;  // squared coefficient of variation
  bool exponential_up = true;
  bool exponential_repair = true;
};

struct StationView {
  std::string name;
  int machines = 1;
  Distribution cycle;  // in microseconds
  double cycle_s = 0;
  double cycle_scv = 0;
  double scrap = 0;
  std::vector<FailureView> failures;
};

// Why no method but the bound fits: the first element with something that couples elements, takes people or
// depends on the variant; empty when there is none.
std::string beyond_the_methods(const LineModel& model);

// For models that beyond_the_methods() passes.
StationView view_of(const LineModel& model, const StationModel& station);
double time_s(const LineModel& model, const TimeRef& time);

// A line in which everything has one successor and one predecessor. Buffers that follow each other count as
// one.
struct SerialLine {
  const SourceModel* source = nullptr;
  std::int64_t before_first = 0;  // room between the source and the first station; kUnlimited
  std::vector<StationView> stations;
  std::vector<std::int64_t> room;  // behind station i, before station i + 1; 0: none, kUnlimited
  bool scrap_bin = false;          // it ends in one
};
// Nothing, and the reason, when the line is not serial.
std::optional<SerialLine> serial_line(const LineModel& model, std::string& why);
// The same, and nothing, too, when beyond_the_methods() or `unfit` have a reason.
std::optional<SerialLine> fitting_line(const LineModel& model,
                                       std::string (*unfit)(const LineModel&, const SerialLine&),
                                       std::string& why);

}  // namespace linetwin
