// A window that nobody sees: Dear ImGui without a backend, and hands to touch it with.
#pragma once

#include <imgui.h>

#include <memory>
#include <string>

#include "viewer/ui/app.hpp"

namespace linetwin::viewer {

class Screen {
 public:
  explicit Screen(AppOptions options = quiet(), float width = 1280, float height = 720);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  // Without replications, so that tests are quick and say what they wait for; no files are watched.
  static AppOptions quiet();

  App& app() { return *app_; }
  Pane& pane() { return *app_->pane(); }
  // Draws so many frames, each a sixtieth of a second.
  void frames(int count = 1);
  // Frames until all that was asked for has come, at most so many.
  bool settle(int most = 2000);

  ImVec2 at(const std::string& probe) const;  // the middle of what was drawn; fails the test where it was not
  bool shows(const std::string& probe) const;
  void point(ImVec2 where);
  void press(int button = 0);
  void release(int button = 0);
  void click(ImVec2 where);
  void click(const std::string& probe) { click(at(probe)); }
  void drag(ImVec2 from, ImVec2 to);
  void wheel(float by);
  void letter(char letter, bool ctrl = false, bool shift = false);  // upper case
  void key(ImGuiKey named, bool ctrl = false);
  // Clicks into a field, writes over what is there, Enter.
  void enter(const std::string& probe, const std::string& text);
  void type(const std::string& text);

 private:
  void hold(int key, bool ctrl, bool shift);
  ImGuiContext* context_;
  std::unique_ptr<App> app_;
};

// A model of this repository.
std::string model_file(const std::string& name);

}  // namespace linetwin::viewer
