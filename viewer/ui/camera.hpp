// From metres to pixels and back.
#pragma once

#include <algorithm>

#include "drawing/svg.hpp"
#include "imgui.h"

namespace linetwin::viewer {

struct Camera {
  drawing::Point centre{0, 0};  // metres, in the middle of the view
  double per_metre = 30;        // pixels
  ImVec2 middle{0, 0};          // of the view, pixels

  ImVec2 pixel(drawing::Point p) const {
    return {middle.x + static_cast<float>((p.x - centre.x) * per_metre),
            middle.y - static_cast<float>((p.y - centre.y) * per_metre)};
  }
  drawing::Point metres(ImVec2 p) const {
    return {centre.x + static_cast<double>(p.x - middle.x) / per_metre,
            centre.y - static_cast<double>(p.y - middle.y) / per_metre};
  }
  float length(double m) const { return static_cast<float>(m * per_metre); }
  // The place under the pointer stays where it is.
  void zoom(double factor, ImVec2 at) {
    const drawing::Point before = metres(at);
    per_metre = std::clamp(per_metre * factor, 0.05, 2000.0);
    const drawing::Point after = metres(at);
    centre.x += before.x - after.x;
    centre.y += before.y - after.y;
  }
  void pan(ImVec2 by) {
    centre.x -= static_cast<double>(by.x) / per_metre;
    centre.y += static_cast<double>(by.y) / per_metre;
  }
  // All of a box, with a margin in pixels.
  void show(drawing::Point low, drawing::Point high, ImVec2 from, ImVec2 to, float margin) {
    middle = {(from.x + to.x) / 2, (from.y + to.y) / 2};
    centre = {(low.x + high.x) / 2, (low.y + high.y) / 2};
    const double wide = std::max(1e-3, high.x - low.x), deep = std::max(1e-3, high.y - low.y);
    per_metre = std::min(std::max(20.0f, to.x - from.x - 2 * margin) / wide,
                         std::max(20.0f, to.y - from.y - 2 * margin) / deep);
    per_metre = std::min(per_metre, 120.0);
  }
};

}  // namespace linetwin::viewer
