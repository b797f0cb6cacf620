// A surface in memory: needs no display, only a driver of OpenGL (Mesa draws in software where there is no
// graphics card).
#pragma once

#include <functional>
#include <memory>

#include "viewer/window/framebuffer.hpp"
#include "viewer/window/gui.hpp"
#include "viewer/window/image.hpp"

namespace linetwin::viewer {

enum class Dialect { OpenGl, OpenGlEs };

// An OpenGL context that is current on this thread for as long as it lives, from EGL and without a window.
class OffscreenContext {
 public:
  OffscreenContext();  // OpenGL, or OpenGL ES where there is none; throws std::runtime_error
  explicit OffscreenContext(Dialect dialect);
  ~OffscreenContext();
  OffscreenContext(const OffscreenContext&) = delete;
  OffscreenContext& operator=(const OffscreenContext&) = delete;

  const char* shading() const;  // "#version ..." of the shaders that it takes

 private:
  bool open(Dialect dialect);
  void close();

  void* display_ = nullptr;
  void* surface_ = nullptr;
  void* context_ = nullptr;
  Dialect dialect_ = Dialect::OpenGl;
};

class OffscreenSurface {
 public:
  // `style` as Guest::dress(). Throws std::runtime_error where there is no OpenGL or the size is too large.
  explicit OffscreenSurface(Size size, const std::function<void()>& style = {}, float scale = 1);
  OffscreenSurface(Size size, Dialect dialect);
  ~OffscreenSurface();
  OffscreenSurface(const OffscreenSurface&) = delete;
  OffscreenSurface& operator=(const OffscreenSurface&) = delete;

  // One frame, so many seconds (over 0) after the one before.
  void draw(const std::function<void()>& frame, double seconds);
  // Waits until all that was drawn is in the picture, for measuring.
  void finish() const;
  Image image() const { return framebuffer_->image(); }

  Size size() const { return framebuffer_->size(); }
  Gui& gui() { return *gui_; }

 private:
  OffscreenSurface(Size size, std::unique_ptr<OffscreenContext> context, const std::function<void()>& style,
                   float scale);

  std::unique_ptr<OffscreenContext> context_;
  std::unique_ptr<Framebuffer> framebuffer_;
  std::unique_ptr<Gui> gui_;
};

}  // namespace linetwin::viewer
