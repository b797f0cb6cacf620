#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "drawing/axis.hpp"
#include "drawing/palette.hpp"
#include "drawing/svg.hpp"
#include "support/markup.hpp"

using namespace linetwin::drawing;
namespace markup = linetwin::markup;

namespace {

std::array<double, 3> linear(std::string_view colour) {
  std::array<double, 3> rgb{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double c = std::stoi(std::string(colour.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
    rgb[i] = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  }
  return rgb;
}

double luminance(std::string_view colour) {
  const auto c = linear(colour);
  return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

double contrast(std::string_view a, std::string_view b) {
  const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
  return std::max(x, y) / std::min(x, y);
}

// CIE 1976 L*a*b* of linear sRGB, white D65
std::array<double, 3> lab(const std::array<double, 3>& c) {
  const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
  const double x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.9505);
  const double y = f(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
  const double z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.089);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

}  // namespace

TEST_CASE("texts are escaped for XML, and what XML forbids is replaced") {
  CHECK(escaped("<a b=\"c\">'&'") == "&lt;a b=&quot;c&quot;&gt;&#39;&amp;&#39;");
  CHECK(escaped("병목 & 버퍼") == "병목 &amp; 버퍼");
  CHECK(escaped(std::string("a\0b\x01", 4)) ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
  CHECK(escaped("\xff") == "\xEF\xBF\xBD");
  CHECK(escaped("tab\tand\nline") == "tab\tand\nline");
}

TEST_CASE("coordinates are short, and never something that is no number") {
  CHECK(num(1.5) == "1.5");
  CHECK(num(2) == "2");
  CHECK(num(100) == "100");
  CHECK(num(-0.001) == "0");
  CHECK(num(3.14159) == "3.14");
  CHECK(num(std::nan("")) == "0");
  CHECK(num(std::numeric_limits<double>::infinity()) == "0");
}

TEST_CASE("a text that is too long is cut with an ellipsis and then fits") {
  CHECK(cut("op10", 12, 100) == "op10");
  for (const std::string text :
       {"final-assembly-of-the-rear-axle", "열간성형및레이저트리밍복합공정", "WWWWWWWWWWWWWWW"})
    for (const double room : {40.0, 60.0, 90.0}) {
      INFO(text << " in " << room);
      const std::string shown = cut(text, 12, room);
      CHECK(text_width(shown, 12) <= room);
      REQUIRE(shown.ends_with("…"));
      CHECK(text.starts_with(shown.substr(0, shown.size() - std::string("…").size())));
    }
  CHECK(cut("final-assembly-of-the-rear-axle", " · mttr", 12, 120).ends_with("… · mttr"));
}

TEST_CASE("a text that is cut has the whole as a tooltip, and a whole one has none") {
  Svg svg(100, 20, "a & b");
  svg.text(0, 10, "<much too long for its room>", {12, kInk, Anchor::Start, false, 0, 60});
  svg.text(0, 10, "ok", {12, kInk, Anchor::Start, false, 0, 60});
  const auto tags = markup::read(svg.str());
  CHECK(tags[0].attributes.at("aria-label") == "a & b");
  int titles = 0;
  for (const auto& tag : tags)
    if (tag.name == "title") {
      ++titles;
      CHECK(tag.text == "<much too long for its room>");
    }
  CHECK(titles == 1);
}

TEST_CASE("ticks are round, evenly spaced, inside the axis, and about as many as asked") {
  for (const double high : {0.37, 1.0, 9.9, 61.2, 1234.0, 7e6})
    for (const double low : {0.0, -0.4 * high, 0.3 * high})
      for (const int about : {3, 5, 10}) {
        INFO(low << " .. " << high << ", " << about);
        const Ticks t = ticks(low, high, about);
        REQUIRE(t.at.size() >= 2);
        CHECK(static_cast<int>(t.at.size()) <= about + 1);
        const double mantissa = t.step / std::pow(10.0, std::floor(std::log10(t.step) + 1e-9));
        CHECK((std::abs(mantissa - 1) < 1e-6 || std::abs(mantissa - 2) < 1e-6 ||
               std::abs(mantissa - 5) < 1e-6));
        for (std::size_t i = 0; i < t.at.size(); ++i) {
          CHECK(t.at[i] >= low - 1e-6 * t.step);
          CHECK(t.at[i] <= high + 1e-6 * t.step);
          if (i > 0) CHECK(t.at[i] - t.at[i - 1] == Approx(t.step));
          // no two look the same
          if (i > 0) CHECK(t.text(t.at[i]) != t.text(t.at[i - 1]));
          CHECK(std::stod(t.text(t.at[i])) == Approx(t.at[i]).margin(1e-9 * high));
        }
      }
}

TEST_CASE("ticks of hours fall on hours of the day") {
  CHECK(ticks(0, 144, 10, Steps::Hours).step == 24);
  CHECK(ticks(0, 24, 10, Steps::Hours).step == 3);
  CHECK(ticks(0, 8, 10, Steps::Hours).step == 1);
}

TEST_CASE("an axis without extent has one tick and an axis that is none has none") {
  CHECK(ticks(5, 5, 4).at == std::vector<double>{5});
  CHECK(ticks(std::nan(""), 5, 4).at.empty());
  CHECK(round_up(std::nan(""), 4) == 1);
  CHECK(round_up(61, 5) == 80);
  CHECK(round_up(60, 5) == 60);
}

TEST_CASE("letters on every colour of the palette can be read") {
  for (const auto colour : kStateColours) {
    INFO(colour);
    CHECK(contrast(colour, ink_on(colour)) >= 3);  // WCAG 2: large texts and graphical objects
  }
  for (int i = 0; i <= 20; ++i) {
    const std::string colour = heat(i / 20.0);
    INFO(colour);
    CHECK(contrast(colour, ink_on(colour)) >= 3);
    if (i > 0) CHECK(luminance(colour) < luminance(heat((i - 1) / 20.0)));
  }
  CHECK(heat(std::nan("")) == heat(0));
  CHECK(heat(7) == heat(1));
}

TEST_CASE("the colours of the states differ for people without red or green cones too") {
  // Vienot, Brettel, Mollon (1999): what linear RGB looks like to protanopes and deuteranopes
  using Matrix = std::array<std::array<double, 3>, 3>;
  const Matrix normal = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  const Matrix protan = {{{0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}}};
  const Matrix deutan = {{{0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}}};
  for (const Matrix& eye : {normal, protan, deutan})
    for (std::size_t a = 0; a < kStateColours.size(); ++a)
      for (std::size_t b = 0; b < a; ++b) {
        const auto seen = [&](std::string_view colour) {
          const auto c = linear(colour);
          std::array<double, 3> r{};
          for (std::size_t i = 0; i < 3; ++i) r[i] = eye[i][0] * c[0] + eye[i][1] * c[1] + eye[i][2] * c[2];
          return lab(r);
        };
        const auto x = seen(kStateColours[a]), y = seen(kStateColours[b]);
        INFO(kStateColours[a] << " " << kStateColours[b]);
        CHECK(std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]) > 10);  // 2.3 is just noticeable
      }
}
