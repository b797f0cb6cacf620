#include <imgui/imgui.h>
#include <catch2/catch.hpp>
#include <fstream>

#include "viewer/support.hpp"
#include "viewer/window/lettering.hpp"

using namespace linetwin::viewer;
namespace fs = std::filesystem;

namespace {

constexpr ImWchar kHan = 0xD55C;  // the first syllable of "Hangul"

bool has_korean_font() {
  const std::set<char32_t> letters = {kHan};
  if (FontFinder().choose(letters).lacking.empty()) return true;
  WARN("no Korean font is installed: not tested");
  return false;
}

}  // namespace

TEST_CASE("letters that are asked for have glyphs with a width and a face, and others have none") {
  if (!has_korean_font()) return;
  Lettering lettering;
  ImFontAtlas atlas;
  lettering.need("한글");
  lettering.build(atlas);
  CHECK(lettering.complaint().empty());
  REQUIRE(atlas.Fonts.Size == 2);
  for (const ImFont* font : {atlas.Fonts[0], atlas.Fonts[kHeadingFont]}) {
    const ImFontGlyph* glyph = font->FindGlyphNoFallback(kHan);
    REQUIRE(glyph != nullptr);
    CHECK(glyph->Visible == 1U);
    CHECK(glyph->AdvanceX > font->FontSize / 2);
    CHECK(glyph->U1 > glyph->U0);
    CHECK(font->FindGlyphNoFallback('A') != nullptr);
    CHECK(font->FindGlyphNoFallback(0xAC00) == nullptr);  // nobody asked
  }
  CHECK(atlas.Fonts[kHeadingFont]->FontSize > atlas.Fonts[0]->FontSize);
}

TEST_CASE("an atlas is stale only when something new comes") {
  Lettering lettering;
  ImFontAtlas atlas;
  CHECK(lettering.stale());
  lettering.build(atlas);
  CHECK_FALSE(lettering.stale());
  lettering.need("plain text\n\t");
  lettering.need("\xFF\xFE no UTF-8 \xF0\x9F\x98\x80");  // and a letter beyond what the interface can show
  CHECK_FALSE(lettering.stale());
  lettering.need(U'Ж');
  CHECK(lettering.stale());
  lettering.build(atlas);
  lettering.set_scale(1, 1);
  CHECK_FALSE(lettering.stale());
  lettering.set_scale(2, 1);
  CHECK(lettering.stale());
  lettering.build(atlas);
  CHECK(atlas.Fonts[0]->FontSize == 2 * kTextHeight);
}

TEST_CASE("few letters make a small atlas, and all of Hangul is possible") {
  if (!has_korean_font()) return;
  Lettering lettering;
  ImFontAtlas atlas;
  lettering.build(atlas);
  CHECK(atlas.TexWidth * atlas.TexHeight <= 1024 * 1024);
  for (char32_t letter = 0xAC00; letter <= 0xD7A3; ++letter) lettering.need(letter);
  lettering.build(atlas);
  CHECK(atlas.Fonts[0]->FindGlyphNoFallback(0xD7A3) != nullptr);
  CHECK(atlas.TexHeight <= 8192);
}

TEST_CASE("without any font there is Latin text still, and a word on what to install") {
  const Folder empty;
  Lettering lettering{FontFinder(empty.path())};
  ImFontAtlas atlas;
  lettering.build(atlas);
  CHECK(lettering.complaint().empty());
  CHECK(atlas.Fonts[0]->FindGlyphNoFallback('A') != nullptr);
  lettering.need("한글");
  lettering.build(atlas);
  CHECK(lettering.complaint() == "no font with Korean letters was found: install fonts-nanum");
  CHECK(atlas.Fonts[0]->FindGlyphNoFallback('A') != nullptr);
}

TEST_CASE("a file that is no font is passed over") {
  const Folder folder;
  std::ofstream(folder / "broken.ttf") << "no font";
  std::ofstream(folder / "empty.ttc");
  Lettering lettering{FontFinder(folder.path())};
  ImFontAtlas atlas;
  lettering.build(atlas);
  CHECK(atlas.Fonts[0]->FindGlyphNoFallback('A') != nullptr);
}

TEST_CASE("a complaint names letters that are lacking, but not symbols") {
  CHECK(complaint_about({}).empty());
  CHECK(complaint_about({U'⏸'}).empty());
  CHECK(complaint_about({U'語'}) ==
        "no font was found for \"語\": install one that has these letters (fonts-noto)");
  CHECK(complaint_about({U'한', U'語'}) == "no font with Korean letters was found: install fonts-nanum");
}

TEST_CASE("a face of a collection is found by its index") {
  // Two faces in one file (OpenType, "Font Collections"): the second is the one with Hangul.
  const Folder folder;
  const FontFinder all;
  const FontChoice latin = all.choose({U'A'});
  const FontChoice korean = all.choose({kHan});
  if (latin.files.empty() || korean.files.empty() || !has_korean_font()) return;
  const auto bytes = [](const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const auto number = [](std::string& text, std::size_t at, std::size_t value) {
    for (std::size_t i = 0; i < 4; ++i) text[at + i] = static_cast<char>(value >> (24 - 8 * i) & 0xFF);
  };
  const auto read = [](const std::string& text, std::size_t at) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(text[at + i]);
    return value;
  };
  std::string file(20, '\0');
  file.replace(0, 4, "ttcf");
  number(file, 4, 0x00010000);
  number(file, 8, 2);
  std::size_t face = 0;
  for (const fs::path& path : {latin.files.front().path, korean.files.back().path}) {
    std::string font = bytes(path);
    REQUIRE(font.size() > 12);
    file.resize((file.size() + 3) / 4 * 4);
    number(file, 12 + 4 * face++, file.size());
    const auto tables = static_cast<std::size_t>(static_cast<unsigned char>(font[5]));
    for (std::size_t table = 0; table < tables; ++table) {
      const std::size_t at = 12 + 16 * table + 8;
      number(font, at, read(font, at) + file.size());  // counted from the start of the collection
    }
    file += font;
  }
  std::ofstream(folder / "two.ttc", std::ios::binary) << file;

  const FontChoice choice = FontFinder(folder.path()).choose({kHan});
  REQUIRE(choice.lacking.empty());
  CHECK(choice.files.back() == FontFile{folder / "two.ttc", 1});
  Lettering lettering{FontFinder(folder.path())};
  ImFontAtlas atlas;
  lettering.need("한");
  lettering.build(atlas);
  CHECK(atlas.Fonts[0]->FindGlyphNoFallback(kHan) != nullptr);
}
