// Pictures of a guest, without a window.
#pragma once

#include <atomic>
#include <filesystem>
#include <optional>

#include "viewer/window/image.hpp"
#include "viewer/window/offscreen.hpp"

namespace linetwin::viewer {

class Guest;

inline constexpr double kPatience = 120;  // seconds that a picture waits for its guest

// Draws the guest until it is settled, and some frames more for the panels to find their sizes; next to no
// time passes for it. Throws std::runtime_error when it is not settled in so many seconds, or once `stop` is
// set.
Image picture_of(Guest& guest, OffscreenSurface& surface, double patience_s = kPatience,
                 const std::atomic<bool>* stop = nullptr);

struct Recording {
  std::filesystem::path folder;  // made if it is not there; pictures are 000001.png, 000002.png, ...
  int frames_per_second = 30;
  std::optional<double> seconds;            // its length when it is played; nothing: until the guest is done
  const std::atomic<bool>* stop = nullptr;  // once it is set, the picture that is being made is the last
};

// Returns the number of pictures. Throws std::runtime_error when one cannot be written, when a guest is not
// done after kMostRecorded of them, or when it is stopped before the first.
inline constexpr int kMostRecorded = 999'999;
int record(Guest& guest, OffscreenSurface& surface, const Recording& recording);

}  // namespace linetwin::viewer
