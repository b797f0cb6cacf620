// The ranking of a comparison as a table of characters, and texts of numbers.
#pragma once

#include <optional>
#include <string>

#include "comparison/comparison.hpp"
#include "report/text.hpp"

namespace linetwin {

// With a mark for each mean and whiskers for its interval on a common scale.
std::string ranking_text(const Comparison& comparison, const TextStyle& style);

// As it is, or its beginning and end with "..." between, in so many columns of the terminal.
std::string fitted_text(const std::string& text, int columns);
// The name of a case in so many columns: one that is cut has the number of the case (its id) before it, since
// names that are cut may read alike.
std::string fitted_name(const RankedCase& one, const std::string& name, int columns);
// A sampled case by its number, "as-is #17", where that tells it from all others; else its name.
std::string brief_name(const Comparison& comparison, const RankedCase& one);
// The name with paths whole (`how` 1), without their first word (2), or as their last word (3); of a sampled
// case the brief one, unless whole.
std::string name_text(const Comparison& comparison, const RankedCase& one, int how);
// In lines of at most 110 columns.
std::string wrapped_text(const std::string& text, const std::string& indent);
// Whether the costs have a column of their own: not where they are what is compared, or a constraint shows
// them.
bool shows_cost(const Comparison& comparison);
// Whether what a constraint is about stands in a column before its own.
bool shown_before(const Comparison& comparison, std::size_t constraint);
std::string bound_text(const Requirement& requirement);              // "<= 810 M", ">= 338"
std::string cost_text(double cost);                                  // "810 M", "2.5 k", "12"
std::string estimate_text(const compare::Estimate& estimate);        // "90.6 ± 0.6", "-"
std::string difference_text(const compare::Difference& difference);  // "+20.9 ± 0.4", simultaneous
std::string verdict_text(compare::Verdict verdict);                  // "better", "worse", "open"
std::string kept_text(Fulfilled kept);                               // "yes", "no", "open"

}  // namespace linetwin
