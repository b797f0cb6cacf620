// Where things were drawn in the last frame, by name: tests and scripts click on names, not on pixels that
// move. In an ordinary window nobody asks, and nothing is noted.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "imgui.h"

namespace linetwin::viewer {

struct ProbedRect {
  ImVec2 from;
  ImVec2 to;
  ImVec2 centre() const { return {(from.x + to.x) / 2, (from.y + to.y) / 2}; }
};

class Probe {
 public:
  void listen() { listens_ = true; }
  // Whether notes are kept; without that, names need not be put together.
  bool listens() const { return listens_; }
  void begin_frame() { rects_.clear(); }
  void note(std::string_view name, ImVec2 from, ImVec2 to) {
    if (!listens_) return;
    rects_.insert_or_assign(std::string(name), ProbedRect{from, to});
  }
  // The item that Dear ImGui drew last.
  void note_item(std::string_view name) { note(name, ImGui::GetItemRectMin(), ImGui::GetItemRectMax()); }
  std::optional<ProbedRect> find(const std::string& name) const {
    const auto found = rects_.find(name);
    if (found == rects_.end()) return std::nullopt;
    return found->second;
  }
  const std::map<std::string, ProbedRect>& all() const { return rects_; }

 private:
  std::map<std::string, ProbedRect> rects_;
  bool listens_ = false;
};

// A line for each: name, left, top, right, bottom, with tabs between, in coordinates of the window.
std::string probe_text(const Probe& probe);

}  // namespace linetwin::viewer
