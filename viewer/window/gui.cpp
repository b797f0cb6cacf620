#include "viewer/window/gui.hpp"

#include <dlfcn.h>
#include <epoxy/gl.h>
#include <imgui/backends/imgui_impl_opengl3.h>
#include <imgui/imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <string_view>

#include "viewer/window/guest.hpp"

#ifdef __SANITIZE_ADDRESS__
// Drivers stay loaded, so that what they never free is reported under their names and can be passed over by
// them.
extern "C" int dlclose(void*) { return 0; }
#endif

namespace linetwin::viewer {

namespace {

// Dear ImGui looks up the functions of OpenGL in this library, whatever made the context.
void require_libgl() {
  void* library = dlopen("libGL.so.1", RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error("OpenGL is missing: install libgl1");
  dlclose(library);
}

// By the names that Mesa's and others' renderers without a graphics card give themselves.
bool paints_in_software() {
  const char* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  const std::string_view renderer = name == nullptr ? "" : name;
  constexpr std::array<std::string_view, 4> kSoftware = {"llvmpipe", "softpipe", "Software", "SwiftShader"};
  return std::any_of(kSoftware.begin(), kSoftware.end(), [&](std::string_view software) {
    return renderer.find(software) != std::string_view::npos;
  });
}

// The colour of the paper behind it all.
ImVec4 begin_painting(const ImDrawData& data) {
  const ImVec4 paper = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
  glViewport(0, 0, static_cast<int>(std::lround(data.DisplaySize.x * data.FramebufferScale.x)),
             static_cast<int>(std::lround(data.DisplaySize.y * data.FramebufferScale.y)));
  glClearColor(paper.x, paper.y, paper.z, 1);
  return paper;
}

}  // namespace

Gui::Gui(const char* shading) {
  require_libgl();
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;  // what is remembered, and where, is for the guest to say
  if (!ImGui_ImplOpenGL3_Init(shading)) {
    ImGui::DestroyContext();
    throw std::runtime_error("this OpenGL is too old: 3.0 is needed");
  }
  if (paints_in_software()) painting_ = Painting::Changes;
}

Gui::~Gui() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

void Gui::dress(const Scale& scale, const std::function<void()>& style) {
  if (scale.interface == scale_.interface && scale.density == scale_.density) return;
  scale_ = scale;
  lettering_.set_scale(scale.interface, scale.density);
  ImGui::GetIO().FontGlobalScale = 1 / scale.density;
  ImGui::GetStyle() = ImGuiStyle();
  ImGui::StyleColorsLight();
  if (style) style();
  ImGui::GetStyle().ScaleAllSizes(scale.interface);
}

void Gui::prepare(Guest& guest) {
  lettering_.need(guest.new_text());
  for (const ImWchar letter : ImGui::GetIO().InputQueueCharacters) lettering_.need(letter);
  if (!lettering_.stale()) return;
  const std::string before = lettering_.complaint();
  build_letters();
  if (lettering_.complaint() != before && !lettering_.complaint().empty())
    guest.lacks_letters(lettering_.complaint());
}

void Gui::build_letters() {
  lettering_.build(*ImGui::GetIO().Fonts);
  forget();
  if (!drawn_) return;  // the first frame makes the texture with all else
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

void Gui::paint(Painting painting) {
  painting_ = painting;
  forget();
}

void Gui::paint_again() const {
  ImDrawData& data = *ImGui::GetDrawData();
  begin_painting(data);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(&data);
}

bool Gui::draw(const std::function<void()>& begin, const std::function<void()>& frame) {
  if (lettering_.stale()) build_letters();
  ImGui_ImplOpenGL3_NewFrame();
  drawn_ = true;
  begin();
  ImGui::NewFrame();
  frame();
  ImGui::Render();
  if (painting_ == Painting::Whole) {
    paint_again();
    return true;
  }
  const ImDrawData& data = *ImGui::GetDrawData();
  const ImVec4 paper = begin_painting(data);
  const std::vector<PixelRect>& changed = repaint_.take(data, ImGui::ColorConvertFloat4ToU32(paper));
  if (changed.empty()) return false;
  glEnable(GL_SCISSOR_TEST);
  for (const PixelRect& r : changed) {
    glScissor(r.left, repaint_.size().height - r.bottom, r.right - r.left, r.bottom - r.top);
    glClear(GL_COLOR_BUFFER_BIT);
  }
  glDisable(GL_SCISSOR_TEST);
  ImGui_ImplOpenGL3_RenderDrawData(&repaint_.painting());
  return true;
}

}  // namespace linetwin::viewer
