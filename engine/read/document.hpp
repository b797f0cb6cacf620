// A YAML text as a tree in which every key and value knows its place. YAML's own faults (syntax, doubled
// keys, aliases that multiply, nesting without end) are reported here, so that what reads the tree meets
// maps, lists and texts only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"

namespace linetwin {

struct Node {
  enum class Kind { Null, Scalar, Sequence, Map };
  struct Entry;

  Kind kind = Kind::Null;
  std::string text;     // of a scalar
  bool quoted = false;  // a scalar in quotes: its place begins at the quote
  Place place{};
  std::vector<Node> items;     // of a sequence
  std::vector<Entry> entries;  // of a map, in the order written

  bool is_map() const { return kind == Kind::Map; }
  bool is_sequence() const { return kind == Kind::Sequence; }
  bool is_scalar() const { return kind == Kind::Scalar; }
  // The value of a key, or null.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
};

struct Node::Entry {
  Node key;  // a scalar
  Node value;
};

// Reads the text of `source`. Nothing when it is no YAML that we take; the errors say why.
std::optional<Node> parse_document(const Sources& sources, int source, std::string_view text,
                                   Diagnostics& diagnostics);

// A tree as YAML on one line, `{mean: 8 s, sd: 4 s}`, from which parse_document() makes the same tree.
std::string flow_text(const Node& node);
// The same for a value that does not stand inside brackets: a plain text may then hold commas and brackets.
std::string block_text(const Node& node);

// "a map", "a list", "a text", "nothing": for messages.
std::string_view kind_word(const Node& node);

}  // namespace linetwin
