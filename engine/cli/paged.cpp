#include "cli/paged.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>

#include "cli/common.hpp"

namespace linetwin::cli {

std::optional<Language> language_of(const std::string& text) {
  if (text.empty() || text == "en") return Language::English;
  if (text == "ko") return Language::Korean;
  complain(fmt::format("--lang: there is no language \"{}\"", text), "en or ko");
  return std::nullopt;
}

std::string date_text() {
  std::time_t now = std::time(nullptr);
  if (const char* const fixed = std::getenv("SOURCE_DATE_EPOCH")) now = std::strtoll(fixed, nullptr, 10);
  std::tm day{};
  localtime_r(&now, &day);
  return fmt::format("{:04}-{:02}-{:02}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

}  // namespace linetwin::cli
