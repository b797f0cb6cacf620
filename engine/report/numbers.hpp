// Numbers for people: as many digits as mean something, no rounding noise, no minus before a zero.
#pragma once

#include <optional>
#include <string>

#include "statistics/estimate.hpp"

namespace linetwin {

// As many digits as the uncertainty leaves (two of its own), or four.
std::string number_text(double value, const std::optional<double>& half_width);
// "90.6 ± 0.6"; "25 ± 0" where the interval has no width, or none beyond rounding; "25" without an interval;
// "-" without a finite mean.
std::string figure_text(const Figure& figure);
// The same of a difference: what is above 0 has a plus.
std::string signed_figure_text(const Figure& figure);

}  // namespace linetwin
