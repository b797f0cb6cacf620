// The scenarios of the folder scenarios/.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenario/read_scenario.hpp"
#include "sim/run.hpp"

using namespace linetwin;
namespace fs = std::filesystem;

TEST_CASE("every scenario is read without a warning, and its first and last case runs") {
  int scenarios = 0;
  for (const auto& file : fs::directory_iterator(fs::path(LINETWIN_SOURCE_DIR) / "scenarios")) {
    if (file.path().extension() != ".yaml") continue;
    ++scenarios;
    const ScenarioRead read = read_scenario_file(file.path().string());
    INFO(file.path().string() << '\n' << render(read.diagnostics, read.sources));
    REQUIRE(read.diagnostics.all().empty());
    CHECK(read.scenario.text.starts_with("# Asked: "));
    CHECK(read.scenario.text.find("\n# Where the numbers come from: ") != std::string::npos);
    const Design design(read.scenario);
    const CaseBuilder builder(read.scenario, read.model, read.sources);
    std::string message;
    for (std::size_t i = 0; i < design.size(); ++i) {
      INFO(design.at(i).name);
      CHECK(builder.build(design.at(i), message));
      CHECK(message.empty());
    }
    for (const std::size_t i : {std::size_t{0}, design.size() - 1}) {
      RunOptions options = read.options;
      options.duration = 10 * kHour;
      options.warmup = 0;
      const auto model = builder.build(design.at(i), message);
      REQUIRE(model);
      CHECK(run(*model, options, 0).outcome == Outcome::Finished);
    }
  }
  CHECK(scenarios >= 6);
}

TEST_CASE("the table of scenarios names each with its number of cases") {
  const fs::path folder = fs::path(LINETWIN_SOURCE_DIR) / "scenarios";
  std::ifstream in(folder / "README.md");
  std::ostringstream table;
  table << in.rdbuf();
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.path().extension() != ".yaml") continue;
    const std::string name = file.path().stem().string();
    const ScenarioRead read = read_scenario_file(file.path().string());
    const std::size_t row = table.str().find("| [" + name + "](" + name + ".yaml) |");
    INFO(name);
    REQUIRE(row != std::string::npos);
    const std::string line = table.str().substr(row, table.str().find('\n', row) - row);
    CHECK_THAT(line, Catch::EndsWith("| " + std::to_string(Design(read.scenario).size()) + " |"));
  }
}
