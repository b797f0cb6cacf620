#include "viewer/window/offscreen.hpp"

#include <epoxy/egl.h>
#include <epoxy/gl.h>
#include <fmt/format.h>
#include <imgui/imgui.h>

#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

namespace linetwin::viewer {

namespace {

constexpr const char* kNoDriver =
    "no OpenGL for pictures without a display: install libegl1, libegl-mesa0 and libgl1-mesa-dri";

bool client_has(const char* extension) {
  const char* all = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  return all != nullptr && epoxy_extension_in_string(all, extension);
}

// Displays that EGL may offer, the ones that need the least first.
std::vector<EGLDisplay> displays() {
  std::vector<EGLDisplay> found;
  const bool platforms = client_has("EGL_EXT_platform_base");
  if (platforms && client_has("EGL_MESA_platform_surfaceless"))
    found.push_back(eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr));
  found.push_back(eglGetDisplay(EGL_DEFAULT_DISPLAY));
  if (platforms && client_has("EGL_EXT_platform_device") && client_has("EGL_EXT_device_enumeration")) {
    std::array<EGLDeviceEXT, 8> devices{};
    EGLint count = 0;
    if (eglQueryDevicesEXT(static_cast<EGLint>(devices.size()), devices.data(), &count) == EGL_TRUE)
      for (EGLint i = 0; i < count; ++i)
        found.push_back(
            eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, devices[static_cast<std::size_t>(i)], nullptr));
  }
  std::erase(found, EGL_NO_DISPLAY);
  return found;
}

EGLContext make_context(EGLDisplay display, EGLConfig config, Dialect dialect) {
  const std::array<std::array<EGLint, 2>, 2> versions = {{{3, 3}, {3, 0}}};
  for (const auto& [major, minor] : versions) {
    if (dialect == Dialect::OpenGlEs && minor > 0) continue;
    std::vector<EGLint> wanted = {EGL_CONTEXT_MAJOR_VERSION, major, EGL_CONTEXT_MINOR_VERSION, minor};
    if (dialect == Dialect::OpenGl && minor >= 2)
      wanted.insert(wanted.end(), {EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT});
    wanted.push_back(EGL_NONE);
    const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, wanted.data());
    if (context != EGL_NO_CONTEXT) return context;
  }
  return EGL_NO_CONTEXT;
}

}  // namespace

OffscreenContext::OffscreenContext() {
  if (!epoxy_has_egl() || (!open(Dialect::OpenGl) && !open(Dialect::OpenGlEs)))
    throw std::runtime_error(kNoDriver);
}

OffscreenContext::OffscreenContext(Dialect dialect) {
  if (!epoxy_has_egl() || !open(dialect)) throw std::runtime_error(kNoDriver);
}

OffscreenContext::~OffscreenContext() { close(); }

bool OffscreenContext::open(Dialect dialect) {
  dialect_ = dialect;
  const bool es = dialect == Dialect::OpenGlEs;
  for (EGLDisplay display : displays()) {
    EGLint major = 0, minor = 0;
    if (eglInitialize(display, &major, &minor) != EGL_TRUE) continue;
    display_ = display;
    const std::array<EGLint, 5> wanted = {EGL_RENDERABLE_TYPE, es ? EGL_OPENGL_ES3_BIT : EGL_OPENGL_BIT,
                                          EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (eglBindAPI(es ? EGL_OPENGL_ES_API : EGL_OPENGL_API) == EGL_TRUE &&
        eglChooseConfig(display, wanted.data(), &config, 1, &count) == EGL_TRUE && count > 0) {
      context_ = make_context(display, config, dialect);
      if (!epoxy_has_egl_extension(display, "EGL_KHR_surfaceless_context")) {
        const std::array<EGLint, 5> small = {EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
        surface_ = eglCreatePbufferSurface(display, config, small.data());
      }
      if (context_ != nullptr && eglMakeCurrent(display, surface_, surface_, context_) == EGL_TRUE)
        return true;
    }
    close();
  }
  return false;
}

void OffscreenContext::close() {
  if (display_ == nullptr) return;
  eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  if (context_ != nullptr) eglDestroyContext(display_, context_);
  if (surface_ != nullptr) eglDestroySurface(display_, surface_);
  eglTerminate(display_);
  display_ = surface_ = context_ = nullptr;
}

const char* OffscreenContext::shading() const {
  return dialect_ == Dialect::OpenGlEs ? "#version 300 es" : "#version 130";
}

OffscreenSurface::OffscreenSurface(Size size, const std::function<void()>& style, float scale)
    : OffscreenSurface(size, std::make_unique<OffscreenContext>(), style, scale) {}

OffscreenSurface::OffscreenSurface(Size size, Dialect dialect)
    : OffscreenSurface(size, std::make_unique<OffscreenContext>(dialect), {}, 1) {}

OffscreenSurface::OffscreenSurface(Size size, std::unique_ptr<OffscreenContext> context,
                                   const std::function<void()>& style, float scale)
    : context_(std::move(context)),
      framebuffer_(std::make_unique<Framebuffer>(size)),
      gui_(std::make_unique<Gui>(context_->shading())) {
  gui_->dress({scale, 1}, style);
}

OffscreenSurface::~OffscreenSurface() = default;

void OffscreenSurface::draw(const std::function<void()>& frame, double seconds) {
  framebuffer_->bind();
  const auto begin = [&] {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(size().width), static_cast<float>(size().height)};
    io.DeltaTime = static_cast<float>(seconds);
  };
  gui_->draw(begin, frame);
}

void OffscreenSurface::finish() const { glFinish(); }

}  // namespace linetwin::viewer
