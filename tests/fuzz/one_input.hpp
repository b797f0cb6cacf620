// What the fuzzer and the replay of its corpus do with one input.
#pragma once

#include <string>
#include <string_view>

#include "model/compile.hpp"
#include "read/read_model.hpp"
#include "sim/run.hpp"

namespace linetwin {

// The first line may hold a change ("#set PATH=VALUE"); the rest is the model. It is read, compiled,
// rendered, and, when it is a small line, run for a moment of simulated time.
inline void try_one_input(std::string_view input) {
  std::vector<Change> changes;
  if (input.starts_with("#set ")) {
    const std::size_t end = input.find('\n');
    if (const auto change = parse_change(input.substr(5, end - 5))) changes.push_back(*change);
  }
  ReadResult read = read_model_text("fuzz.yaml", std::string(input), changes);
  const auto model = compile(read.spec, read.diagnostics);
  (void)render(read.diagnostics, read.sources);
  if (!model || model->machines.size() > 100) return;
  for (const BufferModel& buffer : model->buffers)
    if (buffer.initial_count > 1000) return;
  for (const SourceModel& source : model->sources)
    if (source.batch > 1000 || source.interarrival.given()) return;
  RunOptions options;
  options.duration = 100;  // microseconds: enough to start, too short to run long
  (void)run(*model, options, 0);
}

}  // namespace linetwin
