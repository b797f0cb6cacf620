// Numbers with units, as a person writes them: "42 s", "1.5 h", "5 %", "12 kg", "90 /h".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace linetwin {

enum class Dimension { None, Duration, Length, Speed, Power, Energy, Mass, Share };

// A number and its unit; the value is in the base unit of its dimension: microseconds, metres, metres a
// second, watts, watt hours, kilograms, or 1 for shares and plain numbers.
struct Quantity {
  double value = 0;
  Dimension dimension = Dimension::None;
};

// So many parts in each period, as "90 /h" or "1400 /d" says it; both over 0.
struct Rate {
  double count = 0;
  Time period = kHour;
  double per_h() const { return count / hours(period); }
};
// "s", "min", "h", "d" or "week", of the periods that parse_rate() gives.
const char* period_name(Time period);

// What a text is, or what is wrong with it (`message`, and in `hint` what would be right).
template <class T>
struct Parsed {
  std::optional<T> value;
  std::string message;
  std::string hint;
};

Parsed<Quantity> parse_quantity(std::string_view text);

// A time in microseconds: 0 or more, at most kLongestTime. Not rounded.
Parsed<double> parse_time(std::string_view text);
// A share from 0 to 1: "5 %" or "0.05".
Parsed<double> parse_share(std::string_view text);
// A number over 0 and one of /s /min /h /d /week, with or without a space between; the number lies between
// 1e-9 and 1e9.
Parsed<Rate> parse_rate(std::string_view text);
// A whole number from `least` to `most`, written plainly.
Parsed<std::int64_t> parse_count(std::string_view text, std::int64_t least, std::int64_t most);
Parsed<std::uint64_t> parse_seed(std::string_view text);
// Any finite number without a unit.
Parsed<double> parse_number(std::string_view text);

// A quantity as it stands in a text, so that another number can be put in its place.
struct WrittenQuantity {
  double number = 0;
  std::string unit;  // what stands behind the number, with its space: " s", "%", " parts"; may be empty
};
// Units are those of parse_quantity() and parse_rate(), and "parts".
Parsed<WrittenQuantity> parse_written(std::string_view text);
// "8.4 s": 15 digits, so that 12 x 0.7 is 8.4.
std::string written(double number, std::string_view unit = {});

}  // namespace linetwin
