// The rooms of the viewer: one way too, and the window and its libraries stay in their own.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

TEST_CASE("a room of the viewer knows only the rooms before it, and only the window knows OpenGL") {
  const std::vector<std::string> rooms = {"scene", "player", "trace", "document", "words", "ui", "window"};
  const std::map<std::string, std::set<std::string>> libraries = {
      {"imgui", {"ui", "window"}}, {"GLFW", {"window"}}, {"epoxy", {"window"}}, {"fontconfig", {"window"}},
      {"png.h", {"window"}},       {"CLI", {"window"}},  {"iostream", {}}};
  int includes = 0;
  for (std::size_t room = 0; room < rooms.size(); ++room) {
    const fs::path folder = fs::path(LINETWIN_SOURCE_DIR) / "viewer" / rooms[room];
    if (!fs::exists(folder)) continue;
    const std::set<std::string> before(rooms.begin(), rooms.begin() + static_cast<std::ptrdiff_t>(room) + 1);
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
      std::ifstream in(file.path());
      for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("#include ")) continue;
        const fs::path what = line.substr(10, line.find_first_of("\">", 10) - 10);
        INFO(file.path().string() << " includes " << what.string());
        const std::string first = what.begin()->string();
        if (line[9] == '"') {
          ++includes;
          CHECK(first != "cli");
          if (first == "viewer") CHECK(before.contains(std::next(what.begin())->string()));
          if (rooms[room] == "window" && first == "viewer")
            CHECK(std::next(what.begin())->string() == "window");
        } else if (libraries.contains(first)) {
          CHECK(libraries.at(first).contains(rooms[room]));
        }
      }
    }
  }
  CHECK(includes > 10);
}
