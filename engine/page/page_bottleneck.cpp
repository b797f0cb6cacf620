// Which station holds the line back, what it costs, what would help.
#include <algorithm>
#include <cmath>

#include "drawing/axis.hpp"
#include "drawing/bars.hpp"
#include "drawing/gantt.hpp"
#include "drawing/palette.hpp"
#include "drawing/svg.hpp"
#include "page/page_parts.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kMostGains = 20;

std::string signed_rate(const Figure& gain, const Speech& speech) {
  if (!finite(gain)) return "-";
  return (*gain.mean > 0 ? "+" : "") + speech.with_unit(gain, "parts_per_h");
}

// With the sign that is as broad as a plus.
std::string minus(const std::string& number) {
  return number.starts_with('-') && number.size() > 1 ? "−" + number.substr(1) : number;
}

std::string method_name(const PageJuryMethod& m, const Speech& speech) {
  const std::string key = "method." + m.method;
  return has_word(key) ? speech.say(key) : m.method;
}

std::string verdict(const PageVerdict& v, const Speech& speech) {
  if (v.station.empty()) return {};
  HtmlTable table;
  table.left = 2;
  const auto add = [&](std::string_view key, const std::string& value, const std::string& kind = {}) {
    if (!value.empty()) table.rows.push_back({{speech.say(key), "name"}, {value, kind}});
  };
  add("verdict", v.station, "strong");
  if (v.methods_asked > 0) add("agreeing", speech.say("n_of_m", v.methods_agreeing, v.methods_asked));
  if (v.share_of_replications) add("share_of_replications", speech.percent(v.share_of_replications, 0));
  add("tied_with", fmt::format("{}", fmt::join(v.tied_with, ", ")));
  if (finite(v.gain_per_h))
    add("gain", signed_rate(v.gain_per_h, speech) + (v.change.empty() ? "" : " (" + v.change + ")"));
  add("next", v.next);
  return html(table) + (v.remark.empty() ? "" : "<p>" + drawing::escaped(v.remark) + "</p>\n");
}

std::string jury_value(const PageJuryMethod& m, std::size_t station, const Speech& speech) {
  if (station >= m.values.size()) return "";
  const PageJuryValue& value = m.values[station];
  if (!value.text.empty()) return value.text;
  if (!value.value || !std::isfinite(*value.value)) return "-";
  if (m.unit == "time") return speech.brief_time({value.value, {}, {}});
  // of a slow line the gains are small
  int decimals = std::clamp(m.decimals, 0, 9);
  if (m.unit == "parts_per_h") {
    double most = 0;
    for (const auto& v : m.values)
      if (v.value && std::isfinite(*v.value)) most = std::max(most, std::abs(*v.value));
    decimals = std::max(decimals, decimals_for(most));
  }
  const bool zero = std::abs(*value.value) < 0.5 * std::pow(10.0, -decimals);
  return minus(fmt::format("{:.{}f}", zero ? 0.0 : *value.value, decimals)) +
         (m.unit.empty() ? "" : speech.unit(m.unit));
}

// With so many decimals as the other gains; 0 when there is none to be seen.
std::string gain_text(const Figure& gain, int decimals) {
  const double half = gain.half_width && std::isfinite(*gain.half_width) ? *gain.half_width : 0;
  const double least = 0.5 * std::pow(10.0, -decimals);
  if (std::abs(*gain.mean) < least && half < least) return "0";
  const bool none = std::abs(*gain.mean) < least;
  const std::string text =
      none ? fmt::format("{:.{}f}", 0.0, decimals) : fmt::format("{:+.{}f}", *gain.mean, decimals);
  return (text[0] == '-' ? minus(text) : text) +
         (gain.half_width ? fmt::format(" ± {:.{}f}", half, decimals) : "");
}

std::string jury_table(const PageJury& jury, const Speech& speech) {
  if (jury.methods.empty()) return {};
  HtmlTable table;
  table.header.push_back(speech.say("station"));
  for (const auto& m : jury.methods) table.header.push_back(method_name(m, speech));
  for (std::size_t s = 0; s < jury.stations.size(); ++s) {
    std::vector<Cell> row{{jury.stations[s], jury.stations[s] == jury.verdict.station ? "strong" : ""}};
    for (const auto& m : jury.methods)
      row.push_back({jury_value(m, s, speech), m.names == jury.stations[s] ? "named" : ""});
    table.rows.push_back(row);
  }
  std::vector<Cell> names{{speech.say("names")}}, shares{{speech.say("share_of_replications")}};
  bool any = false;
  for (const auto& m : jury.methods) {
    names.push_back({m.names.empty() ? speech.say("none_named")
                                     : m.names + (m.tied ? " (" + speech.say("tied") + ")" : "")});
    shares.push_back({m.share_of_replications ? speech.percent(m.share_of_replications, 0) : ""});
    any = any || m.share_of_replications;
  }
  table.foot.push_back(names);
  if (any) table.foot.push_back(shares);
  std::string text = heading(speech.say("jury")) + paragraph(speech.say("cap.jury"), "caption") + html(table);
  std::string explained;
  for (const auto& m : jury.methods)
    if (const std::string key = "method_text." + m.method; has_word(key))
      explained += fmt::format("{}<b>{}</b>: {}", explained.empty() ? "" : " · ",
                               drawing::escaped(method_name(m, speech)), drawing::escaped(speech.say(key)));
  return explained.empty() ? text : text + "<p class=\"note\">" + explained + "</p>\n";
}

std::string sensitivities(const PageJury& jury, const Speech& speech) {
  std::vector<PageSensitivity> rows;
  for (const auto& s : jury.sensitivities)
    if (finite(s.gain_per_h)) rows.push_back(s);
  if (rows.empty()) return {};
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return *a.gain_per_h.mean > *b.gain_per_h.mean; });
  std::string caption = speech.say("cap.sensitivities");
  if (rows.size() > kMostGains) {
    caption += " " + speech.say("cap.sensitivities_cut", kMostGains, rows.size());
    rows.resize(kMostGains);
  }
  drawing::GainBars chart;
  chart.title = speech.say("sensitivities");
  chart.axis = speech.say("gain_axis");
  const double largest = *rows.front().gain_per_h.mean;
  const int decimals = decimals_for(largest) + (largest < 1 ? 1 : 0);
  for (const auto& s : rows)
    chart.rows.push_back({s.station, s.parameter.empty() ? "" : " · " + s.parameter, *s.gain_per_h.mean,
                          s.gain_per_h.half_width, gain_text(s.gain_per_h, decimals)});
  return heading(speech.say("sensitivities")) + figure(drawing::gain_bars(chart), caption);
}

std::string shifting(const PageJury& jury, const Speech& speech) {
  if (jury.shifting.empty()) return {};
  drawing::Gantt chart;
  chart.title = speech.say("shifting");
  chart.colours = {std::string(drawing::kVermillion), std::string(drawing::kOrange)};
  chart.faint = {false, true};
  chart.from = jury.shifting.front().from_s;
  chart.to = chart.from;
  for (const auto& span : jury.shifting) {
    chart.from = std::min(chart.from, span.from_s);
    chart.to = std::max(chart.to, span.to_s);
  }
  const drawing::TimeUnit unit = drawing::time_unit(chart.to - chart.from);
  // stations in the order of the line; those that never were the bottleneck need no row
  std::vector<std::string> order = jury.stations;
  for (const auto& span : jury.shifting)
    if (std::find(order.begin(), order.end(), span.station) == order.end()) order.push_back(span.station);
  for (const auto& station : order) {
    drawing::Gantt::Row row{station, {}};
    for (const auto& span : jury.shifting)
      if (span.station == station)
        row.segments.push_back({span.from_s / unit.seconds, span.to_s / unit.seconds, span.sole ? 0U : 1U});
    if (!row.segments.empty()) chart.rows.push_back(row);
  }
  chart.from /= unit.seconds;
  chart.to /= unit.seconds;
  chart.hours = std::string_view(unit.name) == "h";
  chart.x_label = speech.say("time_axis", speech.say(std::string("unit.") + unit.name));
  chart.row_height = 18;
  chart.least = 0.02;  // over a long time most stretches are short
  return heading(speech.say("shifting")) + figure(drawing::gantt(chart), speech.say("cap.shifting"),
                                                  legend({{chart.colours[0], speech.say("sole")},
                                                          {chart.colours[1], speech.say("shifting_key")}}));
}

std::string loss_key(PageLossStep::Kind kind) {
  static constexpr const char* kKeys[] = {"ideal",   "shifts",   "maintenance", "failures", "setups",
                                          "waiting", "blocking", "starvation",  "speed",    "quality",
                                          "rework",  "balance",  "other",       "real"};
  return std::string("loss.") + kKeys[static_cast<std::size_t>(kind)];
}

}  // namespace

Section bottleneck_section(const PageContent& content, const Speech& speech) {
  return {"bottleneck", speech.say("bottleneck"),
          verdict(content.jury.verdict, speech) + jury_table(content.jury, speech) +
              sensitivities(content.jury, speech) + shifting(content.jury, speech)};
}

Section loss_section(const PageContent& content, const Speech& speech) {
  const PageLosses& losses = content.losses;
  Section section{"losses",
                  losses.station.empty() ? speech.say("losses_plain") : speech.say("losses", losses.station),
                  {}};
  drawing::Waterfall chart;
  chart.title = section.title;
  chart.axis = speech.say("rate_axis");
  using Kind = PageLossStep::Kind;
  double at = 0, most = 0;
  for (const auto& step : losses.steps)
    if (std::isfinite(step.parts_per_h)) most = std::max(most, std::abs(step.parts_per_h));
  const auto add = [&](Kind kind, double value) {
    const bool total = kind == Kind::Ideal || kind == Kind::Real;
    const std::string text =
        total ? speech.rate(value) : minus(fmt::format("{:.{}f}", value, decimals_for(most / 10)));
    chart.steps.push_back(
        {speech.say(loss_key(kind)), value, total, (!total && value > 0 ? "+" : "") + text});
    at = total ? value : at + value;
  };
  for (const auto& step : losses.steps) {
    if (!std::isfinite(step.parts_per_h)) continue;
    const bool total = step.kind == Kind::Ideal || step.kind == Kind::Real;
    if (!total && std::abs(step.parts_per_h) < most * 5e-5) continue;  // nothing to be seen
    // what the losses do not explain is said, not hidden
    if (step.kind == Kind::Real && !chart.steps.empty() && std::abs(at - step.parts_per_h) > most * 1e-3)
      add(Kind::Other, step.parts_per_h - at);
    add(step.kind, step.parts_per_h);
  }
  // a target is one of the whole line: it is comparable where all that the line makes passes this station
  const std::optional<double> made = content.headline.throughput_per_h.mean;
  if (made && !losses.steps.empty() && std::abs(losses.steps.back().parts_per_h - *made) <= 0.01 * *made)
    for (const auto& target : content.targets)
      if (const auto rate = target_per_h(target); !chart.target && rate && std::isfinite(*rate)) {
        chart.target = *rate;
        chart.target_text = speech.say("target.line", speech.with_unit({rate, {}, {}}, "parts_per_h"));
      }
  if (chart.steps.size() > 1) section.body = figure(drawing::waterfall(chart), speech.say("cap.losses"));
  return section;
}

}  // namespace linetwin
