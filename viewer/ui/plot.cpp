#include "viewer/ui/plot.hpp"

#include <algorithm>
#include <cmath>

#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr int kTicksAcross = 9;
constexpr int kTicksUp = 4;

// As many as have room, a line and a half each.
int ticks_up(float height, const Plot::Axes& axes) {
  const int room = static_cast<int>(height / (1.5f * ImGui::GetFontSize()));
  const int most = axes.counts ? std::max(1, static_cast<int>(axes.y_high - axes.y_low)) : kTicksUp;
  return std::clamp(room, 1, std::min(kTicksUp, most));
}

float text_width(const std::string& text) { return ImGui::CalcTextSize(text.c_str()).x; }

}  // namespace

Plot::Plot(const char* id, float height, const Axes& axes) {
  list_ = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(60.0f, ImGui::GetContentRegionAvail().x);
  const float font = ImGui::GetFontSize();
  float left = axes.left;
  if (axes.y_axis) {
    const drawing::Ticks marks = drawing::ticks(axes.y_low, axes.y_high, ticks_up(height, axes));
    for (const double v : marks.at) left = std::max(left, text_width(marks.text(v)) + 8);
  }
  const float top = axes.y_label.empty() ? 4 : font + 4;
  const float bottom = axes.x_axis ? font + 6 : 2;
  from_ = {at.x + left, at.y + top};
  // room for the half of the last number that stands beyond the end
  const float right = font * 1.7f;
  to_ = {at.x + width - right, std::max(at.y + top + 8, at.y + height - bottom)};
  x_ = {axes.x_low, axes.x_high, from_.x, to_.x};
  y_ = {axes.y_low, axes.y_high, to_.y, from_.y};
  ImGui::InvisibleButton(id, {width, height});
  hovered_ = ImGui::IsItemHovered() && ImGui::IsMouseHoveringRect(from_, to_);
  pressed_ = hovered_ && ImGui::IsMouseClicked(ImGuiMouseButton_Left);
  const ImVec2 begun = ImGui::GetIO().MouseClickedPos[ImGuiMouseButton_Left];
  held_ = ImGui::IsItemActive() && begun.x >= from_.x && begun.x <= to_.x && begun.y >= from_.y &&
          begun.y <= to_.y;
  draw_axes(axes);
}

void Plot::draw_axes(const Axes& axes) {
  const float font = ImGui::GetFontSize();
  if (axes.y_axis) {
    const drawing::Ticks marks = drawing::ticks(axes.y_low, axes.y_high, ticks_up(to_.y - from_.y, axes));
    for (const double v : marks.at) {
      if (axes.counts && v != std::round(v)) continue;
      list_->AddLine({from_.x, y(v)}, {to_.x, y(v)}, palette::grid());
      const std::string text = marks.text(v);
      list_->AddText({from_.x - 6 - text_width(text), y(v) - font / 2}, palette::quiet(), text.c_str());
    }
  }
  head_ = axes.y_label.empty() ? from_.x : from_.x + text_width(axes.y_label) + font;
  if (!axes.y_label.empty())
    list_->AddText({from_.x, from_.y - font - 3}, palette::quiet(), axes.y_label.c_str());
  if (axes.x_axis) {
    const bool days = axes.x_high - axes.x_low > 96;
    const double unit = days ? 24 : 1;
    const drawing::Ticks marks = drawing::ticks(axes.x_low / unit, axes.x_high / unit, kTicksAcross,
                                                days ? drawing::Steps::Decimal : drawing::Steps::Hours);
    for (const double v : marks.at) {
      const float px = x(v * unit);
      list_->AddLine({px, from_.y}, {px, to_.y}, palette::grid());
      const std::string text = marks.text(v) + " " + (days ? axes.days : axes.hours);
      list_->AddText({px - text_width(text) / 2, to_.y + 2}, palette::quiet(), text.c_str());
    }
  }
  list_->AddRect(from_, to_, palette::line());
}

double Plot::value_at(float pixel) const {
  const double share = (static_cast<double>(pixel) - x_.from) / std::max(1e-9, x_.to - x_.from);
  return x_.low + std::clamp(share, 0.0, 1.0) * (x_.high - x_.low);
}

void Plot::line(const std::vector<Point>& points, ImU32 colour, float width) const {
  std::vector<ImVec2> pixels;
  pixels.reserve(points.size());
  for (const Point& p : points) {
    if (!std::isfinite(p.y)) continue;
    const ImVec2 at{x(p.x), std::clamp(y(p.y), from_.y, to_.y)};
    // corners of pieces without a length would stick out
    constexpr float kLeast = 0.25f;
    if (!pixels.empty() && std::abs(pixels.back().x - at.x) + std::abs(pixels.back().y - at.y) < kLeast)
      continue;
    pixels.push_back(at);
  }
  if (pixels.size() < 2) return;
  list_->PushClipRect({from_.x, from_.y - width}, {to_.x, to_.y + width}, true);
  list_->AddPolyline(pixels.data(), static_cast<int>(pixels.size()), colour, ImDrawFlags_None, width);
  list_->PopClipRect();
}

void Plot::band(const std::vector<Band>& band, ImU32 colour) const {
  // smooth edges would show seams between the pieces, and are five times as many triangles
  const ImDrawListFlags flags = list_->Flags;
  list_->Flags &= ~ImDrawListFlags_AntiAliasedFill;
  for (std::size_t i = 1; i < band.size() && has_room(*list_); ++i) {
    const Band& a = band[i - 1];
    const Band& b = band[i];
    list_->AddQuadFilled({x(a.x), y(a.low)}, {x(a.x), y(a.high)}, {x(b.x), y(b.high)}, {x(b.x), y(b.low)},
                         colour);
  }
  list_->Flags = flags;
}

void Plot::rect(double x0, double x1, float top, float bottom, ImU32 colour) const {
  const float a = std::max(x(x0), from_.x), b = std::min(x(x1), to_.x);
  if (b > a && has_room(*list_)) list_->AddRectFilled({a, top}, {b, bottom}, colour);
}

void Plot::vertical(double at, ImU32 colour, float width) const {
  const float px = x(at);
  if (px >= from_.x && px <= to_.x) list_->AddLine({px, from_.y}, {px, to_.y}, colour, width);
}

void Plot::shade(double x0, double x1, ImU32 colour, const std::string& label) const {
  rect(x0, x1, from_.y, to_.y, colour);
  if (x(x1) <= from_.x) return;
  // above its end, where no curve is
  const float wide = text_width(label);
  const float left = std::max(head_, std::min(x(x1) - wide / 2, to_.x - wide));
  list_->AddText({left, from_.y - ImGui::GetFontSize() - 3}, palette::quiet(), label.c_str());
}

}  // namespace linetwin::viewer
