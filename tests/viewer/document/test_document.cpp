#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "read/read_model.hpp"
#include "scenario/read_scenario.hpp"
#include "viewer/document/document.hpp"
#include "viewer/support.hpp"

using namespace linetwin;
using namespace linetwin::viewer;

namespace {

constexpr const char* kTwo = R"(linetwin: 1
name: two   # of the line
stations:
  m1: {cycle: 10 s}
  m2: {cycle: 12 s, failures: {mtbf: 1 h, mttr: 5 min}}  # the old one
buffers:
  b: {capacity: 5}
flow: [source -> m1 -> b -> m2 -> sink]
)";

std::string write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
  return path.string();
}

}  // namespace

TEST_CASE("a change of a document is made in its text and in its line, and can be taken back", "[viewer]") {
  Document d;
  REQUIRE(d.open_text("two.yaml", kTwo, ""));
  const std::uint64_t revision = d.revision();
  REQUIRE(d.change({{"buffers.b.capacity", "6"}}));
  CHECK(d.line()->buffers[0].capacity == 6);
  CHECK(d.revision() > revision);
  CHECK(d.text().find("b: {capacity: 6}") != std::string::npos);
  CHECK(d.text().find("# the old one") != std::string::npos);
  CHECK(d.changed());
  REQUIRE(d.undo());
  CHECK(d.text() == kTwo);
  CHECK(d.line()->buffers[0].capacity == 5);
  CHECK_FALSE(d.changed());
  CHECK_FALSE(d.undo());
  REQUIRE(d.redo());
  CHECK(d.line()->buffers[0].capacity == 6);
}

TEST_CASE("a change that makes no line is refused with the reader's words, and all stays as it was",
          "[viewer]") {
  Document d;
  REQUIRE(d.open_text("two.yaml", kTwo, ""));
  CHECK_FALSE(d.change({{"buffers.b.capacity", "0"}}));
  CHECK(d.refusal().find("capacity") != std::string::npos);
  CHECK_FALSE(d.change({{"stations.m1.cycle", "10"}}));
  CHECK(d.refusal().find("without a unit") != std::string::npos);
  CHECK_FALSE(d.change({{"stations.m9.cycle", "10 s"}}));
  CHECK(d.text() == kTwo);
  CHECK(d.errors().empty());
  CHECK_FALSE(d.can_undo());
  CHECK(d.line()->buffers[0].capacity == 5);
}

TEST_CASE("a refused change leaves the very line that was there, so nothing that looks at it begins anew",
          "[viewer]") {
  Document d;
  REQUIRE(d.open_text("two.yaml", kTwo, ""));
  const auto line = d.line();
  const std::uint64_t revision = d.revision();
  CHECK_FALSE(d.change({{"buffers.b.capacity", "0"}}));
  CHECK(d.line() == line);
  CHECK(d.revision() == revision);
  CHECK(d.properties("b").size() > 1);
  REQUIRE(d.change({{"buffers.b.capacity", "6"}}));
  CHECK(d.line() != line);
}

TEST_CASE("a file that is gone says so until it is back or saved again", "[viewer]") {
  const Folder folder;
  const std::string path = write(folder / "two.yaml", kTwo);
  Document d;
  REQUIRE(d.open(path));
  std::filesystem::remove(path);
  CHECK(d.changed_on_disk());
  CHECK_FALSE(d.reload());
  CHECK(d.errors().find("there is no such file") != std::string::npos);
  CHECK(d.line() != nullptr);
  CHECK_FALSE(d.changed_on_disk());
  SECTION("back") {
    write(path, kTwo);
    CHECK(d.changed_on_disk());
    CHECK(d.reload());
  }
  SECTION("saved") { REQUIRE(d.save()); }
  CHECK(d.errors().empty());
  CHECK(content(path) == kTwo);
}

TEST_CASE("a file that nobody may write is left alone, and the refusal says what to do", "[viewer]") {
  namespace fs = std::filesystem;
  const Folder folder;
  const std::string path = write(folder / "two.yaml", kTwo);
  fs::permissions(path, fs::perms::owner_read);
  Document d;
  REQUIRE(d.open(path));
  REQUIRE(d.change({{"buffers.b.capacity", "6"}}));
  CHECK_FALSE(d.save());
  CHECK(d.refusal() == "cannot write " + path + ": the file is read-only (save it under another name)");
  CHECK(content(path) == kTwo);
  CHECK_FALSE(d.save_as((folder / "none/two.yaml").string()));
  CHECK(d.refusal().find("there is no folder") != std::string::npos);
  CHECK_FALSE(d.save_as(folder.path().string()));
  CHECK(d.refusal().find("it is a folder") != std::string::npos);
  CHECK(d.changed());
  CHECK(d.path() == path);
}

TEST_CASE("saving keeps who may read a file, and follows a link to it", "[viewer]") {
  namespace fs = std::filesystem;
  const Folder folder;
  const std::string path = write(folder / "two.yaml", kTwo);
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  const fs::path link = folder / "link.yaml";
  fs::create_symlink("two.yaml", link);
  Document d;
  REQUIRE(d.open(link.string()));
  REQUIRE(d.change({{"buffers.b.capacity", "6"}}));
  REQUIRE(d.save());
  CHECK(fs::is_symlink(link));
  CHECK(content(path).find("capacity: 6") != std::string::npos);
  CHECK(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK_FALSE(d.changed_on_disk());
}

TEST_CASE("a file that is no line keeps its text and says what is wrong with it", "[viewer]") {
  const Folder folder;
  Document d;
  CHECK_FALSE(d.open(
      write(folder / "bad.yaml", "linetwin: 1\nstations: {a: {cycle: 5}}\nflow: [source -> a -> sink]\n")));
  CHECK(d.errors().find("bad.yaml:2:") != std::string::npos);
  CHECK(d.line() == nullptr);
  CHECK_FALSE(d.open((folder / "none.yaml").string()));
  CHECK_FALSE(d.errors().empty());
}

TEST_CASE("a document is saved with comments and order kept, and is then unchanged", "[viewer]") {
  const Folder folder;
  const std::string path = write(folder / "two.yaml", kTwo);
  Document d;
  REQUIRE(d.open(path));
  REQUIRE(d.change({{"stations.m1.machines", "2"}}));
  CHECK(content(path) == kTwo);
  REQUIRE(d.save());
  CHECK_FALSE(d.changed());
  CHECK_FALSE(d.changed_on_disk());
  const std::string saved = content(path);
  CHECK(saved.find("m1: {cycle: 10 s, machines: 2}") != std::string::npos);
  CHECK(saved.find("name: two   # of the line") != std::string::npos);
  CHECK_FALSE(d.save_as((folder / "no" / "such" / "folder.yaml").string()));
  CHECK(d.refusal().find("cannot write") != std::string::npos);
}

TEST_CASE("what another program writes into the file is seen and read again", "[viewer]") {
  const Folder folder;
  const std::string path = write(folder / "two.yaml", kTwo);
  Document d;
  REQUIRE(d.open(path));
  CHECK_FALSE(d.changed_on_disk());
  std::string other = kTwo;
  other.replace(other.find("capacity: 5"), 11, "capacity: 9");
  write(folder / "two.yaml", other);
  std::filesystem::last_write_time(path,
                                   std::filesystem::file_time_type::clock::now() + std::chrono::seconds(2));
  CHECK(d.changed_on_disk());
  REQUIRE(d.reload());
  CHECK(d.line()->buffers[0].capacity == 9);
  CHECK_FALSE(d.changed());
  SECTION("a broken one leaves the line that was there, and says what is wrong") {
    write(folder / "two.yaml", "linetwin: 1\nflow: [source -> x -> sink]\n");
    CHECK_FALSE(d.reload());
    CHECK_FALSE(d.errors().empty());
    CHECK(d.line()->buffers[0].capacity == 9);
    // once it is mended, undo does not go back to that
    write(folder / "two.yaml", kTwo);
    REQUIRE(d.reload());
    REQUIRE(d.undo());
    CHECK(d.errors().empty());
    CHECK(d.line()->buffers[0].capacity == 9);
  }
}

TEST_CASE("a value that is taken out and given again is one change, and what came and went is none",
          "[viewer]") {
  const Folder folder;
  std::string text = kTwo;
  text.replace(text.find("{cycle: 10 s}"), 13, "{cycle: 10 s, machines: 3}");
  Document d;
  REQUIRE(d.open(write(folder / "two.yaml", text)));
  REQUIRE(d.change({{"stations.m2.machines", "7"}}));
  REQUIRE(d.change({{"stations.m2.machines", "", Edit::Kind::Remove}}));
  CHECK(d.changes().empty());
  REQUIRE(d.change({{"stations.m1.machines", "", Edit::Kind::Remove}}));
  CHECK(d.changes().size() == 1);
  REQUIRE(d.change({{"stations.m1.machines", "9"}}));
  REQUIRE(d.changes().size() == 1);
  CHECK(d.changes()[0].kind == Edit::Kind::Set);
  CHECK(d.changes()[0].value == "9");
  const bool saved = d.save_case((folder / "cases.yaml").string(), "nine");
  INFO(d.refusal());
  CHECK(saved);
}

TEST_CASE("where things stand bears on a run only where somebody drives or walks", "[viewer]") {
  const Folder folder;
  Document d;
  REQUIRE(d.open(write(folder / "two.yaml", kTwo)));
  const std::uint64_t before = d.run_key();
  REQUIRE(d.move({{"m1", 3, 4}}));
  CHECK(d.run_key() == before);
  REQUIRE(d.change({{"buffers.b.capacity", "9"}}));
  CHECK(d.run_key() != before);
  // also with values measured beside the model, which count as what is in it
  std::string measured = kTwo;
  measured.replace(measured.find("cycle: 10 s"), 11, "cycle: {empirical: {file: m.csv, column: t}}");
  write(folder / "m.csv", "t\n10 s\n12 s\n");
  REQUIRE(d.open(write(folder / "measured.yaml", measured)));
  const std::uint64_t first = d.run_key();
  REQUIRE(d.move({{"m1", 3, 4}}));
  CHECK(d.run_key() == first);
  write(folder / "m.csv", "t\n10 s\n13 s\n");
  REQUIRE(d.move({{"m1", 5, 4}}));
  CHECK(d.run_key() != first);
  REQUIRE(d.open(std::string(LINETWIN_SOURCE_DIR) + "/models/ship-panel-line-crane.yaml"));
  const std::uint64_t driven = d.run_key();
  REQUIRE(d.move({{d.line()->elements[1].name, 3, 4}}));
  CHECK(d.run_key() != driven);
}

TEST_CASE("an element's values are those of its section, with what may be added", "[viewer]") {
  Document d;
  REQUIRE(d.open_text("two.yaml", kTwo, ""));
  const std::vector<Property> all = d.properties("m2");
  const auto find = [&](const std::string& label) {
    for (const Property& p : all)
      if (p.label == label) return p;
    return Property{};
  };
  CHECK(find("cycle").text == "12 s");
  CHECK(find("failures.mttr").path == "stations.m2.failures.mttr");
  CHECK(find("machines").text == "1");
  CHECK_FALSE(find("machines").given);
  CHECK(d.properties("sink").empty());
  CHECK(d.run_properties().front().label == "duration");
  CHECK(d.stepped(find("cycle"), 1, 0) == "13 s");
  CHECK(d.stepped(find("machines"), -1, 1) == "1");
}

TEST_CASE("an element is moved in the layout, in the form in which its place is written", "[viewer]") {
  Document d;
  REQUIRE(d.open_text("two.yaml", std::string(kTwo) + "layout:\n  m1: [0, 0]\n  m2: {at: [6, 0], turn: 90}\n",
                      ""));
  REQUIRE(d.move({{"m1", 1.5, 0}, {"m2", 7, -2.25}}));
  CHECK(d.text().find("m1: [1.5, 0]") != std::string::npos);
  CHECK(d.text().find("m2: {at: [7, -2.25], turn: 90}") != std::string::npos);
  REQUIRE(d.undo());
  CHECK(d.text().find("m1: [0, 0]") != std::string::npos);
}

TEST_CASE("changes are saved as a case of a scenario, which gives the same line", "[viewer]") {
  const Folder folder;
  const std::string model = write(folder / "two.yaml", kTwo);
  const std::string scenario = (folder / "cases.yaml").string();
  Document d;
  REQUIRE(d.open(model));
  CHECK_FALSE(d.save_case(scenario, "nothing"));
  REQUIRE(d.change({{"buffers.b.capacity", "8"}}));
  REQUIRE(d.change({{"buffers.b.capacity", "9"}}));
  REQUIRE(d.change({{"stations.m2.machines", "2"}}));
  REQUIRE(d.save_case(scenario, "bigger"));
  CHECK_FALSE(d.case_is_varied());
  const std::string varied = write(
      folder / "varied.yaml", "linetwin-scenario: 1\nmodel: two.yaml\nvary: {buffers.b.capacity: [1, 2]}\n");
  const bool saved = d.save_case(varied, "bigger");
  INFO(d.refusal());
  CHECK(saved);
  CHECK(d.case_is_varied());
  REQUIRE(d.undo());
  REQUIRE(d.save_case(scenario, "room"));
  CHECK_FALSE(d.save_case(scenario, "room"));
  CHECK(content(model) == kTwo);
  // neither a model nor another line's scenario is spoilt
  CHECK_FALSE(d.save_case(model, "wrong"));
  CHECK_THAT(d.refusal(), Catch::Contains("is no scenario"));
  CHECK(content(model) == kTwo);
  write(folder / "other.yaml", kTwo);
  const std::string of_other = write(folder / "of-other.yaml", "linetwin-scenario: 1\nmodel: other.yaml\n");
  CHECK_FALSE(d.save_case(of_other, "wrong"));
  CHECK_THAT(d.refusal(), Catch::Contains("on another model"));
  CHECK(content(of_other) == "linetwin-scenario: 1\nmodel: other.yaml\n");

  const ScenarioRead read = read_scenario_file(scenario);
  INFO(render(read.diagnostics, read.sources));
  REQUIRE_FALSE(read.diagnostics.has_errors());
  REQUIRE(read.scenario.cases.size() == 2);
  const Design design(read.scenario);
  const CaseBuilder builder(read.scenario, read.model, read.sources);
  std::string message;
  const auto line = builder.build(design.at(1), message);
  REQUIRE(line);
  CHECK(line->buffers[0].capacity == 9);
  CHECK(line->stations[1].machines == 2);
}

TEST_CASE("a case of a scenario is taken into the text, scalings and stars and all", "[viewer]") {
  const Folder folder;
  write(folder / "two.yaml", kTwo);
  const std::string scenario = write(folder / "s.yaml", R"(linetwin-scenario: 1
model: two.yaml
cases:
  quick: {scale: {stations.*.cycle: 0.5}, set: {buffers.b.capacity: 7}}
  twice: {set: {stations.*.machines: 2}}
)");
  const ScenarioRead read = read_scenario_file(scenario);
  REQUIRE_FALSE(read.diagnostics.has_errors());
  const Design design(read.scenario);
  Document d;
  REQUIRE(d.open((folder / "two.yaml").string()));
  REQUIRE(d.take_case(design.at(1).changes));
  CHECK(d.text().find("m1: {cycle: 5 s}") != std::string::npos);
  CHECK(d.text().find("cycle: 6 s, failures") != std::string::npos);
  CHECK(d.line()->buffers[0].capacity == 7);
  REQUIRE(d.take_case(design.at(2).changes));
  CHECK(d.line()->stations[0].machines == 2);
  CHECK(d.line()->buffers[0].capacity == 5);
  REQUIRE(d.take_case(design.at(0).changes));
  CHECK(d.text() == kTwo);
  REQUIRE(d.undo());
  CHECK(d.line()->stations[0].machines == 2);
}
