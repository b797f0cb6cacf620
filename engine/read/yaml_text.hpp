// Where the parts of a YAML text stand, byte by byte: what parse_document() leaves out, since a reader needs
// only where a value begins. The tree leads the way, so that no more of YAML is known here than how a value
// that is known ends.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/document.hpp"

namespace linetwin {

// Thrown, and caught in rewrite(): the text holds something that is not understood to the last byte.
struct CannotRewrite {
  std::size_t at = 0;  // byte
  std::string message;
  std::string hint{};
};

// Where a value is to be looked for: behind the `:` of its key, the `-` of its item, a bracket or a comma.
struct ValueSite {
  std::size_t after = 0;   // byte
  bool flow = false;       // inside brackets
  bool colon = true;       // a key in brackets may stand without one: {a, b}
  std::size_t indent = 0;  // bytes before the key or the dash on its line
  int depth = 0;           // keys and items above: 0 of the document, 1 of a section
};

// How a value stands in the text.
struct ValueText {
  enum class Style {
    Missing,      // nothing is written
    Plain,        // 12 s
    Quoted,       // "12 s"
    BlockScalar,  // | or >, and the lines below
    Brackets,     // {a: 1}, [a, b]
    Pair,         // the a: 1 of [a: 1]
    BlockMap,     // a line, or more, for each key
    BlockList,    // a line, or more, for each dash
    Alias         // *name
  };
  Style style = Style::Missing;
  bool anchored = false;      // behind &name
  std::size_t inline_at = 0;  // byte at which the line of the key, with its anchor, is at its end
  std::size_t begin = 0;      // bytes of the value, without the comment behind it
  std::size_t end = 0;
};

// An entry of a map or an item of a list.
struct ChildText {
  std::size_t begin = 0;  // byte of the key, or of the dash; inside brackets of an item
  std::size_t end = 0;    // behind the last byte of the value
  ValueSite site{};
  std::optional<std::size_t> comma{};  // byte of the comma behind it
};

class YamlText {
 public:
  // `text` must outlive it.
  explicit YamlText(std::string_view text);

  std::string_view text() const { return text_; }
  std::string_view slice(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }
  // The line break of this text.
  std::string_view newline() const { return newline_; }

  // Lines, by a byte on them.
  std::size_t line_begin(std::size_t at) const;
  std::size_t line_end(std::size_t at) const;   // before its break
  std::size_t next_line(std::size_t at) const;  // behind its break; the end of the text if there is none
  std::size_t line_number(std::size_t at) const;
  std::string_view line_of(std::size_t at) const { return slice(line_begin(at), line_end(at)); }
  // Whether only blanks stand before a byte, or from it on, on its line.
  bool first_on_line(std::size_t at) const;
  bool last_on_line(std::size_t at) const { return behind_blanks(at) == line_end(at); }

  std::size_t behind_blanks(std::size_t at) const;
  // Behind the comment on the same line, or `at` where there is none.
  std::size_t behind_comment(std::size_t at) const;
  // Behind blanks, line breaks and comments.
  std::size_t behind_space(std::size_t at) const;

  // These throw CannotRewrite.
  ValueText find_value(const Node& node, const ValueSite& site) const;
  std::vector<ChildText> find_children(const Node& node, const ValueText& value, const ValueSite& site) const;

 private:
  bool is(std::size_t at, char c) const { return at < text_.size() && text_[at] == c; }
  bool ends_token(std::size_t at, bool flow) const;
  std::size_t byte_of(const Place& place) const;
  std::size_t token_end(std::size_t at, bool flow) const;
  std::size_t quoted_end(std::size_t at) const;
  std::size_t plain_end(std::size_t at, std::string_view value) const;
  std::size_t block_scalar_end(std::size_t at, std::size_t indent) const;
  // Sets the site of the value behind a key.
  void pass_key(const Node& key, ChildText& child) const;
  void find_scalar(const Node& node, const ValueSite& site, ValueText& value) const;
  void find_null(const ValueSite& site, ValueText& value) const;
  std::vector<ChildText> bracket_children(const Node& node, std::size_t open, const ValueSite& site,
                                          std::size_t& end) const;
  std::vector<ChildText> map_children(const Node& node, const ValueSite& site) const;
  std::vector<ChildText> list_children(const Node& node, std::size_t begin, const ValueSite& site) const;
  ChildText pair_child(const Node& node, std::size_t begin, const ValueSite& site) const;

  std::string_view text_;
  std::string_view newline_ = "\n";
  std::vector<std::size_t> line_starts_;
};

}  // namespace linetwin
