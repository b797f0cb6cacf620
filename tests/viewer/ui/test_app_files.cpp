// Files in the window: opened, saved, changed by others; scenarios and their cases.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "viewer/ui/opened.hpp"

using namespace linetwin;
using namespace linetwin::viewer;

TEST_CASE("a file that an editor writes is read again; what was changed here is asked about", "[viewer]") {
  AppOptions options = Screen::quiet();
  options.watch_files = true;
  Opened o(kTwoMachines, options);
  Screen& s = o.screen;
  const auto write = [&](const std::string& text) { write_anew(o.file, text); };
  std::string other = kTwoMachines;
  other.replace(other.find("capacity: 5"), 11, "capacity: 9");
  write(other);
  s.frames(60);
  CHECK(s.pane().document.line()->buffers[0].capacity == 9);
  REQUIRE(s.app().change({{"buffers.b.capacity", "10"}}));
  write(kTwoMachines);
  s.frames(60);
  CHECK(s.pane().document.line()->buffers[0].capacity == 10);
  REQUIRE(s.shows("take_theirs"));
  s.click("take_theirs");
  CHECK(s.pane().document.line()->buffers[0].capacity == 5);
  s.frames(60);
  CHECK_FALSE(s.shows("take_theirs"));
}

TEST_CASE("Ctrl+S in a field takes what is typed there and saves it, unless it is refused", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  s.click("element0:m2");
  const auto type = [&](const std::string& text) {
    s.click("value:stations.m2.cycle.exponential");
    s.key(ImGuiKey_A, true);
    s.type(text);
    s.letter('S', true);
    s.frames(3);
  };
  type("9 s");
  std::string saved = kTwoMachines;
  saved.replace(saved.find("12 s}}"), 6, "9 s}}");  // the comment keeps its distance
  CHECK(content(o.file) == saved);
  CHECK_FALSE(s.pane().document.changed());
  CHECK_FALSE(ImGui::GetIO().WantTextInput);
  REQUIRE(s.app().change({{"buffers.b.capacity", "6"}}));
  type("9 parsecs");
  CHECK(s.pane().message_is_error);
  CHECK(content(o.file) == saved);
  CHECK(s.pane().document.changed());
  // but not for what was refused long ago
  s.letter('S', true);
  s.frames(3);
  CHECK_FALSE(s.pane().document.changed());
}

TEST_CASE("what is being typed is not lost to a click elsewhere, nor to the end of the program", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  s.click("element0:m2");
  s.click("value:stations.m2.cycle.exponential");
  s.key(ImGuiKey_A, true);
  s.type("9 s");
  SECTION("another file is opened") {
    s.click("file:serial-ten");  // which is drawn before the field
    s.frames(2);
    CHECK(s.app().question() == Question::Unsaved);
    CHECK(s.pane().document.changed());
    s.click("cancel");
  }
  SECTION("the cursor goes to a field above") {
    s.click("value:stations.m2.cycle.exponential");
    s.key(ImGuiKey_Escape);
    s.click("value:stations.m2.machines");
    s.key(ImGuiKey_A, true);
    s.type("3");
    s.click("value:stations.m2.cycle.exponential");
    s.frames(2);
    CHECK(s.pane().document.line()->stations[1].machines == 3);
  }
  SECTION("another file is dropped on the window") {
    s.app().ask_to_open(model_file("serial-ten"));
    s.frames(3);
    CHECK(s.app().question() == Question::Unsaved);
    CHECK(s.pane().document.changed());
    s.click("discard");
    CHECK(s.pane().document.line()->name == "serial-ten");
  }
  SECTION("the window is to be closed") {
    s.app().ask_to_quit();
    CHECK_FALSE(s.app().done());
    s.frames(3);
    CHECK(s.app().question() == Question::Unsaved);
    CHECK(s.pane().document.changed());
  }
  SECTION("a key asks for another file") {
    s.letter('O', true);
    s.frames(3);
    CHECK(s.app().question() == Question::Open);
    CHECK(s.pane().document.changed());
  }
  SECTION("or it is given up") {
    s.key(ImGuiKey_Escape);
    s.click("file:serial-ten");
    CHECK(s.pane().document.line()->name == "serial-ten");
  }
}

TEST_CASE("a file that cannot be opened leaves what is open; one that is there is not written over",
          "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  REQUIRE(s.app().change({{"buffers.b.capacity", "9"}}));
  for (const std::string& path : {std::string(), (o.folder / "none.yaml").string(), o.folder.path().string(),
                                  "/" + std::string(3000, 'x') + ".yaml"}) {
    s.app().ask(Question::Open);
    s.app().answer_path() = path;
    s.app().answer();
    s.frames(3);
    CHECK(s.app().question() == Question::None);
    CHECK_FALSE(s.app().done());
    CHECK(s.pane().document.line()->buffers[0].capacity == 9);
    CHECK(s.pane().message.empty() == path.empty());
  }
  // in its first frame, and without a question before
  CHECK_FALSE(s.app().open("/" + std::string(3000, 'x') + ".yaml"));
  s.frames(2);
  REQUIRE(s.app().open(o.file));
  REQUIRE(s.app().change({{"buffers.b.capacity", "9"}}));

  const std::string other = (o.folder / "other.yaml").string();
  std::ofstream(other) << "keep me\n";
  s.app().ask(Question::SaveAs);
  s.app().answer_path() = other;
  s.app().answer();
  s.frames(3);
  CHECK(s.app().question() == Question::Overwrite);
  s.click("cancel");
  CHECK(content(other) == "keep me\n");
  s.app().ask(Question::SaveAs);
  s.frames(2);
  // what opens meanwhile is not what the question was about
  REQUIRE(s.app().open(model_file("two-machines")));
  CHECK(s.app().question() == Question::None);
  s.frames(2);
  REQUIRE(s.app().open(o.file));
  REQUIRE(s.app().change({{"buffers.b.capacity", "9"}}));
  s.app().ask(Question::SaveAs);
  s.app().answer_path() = other;
  s.app().answer();
  s.frames(3);
  s.click("overwrite");
  CHECK(content(other).find("capacity: 9") != std::string::npos);
  CHECK(s.pane().document.path() == other);
}

TEST_CASE("a model that cannot be compared with leaves one line, whatever chart was asked for", "[viewer]") {
  Opened o(kTwoMachines);
  std::ofstream(o.folder / "broken.yaml") << "linetwin: 1\nflow: [source ->\n";
  CHECK_FALSE(o.screen.app().compare_with((o.folder / "broken.yaml").string()));
  o.screen.app().chart = ChartTab::Differences;
  o.screen.frames(2);
  CHECK(o.screen.app().chart == ChartTab::Gantt);
}

TEST_CASE("files of the browser are opened by a click; unsaved changes are asked about", "[viewer]") {
  Screen s;
  s.frames(2);
  s.click("file:two-machines");
  REQUIRE(s.app().pane());
  CHECK(s.pane().document.line()->name == "two-machines");
  REQUIRE(s.app().change({{"run.seed", "7"}}));
  s.click("file:serial-ten");
  s.frames(2);
  CHECK(s.app().question() == Question::Unsaved);
  s.click("cancel");
  CHECK(s.pane().document.line()->name == "two-machines");
  s.click("file:serial-ten");
  s.frames(2);
  s.click("discard");
  CHECK(s.pane().document.line()->name == "serial-ten");
}

TEST_CASE("a scenario opens its model, and its cases are taken by a click", "[viewer]") {
  const Folder folder;
  for (const char* kind : {"models", "scenarios"}) std::filesystem::create_directory(folder / kind);
  const std::filesystem::path project = LINETWIN_SOURCE_DIR;
  const std::filesystem::path model = folder / "models/hot-stamped-pillar.yaml";
  const std::filesystem::path scenario = folder / "scenarios/second-laser.yaml";
  std::filesystem::copy_file(project / "models/hot-stamped-pillar.yaml", model);
  std::filesystem::copy_file(project / "scenarios/second-laser.yaml", scenario);
  const std::string before = content(model);
  Screen s;
  REQUIRE(s.app().open(scenario.string()));
  s.frames(3);
  CHECK(s.app().case_names().size() == 9);
  // b2 is varied: the model as it is is none of the cases
  CHECK(s.app().chosen_case() == App::kNoCase);
  const auto machines = [&] {
    for (const StationModel& st : s.pane().document.line()->stations)
      if (s.pane().document.line()->of(st).name == "laser") return st.machines;
    return 0;
  };
  CHECK(machines() == 2);
  s.click("case:three-lasers buffers.b2.capacity=20");
  CHECK(machines() == 3);
  CHECK(s.app().case_names()[s.app().chosen_case()] == "three-lasers buffers.b2.capacity=20");
  // saved is what was changed, and nothing was
  s.letter('S', true);
  s.frames(3);
  CHECK(s.pane().message.find("three-lasers") != std::string::npos);
  CHECK(content(model) == before);
  // nor after undo led from one case to another
  s.click("case:" + s.app().case_names()[1]);
  s.app().undo();
  CHECK(s.app().case_names()[s.app().chosen_case()] == "three-lasers buffers.b2.capacity=20");
  CHECK_FALSE(s.app().unsaved());
  s.app().save();
  CHECK(content(model) == before);
  // it is looked at, and nobody's work
  CHECK_FALSE(s.app().unsaved());
  REQUIRE(s.app().change({{"stations.laser.machines", "4"}}));
  CHECK(s.app().unsaved());
  CHECK(s.app().chosen_case() == App::kNoCase);
  s.app().undo();
  CHECK_FALSE(s.app().unsaved());
  s.click("case:" + s.app().case_names()[0]);
  CHECK(machines() == 2);
  CHECK(s.app().chosen_case() == 0);
  s.click("case:");
  CHECK(s.app().chosen_case() == App::kNoCase);
  CHECK_FALSE(s.pane().document.changed());
  // what is saved after a case was chosen makes another model of it: the texts before are work now
  s.click("case:" + s.app().case_names()[1]);
  REQUIRE(s.app().change({{"stations.laser.machines", "5"}}));
  s.app().save();
  CHECK(content(model) != before);
  s.app().undo();
  CHECK(s.app().unsaved());
  // under another name the scenario is not its own any more
  s.app().ask(Question::SaveAs);
  s.app().answer_path() = (folder / "models/other.yaml").string();
  s.app().answer();
  CHECK(s.app().case_names().empty());
}

TEST_CASE("a scenario that is written again, or mended, has its new cases", "[viewer]") {
  const Folder folder;
  std::ofstream(folder / "line.yaml") << kTwoMachines;
  const std::string path = (folder / "cases.yaml").string();
  const auto write = [&](const std::string& cases) {
    write_anew(path, "linetwin-scenario: 1\nmodel: line.yaml\ncases:\n" + cases);
  };
  write("  more: {set: {buffers.b.capacty: 8}}\n");
  AppOptions options = Screen::quiet();
  options.watch_files = true;
  Screen s(options);
  CHECK_FALSE(s.app().open(path));
  CHECK_FALSE(s.pane().message.empty());
  CHECK_FALSE(s.pane().message_is_refusal);
  write("  more: {set: {buffers.b.capacity: 8}}\n");
  CHECK(s.app().stirred());
  s.frames(60);
  CHECK(s.pane().message.empty());
  REQUIRE(s.app().case_names().size() == 2);
  REQUIRE(s.app().choose_case(1));
  CHECK(s.pane().document.line()->buffers[0].capacity == 8);
  write("  other: {set: {run-x: 1}}\n");
  s.frames(60);
  CHECK_FALSE(s.pane().message.empty());
  CHECK(s.pane().document.line()->buffers[0].capacity == 8);
  write("  first: {set: {buffers.b.capacity: 7}}\n  more: {set: {buffers.b.capacity: 11}}\n");
  s.frames(60);
  REQUIRE(s.app().case_names().size() == 3);
  CHECK(s.app().chosen_case() == 2);
  CHECK(s.pane().document.line()->buffers[0].capacity == 11);
  // the model itself
  std::string text = kTwoMachines;
  text.replace(text.find("12 s"), 4, "11 s");
  write_anew(folder / "line.yaml", text);
  s.frames(60);
  CHECK(s.app().chosen_case() == 2);
  CHECK(s.pane().document.text().find("11 s") != std::string::npos);
  CHECK(s.pane().document.line()->buffers[0].capacity == 11);
  CHECK_FALSE(s.app().unsaved());
  // and a case that is added from here
  REQUIRE(s.app().change({{"buffers.b.capacity", "12"}}));
  s.app().ask(Question::SaveCase);
  CHECK(s.app().answer_path() == path);
  s.app().answer_name() = "twelve";
  s.app().answer();
  CHECK_FALSE(s.pane().message_is_error);
  touch_anew(path);
  s.frames(60);
  CHECK(s.app().case_names().size() == 4);
  CHECK(s.app().chosen_case() == 3);
  CHECK_FALSE(s.app().unsaved());
  CHECK_FALSE(s.pane().message.empty());  // that it is saved
  // a case that goes leaves its changes, which are nowhere else now
  write("  first: {set: {buffers.b.capacity: 7}}\n");
  s.frames(60);
  CHECK(s.app().chosen_case() == App::kNoCase);
  CHECK(s.app().unsaved());
}

TEST_CASE("a scenario that is put on another model is opened anew, with a question where work would be lost",
          "[viewer]") {
  const Folder folder;
  std::ofstream(folder / "line.yaml") << kTwoMachines;
  std::ofstream(folder / "other.yaml") << kTwoMachines;
  const std::string path = (folder / "cases.yaml").string();
  const auto write = [&](const std::string& model) {
    write_anew(path, "linetwin-scenario: 1\nmodel: " + model + "\n");
  };
  write("line.yaml");
  AppOptions options = Screen::quiet();
  options.watch_files = true;
  Screen s(options);
  REQUIRE(s.app().open(path));
  s.frames(2);
  REQUIRE(s.app().compare_with(""));
  write("other.yaml");
  s.frames(60);
  CHECK(s.pane().document.path().ends_with("other.yaml"));
  CHECK_FALSE(s.app().second());
  REQUIRE(s.app().change({{"buffers.b.capacity", "9"}}));
  write("line.yaml");
  s.frames(60);
  CHECK(s.app().question() == Question::Unsaved);
  CHECK(s.pane().document.line()->buffers[0].capacity == 9);
  s.click("cancel");
  CHECK(s.pane().document.path().ends_with("other.yaml"));
  // a refused answer can be given again, or given up
  s.app().ask(Question::SaveCase);
  s.app().answer_path() = (folder / "nowhere/cases.yaml").string();
  s.app().answer();
  s.frames(3);
  CHECK(s.app().question() == Question::SaveCase);
  CHECK(s.pane().message_is_error);
  s.click("cancel");
  CHECK(s.app().question() == Question::None);
}
