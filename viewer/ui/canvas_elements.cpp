#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/ui/canvas.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr float kReadable = 9;    // pixels: text smaller than that is left out
constexpr float kDotSide = 3.2f;  // parts smaller than that are drawn as a level

float readable(float size) { return std::clamp(size, 0.0f, ImGui::GetFontSize()); }

}  // namespace

void Canvas::part(ImVec2 at, float side, VariantId variant) const {
  const float half = side / 2;
  list_.AddRectFilled({at.x - half, at.y - half}, {at.x + half, at.y + half}, variant_colour(variant),
                      half * 0.3f);
}

// Parts as little squares in rows, from the side where they leave; the box holds `places` of them, in a grid
// that covers the lower `share` of its depth.
void Canvas::grid_of_parts(const Box& box, const Dots& dots, std::int64_t places, double share) const {
  if (dots.count == 0) return;
  const double depth = box.depth * share;
  const double n = static_cast<double>(std::max<std::int64_t>(places, dots.count));
  const double columns = std::max(1.0, std::ceil(std::sqrt(n * box.width / depth)));
  const double rows = std::max(1.0, std::ceil(n / columns));
  const double cell = std::min(box.width / columns, depth / rows);
  const float side = camera_.length(cell * 0.78);
  if (side < kDotSide) return;
  for (std::int32_t i = 0; i < dots.count; ++i) {
    const double column = std::floor(static_cast<double>(i) / rows),
                 row = std::fmod(static_cast<double>(i), rows);
    const Point own{box.width / 2 - (column + 0.5) * (box.width / columns),
                    -box.depth / 2 + (row + 0.5) * (depth / rows)};
    const Dot& dot = frame_.dots[static_cast<std::size_t>(dots.first + i)];
    part(camera_.pixel(world(box, own)), side, dot.variant);
  }
}

void Canvas::source(ElementId e) {
  const Box& box = placement_.elements[static_cast<std::size_t>(e)];
  fill(box, IM_COL32_WHITE);
  outline(box, palette::line(), 1.2f);
  const ImVec2 at = camera_.pixel(box.centre);
  const float r = camera_.length(std::min(box.width, box.depth)) * 0.24f;
  list_.AddTriangleFilled({at.x - r * 0.8f, at.y - r}, {at.x - r * 0.8f, at.y + r}, {at.x + r, at.y},
                          palette::quiet());
  const SourceView& view =
      frame_.sources[static_cast<std::size_t>(model_.elements[static_cast<std::size_t>(e)].index)];
  const float size = readable(camera_.length(box.depth) * 0.28f);
  if (view.waiting > 1 && size >= kReadable)
    text({at.x, at.y - r - size * 0.7f}, std::to_string(view.waiting), palette::mark(), size);
}

void Canvas::sink(ElementId e) {
  const Box& box = placement_.elements[static_cast<std::size_t>(e)];
  const auto index = static_cast<std::size_t>(model_.elements[static_cast<std::size_t>(e)].index);
  fill(box, IM_COL32_WHITE);
  outline(box, palette::line(), 1.2f);
  const ImVec2 at = camera_.pixel(box.centre);
  const float r = camera_.length(std::min(box.width, box.depth)) * 0.2f;
  const float size = readable(camera_.length(box.depth) * 0.3f);
  const bool scrap = model_.sinks[index].scrap;
  if (scrap) {
    list_.AddLine({at.x - r, at.y - r}, {at.x + r, at.y + r}, palette::mark(), std::max(1.5f, r * 0.35f));
    list_.AddLine({at.x - r, at.y + r}, {at.x + r, at.y - r}, palette::mark(), std::max(1.5f, r * 0.35f));
  } else {
    list_.AddRectFilled({at.x - r, at.y - r}, {at.x + r, at.y + r}, palette::quiet());
  }
  if (size >= kReadable)
    text({at.x, at.y - r - size * 0.65f}, std::to_string(frame_.sinks[index]), palette::quiet(), size);
}

void Canvas::station(ElementId e, const CanvasLook& look) {
  const Box& box = placement_.elements[static_cast<std::size_t>(e)];
  const auto index = static_cast<std::size_t>(model_.elements[static_cast<std::size_t>(e)].index);
  const StationModel& station = model_.stations[index];
  ImU32 ground = palette::pale();
  if (look.heat && index < look.working.size()) ground = heat_colour(look.working[index]);
  fill(box, ground);
  outline(box, palette::line(), 1.2f);
  for (std::int32_t i = 0; i < station.machines; ++i) machine(station.first_machine + i);
}

void Canvas::machine(MachineId m) {
  const Box& box = placement_.machines[static_cast<std::size_t>(m)];
  const MachineView& view = frame_.machines[static_cast<std::size_t>(m)];
  const ImU32 c = state_colour(view.state);
  const float side = camera_.length(std::min(box.width, box.depth));
  fill(box, c);
  if (side < 6) return;
  outline(box, palette::quiet(), 1);
  const ImVec2 at = camera_.pixel(box.centre);
  // not by colour alone: a bolt of lines for what is broken, bars for what is blocked, a ring for what waits
  const float r = side * 0.2f;
  const ImU32 ink = ink_on(c);
  const float width = std::max(1.5f, side * 0.05f);
  switch (view.state) {
    case MachineState::Down:
      list_.AddLine({at.x - r, at.y - r}, {at.x + r, at.y + r}, ink, width);
      list_.AddLine({at.x - r, at.y + r}, {at.x + r, at.y - r}, ink, width);
      break;
    case MachineState::Blocked:
      list_.AddLine({at.x - r * 0.5f, at.y - r}, {at.x - r * 0.5f, at.y + r}, ink, width);
      list_.AddLine({at.x + r * 0.5f, at.y - r}, {at.x + r * 0.5f, at.y + r}, ink, width);
      break;
    case MachineState::Starved: list_.AddCircle(at, r * 0.8f, ink, 0, width); break;
    case MachineState::Setup:
    case MachineState::Maintenance: list_.AddNgon(at, r, ink, 6, width); break;
    case MachineState::Waiting:
      list_.AddText(ImGui::GetFont(), side * 0.5f, {at.x - side * 0.12f, at.y - side * 0.25f}, ink, "?");
      break;
    case MachineState::Working:
    case MachineState::Off: break;
  }
  if (view.progress >= 0 && side >= 10) {
    fill(part_of(box, 0.08, 0.92, 0.06, 0.16), IM_COL32(255, 255, 255, 160));
    fill(part_of(box, 0.08, 0.08 + 0.84 * std::clamp(view.progress, 0.0, 1.0), 0.06, 0.16), palette::ink());
  }
  if (view.dots.count > 0) {
    const Box parts = part_of(box, 0.1, 0.9, 0.62, 0.94);
    const std::int32_t shown = view.dots.count;
    const double cell = std::min(parts.width / std::max(1, shown), parts.depth);
    const float dot = camera_.length(cell * 0.8);
    if (dot >= kDotSide)
      for (std::int32_t i = 0; i < shown; ++i)
        part(camera_.pixel(world(parts, {(i - (shown - 1) / 2.0) * cell, 0})), dot,
             frame_.dots[static_cast<std::size_t>(view.dots.first + i)].variant);
  }
}

void Canvas::buffer(ElementId e) {
  const Box& box = placement_.elements[static_cast<std::size_t>(e)];
  const BufferView& view =
      frame_.buffers[static_cast<std::size_t>(model_.elements[static_cast<std::size_t>(e)].index)];
  fill(box, IM_COL32_WHITE);
  if (view.fill > 0) fill(part_of(box, 0, 1, 0, std::min(1.0, view.fill)), colour("#f6dca6"));
  const std::int64_t places =
      view.capacity == kUnlimited ? std::max<std::int64_t>(view.level, 20) : view.capacity;
  grid_of_parts(part_of(box, 0.03, 0.97, 0.03, 0.97), view.dots,
                std::min<std::int64_t>(places, frame_.most_dots), 0.72);
  const bool full = view.capacity != kUnlimited && view.level >= view.capacity;
  outline(box, full ? colour("#E69F00") : palette::line(), full ? 2.5f : 1.2f);
  const float size = readable(camera_.length(box.depth) * 0.25f);
  if (size >= kReadable) {
    const std::string level = view.capacity == kUnlimited ? std::to_string(view.level)
                                                          : fmt::format("{}/{}", view.level, view.capacity);
    text(camera_.pixel(world(box, {0, box.depth * 0.36})), level, palette::ink(), size);
  }
}

void Canvas::conveyor(ElementId e) {
  const Box& box = placement_.elements[static_cast<std::size_t>(e)];
  const auto index = static_cast<std::size_t>(model_.elements[static_cast<std::size_t>(e)].index);
  const ConveyorView& view = frame_.conveyors[index];
  const Belt& belt = placement_.belts[index];
  fill(box, colour("#e3e8ec"));
  outline(box, view.stands ? colour("#E69F00") : palette::line(), view.stands ? 2.0f : 1.2f);
  const ImVec2 a = camera_.pixel(belt.begin), b = camera_.pixel(belt.end);
  list_.AddLine(a, b, palette::line(), 1);
  const double metres = std::max(1e-9, model_.conveyors[index].length);
  const double shown_length = std::hypot(belt.end.x - belt.begin.x, belt.end.y - belt.begin.y);
  const double pitch = metres / static_cast<double>(std::max<std::int64_t>(1, view.capacity));
  const float side =
      std::min(camera_.length(shown_length / metres * pitch * 0.8), camera_.length(box.depth * 0.7));
  if (side < 1.5f) {
    // too small for single parts: how full the belt is
    const double fill_share =
        static_cast<double>(view.level) / static_cast<double>(std::max<std::int64_t>(1, view.capacity));
    fill(part_of(box, 0, std::min(1.0, fill_share), 0.3, 0.7), palette::quiet());
    return;
  }
  for (std::int32_t i = 0; i < view.count; ++i) {
    const BeltPart& p = frame_.belt_parts[static_cast<std::size_t>(view.first + i)];
    part(camera_.pixel(p.at), side, p.variant);
  }
}

void Canvas::pools() {
  const float size = ImGui::GetFontSize();
  for (std::size_t i = 0; i < frame_.pools.size(); ++i) {
    const PoolView& view = frame_.pools[i];
    const Box& box = placement_.pools[i];
    if (in_sight(box)) {
      outline(box, palette::grid(), 1);
      const ImVec2 at = camera_.pixel(box.centre);
      if (camera_.length(box.width) > 24)
        text({at.x, at.y + camera_.length(box.depth) / 2 + size * 0.6f},
             fmt::format("{} {}/{}", model_.pools[i].name, view.busy, view.count),
             view.off ? palette::line() : palette::quiet(), size * 0.9f);
    }
  }
  const float radius = std::max(2.5f, camera_.length(placement_.worker_side()) / 2);
  for (const WorkerView& worker : frame_.workers) {
    const ImVec2 at = camera_.pixel(worker.at);
    const ImU32 c = worker.busy ? palette::accent() : palette::line();
    list_.AddCircleFilled({at.x, at.y}, radius, c);
    list_.AddCircle({at.x, at.y}, radius, IM_COL32_WHITE, 0, 1.2f);
    if (worker.walking) list_.AddCircle({at.x, at.y}, radius + 2, c, 0, 1);
  }
}

void Canvas::vehicles() {
  const double side = placement_.vehicle_side();
  for (const VehicleView& v : frame_.vehicles) {
    if (!v.placed) continue;
    // those that stand at one place stand behind each other
    Box box{{v.at.x + v.berth * side * 0.35, v.at.y - v.berth * side * 0.35},
            side * 1.3,
            side,
            v.heading * 180 / 3.14159265358979};
    if (!in_sight(box)) continue;
    const bool waits = v.state == VehicleState::AtPickup || v.state == VehicleState::AtDoor ||
                       v.state == VehicleState::Delivering;
    fill(box, waits                           ? colour("#E69F00")
              : v.state == VehicleState::Idle ? palette::line()
                                              : palette::accent());
    outline(box, IM_COL32_WHITE, 1.2f);
    const ImVec2 nose = camera_.pixel(world(box, {box.width * 0.38, 0}));
    list_.AddCircleFilled(nose, std::max(1.5f, camera_.length(side) * 0.1f), IM_COL32_WHITE);
    if (v.part != kNoPart)
      part(camera_.pixel(box.centre), std::max(3.0f, camera_.length(side * 0.55)), v.variant);
  }
}

}  // namespace linetwin::viewer
