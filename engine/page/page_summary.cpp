// The page's head, and what a reader should know who reads no further.
#include <cmath>

#include "drawing/svg.hpp"
#include "page/page_parts.hpp"

namespace linetwin {
namespace {

using drawing::escaped;

const char* judgement_key(PageJudgement judgement) {
  switch (judgement) {
    case PageJudgement::Met: return "judgement.met";
    case PageJudgement::Missed: return "judgement.missed";
    case PageJudgement::Open: return "judgement.open";
  }
  return "judgement.open";
}
std::string judgement_kind(PageJudgement judgement) {
  return std::string("badge ") + (judgement_key(judgement) + std::string_view("judgement.").size());
}

std::string card(std::string_view name, const std::string& value, const std::string& unit,
                 const std::string& note) {
  // the interval is set smaller than its mean
  const std::size_t plus = value.find(" ± ");
  std::string text = "<b>" + escaped(value.substr(0, plus)) + "</b>";
  if (plus != std::string::npos) text += "<small>" + escaped(value.substr(plus)) + "</small>";
  if (!unit.empty()) text += "<small>" + escaped(unit) + "</small>";
  return fmt::format("<div class=\"card\"><span>{}</span><p>{}</p><em>{}</em></div>\n", escaped(name), text,
                     escaped(note));
}

std::string cards(const PageHeadline& h, const Speech& speech) {
  std::string text;
  const std::string per_h = speech.unit("parts_per_h"), parts = speech.unit("parts");
  if (finite(h.throughput_per_h))
    text += card(speech.say("throughput"), speech.number(h.throughput_per_h), per_h, "");
  if (finite(h.throughput_per_scheduled_h))
    text += card(speech.say("throughput_scheduled"), speech.number(h.throughput_per_scheduled_h), per_h, "");
  if (finite(h.wip)) text += card(speech.say("wip"), speech.number(h.wip), parts, "");
  if (finite(h.lead_time_s)) {
    const auto [value, unit] = speech.scaled(h.lead_time_s);
    text += card(speech.say("lead_time"), speech.number(value), speech.unit(unit), "");
  }
  if (finite(h.parts_out))
    text += card(speech.say("parts_out"), speech.number(h.parts_out), parts, speech.say("in_window"));
  if (finite(h.parts_scrapped)) {
    const double all = *h.parts_scrapped.mean + h.parts_out.mean.value_or(0);
    text += card(
        speech.say("parts_scrapped"), speech.number(h.parts_scrapped), parts,
        all > 0 ? speech.say("scrap_share", fmt::format("{:.2f}", 100 * *h.parts_scrapped.mean / all)) : "");
  }
  if (text.empty()) return {};
  return "<div class=\"cards\">\n" + text + "</div>\n" + paragraph(speech.say("interval95"), "note");
}

std::string sentences(const PageContent& content, const Speech& speech) {
  std::string text;
  const auto add = [&text](const std::string& sentence) { text += (text.empty() ? "" : " ") + sentence; };
  if (finite(content.headline.throughput_per_h))
    add(speech.say("sum.throughput", speech.with_unit(content.headline.throughput_per_h, "parts_per_h")));
  const PageVerdict& v = content.jury.verdict;
  if (!v.station.empty()) {
    add(v.methods_asked > 0 ? speech.say("sum.bottleneck", v.station, v.methods_agreeing, v.methods_asked)
                            : speech.say("sum.bottleneck_alone", v.station));
    if (!v.tied_with.empty()) add(speech.say("sum.tied", fmt::format("{}", fmt::join(v.tied_with, ", "))));
    if (finite(v.gain_per_h)) {
      const std::string sign = *v.gain_per_h.mean >= 0 ? "+" : "";
      add(speech.say("sum.gain", v.change, sign + speech.with_unit(v.gain_per_h, "parts_per_h")));
    }
    if (!v.next.empty()) add(speech.say("sum.next", v.next));
  }
  if (!content.targets.empty()) {
    int count[3] = {0, 0, 0};
    for (const auto& target : content.targets) ++count[static_cast<int>(target.judgement)];
    add(speech.say("sum.targets", count[0], count[1], count[2]));
  }
  return text.empty() ? text : paragraph(text, "lead");
}

std::string targets(const PageContent& content, const Speech& speech) {
  if (content.targets.empty()) return {};
  HtmlTable table;
  table.left = 2;
  table.narrow = true;
  table.header = {speech.say("figure"), speech.say("target"), speech.say("target.measured"),
                  speech.say("target.judgement")};
  for (const auto& target : content.targets) {
    std::string what, measured;
    std::string goal = target_text(target, speech);
    switch (target.what) {
      case PageTarget::What::Throughput:
        what = speech.say("target.throughput");
        measured = speech.with_unit(target.measured, "parts_per_h");
        break;
      case PageTarget::What::Demand:
        what = speech.say("target.demand");
        measured = speech.with_unit(target.measured, "parts");
        if (finite(target.measured))
          measured = speech.say("target.per", measured, speech.span(target.period_s));
        if (target.takt_s) goal += " (" + speech.say("target.takt", speech.time(*target.takt_s)) + ")";
        break;
      case PageTarget::What::LeadTime:
        what = target.quantile ? speech.say("target.lead_time_of", speech.number(*target.quantile * 100))
                               : speech.say("target.lead_time");
        measured = speech.time(target.measured);
        break;
    }
    table.rows.push_back({{what},
                          {goal},
                          {measured},
                          {speech.say(judgement_key(target.judgement)), judgement_kind(target.judgement)}});
  }
  return heading(speech.say("targets")) + paragraph(speech.say("cap.targets"), "caption") + html(table);
}

std::string quantiles(const PageHeadline& h, const Speech& speech) {
  if (h.lead_time_quantiles.empty()) return {};
  HtmlTable table;
  table.left = 0;
  table.narrow = true;
  std::vector<Cell> row;
  for (const auto& q : h.lead_time_quantiles) {
    table.header.push_back(speech.say("quantile_of", speech.number(q.probability * 100)));
    row.push_back({speech.time(q.value_s)});
  }
  table.rows.push_back(row);
  return heading(speech.say("lead_time_quantiles")) + html(table);
}

}  // namespace

std::string fact(const std::string& name, const std::string& value, const std::string& kind) {
  if (value.empty()) return {};
  const std::string attribute = kind.empty() ? std::string() : fmt::format(R"( class="{}")", kind);
  return fmt::format("<div><dt>{}</dt><dd{}>{}</dd></div>\n", escaped(name), attribute, escaped(value));
}

std::string page_head(const PageContent& content, const Speech& speech) {
  const PageHead& head = content.head;
  std::string text = "<header>\n<p class=\"kicker\">" + escaped(speech.say("report")) + "</p>\n<h1>" +
                     escaped(head.model) + "</h1>\n";
  if (!head.description.empty()) text += paragraph(head.description, "description");
  text += "<dl class=\"facts\">\n";
  if (head.duration_s > 0) text += fact(speech.say("duration"), speech.span(head.duration_s));
  if (head.warmup_s > 0 || head.warmup_by_mser5)
    text += fact(speech.say("warmup"), speech.say(head.warmup_by_mser5 ? "warmup_mser5" : "warmup_given",
                                                  speech.span(head.warmup_s)));
  const bool all = head.replications_asked <= 0 || head.replications_asked == head.replications;
  text += fact(speech.say("replications"),
               all ? speech.say("replications_all", head.replications)
                   : speech.say("replications_of", head.replications, head.replications_asked));
  text += fact(speech.say("seed"), std::to_string(head.seed)) + fact(speech.say("date"), head.date) +
          fact(speech.say("version"), head.version.empty() ? "" : "linetwin " + head.version) +
          fact(speech.say("model_hash"), head.model_hash, "code") +
          fact(speech.say("command"), head.command, "code");
  text += "</dl>\n";
  if (!head.warnings.empty()) {
    text += "<div class=\"warnings\"><b>" + escaped(speech.say("warnings")) + "</b>\n<ul>\n";
    for (const auto& warning : head.warnings) text += "<li>" + escaped(warning) + "</li>\n";
    text += "</ul></div>\n";
  }
  return text + "</header>\n";
}

std::string page_summary(const PageContent& content, const Speech& speech) {
  return sentences(content, speech) + cards(content.headline, speech) + targets(content, speech) +
         quantiles(content.headline, speech);
}

}  // namespace linetwin
