// Sections of the page of a comparison. Nothing but comparison_page*.cpp includes this.
#pragma once

#include <string>

#include "comparison/comparison.hpp"
#include "page/page_parts.hpp"

namespace linetwin {

// The figure that is compared, in words: "Throughput (parts/h)".
std::string figure_axis(const Comparison& c, const Speech& speech);
std::string difference_words(const compare::Difference& d);  // "+2.1 ± 0.3"
std::string p_words(const std::optional<double>& p);

// "" where there is nothing to say.
Section alone_section(const Comparison& c, const Speech& speech);
Section effects_section(const Comparison& c, const Speech& speech);
Section surface_section(const Comparison& c, const Speech& speech);

}  // namespace linetwin
