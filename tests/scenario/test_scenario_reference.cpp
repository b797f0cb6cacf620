// The examples of docs/scenarios.md.
#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "scenario/read_scenario.hpp"

using namespace linetwin;

TEST_CASE("every example of the scenario reference is a whole scenario, and all its cases are lines") {
  const std::string folder = std::string(LINETWIN_SOURCE_DIR) + "/docs";
  std::ifstream in(folder + "/scenarios.md");
  REQUIRE(in);
  int examples = 0;
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (!inside) {
      inside = line == "```yaml";
      continue;
    }
    if (line != "```") {
      text += line + '\n';
      continue;
    }
    const ScenarioRead read = read_scenario_text(folder + "/example.yaml", text);
    INFO(text << render(read.diagnostics, read.sources));
    CHECK(read.diagnostics.all().empty());
    const Design design(read.scenario);
    const CaseBuilder builder(read.scenario, read.model, read.sources);
    std::string message;
    for (std::size_t i = 0; i < design.size(); ++i) CHECK(builder.build(design.at(i), message));
    ++examples;
    text.clear();
    inside = false;
  }
  CHECK(examples >= 7);
}
