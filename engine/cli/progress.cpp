#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace linetwin::cli {

ProgressLine::ProgressLine(std::function<State(double)> look) : look_(std::move(look)) {
  if (isatty(STDERR_FILENO) != 0) thread_ = std::thread([this] { watch(); });
}

ProgressLine::~ProgressLine() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ProgressLine::watch() {
  using Clock = std::chrono::steady_clock;
  const auto began = Clock::now();
  bool drawn = false;
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, std::chrono::milliseconds(drawn ? 200 : 1000), [this] { return ended_; })) {
    const State state = look_(std::chrono::duration<double>(Clock::now() - began).count());
    constexpr int kWidth = 30;
    const int full = static_cast<int>(state.share * kWidth);
    std::string bar;
    for (int i = 0; i < kWidth; ++i) bar += i < full ? "█" : "░";
    const std::string line = fmt::format("\r\x1b[K{} {:5.1f} %  {}", bar, state.share * 100, state.text);
    std::fputs(line.c_str(), stderr);
    std::fflush(stderr);
    drawn = true;
  }
  if (drawn) {
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
  }
}

namespace {

std::string left_text(double share, double spent) {
  if (share <= 0.001) return "";
  const double left = spent / share * (1 - share);
  if (left < 100) return fmt::format(", {:.0f} s left", left);
  return left < 6000 ? fmt::format(", {:.0f} min left", left / 60)
                     : fmt::format(", {:.1f} h left", left / 3600);
}

}  // namespace

std::function<ProgressLine::State(double)> watch_replications(const Progress& progress, int replications,
                                                              Time duration, std::string label) {
  return [&progress, replications, duration, label = std::move(label)](double spent) -> ProgressLine::State {
    const double share =
        static_cast<double>(progress.simulated()) / (static_cast<double>(duration) * replications);
    return {share, fmt::format("{}{} of {} replications{}", label, progress.ended.load(), replications,
                               left_text(share, spent))};
  };
}

std::function<ProgressLine::State(double)> watch_jobs(const ExecutorProgress& progress) {
  return [&progress](double spent) -> ProgressLine::State {
    const auto ended = static_cast<double>(progress.ended.load());
    const double all = std::max(ended, static_cast<double>(progress.all.load()));
    const double share = all > 0 ? ended / all : 0;
    return {share, fmt::format("{:.0f} of {:.0f} replications, {:.3g} a second{}", ended, all, ended / spent,
                               left_text(share, spent))};
  };
}

}  // namespace linetwin::cli
