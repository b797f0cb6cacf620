// Changes the text of a model so that all the rest of it stays byte for byte: comments, order, spacing,
// quotes, line ends. What an engineer changes in a window is then saved into the file that he keeps.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "read/change.hpp"
#include "read/read_model.hpp"

namespace linetwin {

// The text after the changes, in their order. Its tree is that of the old text after apply_change() with each
// of them: this is checked, and where it would not be so, there is an error and no text.
// - A value is replaced in its place; what of a map or list stays the same is not touched. The comment behind
//   it stays, in the column that it shares with those nearby.
// - A new entry stands behind the last one of its map, on a line of its own or inside the brackets, as the
//   others do. A new section stands at the end.
// - What is removed goes with its lines and the comment behind it. Comment lines above it stay. A map that
//   loses its last entry becomes {}.
// - Refused are changes inside an alias (*name), or of what aliases refer to, and tags.
// `name` is the name of the file, under which `text` is added to `sources`; other places of errors are those
// of the changes.
std::optional<std::string> rewrite(std::string_view name, std::string_view text,
                                   std::span<const TreeChange> changes, Sources& sources,
                                   Diagnostics& diagnostics);

}  // namespace linetwin
