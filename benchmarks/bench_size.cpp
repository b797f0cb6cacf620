// What grows with the model and what does not: cost an event, reading and compiling, memory.
#include <benchmark/benchmark.h>

#include <fstream>
#include <string>

#include "benchmarks/lines.hpp"
#include "sim/run.hpp"
#include "sim/simulation.hpp"

namespace linetwin::bench {
namespace {

constexpr double kEvents = 1e7;  // timed, each size

// Cost an event in a line of so many stations, once it is warm.
void event_cost(benchmark::State& state) {
  const auto stations = static_cast<std::size_t>(state.range(0));
  const Line line = parse_line(serial_text(stations));
  const Plan plan(line.model);
  Simulation simulation(line.model, plan, 1, 0);
  Time until = 500 * kSecond;
  simulation.run_until(until);
  const std::int64_t before = simulation.state().events_handled;
  for (auto _ : state) {
    until += static_cast<Time>(kEvents / static_cast<double>(stations) * static_cast<double>(kSecond));
    simulation.run_until(until);
  }
  const auto events = static_cast<double>(simulation.state().events_handled - before);
  state.counters["events"] = benchmark::Counter(events, benchmark::Counter::kIsRate);
}
BENCHMARK(event_cost)->Arg(5)->Arg(50)->Arg(500)->Arg(5000)->Iterations(1)->Unit(benchmark::kMillisecond);

// YAML text to compiled model.
void read_and_compile(benchmark::State& state) {
  const std::string text = serial_text(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(parse_line(text));
}
BENCHMARK(read_and_compile)->Arg(5000)->Iterations(1)->Unit(benchmark::kMillisecond);

// The most memory that this process ever held, in megabytes (Linux: VmHWM).
double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

// Peak memory over a run of so many part-operations; to be run in a process of its own (--benchmark_filter).
void memory(benchmark::State& state) {
  Line line = read_line(LINETWIN_SOURCE_DIR "/benchmarks/models/T5.yaml");
  constexpr double operations_per_s = 5 * 0.8695;
  line.options.duration = static_cast<Time>(static_cast<double>(state.range(0)) / operations_per_s *
                                            static_cast<double>(kSecond));
  std::int64_t operations = 0;
  for (auto _ : state)
    for (const StationRecord& station : run(line.model, line.options, 0).stations)
      operations += station.finished;
  state.counters["operations"] = static_cast<double>(operations);
  state.counters["peak_mb"] = peak_megabytes();
}
BENCHMARK(memory)->Arg(1'000'000)->Arg(100'000'000)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace linetwin::bench
