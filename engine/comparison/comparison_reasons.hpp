// Why effects or a surface could not be worked out, in words.
#pragma once

#include <string>

#include "comparison/comparison.hpp"
#include "page/page_words.hpp"

namespace linetwin {

// A clause without a full stop: "no factor has numbers of several sizes"; "" of WhyNot::Reason::None.
std::string why_not_text(const WhyNot& why_not, Language language = Language::English);
// Whether a reader may have expected a surface: some factor has numbers of several sizes.
bool says_why_no_surface(const CaseSurface& surface);
// What the intervals and p-values of effects are taken from: a sentence, without a full stop.
std::string effects_error_text(const CaseEffects& effects, Language language = Language::English);

}  // namespace linetwin
