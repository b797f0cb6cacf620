// Dear ImGui on the OpenGL context that is current: what a window and an off-screen picture have in common.
#pragma once

#include <functional>
#include <string_view>

#include "viewer/window/image.hpp"
#include "viewer/window/lettering.hpp"

namespace linetwin::viewer {

class Guest;

// How large a unit of the interface is.
struct Scale {
  float interface = 1;  // of sizes, in coordinates of the window: over 1 on screens with small dots
  float density = 1;    // pixels in a coordinate of the window: over 1 where the system hides small dots
};

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
  // A frame into the framebuffer that is bound, all of it. `begin` says the platform's new frame: sizes,
  // time.
  void draw(const std::function<void()>& begin, const std::function<void()>& frame);

  Lettering& lettering() { return lettering_; }

 private:
  void build_letters();

  Lettering lettering_;
  Scale scale_{0, 0};
  bool drawn_ = false;
};

}  // namespace linetwin::viewer
