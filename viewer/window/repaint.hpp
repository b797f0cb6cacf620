// What of a frame differs from the frame before. Without a graphics card painting is what takes the time of a
// frame, and from one frame to the next few of its pixels change.
#pragma once

#include <imgui/imgui.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "viewer/window/image.hpp"

namespace linetwin::viewer {

// Pixels from `left` up to but not `right`, and the same downwards; row 0 is the topmost.
struct PixelRect {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;
  bool empty() const { return left >= right || top >= bottom; }
  friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

// Holds frames against each other in squares of pixels: a square is the same if the same triangles, in the
// same order, touch it. Knows no OpenGL; the lists that it makes belong to it and last until the next frame.
class Repaint {
 public:
  static constexpr int kSquare = 32;  // pixels along its side

  // What is to be painted anew so that the picture of the frame before becomes that of this one, as
  // rectangles that do not overlap; none: nothing differs. Of the first frame, one of another size, and the
  // one after forget(), all of it.
  const std::vector<PixelRect>& take(const ImDrawData& frame, ImU32 paper);
  // The frame as far as it lies in those rectangles, in pixels: what is painted stays inside of them, and is
  // pixel for pixel what all of the frame would have there.
  ImDrawData& painting() { return painting_; }
  // The picture is no longer that of the frame before, or something is seen that the triangles do not tell
  // (the letters in the texture).
  void forget() { squares_.clear(); }
  Size size() const { return size_; }

 private:
  struct Shape;
  class Shapes;

  void note(const Shape& shape);
  void find_rectangles();
  void paint(const Shape& shape);
  ImDrawList& list_of(std::size_t rectangle, int corners);
  void gather();

  Size size_{};
  int columns_ = 0;
  int rows_ = 0;
  std::vector<std::uint64_t> squares_;  // of the frame before; empty: unknown
  std::vector<std::uint64_t> now_;
  std::vector<int> rectangle_of_;  // by square, -1: none
  std::vector<PixelRect> rectangles_;
  std::vector<std::unique_ptr<ImDrawList>> lists_;  // kept, for their memory
  std::size_t used_ = 0;
  std::vector<std::vector<std::size_t>> lists_of_;  // by rectangle, into lists_
  std::vector<ImDrawList*> gathered_;
  ImDrawData painting_;
};

}  // namespace linetwin::viewer
