// How long a call may take before it comes back with its work half done, so that a window stays alive.
#pragma once

#include <chrono>

namespace linetwin::viewer {

using Budget = std::chrono::nanoseconds;  // of the clock on the wall
inline constexpr Budget kNoLimit = Budget::max();

// Begins to count when it is made.
class Deadline {
 public:
  explicit Deadline(Budget budget) : began_(Now::now()), budget_(budget) {}
  Budget left() const {
    return budget_ == kNoLimit ? kNoLimit : budget_ - std::chrono::duration_cast<Budget>(Now::now() - began_);
  }
  bool passed() const { return left() <= Budget::zero(); }

 private:
  using Now = std::chrono::steady_clock;
  Now::time_point began_;
  Budget budget_;
};

}  // namespace linetwin::viewer
