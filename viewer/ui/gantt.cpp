// What each machine did: exactly where the stretches are known, else by shares of slices of time.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/ui/panels.hpp"
#include "viewer/ui/plot.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

double in_hours(Time t) { return hours(t); }

// Narrower columns would be no clearer, only slower to draw; stretches closer together run into each other.
constexpr float kColumn = 3;   // pixels
constexpr float kStretch = 2;  // pixels, on average

struct Row {
  float top;
  float bottom;
};

void draw_column(const Plot& plot, const StateSlice& column, Time until, Row row) {
  const double whole = static_cast<double>(column.to - column.from);
  float y = row.bottom;
  for (std::size_t s = 0; s < kMachineStates; ++s) {
    if (column.time[s] <= 0) continue;
    const float height =
        static_cast<float>(static_cast<double>(column.time[s]) / whole) * (row.bottom - row.top);
    plot.rect(in_hours(column.from), in_hours(std::min(column.to, until)), y - height, y,
              state_colour(static_cast<MachineState>(s)));
    y -= height;
  }
}

// Slices as columns, the states above each other in their order. Which slices share a column depends on their
// numbers alone, so that columns do not flicker while time goes on.
void draw_slices(const Plot& plot, const std::vector<StateSlice>& slices, Time length, Time until, Row row) {
  const float wide = plot.x(in_hours(length)) - plot.x(0);
  const Time column_length = length * static_cast<Time>(std::clamp(std::ceil(kColumn / wide), 1.0f, 1024.0f));
  StateSlice column;
  for (const StateSlice& slice : slices) {
    if (slice.from >= until) break;
    if (column.to > column.from && slice.from % column_length == 0) {
      draw_column(plot, column, until, row);
      column = {};
    }
    if (column.to == column.from) column.from = slice.from;
    column.to = slice.to;
    for (std::size_t s = 0; s < kMachineStates; ++s) column.time[s] += slice.time[s];
  }
  if (column.to > column.from) draw_column(plot, column, until, row);
}

void draw_machine(const Plot& plot, const History& history, MachineId machine, ChartSpan span, Row row) {
  Time exact = std::max(span.from, history.bars_from(machine));
  const std::vector<GanttBar> bars = history.bars(machine, exact, span.to);
  const float width = plot.x(in_hours(span.to)) - plot.x(in_hours(exact));
  const bool dense = static_cast<float>(bars.size()) * kStretch > width;
  if (dense) exact = span.to;
  if (exact > span.from)
    draw_slices(plot, history.machine_states(machine, span.from, exact), history.slice_length(), exact, row);
  if (dense) return;
  for (const GanttBar& bar : bars)
    plot.rect(in_hours(bar.from), in_hours(bar.to), row.top, row.bottom, state_colour(bar.state));
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
    const std::string name = name_of(m);
    plot.list().PushClipRect({plot.from().x - left, top - 2}, {plot.from().x - 3, bottom + 2}, true);
    plot.list().AddText(ImGui::GetFont(), std::min(font, row), {plot.from().x - left + 2, top - 1},
                        app_.selected() == name ? palette::accent() : palette::ink(), name.c_str());
    plot.list().PopClipRect();
    draw_machine(plot, history, static_cast<MachineId>(m), span, {top, bottom});
  }
  if (const Time warmup = warmup_of(pane); warmup > 0) plot.vertical(in_hours(warmup), palette::quiet());
  plot.vertical(in_hours(pane.player->now()), palette::ink(), 2);
  go_where_clicked(plot);
}

}  // namespace linetwin::viewer
