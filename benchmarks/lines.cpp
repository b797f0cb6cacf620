#include "benchmarks/lines.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "model/compile.hpp"
#include "read/read_model.hpp"

namespace linetwin::bench {
namespace {

Line compiled(ReadResult read) {
  auto model = compile(read.spec, read.diagnostics);
  const RunOptions options = run_options(read.spec, read.diagnostics);
  if (!model || read.diagnostics.has_errors())
    throw std::runtime_error(render(read.diagnostics, read.sources));
  return {std::move(*model), options};
}

}  // namespace

Line read_line(const std::string& path) { return compiled(read_model_file(path)); }
Line parse_line(const std::string& text) { return compiled(read_model_text("generated.yaml", text)); }

std::string serial_text(std::size_t stations) {
  std::string text = "linetwin: 1\nname: serial\nstations:\n";
  for (std::size_t i = 1; i <= stations; ++i)
    text += fmt::format("  m{}: {{cycle: {{exponential: 1 s}}}}\n", i);
  text += "buffers:\n";
  for (std::size_t i = 1; i < stations; ++i) text += fmt::format("  b{}: {{capacity: 6, initial: 3}}\n", i);
  text += "flow:\n  - source -> m1";
  for (std::size_t i = 1; i < stations; ++i) text += fmt::format("\n    -> b{} -> m{}", i, i + 1);
  return text + " -> sink\n";
}

}  // namespace linetwin::bench
