// Players for tests, and what they are held against: a simulation that is run there in one go.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/snapshot.hpp"
#include "support/line.hpp"
#include "viewer/player/player.hpp"

namespace linetwin::test {

inline std::shared_ptr<const LineModel> shared_model(const std::string& text) {
  return std::make_shared<const LineModel>(model_of(text));
}

inline std::shared_ptr<const LineModel> project_model(const std::string& name) {
  return std::make_shared<const LineModel>(
      model_of_file((std::filesystem::path(LINETWIN_SOURCE_DIR) / "models" / name).string()));
}

// What linetwin::run() has at time t.
inline std::vector<std::byte> headless_bytes(const LineModel& model, const RunOptions& options,
                                             std::uint64_t replication, Time t) {
  const Plan plan(model);
  Simulation simulation(model, plan, options.seed, replication);
  const auto finished = [&] { return simulation.state().outcome == Outcome::Finished; };
  if (options.warmup > 0 && t >= options.warmup) {
    simulation.run_until(options.warmup);
    if (finished()) simulation.begin_window();
  }
  if (finished() && t == options.duration) simulation.run_until(t);
  if (finished()) simulation.run_through(t);
  return save(simulation.state(), model);
}

inline std::vector<std::byte> shown_bytes(const viewer::Player& player) {
  return save(player.state(), player.model());
}

// Two machines in a loop of rework that is sure to close.
inline constexpr const char* kJams = R"(linetwin: 1
name: jams
stations: {m1: {cycle: {exponential: 10 s}}, m2: {cycle: {exponential: 10 s}}, fix: {cycle: {exponential: 25 s}}}
buffers: {b: {capacity: 6}}
flow: [source -> m1 -> b -> m2 -> sink, m2 -> fix -> b]
routing: {m2: {sink: 70 %, fix: 30 %}})";

inline constexpr const char* kVehicles = R"(linetwin: 1
name: carried
stations:
  a: {cycle: {exponential: 40 s}, failures: {mtbf: 40 min, mttr: 4 min}}
  b: {cycle: {exponential: 35 s}, machines: 2}
buffers: {q: {capacity: 4}}
vehicles: {agv: {count: 2, speed: 1 m/s, load: 5 s, unload: 5 s}}
layout: {agv: [20, 0], a: [10, 0], q: [30, 10]}
flow: [source -> a -> agv -> q -> b -> sink]
)";

}  // namespace linetwin::test
