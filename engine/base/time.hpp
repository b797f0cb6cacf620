// Simulated time: whole microseconds, so that durations add up exactly.
#pragma once

#include <cstdint>
#include <limits>

namespace linetwin {

using Time = std::int64_t;  // microseconds since the start of the run (Monday 00:00)

inline constexpr Time kMicrosecond = 1;
inline constexpr Time kSecond = 1'000'000;
inline constexpr Time kMinute = 60 * kSecond;
inline constexpr Time kHour = 60 * kMinute;
inline constexpr Time kDay = 24 * kHour;
inline constexpr Time kWeek = 7 * kDay;

inline constexpr Time kNever = std::numeric_limits<Time>::max();

// The longest time a model may name (about a thousand years). Sampled times are capped at kLongestSample;
// a present of at most kLongestTime plus a sample never overflows.
inline constexpr Time kLongestTime = 1000 * 366 * kDay;
inline constexpr Time kLongestSample = Time{1} << 60;

constexpr double seconds(Time t) { return static_cast<double>(t) / static_cast<double>(kSecond); }
constexpr double hours(Time t) { return static_cast<double>(t) / static_cast<double>(kHour); }

}  // namespace linetwin
