// One way through the house: a room includes only itself and the rooms before it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

TEST_CASE("a room knows only the rooms before it, and only the reader knows YAML") {
  // in the order of the house: each may know those before it, unless it says fewer
  const std::vector<std::pair<std::string, std::set<std::string>>> rooms = {
      {"base", {"base"}},
      {"model", {}},
      {"sim", {}},
      {"observe", {}},
      {"statistics", {"base", "statistics"}},
      {"results", {"base", "statistics", "results"}},
      {"compare", {"base", "statistics", "compare"}},
      {"optimise", {"base", "statistics", "optimise"}},
      {"jury", {}},
      {"analysis", {}},
      {"referee", {}},
      {"batch", {}},
      {"drawing", {"base", "drawing"}},
      {"report", {}},
      {"page", {}},
      {"comparison", {}}};
  std::map<std::string, std::set<std::string>> may = {{"read", {"base", "model", "read"}},
                                                      {"diff", {"base", "model", "read", "diff"}},
                                                      {"scenario", {"base", "model", "read", "scenario"}}};
  std::set<std::string> before;
  for (const auto& [room, fewer] : rooms) {
    before.insert(room);
    may[room] = fewer.empty() ? before : fewer;
  }
  // behind both ways: that of the text and that of the simulation
  before.insert({"read", "diff", "scenario", "campaign"});
  may["campaign"] = before;
  before.insert("optimiser");
  may["optimiser"] = before;
  before.insert("cli");
  may["cli"] = before;
  // libraries that belong to one room
  const std::map<std::string, std::set<std::string>> libraries = {
      {"yaml-cpp", {"read"}},
      {"nlohmann", {"report"}},
      {"CLI", {"cli"}},
      {"Eigen", {"analysis", "compare", "referee"}},
      {"unistd.h", {"base", "cli", "results"}},
      {"SQLiteCpp", {"results"}},
      {"sqlite3.h", {"results"}},
      {"iostream", {}}};
  int includes = 0;
  for (const auto& file : fs::recursive_directory_iterator(fs::path(LINETWIN_SOURCE_DIR) / "engine")) {
    if (!file.is_regular_file()) continue;
    const std::string room = file.path().parent_path().filename().string();
    REQUIRE(may.contains(room));
    std::ifstream in(file.path());
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with("#include ")) continue;
      const std::string what = line.substr(10, line.find_first_of("\">", 10) - 10);
      const std::string first = what.substr(0, what.find('/'));
      INFO(file.path().string() << " includes " << what);
      if (line[9] == '"') {
        ++includes;
        CHECK(may.at(room).contains(first));
      } else if (libraries.contains(first)) {
        CHECK(libraries.at(first).contains(room));
      }
    }
  }
  CHECK(includes > 100);
}
