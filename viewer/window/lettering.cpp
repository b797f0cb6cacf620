#include "viewer/window/lettering.hpp"

#include <imgui/imgui.h>
#include <imgui/imgui_freetype.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <type_traits>
#include <utility>

#include "base/unicode.hpp"

namespace linetwin::viewer {

namespace {

static_assert(std::is_same_v<ImWchar, unsigned short>, "letters beyond U+FFFF could be shown too");

constexpr char32_t kLastLetter = 0xFFFF;

// Marks that texts of the interface use without naming them.
constexpr std::string_view kMarks = "–—‘’“”•…′″←↑→↓↔⇒−×÷±≈≤≥√∞σμ½²³₩▲▼◀▶●○■□◆✓";

bool is_shown(char32_t letter) {
  return letter >= 0x20 && (letter < 0x7F || letter >= 0xA0) && letter <= kLastLetter && letter != 0xFFFD;
}

}  // namespace

Lettering::Lettering(FontFinder finder) : finder_(std::move(finder)) {
  for (char32_t letter = 0x20; letter < 0x100; ++letter) need(letter);
  need(kMarks);
  always_ = letters_;
}

void Lettering::set_scale(float scale, float density) {
  if (scale == scale_ && density == density_) return;
  scale_ = scale;
  density_ = density;
  stale_ = true;
}

void Lettering::need(std::string_view utf8) {
  for (const char32_t letter : code_points(utf8)) need(letter);
}

void Lettering::need(char32_t letter) {
  if (is_shown(letter) && letters_.insert(letter).second) stale_ = true;
}

void Lettering::build(ImFontAtlas& atlas) {
  choice_ = finder_.choose(letters_);
  std::set<char32_t> lacking;
  std::set_difference(choice_.lacking.begin(), choice_.lacking.end(), always_.begin(), always_.end(),
                      std::inserter(lacking, lacking.end()));
  complaint_ = complaint_about(lacking);

  ImFontGlyphRangesBuilder builder;
  for (const char32_t letter : letters_) builder.AddChar(static_cast<ImWchar>(letter));
  ImVector<ImWchar> ranges;
  builder.BuildRanges(&ranges);

  atlas.Clear();  // lets go of the old ranges before they go
  ranges_.assign(ranges.begin(), ranges.end());
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  add_font(atlas, kTextHeight);
  add_font(atlas, kHeadingHeight);
  if (!atlas.Build()) {  // a file that is no font after all
    atlas.Clear();
    choice_.files.clear();
    add_font(atlas, kTextHeight);
    add_font(atlas, kHeadingHeight);
    atlas.Build();
  }
  stale_ = false;
}

void Lettering::add_font(ImFontAtlas& atlas, float height) {
  ImFontConfig config;
  config.SizePixels = std::round(height * scale_ * density_);
  config.GlyphRanges = ranges_.data();
  config.FontDataOwnedByAtlas = false;
  for (const FontFile& file : choice_.files) {
    std::vector<char>& bytes = content(file);
    if (bytes.empty()) continue;
    config.FontNo = file.index;
    atlas.AddFontFromMemoryTTF(bytes.data(), static_cast<int>(bytes.size()), config.SizePixels, &config);
    config.MergeMode = true;
  }
  if (config.MergeMode) return;
  ImFontConfig plain;
  plain.SizePixels = config.SizePixels;
  atlas.AddFontDefault(&plain);
}

std::vector<char>& Lettering::content(const FontFile& file) {
  const auto [known, fresh] = contents_.try_emplace(file.path);
  if (fresh) {
    std::ifstream in(file.path, std::ios::binary);
    known->second.assign(std::istreambuf_iterator<char>(in), {});
  }
  return known->second;
}

}  // namespace linetwin::viewer
