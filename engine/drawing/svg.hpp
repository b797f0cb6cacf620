// Writing SVG: escaped texts, short numbers, and texts that are cut to the room they have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace linetwin::drawing {

struct Point {
  double x = 0;
  double y = 0;
};

// For text and attributes of XML. Bytes that are no UTF-8, and characters that XML forbids, become U+FFFD.
std::string escaped(std::string_view utf8);

// A coordinate with at most two decimals and no superfluous zeros; 0 for what is not finite.
std::string num(double x);

// About how wide a text is in a sans-serif font, in the unit of `font`.
double text_width(std::string_view utf8, double font);

// The text, or as much of its beginning as fits into `width`, with an ellipsis.
std::string cut(std::string_view utf8, double font, double width);

// The same, with a tail that is never cut.
std::string cut(std::string_view utf8, std::string_view tail, double font, double width);

enum class Anchor : unsigned char { Start, Middle, End };

struct Lettering {
  double size = 12;
  std::string_view fill = "#24303a";
  Anchor anchor = Anchor::Start;
  bool bold = false;
  double turn = 0;    // degrees clockwise, about the point it stands at
  double room = 0;    // cut to this width, with the whole text as a tooltip; 0: never
  bool halo = false;  // a white rim, to be read on top of lines
};

// `attributes` are written as they are: `fill="#fff" class="bar"`. Tooltips are texts and are escaped.
class Svg {
 public:
  // `title` is read out in place of the picture.
  Svg(double width, double height, std::string_view title);
  void rect(double x, double y, double width, double height, std::string_view attributes,
            std::string_view tooltip = {});
  void line(Point from, Point to, std::string_view attributes);
  void path(std::string_view d, std::string_view attributes, std::string_view tooltip = {});
  void circle(Point centre, double radius, std::string_view attributes, std::string_view tooltip = {});
  // (x, y) is on the base line.
  void text(double x, double y, std::string_view text, const Lettering& lettering = {},
            std::string_view tooltip = {});
  void open(std::string_view attributes);  // a group
  void close() { body_ += "</g>"; }
  double width() const { return width_; }
  double height() const { return height_; }
  void grow(double height) { height_ = height; }  // when the height is known only at the end
  std::string str() const;

 private:
  void end(std::string_view tag, std::string_view tooltip);
  double width_;
  double height_;
  std::string title_;
  std::string body_;
};

}  // namespace linetwin::drawing
