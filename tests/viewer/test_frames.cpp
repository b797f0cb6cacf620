// How long a frame takes: linetwin_viewer_tests "[.frames]"
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <vector>

#include "viewer/support.hpp"
#include "viewer/ui/long_line.hpp"
#include "viewer/ui/screen.hpp"
#include "viewer/ui/theme.hpp"
#include "viewer/window/guest.hpp"
#include "viewer/window/offscreen.hpp"
#include "viewer/window/window.hpp"

using namespace linetwin;
using namespace linetwin::viewer;

namespace {

constexpr int kFrames = 50;

struct Times {
  double work_ms = 0;    // of all cores together, for a frame
  double median_ms = 0;  // on the clock
};

template <class Frame>
Times measure(Frame frame, int frames = kFrames) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> ms;
  const std::clock_t start = std::clock();
  for (int i = 0; i < frames; ++i) {
    const Clock::time_point begun = Clock::now();
    frame();
    ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
  }
  const double work = 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / frames;
  const auto middle = ms.begin() + frames / 2;
  std::nth_element(ms.begin(), middle, ms.end());
  return {work, *middle};
}

void tell(const char* what, int stations, Time at, ChartTab tab, const Times& t) {
  std::printf("%-9s %4d stations at %4.1f h, chart %d: %6.2f ms of work, %6.2f ms a frame, %d vertices\n",
              what, stations, hours(at), static_cast<int>(tab), t.work_ms, t.median_ms,
              ImGui::GetDrawData()->TotalVtxCount);
}

constexpr ChartTab kTabs[] = {ChartTab::Gantt, ChartTab::Levels, ChartTab::Curves, ChartTab::Table};

std::string write(const std::filesystem::path& path, int stations) {
  std::ofstream(path) << long_line(stations);
  return path.string();
}

}  // namespace

TEST_CASE("how long our part of a frame takes", "[.frames]") {
  for (const int stations : {100, 1500}) {
    const Folder folder;
    Screen screen;
    REQUIRE(screen.app().open(write(folder / "line.yaml", stations)));
    for (const Time at : {10 * kMinute, 4 * kHour}) {
      screen.app().go_to(at);
      REQUIRE(screen.settle());
      for (const ChartTab tab : kTabs) {
        screen.app().chart = tab;
        screen.frames(3);
        tell("panels", stations, at, tab, measure([&] { screen.frames(); }));
      }
    }
  }
}

TEST_CASE("how long a whole frame of 1280 x 720 takes", "[.frames]") {
  for (const int stations : {100, 1500}) {
    const Folder folder;
    App app(Screen::quiet());
    REQUIRE(app.open(write(folder / "line.yaml", stations)));
    OffscreenSurface surface({1280, 720}, [] { apply_theme(1); });
    const auto frame = [&] {
      surface.draw(
          [&] {
            app.advance(1.0 / 60, std::chrono::milliseconds(8));
            app.draw();
          },
          1.0 / 60);
      surface.finish();
    };
    for (const Time at : {10 * kMinute, 4 * kHour}) {
      app.go_to(at);
      while (app.seeking()) frame();
      for (const ChartTab tab : kTabs) {
        app.chart = tab;
        for (int i = 0; i < 3; ++i) frame();
        tell("off-screen", stations, at, tab, measure(frame));
      }
    }
    app.clock().play();
    for (const ChartTab tab : kTabs) {
      app.chart = tab;
      tell("playing", stations, 4 * kHour, tab, measure(frame));
    }
    app.chart = ChartTab::Gantt;
    app.clock().set_speed(3600);
    tell("fast", stations, 4 * kHour, app.chart, measure(frame));
    surface.gui().paint(Painting::Whole);
    tell("whole", stations, 4 * kHour, app.chart, measure(frame));
  }
}

TEST_CASE("how many frames a second a window shows that plays", "[.frames]") {
  const VirtualDisplay display;
  if (!display.running()) return;
  struct Playing : Guest {
    explicit Playing(App& shown) : app(shown) {}
    void frame() override {
      app.advance(static_cast<double>(ImGui::GetIO().DeltaTime), std::chrono::milliseconds(8));
      app.draw();
      ++frames;
    }
    bool moving() const override { return true; }
    bool done() const override { return frames >= 300; }
    void dress() override { apply_theme(1); }
    App& app;
    int frames = 0;
  };
  for (const int stations : {100, 1500}) {
    const Folder folder;
    App app(Screen::quiet());
    REQUIRE(app.open(write(folder / "line.yaml", stations)));
    app.clock().play();
    Playing guest(app);
    Window window({1280, 720}, guest);
    const auto begun = std::chrono::steady_clock::now();
    window.run();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    std::printf("a window that plays %d stations: %.0f frames a second\n", stations, guest.frames / seconds);
  }
}

TEST_CASE("how long the window stands still after a change", "[.frames]") {
  for (const int stations : {100, 2500}) {
    const Folder folder;
    Screen screen;
    REQUIRE(screen.app().open(write(folder / "line.yaml", stations)));
    const std::string name =
        screen.pane().document.line()->of(screen.pane().document.line()->stations[7]).name;
    int value = 2;
    const auto change = [&](const std::string& path, const std::string& unit) {
      REQUIRE(screen.app().change({{path, std::to_string(++value) + unit}}));
      screen.frames(1);
    };
    tell("number", stations, 0, ChartTab::Gantt,
         measure([&] { change("stations." + name + ".cycle", " s"); }, 5));
    tell("machine", stations, 0, ChartTab::Gantt,
         measure([&] { change("stations." + name + ".machines", ""); }, 5));
  }
}
