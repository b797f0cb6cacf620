#include "base/stop_on_signal.hpp"

#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>

namespace linetwin {
namespace {

// A signal handler can reach nothing but what has static storage.
std::atomic<const char*> program{""};
std::atomic<bool> stop_requested{false};
std::atomic<bool> stop_taken{false};           // somebody has done what the last signal asked for
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
  if (stop_taken.exchange(false)) {
    first_signal_ns.store(at);
    stop_requested.store(true);
    return;
  }
  static constexpr char kWord[] = ": error: ended at once by a second signal\n";
  const char* const name = program.load();
  (void)!write(STDERR_FILENO, name, strlen(name));
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

StopOnSignal::StopOnSignal(const char* name) {
  program.store(name);
  stop_requested.store(false);
  stop_taken.store(false);
  first_signal_ns.store(0);
  set_handler(on_signal);
}
// Once stopped, a repeated signal must not end the program before it has said so.
StopOnSignal::~StopOnSignal() {
  if (!stopped()) set_handler(SIG_DFL);
}
const std::atomic<bool>* StopOnSignal::flag() const { return &stop_requested; }
bool StopOnSignal::take() {
  if (!stopped()) return false;
  stop_taken.store(true);  // first: a signal that comes now is a wish of its own
  return stop_requested.exchange(false);
}

}  // namespace linetwin
