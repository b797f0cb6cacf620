// The letters of the interface in the font atlas of Dear ImGui: only those that are used, so that Hangul
// (11172 syllables) costs little.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/window/fonts.hpp"

struct ImFontAtlas;

namespace linetwin::viewer {

inline constexpr float kTextHeight = 16;     // of a line of text, in units of the interface
inline constexpr float kHeadingHeight = 22;  // ImGui::GetIO().Fonts->Fonts[kHeadingFont]
inline constexpr int kHeadingFont = 1;

class Lettering {
 public:
  explicit Lettering(FontFinder finder = FontFinder());

  // Sizes in units of the interface are multiplied by `scale`; a unit of it is `density` pixels.
  void set_scale(float scale, float density);
  // Text that will be shown; letters that are known cost a look-up each.
  void need(std::string_view utf8);
  void need(char32_t letter);

  // Whether something was needed or scaled since the last build().
  bool stale() const { return stale_; }
  // Makes the atlas anew, with the fonts at index 0 (text) and kHeadingFont. Pointers to its fonts end. Where
  // no font is found, the one that Dear ImGui brings along (Latin text).
  void build(ImFontAtlas& atlas);

  // In English, what to install for letters that no font has; empty: all is well.
  const std::string& complaint() const { return complaint_; }

 private:
  void add_font(ImFontAtlas& atlas, float height);
  std::vector<char>& content(const FontFile& file);

  FontFinder finder_;
  std::set<char32_t> letters_;
  std::set<char32_t> always_;  // of them, those that nobody asked for
  FontChoice choice_;
  std::map<std::filesystem::path, std::vector<char>> contents_;  // the atlas points into them
  std::vector<unsigned short> ranges_;  // and to these: pairs of first and last, then 0
  std::string complaint_;
  float scale_ = 1;
  float density_ = 1;
  bool stale_ = true;
};

}  // namespace linetwin::viewer
