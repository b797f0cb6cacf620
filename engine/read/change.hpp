// `--set PATH=VALUE`: changes of the tree before it is read as a model.
#pragma once

#include "base/diagnostics.hpp"
#include "read/document.hpp"
#include "read/read_model.hpp"

namespace linetwin {

// Adds the change as a source of its own (named --set), so that errors in it show it.
void apply_change(Node& root, const Change& change, Sources& sources, Diagnostics& diagnostics);

}  // namespace linetwin
