#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "base/stop_on_signal.hpp"

using linetwin::StopOnSignal;

TEST_CASE("an interrupt is told once it has come, and until it is taken") {
  StopOnSignal stop;
  CHECK_FALSE(stop.stopped());
  CHECK_FALSE(stop.take());
  raise(SIGINT);
  CHECK(stop.stopped());
  CHECK(stop.take());
  CHECK_FALSE(stop.stopped());
  CHECK_FALSE(stop.take());
  // one that comes much later is a wish of its own, and does not end the program
  for (const int signal : {SIGTERM, SIGINT}) {
    std::this_thread::sleep_for(std::chrono::milliseconds(350));
    raise(signal);
    CHECK(stop.take());
  }
}

TEST_CASE("an interrupt that nobody has acted upon is not told to the next who listens") {
  {
    StopOnSignal stop;
    raise(SIGINT);
    CHECK(stop.stopped());
  }
  const StopOnSignal next;
  CHECK_FALSE(next.stopped());
}
