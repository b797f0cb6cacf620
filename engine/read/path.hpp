// Paths into the tree of a model: keys joined by dots, list items by [0] or by their `name`, `*` for every
// name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "read/document.hpp"

namespace linetwin {

struct PathStep {
  std::string key;  // a key, a name, or "*"
  int index = -1;   // of [index]; then there is no key
  Place place{};
};

// The steps of a path whose characters stand at `path.place` on one line. Nothing when it is none; reported.
std::optional<std::vector<PathStep>> split_path(const Name& path, Diagnostics& diagnostics);

// Whether what the path holds is a count: machines, capacity, batch, people, ...
bool holds_count(const std::vector<PathStep>& path);

// A node that a path reaches, and its own path, without `*`: stations.laser.failures[0].mttr.
struct Reached {
  const Node* node = nullptr;
  std::string path;
};

// What a path reaches. With `*` before, what lacks the rest of the path is passed over. A key behind a list
// none of whose items has that name is looked for in every item: `failures.mttr` is that of all modes. Where
// nothing is reached, a diagnostic at the step says why; `verb` begins it: "scale".
std::vector<Reached> reach(const Node& root, const std::vector<PathStep>& path, std::string_view verb,
                           Diagnostics& diagnostics);

}  // namespace linetwin
