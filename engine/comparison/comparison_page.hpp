// A comparison as a page (HTML) that can be handed over.
#pragma once

#include <string>

#include "comparison/comparison.hpp"
#include "page/page_words.hpp"

namespace linetwin {

struct ComparisonPageAsk {
  std::string version;  // of linetwin
  std::string command;  // as typed; empty: left out
  std::string date;
  Language language = Language::English;
};

// The whole file. The same comparison gives the same bytes.
std::string comparison_page(const Comparison& comparison, const ComparisonPageAsk& ask);

}  // namespace linetwin
