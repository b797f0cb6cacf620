#include "batch.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "campaign/run_batch.hpp"
#include "sim/run.hpp"

namespace {

using namespace linetwin;
namespace fs = std::filesystem;

// 200 cases of one replication, each of some 50 ms: T5 with a first buffer of 1 to 200 places.
constexpr const char* kScenario = R"(linetwin-scenario: 1
name: batch
model: MODELSt5.yaml
run: {duration: 250000 s, replications: 1}
vary: {buffers.b1.capacity: {from: 1, to: 200, step: 1}}
)";

// The scenario, read, in a folder that goes away.
struct Study {
  Study() {
    std::string name = (fs::temp_directory_path() / "linetwin-bench-XXXXXX").string();
    if (!mkdtemp(name.data())) std::abort();
    folder = name;
    std::string text = kScenario;
    text.replace(text.find("MODELS"), 6, LINETWIN_MODELS);
    std::ofstream(folder / "batch.yaml") << text;
    read = std::make_unique<ScenarioRead>(read_scenario_file((folder / "batch.yaml").string()));
    if (read->diagnostics.has_errors()) {
      std::fputs(render(read->diagnostics, read->sources).c_str(), stderr);
      std::abort();
    }
  }
  ~Study() { fs::remove_all(folder); }
  fs::path folder;
  std::unique_ptr<ScenarioRead> read;
};

// The engine alone on lines that are ready.
void bare(benchmark::State& state) {
  const Study study;
  const Campaign campaign(*study.read);
  std::vector<std::shared_ptr<const CampaignLine>> lines;
  for (std::size_t i = 0; i < campaign.design().size(); ++i)
    lines.push_back(campaign.line(static_cast<std::int64_t>(i)));
  for (auto _ : state)
    for (const auto& line : lines) benchmark::DoNotOptimize(run(line->model, line->options, 0));
}

// Everything: lines made of the scenario, the runner, the database.
void batch(benchmark::State& state) {
  const Study study;
  const Campaign campaign(*study.read);
  const std::string file = (study.folder / "results.db").string();
  for (auto _ : state) {
    fs::remove(file);
    BatchAsk ask;
    ask.threads = static_cast<int>(state.range(0));
    if (run_batch(campaign, file, "bench", ask).ran != 200) state.SkipWithError("not all was run");
  }
}

}  // namespace

void register_batch() {
  benchmark::RegisterBenchmark("bare", bare)->UseRealTime()->Unit(benchmark::kMillisecond);
  for (const int threads : {1, 2})
    benchmark::RegisterBenchmark("batch", batch)->Arg(threads)->UseRealTime()->Unit(benchmark::kMillisecond);
}
