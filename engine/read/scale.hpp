// Makes what stands at a place of the tree so many times as large: a quantity, or what is a size in a time,
// a distribution, values for each part.
#pragma once

#include <string>

#include "base/diagnostics.hpp"
#include "read/document.hpp"

namespace linetwin {

struct ScaleBy {
  double factor = 1;
  Place place{};        // of the factor: faults are reported there, and what was scaled has it from then on
  bool counts = false;  // what is scaled must be whole
};

// `path` names the node in messages. Keeps units. Of distributions, what is a time is scaled (mean, sd, min,
// mode, max, values), and what is a form is not (shape, stages, weights). Reports what cannot be scaled and
// returns false.
bool scale(Node& node, const ScaleBy& by, const std::string& path, Diagnostics& diagnostics);

}  // namespace linetwin
