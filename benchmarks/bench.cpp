// One run holds, side by side and built with the same flags: the engine, the minimal event loop, the exact
// recursion. run.py runs it, and SimPy beside it, and makes the table of README.md.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "batch.hpp"
#include "batch/replications.hpp"
#include "minimal_loop.hpp"
#include "model/compile.hpp"
#include "observe/active_periods.hpp"
#include "observe/flow_counts.hpp"
#include "observe/gantt.hpp"
#include "observe/several.hpp"
#include "observe/trace.hpp"
#include "read/read_model.hpp"
#include "recursion.hpp"
#include "sim/run.hpp"
#include "sim/simulation.hpp"

namespace {

using namespace linetwin;

struct Case {
  const char* name;
  std::size_t stations;
  int capacity;
  bool fails;
  double throughput;  // published, parts per unit of time
};
constexpr Case kCases[] = {
    {"t5", 5, 10, false, 0.8695}, {"t50", 50, 5, false, 0.7374}, {"u10", 10, 10, true, 0.729}};
constexpr std::int64_t kOperations = 10'000'000;  // part-operations of one iteration

LineModel compiled(const ReadResult& read) {
  Diagnostics diagnostics = read.diagnostics;
  auto model = compile(read.spec, diagnostics);
  if (!model) {
    std::fputs(render(diagnostics, read.sources).c_str(), stderr);
    std::abort();
  }
  return std::move(*model);
}

// Each method must make what everybody else makes, or its speed means nothing. `made` is the sum over `runs`
// runs.
void report(benchmark::State& state, const Case& c, double made, double runs) {
  if (std::abs(made / runs / c.throughput - 1) > 0.01) state.SkipWithError("throughput is wrong");
}

std::int64_t parts_of(const Case& c) { return kOperations / static_cast<std::int64_t>(c.stations); }

struct Work {
  explicit Work(const Case& c)
      : model(compiled(read_model_file(std::string(LINETWIN_MODELS) + c.name + ".yaml"))) {
    options.duration = static_cast<Time>(static_cast<double>(parts_of(c)) / c.throughput * 1e6);
  }
  LineModel model;
  RunOptions options;
};

// What is asked of a run besides its books, and who observes it.
enum class Asked { Nothing, Kept, Shifting, Everything, Trace };

template <Asked kAsked>
void engine(benchmark::State& state, const Case& c) {
  Work work(c);
  // Observed runs are slow, and their books are to the bit those of the others (a test says so): a twentieth
  // of the work will do, whose throughput is not looked at.
  constexpr bool kObserved = kAsked != Asked::Nothing && kAsked != Asked::Kept;
  if (kObserved) work.options.duration /= 20;
  std::int64_t operations = 0;
  std::int64_t parts = 0;
  std::uint64_t replication = 0;
  for (auto _ : state) {
    RunAsk ask;
    Observers observers;
    ShiftingBottleneck shifting(work.model, 0);
    FlowCounter flow(work.model, 0);
    GanttRecorder gantt(work.model, 0, 8 * kHour);
    std::ofstream nowhere("/dev/null");
    TraceWriter trace(work.model, nowhere, {});
    if (kAsked == Asked::Kept || kAsked == Asked::Everything) {
      ask.stays = std::size_t{1} << 20;
      ask.slice = work.options.duration / 500;
      ask.elements = true;
    }
    if (kAsked == Asked::Shifting || kAsked == Asked::Everything) observers.add(shifting);
    if (kAsked == Asked::Everything) observers.add(flow), observers.add(gantt);
    if (kAsked == Asked::Trace) observers.add(trace);
    if (!observers.empty()) ask.observer = &observers;
    const RunRecord r = run(work.model, work.options, replication++, {}, ask);
    for (const StationRecord& s : r.stations) operations += s.finished;
    parts += r.variants[0].good;
  }
  if (!kObserved)
    report(state, c, static_cast<double>(parts) / seconds(work.options.duration),
           static_cast<double>(replication));
  state.SetItemsProcessed(operations);
}

void minimal_loop(benchmark::State& state, const Case& c) {
  double made = 0;
  std::uint64_t seed = 0;
  for (auto _ : state) {
    ++seed;
    made += c.fails ? minimal::Line<true>(c.stations, c.capacity, seed).run(parts_of(c))
                    : minimal::Line<false>(c.stations, c.capacity, seed).run(parts_of(c));
  }
  report(state, c, made, static_cast<double>(seed));
  state.SetItemsProcessed(state.iterations() * parts_of(c) * static_cast<std::int64_t>(c.stations));
}

template <std::size_t kLanes>
void exact_recursion(benchmark::State& state, const Case& c) {
  const Work work(c);
  const auto line = recursion::serial_line(work.model);
  if (!line) return state.SkipWithError("not a plain serial line");
  std::int64_t parts = 0;
  std::uint64_t replication = 0;
  for (auto _ : state) {
    for (const auto& r :
         recursion::Recursion<kLanes>(*line, work.options.seed, replication).run(work.options.duration))
      parts += r.parts_out;
    replication += kLanes;
  }
  report(state, c, static_cast<double>(parts) / seconds(work.options.duration),
         static_cast<double>(replication));
  state.SetItemsProcessed(parts * static_cast<std::int64_t>(c.stations));
}

// Buffers begin half full: a long line that begins empty would stay empty for most of the run.
std::string serial(int stations) {
  std::string text = "linetwin: 1\nname: serial\nstations:\n";
  std::string buffers = "buffers:\n";
  std::string flow = "flow:\n  - source";
  for (int i = 1; i <= stations; ++i) {
    const std::string n = std::to_string(i);
    text += "  m" + n + ": {cycle: {exponential: 1 s}}\n";
    if (i < stations) buffers += "  b" + n + ": {capacity: 6, initial: 3}\n";
    flow += "\n    -> m" + n + (i < stations ? " -> b" + n : "");
  }
  return text + buffers + flow + " -> sink\n";
}

// ---- what the shop floor adds: cost of a part that passes, once the line is warm

void passing(benchmark::State& state, const std::string& text) {
  const LineModel model = compiled(read_model_text("floor.yaml", text));
  const Plan plan(model);
  Simulation simulation(model, plan, 1, 0);
  Time until = 20'000 * kSecond;
  simulation.run_until(until);
  const std::int64_t before = simulation.state().total_out;
  for (auto _ : state) {
    until += 100'000 * kSecond;
    simulation.run_until(until);
  }
  if (simulation.state().outcome != Outcome::Finished) return state.SkipWithError("the line has jammed");
  state.SetItemsProcessed(simulation.state().total_out - before);
}

// A full belt of so many places between two stations.
void conveyor(benchmark::State& state) {
  const auto places = static_cast<double>(state.range(0));
  passing(state,
          "linetwin: 1\nname: belt\nstations: {a: {cycle: {exponential: 1 s}}, b: {cycle: {exponential: 1.02 "
          "s}}}\n"
          "conveyors: {c: {length: " +
              std::to_string(places) +
              " m, speed: 20 m/s, pitch: 1 m}}\nflow: [source -> a -> c -> b -> sink]\n");
}

// Five stations of so many machines each, all of which need somebody from one pool of half as many people.
void workers(benchmark::State& state) {
  const std::string machines = std::to_string(state.range(0));
  const std::string mean = std::to_string(state.range(0)) + " s";
  std::string stations = "stations:\n";
  std::string flow = "flow: [source";
  std::string buffers = "buffers:\n";
  for (const char* n : {"1", "2", "3", "4", "5"}) {
    stations += std::string("  m") + n + ": {cycle: {exponential: " + mean + "}, machines: " + machines +
                ", workers: {w: 1}}\n";
    if (*n != '5')
      buffers += std::string("  b") + n + ": {capacity: " + std::to_string(10 * state.range(0)) + "}\n";
    flow += std::string(" -> m") + n + (*n == '5' ? "" : std::string(" -> b") + n);
  }
  passing(state, "linetwin: 1\nname: pool\n" + stations + buffers + "workers: {w: {count: " +
                     std::to_string((5 * state.range(0) + 1) / 2) + "}}\n" + flow + " -> sink]\n");
}

// Five stations, between which so many vehicles carry.
void vehicles(benchmark::State& state) {
  std::string stations = "stations:\n";
  std::string layout = "layout: {agv: [0, 0]";
  std::string buffers = "buffers:\n";
  std::string flow = "flow: [source -> m1";
  for (int i = 1; i <= 5; ++i) {
    const std::string n = std::to_string(i);
    stations +=
        "  m" + n + ": {cycle: {exponential: 20 s}, machines: " + std::to_string(state.range(0)) + "}\n";
    layout += ", m" + n + ": [" + std::to_string(10 * i) + ", 0]" +
              (i > 1 ? ", b" + n + ": [" + std::to_string(10 * i) + ", 5]" : "");
    if (i > 1) buffers += "  b" + n + ": {capacity: " + std::to_string(4 * state.range(0)) + "}\n";
    if (i > 1) flow += " -> agv -> b" + n + " -> m" + n;
  }
  passing(state, "linetwin: 1\nname: fleet\n" + stations + buffers +
                     "vehicles: {agv: {count: " + std::to_string(4 * state.range(0)) +
                     ", speed: 1 m/s, load: 2 s, unload: 2 s}}\n" + layout + "}\n" + flow + " -> sink]\n");
}

// What one event costs as the line grows, once the line is warm.
void line_of(benchmark::State& state) {
  const LineModel model = compiled(read_model_text("serial.yaml", serial(static_cast<int>(state.range(0)))));
  const Plan plan(model);
  Simulation simulation(model, plan, 1, 0);
  Time until = 300 * kSecond;
  simulation.run_until(until);
  const std::int64_t before = simulation.state().events_handled;
  for (auto _ : state) {
    until += static_cast<Time>(4e12 / static_cast<double>(state.range(0)));
    simulation.run_until(until);
  }
  state.SetItemsProcessed(simulation.state().events_handled - before);
}

void read_model(benchmark::State& state) {
  const std::string text = serial(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(read_model_text("serial.yaml", text));
}

void compile_model(benchmark::State& state) {
  const ReadResult read = read_model_text("serial.yaml", serial(static_cast<int>(state.range(0))));
  for (auto _ : state) benchmark::DoNotOptimize(compiled(read));
}

void replications(benchmark::State& state) {
  const LineModel model = compiled(read_model_file(std::string(LINETWIN_MODELS) + "t5.yaml"));
  RunOptions options;
  options.duration = 1'000'000 * kSecond;  // long enough for the scheduler to spread the threads
  options.replications = 16;
  for (auto _ : state)
    benchmark::DoNotOptimize(run_replications(model, options, static_cast<int>(state.range(0))));
}

// Peak memory of a run of 10^8 part-operations, in MB: `linetwin_bench --memory`. Of this program alone
// (Linux: VmHWM); getrusage would count what started it, too.
int memory() {
  const LineModel model = compiled(read_model_file(std::string(LINETWIN_MODELS) + "t5.yaml"));
  RunOptions options;
  options.duration = static_cast<Time>(1e8 / 5 / 0.8695 * 1e6);
  const RunRecord r = run(model, options, 0);
  std::int64_t operations = 0;
  for (const StationRecord& s : r.stations) operations += s.finished;
  double megabytes = 0;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) megabytes = std::stod(line.substr(6)) / 1024;
  std::printf("%lld %.1f\n", static_cast<long long>(operations), megabytes);
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count > 1 && std::string(words[1]) == "--memory") return memory();
  for (const Case& c : kCases) {
    benchmark::RegisterBenchmark((std::string("engine/") + c.name).c_str(), engine<Asked::Nothing>, c);
    benchmark::RegisterBenchmark((std::string("kept/") + c.name).c_str(), engine<Asked::Kept>, c);
    benchmark::RegisterBenchmark((std::string("shifting/") + c.name).c_str(), engine<Asked::Shifting>, c);
    benchmark::RegisterBenchmark((std::string("everything/") + c.name).c_str(), engine<Asked::Everything>, c);
    benchmark::RegisterBenchmark((std::string("trace/") + c.name).c_str(), engine<Asked::Trace>, c);
    benchmark::RegisterBenchmark((std::string("minimal_loop/") + c.name).c_str(), minimal_loop, c);
    benchmark::RegisterBenchmark((std::string("recursion/") + c.name).c_str(), exact_recursion<1>, c);
    benchmark::RegisterBenchmark((std::string("recursion_lanes/") + c.name).c_str(), exact_recursion<8>, c);
  }
  for (const int stations : {5, 50, 500, 5000})
    benchmark::RegisterBenchmark("line_of", line_of)->Arg(stations);
  for (const int places : {10, 100, 1000, 10000})
    benchmark::RegisterBenchmark("conveyor", conveyor)->Arg(places);
  for (const int machines : {1, 10, 100}) {
    benchmark::RegisterBenchmark("workers", workers)->Arg(machines);
    benchmark::RegisterBenchmark("vehicles", vehicles)->Arg(machines);
  }
  benchmark::RegisterBenchmark("read", read_model)->Arg(5000)->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("compile", compile_model)->Arg(5000)->Unit(benchmark::kMillisecond);
  for (const int threads : {1, 2})
    benchmark::RegisterBenchmark("replications", replications)
        ->Arg(threads)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  register_batch();
  benchmark::Initialize(&count, words);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
