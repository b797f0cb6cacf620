// What the analytic referee says, in the language of the page. It speaks English; its sentences are known
// here by their pattern.
#pragma once

#include <string>

#include "page/page_words.hpp"

namespace linetwin {

// A method, a reason or an assumption of the referee. A sentence that is not known stays as it is.
std::string theory_text(const std::string& english, Language language);
// Whether the sentence is known; for the test that none is missing.
bool has_theory_text(const std::string& english);

}  // namespace linetwin
