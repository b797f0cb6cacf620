// What the page of a comparison says of factors: one at a time, effects, the surface.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "comparison/comparison_page_parts.hpp"
#include "comparison/comparison_ranking.hpp"
#include "comparison/comparison_reasons.hpp"
#include "comparison/comparison_text.hpp"
#include "drawing/bars.hpp"
#include "drawing/scatter.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kMostRows = 30;
constexpr std::size_t kMostDots = 1000;

std::string factor_words(const CompareFactor& factor, const Speech& speech) {
  return factor.name == "case" ? speech.say("cmp.factor_case") : factor.name;
}

std::string level_plot_of(const Comparison& c, const Speech& speech) {
  const CaseEffects& e = c.effects;
  drawing::LevelPlot chart;
  chart.title = speech.say("cmp.main_effects");
  chart.y_label = figure_axis(c, speech);
  for (const compare::Effect& effect : e.effects->effects) {
    if (!effect.estimated || effect.factors.size() != 1) continue;
    const CompareFactor& factor = e.factors[effect.factors[0]];
    drawing::LevelPlot::Panel panel{factor_words(factor, speech), !factor.numbers.empty(), {}};
    std::vector<std::size_t> order(effect.means.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (panel.ordered)
      std::stable_sort(order.begin(), order.end(),
                       [&](std::size_t a, std::size_t b) { return factor.numbers[a] < factor.numbers[b]; });
    for (const std::size_t i : order)
      panel.means.push_back({factor.levels[i], effect.means[i].value, effect.means[i].half_width});
    chart.panels.push_back(std::move(panel));
  }
  return chart.panels.empty() ? std::string()
                              : figure(drawing::level_plot(chart), speech.say("cmp.cap_main"));
}

std::string effect_table(const Comparison& c, const Speech& speech) {
  const CaseEffects& e = c.effects;
  std::vector<const compare::Effect*> known;
  for (const compare::Effect& effect : e.effects->effects)
    if (effect.estimated) known.push_back(&effect);
  std::stable_sort(known.begin(), known.end(),
                   [](const auto* a, const auto* b) { return a->range.value > b->range.value; });
  if (known.size() > kMostRows) known.resize(kMostRows);
  HtmlTable table;
  table.header = {speech.say("cmp.effect"), speech.say("cmp.range"), speech.say("cmp.share"),
                  speech.say("cmp.p")};
  for (const compare::Effect* effect : known) {
    std::string name;
    for (const std::size_t f : effect->factors)
      name += (name.empty() ? "" : " × ") + factor_words(e.factors[f], speech);
    const double all = e.effects->total_squares;
    table.rows.push_back({{name},
                          {speech.number(Figure{effect->range.value, effect->range.half_width, {}})},
                          {speech.percent(all > 0 ? effect->squares / all : 0.0)},
                          {p_words(effect->range_p)}});
  }
  std::string note = effects_error_text(e, speech.language()) + ".";
  if (e.effects->error_degrees > 0) note += " " + speech.say("cmp.p_and_interval");
  return heading(speech.say("cmp.interactions")) + paragraph(speech.say("cmp.cap_effects"), "caption") +
         html(table) + paragraph(note, "note");
}

std::string stationary_words(const CaseSurface& s, const compare::StationaryPoint& point,
                             const Speech& speech) {
  if (point.x.empty()) return speech.say("cmp.ridge");
  std::string at;
  for (std::size_t f = 0; f < point.x.size(); ++f)
    at += fmt::format("{}{} = {:.4g}", f > 0 ? ", " : "", s.factors[f], point.x[f]);
  const char* const key = point.kind == compare::StationaryKind::Maximum   ? "cmp.maximum"
                          : point.kind == compare::StationaryKind::Minimum ? "cmp.minimum"
                                                                           : "cmp.saddle";
  const std::string text = speech.say(key, fmt::format("{:.5g}", point.value), at);
  return point.inside ? text : speech.say("cmp.outside", text);
}

std::string fit_facts(const Comparison& c, const compare::Surface& surface, const Speech& speech) {
  const auto number = [](double x) { return fmt::format("{:.3f}", x); };
  std::string text = "<dl class=\"facts\">\n" + fact(speech.say("cmp.r_squared"), number(surface.r_squared)) +
                     fact(speech.say("cmp.r_adjusted"), number(surface.adjusted_r_squared));
  if (surface.predicted_r_squared)
    text += fact(speech.say("cmp.r_predicted"), number(*surface.predicted_r_squared));
  text += fact(speech.say("cmp.residual_sd"), fmt::format("{:.3g}", surface.residual_sd));
  if (surface.lack_of_fit.p) text += fact(speech.say("cmp.lack_of_fit"), p_words(surface.lack_of_fit.p));
  text += "</dl>\n";
  if (surface.stationary)
    text += paragraph(speech.say("cmp.stationary") + ": " +
                      stationary_words(c.surface, *surface.stationary, speech));
  return heading(speech.say("cmp.fit")) + text;
}

std::string residual_plot(const Comparison& c, const compare::Surface& surface, const Speech& speech) {
  drawing::Scatter chart;
  chart.title = speech.say("cmp.residuals");
  chart.x_label = speech.say("cmp.fitted") + ", " + figure_axis(c, speech);
  chart.y_label = speech.say("cmp.residual");
  chart.zero = true;
  chart.height = 260;
  // of very many every so many tell as much
  const std::size_t step = 1 + surface.points.size() / kMostDots;
  for (std::size_t i = 0; i < surface.points.size(); i += step) {
    const compare::PointFit& point = surface.points[i];
    chart.dots.push_back({point.fitted,
                          point.residual,
                          {},
                          "",
                          brief_name(c, c.ranking[c.surface.places[i]]) + ": " +
                              (point.residual == 0 ? "0" : fmt::format("{:+.3g}", point.residual)),
                          true});
  }
  return heading(speech.say("cmp.residuals")) +
         figure(drawing::scatter(chart), speech.say("cmp.cap_residuals"));
}

}  // namespace

Section alone_section(const Comparison& c, const Speech& speech) {
  Section section{"alone", speech.say("cmp.alone"), {}};
  for (const OneAtATime& tried : c.one_at_a_time) {
    drawing::GainBars chart;
    chart.title = section.title;
    chart.axis = figure_axis(c, speech);
    for (const OneAtATime::Row& row : tried.rows) {
      if (!row.difference.value || chart.rows.size() == kMostRows) continue;
      chart.rows.push_back({row.label, "", *row.difference.value, row.difference.simultaneous_half_width,
                            difference_words(row.difference)});
    }
    if (chart.rows.empty()) continue;
    section.body +=
        figure(drawing::gain_bars(chart), speech.say("cmp.cap_alone", c.ranking[tried.reference].row.name));
  }
  return section;
}

Section effects_section(const Comparison& c, const Speech& speech) {
  Section section{"effects", speech.say("cmp.effects"), {}};
  if (c.effects.effects)
    section.body = level_plot_of(c, speech) + effect_table(c, speech);
  else if (c.effects.why_not.reason == WhyNot::Reason::TooManyLevels)
    section.body =
        paragraph(speech.say("cmp.no_effects", why_not_text(c.effects.why_not, speech.language())));
  return section;
}

Section surface_section(const Comparison& c, const Speech& speech) {
  Section section{"surface", speech.say("cmp.surface"), {}};
  const std::string why_not = why_not_text(c.surface.why_not, speech.language());
  if (says_why_no_surface(c.surface)) section.body = paragraph(speech.say("cmp.no_surface", why_not));
  if (!c.surface.answer.surface) return section;
  const compare::Surface& surface = *c.surface.answer.surface;
  const std::string of = c.surface.base + (c.surface.held.empty() ? "" : " (" + c.surface.held + ")");
  HtmlTable table;
  table.header = {speech.say("cmp.term"), speech.say("cmp.coefficient"), speech.say("cmp.standard_error"),
                  speech.say("cmp.p")};
  for (const compare::Coefficient& one : surface.coefficients) {
    const std::string error = one.standard_error ? fmt::format("{:.3g}", *one.standard_error) : "-";
    table.rows.push_back(
        {{one.term.first ? term_text(c.surface.factors, one.term) : speech.say("cmp.constant")},
         {fmt::format("{:.5g}", one.value)},
         {error},
         {p_words(one.p)}});
  }
  section.body =
      paragraph(speech.say("cmp.cap_surface", surface.order, c.surface.answer.settings, of), "caption") +
      (why_not.empty() ? std::string() : paragraph(why_not + ".", "note")) + html(table) +
      fit_facts(c, surface, speech) + residual_plot(c, surface, speech);
  return section;
}

}  // namespace linetwin
