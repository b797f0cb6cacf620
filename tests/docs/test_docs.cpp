// The README and the tutorial show real output: what they show is what the program prints. The reference
// names every key that the reader knows, and its models run.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

const fs::path kSource = LINETWIN_SOURCE_DIR;

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  REQUIRE(in.good());
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// A folder in which the commands of the docs can be typed: models/ and build/release/linetwin are there.
struct Project {
  fs::path path;
  Project() {
    std::string name = (fs::temp_directory_path() / "linetwin-docs-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
    fs::create_directories(path / "build/release");
    fs::create_symlink(LINETWIN_CLI, path / "build/release/linetwin");
    fs::create_directory_symlink(kSource / "models", path / "models");
    fs::create_directory_symlink(kSource / "scenarios", path / "scenarios");
  }
  ~Project() { fs::remove_all(path); }
  void save(const std::string& name, const std::string& text) const { std::ofstream(path / name) << text; }
  // Standard output and standard error together, as a terminal shows them.
  std::vector<std::string> type(const std::string& command) const {
    FILE* pipe = popen(("cd '" + path.string() + "' && { " + command + "; } 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    std::array<char, 4096> piece;
    for (std::size_t n; (n = fread(piece.data(), 1, piece.size(), pipe)) > 0;) text.append(piece.data(), n);
    pclose(pipe);
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
};

// The lines of a fenced block that begins at `at` (its fence); `at` moves behind it.
std::vector<std::string> block(const std::vector<std::string>& lines, std::size_t& at) {
  std::vector<std::string> inside;
  for (++at; at < lines.size() && lines[at] != "```"; ++at) inside.push_back(lines[at]);
  return inside;
}

// Compares what is shown with what is printed; a shown "..." stands for the rest.
void check_shown(const std::vector<std::string>& shown, const std::vector<std::string>& printed) {
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i] == "...") return;
    INFO("line " << i + 1 << " of the output");
    REQUIRE(i < printed.size());
    CHECK(shown[i] == printed[i]);
  }
  CHECK(shown.size() == printed.size());
}

// Types the commands of a console block, each behind "$ "; returns how many there were.
int check_typed(const Project& project, const std::vector<std::string>& typed) {
  REQUIRE(typed.at(0).starts_with("$ "));
  int commands = 0;
  for (std::size_t i = 0; i < typed.size(); ++commands) {
    const std::string command = typed[i].substr(2);
    INFO(command);
    std::vector<std::string> shown;
    for (++i; i < typed.size() && !typed[i].starts_with("$ "); ++i) shown.push_back(typed[i]);
    check_shown(shown, project.type(command));
  }
  return commands;
}

}  // namespace

TEST_CASE(
    "the tutorial's models and commands print what it shows, and those of the pages on results and scripts") {
  const Project project;
  auto lines = lines_of(kSource / "docs/first-line.md");
  for (const char* page : {"docs/results.md", "docs/scripting.md"}) {
    const auto more = lines_of(kSource / page);
    lines.insert(lines.end(), more.begin(), more.end());
  }
  int commands = 0;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (lines[at] == "```yaml") {
      const auto model = block(lines, at);
      REQUIRE(model.at(0).starts_with("# "));  // the file's name
      std::string text;
      for (const std::string& line : model) text += line + "\n";
      project.save(model[0].substr(2), text);
    } else if (lines[at] == "```console") {
      commands += check_typed(project, block(lines, at));
    }
  }
  CHECK(commands >= 8);
}

TEST_CASE("the commands of the scenario reference print what it shows") {
  const Project project;
  const auto lines = lines_of(kSource / "docs/scenarios.md");
  int commands = 0;
  for (std::size_t at = 0; at < lines.size(); ++at)
    if (lines[at] == "```console") commands += check_typed(project, block(lines, at));
  CHECK(commands >= 3);
}

TEST_CASE("the script that sweeps, picks and plots does") {
  const Project project;
  const auto lines = lines_of(kSource / "docs/scripting.md");
  std::size_t at = 0;
  while (lines.at(at) != "```sh") ++at;
  std::string script = "PATH=build/release:$PATH\n";
  for (const std::string& line : block(lines, at)) script += line + "\n";
  project.save("sweep.sh", script);
  const auto said = project.type("sh -e sweep.sh; echo status $?");
  REQUIRE(said.size() == 2);
  CHECK(said[0].find("as-is buffers.b.capacity=15") !=
        std::string::npos);  // 340.4 per hour; with 10 places 332.7
  CHECK(said[1] == "status 0");
  const auto page = lines_of(project.path / "room.html");
  CHECK(page.at(0).starts_with("<!DOCTYPE html>"));
  const auto has = [&](const std::string& text) {
    return std::any_of(page.begin(), page.end(),
                       [&](const std::string& line) { return line.find(text) != std::string::npos; });
  };
  CHECK(has("Throughput, more is better"));
  CHECK(has("class=\"means\""));  // the curve: throughput over the room in the buffer
  CHECK(lines_of(project.path / "curve.csv").size() == 7);
}

TEST_CASE("the README's first screen is what the program prints, and its smallest model runs") {
  const Project project;
  const auto lines = lines_of(kSource / "README.md");
  bool ran = false;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (lines[at] == "```console") {
      auto shown = block(lines, at);
      REQUIRE(shown.size() > 2);
      REQUIRE(shown[0] == "$ make run");  // which shows its command and runs it
      const std::string command = shown[1];
      shown.erase(shown.begin(), shown.begin() + 2);
      check_shown(shown, project.type(command));
      ran = true;
    } else if (lines[at] == "```yaml") {
      std::string text;
      for (const std::string& line : block(lines, at)) text += line + "\n";
      project.save("smallest.yaml", text);
      CHECK(project.type("build/release/linetwin check smallest.yaml >/dev/null; echo $?") ==
            std::vector<std::string>{"0"});
    }
  }
  CHECK(ran);
}

TEST_CASE("every model of the reference runs without a warning or a jam") {
  const Project project;
  const auto lines = lines_of(kSource / "docs/model-reference.md");
  int models = 0;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (lines[at] != "```yaml") continue;
    std::string text;
    INFO("line " << at + 1);
    for (const std::string& line : block(lines, at)) text += line + "\n";
    REQUIRE(text.starts_with("linetwin: 1\n"));
    project.save("example.yaml", text);
    const auto printed =
        project.type("build/release/linetwin run example.yaml --replications 2 >/dev/null; echo $?");
    CHECK(printed == std::vector<std::string>{"0"});
    ++models;
  }
  CHECK(models >= 15);
}

TEST_CASE("the reference names every key that the reader knows") {
  std::string reference;
  for (const std::string& line : lines_of(kSource / "docs/model-reference.md")) reference += line + "\n";
  // the keys stand in the source of the reader: check_keys(node, {"count", "shift"}, {"later"}, ...)
  const std::regex call(R"(check_keys\(([^;]*);)");
  const std::regex word(R"re("([a-z_]+)")re");
  int keys = 0;
  for (const auto& file : fs::directory_iterator(kSource / "engine/read")) {
    std::ifstream in(file.path());
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (auto c = std::sregex_iterator(text.begin(), text.end(), call); c != std::sregex_iterator(); ++c) {
      const std::string all = (*c)[1];
      if (all.find('{') == std::string::npos) continue;
      const std::string listed = all.substr(all.find('{'), all.rfind('}') - all.find('{'));
      for (auto w = std::sregex_iterator(listed.begin(), listed.end(), word); w != std::sregex_iterator();
           ++w) {
        ++keys;
        const std::string key = (*w)[1];
        INFO(key << " of " << file.path().filename());
        CHECK((reference.find("`" + key + "`") != std::string::npos ||
               reference.find(key + ":") != std::string::npos));
      }
    }
  }
  CHECK(keys > 60);
}
