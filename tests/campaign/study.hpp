// A small study in a folder of its own, and what its database holds.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "campaign/campaign.hpp"
#include "campaign/run_batch.hpp"
#include "results/results.hpp"
#include "support/program.hpp"

namespace linetwin::test {

constexpr const char* kPair = R"(linetwin: 1
name: pair
run: {duration: 6 h, warmup: 1 h, replications: 4, seed: 11}
stations:
  a: {cycle: {exponential: 10 s}, failures: {mtbf: 30 min, mttr: 3 min}}
  b: {cycle: {exponential: 9 s}}
buffers: {ab: {capacity: 3}}
flow: [source -> a -> ab -> b -> sink]
)";

constexpr const char* kStudy = R"(linetwin-scenario: 1
name: room
model: pair.yaml
cases:
  faster: {scale: {stations.a.cycle.exponential: 0.8}, cost: 100}
vary: {buffers.ab.capacity: [1, 4, 16]}
costs: {buffers.ab.capacity: 2}
record: [stations.*.blocked]
objective: {maximise: throughput_per_h, subject_to: {wip: "<= 15"}}
)";

struct StudyFolder {
  Folder folder;
  explicit StudyFolder(const std::string& scenario = kStudy, const std::string& model = kPair) {
    folder.file("pair.yaml", model);
    folder.file("room.yaml", scenario);
  }
  std::string scenario() const { return folder.file("room.yaml"); }
  std::string results() const { return folder.file("results.db"); }
};

inline std::unique_ptr<ScenarioRead> read_study(const StudyFolder& study) {
  auto read = std::make_unique<ScenarioRead>(read_scenario_file(study.scenario()));
  if (!read->diagnostics.has_errors()) check_metrics(*read);
  INFO(render(read->diagnostics, read->sources));
  REQUIRE_FALSE(read->diagnostics.has_errors());
  return read;
}

inline BatchDone run_study_batch(const StudyFolder& study, const BatchAsk& ask = {}) {
  const auto read = read_study(study);
  const Campaign campaign(*read);
  return run_batch(campaign, study.results(), "1.2.3", ask);
}

// All that a replication is, but for the time that it took.
using Rows = std::map<std::pair<std::int64_t, std::int32_t>, ResultsReplication>;
inline Rows rows_in(const std::string& file) {
  Rows rows;
  ResultsReader(file).each_replication([&](const ResultsReplication& r) {
    ResultsReplication kept = r;
    kept.seconds = 0;
    CHECK(rows.emplace(std::pair(r.case_id, r.replication), kept).second);
  });
  return rows;
}

}  // namespace linetwin::test
