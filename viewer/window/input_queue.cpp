#include "viewer/window/input_queue.hpp"

#include <algorithm>
#include <iterator>

namespace linetwin::viewer {
namespace {

void set(ImGuiIO& io, Modifiers m) {
  io.KeyCtrl = m.ctrl;
  io.KeyShift = m.shift;
  io.KeyAlt = m.alt;
  io.KeySuper = m.super;
}

}  // namespace

// False: it has to wait for the next frame.
bool InputQueue::take(const Event& event, ImGuiIO& io) {
  switch (event.kind) {
    case Event::Kind::Letter: io.AddInputCharacter(static_cast<unsigned>(event.code)); return true;
    case Event::Kind::Button:
      if (event.code >= 0 && event.code < static_cast<int>(std::size(buttons_)))
        buttons_[event.code] = event.down;
      place_ = event.at;
      has_place_ = true;
      set(io, event.with);
      return true;
    case Event::Kind::Key: break;
  }
  // down in the last frame: it is up for one frame before it goes down again
  if (io.KeysDownDuration[event.code] >= 0 ||
      std::find(pressed_.begin(), pressed_.end(), event.code) != pressed_.end())
    return false;
  if (event.key_at != event.code) io.KeysDown[event.key_at] = false;
  pressed_.push_back(event.code);
  set(io, event.with);
  return true;
}

void InputQueue::begin_frame(ImGuiIO& io) {
  io.InputQueueCharacters.resize(0);
  pressed_.clear();
  has_place_ = false;
  bool text = false;
  while (!events_.empty()) {
    const Event& event = events_.front();
    const bool alone = !event.is_text();
    if (alone && text) break;
    if (!take(event, io)) break;
    text = true;
    events_.pop_front();
    if (alone) break;
  }
  for (const Event& later : events_)
    if (later.kind == Event::Kind::Key) io.KeysDown[later.code] = io.KeysDown[later.key_at] = false;
  for (const int key : pressed_) io.KeysDown[key] = true;
}

void InputQueue::point(ImGuiIO& io) const {
  for (std::size_t i = 0; i < std::size(buttons_); ++i) io.MouseDown[i] = buttons_[i];
  if (has_place_) io.MousePos = place_;
}

void InputQueue::end_frame(ImGuiIO& io, const std::function<bool(int key)>& is_down, Modifiers now) {
  for (const int key : pressed_) io.KeysDown[key] = is_down(key);
  for (const Event& later : events_)
    if (later.kind == Event::Kind::Key) io.KeysDown[later.code] = is_down(later.code);
  set(io, now);
}

}  // namespace linetwin::viewer
