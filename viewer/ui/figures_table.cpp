// Figures of what is selected or pointed at, as a small table.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

enum class Unit : std::uint8_t { Share, Count, PerHour, Mean, Seconds };

struct LabelLook {
  std::string_view key;
  Unit unit;
};

// In the order of FigureLabel.
constexpr std::array<LabelLook, kFigureLabels> kLooks = {{
    {"state.working", Unit::Share},
    {"state.setup", Unit::Share},
    {"state.blocked", Unit::Share},
    {"state.starved", Unit::Share},
    {"state.down", Unit::Share},
    {"state.maintenance", Unit::Share},
    {"state.waiting", Unit::Share},
    {"state.off", Unit::Share},
    {"fig.parts", Unit::Count},
    {"fig.capacity", Unit::Count},
    {"fig.finished", Unit::Count},
    {"fig.created", Unit::Count},
    {"fig.lost", Unit::Count},
    {"fig.scrapped", Unit::Count},
    {"fig.setups", Unit::Count},
    {"fig.failures", Unit::Count},
    {"fig.good", Unit::Count},
    {"fig.busy", Unit::Count},
    {"fig.people", Unit::Count},
    {"fig.vehicles", Unit::Count},
    {"fig.amount", Unit::Mean},
    {"fig.most", Unit::Mean},
    {"fig.peak", Unit::Mean},
    {"fig.per_hour", Unit::PerHour},
    {"fig.mean_parts", Unit::Mean},
    {"fig.mean_busy", Unit::Mean},
    {"fig.mean_amount", Unit::Mean},
    {"fig.lead_time", Unit::Seconds},
    {"fig.full", Unit::Share},
    {"fig.empty", Unit::Share},
    {"fig.held", Unit::Share},
    {"fig.holds_back", Unit::Share},
    {"fig.vehicle_idle", Unit::Share},
    {"fig.vehicle_empty", Unit::Share},
    {"fig.vehicle_loaded", Unit::Share},
    {"fig.vehicle_waiting", Unit::Share},
}};

std::string value_text(double value, Unit unit, Language language) {
  switch (unit) {
    case Unit::Share: return fmt::format("{:.1f} %", 100 * value);
    case Unit::Count: return value < 0 ? "∞" : fmt::format("{:.0f}", value);
    case Unit::PerHour: return fmt::format("{:.1f}", value);
    case Unit::Mean: return fmt::format("{:.4g}", value);
    case Unit::Seconds: return span_text(static_cast<Time>(std::llround(value * 1e6)), language);
  }
  return {};
}

}  // namespace

void Panels::figures_table(const std::vector<LiveFigure>& figures) {
  if (!ImGui::BeginTable("figures", 2, ImGuiTableFlags_SizingFixedFit)) return;
  for (const LiveFigure& figure : figures) {
    const LabelLook& look = kLooks[static_cast<std::size_t>(figure.label)];
    const bool state = figure.label <= FigureLabel::Off;
    if (state && figure.value < 0.0005) continue;
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    if (state) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      const float side = ImGui::GetFontSize() * 0.7f;
      ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + side * 0.25f},
                                                {at.x + side, at.y + side * 1.25f},
                                                state_colour(static_cast<MachineState>(figure.label)));
      ImGui::Dummy({side, side});
      ImGui::SameLine();
    }
    coloured(palette::quiet(), say(look.key));
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(value_text(figure.value, look.unit, app_.language).c_str());
  }
  ImGui::EndTable();
}

}  // namespace linetwin::viewer
