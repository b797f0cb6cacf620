// The line, the flow of its parts, its buffers.
#include <algorithm>
#include <cmath>

#include "drawing/line_picture.hpp"
#include "drawing/palette.hpp"
#include "drawing/sankey.hpp"
#include "drawing/series.hpp"
#include "page/page_parts.hpp"
#include "page/page_series.hpp"

namespace linetwin {
namespace {

using Kind = PageElement::Kind;

constexpr std::size_t kMostBuffers = 48;    // drawn over time
constexpr std::size_t kMostFlowNodes = 24;  // before stations that pass everything on are left out too

bool stores(const PageElement& e) { return e.kind == Kind::Buffer || e.kind == Kind::Conveyor; }

std::string rate_text(const std::optional<double>& parts_per_h, const Speech& speech) {
  return parts_per_h && std::isfinite(*parts_per_h) ? speech.rate(*parts_per_h) : "";
}

const char* kind_key(Kind kind) {
  switch (kind) {
    case Kind::Source: return "kind.source";
    case Kind::Station: return "kind.station";
    case Kind::Buffer: return "kind.buffer";
    case Kind::Conveyor: return "kind.conveyor";
    case Kind::Sink: return "kind.sink";
    case Kind::ScrapBin: return "kind.bin";
  }
  return "kind.station";
}

// Nothing when it is no number.
std::optional<double> known(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? value : std::nullopt;
}

bool known(const PageSpot& s) {
  const auto [width, depth] = s.size_m.value_or(std::pair{0.0, 0.0});
  return std::isfinite(s.x_m + s.y_m + s.turn_deg + width + depth);
}

std::string short_number(double value) {
  if (std::abs(value) >= 999.5) return fmt::format("{:.0f}", value);
  return std::abs(value) < 0.995 && value != 0 ? fmt::format("{:.2f}", value) : fmt::format("{:.3g}", value);
}

drawing::LinePicture::Element picture_element(const PageElement& e, const Speech& speech) {
  using Picture = drawing::LinePicture;
  Picture::Element d;
  d.name = e.name;
  d.kind = static_cast<Picture::Kind>(e.kind);  // in the same order
  d.tooltip = e.name + " (" + speech.say(kind_key(e.kind)) + ")";
  if (e.bottleneck)
    d.mark = Picture::Mark::Bottleneck;
  else if (e.next_bottleneck)
    d.mark = Picture::Mark::Next;
  if (e.spot && known(*e.spot))
    d.spot = Picture::Spot{{e.spot->x_m, e.spot->y_m}, e.spot->size_m, e.spot->turn_deg};
  if (e.kind == Kind::Station) {
    if (e.states) {
      // of its own scheduled time: a station that works one shift of three can still be the busiest
      const double manned = 1 - (*e.states)[static_cast<std::size_t>(MachineState::Off)];
      const double working = (*e.states)[static_cast<std::size_t>(MachineState::Working)];
      d.heat = manned > 0 ? std::min(1.0, working / manned) : 0;
      d.caption = speech.percent(d.heat);
      for (std::size_t s = 0; s < kMachineStates; ++s)
        if ((*e.states)[s] >= 0.0005)
          d.tooltip += "\n" + speech.state(s) + " " + speech.percent((*e.states)[s]);
    }
    if (e.machines > 1)
      d.caption = fmt::format("{}×{}", d.caption.empty() ? "" : d.caption + "  ", e.machines);
  }
  if (stores(e)) {
    const auto level = known(e.mean_level), capacity = known(e.capacity);
    if (level) d.caption = short_number(*level);
    if (capacity) d.caption += (level ? " / " : "") + short_number(*capacity);
    if (level && capacity && *capacity > 0) d.fill = *level / *capacity;
  }
  return d;
}

// The flow without elements that only pass on what they get.
struct Flow {
  std::vector<PageEdge> edges;
  std::vector<bool> kept;
};

Flow contracted(const PageContent& content, bool stations_too) {
  const std::size_t n = content.elements.size();
  Flow flow{content.edges, std::vector<bool>(n, true)};
  for (std::size_t i = 0; i < n; ++i) {
    const PageElement& e = content.elements[i];
    const bool plain = stores(e) || (stations_too && e.kind == Kind::Station &&
                                     e.scrap_per_h.value_or(0) <= 0 && !e.bottleneck && !e.next_bottleneck);
    if (!plain) continue;
    std::size_t in = flow.edges.size(), out = in, ins = 0, outs = 0;
    for (std::size_t k = 0; k < flow.edges.size(); ++k) {
      if (flow.edges[k].to == i) in = k, ++ins;
      if (flow.edges[k].from == i) out = k, ++outs;
    }
    // a loop of its own would vanish
    if (ins != 1 || outs != 1 || in == out || flow.edges[in].from == flow.edges[out].to) continue;
    flow.edges[in].to = flow.edges[out].to;
    if (!flow.edges[in].parts_per_h) flow.edges[in].parts_per_h = flow.edges[out].parts_per_h;
    flow.edges.erase(flow.edges.begin() + static_cast<std::ptrdiff_t>(out));
    flow.kept[i] = false;
  }
  return flow;
}

drawing::SeriesChart buffer_chart(const PageBufferSeries& buffer, const PageContent& content,
                                  const Speech& speech) {
  drawing::SeriesChart chart = chart_of(buffer.level, content, speech);
  chart.title = buffer.name;
  chart.width = 270;
  chart.height = 150;
  chart.shade_label.clear();
  chart.x_label.clear();
  chart.y_label.clear();
  if (known(buffer.capacity)) chart.levels.push_back({*buffer.capacity, "", "capacity"});
  return chart;
}

std::string buffer_title(const PageBufferSeries& buffer, const Speech& speech) {
  if (!known(buffer.capacity)) return buffer.name;
  return buffer.name + " · " + speech.say("capacity_line", short_number(*buffer.capacity));
}

std::string buffer_levels(const PageContent& content, const Speech& speech) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < content.buffers.size(); ++i)
    if (!content.buffers[i].level.mean.empty()) shown.push_back(i);
  if (shown.empty()) return {};
  std::string caption = speech.say("cap.buffer_levels");
  if (shown.size() > kMostBuffers) {
    const auto range = [&](std::size_t i) {
      double low = 1e300, high = -1e300;
      for (const double v : content.buffers[i].level.mean)
        if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
      return high - low;
    };
    caption += " " + speech.say("cap.buffer_levels_cut", kMostBuffers, shown.size());
    std::stable_sort(shown.begin(), shown.end(),
                     [&](std::size_t a, std::size_t b) { return range(a) > range(b); });
    shown.resize(kMostBuffers);
    std::sort(shown.begin(), shown.end());
  }
  const drawing::SeriesChart first = chart_of(content.buffers[shown[0]].level, content, speech);
  std::string text = paragraph(caption, "caption") +
                     series_legend(content.buffers[shown[0]].level, false, speech) +
                     "<div class=\"minis\">\n";
  for (const std::size_t i : shown)
    text += fmt::format("<div class=\"mini\"><b>{}</b>{}</div>\n",
                        drawing::escaped(buffer_title(content.buffers[i], speech)),
                        drawing::series_chart(buffer_chart(content.buffers[i], content, speech)));
  return text + "</div>\n" + paragraph(speech.say("level_axis") + " · " + first.x_label, "note");
}

}  // namespace

Section line_section(const PageContent& content, const Speech& speech) {
  Section section{"line", speech.say("line"), {}};
  if (content.elements.empty()) return section;
  drawing::LinePicture picture;
  picture.title = speech.say("line");
  bool heat = false, fill = false, fleet = false;
  for (const auto& e : content.elements) {
    picture.elements.push_back(picture_element(e, speech));
    heat = heat || picture.elements.back().heat;
    fill = fill || picture.elements.back().fill;
  }
  for (const auto& e : content.edges) {
    if (e.from >= content.elements.size() || e.to >= content.elements.size()) continue;
    const bool known = e.parts_per_h && std::isfinite(*e.parts_per_h);
    picture.edges.push_back({e.from, e.to, known ? e.parts_per_h : std::nullopt,
                             known ? speech.rate_number(*e.parts_per_h) + "/h" : "", e.fleet});
    fleet = fleet || !e.fleet.empty();
  }
  picture.mark_text = speech.say("bottleneck_mark");
  picture.next_text = speech.say("next_mark");
  if (heat) picture.heat_text = speech.say("working_share");
  picture.metre = speech.say("unit.m");
  std::vector<LegendKey> keys;
  if (fill) keys.push_back({std::string(drawing::kOrange), speech.say("key.buffer_fill")});
  const bool metres = drawing::can_be_drawn_in_metres(picture);
  if (!metres && drawing::leads_back(picture)) keys.push_back({"#a3588a", speech.say("key.back")});
  if (fleet) keys.push_back({std::string(drawing::kBlue), speech.say("key.fleet")});
  section.body = figure(metres ? drawing::picture_in_metres(picture) : drawing::picture_in_layers(picture),
                        speech.say("cap.line"), keys.empty() ? "" : legend(keys));
  return section;
}

Section flow_section(const PageContent& content, const Speech& speech) {
  Section section{"flow", speech.say("flow"), {}};
  const bool known = std::any_of(content.edges.begin(), content.edges.end(), [](const PageEdge& e) {
    return e.parts_per_h && std::isfinite(*e.parts_per_h) && *e.parts_per_h > 0;
  });
  if (!known) return section;
  Flow flow = contracted(content, false);
  const auto kept = static_cast<std::size_t>(std::count(flow.kept.begin(), flow.kept.end(), true));
  const bool stations_too = kept > kMostFlowNodes;
  if (stations_too) flow = contracted(content, true);
  drawing::Sankey chart;
  chart.title = speech.say("flow");
  std::vector<std::size_t> place(content.elements.size(), 0);
  double scrap = 0;
  for (std::size_t i = 0; i < content.elements.size(); ++i) {
    if (!flow.kept[i]) continue;
    const PageElement& e = content.elements[i];
    place[i] = chart.nodes.size();
    const double here = e.scrap_per_h && std::isfinite(*e.scrap_per_h) ? *e.scrap_per_h : 0;
    scrap += here;
    double in = 0, out = here;
    for (const auto& edge : flow.edges) {
      if (edge.to == i) in += edge.parts_per_h.value_or(0);
      if (edge.from == i) out += edge.parts_per_h.value_or(0);
    }
    chart.nodes.push_back({e.name, rate_text(std::max(in, out), speech), here, rate_text(here, speech),
                           e.kind == Kind::ScrapBin});
  }
  bool back = false;
  for (const auto& edge : flow.edges)
    if (edge.from < place.size() && edge.to < place.size())
      chart.edges.push_back({place[edge.from], place[edge.to], edge.parts_per_h.value_or(0),
                             rate_text(edge.parts_per_h, speech)});
  back = drawing::leads_back(chart);
  chart.scrap_name = speech.say("scrap_node");
  chart.scrap_total = rate_text(scrap, speech);
  std::vector<LegendKey> keys{{"#9fd3f0", speech.say("key.good")}};
  if (back) keys.push_back({"#e0afca", speech.say("key.back")});
  if (scrap > 0) keys.push_back({"#e79966", speech.say("key.scrap")});
  std::string caption = speech.say("cap.flow");
  if (std::count(flow.kept.begin(), flow.kept.end(), false) > 0)
    caption += " " + speech.say(stations_too ? "cap.flow_short" : "cap.flow_buffers");
  section.body = figure(drawing::sankey(chart), caption, legend(keys));
  return section;
}

Section buffer_section(const PageContent& content, const Speech& speech) {
  Section section{"buffers", speech.say("buffers"), buffer_levels(content, speech)};
  HtmlTable table;
  table.header = {speech.say("buffer"), speech.say("capacity"), speech.say("level"), speech.say("full"),
                  speech.say("empty")};
  for (const auto& e : content.elements)
    if (stores(e) && (e.mean_level || e.full || e.empty))
      table.rows.push_back({{e.name},
                            {known(e.capacity) ? short_number(*e.capacity) : speech.say("unlimited")},
                            {speech.number(e.mean_level)},
                            {speech.percent(e.full)},
                            {speech.percent(e.empty)}});
  if (!table.rows.empty()) section.body += paragraph(speech.say("cap.buffer_table"), "caption") + html(table);
  return section;
}

}  // namespace linetwin
