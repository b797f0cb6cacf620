// A model of a test's own, opened in a window that nobody sees.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <utility>

#include "viewer/support.hpp"
#include "viewer/ui/screen.hpp"

namespace linetwin::viewer {

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
