// What keys, letters and buttons of the mouse did since the last frame, in its order.
//
// Dear ImGui looks at the state of keys once a frame. Where frames are slow, a person is faster: Ctrl+Z and
// Ctrl+S within one frame would come in any order, and a key that went down and up again would not be seen.
// So each frame gets what can be told apart, and the rest waits for the next one.
#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "imgui.h"

namespace linetwin::viewer {

struct Modifiers {
  bool ctrl = false;
  bool shift = false;
  bool alt = false;
  bool super = false;
};

class InputQueue {
 public:
  // A key went down; `key` is an index into ImGuiIO::KeysDown. Keys below kNamedKeys are those of letters.
  static constexpr int kNamedKeys = 256;
  void key(int key, Modifiers with) { events_.push_back({Event::Kind::Key, key, false, with, {}, key}); }
  // The same where another letter is on the key than where the platform has its name from.
  void key(int letter, int place, Modifiers with) {
    events_.push_back({Event::Kind::Key, letter, false, with, {}, place});
  }
  void letter(unsigned code) {
    events_.push_back({Event::Kind::Letter, static_cast<int>(code), false, {}, {}, 0});
  }
  void button(int button, bool down, ImVec2 at, Modifiers with) {
    events_.push_back({Event::Kind::Button, button, down, with, at, 0});
  }

  // Before a frame: letters and keys into the state of Dear ImGui.
  void begin_frame(ImGuiIO& io);
  // After the platform has written where the pointer is and which buttons are down.
  void point(ImGuiIO& io) const;
  // After the frame: keys and modifiers as they are.
  void end_frame(ImGuiIO& io, const std::function<bool(int key)>& is_down, Modifiers now);
  bool empty() const { return events_.empty(); }

 private:
  struct Event {
    enum class Kind { Key, Letter, Button } kind;
    int code;
    bool down;
    Modifiers with;
    ImVec2 at;
    int key_at = 0;  // the key itself
    // Goes together with others of its kind in one frame.
    bool is_text() const {
      return kind == Kind::Letter ||
             (kind == Kind::Key && code < kNamedKeys && !with.ctrl && !with.alt && !with.super);
    }
  };
  bool take(const Event& event, ImGuiIO& io);

  std::deque<Event> events_;
  std::vector<int> pressed_;  // in this frame
  bool buttons_[5] = {};      // as far as they have had their turn
  bool has_place_ = false;    // a button has its turn in this frame
  ImVec2 place_{};            // where it was pressed or let go
};

}  // namespace linetwin::viewer
