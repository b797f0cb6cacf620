// A line of progress on the terminal, when a run takes longer than a second; and Ctrl-C.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "batch/replications.hpp"

namespace linetwin::cli {

// Set by the first SIGINT or SIGTERM while a StopOnSignal lives; the second one ends the program at once.
class StopOnSignal {
 public:
  StopOnSignal();
  ~StopOnSignal();
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;
  const std::atomic<bool>* flag() const;
  bool stopped() const { return flag()->load(); }
};

// Draws on standard error until it is destroyed, and then wipes its line; nothing where that is no terminal.
class ProgressLine {
 public:
  ProgressLine(const Progress& progress, int replications, Time duration, std::string label = {});
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

 private:
  void watch();
  const Progress& progress_;
  int replications_;
  Time duration_;
  std::string label_;  // before the count
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace linetwin::cli
