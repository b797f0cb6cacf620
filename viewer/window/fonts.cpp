#include "viewer/window/fonts.hpp"

#include <fmt/format.h>
#include <fontconfig/fontconfig.h>
// needs the one before
#include <fontconfig/fcfreetype.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/unicode.hpp"

namespace linetwin::viewer {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFonts = 4;
constexpr std::size_t kMostNamedLetters = 8;

// Where distributions put fonts with Hangul, for machines whose fontconfig has no configuration.
constexpr std::array<const char*, 6> kUsualPlaces = {
    "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
    "/usr/share/fonts/nanum/NanumGothic.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/unfonts-core/UnDotum.ttf"};

bool is_hangul(char32_t point) {
  return (point >= 0x1100 && point <= 0x11FF) || (point >= 0x3130 && point <= 0x318F) ||
         (point >= 0xAC00 && point <= 0xD7A3);
}

bool any_hangul(const std::set<char32_t>& letters) {
  return std::any_of(letters.begin(), letters.end(), is_hangul);
}

struct Destroy {
  void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
  void operator()(FcCharSet* letters) const { FcCharSetDestroy(letters); }
  void operator()(FcFontSet* fonts) const { FcFontSetDestroy(fonts); }
  void operator()(FcLangSet* languages) const { FcLangSetDestroy(languages); }
};
template <class T>
using Owned = std::unique_ptr<T, Destroy>;

std::shared_ptr<FcConfig> owned(FcConfig* config) {
  if (config == nullptr) throw std::runtime_error("out of memory while looking for fonts");
  return {config, FcConfigDestroy};
}

Owned<FcCharSet> letter_set(const std::set<char32_t>& letters) {
  Owned<FcCharSet> set(FcCharSetCreate());
  for (const char32_t letter : letters) FcCharSetAddChar(set.get(), letter);
  return set;
}

// The fonts of the machine, the nearest to a plain text face first.
Owned<FcFontSet> sorted_fonts(FcConfig& config, const std::set<char32_t>& letters) {
  Owned<FcPattern> wanted(FcPatternCreate());
  FcPatternAddString(wanted.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>("sans-serif"));
  FcPatternAddBool(wanted.get(), FC_SCALABLE, FcTrue);
  FcPatternAddBool(wanted.get(), FC_COLOR, FcFalse);
  FcPatternAddCharSet(wanted.get(), FC_CHARSET, letter_set(letters).get());
  Owned<FcLangSet> languages(FcLangSetCreate());
  FcLangSetAdd(languages.get(), reinterpret_cast<const FcChar8*>(any_hangul(letters) ? "ko" : "en"));
  FcPatternAddLangSet(wanted.get(), FC_LANG, languages.get());
  FcConfigSubstitute(&config, wanted.get(), FcMatchPattern);
  FcDefaultSubstitute(wanted.get());
  FcResult result = FcResultMatch;
  return Owned<FcFontSet>(FcFontSort(&config, wanted.get(), FcFalse, nullptr, &result));
}

bool is_set(const FcPattern& font, const char* property) {
  FcBool value = FcFalse;
  return FcPatternGetBool(&font, property, 0, &value) == FcResultMatch && value != FcFalse;
}

class Chooser {
 public:
  explicit Chooser(const std::set<char32_t>& letters) { choice_.lacking = letters; }

  bool full() const { return choice_.lacking.empty() || choice_.files.size() == kMostFonts; }

  // Takes the font if it has some of the letters that are still lacking.
  void offer(const FcPattern& font) {
    FcChar8* path = nullptr;
    FcCharSet* has = nullptr;
    int index = 0;
    if (is_set(font, FC_COLOR) || !is_set(font, FC_SCALABLE)) return;
    if (FcPatternGetString(&font, FC_FILE, 0, &path) != FcResultMatch ||
        FcPatternGetCharSet(&font, FC_CHARSET, 0, &has) != FcResultMatch)
      return;
    FcPatternGetInteger(&font, FC_INDEX, 0, &index);
    const std::size_t gained = std::erase_if(
        choice_.lacking, [&](char32_t letter) { return FcCharSetHasChar(has, letter) != FcFalse; });
    // the upper half of an index names an instance of a variable font
    if (gained > 0) choice_.files.push_back({reinterpret_cast<const char*>(path), index & 0xFFFF});
  }

  void offer(FcConfig& config, const std::set<char32_t>& letters) {
    const Owned<FcFontSet> fonts = sorted_fonts(config, letters);
    for (int i = 0; fonts != nullptr && i < fonts->nfont && !full(); ++i) offer(*fonts->fonts[i]);
  }

  FontChoice& choice() { return choice_; }

 private:
  FontChoice choice_;
};

}  // namespace

std::string complaint_about(const std::set<char32_t>& lacking) {
  if (any_hangul(lacking)) return "no font with Korean letters was found: install fonts-nanum";
  std::u32string named;
  for (const char32_t letter : lacking)
    if (is_letter(letter) && named.size() < kMostNamedLetters) named += letter;
  if (named.empty()) return {};
  return fmt::format("no font was found for \"{}\": install one that has these letters (fonts-noto)",
                     to_utf8(named));
}

FontFinder::FontFinder() : config_(owned(FcInitLoadConfigAndFonts())) {}

FontFinder::FontFinder(const fs::path& folder) : config_(owned(FcConfigCreate())), usual_places_(false) {
  for (const auto& file : fs::directory_iterator(folder))
    FcConfigAppFontAddFile(config_.get(), reinterpret_cast<const FcChar8*>(file.path().c_str()));
}

FontChoice FontFinder::choose(const std::set<char32_t>& letters) const {
  Chooser chooser(letters);
  // the face of Latin text is the same whatever other letters there are
  std::set<char32_t> latin;
  for (const char32_t letter : letters)
    if (letter < 0x100) latin.insert(letter);
  const Owned<FcFontSet> faces = sorted_fonts(*config_, latin);
  if (faces != nullptr && faces->nfont > 0) chooser.offer(*faces->fonts[0]);
  if (!chooser.full()) {
    const std::set<char32_t> others = chooser.choice().lacking;
    chooser.offer(*config_, others);
  }
  if (usual_places_ && any_hangul(chooser.choice().lacking))
    for (const char* place : kUsualPlaces) {
      int faces_in_file = 0;
      const Owned<FcPattern> font(
          FcFreeTypeQuery(reinterpret_cast<const FcChar8*>(place), 0, nullptr, &faces_in_file));
      if (font != nullptr && !chooser.full()) chooser.offer(*font);
    }
  return std::move(chooser.choice());
}

}  // namespace linetwin::viewer
