// What the colours mean.
#include <fmt/format.h>

#include <algorithm>

#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

// Whether machines of this line can be in a state at all.
bool occurs(const LineModel& model, MachineState state) {
  const auto some = [&](auto has) { return std::any_of(model.stations.begin(), model.stations.end(), has); };
  switch (state) {
    case MachineState::Off: return !model.scheduled.shifts.empty();
    case MachineState::Setup: return some([](const StationModel& s) { return s.has_setup(); });
    case MachineState::Maintenance: return some([](const StationModel& s) { return !s.maintenance.empty(); });
    case MachineState::Down:
      return some([](const StationModel& s) { return !s.failures.empty() || s.stopped_by > 0; });
    case MachineState::Waiting:
      return !model.pools.empty() || !model.fleets.empty() || !model.limits.empty() ||
             some([](const StationModel& s) { return s.stopped_by > 0; });
    case MachineState::Working:
    case MachineState::Blocked:
    case MachineState::Starved: break;
  }
  return true;
}

// Entries in a row, for as long as there is room.
class Row {
 public:
  explicit Row(float right) : right_(right), side_(ImGui::GetFontSize() * 0.8f) {}
  // How wide a gap there is before the next entry.
  void gap(float width) { gap_ = width; }
  void chip(ImU32 c, const std::string& name, bool part = false) {
    if (!room(side_ + 4 + ImGui::CalcTextSize(name.c_str()).x)) return;
    const ImVec2 p = ImGui::GetCursorScreenPos();
    const float side = part ? side_ * 0.72f : side_, off = (side_ - side) / 2;
    ImGui::GetWindowDrawList()->AddRectFilled(
        {p.x + off, p.y + 3 + off}, {p.x + off + side, p.y + 3 + off + side}, c, part ? 3.0f : 1.0f);
    ImGui::Dummy({side_, side_});
    ImGui::SameLine(0, 4);
    ImGui::TextUnformatted(name.c_str());
  }
  // Light to dark, with a word at either end.
  void scale(const std::string& low, const std::string& high) {
    constexpr int kPieces = 24;
    const float width = ImGui::GetFontSize() * 7;
    const float low_width = ImGui::CalcTextSize(low.c_str()).x;
    if (!room(width + low_width + 8 + ImGui::CalcTextSize(high.c_str()).x)) return;
    ImGui::TextUnformatted(low.c_str());
    ImGui::SameLine(0, 4);
    const ImVec2 p = ImGui::GetCursorScreenPos();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (int i = 0; i < kPieces; ++i)
      list.AddRectFilled({p.x + width * static_cast<float>(i) / kPieces, p.y + 3},
                         {p.x + width * static_cast<float>(i + 1) / kPieces, p.y + 3 + side_},
                         heat_colour((i + 0.5) / kPieces));
    list.AddRect({p.x, p.y + 3}, {p.x + width, p.y + 3 + side_}, palette::line());
    ImGui::Dummy({width, side_});
    ImGui::SameLine(0, 4);
    ImGui::TextUnformatted(high.c_str());
  }
  // How many had no room.
  int left_out() const { return left_out_; }
  void end(const std::string& text) {
    ImGui::SameLine(0, 8);
    ImGui::TextUnformatted(text.c_str());
  }

 private:
  bool room(float width) {
    if (left_out_ == 0 && !first_) ImGui::SameLine(0, gap_);
    gap_ = kUsualGap;
    // what has no room is left out rather than cut in two, and all that follows with it
    if (left_out_ > 0 || (!first_ && ImGui::GetCursorScreenPos().x + width > right_)) {
      ++left_out_;
      return false;
    }
    first_ = false;
    return true;
  }
  static constexpr float kUsualGap = 12;
  float right_;
  float side_;
  float gap_ = kUsualGap;
  bool first_ = true;
  int left_out_ = 0;
};

}  // namespace

void Panels::legend(Rect at) {
  if (begin("legend", at, ImGuiWindowFlags_NoScrollbar)) {
    app_.probe().note("legend", at.from, at.to);
    const float more = ImGui::CalcTextSize("+00").x + 8;
    Row row(at.to.x - 10 - more);
    const LineModel& model = app_.pane()->player->model();
    if (app_.show_heat) {
      row.scale("0 %", "100 % " + say("state.working"));
      row.gap(24);
    }
    // of a line that is known by its log alone nobody knows what it has
    const TracePlayer* const log = app_.pane()->log();
    const bool guessed = log && log->guessed();
    for (std::size_t s = 0; s < kMachineStates; ++s)
      if (const auto state = static_cast<MachineState>(s); guessed || occurs(model, state))
        row.chip(state_colour(state), state_name(state));
    row.gap(24);
    if (model.variants_declared)
      for (std::size_t v = 0; v < model.variants.size(); ++v)
        row.chip(variant_colour(static_cast<int>(v)), model.variants[v], true);
    if (row.left_out() > 0) row.end(fmt::format("+{}", row.left_out()));
  }
  ImGui::End();
}

}  // namespace linetwin::viewer
