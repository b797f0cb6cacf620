#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "viewer/support.hpp"
#include "viewer/window/command_line.hpp"

using namespace linetwin;
using namespace linetwin::viewer;

namespace {

CommandLine parse(const std::vector<std::string>& words,
                  const std::map<std::string, std::string>& environment = {}) {
  return parse_command_line(words, [&](const char* name) -> const char* {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  });
}

Arguments parsed(const std::vector<std::string>& words,
                 const std::map<std::string, std::string>& environment = {}) {
  const CommandLine line = parse(words, environment);
  INFO(line.error);
  REQUIRE(line.arguments);
  return *line.arguments;
}

}  // namespace

TEST_CASE("the viewer opens a window of 1280x720 on nothing when nothing is said") {
  const Arguments arguments = parsed({});
  CHECK_FALSE(arguments.file);
  CHECK_FALSE(arguments.screenshot);
  CHECK_FALSE(arguments.record);
  CHECK_FALSE(arguments.at);
  CHECK(arguments.size == Size{1280, 720});
  CHECK(arguments.scale == 1);
  CHECK(arguments.language == Language::English);
}

TEST_CASE("every option of the viewer is taken") {
  const Arguments picture = parsed({"a model.yaml", "--lang", "ko", "--screenshot=out.png", "--at", "2h",
                                    "--size", "800x600", "--scale", "1.5"});
  CHECK(*picture.file == "a model.yaml");
  CHECK(picture.language == Language::Korean);
  CHECK(*picture.screenshot == "out.png");
  CHECK(*picture.at == 2 * kHour);
  CHECK(picture.size == Size{800, 600});
  CHECK(picture.scale == 1.5);
  CHECK(*parsed({"--probe", "where.tsv"}).probe == "where.tsv");
  const Arguments film =
      parsed({"--record", "frames", "--fps", "25", "--seconds", "1.5", "--until", "90 min", "m.yaml"});
  CHECK(film.record->folder == "frames");
  CHECK(film.record->frames_per_second == 25);
  CHECK(*film.record->seconds == 1.5);
  CHECK(*film.record->until == 90 * kMinute);
  CHECK(*film.file == "m.yaml");
}

TEST_CASE("a recording lasts ten seconds unless another end is given") {
  CHECK(parsed({"--record", "d"}).record->seconds == 10.0);
  CHECK(parsed({"--record", "d", "--seconds", "2 min"}).record->seconds == 120.0);
  CHECK_FALSE(parsed({"--record", "d", "--until", "1h"}).record->seconds);
}

TEST_CASE("the language is that of the system unless one is said") {
  CHECK(parsed({}, {{"LANG", "ko_KR.UTF-8"}}).language == Language::Korean);
  CHECK(parsed({}, {{"LANG", "en_GB.UTF-8"}, {"LC_MESSAGES", "ko_KR"}}).language == Language::Korean);
  CHECK(parsed({}, {{"LC_ALL", "C"}, {"LC_MESSAGES", "ko_KR"}}).language == Language::English);
  CHECK(parsed({}, {{"LC_ALL", ""}, {"LANG", "ko"}}).language == Language::Korean);
  CHECK(parsed({"--lang", "en"}, {{"LANG", "ko_KR.UTF-8"}}).language == Language::English);
}

TEST_CASE("a wrong command line of the viewer ends with status 2 and says what would be right") {
  struct Case {
    std::vector<std::string> words;
    std::string says;
  };
  const std::vector<Case> cases = {
      {{"--lang", "fr"}, "--lang: there is no language \"fr\" (en or ko)"},
      {{"--size", "big"}, "--size: \"big\" is no size (width x height in pixels: 1280x720)"},
      {{"--size", "0x720"}, "--size: "},
      {{"--size", "1280x"}, "--size: "},
      {{"--scale", "0.4"}, "--scale: 0.4 is too small (from 0.5 to 4)"},
      {{"--scale", "5"}, "--scale: 5 is too large (from 0.5 to 4)"},
      {{"--scale", "nan"}, "--scale: "},
      {{"--size", "99999999999x1"}, "--size: "},
      {{"--at", "2 apples"}, "--at: "},
      {{"--at", "-1 h"}, "--at: "},
      {{"--at", ""}, "it is empty"},
      {{"--fps", "30"}, "--fps is of use only with --record"},
      {{"--until", "1h"}, "--until is of use only with --record"},
      {{"--record", "d", "--fps", "0"}, "--fps: "},
      {{"--record", "d", "--fps", "1000"}, "--fps: "},
      {{"--record", "d", "--seconds", "0"}, "--seconds: 0 is no length"},
      {{"--record", "d", "--seconds", "nan"}, "--seconds: "},
      {{"--record", "d", "--until", "1 h", "--at", "1 h"},
       "--until: the recording would end before it begins"},
      {{"--record", "d", "--screenshot", "a.png"}, "cannot both be done"},
      {{"--screenshoot", "a.png"}, "did you mean \"--screenshot\"?"},
      {{"a.yaml", "b.yaml"}, "b.yaml"},
      {{"--size"}, "--size"}};
  for (const Case& wrong : cases) {
    const CommandLine line = parse(wrong.words);
    INFO(Catch::StringMaker<std::vector<std::string>>::convert(wrong.words));
    CHECK_FALSE(line.arguments);
    CHECK(line.status == 2);
    CHECK(line.output.empty());
    CHECK_THAT(line.error, Catch::StartsWith("linetwin-viewer: error: ") && Catch::Contains(wrong.says) &&
                               Catch::EndsWith("\n"));
  }
}

TEST_CASE("the viewer's help and version go to standard output with status 0") {
  const CommandLine help = parse({"--help"});
  CHECK(help.status == 0);
  CHECK(help.error.empty());
  CHECK_FALSE(help.arguments);
  for (const char* word : {"FILE", "--lang", "--screenshot", "--at", "--size", "--record", "--fps",
                           "--seconds", "--until", "--probe", "Examples:", "Exit status"})
    CHECK_THAT(help.output, Catch::Contains(word));
  CHECK_THAT(parse({"--version"}).output, Catch::StartsWith("linetwin-viewer "));
}

TEST_CASE("the program says in words that there is no display") {
  const Variable display("DISPLAY", std::nullopt), wayland("WAYLAND_DISPLAY", std::nullopt);
  const Ran ran = run_command("'" LINETWIN_VIEWER "'");
  CHECK(ran.status == 1);
  CHECK(ran.text == "linetwin-viewer: error: no display: set DISPLAY, or use --screenshot\n");
}

TEST_CASE("the program writes a picture of the size that is asked for without a display") {
  const Variable display("DISPLAY", std::nullopt);
  const Folder folder;
  const std::string file = (folder / "a.png").string();
  const Ran ran = run_command("'" LINETWIN_VIEWER "' --size 640x360 --screenshot '" + file + "'");
  INFO(ran.text);
  CHECK(ran.status == 0);
  CHECK(read_png(file).size == Size{640, 360});
}

TEST_CASE("a picture of a scenario with errors is refused in the reader's words") {
  const Folder folder;
  const auto write = [&](const char* name, const char* text) { std::ofstream(folder / name) << text; };
  write("line.yaml", "linetwin: 1\nstations: {m: {cycle: 1 s}}\nflow: [source -> m -> sink]\n");
  write("what-if.yaml", "linetwin-scenario: 1\nmodel: line.yaml\nfactors: {}\n");
  const Ran ran = run_command("'" LINETWIN_VIEWER "' '" + (folder / "what-if.yaml").string() +
                              "' --screenshot '" + (folder / "a.png").string() + "'");
  CHECK(ran.status == 2);
  CHECK_THAT(ran.text, Catch::Contains("what-if.yaml:3:1: error: ") && Catch::Contains("factors"));
  CHECK_FALSE(std::filesystem::exists(folder / "a.png"));
}

TEST_CASE("the command line says what a picture shows") {
  const Arguments plain = parsed({"m.yaml"});
  CHECK(plain.look == Look::States);
  CHECK_FALSE(plain.chart);
  CHECK_FALSE(plain.select);
  CHECK_FALSE(plain.compare);
  const Arguments chosen = parsed(
      {"m.yaml", "--look", "heat", "--chart", "differences", "--select", "press", "--compare", "other.yaml"});
  CHECK(chosen.look == Look::Heat);
  CHECK(chosen.chart == Chart::Differences);
  CHECK(*chosen.select == "press");
  CHECK(*chosen.compare == "other.yaml");
  CHECK(parsed({"m.yaml", "--chart", "none"}).chart == Chart::None);
}

TEST_CASE("what cannot be shown is refused, with what can") {
  const auto refused = [](const std::vector<std::string>& words) {
    const CommandLine line = parse(words);
    CHECK(line.status == 2);
    return line.error;
  };
  CHECK(refused({"m.yaml", "--look", "cold"}).find("states, heat") != std::string::npos);
  CHECK(refused({"m.yaml", "--chart", "pie"}).find("gantt") != std::string::npos);
  CHECK(refused({"m.yaml", "--chart", "differences"}).find("--compare MODEL") != std::string::npos);
  CHECK(refused({"--select", "press"}).find("--select") != std::string::npos);
}
