// Changes of the tree before it is read as a model: `--set PATH=VALUE`, and those of scenarios.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/diagnostics.hpp"
#include "read/document.hpp"
#include "read/read_model.hpp"

namespace linetwin {

// One change. The path is keys joined by dots, list items by [0] or by their `name`, `*` for every name; its
// place and those of the value are where a person wrote them, so that errors show them.
struct TreeChange {
  enum class Kind : std::uint8_t {
    Set,     // the value replaces what is there, or is added where a key is missing
    Scale,   // quantities there become `value` (a number) times as large, in their own unit
    Add,     // a new entry of a map (a station, a buffer), or a new item of a list
    Remove,  // what is there is taken out; there is no value
  };
  Kind kind = Kind::Set;
  Name path{};
  Node value{};
  std::string_view by{};  // who changes, for errors: "vary"; empty: change_word(kind). Lives as long as this
};

// "set", "scale", "add", "remove".
std::string_view change_word(TreeChange::Kind kind);

// What a change reaches:
// - Set makes what is missing on the way, except an element of a section, which must exist. It opens plain
//   values up into distributions, as --set does.
// - Scale passes over what lacks the path behind a `*`, and finds keys in every item of a list
//   (`failures.mttr`). Distributions and values for each part are scaled as a whole (read/scale.hpp).
// - Add of what exists is an error, but one more item of a list, or of what may be one or a list (`flow`,
//   `failures`, ...), is added behind the others. A value that is a list adds each of its items.
// - Remove passes over what lacks the path behind a `*`.
// Scale and Remove of nothing at all are errors.
//
// Reports what is wrong at the place of the change; the tree is then half changed and of no further use.
void apply_change(Node& root, const TreeChange& change, Diagnostics& diagnostics);

// Reads a change that is typed. It becomes a source of its own (PATH=VALUE, named --set, --add, ...; of
// Remove the path alone), so that errors in it show it. Nothing when its value is no YAML; reported.
std::optional<TreeChange> read_change(TreeChange::Kind kind, const Change& change, Sources& sources,
                                      Diagnostics& diagnostics);

// A change typed behind --set, read and applied.
void apply_change(Node& root, const Change& change, Sources& sources, Diagnostics& diagnostics);

}  // namespace linetwin
