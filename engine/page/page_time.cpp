// What changes over time, and how long parts stay.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "drawing/axis.hpp"
#include "drawing/palette.hpp"
#include "page/page_series.hpp"

namespace linetwin {
namespace {

std::string unit_key(const drawing::TimeUnit& unit) { return std::string("unit.") + unit.name; }

}  // namespace

drawing::SeriesChart chart_of(const PageSeries& series, const PageContent& content, const Speech& speech) {
  drawing::SeriesChart chart;
  const drawing::TimeUnit unit = drawing::time_unit(series.time_s.empty() ? 0 : series.time_s.back());
  for (const double t : series.time_s) chart.x.push_back(t / unit.seconds);
  chart.mean = series.mean;
  chart.low = series.low;
  chart.high = series.high;
  chart.average = series.average;
  chart.hours = std::string_view(unit.name) == "h";
  chart.x_label = speech.say("time_axis", speech.say(unit_key(unit)));
  if (content.head.warmup_s > 0) {
    chart.shade_until = content.head.warmup_s / unit.seconds;
    chart.shade_label = speech.say("warmup_shade");
  }
  return chart;
}

std::string series_legend(const PageSeries& series, bool target, const Speech& speech) {
  std::vector<LegendKey> keys;
  if (!series.average.empty()) {
    keys.push_back({std::string(drawing::kBlue), speech.say("key.average")});
    keys.push_back({std::string(drawing::kSky), speech.say("key.mean")});
  } else {
    keys.push_back({std::string(drawing::kBlue), speech.say("key.mean")});
  }
  const std::string pale = "#d0e9f8";
  if (!series.low.empty() && series.band == PageBand::MinMax)
    keys.push_back({pale, speech.say("key.minmax")});
  if (!series.low.empty() && series.band == PageBand::Quantiles10To90)
    keys.push_back({pale, speech.say("key.q10_90")});
  if (!series.low.empty() && series.band == PageBand::Interval95)
    keys.push_back({pale, speech.say("key.interval95")});
  keys.push_back({"#dfe4e8", speech.say("warmup_shade")});
  if (target) keys.push_back({std::string(drawing::kVermillion), speech.say("key.target")});
  return legend(keys);
}

Section time_section(const PageContent& content, const Speech& speech) {
  Section section{"time", speech.say("over_time"), {}};
  if (!content.throughput.mean.empty()) {
    drawing::SeriesChart chart = chart_of(content.throughput, content, speech);
    chart.title = speech.say("throughput");
    chart.y_label = speech.say("throughput_axis");
    for (const auto& target : content.targets)
      if (const auto rate = target_per_h(target); rate && std::isfinite(*rate))
        chart.levels.push_back(
            {*rate, speech.say("target.line", speech.with_unit({rate, {}, {}}, "parts_per_h")), "target"});
    section.body += figure(drawing::series_chart(chart), speech.say("cap.throughput"),
                           series_legend(content.throughput, !chart.levels.empty(), speech));
  }
  if (!content.wip.mean.empty()) {
    drawing::SeriesChart chart = chart_of(content.wip, content, speech);
    chart.title = speech.say("wip");
    chart.y_label = speech.say("wip_axis");
    section.body += figure(drawing::series_chart(chart), speech.say("cap.wip"),
                           series_legend(content.wip, false, speech));
  }
  return section;
}

Section lead_time_section(const PageContent& content, const Speech& speech) {
  Section section{"lead-time", speech.say("lead_times"), {}};
  const PageHistogram& h = content.lead_times;
  const double beyond = std::isfinite(h.beyond) ? std::max(h.beyond, 0.0) : 0;
  double all = beyond;
  for (const double c : h.counts)
    if (std::isfinite(c)) all += c;
  if (h.edges_s.size() < 2 || !(all > 0)) return section;
  // the unit of the headline, so that the marks read alike
  const drawing::TimeUnit unit = drawing::time_unit(h.edges_s.back());
  drawing::Histogram chart;
  chart.title = speech.say("lead_times");
  chart.x_label = speech.say("lead_time_axis", speech.say(unit_key(unit)));
  chart.y_label = speech.say("parts_axis");
  for (const double edge : h.edges_s) chart.edges.push_back(edge / unit.seconds);
  for (std::size_t i = 0; i < h.counts.size(); ++i) {
    chart.shares.push_back(100 * h.counts[i] / all);
    if (i + 1 < h.edges_s.size())
      chart.tooltips.push_back(fmt::format("{} – {}: {}", speech.time(h.edges_s[i]),
                                           speech.time(h.edges_s[i + 1]), speech.percent(h.counts[i] / all)));
  }
  const auto mark = [&](double seconds, const std::string& text, bool target) {
    if (std::isfinite(seconds)) chart.marks.push_back({seconds / unit.seconds, text, target});
  };
  for (const auto& q : content.headline.lead_time_quantiles)
    if (finite(q.value_s))
      mark(*q.value_s.mean, fmt::format("p{:.4g} {}", q.probability * 100, speech.brief_time(q.value_s)),
           false);
  if (finite(content.headline.lead_time_s))
    mark(*content.headline.lead_time_s.mean,
         speech.say("mean_mark", speech.brief_time(content.headline.lead_time_s)), false);
  for (const auto& target : content.targets) {
    if (target.what != PageTarget::What::LeadTime) continue;
    std::string text = speech.say("target.line", speech.time(target.value));
    if (target.quantile) text += fmt::format(" (p{:.4g})", *target.quantile * 100);
    mark(target.value, text, true);
  }
  std::string caption = speech.say("cap.lead_times");
  if (beyond > 0) caption += " " + speech.say("cap.beyond", fmt::format("{:.2f}", 100 * beyond / all));
  section.body = figure(drawing::histogram(chart), caption);
  return section;
}

}  // namespace linetwin
