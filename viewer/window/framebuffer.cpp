#include "viewer/window/framebuffer.hpp"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace linetwin::viewer {

Framebuffer::Framebuffer(Size size) : size_(size) {
  GLint most = 0;
  glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &most);
  if (size.width < 1 || size.height < 1 || size.width > most || size.height > most)
    throw std::runtime_error(
        fmt::format("a picture of {}x{} pixels cannot be drawn: 1 to {} each way are possible", size.width,
                    size.height, most));
  glGenFramebuffers(1, &framebuffer_);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glGenRenderbuffers(1, &colours_);
  glBindRenderbuffer(GL_RENDERBUFFER, colours_);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, size.width, size.height);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colours_);
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) return;
  glDeleteFramebuffers(1, &framebuffer_);
  glDeleteRenderbuffers(1, &colours_);
  throw std::runtime_error(
      fmt::format("OpenGL refuses a picture of {}x{} pixels: try a smaller one", size.width, size.height));
}

Framebuffer::~Framebuffer() {
  glDeleteFramebuffers(1, &framebuffer_);
  glDeleteRenderbuffers(1, &colours_);
}

void Framebuffer::bind() const { glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_); }

void Framebuffer::show() const {
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
  glDisable(GL_SCISSOR_TEST);
  glBlitFramebuffer(0, 0, size_.width, size_.height, 0, 0, size_.width, size_.height, GL_COLOR_BUFFER_BIT,
                    GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

Image Framebuffer::image() const {
  const auto width = static_cast<std::size_t>(size_.width) * 4;
  const auto height = static_cast<std::size_t>(size_.height);
  Image image{size_, std::vector<std::uint8_t>(width * height)};
  bind();
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  glReadPixels(0, 0, size_.width, size_.height, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
  // OpenGL counts rows from below
  for (std::size_t row = 0; row < height / 2; ++row)
    std::swap_ranges(image.rgba.begin() + static_cast<std::ptrdiff_t>(row * width),
                     image.rgba.begin() + static_cast<std::ptrdiff_t>((row + 1) * width),
                     image.rgba.begin() + static_cast<std::ptrdiff_t>((height - 1 - row) * width));
  return image;
}

}  // namespace linetwin::viewer
