#include "comparison/comparison_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "comparison/comparison_page_parts.hpp"
#include "comparison/comparison_ranking.hpp"
#include "drawing/bars.hpp"
#include "drawing/scatter.hpp"
#include "drawing/svg.hpp"

namespace linetwin {
namespace {

using compare::Verdict;

constexpr std::size_t kMostNamed = 3;
constexpr std::size_t kMostStuck = 20;

// Figures of the line have words; those of elements are called by their names.
std::string metric_words(const std::string& metric, const Speech& speech) {
  if (metric == "throughput_per_h") return speech.say("throughput");
  if (metric == "throughput_per_scheduled_h") return speech.say("throughput_scheduled");
  if (metric == "lead_time_s") return speech.say("lead_time");
  if (metric == "cost") return speech.say("cmp.cost");
  if (metric == "wip" || metric == "parts_out" || metric == "parts_scrapped") return speech.say(metric);
  return metric;
}

std::string unit_words(const Comparison& c) {
  const std::string unit = metric_unit(c.head, c.metric);
  return unit == "parts/h" ? "parts_per_h" : unit;
}

std::string cost_head(const Comparison& c, const Speech& speech) {
  return c.head.currency.empty() ? speech.say("cmp.cost") : speech.say("cmp.cost_in", c.head.currency);
}

std::string constraint_words(const Requirement& r, const Speech& speech) {
  return metric_words(r.metric, speech) + " " + bound_text(r);
}

std::string head_html(const Comparison& c, const ComparisonPageAsk& ask, const Speech& speech) {
  std::string text = "<header>\n<p class=\"kicker\">" + drawing::escaped(speech.say("cmp.report")) +
                     "</p>\n<h1>" + drawing::escaped(c.head.scenario) + "</h1>\n<dl class=\"facts\">\n";
  const auto cases = static_cast<std::int64_t>(c.ranking.size());
  text += fact(speech.say("cmp.model"), c.head.model);
  text += fact(speech.say("cmp.cases"),
               cases == c.head.cases ? std::to_string(cases) : speech.say("cmp.n_of_m", cases, c.head.cases));
  text += fact(speech.say("replications"), speech.say("replications_all", c.replications));
  text += fact(speech.say("cmp.objective"),
               speech.say(c.maximise ? "cmp.maximise" : "cmp.minimise", metric_words(c.metric, speech)));
  std::string constraints;
  for (const Requirement& r : c.constraints)
    constraints += (constraints.empty() ? "" : ", ") + constraint_words(r, speech);
  text += fact(speech.say("cmp.constraints"), constraints);
  text += fact(speech.say("seed"), std::to_string(c.head.seed)) + fact(speech.say("date"), ask.date) +
          fact(speech.say("version"), "linetwin " + ask.version) +
          fact(speech.say("model_hash"), c.head.model_hash, "code") +
          fact(speech.say("command"), ask.command, "code");
  return text + "</dl>\n</header>\n";
}

std::string not_told_words(const Comparison& c, const Speech& speech) {
  std::string names;
  const std::size_t named = std::min(c.not_told.size(), kMostNamed);
  for (std::size_t i = 0; i < named; ++i)
    names += (i == 0 ? "" : ", ") + brief_name(c, c.ranking[c.not_told[i]]);
  return named < c.not_told.size() ? speech.say("cmp.more", names, c.not_told.size() - named) : names;
}

std::string best_words(const Comparison& c, const Speech& speech) {
  if (c.ranking.empty()) return speech.say("cmp.none");
  if (!c.has_best()) return speech.say(c.ranking.front().n == 0 ? "cmp.none_value" : "cmp.none_kept");
  const RankedCase& best = c.ranking.front();
  std::string text = speech.say("cmp.best", brief_name(c, best));
  const auto add = [&text](const std::string& sentence) { text += " " + sentence; };
  if (c.ranking.size() == 1) {
    text = speech.say(c.head.cases > 1 ? "cmp.only_yet" : "cmp.only", brief_name(c, best));
  } else if (c.control == 0) {
    add(speech.say("cmp.best_control"));
  } else if (best.against_control.value) {
    add(speech.say("cmp.best_gain", brief_name(c, c.ranking[c.control]),
                   difference_words(best.against_control) + speech.unit(unit_words(c))));
    if (best.against_control.among_all == Verdict::CannotTell && !c.one_replication())
      add(speech.say("cmp.best_open_gain"));
  }
  if (best.kept == Fulfilled::Open) add(speech.say("cmp.best_kept_open"));
  if (c.one_replication())
    add(speech.say("cmp.best_one"));
  else if (c.rivals > 1)
    add(c.not_told.empty() ? speech.say("cmp.best_sure", std::min(c.rivals, c.paired))
                           : speech.say("cmp.best_not_told", not_told_words(c, speech)));
  return text;
}

// What a sampled case is, which is called by its number.
std::string best_levels(const Comparison& c) {
  if (!c.has_best() || brief_name(c, c.ranking.front()) == c.ranking.front().row.name) return {};
  std::string text;
  for (const ResultsLevel& level : c.ranking.front().row.levels)
    text += (text.empty() ? brief_name(c, c.ranking.front()) + ": " : ", ") + level_text(c.head, level);
  return text.empty() ? text : paragraph(text);
}

std::vector<std::size_t> shown_places(const Comparison& c) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < c.ranking.size(); ++i)
    if (i < c.shown || i == c.control) places.push_back(i);
  return places;
}

Cell kept_cell(const Comparison& c, const RankedCase& one, std::size_t k, const Speech& speech) {
  const HeldConstraint& held = one.constraints[k];
  const bool cost = c.constraints[k].metric == "cost";
  std::string value;
  if (!shown_before(c, k))
    value = (cost ? cost_text(held.measured.mean.value_or(0)) : speech.number(held.measured)) + " ";
  switch (held.kept) {
    case Fulfilled::Yes: return {value + speech.say("cmp.kept_yes"), "met"};
    case Fulfilled::No: return {value + speech.say("cmp.kept_no"), "missed"};
    default: return {value + speech.say("cmp.kept_open"), "open"};
  }
}

Cell verdict_cell(Verdict verdict, const Speech& speech) {
  switch (verdict) {
    case Verdict::Better: return {speech.say("cmp.better"), "badge met"};
    case Verdict::Worse: return {speech.say("cmp.worse"), "badge missed"};
    default: return {speech.say("cmp.open"), "badge open"};
  }
}

Section ranking_section(const Comparison& c, const Speech& speech) {
  Section section{"ranking", speech.say("cmp.ranking"), {}};
  if (c.ranking.empty()) return section;
  HtmlTable table;
  table.narrow = true;
  table.header = {speech.say("cmp.case")};
  const bool same_n = std::all_of(c.ranking.begin(), c.ranking.end(),
                                  [&](const RankedCase& one) { return one.n == c.ranking.front().n; });
  if (!same_n) table.header.push_back(speech.say("cmp.n"));
  table.header.push_back(figure_axis(c, speech));
  const bool costs = shows_cost(c);
  if (costs) table.header.push_back(cost_head(c, speech));
  for (const Requirement& r : c.constraints) table.header.push_back(constraint_words(r, speech));
  for (const char* key : {"cmp.difference", "cmp.verdict", "cmp.bottleneck"})
    table.header.push_back(speech.say(key));
  for (const std::size_t place : shown_places(c)) {
    const RankedCase& one = c.ranking[place];
    const bool best = place == 0 && c.has_best();
    const std::string number = place < c.rivals ? fmt::format("{}. ", place + 1) : std::string();
    std::vector<Cell> row = {{number + brief_name(c, one), best ? "strong" : ""}};
    if (!same_n) row.push_back({std::to_string(one.n)});
    row.push_back({speech.number(one.value)});
    if (costs) row.push_back({cost_text(one.row.cost)});
    for (std::size_t k = 0; k < c.constraints.size(); ++k) row.push_back(kept_cell(c, one, k, speech));
    const bool control = place == c.control;
    row.push_back({control ? speech.say("cmp.control") : difference_words(one.against_control)});
    row.push_back(control ? Cell{} : verdict_cell(one.against_control.among_all, speech));
    row.push_back({one.bottlenecks.empty() ? "-" : one.bottlenecks.front().first});
    table.rows.push_back(std::move(row));
  }
  std::string note = c.one_replication()
                         ? speech.say("cmp.cap_ranking_one")
                         : speech.say("cmp.cap_ranking", std::max<std::size_t>(c.ranking.size(), 2) - 1);
  if (c.shown < c.ranking.size()) note += " " + speech.say("cmp.cap_ranking_cut", c.shown, c.ranking.size());
  section.body = html(table) + paragraph(note, "note");
  return section;
}

Section difference_section(const Comparison& c, const Speech& speech) {
  Section section{"differences", speech.say("cmp.differences"), {}};
  drawing::GainBars chart;
  chart.title = section.title;
  chart.axis = figure_axis(c, speech);
  for (const std::size_t place : shown_places(c)) {
    const compare::Difference& d = c.ranking[place].against_control;
    if (place == c.control || !d.value) continue;
    chart.rows.push_back(
        {brief_name(c, c.ranking[place]), "", *d.value, d.simultaneous_half_width, difference_words(d)});
  }
  if (chart.rows.empty()) return section;
  section.body = figure(drawing::gain_bars(chart),
                        speech.say("cmp.cap_differences", brief_name(c, c.ranking[c.control])));
  return section;
}

std::string standing_words(const Comparison& c, compare::Standing standing, const Speech& speech) {
  if (!c.front_judged) return speech.say("cmp.on_front_means");
  return speech.say(standing == compare::Standing::Front ? "cmp.on_front" : "cmp.on_front_open");
}

Section front_section(const Comparison& c, const Speech& speech) {
  Section section{"front", speech.say("cmp.front"), {}};
  if (c.front.empty()) return section;
  drawing::Scatter chart;
  chart.title = section.title;
  chart.x_label = cost_head(c, speech);
  chart.y_label = figure_axis(c, speech);
  chart.stairs = true;
  HtmlTable table;
  table.header = {speech.say("cmp.case"), cost_head(c, speech), figure_axis(c, speech),
                  speech.say("cmp.standing")};
  // costs in the unit that the largest of them suits, so that the ticks are short
  double largest = 0;
  for (std::size_t i = 0; i < c.rivals; ++i) largest = std::max(largest, std::abs(c.ranking[i].row.cost));
  const auto [by, name] = largest >= 1e9   ? std::pair{1e9, "10⁹"}
                          : largest >= 1e6 ? std::pair{1e6, "10⁶"}
                                           : std::pair{1.0, ""};
  if (by > 1) chart.x_label += fmt::format(" × {}", name);
  std::vector<bool> on(c.rivals, false);
  for (const FrontPoint& point : c.front) {
    const RankedCase& one = c.ranking[point.place];
    on[point.place] = true;
    table.rows.push_back({{brief_name(c, one)},
                          {cost_text(one.row.cost)},
                          {speech.number(one.value)},
                          {standing_words(c, point.standing, speech)}});
  }
  for (std::size_t i = 0; i < c.rivals; ++i) {
    const RankedCase& one = c.ranking[i];
    if (i >= std::max<std::size_t>(c.shown, 500) && !on[i]) continue;
    const std::string label = brief_name(c, one);
    chart.dots.push_back({one.row.cost / by, *one.value.mean, one.value.half_width,
                          i < c.shown || on[i] ? label : "",
                          label + ": " + speech.number(one.value) + ", " + cost_text(one.row.cost), on[i]});
  }
  section.body = figure(drawing::scatter(chart), speech.say("cmp.cap_front")) + html(table);
  return section;
}

std::string outcome_words(const std::string& outcome, const Speech& speech) {
  const std::string key = "cmp.outcome_" + outcome;
  return has_word(key) ? speech.say(key) : outcome;
}

Section stuck_section(const Comparison& c, const Speech& speech) {
  Section section{"unfinished", speech.say("cmp.stuck"), {}};
  if (c.stuck.empty()) return section;
  HtmlTable table;
  table.left = 4;
  table.header = {speech.say("cmp.case"), speech.say("cmp.replication"), speech.say("cmp.outcome"),
                  speech.say("cmp.message")};
  for (std::size_t i = 0; i < std::min(c.stuck.size(), kMostStuck); ++i) {
    const ResultsReplication& r = c.stuck[i];
    const auto found = std::find_if(c.ranking.begin(), c.ranking.end(),
                                    [&](const RankedCase& one) { return one.row.id == r.case_id; });
    table.rows.push_back({{found == c.ranking.end() ? std::to_string(r.case_id) : brief_name(c, *found)},
                          {std::to_string(r.replication)},
                          {outcome_words(r.outcome, speech)},
                          {r.message}});
  }
  section.body = paragraph(speech.say("cmp.n_of_m", c.unfinished, c.replications), "caption") + html(table);
  return section;
}

}  // namespace

std::string figure_axis(const Comparison& c, const Speech& speech) {
  const std::string name = metric_words(c.metric, speech);
  std::string unit = speech.unit(unit_words(c));
  if (unit.starts_with(' ')) unit.erase(0, 1);
  return unit.empty() ? name : fmt::format("{} ({})", name, unit);
}

std::string difference_words(const compare::Difference& d) {
  return signed_figure_text({d.value, d.simultaneous_half_width, {}});
}

std::string p_words(const std::optional<double>& p) {
  if (!p) return "-";
  return *p < 0.001 ? "< 0.001" : fmt::format("{:.3f}", *p);
}

std::string comparison_page(const Comparison& c, const ComparisonPageAsk& ask) {
  const Speech speech(ask.language);
  PageFrame frame{c.head.scenario,
                  speech.say("cmp.report"),
                  head_html(c, ask, speech),
                  paragraph(best_words(c, speech), "lead") + best_levels(c),
                  {}};
  for (auto make : {ranking_section, difference_section, front_section, alone_section, effects_section,
                    surface_section, stuck_section}) {
    Section section = make(c, speech);
    if (!section.body.empty()) frame.sections.push_back(std::move(section));
  }
  return page_frame(frame, speech);
}

}  // namespace linetwin
