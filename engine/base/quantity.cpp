#include "base/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/diagnostics.hpp"

namespace linetwin {
namespace {

struct Unit {
  const char* name;
  Dimension dimension;
  double factor;
};

constexpr double kS = 1e6;
constexpr std::array<Unit, 23> kUnits = {{
    {"us", Dimension::Duration, 1},
    {"ms", Dimension::Duration, 1e3},
    {"s", Dimension::Duration, kS},
    {"min", Dimension::Duration, 60 * kS},
    {"h", Dimension::Duration, 3600 * kS},
    {"d", Dimension::Duration, 86400 * kS},
    {"week", Dimension::Duration, 604800 * kS},
    {"mm", Dimension::Length, 1e-3},
    {"cm", Dimension::Length, 1e-2},
    {"m", Dimension::Length, 1},
    {"km", Dimension::Length, 1e3},
    {"m/s", Dimension::Speed, 1},
    {"m/min", Dimension::Speed, 1.0 / 60},
    {"km/h", Dimension::Speed, 1 / 3.6},
    {"W", Dimension::Power, 1},
    {"kW", Dimension::Power, 1e3},
    {"Wh", Dimension::Energy, 1},
    {"kWh", Dimension::Energy, 1e3},
    {"g", Dimension::Mass, 1e-3},
    {"kg", Dimension::Mass, 1},
    {"t", Dimension::Mass, 1e3},
    {"%", Dimension::Share, 1e-2},
    {"", Dimension::None, 1},
}};

const char* dimension_name(Dimension d) {
  switch (d) {
    case Dimension::Duration: return "a time";
    case Dimension::Length: return "a length";
    case Dimension::Speed: return "a speed";
    case Dimension::Power: return "a power";
    case Dimension::Energy: return "an energy";
    case Dimension::Mass: return "a mass";
    case Dimension::Share: return "a share";
    case Dimension::None: break;
  }
  return "a plain number";
}

std::string_view trim(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

std::string shown(std::string_view text) {
  return text.size() > 40 ? fmt::format("\"{}...\"", text.substr(0, 37)) : fmt::format("\"{}\"", text);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Split {
  double number = 0;
  std::string_view digits;
  std::string_view unit;
};

// The number in front, strictly: decimal digits, a point, an exponent; and what follows it.
Parsed<Split> split(std::string_view text) {
  const std::string_view s = trim(text);
  if (s.empty()) return {{}, "a value is missing", ""};
  std::size_t i = s.front() == '+' || s.front() == '-' ? 1 : 0;
  const std::size_t first = i;
  if (i >= s.size() || (!is_digit(s[i]) && s[i] != '.'))
    return {{}, fmt::format("{} is not a number", shown(s)), ""};
  while (i < s.size() && (is_digit(s[i]) || s[i] == '.')) ++i;
  if (i + 1 < s.size() && (s[i] == 'e' || s[i] == 'E') &&
      (is_digit(s[i + 1]) ||
       ((s[i + 1] == '-' || s[i + 1] == '+') && i + 2 < s.size() && is_digit(s[i + 2])))) {
    i += 2;
    while (i < s.size() && is_digit(s[i])) ++i;
  }
  const std::string_view digits = s.substr(first, i - first);
  const std::string_view rest = s.substr(i);
  if (!rest.empty() && rest.front() == ':')
    return {{},
            fmt::format("{} is not a number", shown(s)),
            "write hours and minutes as a quantity, for example 90 min"};
  if (!rest.empty() && (rest.front() == ',' || rest.front() == '_'))
    return {{},
            fmt::format("{} is not a number", shown(s)),
            "use a point for decimals and nothing between thousands, for example 1.5 or 1500"};
  if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1]))
    return {{},
            fmt::format("{} begins with a 0", shown(s)),
            "other programs read that as octal; leave the 0 out"};
  Split result;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), result.number);
  if (failure == std::errc::result_out_of_range || std::isinf(result.number))
    return {{}, fmt::format("{} is beyond the range of numbers", shown(s)), ""};
  if (failure != std::errc() || end != digits.data() + digits.size())
    return {{}, fmt::format("{} is not a number", shown(s)), ""};
  if (s.front() == '-') result.number = -result.number;
  result.digits = digits;
  result.unit = trim(rest);
  return {result, "", ""};
}

std::string plain(double x) { return fmt::format("{:g}", x); }

template <class T>
Parsed<T> refuse(const Parsed<Split>& p) {
  return {{}, p.message, p.hint};
}

// The unit that a word stands for; empty: none.
std::string unit_of_word(std::string_view written) {
  static const std::array<std::pair<const char*, const char*>, 14> kOthers = {{{"sec", "s"},
                                                                               {"secs", "s"},
                                                                               {"second", "s"},
                                                                               {"seconds", "s"},
                                                                               {"minute", "min"},
                                                                               {"minutes", "min"},
                                                                               {"mins", "min"},
                                                                               {"hour", "h"},
                                                                               {"hours", "h"},
                                                                               {"hr", "h"},
                                                                               {"day", "d"},
                                                                               {"days", "d"},
                                                                               {"weeks", "week"},
                                                                               {"percent", "%"}}};
  for (const auto& [word, unit] : kOthers)
    if (written == word) return unit;
  return {};
}

struct Period {
  const char* name;
  Time time;
};
constexpr std::array<Period, 5> kPeriods = {
    {{"s", kSecond}, {"min", kMinute}, {"h", kHour}, {"d", kDay}, {"week", kWeek}}};
constexpr double kLeastRate = 1e-9;
constexpr double kLargestRate = 1e9;

// What a unit that is none of a rate was meant to be: "h" for "parts/hour", "hour" or "h".
std::string period_meant(std::string_view unit) {
  const std::size_t slash = unit.find('/');
  const std::string_view name = trim(slash == std::string_view::npos ? unit : unit.substr(slash + 1));
  const std::string meant = unit_of_word(name);
  for (const Period& period : kPeriods)
    if (name == period.name || meant == period.name) return period.name;
  return "h";
}

}  // namespace

Parsed<Quantity> parse_quantity(std::string_view text) {
  const Parsed<Split> p = split(text);
  if (!p.value) return refuse<Quantity>(p);
  for (const Unit& unit : kUnits)
    if (p.value->unit == unit.name) return {Quantity{p.value->number * unit.factor, unit.dimension}, "", ""};
  std::string meant = unit_of_word(p.value->unit);
  if (meant.empty()) {
    std::vector<std::string> names;
    for (const Unit& unit : kUnits) names.emplace_back(unit.name);
    meant = nearest(p.value->unit, names).value_or("");
  }
  return {{},
          fmt::format("{} is not a unit", shown(p.value->unit)),
          meant.empty() ? "units of time are us ms s min h d week"
                        : fmt::format("write {} {}", p.value->digits, meant)};
}

Parsed<double> parse_time(std::string_view text) {
  const Parsed<Quantity> q = parse_quantity(text);
  if (!q.value) return {{}, q.message, q.hint};
  if (q.value->dimension == Dimension::None)
    return {{},
            fmt::format("{} is a time without a unit", shown(trim(text))),
            fmt::format("write {} min (units: us ms s min h d week)", plain(std::abs(q.value->value)))};
  if (q.value->dimension == Dimension::Length && trim(text).back() == 'm' &&
      trim(text).find("mm") == std::string_view::npos)
    return {{}, fmt::format("{} is a length, not a time", shown(trim(text))), "minutes are written min"};
  if (q.value->dimension != Dimension::Duration)
    return {{},
            fmt::format("{} is {}, not a time", shown(trim(text)), dimension_name(q.value->dimension)),
            "units of time are us ms s min h d week"};
  if (q.value->value < 0)
    return {{}, fmt::format("{} is negative", shown(trim(text))), "a time is 0 or more"};
  if (q.value->value > static_cast<double>(kLongestTime))
    return {{}, fmt::format("{} is longer than a thousand years", shown(trim(text))), ""};
  return {q.value->value, "", ""};
}

Parsed<double> parse_share(std::string_view text) {
  const Parsed<Quantity> q = parse_quantity(text);
  if (!q.value) return {{}, q.message, q.hint};
  if (q.value->dimension != Dimension::None && q.value->dimension != Dimension::Share)
    return {{},
            fmt::format("{} is {}, not a share", shown(trim(text)), dimension_name(q.value->dimension)),
            "write 5 % or 0.05"};
  if (q.value->value < 0)
    return {{}, fmt::format("{} is negative", shown(trim(text))), "a share lies between 0 and 1"};
  if (q.value->value > 1)
    return {{},
            fmt::format("{} is over 1", shown(trim(text))),
            q.value->value <= 100 ? fmt::format("write {} %", plain(q.value->value))
                                  : "a share lies between 0 and 1"};
  return {q.value->value, "", ""};
}

const char* period_name(Time period) {
  for (const Period& one : kPeriods)
    if (one.time == period) return one.name;
  return "";
}

Parsed<Rate> parse_rate(std::string_view text) {
  const Parsed<Split> p = split(text);
  if (!p.value) return refuse<Rate>(p);
  const std::string_view unit = p.value->unit;
  const auto cure = [&p](std::string_view period) {
    return fmt::format("write {} /{}", p.value->digits, period);
  };
  if (unit.empty())
    return {{},
            fmt::format("{} is a rate without a unit", shown(trim(text))),
            cure("h") + " (units: /s /min /h /d /week)"};
  for (const Period& period : kPeriods) {
    if (unit.front() != '/' || unit.substr(1) != period.name) continue;
    if (!(p.value->number > 0))
      return {{}, fmt::format("{} is not over 0", shown(trim(text))), "a rate is over 0"};
    if (p.value->number < kLeastRate || p.value->number > kLargestRate)
      return {{}, fmt::format("{} is out of range", shown(trim(text))), "a rate lies between 1e-9 and 1e9"};
    return {Rate{p.value->number, period.time}, "", ""};
  }
  return {{}, fmt::format("{} is no unit of a rate", shown(unit)), cure(period_meant(unit))};
}

Parsed<std::int64_t> parse_count(std::string_view text, std::int64_t least, std::int64_t most) {
  const Parsed<Quantity> q = parse_quantity(text);
  if (!q.value) return {{}, q.message, q.hint};
  if (q.value->dimension != Dimension::None)
    return {{},
            fmt::format("{} is {}, not a count", shown(trim(text)), dimension_name(q.value->dimension)),
            "a count is a plain whole number"};
  if (q.value->value != std::floor(q.value->value))
    return {{}, fmt::format("{} is not a whole number", shown(trim(text))), ""};
  if (q.value->value < static_cast<double>(least) || q.value->value > static_cast<double>(most))
    return {{},
            fmt::format("{} is out of range", shown(trim(text))),
            fmt::format("it lies between {} and {}", least, most)};
  return {static_cast<std::int64_t>(q.value->value), "", ""};
}

Parsed<std::uint64_t> parse_seed(std::string_view text) {
  const std::string_view s = trim(text);
  std::uint64_t seed = 0;
  const auto [end, failure] = std::from_chars(s.data(), s.data() + s.size(), seed);
  if (failure == std::errc() && end == s.data() + s.size()) return {seed, "", ""};
  return {{},
          fmt::format("{} is not a seed", shown(s)),
          "a seed is a whole number from 0 to 18446744073709551615"};
}

Parsed<double> parse_number(std::string_view text) {
  const Parsed<Split> p = split(text);
  if (!p.value) return refuse<double>(p);
  if (!p.value->unit.empty())
    return {{}, fmt::format("{} has a unit, where a plain number is wanted", shown(trim(text))), ""};
  return {p.value->number, "", ""};
}

Parsed<WrittenQuantity> parse_written(std::string_view text) {
  const Parsed<Split> p = split(text);
  if (!p.value) return refuse<WrittenQuantity>(p);
  const std::string_view unit = p.value->unit;
  bool known = unit == "parts" || unit == "part";
  for (const Unit& one : kUnits) known = known || unit == one.name;
  for (const Period& period : kPeriods)
    known = known || (unit.starts_with('/') && unit.substr(1) == period.name);
  if (!known) {
    const Parsed<Quantity> q = parse_quantity(text);
    return {{}, q.message, q.hint};
  }
  const std::string_view s = trim(text);
  const auto digits_end =
      static_cast<std::size_t>(p.value->digits.data() - s.data()) + p.value->digits.size();
  return {WrittenQuantity{p.value->number, std::string(s.substr(digits_end))}, "", ""};
}

std::string written(double number, std::string_view unit) { return fmt::format("{:.15g}{}", number, unit); }

}  // namespace linetwin
