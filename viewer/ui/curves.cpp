// Levels of buffers, output and work in process over time.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/ui/panels.hpp"
#include "viewer/ui/plot.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr std::size_t kPieces = 60;  // in which output is counted

// Output by pieces of equal length, from slices that are finer or coarser.
std::vector<Plot::Point> output_curve(const std::vector<OutSlice>& slices, Time from, Time to) {
  std::vector<Plot::Point> points;
  if (slices.empty()) return points;
  const Time piece = std::max<Time>((to - from) / static_cast<Time>(kPieces), kSecond);
  Time begun = slices.front().from;
  std::int64_t good = 0;
  for (const OutSlice& slice : slices) {
    good += slice.good;
    if (slice.to - begun < piece && &slice != &slices.back()) continue;
    if (slice.to <= begun) continue;
    const double rate = static_cast<double>(good) / hours(slice.to - begun);
    points.push_back({hours(begun), rate});
    points.push_back({hours(slice.to), rate});
    begun = slice.to;
    good = 0;
  }
  return points;
}

}  // namespace

Plot::Axes Panels::time_axes(const Pane& pane) const {
  const ChartSpan span = chart_span(pane);
  Plot::Axes axes;
  axes.x_low = hours(span.from);
  axes.x_high = hours(span.to);
  axes.left = ImGui::GetFontSize() * 3;
  axes.hours = say("unit.h");
  axes.days = say("unit.d");
  return axes;
}

void Panels::mark_times(const Pane& pane, const Plot& plot) {
  const Playback& player = *pane.player;
  if (const Time warmup = warmup_of(pane); warmup > 0) {
    plot.shade(hours(0), hours(warmup), colour("#9aa7b1", 0.18f), say("warmup"));
    plot.vertical(hours(warmup), palette::quiet());
  }
  plot.vertical(hours(player.now()), palette::ink(), 2);
  go_where_clicked(plot);
}

void Panels::levels(Pane& pane) {
  const LineModel& model = pane.player->model();
  const ChartSpan span = chart_span(pane);
  struct Store {
    ElementId element;
    std::int64_t capacity;
  };
  std::vector<Store> stores;
  for (const BufferModel& b : model.buffers) stores.push_back({b.element, b.capacity});
  for (const ConveyorModel& c : model.conveyors) stores.push_back({c.element, c.capacity});
  if (stores.empty()) return;
  const float font = ImGui::GetFontSize();
  const float height = std::max(font * 4.2f, ImGui::GetContentRegionAvail().y /
                                                 static_cast<float>(std::min<std::size_t>(stores.size(), 3)));
  for (const Store& store : stores) {
    const Element& element = model.elements[static_cast<std::size_t>(store.element)];
    // what is scrolled out of sight costs nothing
    if (!ImGui::IsRectVisible({10, height})) {
      ImGui::Dummy({10, height});
      continue;
    }
    const std::vector<LevelSlice> slices = pane.player->history().levels(store.element, span.from, span.to);
    Plot::Axes axes = time_axes(pane);
    axes.counts = true;
    std::int64_t most = 1;
    for (const LevelSlice& s : slices) most = std::max(most, s.most);
    axes.y_high = static_cast<double>(store.capacity == kUnlimited ? most : store.capacity) * 1.05;
    axes.y_label =
        store.capacity == kUnlimited ? element.name : fmt::format("{} ({})", element.name, store.capacity);
    const Plot plot(element.name.c_str(), height - 6, axes);
    app_.probe().note("chart:level:" + element.name, plot.from(), plot.to());
    std::vector<Plot::Band> band;
    std::vector<Plot::Point> mean;
    for (const LevelSlice& s : slices) {
      const double middle = hours(s.from + (s.to - s.from) / 2);
      band.push_back({middle, static_cast<double>(s.least), static_cast<double>(s.most)});
      mean.push_back({middle, s.mean});
    }
    plot.band(band, colour("#56B4E9", 0.35f));
    plot.line(mean, palette::accent());
    mark_times(pane, plot);
  }
}

void Panels::curves(Pane& pane) {
  const ChartSpan span = chart_span(pane);
  const History& history = pane.player->history();
  const float height = ImGui::GetContentRegionAvail().y / 2;
  {
    const std::vector<Plot::Point> points = output_curve(history.out(span.from, span.to), span.from, span.to);
    Plot::Axes axes = time_axes(pane);
    axes.y_high = 1;
    for (const Plot::Point& p : points) axes.y_high = std::max(axes.y_high, p.y * 1.08);
    axes.y_label = say("throughput") + " (" + say("unit.parts_per_h") + ")";
    axes.x_axis = false;
    const Plot plot(fmt::format("output{}", pane.before_slot).c_str(), height - 4, axes);
    app_.probe().note(fmt::format("chart:output{}", pane.before_slot), plot.from(), plot.to());
    plot.line(points, palette::accent());
    mark_times(pane, plot);
  }
  const std::vector<LevelSlice> slices = history.wip(span.from, span.to);
  Plot::Axes axes = time_axes(pane);
  axes.y_high = 1;
  std::vector<Plot::Band> band;
  std::vector<Plot::Point> mean;
  for (const LevelSlice& s : slices) {
    axes.y_high = std::max(axes.y_high, static_cast<double>(s.most) * 1.08);
    const double middle = hours(s.from + (s.to - s.from) / 2);
    band.push_back({middle, static_cast<double>(s.least), static_cast<double>(s.most)});
    mean.push_back({middle, s.mean});
  }
  axes.counts = true;
  axes.y_label = say("wip");
  const Plot plot(fmt::format("wip{}", pane.before_slot).c_str(), height - 4, axes);
  app_.probe().note(fmt::format("chart:wip{}", pane.before_slot), plot.from(), plot.to());
  plot.band(band, colour("#009E73", 0.25f));
  plot.line(mean, colour("#009E73"));
  mark_times(pane, plot);
}

}  // namespace linetwin::viewer
