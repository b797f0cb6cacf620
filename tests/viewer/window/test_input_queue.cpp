#include <imgui/imgui.h>
#include <imgui_stdlib.h>

#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "viewer/window/input_queue.hpp"

using namespace linetwin::viewer;

namespace {

constexpr int kEnter = 257;  // a key with a name
constexpr Modifiers kCtrl{true, false, false, false};

// Frames of Dear ImGui without a backend, fed by a queue.
struct Desk {
  Desk() : context(ImGui::CreateContext()) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {400, 300};
    io.KeyMap[ImGuiKey_Enter] = kEnter;
    io.KeyMap[ImGuiKey_A] = 'A';
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
  }
  ~Desk() { ImGui::DestroyContext(context); }
  void frames(int count) {
    ImGuiIO& io = ImGui::GetIO();
    for (int i = 0; i < count; ++i) {
      input.begin_frame(io);
      io.DeltaTime = 0.2f;  // a slow machine
      io.MousePos = pointer;
      input.point(io);
      ImGui::NewFrame();
      draw();
      ImGui::Render();
      input.end_frame(io, [](int) { return false; }, {});
    }
  }
  void click(ImVec2 at) {
    input.button(0, true, at, {});
    input.button(0, false, at, {});
  }
  ImGuiContext* context;
  InputQueue input;
  ImVec2 pointer{0, 0};
  std::function<void()> draw = [] {};
};

}  // namespace

TEST_CASE("a key counts as the letter that is on it, not as the one that is on it elsewhere") {
  Desk desk;
  std::string seen;
  desk.draw = [&] {
    for (const char key : {'Y', 'Z'})
      if (ImGui::GetIO().KeyCtrl && ImGui::IsKeyPressed(key, false)) seen += key;
  };
  desk.frames(2);
  ImGui::GetIO().KeysDown['Y'] = true;  // what the platform says of the key at that place
  desk.input.key('Z', 'Y', kCtrl);
  desk.frames(3);
  CHECK(seen == "Z");
}

TEST_CASE("keys that are pressed within one frame come one after the other, in their order") {
  Desk desk;
  std::string seen;
  desk.draw = [&] {
    for (const char key : {'S', 'Z', 'Q'})
      if (ImGui::GetIO().KeyCtrl && ImGui::IsKeyPressed(key, false)) seen += key;
  };
  desk.input.key('Z', kCtrl);
  desk.input.key('S', kCtrl);
  desk.input.key('Z', kCtrl);
  desk.input.key('Z', kCtrl);
  desk.input.key('Q', kCtrl);
  desk.frames(10);
  CHECK(seen == "ZSZZQ");
  CHECK(desk.input.empty());
  CHECK_FALSE(ImGui::GetIO().KeyCtrl);
}

TEST_CASE("clicks at two places within one frame reach both, and a key after them comes after them") {
  Desk desk;
  std::string seen;
  desk.draw = [&] {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({400, 300});
    ImGui::Begin("all", nullptr, ImGuiWindowFlags_NoDecoration);
    ImGui::SetCursorPos({20, 20});
    if (ImGui::Button("a", {50, 20})) seen += 'a';
    ImGui::SetCursorPos({200, 200});
    if (ImGui::Button("b", {50, 20})) seen += 'b';
    ImGui::End();
    if (ImGui::GetIO().KeyCtrl && ImGui::IsKeyPressed('Q', false)) seen += 'q';
  };
  desk.frames(2);
  desk.pointer = {225, 210};  // it has gone there meanwhile
  desk.click({45, 30});
  desk.click({225, 210});
  desk.input.key('Q', kCtrl);
  desk.frames(8);
  CHECK(seen == "abq");
}

TEST_CASE("what is typed within one frame, with Ctrl+A before it and Enter behind, is what is entered") {
  Desk desk;
  std::string text = "12 s", entered;
  bool focus = true;
  desk.draw = [&] {
    ImGui::Begin("all");
    if (focus) ImGui::SetKeyboardFocusHere();
    focus = false;
    if (ImGui::InputText("text", &text, ImGuiInputTextFlags_EnterReturnsTrue)) entered = text;
    ImGui::End();
  };
  desk.frames(3);
  desk.input.key('A', kCtrl);
  for (const char letter : {'9', ' ', 's'}) {
    desk.input.key(letter, {});
    desk.input.letter(static_cast<unsigned>(letter));
  }
  desk.input.key(kEnter, {});
  desk.frames(8);
  CHECK(entered == "9 s");
}
