#include "viewer/ui/screen.hpp"

#include <catch2/catch.hpp>

#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr float kFrame = 1.0f / 60;
// Keys that Dear ImGui knows by name, put behind those of ASCII characters.
constexpr int kNamedKeys = 256;

}  // namespace

std::string model_file(const std::string& name) {
  return std::string(LINETWIN_SOURCE_DIR) + "/models/" + name + ".yaml";
}

AppOptions Screen::quiet() {
  AppOptions options;
  options.models_folder = std::string(LINETWIN_SOURCE_DIR) + "/models";
  options.scenarios_folder = std::string(LINETWIN_SOURCE_DIR) + "/scenarios";
  options.replications = false;
  options.watch_files = false;
  options.threads = 1;
  return options;
}

Screen::Screen(AppOptions options, float width, float height)
    : context_(ImGui::CreateContext()), app_(std::make_unique<App>(std::move(options))) {
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {width, height};
  io.DeltaTime = kFrame;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;  // as OpenGL 3.2 has it
  for (int k = 0; k < ImGuiKey_COUNT; ++k) io.KeyMap[k] = kNamedKeys + k;
  unsigned char* pixels = nullptr;
  int w = 0, h = 0;
  io.Fonts->GetTexDataAsRGBA32(&pixels, &w, &h);
  apply_theme(1);
  app_->probe().listen();
  frames(2);
}

Screen::~Screen() { ImGui::DestroyContext(context_); }

void Screen::frames(int count) {
  ImGui::SetCurrentContext(context_);
  for (int i = 0; i < count; ++i) {
    ImGui::NewFrame();
    app_->advance(static_cast<double>(kFrame), std::chrono::milliseconds(20));
    app_->draw();
    ImGui::Render();
  }
}

bool Screen::settle(int most) {
  for (int i = 0; i < most && !app_->settled(); ++i) frames();
  frames(2);
  return app_->settled();
}

bool Screen::shows(const std::string& probe) const { return app_->probe().find(probe).has_value(); }

ImVec2 Screen::at(const std::string& probe) const {
  const auto rect = app_->probe().find(probe);
  INFO("looking for " << probe);
  REQUIRE(rect.has_value());
  return rect->centre();
}

void Screen::point(ImVec2 where) {
  ImGui::GetIO().MousePos = where;
  frames();
}

void Screen::press(int button) {
  ImGui::GetIO().MouseDown[button] = true;
  frames();
}

void Screen::release(int button) {
  ImGui::GetIO().MouseDown[button] = false;
  frames();
}

void Screen::click(ImVec2 where) {
  point(where);
  press();
  release();
  frames();
}

void Screen::drag(ImVec2 from, ImVec2 to) {
  point(from);
  press();
  for (int i = 1; i <= 4; ++i) {
    const float share = static_cast<float>(i) / 4;
    point({from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share});
  }
  release();
  frames();
}

void Screen::wheel(float by) {
  ImGui::GetIO().MouseWheel = by;
  frames();
}

void Screen::hold(int key, bool ctrl, bool shift) {
  ImGuiIO& io = ImGui::GetIO();
  io.KeyCtrl = ctrl;
  io.KeyShift = shift;
  io.KeysDown[key] = true;
  frames();
  io.KeysDown[key] = false;
  io.KeyCtrl = io.KeyShift = false;
  frames();
}

void Screen::letter(char letter, bool ctrl, bool shift) { hold(letter, ctrl, shift); }

void Screen::key(ImGuiKey named, bool ctrl) { hold(kNamedKeys + named, ctrl, false); }

void Screen::type(const std::string& text) {
  for (const char c : text) ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(c));
  frames();
}

void Screen::enter(const std::string& probe, const std::string& text) {
  click(probe);
  key(ImGuiKey_A, true);
  type(text);
  key(ImGuiKey_Enter);
}

}  // namespace linetwin::viewer
