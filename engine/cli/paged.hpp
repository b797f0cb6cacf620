// What the verbs that write pages have in common.
#pragma once

#include <optional>
#include <string>

#include "page/page_words.hpp"

namespace linetwin::cli {

// "en", "ko", or empty: English. Nothing, after a word on standard error, for another.
std::optional<Language> language_of(const std::string& text);

// Today, or the day of SOURCE_DATE_EPOCH, with which the same command writes the same bytes on any day.
std::string date_text();

}  // namespace linetwin::cli
