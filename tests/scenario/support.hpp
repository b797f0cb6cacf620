// Scenarios for tests: a text about a model in models/.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "scenario/read_scenario.hpp"

namespace linetwin::test {

// As if it stood in scenarios/.
inline ScenarioRead scenario_of(const std::string& body, const std::string& model = "hot-stamped-pillar") {
  return read_scenario_text(std::string(LINETWIN_SOURCE_DIR) + "/scenarios/test.yaml",
                            "linetwin-scenario: 1\nmodel: ../models/" + model + ".yaml\n" + body);
}

inline void require_good(const ScenarioRead& read) {
  INFO(render(read.diagnostics, read.sources));
  REQUIRE_FALSE(read.diagnostics.has_errors());
}

}  // namespace linetwin::test
