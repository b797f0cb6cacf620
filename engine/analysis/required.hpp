// Requirements of a script, held against the figures of a summary.
#pragma once

#include <string>
#include <vector>

#include "analysis/metrics.hpp"
#include "base/requirement.hpp"
#include "statistics/fulfilled.hpp"

namespace linetwin {

struct RequirementVerdict {
  Requirement requirement;
  Figure measured;
  Fulfilled fulfilled = Fulfilled::Open;
};

// Those whose metric is not among the line's stay open without a figure. Of a single run that has batch
// means, throughput, WIP and lead time are judged by their interval.
std::vector<RequirementVerdict> judge(const std::vector<Requirement>& requirements,
                                      const std::vector<Metric>& metrics, const Summary& summary);

// Of all together: no where one says no, else open where one is.
Fulfilled all_of(const std::vector<RequirementVerdict>& verdicts);

}  // namespace linetwin
