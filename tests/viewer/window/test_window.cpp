#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui/imgui.h>

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "viewer/support.hpp"
#include "viewer/window/window.hpp"

using namespace linetwin::viewer;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

bool usable(const VirtualDisplay& display) {
  if (display.running() && run_command("command -v xdotool").status == 0) return true;
  WARN("Xvfb or xdotool is not installed: not tested");
  return false;
}

// What xdotool does to the window, while that runs on this thread.
class Hand {
 public:
  explicit Hand(const std::string& does)
      : thread_([does] {
          run_command(
              "for try in $(seq 100); do xdotool search --name '^under test' && break; "
              "sleep 0.1; done; sleep 0.5; " +
              does);
        }) {}
  ~Hand() { thread_.join(); }
  Hand(const Hand&) = delete;
  Hand& operator=(const Hand&) = delete;

 private:
  std::thread thread_;
};

// Ends when it is done or after half a minute.
struct Watched : Drawing {
  using Drawing::Drawing;
  std::string title() const override { return name; }
  bool stirred() override {
    if (Clock::now() > end || (ready && ready())) ended = true;
    return false;
  }
  std::string name = "under test";
  std::function<bool()> ready;
  Clock::time_point end = Clock::now() + seconds(30);
};

void fill_window() {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::Begin("all", nullptr, ImGuiWindowFlags_NoDecoration);
}

}  // namespace

TEST_CASE("without a display a window is refused in words") {
  Drawing guest([] {});
  const Variable no_wayland("WAYLAND_DISPLAY", std::nullopt);
  {
    const Variable none("DISPLAY", std::nullopt);
    CHECK_THROWS_WITH(Window({100, 100}, guest), "no display: set DISPLAY, or use --screenshot");
  }
  const Variable wrong("DISPLAY", ":987");
  CHECK_THROWS_WITH(Window({100, 100}, guest),
                    Catch::Contains("\":987\"") && Catch::Contains("--screenshot"));
}

TEST_CASE("a click, a key and a typed text reach the guest of a window") {
  const VirtualDisplay display;
  if (!usable(display)) return;
  bool pressed = false, focused = false, undone = false, escaped = false;
  std::string text(32, '\0'), typed;
  Watched guest([] {});
  guest.draw = [&] {
    fill_window();
    if (ImGui::Button("press", {200, 100})) pressed = true;
    if (pressed && !std::exchange(focused, true)) ImGui::SetKeyboardFocusHere();
    ImGui::InputText("text", text.data(), text.size());
    if (text[2] != '\0') typed = text.c_str();
    ImGui::End();
    if (ImGui::GetIO().KeyCtrl && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Z))) undone = true;
    if (pressed && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape))) escaped = guest.ended = true;
  };
  Window window({640, 480}, guest);
  {
    const Hand hand(
        "xdotool search --name '^under test' windowfocus mousemove --window %1 100 50 click 1; "
        "sleep 0.5; xdotool type --delay 60 abc; sleep 0.5; xdotool key --delay 0 ctrl+z; sleep 0.5; xdotool "
        "key --delay 0 Escape");
    window.run();
  }
  CHECK(pressed);
  CHECK(undone);
  CHECK(escaped);
  CHECK(typed == "abc");
}

TEST_CASE("a window that nobody touches rests, and draws again when it is woken") {
  const VirtualDisplay display;
  if (!usable(display)) return;
  struct Resting : Watched {
    using Watched::Watched;
    bool stirred() override {
      Watched::stirred();
      return std::exchange(news, false);
    }
    bool news = false;
  } guest([] {});
  guest.end = Clock::now() + seconds(3);
  Window window({320, 240}, guest);
  window.run();
  CHECK(window.frames() < 30);

  const long rested = window.frames();
  guest.ended = false;
  guest.end = Clock::now() + seconds(2);
  guest.news = true;
  wake_window();
  window.run();
  CHECK(window.frames() > rested);
}

TEST_CASE("a window whose guest moves draws no more often than its screen shows") {
  const VirtualDisplay display;
  if (!usable(display)) return;
  struct Moving : Watched {
    using Watched::Watched;
    bool moving() const override { return true; }
  } guest([] {});
  guest.end = Clock::now() + seconds(2);
  Window window({320, 240}, guest);
  const Clock::time_point start = Clock::now();
  window.run();
  const double passed = std::chrono::duration<double>(Clock::now() - start).count();
  CHECK(static_cast<double>(window.frames()) / passed < 75);  // of 60
  CHECK(window.frames() > 1);
}

TEST_CASE("a guest may refuse that its window closes, and end it later") {
  const VirtualDisplay display;
  if (!usable(display)) return;
  struct Stubborn : Watched {
    using Watched::Watched;
    bool may_close() override { return ++asked == 2; }
    int asked = 0;
  } guest([] {});
  Window window({320, 240}, guest);
  // as GLFW does it when the cross of the window is pressed
  guest.draw = [&] { glfwSetWindowShouldClose(glfwGetCurrentContext(), GLFW_TRUE); };
  window.run();
  CHECK(guest.asked == 2);
  CHECK_FALSE(guest.ended);
}

TEST_CASE("the window bears the title of its guest") {
  const VirtualDisplay display;
  if (!usable(display)) return;
  Watched guest([] {});
  guest.draw = [&] { guest.name = "under test: 용접"; };
  Window window({320, 240}, guest);
  Ran found;
  std::atomic<bool> looked = false;
  std::thread look([&] {
    for (int i = 0; i < 100 && found.text != "under test: 용접\n"; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      found = run_command("xdotool getwindowname $(xdotool search --name '^under test')");
    }
    looked = true;
    wake_window();
  });
  guest.ready = [&] { return looked.load(); };
  window.run();
  look.join();
  CHECK(found.text == "under test: 용접\n");
}

TEST_CASE("files that are dropped on the window reach its guest") {
  const VirtualDisplay display;
  if (!usable(display)) return;
  struct Taker : Watched {
    using Watched::Watched;
    void dropped(const std::filesystem::path& file) override {
      files.push_back(file);
      ended = files.size() == 2;
    }
    std::vector<std::filesystem::path> files;
  } guest([] {});
  Window window({320, 240}, guest);
  guest.draw = [&] {
    // as GLFW does it; there is no tool that drops files
    GLFWwindow* onto = glfwGetCurrentContext();
    std::array<const char*, 2> files = {"/a/line.yaml", "/b/용접.yaml"};
    if (const GLFWdropfun drop = glfwSetDropCallback(onto, nullptr)) drop(onto, 2, files.data());
  };
  window.run();
  CHECK(guest.files == std::vector<std::filesystem::path>{"/a/line.yaml", "/b/용접.yaml"});
}
