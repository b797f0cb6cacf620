// Play, pause, step, speed, the clock, and the slider on which a moment is chosen.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/quantity.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr std::array<double, 9> kSpeeds = {1, 10, 60, 300, 900, 3600, 14400, 86400, Clock::kFullSpeed};

std::string speed_text(double speed, const std::string& real, const std::string& most) {
  if (speed >= Clock::kFullSpeed) return most;
  return speed == 1 ? real : fmt::format("x {:.0f}", speed);
}

}  // namespace

void Panels::transport() {
  Clock& clock = app_.clock();
  if (button(say("restart") + "##restart", "restart")) app_.go_to(0);
  ImGui::SameLine();
  // as wide as the longer word, so that nothing moves when it changes
  const float wide =
      std::max(ImGui::CalcTextSize(say("play").c_str()).x, ImGui::CalcTextSize(say("pause").c_str()).x) +
      2 * ImGui::GetStyle().FramePadding.x;
  if (ImGui::Button((say(clock.playing() ? "pause" : "play") + "##play").c_str(), {wide, 0}))
    clock.playing() ? clock.pause() : clock.play();
  app_.probe().note_item("play");
  ImGui::SameLine();
  if (button("step")) app_.step();
}

void Panels::speed() {
  Clock& clock = app_.clock();
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 8);
  const std::string shown = speed_text(clock.speed(), say("speed.real"), say("speed.most"));
  const bool open = ImGui::BeginCombo("##speed", shown.c_str());
  app_.probe().note_item("speed");
  if (!open) return;
  for (const double speed : kSpeeds) {
    const std::string text = speed_text(speed, say("speed.real"), say("speed.most"));
    if (ImGui::Selectable(text.c_str(), speed == clock.speed())) clock.set_speed(speed);
    app_.probe().note_item(fmt::format("speed:{}", speed >= Clock::kFullSpeed ? 0 : speed));
  }
  ImGui::EndCombo();
}

// The whole run from left to right; what has been reached is darker, the warm-up is hatched.
void Panels::slider(float width) {
  Pane& pane = *app_.pane();
  const Playback& player = *pane.player;
  const float height = ImGui::GetFrameHeight();
  const ImVec2 from = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton("##moment", {width, height});
  app_.probe().note("moment", from, {from.x + width, from.y + height});
  const double end = std::max<double>(1, static_cast<double>(player.end()));
  const auto x = [&](Time t) { return from.x + static_cast<float>(static_cast<double>(t) / end) * width; };
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float top = from.y + height * 0.35f, bottom = from.y + height * 0.65f;
  list.AddRectFilled({from.x, top}, {from.x + width, bottom}, palette::pale(), 3);
  if (const Time warmup = warmup_of(pane); warmup > 0)
    list.AddRectFilled({from.x, top}, {x(warmup), bottom}, palette::grid(), 3);
  list.AddRectFilled({from.x, bottom - 3}, {x(player.furthest()), bottom}, palette::line(), 2);
  const Time shown = app_.seeking().value_or(player.now());
  list.AddRectFilled({from.x, top}, {x(shown), bottom - 3}, palette::accent(), 3);
  list.AddCircleFilled({x(shown), from.y + height / 2}, height * 0.32f, palette::accent());
  const auto time_at = [&](float px) {
    return static_cast<Time>(std::clamp((static_cast<double>(px) - from.x) / width, 0.0, 1.0) * end);
  };
  if (ImGui::IsItemActive()) app_.go_to(time_at(ImGui::GetIO().MousePos.x));
  if (ImGui::IsItemHovered())
    ImGui::SetTooltip("%s", calendar_text(player.model(), time_at(ImGui::GetIO().MousePos.x)).c_str());
}

bool Panels::time_in_two_rows(float width) const {
  constexpr float kOneRow = 48;  // letters
  return width < kOneRow * ImGui::GetFontSize();
}

void Panels::time_bar(Rect at) {
  if (begin("time", at, ImGuiWindowFlags_NoScrollbar)) {
    const Pane& pane = *app_.pane();
    transport();
    ImGui::SameLine();
    speed();
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    const std::string now = calendar_text(pane.player->model(), pane.player->now());
    ImGui::TextUnformatted(now.c_str());
    app_.probe().note_item("clock");
    if (!time_in_two_rows(at.width())) ImGui::SameLine(0, ImGui::GetFontSize());
    const float jump = ImGui::GetFontSize() * 7;
    slider(std::max(60.0f, ImGui::GetContentRegionAvail().x - jump - 8));
    ImGui::SameLine();
    const TextEdit edited = edit_text("##jump", "", jump, say("jump") + "...");
    app_.probe().note_item("jump");
    if (edited.done && !edited.text.empty()) {
      const Parsed<double> time = parse_time(edited.text);
      if (time.value)
        app_.go_to(std::min(pane.player->end(), static_cast<Time>(std::llround(*time.value))));
      else
        app_.tell_error(fmt::format("{}: {}{}", edited.text, time.message,
                                    time.hint.empty() ? "" : " (" + time.hint + ")"));
    }
  }
  ImGui::End();
}

}  // namespace linetwin::viewer
