// Dear ImGui on the OpenGL context that is current: what a window and an off-screen picture have in common.
#pragma once

#include <functional>
#include <string_view>

#include "viewer/window/image.hpp"
#include "viewer/window/lettering.hpp"
#include "viewer/window/repaint.hpp"

namespace linetwin::viewer {

class Guest;

// How large a unit of the interface is.
struct Scale {
  float interface = 1;  // of sizes, in coordinates of the window: over 1 on screens with small dots
  float density = 1;    // pixels in a coordinate of the window: over 1 where the system hides small dots
};

// All of every frame, or what differs from the frame before: the picture is the same.
enum class Painting { Whole, Changes };

class Gui {
 public:
  // Needs an OpenGL context of at least 3.0, or of OpenGL ES 3.0; `shading` is the "#version" of its shaders.
  // Makes the context of Dear ImGui current. Throws std::runtime_error.
  explicit Gui(const char* shading);
  ~Gui();
  Gui(const Gui&) = delete;
  Gui& operator=(const Gui&) = delete;

  // Sizes and style for a screen, if they are new.
  void dress(const Scale& scale, const std::function<void()>& style);
  // Before each frame: its letters into the atlas.
  void prepare(Guest& guest);
  // A frame into the framebuffer that is bound. `begin` says the platform's new frame: sizes, time. False:
  // the frame looks like the one before. Where only changes are painted, the framebuffer must have kept that.
  bool draw(const std::function<void()>& begin, const std::function<void()>& frame);

  // The frame that was drawn last once more, all of it, into the framebuffer that is bound.
  void paint_again() const;

  // At first, changes alone where OpenGL paints without a graphics card.
  void paint(Painting painting);
  Painting painting() const { return painting_; }
  // The framebuffer has another picture than that of the last frame.
  void forget() { repaint_.forget(); }

  Lettering& lettering() { return lettering_; }

 private:
  void build_letters();

  Lettering lettering_;
  Repaint repaint_;
  Painting painting_ = Painting::Whole;
  Scale scale_{0, 0};
  bool drawn_ = false;
};

}  // namespace linetwin::viewer
