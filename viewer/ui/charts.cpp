// The charts below the picture, one tab each; a click into a chart goes to that moment.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/ui/panels.hpp"
#include "viewer/ui/plot.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

struct Tab {
  ChartTab tab;
  const char* key;
};
constexpr std::array<Tab, 6> kTabs = {{{ChartTab::Gantt, "chart.gantt"},
                                       {ChartTab::Levels, "chart.levels"},
                                       {ChartTab::Curves, "chart.curves"},
                                       {ChartTab::Losses, "chart.losses"},
                                       {ChartTab::Table, "chart.table"},
                                       {ChartTab::Differences, "chart.differences"}}};
constexpr std::array<Time, 5> kSpans = {10 * kMinute, kHour, 8 * kHour, kDay, 0};

Figure size_of(Figure difference) {
  difference.mean = std::abs(*difference.mean);
  return difference;
}

bool over_time(ChartTab tab) {
  return tab == ChartTab::Gantt || tab == ChartTab::Levels || tab == ChartTab::Curves;
}

}  // namespace

ChartSpan Panels::chart_span(const Pane& pane) const {
  const Playback& player = *pane.player;
  // hardly begun, it has room for some time
  constexpr Time kLeast = 10 * kMinute;
  if (app_.chart_span == 0)
    return {0, std::max<Time>({player.furthest(), std::min(kLeast, player.end()), kSecond})};
  const Time to = std::max(player.now(), app_.chart_span);
  return {to - app_.chart_span, to};
}

void Panels::charts(Rect at) {
  if (app_.chart == ChartTab::Differences && !app_.second()) app_.chart = ChartTab::Gantt;
  if (begin("charts", at)) {
    for (const Tab& tab : kTabs) {
      if (tab.tab == ChartTab::Differences && !app_.second()) continue;
      const bool chosen = app_.chart == tab.tab;
      if (chosen) ImGui::PushStyleColor(ImGuiCol_Button, colour("#bdd6e8"));
      if (button(tab.key)) app_.chart = tab.tab;
      if (chosen) ImGui::PopStyleColor();
      ImGui::SameLine();
    }
    if (over_time(app_.chart))
      spans();
    else
      ImGui::NewLine();
    Pane& pane = *app_.pane();
    // beside each other where there are two
    const bool two = app_.second() && app_.second()->player && app_.chart != ChartTab::Differences;
    if (two) {
      const float half = (at.width() - 24) / 2;
      for (Pane* p : {app_.pane(), app_.second()}) {
        if (p != app_.pane()) ImGui::SameLine();
        ImGui::BeginChild(fmt::format("half{}", p->before_slot).c_str(), {half, 0});
        chart(*p);
        ImGui::EndChild();
      }
    } else {
      ImGui::BeginChild("chart", {0, 0});
      chart(pane);
      ImGui::EndChild();
    }
  }
  ImGui::End();
}

// How much time the charts show.
void Panels::spans() {
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 7);
  const auto text = [&](Time span) {
    return span == 0 ? say("span.all") : say("span.last", {span_text(span)});
  };
  const bool open = ImGui::BeginCombo("##span", text(app_.chart_span).c_str());
  app_.probe().note_item("span");
  if (!open) return;
  for (const Time span : kSpans) {
    if (ImGui::Selectable(text(span).c_str(), span == app_.chart_span)) app_.chart_span = span;
    app_.probe().note_item(fmt::format("span:{}", span / kMinute));
  }
  ImGui::EndCombo();
}

void Panels::chart(Pane& pane) {
  switch (app_.chart) {
    case ChartTab::Gantt: gantt(pane); break;
    case ChartTab::Levels: levels(pane); break;
    case ChartTab::Curves: curves(pane); break;
    case ChartTab::Losses: losses(pane); break;
    case ChartTab::Table: table(pane); break;
    case ChartTab::Differences: differences(); break;
  }
}

void Panels::go_where_clicked(const Plot& plot) {
  // a chart that ends at the present would move away under the pointer
  const bool dragged = plot.held() && app_.chart_span == 0;
  if (plot.pressed() || dragged)
    app_.go_to(static_cast<Time>(plot.value_at(ImGui::GetIO().MousePos.x) * 3.6e9));
}

// What the model at the left makes more than the one at the right, by the same random numbers, and in what
// they differ.
void Panels::differences() {
  const auto left = current(*app_.pane()), right = current(*app_.second());
  if (const auto more = left && right ? gain(*right, *left) : std::nullopt; more && more->mean) {
    const bool told = more->half_width && std::abs(*more->mean) > *more->half_width;
    coloured(told ? palette::accent() : palette::quiet(),
             say(*more->mean < 0 ? "left_makes_less" : "left_makes_more",
                 {figure_text(size_of(*more)), say("unit.parts_per_h")}));
    if (!told) coloured(palette::quiet(), say("not_told"));
  }
  const std::vector<std::string> sentences = app_.difference_sentences();
  if (sentences.empty()) {
    coloured(palette::quiet(), say("no_differences"));
    return;
  }
  for (const std::string& sentence : sentences) {
    ImGui::Bullet();
    wrapped(sentence);
  }
}

}  // namespace linetwin::viewer
