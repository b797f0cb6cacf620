// What each machine did: exactly where the stretches are known, else by shares of slices of time.
#include <fmt/format.h>

#include <algorithm>

#include "viewer/ui/panels.hpp"
#include "viewer/ui/plot.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

double in_hours(Time t) { return hours(t); }

// Slices as columns, the states above each other in their order.
void draw_slices(const Plot& plot, const std::vector<StateSlice>& slices, Time until, float top,
                 float bottom) {
  for (const StateSlice& slice : slices) {
    const Time to = std::min(slice.to, until);
    if (to <= slice.from) continue;
    const double whole = static_cast<double>(slice.to - slice.from);
    float y = bottom;
    for (std::size_t s = 0; s < kMachineStates; ++s) {
      if (slice.time[s] <= 0) continue;
      const float height = static_cast<float>(static_cast<double>(slice.time[s]) / whole) * (bottom - top);
      plot.rect(in_hours(slice.from), in_hours(to), y - height, y,
                state_colour(static_cast<MachineState>(s)));
      y -= height;
    }
  }
}

}  // namespace

void Panels::gantt(Pane& pane) {
  const LineModel& model = pane.player->model();
  const History& history = pane.player->history();
  const ChartSpan span = chart_span(pane);
  const float font = ImGui::GetFontSize();
  const auto machines = static_cast<float>(model.machines.size());
  const float row = std::clamp((ImGui::GetContentRegionAvail().y - font - 12) / std::max(1.0f, machines),
                               font * 0.7f, font * 1.5f);
  float left = 0;
  const auto name_of = [&](std::size_t m) {
    const StationModel& s = model.stations[static_cast<std::size_t>(model.machines[m].station)];
    return s.machines > 1 ? fmt::format("{} #{}", model.of(s).name, model.machines[m].number + 1)
                          : model.of(s).name;
  };
  constexpr std::size_t kMostMeasured = 400;
  for (std::size_t m = 0; m < std::min(model.machines.size(), kMostMeasured); ++m)
    left = std::max(left, ImGui::CalcTextSize(name_of(m).c_str()).x + 8);
  left = std::min(left, font * 12);
  Plot::Axes axes;
  axes.x_low = in_hours(span.from);
  axes.x_high = in_hours(span.to);
  axes.y_axis = false;
  axes.left = left;
  axes.hours = say("unit.h");
  axes.days = say("unit.d");
  const Plot plot(fmt::format("gantt{}", pane.before_slot).c_str(), row * machines + font + 12, axes);
  app_.probe().note(fmt::format("chart:gantt{}", pane.before_slot), plot.from(), plot.to());
  const float seen_from = ImGui::GetWindowPos().y - row,
              seen_to = ImGui::GetWindowPos().y + ImGui::GetWindowHeight();
  for (std::size_t m = 0; m < model.machines.size(); ++m) {
    const float top = plot.from().y + row * static_cast<float>(m) + 1, bottom = top + row - 2;
    if (top < seen_from || top > seen_to) continue;
    const auto machine = static_cast<MachineId>(m);
    const std::string name = name_of(m);
    plot.list().PushClipRect({plot.from().x - left, top - 2}, {plot.from().x - 3, bottom + 2}, true);
    plot.list().AddText(ImGui::GetFont(), std::min(font, row), {plot.from().x - left + 2, top - 1},
                        app_.selected() == name ? palette::accent() : palette::ink(), name.c_str());
    plot.list().PopClipRect();
    const Time exact = std::max(span.from, history.bars_from(machine));
    if (exact > span.from)
      draw_slices(plot, history.machine_states(machine, span.from, exact), exact, top, bottom);
    for (const GanttBar& bar : history.bars(machine, exact, span.to))
      plot.rect(in_hours(bar.from), in_hours(bar.to), top, bottom, state_colour(bar.state));
  }
  if (pane.player->warmup() > 0) plot.vertical(in_hours(pane.player->warmup()), palette::quiet());
  plot.vertical(in_hours(pane.player->now()), palette::ink(), {}, 1.5f);
  go_where_clicked(plot);
}

}  // namespace linetwin::viewer
