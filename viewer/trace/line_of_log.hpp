// The line that an event log is of, and what the numbers of the log mean in it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "model/line_model.hpp"
#include "viewer/trace/event_log.hpp"

namespace linetwin::viewer {

struct LineOfLog {
  std::shared_ptr<const LineModel> model;
  bool guessed = false;                // made of the log alone
  std::vector<ElementId> elements;     // by number in the log
  std::vector<MachineId> machines;     // likewise
  std::vector<std::int32_t> vehicles;  // numbered through all fleets
  std::vector<std::int32_t> pools;
  std::vector<VariantId> variants;
};

// The log in a model that is known; nothing when the model has not all that the log names.
std::optional<LineOfLog> line_of_log(const EventLog& log, std::shared_ptr<const LineModel> model);

// A line as far as the log tells: what has states is a station, what has levels a buffer without a capacity,
// where parts come from without ever having come there a source, where they end a sink. Elements stand in the
// order in which parts come to them. It can be looked at, but not simulated: it has no times. `name` is taken
// where the log has none. Nothing, with the reason in `error`, when the log contradicts itself.
std::optional<LineOfLog> line_of_log(const EventLog& log, const std::string& name, std::string& error);

}  // namespace linetwin::viewer
