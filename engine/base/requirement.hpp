// What a result must fulfil, as a script says it: throughput_per_h >= 90.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/quantity.hpp"

namespace linetwin {

struct Requirement {
  enum class Relation : std::uint8_t { Less, AtMost, Greater, AtLeast };
  std::string metric;  // not checked here
  Relation relation = Relation::AtLeast;
  double bound = 0;
  std::string text;  // as written
};
const char* relation_sign(Requirement::Relation relation);  // "<=", as in the text

// "METRIC >= NUMBER"; also <, <=, >. A bound may be a time ("30 min", in seconds) or a share ("5 %").
Parsed<Requirement> parse_requirement(std::string_view text);
// The part behind the metric alone: "<= 150".
Parsed<Requirement> parse_bound(std::string_view text);

}  // namespace linetwin
