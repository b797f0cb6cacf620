#include "viewer/window/pictures.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "viewer/window/guest.hpp"

namespace linetwin::viewer {

namespace fs = std::filesystem;

namespace {

constexpr double kNoTime = 1e-6;    // Dear ImGui asks for more than 0 seconds between frames
constexpr int kSettlingFrames = 4;  // for the panels to find their sizes
constexpr auto kPause = std::chrono::milliseconds(5);  // for the threads that the guest waits for

void draw(Guest& guest, OffscreenSurface& surface, double seconds) {
  surface.gui().prepare(guest);
  surface.draw([&guest] { guest.frame(); }, seconds);
}

bool stopped(const std::atomic<bool>* stop) { return stop != nullptr && stop->load(); }

void settle(Guest& guest, OffscreenSurface& surface, double patience_s, const std::atomic<bool>* stop) {
  const auto start = std::chrono::steady_clock::now();
  draw(guest, surface, kNoTime);
  while (!guest.settled()) {
    if (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > patience_s)
      throw std::runtime_error(fmt::format("the picture was not ready after {} s", patience_s));
    if (stopped(stop)) throw std::runtime_error("interrupted: no picture was written");
    std::this_thread::sleep_for(kPause);
    guest.stirred();
    draw(guest, surface, kNoTime);
  }
  for (int i = 0; i < kSettlingFrames; ++i) draw(guest, surface, kNoTime);
}

}  // namespace

Image picture_of(Guest& guest, OffscreenSurface& surface, double patience_s, const std::atomic<bool>* stop) {
  settle(guest, surface, patience_s, stop);
  return surface.image();
}

int record(Guest& guest, OffscreenSurface& surface, const Recording& recording) {
  std::error_code failure;
  fs::create_directories(recording.folder, failure);
  const std::error_code why = failure;
  if (!fs::is_directory(recording.folder, failure))
    throw std::runtime_error(fmt::format("cannot make the folder {}: {}", recording.folder.string(),
                                         why ? why.message() : "there is something else of this name"));
  settle(guest, surface, kPatience, recording.stop);
  const double step = 1.0 / recording.frames_per_second;
  const double wanted = recording.seconds ? std::ceil(*recording.seconds / step - kNoTime)
                                          : std::numeric_limits<double>::infinity();
  int written = 0;
  while (written < wanted && !guest.done() && !stopped(recording.stop)) {
    if (written == kMostRecorded)
      throw std::runtime_error(
          fmt::format("the recording has {} pictures and no end: say --seconds", written));
    write_png(surface.image(), recording.folder / fmt::format("{:06}.png", ++written));
    guest.stirred();
    draw(guest, surface, step);
  }
  return written;
}

}  // namespace linetwin::viewer
