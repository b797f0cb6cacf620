#include "cli/required.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace linetwin::cli {

std::optional<std::vector<Requirement>> requirements_of(const std::vector<std::string>& texts,
                                                        const std::vector<Metric>& metrics) {
  std::vector<std::string> names;
  for (const Metric& metric : metrics) names.push_back(metric.name);
  return requirements_of(texts, names,
                         [&metrics](const std::string& name) { return near_metric(name, metrics); });
}

std::optional<std::vector<Requirement>> requirements_of(
    const std::vector<std::string>& texts, const std::vector<std::string>& names,
    const std::function<std::string(const std::string&)>& hint) {
  std::vector<Requirement> requirements;
  for (const std::string& text : texts) {
    const Parsed<Requirement> parsed = parse_requirement(text);
    if (!parsed.value) {
      complain("--require: " + parsed.message, parsed.hint);
      return std::nullopt;
    }
    const std::string& name = parsed.value->metric;
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      complain(fmt::format("--require: there is no figure \"{}\"", name), hint(name));
      return std::nullopt;
    }
    requirements.push_back(*parsed.value);
  }
  return requirements;
}

std::string required_text(const std::vector<RequirementVerdict>& verdicts) {
  std::string text;
  for (const RequirementVerdict& v : verdicts) {
    const char* const answer = v.fulfilled == Fulfilled::Yes  ? "yes"
                               : v.fulfilled == Fulfilled::No ? "no"
                                                              : "not to be told";
    std::string measured = "nothing was measured";
    if (v.measured.mean) {
      measured = number_text(*v.measured.mean, v.measured.half_width);
      measured += v.measured.half_width ? " ± " + number_text(*v.measured.half_width, v.measured.half_width)
                                        : std::string(", one replication has no interval");
    }
    text += fmt::format("  Required: {}: {} ({})\n", v.requirement.text, answer, measured);
  }
  return text;
}

int required_status(const std::vector<RequirementVerdict>& verdicts) {
  switch (all_of(verdicts)) {
    case Fulfilled::No: return kNotFulfilled;
    case Fulfilled::Open: return kNotToBeTold;
    default: return kDone;
  }
}

}  // namespace linetwin::cli
