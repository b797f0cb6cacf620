// Shifts: when work goes on, by the days of the week and the times of the day, with dates left out.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace linetwin {

// The union of its shifts. On at t means on during [t, next_change(t)); all times are those of the run.
struct Calendar {
  struct Shift {
    std::uint8_t days = 0x7f;                  // on which it begins; bit 0 is Monday
    std::vector<std::pair<Time, Time>> times;  // from, to since midnight; both may lie in the next days
    std::vector<std::int64_t> except;          // days left out, counted from day 0
  };
  std::vector<Shift> shifts;
  Time offset = 0;  // from midnight of day 0, a Monday, to time 0 of the run; 0 or more

  bool on(Time t) const;
  // The first moment after t at which it changes; kNever when it does not.
  Time next_change(Time t) const;
  // How long it is on within (from, to].
  Time time_on(Time from, Time to) const;
  // A time of the run from which on every week is like the other: no date is left out any more.
  Time usual_week() const;
  // The share of a week without exceptions in which it is on.
  double share_of_week() const;

 private:
  bool takes_place(const Shift& shift, std::int64_t day) const;
  // The latest end of what is on at calendar time c; c itself when it is off.
  Time on_until(Time c) const;
  std::int64_t last_special_day() const;
};

}  // namespace linetwin
