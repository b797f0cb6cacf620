// Options as typed -> values, with a word on standard error where one is wrong.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <type_traits>

#include "base/quantity.hpp"
#include "cli/common.hpp"
#include "model/line_model.hpp"

namespace linetwin::cli {

inline constexpr std::int64_t kMostReplications = 1'000'000;
inline constexpr std::int64_t kMostThreads = 1024;

template <class T>
bool take(const char* option, const Parsed<T>& parsed, auto& into) {
  if (!parsed.value) {
    complain(fmt::format("{}: {}", option, parsed.message), parsed.hint);
    return false;
  }
  into = static_cast<std::decay_t<decltype(into)>>(*parsed.value);
  return true;
}

inline bool take_count(const char* option, const std::string& text, std::int64_t most, auto& into) {
  return text.empty() || take(option, parse_count(text, 1, most), into);
}

// --precision and --most-replications: a relative half width, where one was asked for.
bool take_precision(const StudyArguments& arguments, std::optional<double>& precision);

// A run of some duration, of which the warm-up leaves something.
bool sensible(const RunOptions& options);

}  // namespace linetwin::cli
