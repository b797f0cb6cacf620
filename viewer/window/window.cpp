#include "viewer/window/window.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <epoxy/gl.h>
#include <fmt/format.h>
#include <imgui/backends/imgui_impl_glfw.h>
#include <imgui/imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "base/stop_on_signal.hpp"
#include "viewer/window/guest.hpp"

namespace linetwin::viewer {

namespace {

// Dear ImGui opens popups and settles sizes over some frames, so one event is worth several.
constexpr int kFramesOfAnEvent = 4;
constexpr double kPatience = 0.5;       // seconds between two questions to a guest that rests
constexpr double kBlinking = 0.2;       // and while a text is typed: its cursor blinks
constexpr double kHiddenPeriod = 0.1;   // seconds between frames that nobody sees
constexpr double kAhead = 0.9;          // of the screen's period: the rest is for its own clock
constexpr double kShortestWait = 5e-4;  // seconds

std::string last_glfw_error() {
  const char* words = nullptr;
  glfwGetError(&words);
  return words == nullptr ? "no reason given" : words;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string no_display() {
  const std::string reason = last_glfw_error();
  const std::string display = variable("DISPLAY");
  if (display.empty()) return "no display: set DISPLAY, or use --screenshot";
  return fmt::format(
      "the display \"{}\" cannot be used ({}): set DISPLAY to one that runs, or use --screenshot", display,
      reason);
}

// A core context where there is one; what software renderers of old offer otherwise.
GLFWwindow* open_window(Size size, const std::string& title, const char*& shading) {
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  shading = "#version 150";
  if (GLFWwindow* window = glfwCreateWindow(size.width, size.height, title.c_str(), nullptr, nullptr))
    return window;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_ANY_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_FALSE);
  shading = "#version 130";
  return glfwCreateWindow(size.width, size.height, title.c_str(), nullptr, nullptr);
}

// Keys are called after the letters of an American keyboard; shortcuts mean the letter that is on the key.
int letter_on(int key, int code) {
  if (key == GLFW_KEY_KP_ADD) return GLFW_KEY_EQUAL;
  if (key == GLFW_KEY_KP_SUBTRACT) return GLFW_KEY_MINUS;
  const char* name = glfwGetKeyName(key, code);
  if (name == nullptr || name[0] == '\0' || name[1] != '\0') return key;
  if (name[0] >= 'a' && name[0] <= 'z') return name[0] - 'a' + GLFW_KEY_A;
  if (name[0] == '+') return GLFW_KEY_EQUAL;
  return name[0] == '-' ? GLFW_KEY_MINUS : key;
}

double refresh_period() {
  GLFWmonitor* monitor = glfwGetPrimaryMonitor();
  const GLFWvidmode* mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
  return 1.0 / (mode == nullptr || mode->refreshRate <= 0 ? 60 : mode->refreshRate);
}

Modifiers modifiers_of(int bits) {
  return {(bits & GLFW_MOD_CONTROL) != 0, (bits & GLFW_MOD_SHIFT) != 0, (bits & GLFW_MOD_ALT) != 0,
          (bits & GLFW_MOD_SUPER) != 0};
}

Scale scale_of(GLFWwindow* window) {
  float content = 1, ignored = 1;
  glfwGetWindowContentScale(window, &content, &ignored);
  int width = 0, height = 0, pixels = 0, rows = 0;
  glfwGetWindowSize(window, &width, &height);
  glfwGetFramebufferSize(window, &pixels, &rows);
  const float density = width > 0 && pixels > 0 ? static_cast<float>(pixels) / static_cast<float>(width) : 1;
  // while it is resized, the two may be of different moments: densities come in steps
  const float whole = std::max(std::round(density * 8) / 8, 0.125F);
  return {std::max(content / whole, 0.5F), whole};
}

}  // namespace

void wake_window() { glfwPostEmptyEvent(); }

Window::Library::Library() {
  if (glfwInit() != GLFW_TRUE) throw std::runtime_error(no_display());
}
Window::Library::~Library() { glfwTerminate(); }
void Window::Close::operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }

Window::Window(Size size, Guest& guest, StopOnSignal* stop)
    : guest_(guest), stop_(stop), title_(guest.title()) {
  const char* shading = nullptr;
  window_.reset(open_window(size, title_, shading));
  if (!window_)
    throw std::runtime_error(
        fmt::format("the display offers no OpenGL 3 ({}): install libgl1-mesa-dri, or use --screenshot",
                    last_glfw_error()));
  glfwMakeContextCurrent(window_.get());
  glfwSwapInterval(1);
  period_ = refresh_period();
  gui_ = std::make_unique<Gui>(shading);
  glfwSetWindowUserPointer(window_.get(), this);
  listen();
  ImGui_ImplGlfw_InitForOpenGL(window_.get(), true);  // goes on to our callbacks
}

Window::~Window() { ImGui_ImplGlfw_Shutdown(); }

Window& Window::of(GLFWwindow* window) { return *static_cast<Window*>(glfwGetWindowUserPointer(window)); }

void Window::listen() {
  constexpr auto touched = [](GLFWwindow* window, auto...) { of(window).due_ = kFramesOfAnEvent; };
  GLFWwindow* window = window_.get();
  glfwSetKeyCallback(window, [](GLFWwindow* in, int key, int code, int action, int modifiers) {
    of(in).due_ = kFramesOfAnEvent;
    // what is held with a key comes with that key
    const bool modifier = key >= GLFW_KEY_LEFT_SHIFT && key <= GLFW_KEY_RIGHT_SUPER;
    if (action == GLFW_PRESS && key >= 0 && key <= GLFW_KEY_LAST && !modifier)
      of(in).input_.key(letter_on(key, code), key, modifiers_of(modifiers));
  });
  glfwSetCharCallback(window, [](GLFWwindow* in, unsigned letter) {
    of(in).due_ = kFramesOfAnEvent;
    of(in).input_.letter(letter);
  });
  glfwSetMouseButtonCallback(window, [](GLFWwindow* in, int button, int action, int modifiers) {
    of(in).due_ = kFramesOfAnEvent;
    double x = 0, y = 0;
    glfwGetCursorPos(in, &x, &y);
    of(in).input_.button(button, action == GLFW_PRESS, {static_cast<float>(x), static_cast<float>(y)},
                         modifiers_of(modifiers));
  });
  glfwSetCursorPosCallback(window, touched);
  glfwSetCursorEnterCallback(window, touched);
  glfwSetScrollCallback(window, touched);
  glfwSetWindowFocusCallback(window, touched);
  constexpr auto uncovered = [](GLFWwindow* in, auto...) {
    of(in).due_ = kFramesOfAnEvent;
    of(in).uncovered_ = true;
  };
  glfwSetWindowRefreshCallback(window, uncovered);
  glfwSetFramebufferSizeCallback(window, uncovered);
  glfwSetWindowContentScaleCallback(window, uncovered);
  glfwSetWindowIconifyCallback(window, uncovered);
  glfwSetDropCallback(window, [](GLFWwindow* onto, int count, const char** files) {
    of(onto).due_ = kFramesOfAnEvent;
    of(onto).dropped_.insert(of(onto).dropped_.end(), files, files + count);
  });
}

void Window::run() {
  due_ = kFramesOfAnEvent;
  while (!closing()) {
    for (const std::filesystem::path& file : std::exchange(dropped_, {})) guest_.dropped(file);
    if (guest_.stirred()) due_ = kFramesOfAnEvent;
    if (guest_.moving() || due_ > 0) {
      wait_for_next_frame();
      draw();
    } else {
      wait_for_events();
    }
  }
}

bool Window::closing() {
  if (guest_.done()) return true;
  if (stop_ != nullptr && stop_->take()) {
    due_ = kFramesOfAnEvent;
    return guest_.interrupted();
  }
  if (glfwWindowShouldClose(window_.get()) == GLFW_FALSE) return false;
  if (guest_.may_close()) return true;
  glfwSetWindowShouldClose(window_.get(), GLFW_FALSE);
  due_ = kFramesOfAnEvent;
  return false;
}

void Window::draw() {
  due_ = std::max(due_ - 1, 0);
  last_frame_ = glfwGetTime();
  ++frames_;
  if (const std::string title = guest_.title(); title != title_) {
    title_ = title;
    glfwSetWindowTitle(window_.get(), title.c_str());
  }
  Scale scale = scale_of(window_.get());
  scale.interface *= guest_.scale();
  gui_->dress(scale, [this] { guest_.dress(); });
  input_.begin_frame(ImGui::GetIO());
  gui_->prepare(guest_);
  if (gui_->painting() == Painting::Changes && keep_size()) {
    kept_->bind();
    const bool changed = draw_with_input();
    if (!changed && !uncovered_) return;
    kept_->show();  // and the window's own is bound again
  } else {
    draw_with_input();
  }
  uncovered_ = false;
  glfwSwapBuffers(window_.get());
}

// False: there is no room for a picture of this size; frames are painted whole then.
bool Window::keep_size() {
  Size size;
  glfwGetFramebufferSize(window_.get(), &size.width, &size.height);
  size = {std::max(size.width, 1), std::max(size.height, 1)};
  if (kept_ && kept_->size() == size) return true;
  kept_.reset();
  gui_->forget();
  try {
    kept_ = std::make_unique<Framebuffer>(size);
  } catch (const std::runtime_error&) {
    gui_->paint(Painting::Whole);
  }
  return kept_ != nullptr;
}

bool Window::draw_with_input() {
  ImGuiIO& io = ImGui::GetIO();
  const auto is_down = [this](int key) { return glfwGetKey(window_.get(), key) == GLFW_PRESS; };
  const auto either = [&](int left, int right) { return is_down(left) || is_down(right); };
  const bool changed = gui_->draw(
      [&] {
        ImGui_ImplGlfw_NewFrame();
        input_.point(io);
      },
      [this] { guest_.frame(); });
  input_.end_frame(
      io, is_down,
      {either(GLFW_KEY_LEFT_CONTROL, GLFW_KEY_RIGHT_CONTROL),
       either(GLFW_KEY_LEFT_SHIFT, GLFW_KEY_RIGHT_SHIFT), either(GLFW_KEY_LEFT_ALT, GLFW_KEY_RIGHT_ALT),
       either(GLFW_KEY_LEFT_SUPER, GLFW_KEY_RIGHT_SUPER)});
  if (!input_.empty()) due_ = kFramesOfAnEvent;
  return changed;
}

void Window::wait_for_next_frame() {
  const bool hidden = glfwGetWindowAttrib(window_.get(), GLFW_ICONIFIED) == GLFW_TRUE;
  const double next = last_frame_ + (hidden ? kHiddenPeriod : kAhead * period_);
  for (double wait = next - glfwGetTime(); wait > kShortestWait; wait = next - glfwGetTime())
    glfwWaitEventsTimeout(wait);
  glfwPollEvents();
}

void Window::wait_for_events() {
  const bool typing = ImGui::GetIO().WantTextInput;
  glfwWaitEventsTimeout(typing ? kBlinking : kPatience);
  if (typing) due_ = std::max(due_, 1);
}

}  // namespace linetwin::viewer
