// Broken scenarios and the errors that they must give, word for word: tests/broken-scenarios/NAME.yaml and
// NAME.errors. Paths in them are those from that folder.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/random.hpp"
#include "scenario/read_scenario.hpp"
#include "support/program.hpp"

using namespace linetwin;
using linetwin::test::contents;
namespace fs = std::filesystem;

namespace {

// Without the folder that the tests are in.
std::string relative(std::string text) {
  for (const std::string folder : {"/tests/broken-scenarios/", "/"}) {
    const std::string prefix = LINETWIN_SOURCE_DIR + folder;
    for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;)
      text.erase(at, prefix.size());
  }
  return text;
}

}  // namespace

TEST_CASE("each broken scenario gives the errors that it must, all at once and with their places") {
  const fs::path folder = fs::path(LINETWIN_SOURCE_DIR) / "tests" / "broken-scenarios";
  // LINETWIN_WRITE_ERRORS=1 writes the expected texts anew; read every one before you commit it
  const bool write = std::getenv("LINETWIN_WRITE_ERRORS") != nullptr;
  int scenarios = 0;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.path().extension() != ".yaml") continue;
    ++scenarios;
    INFO(file.path().stem().string());
    const ScenarioRead read = read_scenario_file(file.path().string());
    CHECK(read.diagnostics.has_errors());
    const std::string got = relative(render(read.diagnostics, read.sources));
    fs::path expected = file.path();
    expected.replace_extension(".errors");
    if (write) std::ofstream(expected, std::ios::binary) << got;
    CHECK(got == contents(expected));
  }
  CHECK(scenarios >= 50);
}

TEST_CASE("a scenario file that is not there, or is a folder, is refused in words") {
  const std::string folder = std::string(LINETWIN_SOURCE_DIR) + "/tests/broken-scenarios";
  const auto error = [](const std::string& path) {
    const ScenarioRead read = read_scenario_file(path);
    CHECK(read.diagnostics.has_errors());
    return relative(render(read.diagnostics, read.sources));
  };
  CHECK(error(folder + "/as-is-cas.yaml") ==
        "as-is-cas.yaml: error: there is no such file (did you mean \"as-is-case.yaml\"?)\n");
  CHECK(error(folder) == "tests/broken-scenarios: error: this is a folder, not a scenario\n");
}

TEST_CASE("a scenario that was tampered with anywhere is answered without a crash") {
  const std::string good = R"(linetwin-scenario: 1
name: all
model: ../../models/two-machines.yaml
run: {replications: 2, duration: 2 h, warmup: auto, seed: 3}
cases:
  a: {set: {stations.m1.machines: 2, "flow[0]": source -> m1 -> m2 -> sink}, cost: 8e6}
  b: {scale: {stations.*.cycle: 0.7}, add: {buffers.c: {capacity: 2}, flow: m1 -> c -> m2}}
  c: {remove: [buffers.b], set: {flow: [source -> m1 -> m2 -> sink]}}
vary: {buffers.b.capacity: [1, 2], stations.m2.cycle: {from: 8 s, to: 12 s, step: 1 s}}
sample: {points: 9, seed: 1, over: {stations.m1.scrap: {from: 0 %, to: 5 %}}}
one-at-a-time: {stations.m2.machines: {from: 1, to: 3, steps: 3}}
costs: {buffers.*.capacity: 5}
record: [stations.*.working]
objective: {maximise: throughput_per_h, subject_to: {wip: "<= 150"}}
optimise: {over: {buffers.b.initial: {from: 0, to: 1}}, budget: {buffers.b.capacity: 3}}
)";
  const std::string path = std::string(LINETWIN_SOURCE_DIR) + "/tests/broken-scenarios/fuzz.yaml";
  {
    const ScenarioRead read = read_scenario_text(path, good);
    INFO(render(read.diagnostics, read.sources));
    REQUIRE_FALSE(read.diagnostics.has_errors());
  }
  const std::string letters = "{}[]:,.*\"'#-0 1\n~%sx&!";
  const StreamKey key{20240607};
  std::uint64_t k = 0;
  const auto draw = [&](std::size_t n) { return static_cast<std::size_t>(random_bits(key, k++) % n); };
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    std::string text = good;
    for (std::size_t change = 0, changes = 1 + draw(3); change < changes; ++change) {
      const std::size_t at = draw(text.size());
      switch (draw(4)) {
        case 0: text.erase(at, 1 + draw(12)); break;
        case 1: text.insert(at, 1, letters[draw(letters.size())]); break;
        case 2: text[at] = letters[draw(letters.size())]; break;
        default: text.insert(draw(text.size()), text.substr(at, 1 + draw(30))); break;
      }
    }
    const ScenarioRead read = read_scenario_text(path, text);
    (void)render(read.diagnostics, read.sources);
    refused += read.diagnostics.has_errors();
    if (read.diagnostics.has_errors()) continue;
    const Design design(read.scenario);
    const CaseBuilder builder(read.scenario, read.model, read.sources);
    const Case last = design.at(design.size() - 1);
    std::string message;
    CHECK(builder.build(last, message).has_value() == message.empty());
    (void)builder.cost(last);
  }
  CHECK(refused > 200);
}
