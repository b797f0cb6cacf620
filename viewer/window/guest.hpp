// What a window or a picture shows. The window knows no more of it than this.
#pragma once

#include <filesystem>
#include <string>

namespace linetwin::viewer {

class Guest {
 public:
  virtual ~Guest() = default;

  // Draws one frame by calls to Dear ImGui. ImGui::GetIO().DeltaTime says how many seconds passed since the
  // frame before: in a recording those of its frame rate, in a picture next to nothing.
  virtual void frame() = 0;
  // Whether the next frame differs from the last one though nobody touches anything.
  virtual bool moving() const = 0;

  // The style of Dear ImGui, in sizes for a screen of usual density: the window multiplies them where it is
  // denser. Called before the first frame and again when the window comes to another screen.
  virtual void dress() {}
  // How much larger than usual the sizes are to be; asked before every frame.
  virtual float scale() const { return 1; }
  // Asked at least twice a second while nothing moves: has anything come that is to be seen (a file that
  // changed, a result of a background thread)? A thread may call wake_window() for this to be asked at once.
  virtual bool stirred() { return false; }
  // Text with letters that were not there before, UTF-8: the words of the interface, the names of a model.
  // Asked before every frame. What is typed and Latin text need not be named.
  virtual std::string new_text() { return {}; }
  // No font was found for some letters of it; `message` says in English what to install. An interface whose
  // language cannot be shown should turn to English.
  virtual void lacks_letters(const std::string& /*message*/) {}

  // A file that was dropped on the window.
  virtual void dropped(const std::filesystem::path& /*file*/) {}
  virtual std::string title() const { return "linetwin"; }
  // Somebody wants to close the window. A guest that says no asks what to do with unsaved changes and is
  // `done()` later.
  virtual bool may_close() { return true; }
  // Ctrl+C in the terminal, or the end of the session: the same question, but asked again it may be answered.
  virtual bool interrupted() { return may_close(); }
  // Nothing more to show: the window closes, a recording ends with the frame before.
  virtual bool done() const { return false; }
  // Whether a picture may be taken: all that it needs has been loaded and computed.
  virtual bool settled() const { return true; }
};

}  // namespace linetwin::viewer
