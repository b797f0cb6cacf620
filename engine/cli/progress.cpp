#include "cli/progress.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace linetwin::cli {
namespace {

// A signal handler can reach nothing but what has static storage.
std::atomic<bool> stop_requested{false};
std::atomic<std::int64_t> first_signal_ns{0};  // on a clock that only goes on; 0: there was none
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<std::int64_t>::is_always_lock_free);

// A second signal so soon is the same wish: a terminal and a script around it may both pass it on.
constexpr std::int64_t kSameWishNs = 300'000'000;

// Calls nothing but what a handler may call (POSIX, async-signal-safe).
void on_signal(int signal_number) {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const std::int64_t at = std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
  std::int64_t first = 0;
  if (first_signal_ns.compare_exchange_strong(first, at)) {
    stop_requested.store(true);
    return;
  }
  if (at - first < kSameWishNs) return;
  static constexpr char kWord[] = "linetwin: error: ended at once by a second signal\n";
  (void)!write(STDERR_FILENO, kWord, sizeof kWord - 1);
  signal(signal_number, SIG_DFL);
  raise(signal_number);  // it is held back until this returns, and then ends the program
}

void set_handler(void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

StopOnSignal::StopOnSignal() {
  stop_requested.store(false);
  first_signal_ns.store(0);
  set_handler(on_signal);
}
// Once stopped, a repeated signal must not end the program before it has said so.
StopOnSignal::~StopOnSignal() {
  if (!stop_requested.load()) set_handler(SIG_DFL);
}
const std::atomic<bool>* StopOnSignal::flag() const { return &stop_requested; }

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
