// A comparison for the terminal.
#pragma once

#include <string>
#include <vector>

#include "comparison/comparison.hpp"
#include "report/text.hpp"

namespace linetwin {

// At most 110 columns wide.
std::string comparison_text(const Comparison& comparison, const TextStyle& style);

// One sentence: what the best case brings against the control, and whether it can be told from the others.
std::string best_sentence(const Comparison& comparison);

// What the surface's terms are called: "constant", "a.capacity", "a.capacity^2",
// "a.capacity x b.capacity".
std::string term_text(const std::vector<std::string>& factors, const compare::Term& term);

}  // namespace linetwin
