#include "drawing/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/unicode.hpp"

namespace linetwin::drawing {
namespace {

// Of Helvetica, Arial and their like, in thousandths of the font size; Hangul and Han are a full square.
double advance(char32_t c) {
  if (display_width(c) == 0) return 0;
  if (display_width(c) == 2) return 0.95;
  if (c >= 0x250) return 0.62;
  if (c == U'i' || c == U'j' || c == U'l' || c == U'\'' || c == U'|') return 0.24;
  if (c == U'f' || c == U't' || c == U'I' || c == U' ' || c == U'.' || c == U',' || c == U':' || c == U';' ||
      c == U'!' || c == U'/')
    return 0.3;
  if (c == U'r' || c == U'-' || c == U'(' || c == U')' || c == U'[' || c == U']' || c == U'"') return 0.36;
  if (c == U'm' || c == U'w' || c == U'M' || c == U'W' || c == U'%' || c == U'@') return 0.88;
  if (c >= U'A' && c <= U'Z') return 0.69;
  return 0.56;
}

bool allowed(char32_t c) {
  if (c == U'\t' || c == U'\n' || c == U'\r') return true;
  return c >= 0x20 && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF && c <= 0x10FFFF;
}

}  // namespace

std::string escaped(std::string_view utf8) {
  std::u32string points = code_points(utf8);
  for (char32_t& c : points)
    if (!allowed(c)) c = 0xFFFD;
  const std::string clean = to_utf8(points);
  std::string text;
  text.reserve(clean.size());
  for (const char c : clean) {
    switch (c) {
      case '&': text += "&amp;"; break;
      case '<': text += "&lt;"; break;
      case '>': text += "&gt;"; break;
      case '"': text += "&quot;"; break;
      case '\'': text += "&#39;"; break;
      default: text += c;
    }
  }
  return text;
}

std::string num(double x) {
  if (!std::isfinite(x)) return "0";
  std::string text = fmt::format("{:.2f}", x);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

double text_width(std::string_view utf8, double font) {
  double width = 0;
  for (const char32_t c : code_points(utf8)) width += advance(c);
  return width * font;
}

std::string cut(std::string_view utf8, double font, double width) {
  if (text_width(utf8, font) <= width) return std::string(utf8);
  const double room = width - 0.9 * font;  // for the ellipsis
  std::u32string kept;
  double used = 0;
  for (const char32_t c : code_points(utf8)) {
    used += advance(c) * font;
    if (used > room) break;
    kept += c;
  }
  while (!kept.empty() && kept.back() == U' ') kept.pop_back();
  return to_utf8(kept) + "…";
}

std::string cut(std::string_view utf8, std::string_view tail, double font, double width) {
  return cut(utf8, font, std::max(width - text_width(tail, font), 3 * font)) + std::string(tail);
}

Svg::Svg(double width, double height, std::string_view title)
    : width_(width), height_(height), title_(escaped(title)) {}

void Svg::end(std::string_view tag, std::string_view tooltip) {
  if (tooltip.empty())
    body_ += "/>";
  else
    body_ += fmt::format("><title>{}</title></{}>", escaped(tooltip), tag);
}

void Svg::rect(double x, double y, double width, double height, std::string_view attributes,
               std::string_view tooltip) {
  body_ += fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" {})", num(x), num(y), num(width),
                       num(height), attributes);
  end("rect", tooltip);
}

void Svg::line(Point from, Point to, std::string_view attributes) {
  body_ += fmt::format(R"(<line x1="{}" y1="{}" x2="{}" y2="{}" {}/>)", num(from.x), num(from.y), num(to.x),
                       num(to.y), attributes);
}

void Svg::path(std::string_view d, std::string_view attributes, std::string_view tooltip) {
  body_ += fmt::format(R"(<path d="{}" {})", d, attributes);
  end("path", tooltip);
}

void Svg::circle(Point centre, double radius, std::string_view attributes, std::string_view tooltip) {
  body_ += fmt::format(R"(<circle cx="{}" cy="{}" r="{}" {})", num(centre.x), num(centre.y), num(radius),
                       attributes);
  end("circle", tooltip);
}

void Svg::text(double x, double y, std::string_view text, const Lettering& l, std::string_view tooltip) {
  std::string attributes;
  if (l.size != 12) attributes += fmt::format(R"( font-size="{}")", num(l.size));
  if (l.fill != Lettering{}.fill) attributes += fmt::format(R"( fill="{}")", l.fill);
  if (l.anchor != Anchor::Start)
    attributes += l.anchor == Anchor::End ? R"( text-anchor="end")" : R"( text-anchor="middle")";
  if (l.bold) attributes += R"( font-weight="600")";
  if (l.halo) attributes += R"( stroke="#fff" stroke-width="3" paint-order="stroke")";
  if (l.turn != 0)
    attributes += fmt::format(R"x( transform="rotate({} {} {})")x", num(l.turn), num(x), num(y));
  const std::string shown = l.room > 0 ? cut(text, l.size * (l.bold ? 1.08 : 1), l.room) : std::string(text);
  body_ += fmt::format(R"(<text x="{}" y="{}"{}>{})", num(x), num(y), attributes, escaped(shown));
  if (tooltip.empty() && shown != text) tooltip = text;
  if (!tooltip.empty()) body_ += "<title>" + escaped(tooltip) + "</title>";
  body_ += "</text>";
}

void Svg::open(std::string_view attributes) { body_ += fmt::format("<g {}>", attributes); }

std::string Svg::str() const {
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" )"
      R"(aria-label="{2}" font-size="12" fill="#24303a">{3}</svg>)"
      "\n",
      num(width_), num(height_), title_, body_);
}

}  // namespace linetwin::drawing
