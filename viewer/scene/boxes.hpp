// The boxes of elements: how large they are, and where they stand. Steps of place().
#pragma once

#include <optional>
#include <vector>

#include "model/line_model.hpp"
#include "viewer/scene/geometry.hpp"

namespace linetwin::viewer {

struct Boxes {
  std::vector<Box> of;  // by ElementId
  double usual = 2;     // the side of a usual station, metres
};

// From left to right in layers, in rows of which the picture comes near `aspect` (width over height). No two
// boxes overlap.
Boxes boxes_in_layers(const LineModel& model, double aspect);

// As the layout of the model says. What has no size gets one that suits the distances and meets nothing, what
// has no place a free one beside what it is connected with.
Boxes boxes_of_layout(const LineModel& model);

// The arrows that lead against the flow: by element, then by successor.
std::vector<bool> arrows_back(const LineModel& model);

}  // namespace linetwin::viewer
