#include "viewer/window/repaint.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace linetwin::viewer {

namespace {

constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15u;  // odd, its bits well mixed (the golden ratio)
constexpr int kMostCorners = 65'000;                    // that an index of 16 bits reaches

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * kFactor;
  return hash ^ (hash >> 29);
}

std::uint64_t mix(std::uint64_t hash, const ImDrawVert& corner) {
  static_assert(sizeof(ImDrawVert) == 20);
  std::uint64_t place = 0, texel = 0;
  std::memcpy(&place, &corner.pos, sizeof place);
  std::memcpy(&texel, &corner.uv, sizeof texel);
  return mix(mix(mix(hash, place), texel), corner.col);
}

PixelRect common(const PixelRect& a, const PixelRect& b) {
  return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
          std::min(a.bottom, b.bottom)};
}

}  // namespace

// A triangle, or two that lie side by side, as most things are drawn.
struct Repaint::Shape {
  ImDrawVert corner[4];  // places in pixels
  int corners = 3;       // 4: also the triangle of the first, third and fourth
  PixelRect clip{};      // by its command
  PixelRect reach{};     // what it may touch of it
  ImTextureID texture = nullptr;

  bool clipped() const {
    const auto inside = [this](const ImVec2& p) {
      return p.x >= static_cast<float>(clip.left) && p.x <= static_cast<float>(clip.right) &&
             p.y >= static_cast<float>(clip.top) && p.y <= static_cast<float>(clip.bottom);
    };
    return !std::all_of(corner, corner + corners, [&](const ImDrawVert& v) { return inside(v.pos); });
  }
};

// All shapes of a frame, in their order.
class Repaint::Shapes {
 public:
  Shapes(const ImDrawData& frame, Size size) : frame_(frame), size_(size) {}

  template <class Take>
  void each(Take take) const {
    for (int l = 0; l < frame_.CmdListsCount; ++l) {
      const ImDrawList& list = *frame_.CmdLists[l];
      for (const ImDrawCmd& command : list.CmdBuffer)
        if (command.UserCallback == nullptr) each(list, command, take);
    }
  }

 private:
  template <class Take>
  void each(const ImDrawList& list, const ImDrawCmd& command, Take take) const {
    Shape shape;
    shape.clip = clip_of(command);
    shape.texture = command.TextureId;
    if (shape.clip.empty()) return;
    const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
    const ImDrawVert* vertex = list.VtxBuffer.Data + command.VtxOffset;
    for (unsigned i = 0; i + 2 < command.ElemCount;) {
      const ImDrawIdx* const t = index + i;
      const bool pair = i + 5 < command.ElemCount && t[3] == t[0] && t[4] == t[2];
      shape.corners = pair ? 4 : 3;
      for (int k = 0; k < 3; ++k) shape.corner[k] = in_pixels(vertex[t[k]]);
      if (pair) shape.corner[3] = in_pixels(vertex[t[5]]);
      i += pair ? 6 : 3;
      shape.reach = reach_of(shape);
      if (!shape.reach.empty()) take(shape);
    }
  }

  ImVec2 pixel(const ImVec2& p) const {
    return {(p.x - frame_.DisplayPos.x) * frame_.FramebufferScale.x,
            (p.y - frame_.DisplayPos.y) * frame_.FramebufferScale.y};
  }
  ImDrawVert in_pixels(ImDrawVert v) const {
    v.pos = pixel(v.pos);
    return v;
  }
  // As Dear ImGui rounds it for OpenGL, whose rows are counted from below.
  PixelRect clip_of(const ImDrawCmd& command) const {
    const ImVec2 low = pixel({command.ClipRect.x, command.ClipRect.y});
    const ImVec2 high = pixel({command.ClipRect.z, command.ClipRect.w});
    if (!(high.x > low.x && high.y > low.y)) return {};
    const int left = static_cast<int>(low.x);
    const int below = static_cast<int>(static_cast<float>(size_.height) - high.y);
    const int bottom = size_.height - below;
    const PixelRect clip{left, bottom - static_cast<int>(high.y - low.y),
                         left + static_cast<int>(high.x - low.x), bottom};
    return common(clip, {0, 0, size_.width, size_.height});
  }
  static PixelRect reach_of(const Shape& shape) {
    float left = shape.corner[0].pos.x, right = left, top = shape.corner[0].pos.y, bottom = top;
    for (int k = 1; k < shape.corners; ++k) {
      left = std::min(left, shape.corner[k].pos.x);
      right = std::max(right, shape.corner[k].pos.x);
      top = std::min(top, shape.corner[k].pos.y);
      bottom = std::max(bottom, shape.corner[k].pos.y);
    }
    if (!(left <= right && top <= bottom)) return {};  // nowhere
    // before they are integers: a point may lie anywhere
    const auto within = [](float x, int least, int most) {
      return static_cast<int>(std::clamp(x, static_cast<float>(least), static_cast<float>(most)));
    };
    const PixelRect& clip = shape.clip;
    return {within(std::floor(left), clip.left, clip.right), within(std::floor(top), clip.top, clip.bottom),
            within(std::ceil(right), clip.left, clip.right),
            within(std::ceil(bottom), clip.top, clip.bottom)};
  }

  const ImDrawData& frame_;
  Size size_;
};

void Repaint::note(const Shape& shape) {
  std::uint64_t hash =
      mix(static_cast<std::uint64_t>(shape.corners), std::bit_cast<std::uintptr_t>(shape.texture));
  for (int k = 0; k < shape.corners; ++k) hash = mix(hash, shape.corner[k]);
  if (shape.clipped()) {
    const auto both = [](int a, int b) {
      return static_cast<std::uint64_t>(a) << 32 | static_cast<std::uint32_t>(b);
    };
    hash = mix(mix(hash, both(shape.clip.left, shape.clip.top)), both(shape.clip.right, shape.clip.bottom));
  }
  for (int row = shape.reach.top / kSquare; row * kSquare < shape.reach.bottom; ++row)
    for (int column = shape.reach.left / kSquare; column * kSquare < shape.reach.right; ++column) {
      std::uint64_t& square = now_[static_cast<std::size_t>(row * columns_ + column)];
      square = mix(square, hash);
    }
}

// Runs of squares in a row; those of the next row that cover the same columns are one rectangle with them.
void Repaint::find_rectangles() {
  rectangles_.clear();
  rectangle_of_.assign(now_.size(), -1);
  const auto differs = [this](int row, int column) {
    const auto i = static_cast<std::size_t>(row * columns_ + column);
    return squares_.empty() || now_[i] != squares_[i];
  };
  for (int row = 0; row < rows_; ++row)
    for (int column = 0; column < columns_;) {
      if (!differs(row, column)) {
        ++column;
        continue;
      }
      const int first = column;
      while (column < columns_ && differs(row, column)) ++column;
      const PixelRect run{first * kSquare, row * kSquare, std::min(column * kSquare, size_.width),
                          std::min((row + 1) * kSquare, size_.height)};
      int rectangle = -1;
      if (row > 0) rectangle = rectangle_of_[static_cast<std::size_t>((row - 1) * columns_ + first)];
      PixelRect* above = rectangle < 0 ? nullptr : &rectangles_[static_cast<std::size_t>(rectangle)];
      if (above != nullptr && above->left == run.left && above->right == run.right) {
        above->bottom = run.bottom;
      } else {
        rectangle = static_cast<int>(rectangles_.size());
        rectangles_.push_back(run);
      }
      for (int c = first; c < column; ++c)
        rectangle_of_[static_cast<std::size_t>(row * columns_ + c)] = rectangle;
    }
}

// With room for so many corners more.
ImDrawList& Repaint::list_of(std::size_t rectangle, int corners) {
  std::vector<std::size_t>& own = lists_of_[rectangle];
  if (!own.empty()) {
    ImDrawList& last = *lists_[own.back()];
    if (last.VtxBuffer.Size + corners <= kMostCorners) return last;
  }
  if (used_ == lists_.size()) lists_.push_back(std::make_unique<ImDrawList>(nullptr));
  ImDrawList& list = *lists_[used_];
  list.CmdBuffer.resize(0);
  list.IdxBuffer.resize(0);
  list.VtxBuffer.resize(0);
  own.push_back(used_++);
  return list;
}

void Repaint::paint(const Shape& shape) {
  const bool clipped = shape.clipped();
  const auto into = [&](std::size_t r) {
    const PixelRect& rectangle = rectangles_[r];
    const PixelRect clip = clipped ? common(shape.clip, rectangle) : rectangle;
    ImDrawList& list = list_of(r, shape.corners);
    const ImVec4 bounds{static_cast<float>(clip.left), static_cast<float>(clip.top),
                        static_cast<float>(clip.right), static_cast<float>(clip.bottom)};
    const auto goes_on = [&](const ImDrawCmd& last) {
      return last.TextureId == shape.texture && std::memcmp(&last.ClipRect, &bounds, sizeof bounds) == 0;
    };
    if (list.CmdBuffer.empty() || !goes_on(list.CmdBuffer.back())) {
      ImDrawCmd command;
      command.ClipRect = bounds;
      command.TextureId = shape.texture;
      command.IdxOffset = static_cast<unsigned>(list.IdxBuffer.Size);
      list.CmdBuffer.push_back(command);
    }
    const auto first = static_cast<ImDrawIdx>(list.VtxBuffer.Size);
    for (int k = 0; k < shape.corners; ++k) list.VtxBuffer.push_back(shape.corner[k]);
    for (int k = 2; k < shape.corners; ++k)
      for (const int c : {0, k - 1, k}) list.IdxBuffer.push_back(static_cast<ImDrawIdx>(first + c));
    list.CmdBuffer.back().ElemCount += 3 * static_cast<unsigned>(shape.corners - 2);
  };
  // a rectangle once, though it has many of the squares
  for (int row = shape.reach.top / kSquare; row * kSquare < shape.reach.bottom; ++row)
    for (int column = shape.reach.left / kSquare; column * kSquare < shape.reach.right;) {
      const int r = rectangle_of_[static_cast<std::size_t>(row * columns_ + column)];
      if (r < 0) {
        ++column;
        continue;
      }
      const PixelRect& rectangle = rectangles_[static_cast<std::size_t>(r)];
      const int first_row = std::max(rectangle.top, shape.reach.top) / kSquare;
      if (row == first_row) into(static_cast<std::size_t>(r));
      column = (rectangle.right + kSquare - 1) / kSquare;
    }
}

void Repaint::gather() {
  gathered_.clear();
  painting_.Clear();
  for (const std::vector<std::size_t>& own : lists_of_)
    for (const std::size_t l : own) {
      gathered_.push_back(lists_[l].get());
      painting_.TotalIdxCount += lists_[l]->IdxBuffer.Size;
      painting_.TotalVtxCount += lists_[l]->VtxBuffer.Size;
    }
  painting_.Valid = true;
  painting_.CmdLists = gathered_.data();
  painting_.CmdListsCount = static_cast<int>(gathered_.size());
  painting_.DisplaySize = {static_cast<float>(size_.width), static_cast<float>(size_.height)};
  painting_.FramebufferScale = {1, 1};
}

const std::vector<PixelRect>& Repaint::take(const ImDrawData& frame, ImU32 paper) {
  const Size size{static_cast<int>(std::lround(frame.DisplaySize.x * frame.FramebufferScale.x)),
                  static_cast<int>(std::lround(frame.DisplaySize.y * frame.FramebufferScale.y))};
  if (size != size_) forget();
  size_ = size;
  columns_ = (std::max(size.width, 0) + kSquare - 1) / kSquare;
  rows_ = (std::max(size.height, 0) + kSquare - 1) / kSquare;
  now_.assign(static_cast<std::size_t>(columns_ * rows_), paper);
  const Shapes shapes(frame, size);
  shapes.each([this](const Shape& shape) { note(shape); });
  find_rectangles();
  used_ = 0;
  lists_of_.resize(rectangles_.size());
  for (auto& own : lists_of_) own.clear();
  if (!rectangles_.empty()) shapes.each([this](const Shape& shape) { paint(shape); });
  gather();
  squares_.swap(now_);
  return rectangles_;
}

}  // namespace linetwin::viewer
