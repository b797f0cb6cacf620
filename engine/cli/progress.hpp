// A line of progress on the terminal, when a run takes longer than a second.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "batch/executor.hpp"
#include "batch/replications.hpp"

namespace linetwin::cli {

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
