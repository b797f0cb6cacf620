// Lines for tests: text -> model -> records and figures, in one word each.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analysis/summary.hpp"
#include "batch/replications.hpp"
#include "model/compile.hpp"
#include "read/read_model.hpp"
#include "sim/run.hpp"

namespace linetwin::test {

// The compiled model, or a failed test with the rendered errors.
inline LineModel model_of(const std::string& text, const std::vector<Change>& changes = {}) {
  ReadResult read = read_model_text("test.yaml", text, changes);
  auto model = compile(read.spec, read.diagnostics);
  INFO(render(read.diagnostics, read.sources));
  REQUIRE(model.has_value());
  return std::move(*model);
}

inline LineModel model_of_file(const std::string& path, const std::vector<Change>& changes = {}) {
  ReadResult read = read_model_file(path, changes);
  auto model = compile(read.spec, read.diagnostics);
  INFO(render(read.diagnostics, read.sources));
  REQUIRE(model.has_value());
  return std::move(*model);
}

inline RunOptions options_of(double duration_h, double warmup_h, int replications, std::uint64_t seed = 1) {
  RunOptions options;
  options.duration = static_cast<Time>(duration_h * static_cast<double>(kHour));
  options.warmup = static_cast<Time>(warmup_h * static_cast<double>(kHour));
  options.replications = replications;
  options.seed = seed;
  return options;
}

// One replication of a line written without its head, for courses of events worked out by hand.
inline RunRecord run_for(const std::string& body, double duration_s, double warmup_s = 0) {
  RunOptions options;
  options.duration = static_cast<Time>(duration_s * 1e6);
  options.warmup = static_cast<Time>(warmup_s * 1e6);
  return run(model_of("linetwin: 1\nname: hand\n" + body), options, 0);
}

// Seconds that the machines of a station spent in a state.
inline double in_state(const RunRecord& r, std::size_t station, MachineState state) {
  return seconds(r.stations[station].time[static_cast<std::size_t>(state)]);
}

inline Summary simulate(const LineModel& model, const RunOptions& options) {
  return summarise(model, options, run_replications(model, options, 0));
}

// |mean - exact| within four standard errors or a small share of the value, and the interval narrow enough
// that this says something: the rule of tests/cases/README.md.
inline void check_figure(const std::string& what, const Figure& figure, double exact, double floor = 0.002) {
  INFO(what);
  REQUIRE(figure.mean.has_value());
  REQUIRE(figure.half_width.has_value());
  const double tolerance = std::max(4 * *figure.half_width / 1.96, floor * exact);
  CHECK(*figure.mean == Approx(exact).margin(tolerance).epsilon(0));
  CHECK(*figure.half_width <= std::max(0.015 * exact, 0.003));
}

}  // namespace linetwin::test
