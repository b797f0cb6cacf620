// Replacements in a text, collected first and made at once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/yaml_text.hpp"

namespace linetwin {

class TextEdits {
 public:
  // Bytes from begin to end. Insertions at one place stand in the order in which they were made.
  void replace(std::size_t begin, std::size_t end, std::string text);
  void insert(std::size_t at, std::string text) { replace(at, at, std::move(text)); }
  void erase(std::size_t begin, std::size_t end) { replace(begin, end, ""); }

  // Where values change their width, the comment behind them stays in the column that it shares with those of
  // the lines nearby; where it shares none, its distance stays. What is set back gives the old bytes again.
  void keep_comment_columns(const YamlText& text);

  // Nothing when two of them meet.
  std::optional<std::string> apply(std::string_view text) const;

 private:
  struct Edit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
  };
  std::vector<Edit> sorted() const;

  std::vector<Edit> edits_;
};

}  // namespace linetwin
