// The model of the run that an event log is of, if it lies about.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/line_model.hpp"
#include "viewer/trace/event_log.hpp"

namespace linetwin::viewer {

// Looks for the file whose hash the log names: the path of the log with .yaml, then the log's folder, then
// `folders`. Null where there is none. Files that cannot be read or are no models are passed over.
std::shared_ptr<const LineModel> model_of_log(const std::string& log_path, const EventLog& log,
                                              const std::vector<std::string>& folders);

}  // namespace linetwin::viewer
