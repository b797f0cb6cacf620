#include "base/unicode.hpp"

namespace linetwin {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t point = kReplacement;
  std::size_t bytes = 1;
  bool valid = false;
};

Decoded decode(std::string_view s) {
  const auto byte = [&s](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {first, 1, true};
  std::size_t n = 0;
  char32_t point = 0;
  if (first >= 0xC2 && first <= 0xDF) n = 2, point = first & 0x1F;
  if (first >= 0xE0 && first <= 0xEF) n = 3, point = first & 0x0F;
  if (first >= 0xF0 && first <= 0xF4) n = 4, point = first & 0x07;
  if (n == 0 || n > s.size()) return {};
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    point = (point << 6) | (byte(i) & 0x3Fu);
  }
  const bool overlong = (n == 3 && point < 0x800) || (n == 4 && point < 0x10000);
  if (overlong || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return {};
  return {point, n, true};
}

bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

}  // namespace

std::u32string code_points(std::string_view utf8) {
  std::u32string points;
  while (!utf8.empty()) {
    const Decoded d = decode(utf8);
    points.push_back(d.point);
    utf8.remove_prefix(d.bytes);
  }
  return points;
}

std::string to_utf8(std::u32string_view points) {
  std::string s;
  const auto add = [&s](char32_t x) { s.push_back(static_cast<char>(static_cast<unsigned char>(x))); };
  for (const char32_t c : points) {
    if (c < 0x80) {
      add(c);
    } else if (c < 0x800) {
      add(0xC0 | (c >> 6)), add(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      add(0xE0 | (c >> 12)), add(0x80 | ((c >> 6) & 0x3F)), add(0x80 | (c & 0x3F));
    } else {
      add(0xF0 | (c >> 18)), add(0x80 | ((c >> 12) & 0x3F)), add(0x80 | ((c >> 6) & 0x3F)),
          add(0x80 | (c & 0x3F));
    }
  }
  return s;
}

std::size_t count_code_points(std::string_view utf8) {
  std::size_t n = 0;
  for (; !utf8.empty(); ++n) utf8.remove_prefix(decode(utf8).bytes);
  return n;
}

std::size_t byte_of_code_point(std::string_view utf8, std::size_t n) {
  std::size_t at = 0;
  for (; n > 0 && at < utf8.size(); --n) at += decode(utf8.substr(at)).bytes;
  return at;
}

std::size_t find_invalid_utf8(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    const Decoded d = decode(utf8.substr(at));
    if (!d.valid) return at;
    at += d.bytes;
  }
  return std::string_view::npos;
}

int display_width(char32_t c) {
  if (within(c, 0x0300, 0x036F) || within(c, 0x200B, 0x200F) || within(c, 0xFE00, 0xFE0F)) return 0;
  const bool wide = within(c, 0x1100, 0x115F) || within(c, 0x2E80, 0xA4CF) || within(c, 0xAC00, 0xD7A3) ||
                    within(c, 0xF900, 0xFAFF) || within(c, 0xFE30, 0xFE6F) || within(c, 0xFF00, 0xFF60) ||
                    within(c, 0xFFE0, 0xFFE6) || within(c, 0x1F300, 0x1FAFF) || within(c, 0x20000, 0x3FFFD);
  return wide ? 2 : 1;
}

int display_width(std::string_view utf8) {
  int width = 0;
  for (const char32_t c : code_points(utf8)) width += display_width(c);
  return width;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return within(c, 'a', 'z') || within(c, 'A', 'Z');
  if (c < 0xC0 || c == 0xD7 || c == 0xF7 || c == kReplacement) return c == 0xAA || c == 0xB5 || c == 0xBA;
  const bool symbol = within(c, 0x2000, 0x2BFF) || within(c, 0x2E00, 0x2E7F) || within(c, 0x3000, 0x3004) ||
                      within(c, 0x3008, 0x3020) || within(c, 0xFE00, 0xFE6F) || within(c, 0xFF00, 0xFF20) ||
                      within(c, 0xFFF0, 0xFFFF) || within(c, 0x1F000, 0x1FAFF) || within(c, 0xE000, 0xF8FF) ||
                      c == 0xFEFF;
  return !symbol;
}

}  // namespace linetwin
