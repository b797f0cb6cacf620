#include "model/calendar.hpp"

#include <algorithm>

namespace linetwin {
namespace {

// A shift of so many days ago may still be on.
constexpr std::int64_t kDaysBack = 3;

}  // namespace

bool Calendar::takes_place(const Shift& shift, std::int64_t day) const {
  return day >= -kDaysBack && ((shift.days >> ((day + 7) % 7)) & 1) != 0 &&
         std::find(shift.except.begin(), shift.except.end(), day) == shift.except.end();
}

Time Calendar::on_until(Time c) const {
  Time until = c;
  const std::int64_t today = c / kDay;
  for (const Shift& shift : shifts)
    for (std::int64_t day = today - kDaysBack; day <= today; ++day) {
      if (!takes_place(shift, day)) continue;
      for (const auto& [from, to] : shift.times)
        if (day * kDay + from <= c && c < day * kDay + to) until = std::max(until, day * kDay + to);
    }
  return until;
}

// Behind the last date left out every week is like the other.
std::int64_t Calendar::last_special_day() const {
  std::int64_t last = 0;
  for (const Shift& shift : shifts)
    for (const std::int64_t day : shift.except) last = std::max(last, day);
  return last;
}

bool Calendar::on(Time t) const { return on_until(t + offset) > t + offset; }

Time Calendar::next_change(Time t) const {
  const Time c = t + offset;
  const std::int64_t horizon = std::max(c / kDay, last_special_day()) + 9;
  Time until = on_until(c);
  if (until > c) {
    for (Time further = on_until(until); further > until; further = on_until(until)) {
      until = further;
      if (until / kDay > horizon) return kNever;
    }
    return until - offset;
  }
  Time begins = kNever;
  for (std::int64_t day = c / kDay - kDaysBack; day <= horizon && day * kDay < begins; ++day)
    for (const Shift& shift : shifts) {
      if (!takes_place(shift, day)) continue;
      for (const auto& [from, to] : shift.times)
        if (day * kDay + from > c) begins = std::min(begins, day * kDay + from);
    }
  return begins == kNever ? kNever : begins - offset;
}

Time Calendar::usual_week() const { return (last_special_day() / 7 + 2) * kWeek; }

double Calendar::share_of_week() const {
  const Time from = usual_week();
  return static_cast<double>(time_on(from, from + kWeek)) / static_cast<double>(kWeek);
}

Time Calendar::time_on(Time from, Time to) const {
  Time sum = 0;
  for (Time t = from; t < to;) {
    const Time next = std::min(next_change(t), to);
    if (on(t)) sum += next - t;
    t = next;
  }
  return sum;
}

}  // namespace linetwin
