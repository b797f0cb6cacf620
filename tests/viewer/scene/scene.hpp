// For tests of the scene: a line with its plan, its placement and a simulation.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/compile.hpp"
#include "read/read_model.hpp"
#include "sim/simulation.hpp"
#include "viewer/scene/frame.hpp"

namespace linetwin::viewer::test {

inline LineModel compiled(ReadResult read) {
  auto model = compile(read.spec, read.diagnostics);
  INFO(render(read.diagnostics, read.sources));
  REQUIRE(model.has_value());
  return std::move(*model);
}
inline LineModel line(const std::string& body) {
  return compiled(read_model_text("test.yaml", "linetwin: 1\nname: hand\n" + body));
}

inline std::vector<std::string> model_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(LINETWIN_SOURCE_DIR) + "/models"))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

inline ElementId element_called(const LineModel& model, const std::string& name) {
  for (std::size_t e = 0; e < model.elements.size(); ++e)
    if (model.elements[e].name == name) return static_cast<ElementId>(e);
  FAIL("no element is called " << name);
  return kNone;
}

struct Scene {
  explicit Scene(LineModel of, std::uint64_t seed = 1)
      : model(std::move(of)), plan(model), placement(place(model)), simulation(model, plan, seed, 0) {}
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;
  const Frame& at(double second) {
    simulation.run_until(static_cast<Time>(second * 1e6));
    look(model, plan, placement, simulation.state(), frame);
    return frame;
  }
  const Box& box(const std::string& name) const {
    return placement.elements[static_cast<std::size_t>(element_called(model, name))];
  }

  LineModel model;
  Plan plan;
  Placement placement;
  Simulation simulation;
  Frame frame;
};

}  // namespace linetwin::viewer::test
