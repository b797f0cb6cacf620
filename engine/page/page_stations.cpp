// What the stations do: states, effectiveness, a typical shift.
#include <algorithm>
#include <cmath>

#include "drawing/axis.hpp"
#include "drawing/bars.hpp"
#include "drawing/gantt.hpp"
#include "drawing/palette.hpp"
#include "page/page_parts.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kRowsAPicture = 36;  // what a sheet of paper holds
constexpr std::size_t kMostMachines = 80;

std::vector<LegendKey> state_keys(const std::array<bool, kMachineStates>& seen, const Speech& speech) {
  std::vector<LegendKey> keys;
  for (std::size_t s = 0; s < kMachineStates; ++s)
    if (seen[s]) keys.push_back({std::string(drawing::kStateColours[s]), speech.state(s)});
  return keys;
}

std::string states(const PageContent& content, const Speech& speech) {
  std::array<bool, kMachineStates> seen{};
  std::vector<drawing::StackedBars::Row> rows;
  for (const auto& e : content.elements) {
    if (e.kind != PageElement::Kind::Station || !e.states) continue;
    rows.push_back({e.name, {e.states->begin(), e.states->end()}, e.bottleneck});
    for (std::size_t s = 0; s < kMachineStates; ++s) seen[s] = seen[s] || (*e.states)[s] > 0.0005;
  }
  if (rows.empty()) return {};
  std::string text;
  for (std::size_t begin = 0; begin < rows.size(); begin += kRowsAPicture) {
    drawing::StackedBars chart;
    chart.title = speech.say("stations");
    chart.axis = speech.say("share_axis");
    chart.mark = "◀ " + speech.say("bottleneck_mark");
    for (std::size_t s = 0; s < kMachineStates; ++s) {
      chart.names.push_back(speech.state(s));
      chart.colours.emplace_back(drawing::kStateColours[s]);
    }
    const std::size_t end = std::min(rows.size(), begin + kRowsAPicture);
    chart.rows.assign(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                      rows.begin() + static_cast<std::ptrdiff_t>(end));
    text += figure(drawing::stacked_bars(chart), begin == 0 ? speech.say("cap.states") : "",
                   legend(state_keys(seen, speech)));
  }
  return text;
}

std::string oee(const PageContent& content, const Speech& speech) {
  if (content.oee.empty()) return {};
  struct Column {
    const char* key;
    Figure PageOee::*figure;
  };
  constexpr Column kColumns[] = {{"oee.availability", &PageOee::availability},
                                 {"oee.shop_floor", &PageOee::shop_floor_availability},
                                 {"oee.effectiveness", &PageOee::effectiveness},
                                 {"oee.quality", &PageOee::quality},
                                 {"oee.oee", &PageOee::oee},
                                 {"oee.nee", &PageOee::nee},
                                 {"oee.teep", &PageOee::teep},
                                 {"oee.fpy", &PageOee::first_pass_yield}};
  HtmlTable table;
  table.header.push_back(speech.say("station"));
  for (const auto& row : content.oee) table.rows.push_back({{row.station}});
  for (const Column& column : kColumns) {
    if (std::none_of(content.oee.begin(), content.oee.end(),
                     [&](const PageOee& o) { return finite(o.*column.figure); }))
      continue;
    table.header.push_back(speech.say(column.key));
    for (std::size_t i = 0; i < content.oee.size(); ++i)
      table.rows[i].push_back({speech.percent((content.oee[i].*column.figure).mean),
                               std::string_view(column.key) == "oee.oee" ? "strong" : ""});
  }
  std::string text = heading(speech.say("oee")) + paragraph(speech.say("cap.oee"), "caption") + html(table);
  if (content.state_mapping.empty()) return text;
  HtmlTable mapping;
  mapping.left = 3;
  mapping.header = {speech.say("mapping.state"), speech.say("mapping.element"),
                    speech.say("mapping.meaning")};
  for (const auto& m : content.state_mapping)
    mapping.rows.push_back({{speech.state(static_cast<std::size_t>(m.state))},
                            {m.element.empty() ? "-" : m.element},
                            {m.meaning}});
  return text + heading(speech.say("mapping")) + paragraph(speech.say("cap.mapping"), "caption") +
         html(mapping);
}

}  // namespace

Section station_section(const PageContent& content, const Speech& speech) {
  return {"stations", speech.say("stations"), states(content, speech) + oee(content, speech)};
}

Section gantt_section(const PageContent& content, const Speech& speech) {
  Section section{"gantt", speech.say("gantt"), {}};
  const PageGantt& g = content.gantt;
  if (g.rows.empty() || !(g.to_s > g.from_s)) return section;
  const drawing::TimeUnit unit = drawing::time_unit(g.to_s - g.from_s);
  const std::size_t shown = std::min(g.rows.size(), kMostMachines);
  std::array<bool, kMachineStates> seen{};
  std::string caption = speech.say("cap.gantt"), pictures;
  if (shown < g.rows.size()) caption += " " + speech.say("cap.gantt_cut", shown, g.rows.size());
  for (std::size_t r = 0; r < shown; ++r)
    for (const auto& s : g.rows[r].segments) seen[static_cast<std::size_t>(s.state)] = true;
  for (std::size_t begin = 0; begin < shown; begin += kRowsAPicture) {
    drawing::Gantt chart;
    chart.title = speech.say("gantt");
    chart.x_label = speech.say("time_axis", speech.say(std::string("unit.") + unit.name));
    chart.hours = std::string_view(unit.name) == "h";
    chart.from = g.from_s / unit.seconds;
    chart.to = g.to_s / unit.seconds;
    chart.row_height = shown > 20 ? 17 : 20;
    for (const auto colour : drawing::kStateColours) chart.colours.emplace_back(colour);
    for (std::size_t r = begin; r < std::min(shown, begin + kRowsAPicture); ++r) {
      drawing::Gantt::Row row{g.rows[r].name, {}};
      for (const auto& s : g.rows[r].segments)
        row.segments.push_back(
            {s.from_s / unit.seconds, s.to_s / unit.seconds, static_cast<std::size_t>(s.state)});
      chart.rows.push_back(std::move(row));
    }
    pictures += figure(drawing::gantt(chart), begin == 0 ? caption : "", legend(state_keys(seen, speech)));
  }
  section.body = pictures;
  return section;
}

}  // namespace linetwin
