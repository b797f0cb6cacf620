// A picture in the memory of OpenGL that frames are painted into and that keeps what was painted.
#pragma once

#include "viewer/window/image.hpp"

namespace linetwin::viewer {

// Needs an OpenGL context that is current, and the same one when it ends.
class Framebuffer {
 public:
  explicit Framebuffer(Size size);  // throws std::runtime_error where OpenGL refuses it
  ~Framebuffer();
  Framebuffer(const Framebuffer&) = delete;
  Framebuffer& operator=(const Framebuffer&) = delete;

  void bind() const;  // what is drawn goes into it
  void show() const;  // copies it into the window's own, which is bound then
  Image image() const;
  Size size() const { return size_; }

 private:
  Size size_;
  unsigned framebuffer_ = 0;
  unsigned colours_ = 0;
};

}  // namespace linetwin::viewer
