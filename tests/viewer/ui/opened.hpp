// A model of a test's own, opened in a window that nobody sees.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <utility>

#include "viewer/support.hpp"
#include "viewer/ui/screen.hpp"

namespace linetwin::viewer {

inline constexpr const char* kTwoMachines = R"(linetwin: 1
run: {duration: 4 h, replications: 4}
stations:
  m1: {cycle: {exponential: 10 s}}
  m2: {cycle: {exponential: 12 s}}  # the slower one
buffers:
  b: {capacity: 5}
flow: [source -> m1 -> b -> m2 -> sink]
)";

struct Opened {
  explicit Opened(const std::string& text, AppOptions options = Screen::quiet())
      : screen(std::move(options)) {
    std::ofstream(file) << text;
    REQUIRE(screen.app().open(file));
    screen.frames(3);
  }
  Folder folder;
  std::string file = (folder / "line.yaml").string();
  Screen screen;
};

}  // namespace linetwin::viewer
