// A window of the desktop (GLFW).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "viewer/window/framebuffer.hpp"
#include "viewer/window/gui.hpp"
#include "viewer/window/image.hpp"
#include "viewer/window/input_queue.hpp"

struct GLFWwindow;

namespace linetwin {
class StopOnSignal;
}

namespace linetwin::viewer {

class Guest;

// Makes the loop of a window ask its guest whether something stirred. From any thread, while there is a
// window.
void wake_window();

// One at a time, on the main thread.
class Window {
 public:
  // Throws std::runtime_error where there is no display or no OpenGL 3.
  // A signal is told to the guest; without `stop` it ends the program.
  Window(Size size, Guest& guest, StopOnSignal* stop = nullptr);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // Draws the guest until the window is closed or the guest is done. Waits for events while nothing moves;
  // otherwise draws no more often than the screen shows. Exceptions of the guest pass through.
  void run();
  // How many frames were drawn, for measuring.
  long frames() const { return frames_; }

 private:
  struct Library {  // GLFW itself
    Library();
    ~Library();
  };
  struct Close {
    void operator()(GLFWwindow* window) const;
  };

  static Window& of(GLFWwindow* window);
  void listen();
  bool closing();
  void draw();
  bool keep_size();
  bool draw_with_input();  // whether the frame differs from the one before
  void wait_for_next_frame();
  void wait_for_events();

  Guest& guest_;
  StopOnSignal* stop_;
  Library library_;
  std::unique_ptr<GLFWwindow, Close> window_;
  std::unique_ptr<Gui> gui_;
  std::unique_ptr<Framebuffer> kept_;  // what was painted, where only changes are
  bool uncovered_ = true;              // what the screen shows may be lost
  std::string title_;
  InputQueue input_;
  std::vector<std::filesystem::path> dropped_;
  int due_ = 0;  // frames to draw before waiting again
  double last_frame_ = 0;
  double period_ = 1.0 / 60;  // the least time between frames, in seconds
  long frames_ = 0;
};

}  // namespace linetwin::viewer
