// What stands behind the figures: theory, assumptions, terms, methods.
#include <algorithm>
#include <cmath>

#include "drawing/svg.hpp"
#include "page/page_parts.hpp"

namespace linetwin {
namespace {

using drawing::escaped;

std::string list(const std::vector<std::string>& texts) {
  std::string text = "<ul>\n";
  for (const auto& t : texts) text += "<li>" + escaped(t) + "</li>\n";
  return text + "</ul>\n";
}

std::string kind_text(PageReferee::Kind kind, const Speech& speech) {
  switch (kind) {
    case PageReferee::Kind::Exact: return speech.say("check.exact");
    case PageReferee::Kind::Approximate: return speech.say("check.approximate");
    case PageReferee::Kind::Bound: return speech.say("check.bound");
  }
  return {};
}

std::string with(const Figure& figure, const std::string& unit, const Speech& speech) {
  return unit.empty() ? speech.number(figure) : speech.with_unit(figure, unit);
}

}  // namespace

Section check_section(const PageContent& content, const Speech& speech) {
  Section section{"checks", speech.say("checks"), {}};
  if (!content.referee.empty()) {
    HtmlTable table;
    table.left = 3;
    table.header = {speech.say("check.method"),    speech.say("check.kind"),
                    speech.say("check.figure"),    speech.say("check.value"),
                    speech.say("check.simulated"), speech.say("check.difference")};
    std::string sources;
    for (const auto& r : content.referee) {
      const bool known = r.difference && std::isfinite(*r.difference);
      table.rows.push_back({{r.method},
                            {kind_text(r.kind, speech)},
                            {has_word("figure." + r.figure) ? speech.say("figure." + r.figure) : r.figure},
                            {with({r.value, {}, {}}, r.unit, speech)},
                            {with(r.simulated, r.unit, speech)},
                            {known ? fmt::format("{:+.2f} %", *r.difference * 100) : "-"}});
      if (!r.source.empty() || !r.remark.empty())
        sources +=
            fmt::format("<li><b>{}</b>: {}</li>\n", escaped(r.method),
                        escaped(r.source + (r.source.empty() || r.remark.empty() ? "" : ". ") + r.remark));
    }
    section.body = paragraph(speech.say("cap.checks"), "caption") + html(table);
    if (!sources.empty()) section.body += "<ul class=\"note\">\n" + sources + "</ul>\n";
  }
  if (!content.referee_absent.empty()) {
    HtmlTable table;
    table.left = 2;
    table.header = {speech.say("check.method"), speech.say("reason")};
    for (const auto& a : content.referee_absent) table.rows.push_back({{a.method}, {a.reason}});
    section.body += heading(speech.say("check.absent")) + html(table);
  }
  return section;
}

Section further_section(const PageContent& content, const Speech& speech) {
  Section section{"further", speech.say("further"), {}};
  for (const auto& t : content.tables) {
    if (t.rows.empty()) continue;
    HtmlTable table;
    table.header = t.header;
    for (const auto& row : t.rows) {
      std::vector<Cell> cells;
      for (const auto& cell : row) cells.push_back({cell});
      table.rows.push_back(cells);
    }
    section.body += heading(t.title) + html(table);
  }
  return section;
}

Section assumption_section(const PageContent& content, const Speech& speech) {
  return {"assumptions", speech.say("assumptions"),
          content.assumptions.empty() ? "" : list(content.assumptions)};
}

Section glossary_section(const PageContent& content, const Speech& speech) {
  std::string text = "<dl class=\"terms\">\n";
  for (const char* const term :
       {"throughput", "wip", "lead_time", "quantile", "takt", "interval", "replication", "warmup",
        "bottleneck", "blocked", "starved", "waiting", "oee", "nee", "teep", "fpy"}) {
    const std::string_view t = term;
    const bool of_oee = t == "oee" || t == "nee" || t == "teep" || t == "fpy";
    if (of_oee && content.oee.empty()) continue;
    if (t == "takt" && content.targets.empty()) continue;
    text +=
        fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(speech.say(std::string("term.") + term)),
                    escaped(speech.say(std::string("term_text.") + term)));
  }
  return {"terms", speech.say("glossary"), text + "</dl>\n"};
}

Section method_section(const PageContent& content, const Speech& speech) {
  std::vector<std::string> notes{speech.say("method_note.simulation"), speech.say("method_note.interval")};
  if (content.head.warmup_by_mser5) notes.push_back(speech.say("method_note.mser"));
  if (!content.throughput.average.empty() || !content.wip.average.empty())
    notes.push_back(speech.say("method_note.welch"));
  if (!content.oee.empty()) notes.push_back(speech.say("method_note.oee"));
  notes.insert(notes.end(), content.sources.begin(), content.sources.end());
  notes.push_back(speech.say("method_note.colours"));
  return {"methods", speech.say("methods"), list(notes)};
}

}  // namespace linetwin
