// What tests of windows and pictures share.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "viewer/window/guest.hpp"
#include "viewer/window/image.hpp"

namespace linetwin::viewer {

// A folder that goes when the test ends.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

std::string content(const std::filesystem::path& file);  // empty where there is none

// Writes a file as another program would, and each time at another time, however coarse those of the disk
// are.
void write_anew(const std::filesystem::path& file, const std::string& text);
void touch_anew(const std::filesystem::path& file);

Image read_png(const std::filesystem::path& path);

// Sets a variable of the environment, or takes it away, until the test ends.
class Variable {
 public:
  Variable(const char* name, std::optional<std::string> value);
  ~Variable();
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  static void set(const char* name, const std::optional<std::string>& value);
  const char* name_;
  std::optional<std::string> before_;
};

// An X server in memory (Xvfb), with DISPLAY pointing to it. Not running where Xvfb is not installed.
class VirtualDisplay {
 public:
  VirtualDisplay();
  ~VirtualDisplay();
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;
  bool running() const { return display_.has_value(); }

 private:
  int server_ = 0;
  std::optional<Variable> display_;
};

// What a program prints on either output, and its exit status.
struct Ran {
  int status = -1;
  std::string text;
};
Ran run_command(const std::string& command);

// A guest that draws what a test says.
struct Drawing : Guest {
  explicit Drawing(std::function<void()> what) : draw(std::move(what)) {}
  void frame() override {
    ++frames;
    draw();
  }
  bool moving() const override { return false; }
  std::string new_text() override { return text; }
  void lacks_letters(const std::string& message) override { lacking = message; }
  bool done() const override { return ended; }

  std::function<void()> draw;
  std::string text, lacking;
  int frames = 0;
  bool ended = false;
};

}  // namespace linetwin::viewer
