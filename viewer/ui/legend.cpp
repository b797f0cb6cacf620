// What the colours mean.
#include <algorithm>

#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {

void Panels::legend(Rect at) {
  if (begin("legend", at, ImGuiWindowFlags_NoScrollbar)) {
    app_.probe().note("legend", at.from, at.to);
    const float side = ImGui::GetFontSize() * 0.8f;
    const float right = at.to.x - 10;
    bool first = true;
    const auto chip = [&](ImU32 c, const std::string& name) {
      const float width = side + 4 + ImGui::CalcTextSize(name.c_str()).x;
      if (!first) {
        ImGui::SameLine(0, 12);
        // what has no room is left out rather than cut in two
        if (ImGui::GetCursorScreenPos().x + width > right) return;
      }
      first = false;
      const ImVec2 p = ImGui::GetCursorScreenPos();
      ImGui::GetWindowDrawList()->AddRectFilled({p.x, p.y + 2}, {p.x + side, p.y + 2 + side}, c, 2);
      ImGui::Dummy({side, side});
      ImGui::SameLine(0, 4);
      ImGui::TextUnformatted(name.c_str());
    };
    const LineModel& model = app_.pane()->player->model();
    // of a line that is known by its log alone nobody knows whether it has shifts
    const TracePlayer* const log = app_.pane()->log();
    const bool shifts = !model.scheduled.shifts.empty() || (log && log->guessed());
    for (std::size_t s = 0; s < kMachineStates; ++s)
      if (static_cast<MachineState>(s) != MachineState::Off || shifts)
        chip(state_colour(static_cast<MachineState>(s)), state_name(static_cast<MachineState>(s)));
    if (model.variants_declared)
      for (std::size_t v = 0; v < model.variants.size(); ++v)
        chip(variant_colour(static_cast<int>(v)), model.variants[v]);
    if (app_.show_heat) {
      ImGui::SameLine(0, 16);
      for (int i = 0; i < 6; ++i)
        chip(heat_colour(i / 5.0), i == 0 ? "0 %" : i == 5 ? "100 % " + say("state.working") : "");
    }
  }
  ImGui::End();
}

}  // namespace linetwin::viewer
