#include "viewer/ui/panels.hpp"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {

std::string figure_text(const Figure& figure) {
  if (!figure.mean) return "-";
  const double mean = *figure.mean;
  const double half = figure.half_width.value_or(0);
  // one digit of the half width, at least four of the mean
  int decimals = half > 0 ? static_cast<int>(std::ceil(-std::log10(half))) : 2;
  const int of_mean = mean == 0 ? 1 : 3 - static_cast<int>(std::floor(std::log10(std::abs(mean))));
  decimals = std::clamp(decimals, 0, std::max(0, std::min(6, of_mean)));
  if (half <= 0) return fmt::format("{:.{}f}", mean == 0 ? 0.0 : mean, decimals);
  return fmt::format("{:.{}f} ± {:.{}f}", mean == 0 ? 0.0 : mean, decimals, half, decimals);
}

int decimals_of(double value, int digits) {
  if (value == 0) return 1;
  return std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(std::abs(value)))), 1, 8);
}

std::string span_text(Time span, Language language) {
  const auto two = [&](const char* key, Time large, Time small) {
    return say(key, language, {std::to_string(span / large), fmt::format("{:02}", span % large / small)});
  };
  if (span < kMinute) return say("span.s", language, {fmt::format("{:.3g}", seconds(span))});
  if (span < kHour) return two("span.min", kMinute, kSecond);
  if (span < kDay) return two("span.h", kHour, kMinute);
  return two("span.d", kDay, kHour);
}

// Dear ImGui gives a text back only while its field has the cursor. What was typed is kept, so that it is
// there when the cursor goes elsewhere in the middle of a frame.
TextEdit Panels::edit_text(const char* id, const std::string& text, float width, const std::string& hint) {
  App::Typing &typing = app_.typing(), &before = app_.typed_before();
  const ImGuiID field = ImGui::GetID(id);
  TextEdit edit;
  edit.text = typing.field == field ? typing.text : before.field == field ? before.text : text;
  if (before.field == field) before = {};
  ImGui::SetNextItemWidth(width);
  const bool entered = ImGui::InputTextWithHint(
      id, hint.c_str(), &edit.text, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  edit.done = entered || ImGui::IsItemDeactivatedAfterEdit();
  if (ImGui::IsItemActive()) {
    if (typing.field != field) before = typing;
    typing = {field, edit.text};
  } else if (typing.field == field) {
    typing = {};
  }
  return edit;
}

bool Panels::begin(const char* id, Rect at, int flags) {
  ImGui::SetNextWindowPos(at.from, ImGuiCond_Always);
  ImGui::SetNextWindowSize({std::max(1.0f, at.width()), std::max(1.0f, at.height())}, ImGuiCond_Always);
  // what is behind is white already, and painting it again is what takes longest without a graphics card
  const bool open =
      ImGui::Begin(id, nullptr,
                   ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                       ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                       ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoBackground | flags);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(at.from, at.to);
  list.AddRect(at.from, at.to, ImGui::GetColorU32(ImGuiCol_Border));
  list.PopClipRect();
  return open;
}

bool Panels::button(std::string_view key) { return button(say(key) + "##" + std::string(key), key); }

bool Panels::button(const std::string& text, std::string_view key) {
  const bool pressed = ImGui::Button(text.c_str());
  app_.probe().note_item(key);
  return pressed;
}

bool Panels::item(std::string_view key, const char* shortcut, bool marked, bool enabled) {
  const bool chosen =
      ImGui::MenuItem((say(key) + "##" + std::string(key)).c_str(), shortcut, marked, enabled);
  app_.probe().note_item("menu:" + std::string(key));
  return chosen;
}

void Panels::coloured(ImU32 colour, const std::string& text) const {
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
}

void Panels::wrapped(const std::string& text) const {
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
}

std::string Panels::state_name(MachineState state) const {
  return say(std::string("state.") + kMachineStateNames[static_cast<std::size_t>(state)]);
}

std::string Panels::calendar_text(const LineModel& model, Time t) const {
  constexpr std::array<std::string_view, 7> kDays = {"day.mon", "day.tue", "day.wed", "day.thu",
                                                     "day.fri", "day.sat", "day.sun"};
  const Moment m = moment(model, t);
  return say("calendar",
             {say(kDays[static_cast<std::size_t>(m.weekday)]),
              fmt::format("{:02}:{:02}:{:02}", m.hour, m.minute, m.second), std::to_string(m.day)});
}

std::shared_ptr<const Answer> Panels::newest(const Pane& pane) const {
  auto answer = app_.live().answer(pane.after_slot);
  return answer ? answer : app_.live().answer(pane.before_slot);
}

std::shared_ptr<const Answer> Panels::current(const Pane& pane) const {
  auto answer = newest(pane);
  return answer && answer->key == pane.document.run_key() ? answer : nullptr;
}

Time Panels::warmup_of(const Pane& pane) const {
  if (pane.player->warmup() > 0 || pane.log()) return pane.player->warmup();
  const auto answer = current(pane);
  return answer ? answer->options.warmup : 0;
}

void Panels::draw() {
  app_.probe().begin_frame();
  shortcuts();
  menu();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  body({{0, ImGui::GetFrameHeight()}, size});
  dialogues();
}

// Fixed places, by shares of the window: files at the left, the inspector at the right, charts below.
void Panels::body(Rect whole) {
  const float font = ImGui::GetFontSize();
  Rect middle = whole;
  if (app_.show_browser) {
    const float right = std::min(whole.width() * 0.25f, font * 13);
    browser({whole.from, {right, whole.to.y}});
    middle.from.x = right;
  }
  const Pane* pane = app_.pane();  // which the browser may have changed
  const bool running = pane && pane->player;
  if (app_.show_inspector && running) {
    const float left = whole.to.x - std::min(whole.width() * 0.28f, font * 19);
    inspector({{left, whole.from.y}, whole.to});
    middle.to.x = left;
  }
  if (!running) {
    if (begin("empty", middle)) wrapped(say("welcome"));
    ImGui::End();
    if (Pane* empty = app_.pane()) problems(*empty, middle);
    return;
  }
  const float second_row = time_in_two_rows(middle.width()) ? ImGui::GetFrameHeightWithSpacing() : 0;
  const float time_height = ImGui::GetFrameHeight() + 14 + second_row;
  if (app_.show_charts) {
    // in a small window the picture goes before them
    const float charts_height = std::max(font * 10, middle.height() * 0.32f);
    const float top = middle.to.y - std::min(charts_height, middle.height() * 0.42f - second_row);
    charts({{middle.from.x, top}, middle.to});
    middle.to.y = top;
  }
  time_bar({{middle.from.x, middle.to.y - time_height}, middle.to});
  middle.to.y -= time_height;
  const float legend_height = font + 12;
  legend({{middle.from.x, middle.to.y - legend_height}, middle.to});
  middle.to.y -= legend_height;
  pictures(middle);
}

// One model, or two side by side, each under its answer.
void Panels::pictures(Rect at) {
  const auto& panes = app_.panes();
  const float width = at.width() / static_cast<float>(panes.size());
  // the head; one answer, or the one before, the one after and what lies between
  const bool changed =
      std::any_of(panes.begin(), panes.end(), [](const auto& p) { return p->document.line() != p->opened; });
  const ImGuiStyle& style = ImGui::GetStyle();
  const float headline_height = (changed ? 4.0f : 2.0f) * (ImGui::GetFontSize() + 2 * style.CellPadding.y) +
                                2 * style.WindowPadding.y + 2;
  for (std::size_t i = 0; i < panes.size(); ++i) {
    Pane& pane = *panes[i];
    const float left = at.from.x + width * static_cast<float>(i);
    const Rect top{{left, at.from.y}, {left + width, at.from.y + headline_height}};
    const Rect below{{left, top.to.y}, {left + width, at.to.y}};
    headline(pane, top);
    if (pane.player) canvas(pane, below, i == 0);
    problems(pane, below);
  }
}

}  // namespace linetwin::viewer
