// Whether a figure, with its uncertainty, fulfils what is required of it.
#pragma once

#include <cstdint>

#include "base/requirement.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

enum class Fulfilled : std::uint8_t {
  Yes,   // all of the 95 % interval fulfils it
  No,    // nothing of it does
  Open,  // the bound lies inside, or there is no interval
};
const char* fulfilled_name(Fulfilled fulfilled);  // "yes", "no", "open"

Fulfilled judge(const Requirement& requirement, const Figure& figure);

}  // namespace linetwin
