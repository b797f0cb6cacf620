// Event logs in the window.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "observe/trace.hpp"
#include "viewer/player/players.hpp"
#include "viewer/support.hpp"
#include "viewer/trace/logs.hpp"
#include "viewer/ui/screen.hpp"

using namespace linetwin;
using namespace linetwin::test;
using namespace linetwin::viewer;
using Catch::Matchers::Contains;

namespace {

void write(const std::filesystem::path& path, const std::string& text) { std::ofstream(path) << text; }

constexpr const char* kTwo =
    "linetwin: 1\nname: two\nstations: {m1: {cycle: {exponential: 10 s}}, m2: {cycle: {exponential: 12 s}}}\n"
    "buffers: {b: {capacity: 5}}\nlayout: {m1: [0, 0], b: [7, 0], m2: [14, 3]}\n"
    "flow: [source -> m1 -> b -> m2 -> sink]\n";

struct Logged {
  Logged() {
    const auto model = shared_model(kTwo);
    path = (folder / "run.csv").string();
    write(path, log_text(*model, for_hours(4)));
  }
  Folder folder;
  std::string path;
};

}  // namespace

TEST_CASE("a log whose model lies about is shown in it", "[viewer][trace]") {
  const Logged logged;
  SECTION("under the log's name") { write(logged.folder / "run.yaml", kTwo); }
  SECTION("beside the log, among others") {
    write(logged.folder / "a.yaml", "linetwin: 1\nflow: [source -> nobody\n");
    write(logged.folder / "b.yaml", std::string(kTwo) + "# changed\n");
    write(logged.folder / "c.yaml", kTwo);
  }
  Screen s;
  REQUIRE(s.app().open(logged.path));
  s.frames(3);
  REQUIRE(s.pane().log());
  CHECK_FALSE(s.pane().log()->guessed());
  CHECK(s.pane().placement.elements[static_cast<std::size_t>(1)].centre.x != 0);
  CHECK_FALSE(s.pane().placement.automatic);
  CHECK(s.pane().player->model().buffers[0].capacity == 5);
  CHECK(s.pane().message.empty());
}

TEST_CASE("a log among the models of the project is shown in its own", "[viewer][trace]") {
  const Folder folder;
  const std::string path = (folder / "x.csv").string();
  write(path, log_text(*project_model("kitting-cell-u.yaml"), for_hours(1)));
  Screen s;
  REQUIRE(s.app().open(path));
  CHECK_FALSE(s.pane().log()->guessed());
  CHECK(s.pane().player->model().name == project_model("kitting-cell-u.yaml")->name);
}

TEST_CASE("a log without its model plays, scrubs and counts, and cannot be changed", "[viewer][trace]") {
  const Logged logged;
  Screen s;
  REQUIRE(s.app().open(logged.path));
  s.frames(3);
  REQUIRE(s.pane().log());
  CHECK(s.pane().log()->guessed());
  CHECK_FALSE(s.pane().simulation());
  CHECK_THAT(s.app().title(), Contains("two") && Contains("run.csv"));
  CHECK_THAT(s.app().texts(), Contains("m1"));
  s.click("play");
  s.frames(60);
  CHECK(s.pane().player->now() > 30 * kSecond);
  CHECK(s.pane().player->now() < 200 * kSecond);
  s.click("play");
  const std::int64_t events = s.pane().player->events();
  s.click("step");
  CHECK(s.pane().player->events() == events + 1);
  s.key(ImGuiKey_LeftArrow);
  CHECK(s.pane().player->events() == events);
  const auto slider = s.app().probe().find("moment");
  REQUIRE(slider);
  s.click(ImVec2{slider->from.x + (slider->to.x - slider->from.x) * 0.75f, slider->centre().y});
  REQUIRE(s.settle());
  CHECK(hours(s.pane().player->now()) == Approx(3).margin(0.05));
  s.enter("jump", "90 min");
  REQUIRE(s.settle());
  CHECK(s.pane().player->now() == 90 * kMinute);

  // what it counts is what the run had done
  const auto model = shared_model(kTwo);
  Player run(model, for_hours(4));
  run.go_to(90 * kMinute);
  s.frames(1);
  CHECK(s.shows("logged:" + std::to_string(run.state().sink_parts[0]) + ":" +
                std::to_string(run.state().inside)));

  // every panel and tab bears it
  for (const char* name : {"m1", "b", "sink", "source"}) {
    s.click(std::string("element0:") + name);
    CHECK(s.app().selected() == name);
    CHECK(s.shows("from_log"));
  }
  for (const char* tab : {"chart.levels", "chart.curves", "chart.losses", "chart.table", "chart.gantt"}) {
    s.click(tab);
    s.frames(2);
  }
  const Point before = s.pane().placement.elements[1].centre;
  const ImVec2 at = s.at("element0:m1");
  s.drag(at, {at.x + 60, at.y + 40});
  CHECK(s.pane().placement.elements[1].centre.x == before.x);
  CHECK_FALSE(s.app().change({{"stations.m1.cycle", "1 s"}}));
  CHECK_FALSE(s.app().move_element(1, {50, 50}));
  CHECK_FALSE(s.app().compare_with(""));
  s.app().save();
  CHECK(s.app().question() == Question::None);
  s.app().undo();
  s.app().language = Language::Korean;
  s.frames(3);
  const Time seen = s.pane().player->now();
  s.app().take_theirs(s.pane());  // read again
  REQUIRE(s.pane().log());
  REQUIRE(s.settle());
  CHECK(s.pane().player->now() == seen);
}

TEST_CASE("a log that is written again is read again, at the moment that was seen", "[viewer][trace]") {
  const Logged logged;
  const auto model = shared_model(kTwo);
  AppOptions options = Screen::quiet();
  options.watch_files = true;
  Screen s(options);
  REQUIRE(s.app().open(logged.path));
  s.app().go_to(90 * kMinute);
  REQUIRE(s.settle());
  s.app().select("m1");
  const auto rewrite = [&](const std::string& text) { write_anew(logged.path, text); };
  rewrite(log_text(*model, for_hours(6)));
  CHECK(s.app().stirred());
  s.frames(90);
  REQUIRE(s.settle());
  CHECK(s.pane().player->end() == 6 * kHour);
  CHECK(s.pane().player->now() == 90 * kMinute);
  CHECK(s.app().selected() == "m1");
  CHECK_FALSE(s.app().stirred());

  rewrite("no log\n");
  s.frames(90);
  CHECK(s.shows("problems0"));
  CHECK(s.pane().player->end() == 6 * kHour);  // what was there stays
  rewrite(log_text(*model, for_hours(1)));
  s.frames(90);
  REQUIRE(s.settle());
  CHECK_FALSE(s.shows("problems0"));
  CHECK(s.pane().player->now() == kHour);

  std::filesystem::remove(logged.path);
  CHECK_FALSE(s.app().stirred());  // one that is gone is no news
  s.frames(40);
  CHECK(s.pane().player->now() == kHour);

  // while somebody writes it, it is left alone
  for (int i = 0; i < 4; ++i) {
    rewrite(log_text(*model, for_hours(2)));
    s.frames(31);
    CHECK(s.pane().player->end() == kHour);
  }
}

TEST_CASE("what is wrong with a log is said, and the window lives on", "[viewer][trace]") {
  const Logged logged;
  std::ifstream in(logged.path);
  std::stringstream all;
  all << in.rdbuf();
  const std::string text = all.str();
  const std::string broken = (logged.folder / "broken.csv").string();
  Screen s;
  write(broken, text.substr(0, text.size() / 2));
  CHECK(s.app().open(broken));
  s.frames(3);
  CHECK(s.pane().message_is_error);
  CHECK_THAT(s.pane().message, Contains("broken.csv: line ") && Contains("cut short"));
  CHECK(s.shows("problems0"));
  CHECK(s.pane().player->end() > kHour);
  s.app().go_to(kHour);
  CHECK(s.settle());

  write(broken, text + "1,what,m1,,,,,\n");
  CHECK_FALSE(s.app().open(broken));
  s.frames(3);
  CHECK(s.shows("problems0"));
  CHECK_THAT(s.pane().message, Contains("broken.csv:"));
  CHECK_FALSE(s.pane().player);
  s.key(ImGuiKey_Space);
  s.app().save();
  s.app().step();
  s.frames(2);

  write(broken, "# linetwin trace 1\ntime_us,event,element,machine,to,part,variant,value\n7,wait,m1,,,,,\n");
  CHECK_FALSE(s.app().open(broken));
  CHECK_THAT(s.pane().message, Contains("broken.csv:3: error: unknown event \"wait\""));
  CHECK(s.app().open(logged.path));
  CHECK(s.app().open(model_file("two-machines")));
  s.frames(2);
  CHECK(s.pane().simulation());
}
