#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "sim/run.hpp"
#include "viewer/ui/opened.hpp"

using namespace linetwin;
using namespace linetwin::viewer;

TEST_CASE("play goes on, pause stays, step handles one event", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  CHECK(s.pane().player->now() == 0);
  s.click("play");
  s.frames(60);
  // about a second at 60 seconds a second
  CHECK(s.pane().player->now() > 30 * kSecond);
  CHECK(s.pane().player->now() < 200 * kSecond);
  s.click("play");
  const Time paused = s.pane().player->now();
  const std::int64_t events = s.pane().player->events();
  s.frames(20);
  CHECK(s.pane().player->now() == paused);
  s.click("step");
  CHECK(s.pane().player->events() == events + 1);
  s.key(ImGuiKey_RightArrow);
  CHECK(s.pane().player->events() == events + 2);
  s.key(ImGuiKey_LeftArrow);
  CHECK(s.pane().player->events() == events + 1);
  s.key(ImGuiKey_Space);
  CHECK(s.app().clock().playing());
}

TEST_CASE("a click on the slider goes to that moment, forward and back", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  const auto slider = s.app().probe().find("moment");
  REQUIRE(slider);
  const auto at = [&](float share) {
    return ImVec2{slider->from.x + (slider->to.x - slider->from.x) * share,
                  (slider->from.y + slider->to.y) / 2};
  };
  s.click(at(0.75f));
  REQUIRE(s.settle());
  CHECK(hours(s.pane().player->now()) == Approx(3).margin(0.05));
  s.click(at(0.25f));
  REQUIRE(s.settle());
  CHECK(hours(s.pane().player->now()) == Approx(1).margin(0.05));
  CHECK(s.pane().player->furthest() > 2 * kHour);
  s.enter("jump", "90 min");
  REQUIRE(s.settle());
  CHECK(s.pane().player->now() == 90 * kMinute);
  s.enter("jump", "half an hour");
  CHECK(s.pane().message_is_error);
  CHECK(s.shows("problems0"));
}

TEST_CASE("what the window plays is what a run without a window does", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  s.app().go_to(2 * kHour);
  REQUIRE(s.settle());
  s.app().go_to(kHour);
  REQUIRE(s.settle());
  s.app().go_to(s.pane().player->end());
  REQUIRE(s.settle());
  const RunRecord alone = run(*s.pane().document.line(), s.pane().document.options(), 0);
  CHECK(hash(s.pane().simulation()->record()) == hash(alone));
}

TEST_CASE("a click on an element selects it, on the floor nothing", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  s.click("element0:m2");
  CHECK(s.app().selected() == "m2");
  CHECK(s.shows("value:stations.m2.cycle.exponential"));
  const auto canvas = s.app().probe().find("canvas0");
  REQUIRE(canvas);
  s.click(ImVec2{canvas->from.x + 4, canvas->to.y - 4});
  CHECK(s.app().selected().empty());
}

TEST_CASE("numbers of the selected element are changed, one more place is added, and undo brings all back",
          "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  s.click("element0:b");
  s.click("one_more_place");
  CHECK(s.pane().document.line()->buffers[0].capacity == 6);
  s.click("one_more_place");
  s.click("one_place_less");
  CHECK(s.pane().document.line()->buffers[0].capacity == 6);
  s.enter("value:buffers.b.capacity", "12");
  CHECK(s.pane().document.line()->buffers[0].capacity == 12);
  s.enter("value:buffers.b.capacity", "none at all");
  CHECK(s.pane().document.line()->buffers[0].capacity == 12);
  CHECK(s.pane().message_is_error);
  s.click("element0:m1");
  s.click("one_more_machine");
  CHECK(s.pane().document.line()->stations[0].machines == 2);
  for (int i = 0; i < 5; ++i) s.letter('Z', true);
  CHECK(s.pane().document.text() == kTwoMachines);
  s.letter('Y', true);
  CHECK(s.pane().document.line()->buffers[0].capacity == 6);
}

TEST_CASE("after a change the line goes on at the moment where it was", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  s.app().go_to(kHour);
  REQUIRE(s.settle());
  REQUIRE(s.app().change({{"buffers.b.capacity", "7"}}));
  REQUIRE(s.settle());
  CHECK(s.pane().player->now() == kHour);
  CHECK(s.pane().player->model().buffers[0].capacity == 7);
}

TEST_CASE("an element that is pulled elsewhere stays there, and the others stay where they were seen",
          "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  const drawing::Point m1 = s.pane().placement.elements[1].centre;
  const ElementId b = s.pane().document.line()->buffers[0].element;
  const drawing::Point before = s.pane().placement.elements[static_cast<std::size_t>(b)].centre;
  const double per_metre = s.pane().camera.per_metre;
  const ImVec2 at = s.at("element0:b");
  const std::vector<Box> sizes = s.pane().placement.elements;
  s.drag(at, {at.x + 30, at.y - 60});
  const drawing::Point after = s.pane().placement.elements[static_cast<std::size_t>(b)].centre;
  CHECK(after.x - before.x == Approx(30 / per_metre).margin(0.02));
  CHECK(after.y - before.y == Approx(60 / per_metre).margin(0.02));
  CHECK(s.pane().placement.elements[1].centre.x == Approx(m1.x).margin(0.01));
  CHECK(s.pane().document.text().find("layout:") != std::string::npos);
  // and looks as it did
  for (std::size_t e = 0; e < sizes.size(); ++e) {
    CHECK(s.pane().placement.elements[e].width == Approx(sizes[e].width).margin(0.01));
    CHECK(s.pane().placement.elements[e].depth == Approx(sizes[e].depth).margin(0.01));
  }
  CHECK(s.app().selected() == "b");
  s.letter('Z', true);
  CHECK(s.pane().document.text() == kTwoMachines);
}

TEST_CASE("the wheel zooms at the pointer, and fit shows all again", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  const ImVec2 at = s.at("element0:m1");
  const double before = s.pane().camera.per_metre;
  s.point(at);
  s.wheel(3);
  s.frames();
  CHECK(s.pane().camera.per_metre > 1.3 * before);
  CHECK(s.at("element0:m1").x == Approx(at.x).margin(1));
  CHECK(s.at("element0:m1").y == Approx(at.y).margin(1));
  s.letter('F');
  CHECK(s.pane().camera.per_metre == Approx(before));
}

TEST_CASE("the answer before and after a change follows by itself", "[viewer]") {
  AppOptions options = Screen::quiet();
  options.replications = true;
  Opened o(kTwoMachines, options);
  Screen& s = o.screen;
  REQUIRE(s.settle());
  REQUIRE(s.app().live().answer(0));
  CHECK(s.app().live().answer(1) == nullptr);
  REQUIRE(s.app().change({{"stations.m2.machines", "2"}}));
  REQUIRE(s.settle());
  const auto before = s.app().live().answer(0), after = s.app().live().answer(1);
  REQUIRE(before);
  REQUIRE(after);
  CHECK(*after->summary.throughput_per_h.mean > *before->summary.throughput_per_h.mean);
  s.app().undo();
  REQUIRE(s.settle());
  CHECK(s.app().live().answer(1) == nullptr);
}

TEST_CASE("a bad file is shown with what is wrong, and the window goes on", "[viewer]") {
  Screen s;
  const Folder folder;
  const std::string bad = (folder / "bad.yaml").string();
  std::ofstream(bad) << "linetwin: 1\nstations: {a: {cycle: 5}}\nflow: [source -> a -> sink]\n";
  CHECK_FALSE(s.app().open(bad));
  s.frames(3);
  CHECK(s.shows("problems0"));
  CHECK(s.pane().document.errors().find("bad.yaml:2:") != std::string::npos);
  CHECK_FALSE(s.app().open((folder / "none.yaml").string()));
  s.frames(3);
  REQUIRE(s.app().open(model_file("two-machines")));
  s.frames(3);
  CHECK_FALSE(s.shows("problems0"));
}

TEST_CASE("an element that is moved lets the run go on, where nobody drives or walks", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  s.app().go_to(kHour);
  REQUIRE(s.settle());
  const Playback* const before = s.pane().player.get();
  const ImVec2 from = s.at("element0:m2");
  s.drag(from, {from.x + 60, from.y + 40});
  CHECK(s.pane().document.changed());
  CHECK(s.pane().player.get() == before);
  CHECK(s.pane().player->now() == kHour);
  CHECK(s.pane().opened == s.pane().document.line());  // nothing that would have to be computed again
  REQUIRE(s.app().change({{"buffers.b.capacity", "9"}}));
  CHECK(s.pane().opened != s.pane().document.line());
  REQUIRE(s.settle());
  CHECK(s.pane().player->now() == kHour);
}

TEST_CASE("the line as it was is the one that was opened, also after it was saved", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  REQUIRE(s.app().change({{"buffers.b.capacity", "9"}}));
  s.app().save();
  REQUIRE(s.app().compare_with(""));
  CHECK(s.app().second()->document.line()->buffers[0].capacity == 5);
  CHECK(s.app().difference_sentences().size() == 1);
}

TEST_CASE("Escape closes a menu, then a message, and then gives up the selection", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  s.click("element0:m2");
  s.app().tell_error("something is wrong");
  s.click("menu:view");
  s.frames(2);
  REQUIRE(s.shows("menu:fit"));
  s.key(ImGuiKey_Escape);
  s.frames(2);
  CHECK_FALSE(s.shows("menu:fit"));
  CHECK_FALSE(s.pane().message.empty());
  s.key(ImGuiKey_Escape);
  CHECK(s.pane().message.empty());
  CHECK(s.app().selected() == "m2");
  s.key(ImGuiKey_Escape);
  CHECK(s.app().selected().empty());
}

TEST_CASE("keys do nothing under a question", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  REQUIRE(s.app().change({{"buffers.b.capacity", "9"}}));
  s.app().ask_to_quit();
  s.frames(2);
  REQUIRE(s.app().question() == Question::Unsaved);
  for (const char key : {'Z', 'R', 'Y', 'O', 'S'}) s.letter(key, true);
  s.frames(3);
  CHECK(s.app().question() == Question::Unsaved);
  CHECK(s.pane().document.line()->buffers[0].capacity == 9);
  CHECK(content(o.file) == kTwoMachines);
}

TEST_CASE("two models side by side run in step, and what differs is said", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  REQUIRE(s.app().change({{"buffers.b.capacity", "9"}}));
  REQUIRE(s.app().compare_with(""));
  s.app().go_to(kHour);
  REQUIRE(s.settle());
  REQUIRE(s.app().second());
  CHECK(s.app().second()->player->now() == kHour);
  CHECK(s.app().second()->document.line()->buffers[0].capacity == 5);
  REQUIRE(s.app().difference_sentences().size() == 1);
  CHECK(s.app().difference_sentences()[0].find("9") != std::string::npos);
  s.app().language = Language::Korean;
  CHECK(s.app().difference_sentences() == std::vector<std::string>{"buffers.b.capacity: 5 → 9"});
  s.frames(2);
  s.app().language = Language::English;
  CHECK(s.app().different_elements() == std::vector<std::string>{"b"});
  s.click("play");
  s.frames(30);
  s.click("play");
  CHECK(s.app().second()->player->now() == s.pane().player->now());
  s.app().end_comparison();
  s.frames(2);
  CHECK(s.app().second() == nullptr);
}

TEST_CASE("every chart is drawn in English and Korean, and a click into it goes to that moment", "[viewer]") {
  AppOptions options = Screen::quiet();
  options.replications = true;
  Opened o(kTwoMachines, options);
  Screen& s = o.screen;
  s.app().go_to(2 * kHour);
  REQUIRE(s.settle());
  for (const Language language : {Language::English, Language::Korean}) {
    s.app().language = language;
    for (const char* tab : {"chart.gantt", "chart.levels", "chart.curves", "chart.losses", "chart.table"}) {
      s.frames();
      s.click(tab);
      s.frames(2);
    }
    CHECK(s.shows("row:m2"));
  }
  s.click("chart.gantt");
  s.frames(2);
  const auto plot = s.app().probe().find("chart:gantt0");
  REQUIRE(plot);
  s.click(plot->centre());
  REQUIRE(s.settle());
  CHECK(hours(s.pane().player->now()) == Approx(1).margin(0.05));
}

TEST_CASE("the table sorts by the column that is clicked", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  s.click("chart.table");
  s.frames(2);
  const float m1 = s.at("row:m1").y, m2 = s.at("row:m2").y;
  CHECK(m1 < m2);
  s.click("column:2");  // the longest cycle first
  s.frames(2);
  CHECK(s.at("row:m2").y < s.at("row:m1").y);
}

TEST_CASE("vehicles, people and the run are changed like elements", "[viewer]") {
  Screen s;
  REQUIRE(s.app().open(model_file("ship-panel-line-crane")));
  s.frames(3);
  const LineModel& model = *s.pane().document.line();
  REQUIRE_FALSE(model.fleets.empty());
  const std::string fleet = model.fleets[0].name;
  const std::int32_t count = model.fleets[0].count;
  s.click("select:" + fleet);
  CHECK(s.app().selected() == fleet);
  s.click("one_more_vehicle");
  CHECK(s.pane().document.line()->fleets[0].count == count + 1);
  s.key(ImGuiKey_Escape);
  s.enter("value:run.replications", "3");
  CHECK(s.pane().document.options().replications == 3);
}

TEST_CASE("a file with errors that is clicked in the browser takes the place of a good one without harm",
          "[viewer]") {
  const Folder folder;
  std::ofstream(folder / "good.yaml") << kTwoMachines;
  std::ofstream(folder / "bad.yaml") << "linetwin: 1\nflow: [source -> x -> sink]\n";
  AppOptions options = Screen::quiet();
  options.models_folder = folder.path().string();
  Screen s(options);
  s.click("file:good");
  s.frames(3);
  REQUIRE(s.pane().player);
  s.click("file:bad");
  s.frames(3);
  CHECK_FALSE(s.pane().player);
  CHECK(s.shows("problems0"));
  s.click("file:good");
  s.frames(3);
  CHECK(s.pane().player);
}

TEST_CASE("an element can be moved again and again", "[viewer]") {
  Opened o(kTwoMachines);
  Screen& s = o.screen;
  for (int i = 0; i < 4; ++i) {
    const ImVec2 at = s.at("element0:b");
    s.drag(at, {at.x + 10, at.y - 10});
    CHECK(s.pane().player->model().name == "line");
  }
  CHECK(s.pane().document.can_undo());
}
