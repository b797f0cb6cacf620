// The picture of one model: drawn, moved, zoomed; what is under the pointer; elements dragged to other
// places.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/ui/canvas.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr float kSlack = 5;  // pixels around what is hit
constexpr double kZoomStep = 1.15;

ElementId element_called(const Pane& pane, const std::string& name) {
  const auto found = pane.element_of.find(name);
  return found == pane.element_of.end() ? kNone : found->second;
}

// What a click there selects; empty: nothing.
std::string name_of(const LineModel& model, const Frame& frame, const Hit& what) {
  const auto id = static_cast<std::size_t>(std::max(0, what.id));
  switch (what.kind) {
    case Hit::Kind::Element:
    case Hit::Kind::Machine: return model.elements[static_cast<std::size_t>(what.element)].name;
    case Hit::Kind::Pool: return model.pools[id].name;
    case Hit::Kind::Worker: return model.pools[static_cast<std::size_t>(frame.workers[id].pool)].name;
    case Hit::Kind::Vehicle: return model.fleets[static_cast<std::size_t>(frame.vehicles[id].fleet)].name;
    case Hit::Kind::Way:
    case Hit::Kind::Nothing: break;
  }
  return {};
}

// Of its own time in shifts, as the report has it.
std::vector<double> working_shares(const Answer& answer) {
  std::vector<double> shares;
  for (const StationSummary& s : answer.summary.stations) {
    const double off = s.state[static_cast<std::size_t>(MachineState::Off)].mean.value_or(0);
    const double working = s.state[static_cast<std::size_t>(MachineState::Working)].mean.value_or(0);
    shares.push_back(off < 1 ? std::min(1.0, working / (1 - off)) : 0);
  }
  return shares;
}

}  // namespace

void Panels::canvas(Pane& pane, Rect at, bool first) {
  const std::string id = fmt::format("canvas{}", pane.before_slot);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  const bool open = begin(id.c_str(), at, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  if (open) {
    Camera& camera = pane.camera;
    camera.middle = {(at.from.x + at.to.x) / 2, (at.from.y + at.to.y) / 2};
    const Bounds& b = pane.placement.bounds;
    const float margin = ImGui::GetFontSize() * 1.5f;
    if (pane.fit) camera.show({b.left, b.low}, {b.right, b.high}, at.from, at.to, margin);
    ImGui::SetCursorScreenPos(at.from);
    ImGui::InvisibleButton("picture", {std::max(1.0f, at.width()), std::max(1.0f, at.height())});
    app_.probe().note(id, at.from, at.to);
    const bool hovered = ImGui::IsItemHovered();
    const bool active = ImGui::IsItemActive();
    const drawing::Point pointer = camera.metres(ImGui::GetIO().MousePos);
    const Hit what =
        hovered ? hit(pane.player->model(), pane.placement, pane.frame, pointer, kSlack / camera.per_metre)
                : Hit{};
    touch(pane, what, active, first);
    const LineModel& model = pane.player->model();  // which a touch may have changed
    move_camera(pane, hovered);
    CanvasLook look;
    look.names = app_.show_names;
    look.selected = element_called(pane, app_.selected());
    if (const auto answer = current(pane)) {
      look.heat = app_.show_heat;
      if (app_.show_heat) look.working = working_shares(*answer);
      look.bottleneck = answer->summary.jury.verdict.station;
      look.bottleneck_tag = say("bottleneck");
    }
    if (app_.second())
      for (const std::string& name : app_.different_elements())
        if (const ElementId e = element_called(pane, name); e != kNone) look.different.push_back(e);
    Canvas(*ImGui::GetWindowDrawList(), model, pane.placement, pane.frame, camera, at.from, at.to).draw(look);
    for (std::size_t e = 0; app_.probe().listens() && e < model.elements.size(); ++e) {
      const ImVec2 p = camera.pixel(pane.placement.elements[e].centre);
      app_.probe().note(fmt::format("element{}:{}", pane.before_slot, model.elements[e].name), p, p);
    }
    if (pane.player->outcome() == Outcome::Jammed || pane.player->outcome() == Outcome::Endless) {
      std::string circle;
      for (const JamStep& step : pane.player->circle())
        if (step.kind == JamStep::Kind::Element)
          circle +=
              (circle.empty() ? "" : " → ") + model.elements[static_cast<std::size_t>(step.element)].name;
      ImGui::SetCursorScreenPos({at.from.x + 10, at.from.y + 8});
      coloured(palette::mark(), say("jammed", {circle}));
    }
    if (hovered && !active) tooltip(pane, what);
  }
  ImGui::End();
}

void Panels::move_camera(Pane& pane, bool hovered) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!hovered) return;
  if (io.MouseWheel != 0) {
    pane.fit = false;
    pane.camera.zoom(std::pow(kZoomStep, static_cast<double>(io.MouseWheel)), io.MousePos);
  }
  const bool drags_floor = pane.dragged == kNone && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2);
  if (drags_floor || ImGui::IsMouseDragging(ImGuiMouseButton_Right, 2) ||
      ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 2)) {
    if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0) {
      pane.fit = false;
      pane.camera.pan(io.MouseDelta);
    }
  }
}

// A click selects; pulling at an element of the first model moves it, and it stays where it is let go.
void Panels::touch(Pane& pane, const Hit& what, bool active, bool first) {
  const LineModel& model = pane.player->model();
  const bool element = what.kind == Hit::Kind::Element || what.kind == Hit::Kind::Machine;
  const drawing::Point pointer = pane.camera.metres(ImGui::GetIO().MousePos);
  if (ImGui::IsItemClicked(ImGuiMouseButton_Left)) {
    app_.select(name_of(model, pane.frame, what));
    pane.dragged = element && first && !pane.log() ? what.element : kNone;
    pane.drag_moved = false;
    if (element) {
      const drawing::Point centre = pane.placement.elements[static_cast<std::size_t>(what.element)].centre;
      pane.drag_offset = {centre.x - pointer.x, centre.y - pointer.y};
    }
  }
  if (pane.dragged == kNone) return;
  const drawing::Point centre{pointer.x + pane.drag_offset.x, pointer.y + pane.drag_offset.y};
  if (active && (pane.drag_moved || ImGui::IsMouseDragging(ImGuiMouseButton_Left, 4))) {
    if (!pane.drag_moved) pane.before_drag = pane.placement;
    pane.drag_moved = true;
    pane.fit = false;
    pane.placement = placement_with(model, pane.before_drag, pane.dragged, centre);
  }
  if (active) return;
  const ElementId moved = std::exchange(pane.dragged, kNone);
  if (!pane.drag_moved) return;
  // seen where it was when the others get their places
  pane.placement = pane.before_drag;
  app_.move_element(moved, centre);
}

void Panels::tooltip(Pane& pane, const Hit& what) {
  if (what.kind == Hit::Kind::Nothing) return;
  const LineModel& model = pane.player->model();
  const Player* const run = pane.simulation();  // a log has no figures of all that it shows
  const auto id = static_cast<std::size_t>(std::max(0, what.id));
  ImGui::BeginTooltip();
  switch (what.kind) {
    case Hit::Kind::Element:
      ImGui::TextUnformatted(model.elements[id].name.c_str());
      live_figures_of(pane, model.elements[id].name, true);
      break;
    case Hit::Kind::Machine: {
      const MachineModel& machine = model.machines[id];
      const StationModel& station = model.stations[static_cast<std::size_t>(machine.station)];
      const MachineView& view = pane.frame.machines[id];
      ImGui::TextUnformatted(station.machines > 1
                                 ? fmt::format("{} #{}", model.of(station).name, machine.number + 1).c_str()
                                 : model.of(station).name.c_str());
      std::string text = state_name(view.state);
      if (view.failed != kNone) {
        const std::string& mode = station.failures[static_cast<std::size_t>(view.failed)].name;
        if (!mode.empty()) text += " (" + mode + ")";
      }
      coloured(palette::ink(), text + " " + say("since", {span_text(pane.player->now() - view.since)}));
      if (model.variants_declared && view.variant != kNone)
        coloured(palette::quiet(), model.variants[static_cast<std::size_t>(view.variant)]);
      if (run) figures_table(figures_of_machine(model, run->state(), what.id));
      break;
    }
    case Hit::Kind::Way: {
      const Way& way = pane.placement.ways[id];
      std::string text = model.elements[static_cast<std::size_t>(way.from)].name + " → " +
                         model.elements[static_cast<std::size_t>(way.to)].name;
      if (way.fleet != kNone) text += " (" + model.fleets[static_cast<std::size_t>(way.fleet)].name + ")";
      ImGui::TextUnformatted(text.c_str());
      break;
    }
    case Hit::Kind::Pool:
      ImGui::TextUnformatted(model.pools[id].name.c_str());
      if (run) figures_table(figures_of_pool(model, run->state(), what.id));
      break;
    case Hit::Kind::Vehicle: {
      const VehicleView& view = pane.frame.vehicles[id];
      ImGui::TextUnformatted(model.fleets[static_cast<std::size_t>(view.fleet)].name.c_str());
      if (run) figures_table(figures_of_fleet(model, run->state(), view.fleet));
      break;
    }
    case Hit::Kind::Worker: {
      const WorkerView& view = pane.frame.workers[id];
      ImGui::TextUnformatted(model.pools[static_cast<std::size_t>(view.pool)].name.c_str());
      if (run) figures_table(figures_of_pool(model, run->state(), view.pool));
      break;
    }
    case Hit::Kind::Nothing: break;
  }
  ImGui::EndTooltip();
}

}  // namespace linetwin::viewer
