// Every text of the page that is not data, in each language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace linetwin {

enum class Language : std::uint8_t { English, Korean };

struct Word {
  std::string_view key;
  std::string_view english;
  std::string_view korean;
};

// The text of a key. A key that does not exist is a mistake of ours: std::out_of_range.
const std::string& word(std::string_view key, Language language);
bool has_word(std::string_view key);
// All keys, ascending.
std::vector<std::string_view> word_keys();

}  // namespace linetwin
