// Where names stand in a picture: beside what they name, clear of boxes, ways and each other where there is
// room. All in pixels.
#pragma once

#include <string>
#include <vector>

#include "imgui.h"
#include "viewer/scene/geometry.hpp"

namespace linetwin::viewer {

struct Label {
  Bounds beside;  // what it names; `low` is above `high` in pixels, as everywhere in a picture
  std::string name;
  std::string figure{};  // after the name, quieter
  ImU32 colour = 0;
  ImU32 ground = 0;     // 0: paper that is seen through
  bool needed = false;  // drawn even where there is no room for it
  bool above = false;   // its place of choice; else below
};

class Labels {
 public:
  // Names stay inside `frame`.
  Labels(ImDrawList& list, Bounds frame, float size) : list_(list), frame_(frame), size_(size) {}
  void keep_clear_of(const Bounds& box) { boxes_.push_back(box); }
  void keep_clear_of(const std::vector<ImVec2>& way);
  // Draws it, unless there is no room for it. The important ones come first: they have the choice.
  void put(const Label& label);

 private:
  Bounds place(const Label& label, ImVec2 size, int number) const;
  // What it costs, or, once it is `enough`, that or more.
  double cost(const Bounds& place, const Bounds& own, double enough) const;
  void draw(const Label& label, const Bounds& place, float size);

  ImDrawList& list_;
  Bounds frame_;
  float size_;
  std::vector<Bounds> boxes_;
  std::vector<Bounds> taken_;
  struct Way {
    Bounds around;
    std::vector<ImVec2> points;
  };
  std::vector<Way> ways_;
};

// The font of the interface that is nearest to so many pixels.
ImFont* font_for(float size);

}  // namespace linetwin::viewer
