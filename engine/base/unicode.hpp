// UTF-8: code points, and how many columns of a terminal they take.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace linetwin {

// The code points of a text; bytes that are no UTF-8 count as one U+FFFD each.
std::u32string code_points(std::string_view utf8);
std::string to_utf8(std::u32string_view points);

// The number of code points, and the byte at which the n-th (from 0) begins.
std::size_t count_code_points(std::string_view utf8);
std::size_t byte_of_code_point(std::string_view utf8, std::size_t n);

// The first byte that is not part of well-formed UTF-8, or npos.
std::size_t find_invalid_utf8(std::string_view utf8);

// Columns of a terminal: 2 for wide characters (Hangul, Han, kana, ...), 0 for combining marks, else 1.
int display_width(char32_t point);
int display_width(std::string_view utf8);

// A letter of any script: what is neither ASCII punctuation, space or control, nor a symbol of Unicode's
// general punctuation and symbol blocks.
bool is_letter(char32_t point);

}  // namespace linetwin
