// Finds the font files of this machine that have the letters of a text.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

struct _FcConfig;

namespace linetwin::viewer {

struct FontFile {
  std::filesystem::path path;
  int index = 0;  // of the face in a collection (.ttc)
  friend bool operator==(const FontFile&, const FontFile&) = default;
};

struct FontChoice {
  // The first for Latin text; each further one has letters that those before it lack.
  std::vector<FontFile> files;
  std::set<char32_t> lacking;  // what none of them has
};

// What to say of letters that no font has: which, and what to install. Empty when only symbols are lacking.
std::string complaint_about(const std::set<char32_t>& lacking);

// By fontconfig; where it knows no font with Hangul, at the usual places of such fonts.
class FontFinder {
 public:
  FontFinder();
  // Only the fonts of this folder: for tests.
  explicit FontFinder(const std::filesystem::path& folder);

  FontChoice choose(const std::set<char32_t>& letters) const;

 private:
  std::shared_ptr<_FcConfig> config_;
  bool usual_places_ = true;
};

}  // namespace linetwin::viewer
