// Ctrl-C.
#pragma once

#include <atomic>

namespace linetwin {

// Set by the first SIGINT or SIGTERM while a StopOnSignal lives. A later one ends the program at once, with a
// word on standard error; within 0.3 s of the first it is taken for the same. One lives at a time.
class StopOnSignal {
 public:
  // The name of the program is for the word, and must stay where it is.
  explicit StopOnSignal(const char* program = "linetwin");
  ~StopOnSignal();
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;
  const std::atomic<bool>* flag() const;
  bool stopped() const { return flag()->load(); }
  // Whether it was set. What it asked for counts as done: the next signal is a wish of its own.
  bool take();
};

}  // namespace linetwin
