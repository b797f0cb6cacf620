#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/ui/canvas.hpp"
#include "viewer/ui/labels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr float kDash = 7;

float distance(ImVec2 a, ImVec2 b) { return std::hypot(b.x - a.x, b.y - a.y); }

// Pieces with gaps between, going on round the corners.
void dashed(ImDrawList& list, const std::vector<ImVec2>& points, ImU32 colour, float width) {
  float along = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const ImVec2 a = points[i - 1], b = points[i];
    const float length = distance(a, b);
    if (length < 0.5f || length > 20'000) continue;
    for (float at = 0; at < length;) {
      const float in_period = std::fmod(along + at, 2 * kDash);
      const float piece = std::min(length - at, (in_period < kDash ? kDash : 2 * kDash) - in_period);
      if (in_period < kDash)
        list.AddLine({a.x + (b.x - a.x) * at / length, a.y + (b.y - a.y) * at / length},
                     {a.x + (b.x - a.x) * (at + piece) / length, a.y + (b.y - a.y) * (at + piece) / length},
                     colour, width);
      at += std::max(piece, 0.5f);
    }
    along += length;
  }
}

void arrow_head(ImDrawList& list, ImVec2 tip, ImVec2 before, float size, ImU32 colour) {
  const float length = distance(before, tip);
  if (length < 1) return;
  const ImVec2 d{(tip.x - before.x) / length, (tip.y - before.y) / length};
  list.AddTriangleFilled(
      tip, {tip.x - d.x * size - d.y * size * 0.5f, tip.y - d.y * size + d.x * size * 0.5f},
      {tip.x - d.x * size + d.y * size * 0.5f, tip.y - d.y * size - d.x * size * 0.5f}, colour);
}

}  // namespace

bool Canvas::in_sight(const Box& box) const {
  const ImVec2 at = camera_.pixel(box.centre);
  const float reach = camera_.length(std::hypot(box.width, box.depth) / 2) + 4;
  return at.x + reach >= from_.x && at.x - reach <= to_.x && at.y + reach >= from_.y && at.y - reach <= to_.y;
}

void Canvas::corners(const Box& box, float grow, ImVec2 (&out)[4]) const {
  const double g = static_cast<double>(grow) / camera_.per_metre;
  const double x = box.width / 2 + g, y = box.depth / 2 + g;
  const Point own[4] = {{-x, -y}, {x, -y}, {x, y}, {-x, y}};
  for (int i = 0; i < 4; ++i) out[i] = camera_.pixel(world(box, own[i]));
}

void Canvas::fill(const Box& box, ImU32 colour, float grow) const {
  ImVec2 c[4];
  corners(box, grow, c);
  // what stands straight needs no smooth edges, and so fewer triangles
  if (box.turn == 0) return list_.AddRectFilled(c[3], c[1], colour);
  list_.AddConvexPolyFilled(c, 4, colour);
}

void Canvas::outline(const Box& box, ImU32 colour, float width, float grow) const {
  ImVec2 c[4];
  corners(box, grow, c);
  list_.AddPolyline(c, 4, colour, ImDrawFlags_Closed, width);
}

Bounds Canvas::pixels(const Box& box) const {
  ImVec2 c[4];
  corners(box, 0, c);
  Bounds covered = Bounds::nothing();
  for (const ImVec2 p : c) covered.take_in({p.x, p.y, p.x, p.y});
  return covered;
}

Box Canvas::part_of(const Box& box, double x0, double x1, double y0, double y1) const {
  Box part = box;
  part.centre = world(box, {((x0 + x1) / 2 - 0.5) * box.width, ((y0 + y1) / 2 - 0.5) * box.depth});
  part.width = box.width * (x1 - x0);
  part.depth = box.depth * (y1 - y0);
  return part;
}

void Canvas::text(ImVec2 middle, const std::string& text, ImU32 colour, float size) const {
  ImFont* font = font_for(size);
  const ImVec2 wide = font->CalcTextSizeA(size, 10'000, 0, text.c_str());
  list_.AddText(font, size, {middle.x - wide.x / 2, middle.y - wide.y / 2}, colour, text.c_str());
}

// A line every so many metres where the model says where things stand.
void Canvas::ground() {
  if (placement_.automatic) return;
  double step = 1;
  for (const double factor : {5.0, 2.0, 5.0, 2.0, 5.0, 2.0, 5.0})
    if (camera_.per_metre * step < 40) step *= factor;
  const drawing::Point low = camera_.metres({from_.x, to_.y}), high = camera_.metres({to_.x, from_.y});
  const ImU32 faint = colour("#eff2f4");
  for (double x = std::ceil(low.x / step) * step; x <= high.x; x += step) {
    const float px = camera_.pixel({x, 0}).x;
    list_.AddLine({px, from_.y}, {px, to_.y}, faint);
  }
  for (double y = std::ceil(low.y / step) * step; y <= high.y; y += step) {
    const float py = camera_.pixel({0, y}).y;
    list_.AddLine({from_.x, py}, {to_.x, py}, faint);
  }
  // how long a metre is
  const float bar = camera_.length(step);
  const ImVec2 at{from_.x + 12, to_.y - 10};
  list_.AddLine(at, {at.x + bar, at.y}, palette::quiet(), 2);
  list_.AddText({at.x + bar + 5, at.y - ImGui::GetFontSize() / 2 - 2}, palette::quiet(),
                fmt::format("{:g} m", step).c_str());
}

void Canvas::ways() {
  for (const FleetPlaces& fleet : placement_.fleets)
    for (const auto& [a, b] : fleet.aisles)
      list_.AddLine(camera_.pixel(fleet.points[static_cast<std::size_t>(a)]),
                    camera_.pixel(fleet.points[static_cast<std::size_t>(b)]), colour("#e4ebf1"),
                    std::max(3.0f, camera_.length(0.8)));
  std::vector<ImVec2> points;
  for (const Way& way : placement_.ways) {
    if (!has_room(list_)) break;
    points.clear();
    for (const drawing::Point p : way.points) points.push_back(camera_.pixel(p));
    if (points.size() < 2) continue;
    const bool carried = way.fleet != kNone;
    const ImU32 c = carried ? palette::accent() : palette::line();
    if (carried)
      dashed(list_, points, c, 1);
    else
      list_.AddPolyline(points.data(), static_cast<int>(points.size()), c, ImDrawFlags_None, 2);
    arrow_head(list_, points.back(), points[points.size() - 2], std::clamp(camera_.length(0.35), 5.0f, 10.0f),
               c);
  }
}

void Canvas::marks(const CanvasLook& look) {
  if (look.bottleneck != kNone) {
    const ElementId e = model_.stations[static_cast<std::size_t>(look.bottleneck)].element;
    outline(placement_.elements[static_cast<std::size_t>(e)], palette::mark(), 4, 3);
  }
  for (const ElementId e : look.different)
    outline(placement_.elements[static_cast<std::size_t>(e)], colour("#CC79A7"), 3, kDifferenceFrame);
  if (look.selected != kNone)
    outline(placement_.elements[static_cast<std::size_t>(look.selected)], palette::accent(), 2, 6);
}

void Canvas::draw(const CanvasLook& look) {
  list_.PushClipRect(from_, to_, true);
  ground();
  ways();
  for (const ElementId e : placement_.order) {
    const auto i = static_cast<std::size_t>(e);
    if (!in_sight(placement_.elements[i]) || !has_room(list_)) continue;
    switch (model_.elements[i].kind) {
      case ElementKind::Source: source(e); break;
      case ElementKind::Station: station(e, look); break;
      case ElementKind::Buffer: buffer(e); break;
      case ElementKind::Conveyor: conveyor(e); break;
      case ElementKind::Sink: sink(e); break;
    }
  }
  pools(look);
  vehicles();
  names(look);
  marks(look);  // which the ground of a name would cut
  list_.PopClipRect();
}

}  // namespace linetwin::viewer
