// A line of progress on the terminal, when a run takes longer than a second; and Ctrl-C.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "batch/executor.hpp"
#include "batch/replications.hpp"

namespace linetwin::cli {

// Set by the first SIGINT or SIGTERM while a StopOnSignal lives. A later one ends the program at once, with a
// word on standard error; within 0.3 s of the first it is taken for the same.
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
  // How much is done, and what is said of it behind the bar; `spent` is the time since it began, in seconds.
  struct State {
    double share = 0;
    std::string text;
  };
  explicit ProgressLine(std::function<State(double spent)> look);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

 private:
  void watch();
  std::function<State(double)> look_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread thread_;
};

// Of a batch of replications that begin at once, by simulated time; `label` stands before their count.
std::function<ProgressLine::State(double)> watch_replications(const Progress& progress, int replications,
                                                              Time duration, std::string label);
// Of many jobs: how many have ended, how many a second, how long it will take.
std::function<ProgressLine::State(double)> watch_jobs(const ExecutorProgress& progress);

}  // namespace linetwin::cli
