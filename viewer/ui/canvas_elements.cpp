#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/ui/canvas.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr float kDotSide = 3.2f;  // parts smaller than that are drawn as a level
constexpr float kRimmed = 7;      // parts larger than that have a light rim
constexpr float kRounded = 12;    // and those round corners
// pixels, however small the scale is
constexpr double kLeastVehicle = 11;
constexpr float kLeastWorker = 3.5f;

}  // namespace

void Canvas::part(ImVec2 at, float side, ImU32 c) const {
  const float half = side / 2;
  // round corners are many triangles, and there are many parts
  const float round = side >= kRounded ? half * 0.3f : 0;
  list_.AddRectFilled({at.x - half, at.y - half}, {at.x + half, at.y + half}, c, round);
  // for what lies on its own colour
  if (side >= kRimmed)
    list_.AddRect({at.x - half, at.y - half}, {at.x + half, at.y + half}, IM_COL32(255, 255, 255, 200),
                  round);
}

// Parts as little squares in columns, from the side where they leave, in a grid with `places` of them that
// covers the box. Of those beyond the ones that are listed the variants are not known.
void Canvas::grid_of_parts(const Box& box, const Dots& dots, std::int64_t level, std::int64_t places) const {
  if (level <= 0) return;
  const double n = static_cast<double>(std::max(places, level));
  const double rows = std::max(1.0, std::round(std::sqrt(n * box.depth / box.width)));
  const double columns = std::ceil(n / rows);
  const float side = camera_.length(std::min(box.width / columns, box.depth / rows) * 0.8);
  if (side < kDotSide) return;
  for (std::int64_t i = 0; i < level; ++i) {
    const double column = std::floor(static_cast<double>(i) / rows),
                 row = std::fmod(static_cast<double>(i), rows);
    const Point own{box.width / 2 - (column + 0.5) * (box.width / columns),
                    -box.depth / 2 + (row + 0.5) * (box.depth / rows)};
    const bool known = i < dots.count || !model_.variants_declared;
    const VariantId variant =
        i < dots.count ? frame_.dots[static_cast<std::size_t>(dots.first + i)].variant : 0;
    part(camera_.pixel(world(box, own)), side, known ? variant_colour(variant) : palette::quiet());
  }
}

void Canvas::source(ElementId e) {
  const Box& box = placement_.elements[static_cast<std::size_t>(e)];
  fill(box, IM_COL32_WHITE);
  outline(box, palette::line(), 1);
  const ImVec2 at = camera_.pixel(box.centre);
  const float r = camera_.length(std::min(box.width, box.depth)) * 0.24f;
  list_.AddTriangleFilled({at.x - r * 0.8f, at.y - r}, {at.x - r * 0.8f, at.y + r}, {at.x + r, at.y},
                          palette::quiet());
}

void Canvas::sink(ElementId e) {
  const Box& box = placement_.elements[static_cast<std::size_t>(e)];
  const auto index = static_cast<std::size_t>(model_.elements[static_cast<std::size_t>(e)].index);
  fill(box, IM_COL32_WHITE);
  outline(box, palette::line(), 1);
  const ImVec2 at = camera_.pixel(box.centre);
  const float r = camera_.length(std::min(box.width, box.depth)) * 0.2f;
  const bool scrap = model_.sinks[index].scrap;
  if (scrap) {
    list_.AddLine({at.x - r, at.y - r}, {at.x + r, at.y + r}, palette::mark(), std::max(1.5f, r * 0.35f));
    list_.AddLine({at.x - r, at.y + r}, {at.x + r, at.y - r}, palette::mark(), std::max(1.5f, r * 0.35f));
  } else {
    list_.AddRectFilled({at.x - r, at.y - r}, {at.x + r, at.y + r}, palette::quiet());
  }
}

void Canvas::station(ElementId e, const CanvasLook& look) {
  const Box& box = placement_.elements[static_cast<std::size_t>(e)];
  const auto index = static_cast<std::size_t>(model_.elements[static_cast<std::size_t>(e)].index);
  const StationModel& station = model_.stations[index];
  if (look.heat && index < look.working.size()) return heat(e, look.working[index]);
  fill(box, palette::pale());
  outline(box, palette::line(), 1);
  for (std::int32_t i = 0; i < station.machines; ++i) machine(station.first_machine + i);
}

// How much of its time a station is at work, as a colour and in percent.
void Canvas::heat(ElementId e, double share) const {
  const Box& box = placement_.elements[static_cast<std::size_t>(e)];
  const ImU32 c = heat_colour(share);
  fill(box, c);
  outline(box, palette::line(), 1);
  const float size =
      std::min(ImGui::GetFontSize() * 1.4f, camera_.length(std::min(box.width * 0.42, box.depth * 0.6)));
  if (size >= 8) text(camera_.pixel(box.centre), fmt::format("{:.0f} %", 100 * share), ink_on(c), size);
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
  const float width = std::max(2.0f, std::round(side * 0.05f));
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
    case MachineState::Waiting: text(at, "?", ink, side * 0.5f); break;
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
             variant_colour(frame_.dots[static_cast<std::size_t>(view.dots.first + i)].variant));
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
  grid_of_parts(part_of(box, 0.02, 0.98, 0.04, 0.96), view.dots, view.level, places);
  const bool full = view.capacity != kUnlimited && view.level >= view.capacity;
  outline(box, full ? colour("#E69F00") : palette::line(), full ? 2.0f : 1.0f);
}

void Canvas::conveyor(ElementId e) {
  const Box& box = placement_.elements[static_cast<std::size_t>(e)];
  const auto index = static_cast<std::size_t>(model_.elements[static_cast<std::size_t>(e)].index);
  const ConveyorView& view = frame_.conveyors[index];
  const Belt& belt = placement_.belts[index];
  fill(box, colour("#e3e8ec"));
  outline(box, view.stands ? colour("#E69F00") : palette::line(), view.stands ? 2.0f : 1.0f);
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
    part(camera_.pixel(p.at), side, variant_colour(p.variant));
  }
}

void Canvas::pools(const CanvasLook& look) {
  for (const Box& box : placement_.pools)
    if (in_sight(box)) outline(box, palette::line(), 1);
  if (look.heat) return;  // that is of the whole run, not of where somebody is now
  const float radius = std::max(kLeastWorker, camera_.length(placement_.worker_side()) / 2);
  for (const WorkerView& worker : frame_.workers) {
    const ImVec2 at = camera_.pixel(worker.at);
    const ImU32 c = worker.busy ? palette::accent() : palette::line();
    list_.AddCircleFilled({at.x, at.y}, radius, c);
    list_.AddCircle({at.x, at.y}, radius, IM_COL32_WHITE, 0, 1);
    if (worker.walking) list_.AddCircle({at.x, at.y}, radius + 2, c, 0, 1);
  }
}

void Canvas::vehicles() {
  const double side = std::max(placement_.vehicle_side(), kLeastVehicle / camera_.per_metre);
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
    outline(box, IM_COL32_WHITE, 1);
    const ImVec2 nose = camera_.pixel(world(box, {box.width * 0.38, 0}));
    list_.AddCircleFilled(nose, std::max(1.5f, camera_.length(side) * 0.1f), IM_COL32_WHITE);
    if (v.part != kNoPart)
      part(camera_.pixel(box.centre), std::max(3.0f, camera_.length(side * 0.55)), variant_colour(v.variant));
  }
}

}  // namespace linetwin::viewer
