// The same work by three methods, side by side and built with the same flags: the engine with all its
// statistics, an event loop that does the least (the limit of the method), the exact recursion (the limit of
// the problem).
#include <benchmark/benchmark.h>

#include <cmath>
#include <optional>

#include "benchmarks/lines.hpp"
#include "benchmarks/minimal_loop.hpp"
#include "benchmarks/recursion.hpp"
#include "sim/run.hpp"

namespace linetwin::bench {
namespace {

struct Case {
  const char* name;
  double parts_per_s;  // published
};
constexpr Case kCases[] = {{"T5", 0.8695}, {"T50", 0.7374}, {"U10", 0.729}};
constexpr std::size_t kLanes = 8;

struct Work {
  explicit Work(const Case& c)
      : published(c.parts_per_s),
        line(read_line(LINETWIN_SOURCE_DIR "/benchmarks/models/" + std::string(c.name) + ".yaml")) {
    serial = serial_line(line.model);
  }
  double published;
  Line line;
  std::optional<SerialLine> serial;
};

// Part-operations (parts out x stations) in the time that was taken; a throughput that is over 1 % from the
// published one makes the figure worthless.
void report(benchmark::State& state, const Work& work, double parts, std::size_t replications) {
  const double per_s = parts / static_cast<double>(replications) / seconds(work.line.options.duration);
  if (std::abs(per_s / work.published - 1) > 0.01) state.SkipWithError("throughput is not the published one");
  state.counters["parts_per_s"] = per_s;
  state.counters["operations"] = benchmark::Counter(
      parts * static_cast<double>(work.line.model.stations.size()), benchmark::Counter::kIsRate);
}

void engine(benchmark::State& state, const Case& c) {
  const Work work(c);
  std::int64_t parts = 0;
  for (auto _ : state) parts += run(work.line.model, work.line.options, 0).sinks.at(0).parts;
  report(state, work, static_cast<double>(parts), static_cast<std::size_t>(state.iterations()));
}

template <bool kFailing>
void minimal_loop_of(benchmark::State& state, const Work& work) {
  std::int64_t parts = 0;
  for (auto _ : state)
    parts += MinimalLoop<kFailing>(*work.serial, 1).run(static_cast<double>(work.line.options.duration));
  report(state, work, static_cast<double>(parts), static_cast<std::size_t>(state.iterations()));
}

void minimal_loop(benchmark::State& state, const Case& c) {
  const Work work(c);
  if (work.serial->fails()) {
    minimal_loop_of<true>(state, work);
  } else {
    minimal_loop_of<false>(state, work);
  }
}

template <std::size_t kReplications>
void recursion(benchmark::State& state, const Case& c) {
  const Work work(c);
  std::int64_t parts = 0;
  for (auto _ : state)
    for (const auto& result :
         Recursion<kReplications>(*work.serial, work.line.options.seed, 0).run(work.line.options.duration))
      parts += result.parts_out;
  report(state, work, static_cast<double>(parts),
         static_cast<std::size_t>(state.iterations()) * kReplications);
}

// Neighbours in time, so that what else the machine does weighs on all of them alike.
const bool registered = [] {
  for (const Case& c : kCases) {
    const std::string name = c.name;
    for (const auto& [method, function] :
         {std::pair{"/engine", &engine}, std::pair{"/minimal", &minimal_loop},
          std::pair{"/recursion", &recursion<1>}, std::pair{"/recursion-lanes", &recursion<kLanes>}})
      benchmark::RegisterBenchmark((name + method).c_str(), function, c)
          ->Iterations(1)
          ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
}  // namespace linetwin::bench
