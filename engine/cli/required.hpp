// `--require`: what a result must fulfil, and the exit status that says whether it does.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/required.hpp"
#include "cli/common.hpp"

namespace linetwin::cli {

// Nothing, after a word on standard error, when one is wrong or names no figure of `metrics`.
std::optional<std::vector<Requirement>> requirements_of(const std::vector<std::string>& texts,
                                                        const std::vector<Metric>& metrics);
// The same of figures by their names; `hint` says what helps where there is none of this name.
std::optional<std::vector<Requirement>> requirements_of(
    const std::vector<std::string>& texts, const std::vector<std::string>& names,
    const std::function<std::string(const std::string&)>& hint);

// "  Required: throughput_per_h >= 90: yes (91.20 ± 0.41)", a line each.
std::string required_text(const std::vector<RequirementVerdict>& verdicts);

// 3 or 4 where something is not fulfilled or not to be told; else done.
int required_status(const std::vector<RequirementVerdict>& verdicts);

}  // namespace linetwin::cli
