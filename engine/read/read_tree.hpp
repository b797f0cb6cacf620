// The tree of a model -> LineSpec.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "model/spec.hpp"
#include "read/document.hpp"

namespace linetwin {

struct TreeOrigin {
  std::string folder;        // where CSV files are looked for; empty: none may be named
  std::string default_name;  // of a model that has none
  std::uint64_t hash = 0;    // of the text and its changes; the measured values beside it are mixed in
};

// The tree of a model file, for what looks at models before they are read. Nothing when there is no such
// file, or it is no YAML that we take; the errors say why.
std::optional<Node> load_tree(const std::string& path, Sources& sources, Diagnostics& diagnostics);

LineSpec read_tree(const Node& root, const TreeOrigin& origin, Diagnostics& diagnostics);

inline constexpr std::uint64_t kNoText = 0xcbf29ce484222325ull;
// Goes on from `h`, kNoText at first.
std::uint64_t hash_text(std::string_view text, std::uint64_t h = kNoText);

}  // namespace linetwin
