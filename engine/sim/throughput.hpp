// What a run made.
#pragma once

#include <cstdint>

#include "sim/record.hpp"

namespace linetwin {

// Parts into sinks that are no scrap bins, in the window.
inline std::int64_t good_parts(const RunRecord& record) {
  std::int64_t good = 0;
  for (const VariantRecord& variant : record.variants) good += variant.good;
  return good;
}

// Of those, per hour of the calendar.
inline double throughput_per_h(const RunRecord& record) {
  return static_cast<double>(good_parts(record)) / hours(record.window);
}

}  // namespace linetwin
