// Every text of the window that is not data, in English and Korean.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "page/page_words.hpp"

namespace linetwin::viewer {

// The text of a key of the window, or of the page that `linetwin report` writes ("state.down", "throughput"):
// what both say is said alike. A key that does not exist is a mistake of ours: std::out_of_range.
const std::string& say(std::string_view key, Language language);
// The same with {0}, {1} filled in.
std::string say(std::string_view key, Language language, const std::vector<std::string>& values);

// The words of the window alone, ascending by key.
const std::vector<Word>& window_words();

// What the locale wants: LC_ALL, LC_MESSAGES, LANG in this order; English where none speaks of Korean.
Language language_of_locale();

}  // namespace linetwin::viewer
