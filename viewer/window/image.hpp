// Pixels in memory, and PNG files of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace linetwin::viewer {

struct Size {
  int width = 0;
  int height = 0;
  friend bool operator==(const Size&, const Size&) = default;
};

// Red, green, blue and opacity, a byte each; row by row from the top.
struct Image {
  Size size;
  std::vector<std::uint8_t> rgba;

  const std::uint8_t* at(int x, int y) const {
    return &rgba[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
                      static_cast<std::size_t>(x))];
  }
};

// Writes all of the file or nothing: a temporary file beside it takes its name when it is whole. Without
// opacity in the file where every pixel is opaque. Throws std::runtime_error with the path and the reason.
void write_png(const Image& image, const std::filesystem::path& path);

}  // namespace linetwin::viewer
