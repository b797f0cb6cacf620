#include "viewer/player/clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace linetwin::viewer {
namespace {

constexpr double kLongestFrame = 0.25;  // seconds: a window that stood still does not leap
constexpr double kMostOwed = 0.1;       // seconds' worth of simulated time that is caught up with
constexpr double kMeasuredOver = 0.5;   // seconds
constexpr std::array<const char*, 7> kWeekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

}  // namespace

void Clock::measure(double elapsed, Time simulated) {
  measured_s_ += elapsed;
  measured_us_ += static_cast<double>(simulated);
  if (measured_s_ < kMeasuredOver && reached_speed_ > 0) return;
  if (measured_s_ > 0) reached_speed_ = measured_us_ / measured_s_ / static_cast<double>(kSecond);
  if (measured_s_ >= kMeasuredOver) measured_s_ = measured_us_ = 0;
}

void Clock::advance(Playback& player, double elapsed, Budget budget) {
  if (!playing_) {
    owed_ = reached_speed_ = measured_s_ = measured_us_ = 0;
    return;
  }
  const Time before = player.now();
  if (before != left_at_) owed_ = 0;  // somebody has moved it
  elapsed = elapsed > 0 ? elapsed : 0;
  const double second = static_cast<double>(kSecond);
  owed_ += speed_ == kFullSpeed ? 0 : speed_ * std::min(elapsed, kLongestFrame) * second;
  const double to_end = static_cast<double>(player.end() - before);
  const bool all = speed_ == kFullSpeed || owed_ >= to_end;
  const Time goal = all ? player.end() : before + static_cast<Time>(owed_);
  player.go_to(goal, budget);
  left_at_ = player.now();
  const double most = speed_ == kFullSpeed ? 0 : speed_ * kMostOwed * second;
  owed_ = std::clamp(owed_ - static_cast<double>(left_at_ - before), 0.0, most);
  measure(elapsed, left_at_ - before);
  if (player.at_end()) playing_ = false;
}

Moment moment(const LineModel& model, Time t) {
  const Time offset = model.scheduled.offset;
  const Time c = t + offset;
  const std::int64_t day = c / kDay;
  const Time of_day = c % kDay;
  return {static_cast<int>(day % 7), day - offset / kDay + 1, static_cast<int>(of_day / kHour),
          static_cast<int>(of_day / kMinute % 60), static_cast<int>(of_day / kSecond % 60)};
}

std::string moment_text(const LineModel& model, Time t) {
  const Moment m = moment(model, t);
  return fmt::format("{} {:02}:{:02}:{:02}, day {}", kWeekdays[static_cast<std::size_t>(m.weekday)], m.hour,
                     m.minute, m.second, m.day);
}

}  // namespace linetwin::viewer
