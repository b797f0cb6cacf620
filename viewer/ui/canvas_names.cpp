// The names in the picture, with what their elements hold.
#include <fmt/format.h>

#include <algorithm>

#include "viewer/ui/canvas.hpp"
#include "viewer/ui/labels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr double kNameable = 7;            // pixels: what is smaller has a tooltip only
constexpr std::size_t kMostAvoided = 400;  // elements in sight; with more, names avoid each other alone
constexpr double kRoomyStation = 80;       // pixels: from there on names grow with their stations
constexpr double kLargest = 1.5;           // so much

// Stations are told apart first, then the large.
double rank(const Element& element, const Box& box) {
  return (element.kind == ElementKind::Station ? 1e6 : 0) + box.width * box.depth;
}

}  // namespace

std::string Canvas::figure_of(ElementId e) const {
  const Element& element = model_.elements[static_cast<std::size_t>(e)];
  const auto index = static_cast<std::size_t>(element.index);
  if (element.kind == ElementKind::Sink) return std::to_string(frame_.sinks[index]);
  if (element.kind == ElementKind::Source && frame_.sources[index].waiting > 1)
    return fmt::format("+{}", frame_.sources[index].waiting);
  if (element.kind != ElementKind::Buffer) return {};
  const BufferView& view = frame_.buffers[index];
  return view.capacity == kUnlimited ? std::to_string(view.level)
                                     : fmt::format("{}/{}", view.level, view.capacity);
}

// Its box with the frames around it.
Bounds Canvas::framed(ElementId e, const CanvasLook& look) const {
  const bool differs = std::find(look.different.begin(), look.different.end(), e) != look.different.end();
  const bool bottleneck =
      look.bottleneck != kNone && model_.stations[static_cast<std::size_t>(look.bottleneck)].element == e;
  const double reach = differs ? kDifferenceFrame + 2 : e == look.selected ? 8 : bottleneck ? 5 : 0;
  return pixels(placement_.elements[static_cast<std::size_t>(e)]).grown(reach);
}

void Canvas::tag(Labels& labels, const CanvasLook& look) const {
  if (look.bottleneck == kNone) return;
  const ElementId e = model_.stations[static_cast<std::size_t>(look.bottleneck)].element;
  Label label;
  label.beside = framed(e, look);
  label.name = look.bottleneck_tag + ": " + model_.elements[static_cast<std::size_t>(e)].name;
  label.colour = IM_COL32_WHITE;
  label.ground = colour("#a34700");
  label.needed = label.above = true;
  labels.put(label);
}

void Canvas::name_pools(Labels& labels) const {
  for (std::size_t i = 0; i < frame_.pools.size(); ++i) {
    const PoolView& view = frame_.pools[i];
    if (!in_sight(placement_.pools[i])) continue;
    Label label;
    label.beside = pixels(placement_.pools[i]);
    label.name = model_.pools[i].name;
    label.figure = fmt::format("{}/{}", view.busy, view.count);
    label.colour = view.off ? palette::line() : palette::ink();
    label.needed = label.beside.width() > 3 * kNameable;
    labels.put(label);
  }
}

// What names may not lie on, as far as it is in sight.
void Canvas::keep_clear(Labels& labels, const std::vector<ElementId>& seen) const {
  for (const ElementId e : seen)
    labels.keep_clear_of(pixels(placement_.elements[static_cast<std::size_t>(e)]));
  for (const Box& box : placement_.pools) labels.keep_clear_of(pixels(box));
  const Bounds sight{from_.x, from_.y, to_.x, to_.y};
  std::vector<ImVec2> points;
  for (const Way& way : placement_.ways) {
    points.clear();
    Bounds covered = Bounds::nothing();
    for (const drawing::Point p : way.points) {
      points.push_back(camera_.pixel(p));
      covered.take_in({points.back().x, points.back().y, points.back().x, points.back().y});
    }
    if (covered.grown(1).overlaps(sight)) labels.keep_clear_of(points);
  }
}

void Canvas::names(const CanvasLook& look) {
  const double station = placement_.usual * camera_.per_metre;
  const double grown = std::clamp(station / kRoomyStation, 1.0, kLargest);
  Labels labels(list_, {from_.x, from_.y, to_.x, to_.y}, ImGui::GetFontSize() * static_cast<float>(grown));
  std::vector<ElementId> seen;
  for (const ElementId e : placement_.order) {
    const Box& box = placement_.elements[static_cast<std::size_t>(e)];
    if (!in_sight(box)) continue;
    seen.push_back(e);
  }
  if (seen.size() <= kMostAvoided) keep_clear(labels, seen);
  tag(labels, look);
  if (!look.names) return;
  const ElementId bottleneck =
      look.bottleneck == kNone ? kNone : model_.stations[static_cast<std::size_t>(look.bottleneck)].element;
  std::stable_sort(seen.begin(), seen.end(), [&](ElementId a, ElementId b) {
    const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
    return rank(model_.elements[i], placement_.elements[i]) >
           rank(model_.elements[j], placement_.elements[j]);
  });
  for (const ElementId e : seen) {
    const auto i = static_cast<std::size_t>(e);
    if (e == bottleneck || !has_room(list_)) continue;  // the bottleneck's tag says its name
    Label label;
    label.beside = pixels(placement_.elements[i]);
    label.needed = e == look.selected;
    if (!label.needed && std::max(label.beside.width(), label.beside.depth()) < kNameable) continue;
    label.beside = framed(e, look);
    label.name = model_.elements[i].name;
    label.figure = figure_of(e);
    label.colour = palette::ink();
    labels.put(label);
  }
  name_pools(labels);
}

}  // namespace linetwin::viewer
