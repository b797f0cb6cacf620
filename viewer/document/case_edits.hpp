// The changes of a scenario as plain edits of a text: `*` and scalings become what they set.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "read/change.hpp"
#include "viewer/document/edit.hpp"

namespace linetwin::viewer {

// On the text as it is when the change's turn comes. Nothing when it cannot be done, and why not in `fault`.
std::optional<std::vector<Edit>> edits_of(const TreeChange& change, const std::string& text,
                                          std::string& fault);

}  // namespace linetwin::viewer
