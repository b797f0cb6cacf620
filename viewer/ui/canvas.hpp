// The picture of one line: what stands and moves there, drawn into a list of Dear ImGui.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "imgui.h"
#include "viewer/scene/frame.hpp"
#include "viewer/scene/placement.hpp"
#include "viewer/ui/camera.hpp"

namespace linetwin::viewer {

class Labels;

// What is drawn over the states.
struct CanvasLook {
  bool names = true;
  bool heat = false;
  std::vector<double> working{};    // with heat: by station, its share of time at work; empty: not known yet
  std::int32_t bottleneck = kNone;  // a station; framed, with its tag
  std::string bottleneck_tag{};     // stands above it, before its name: "Bottleneck"
  ElementId selected = kNone;
  std::vector<ElementId> different{};  // from the line that it is compared with
};

class Canvas {
 public:
  // All must outlive it. `from` and `to` are the corners of the picture in pixels.
  Canvas(ImDrawList& list, const LineModel& model, const Placement& placement, const Frame& frame,
         const Camera& camera, ImVec2 from, ImVec2 to)
      : list_(list),
        model_(model),
        placement_(placement),
        frame_(frame),
        camera_(camera),
        from_(from),
        to_(to) {}
  void draw(const CanvasLook& look);

 private:
  static constexpr float kDifferenceFrame = 9;  // pixels from a box to the frame of what differs
  // ---- canvas_draw.cpp
  void ground();
  void ways();
  void marks(const CanvasLook& look);
  bool in_sight(const Box& box) const;
  // The corners of a box, grown by so many pixels; counter-clockwise from its lower left.
  void corners(const Box& box, float grow, ImVec2 (&out)[4]) const;
  void fill(const Box& box, ImU32 colour, float grow = 0) const;
  void outline(const Box& box, ImU32 colour, float width, float grow = 0) const;
  Bounds pixels(const Box& box) const;  // what it covers in the picture
  // From shares of a box (0 .. 1 along each of its sides).
  Box part_of(const Box& box, double x0, double x1, double y0, double y1) const;
  void text(ImVec2 middle, const std::string& text, ImU32 colour, float size) const;

  // ---- canvas_names.cpp
  void names(const CanvasLook& look);
  void keep_clear(Labels& labels, const std::vector<ElementId>& seen) const;
  std::string figure_of(ElementId e) const;
  Bounds framed(ElementId e, const CanvasLook& look) const;
  void tag(Labels& labels, const CanvasLook& look) const;
  void name_pools(Labels& labels) const;

  // ---- canvas_elements.cpp
  void source(ElementId e);
  void station(ElementId e, const CanvasLook& look);
  void machine(MachineId m);
  void buffer(ElementId e);
  void conveyor(ElementId e);
  void sink(ElementId e);
  void pools(const CanvasLook& look);
  void vehicles();
  void heat(ElementId e, double share) const;
  void part(ImVec2 at, float side, ImU32 colour) const;
  void grid_of_parts(const Box& box, const Dots& dots, std::int64_t level, std::int64_t places) const;

  ImDrawList& list_;
  const LineModel& model_;
  const Placement& placement_;
  const Frame& frame_;
  const Camera& camera_;
  ImVec2 from_;
  ImVec2 to_;
};

}  // namespace linetwin::viewer
