#include "cli/progress.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <utility>

#include "report/text.hpp"

namespace linetwin::cli {
namespace {

// A signal handler can reach nothing but what has static storage.
std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void on_signal(int) { stop_requested.store(true); }

void set_handler(void (*handler)(int), bool once) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = once ? static_cast<int>(SA_RESETHAND) : 0;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

StopOnSignal::StopOnSignal() {
  stop_requested.store(false);
  set_handler(on_signal, true);
}
StopOnSignal::~StopOnSignal() { set_handler(SIG_DFL, false); }
const std::atomic<bool>* StopOnSignal::flag() const { return &stop_requested; }

ProgressLine::ProgressLine(const Progress& progress, int replications, Time duration, std::string label)
    : progress_(progress), replications_(replications), duration_(duration), label_(std::move(label)) {
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
    const double spent = std::chrono::duration<double>(Clock::now() - began).count();
    const double share =
        static_cast<double>(progress_.simulated()) / (static_cast<double>(duration_) * replications_);
    const std::string left = share > 0.001 ? ", " + time_text(spent / share * (1 - share)) + " left" : "";
    constexpr int kWidth = 30;
    const int full = static_cast<int>(share * kWidth);
    std::string bar;
    for (int i = 0; i < kWidth; ++i) bar += i < full ? "█" : "░";
    const std::string line = fmt::format("\r\x1b[K{} {:5.1f} %  {}{} of {} replications{}", bar, share * 100,
                                         label_, progress_.ended.load(), replications_, left);
    std::fputs(line.c_str(), stderr);
    std::fflush(stderr);
    drawn = true;
  }
  if (drawn) {
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
  }
}

}  // namespace linetwin::cli
