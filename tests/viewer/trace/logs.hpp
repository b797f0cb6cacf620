// Event logs for tests: written by a run, read again.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "observe/trace.hpp"
#include "sim/run.hpp"
#include "viewer/player/players.hpp"
#include "viewer/trace/trace_player.hpp"

namespace linetwin::test {

// As `linetwin run --trace` writes it.
inline std::string log_text(const LineModel& model, const RunOptions& options) {
  std::ostringstream out;
  TraceWriter writer(model, out,
                     {fmt::format("model {} {:016x}", model.name, model.hash),
                      fmt::format("version 1.0 seed {} replication 1", options.seed)});
  viewer::Player player(std::make_shared<const LineModel>(model), options, 0, &writer);
  player.go_to(options.duration);
  return out.str();
}

inline viewer::EventLog log_of(const std::string& text) {
  std::istringstream in(text);
  viewer::EventLogRead read = viewer::read_event_log("run.csv", in);
  INFO(read.error);
  REQUIRE(read.log.has_value());
  return std::move(*read.log);
}

inline std::string error_of(const std::string& text) {
  std::istringstream in(text);
  const viewer::EventLogRead read = viewer::read_event_log("run.csv", in);
  CHECK_FALSE(read.log.has_value());
  return read.error;
}

inline std::unique_ptr<viewer::TracePlayer> played_in(const std::string& text,
                                                      std::shared_ptr<const LineModel> model) {
  viewer::EventLog log = log_of(text);
  auto line = viewer::line_of_log(log, std::move(model));
  REQUIRE(line.has_value());
  return std::make_unique<viewer::TracePlayer>(std::move(log), std::move(*line));
}

inline std::unique_ptr<viewer::TracePlayer> played_alone(const std::string& text) {
  viewer::EventLog log = log_of(text);
  std::string error;
  auto line = viewer::line_of_log(log, "run", error);
  INFO(error);
  REQUIRE(line.has_value());
  return std::make_unique<viewer::TracePlayer>(std::move(log), std::move(*line));
}

inline RunOptions for_hours(double h, std::uint64_t seed = 1) {
  RunOptions options;
  options.duration = static_cast<Time>(h * static_cast<double>(kHour));
  options.seed = seed;
  return options;
}

inline constexpr const char* kLogHead =
    "# linetwin trace 1\n# model two 0123456789abcdef\n# version 1.0 seed 7 replication 1\n"
    "time_us,event,element,machine,to,part,variant,value\n";

}  // namespace linetwin::test
