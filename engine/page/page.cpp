#include "page/page.hpp"

#include "drawing/svg.hpp"
#include "page/page_parts.hpp"

namespace linetwin {
namespace {

// Valid as HTML and as XML: no `<` or `&` in here.
constexpr std::string_view kStyle = R"css(
:root{--ink:#24303a;--quiet:#5d6b76;--line:#dde3e8;--pale:#f4f6f8;--accent:#0072b2}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:32px 28px 64px;max-width:896px;background:#fff;color:var(--ink);
 font:15px/1.55 FONTS;-webkit-print-color-adjust:exact;print-color-adjust:exact;overflow-wrap:anywhere}
:lang(ko){word-break:keep-all}
svg{display:block;max-width:100%;height:auto;font-family:FONTS}
header{border-top:4px solid var(--accent);padding-top:18px}
.kicker{margin:0;color:var(--quiet);font-size:13px;letter-spacing:.04em}
h1{margin:2px 0 4px;font-size:30px;line-height:1.2;font-weight:650}
h2{margin:0 0 10px;font-size:20px;font-weight:650;line-height:1.3;break-after:avoid}
h3{margin:26px 0 6px;font-size:15.5px;font-weight:650;break-after:avoid}
p{margin:0 0 10px}
.description{font-size:16px;color:var(--quiet);margin-bottom:16px}
section{margin-top:42px;padding-top:18px;border-top:1px solid var(--line)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:6px 28px;margin:0 0 8px;font-size:13.5px}
.facts div{display:flex;gap:10px;border-bottom:1px solid var(--line);padding:3px 0}
.facts dt{flex:0 0 7.2em;color:var(--quiet)}
.facts dd{margin:0;min-width:0}
.facts div:has(.code){grid-column:1/-1}
.code{font:12px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"D2Coding",NanumGothicCoding,monospace;overflow-wrap:anywhere}
.warnings{margin:14px 0 0;padding:10px 14px;border-left:4px solid #e69f00;background:#fdf6e6;font-size:14px}
.warnings ul{margin:4px 0 0;padding-left:20px}
.lead{text-wrap:pretty;font-size:17px;line-height:1.6;margin:22px 0 18px}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:12px;margin-bottom:8px}
.card{border:1px solid var(--line);border-radius:6px;padding:10px 14px;break-inside:avoid}
.card span{display:block;font-size:13px;color:var(--quiet)}
.card p{margin:0;line-height:1.35}
.card b{font-size:25px;font-weight:650;letter-spacing:-.01em}
.card small{font-size:14px;color:var(--quiet);white-space:pre-wrap}
.card em{display:block;font-style:normal;font-size:12px;color:var(--quiet)}
nav{margin-top:26px;font-size:13.5px;color:var(--quiet)}
nav b{font-weight:600;color:var(--ink);margin-right:8px}
nav a{color:var(--accent);text-decoration:none;margin-right:16px;white-space:nowrap}
nav a:hover{text-decoration:underline}
figure{margin:0 0 22px;break-inside:avoid}
figcaption,.caption{margin:0 0 8px;font-size:14px;color:var(--quiet);max-width:92ch;text-wrap:pretty;break-after:avoid}
.legend{margin:0 0 8px;font-size:12.5px;line-height:1.7;break-after:avoid}
.legend span{margin-right:16px;white-space:nowrap;display:inline-block}
.legend i{display:inline-block;width:12px;height:12px;border-radius:2px;margin-right:6px;vertical-align:-1.5px}
.note{font-size:12.5px;color:var(--quiet)}
ul.note{padding-left:18px}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13.5px;margin:0 0 14px;font-variant-numeric:tabular-nums}
th{font-weight:600;color:var(--quiet);font-size:12.5px;border-bottom:1.5px solid #9aa7b1;vertical-align:bottom;line-height:1.3}
th,td{padding:5px 10px;text-align:right;white-space:nowrap}
th.number{white-space:normal;min-width:5.2em}
th{overflow-wrap:normal}
td{border-bottom:1px solid var(--line)}
.text{text-align:left}
td.text{white-space:normal;min-width:6em}
th:first-child,td:first-child{padding-left:0}
td.name{width:13em;color:var(--quiet)}
tfoot td{border-bottom:0;border-top:1px solid #9aa7b1;font-size:12.5px;color:var(--quiet);white-space:normal}
tfoot tr+tr td{border-top:0}
tr{break-inside:avoid}
.strong{font-weight:650}
td.named{background:#fbe5d6;font-weight:650}
.badge{font-weight:650}
.met{color:#00674b}.missed{color:#a33f00}.open{color:#5d6b76}
.met::before{content:"✓ "}.missed::before{content:"✕ "}.open::before{content:"○ "}
.minis{display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:12px 18px}
.mini{break-inside:avoid;font-size:13px}
.mini b{display:block;font-weight:600;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.mini svg{width:100%}
.terms{display:grid;grid-template-columns:repeat(auto-fill,minmax(380px,1fr));gap:8px 28px;margin:0;font-size:13.5px}
.terms div{break-inside:avoid}
.terms dt{font-weight:600}
.terms dd{margin:0;color:var(--quiet)}
footer{margin-top:40px;font-size:12px;color:var(--quiet)}
@media (max-width:640px){
 body{padding:18px 14px 40px;font-size:14.5px}
 h1{font-size:25px}
 .cards{grid-template-columns:1fr 1fr}
 .card{padding:8px 10px}
 .card b{font-size:20px}
 .card small{font-size:12.5px}
 .terms,.facts{grid-template-columns:1fr}
 figure .wide svg{min-width:640px}
 th,td{padding:4px 6px}
 .narrow{font-size:12.5px}
 .narrow td,.narrow th{white-space:normal;min-width:0;padding:4px 4px;overflow-wrap:normal}
}
@page{size:A4;margin:15mm 14mm 16mm}
@media print{
 body{max-width:none;padding:0;font-size:10.5pt}
 nav{display:none}
 section{margin-top:22px}
 section.fresh{break-before:page;border-top:0;padding-top:0;margin-top:0}
 .wide{overflow:visible}
 .minis{grid-template-columns:repeat(3,1fr)}
 .cards{grid-template-columns:repeat(3,1fr)}
 .terms{grid-template-columns:1fr 1fr}
 .facts{grid-template-columns:1fr 1fr}
 table{font-size:9pt}
 th,td{padding:3px 6px}
 th{font-size:8.5pt}
 thead{display:table-header-group}
 tfoot{display:table-row-group}
}
)css";

// A Korean page asks for a Korean font first; an English one for the system's own, and a Korean one for
// names.
constexpr std::string_view kKoreanFonts =
    R"("Noto Sans KR","Noto Sans CJK KR","Apple SD Gothic Neo","Malgun Gothic","NanumBarunGothic","NanumGothic","Nanum Gothic")";
constexpr std::string_view kLatinFonts = R"("Segoe UI","Helvetica Neue",Helvetica,Arial,"Liberation Sans")";

std::string style(Language language) {
  const std::string fonts = language == Language::Korean
                                ? fmt::format("{},{},sans-serif", kKoreanFonts, kLatinFonts)
                                : fmt::format("{},{},sans-serif", kLatinFonts, kKoreanFonts);
  std::string text(kStyle);
  for (std::size_t at = text.find("FONTS"); at != std::string::npos;
       at = text.find("FONTS", at + fonts.size()))
    text.replace(at, 5, fonts);
  return text;
}

}  // namespace

std::string page_frame(const PageFrame& frame, const Speech& speech) {
  std::string text = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{} · {}</title>\n"
      "<style>{}</style>\n</head>\n<body>\n",
      speech.language() == Language::Korean ? "ko" : "en", drawing::escaped(frame.name),
      drawing::escaped(frame.kind), style(speech.language()));
  text += frame.head + "<main>\n" + frame.summary + "<nav><b>" + drawing::escaped(speech.say("contents")) +
          "</b>";
  for (const Section& s : frame.sections)
    text += fmt::format(R"(<a href="#{}">{}</a> )", s.id, drawing::escaped(s.title));
  text += "</nav>\n";
  for (const Section& s : frame.sections)
    text += fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n{}</section>\n", s.id, drawing::escaped(s.title),
                        s.body);
  return text + "</main>\n</body>\n</html>\n";
}

std::string page(const PageContent& content, Language language) {
  const Speech speech(language);
  PageFrame frame{content.head.model,
                  speech.say("report"),
                  page_head(content, speech),
                  page_summary(content, speech),
                  {}};
  for (auto make : {line_section, bottleneck_section, loss_section, station_section, flow_section,
                    buffer_section, time_section, lead_time_section, gantt_section, check_section,
                    further_section, assumption_section, glossary_section, method_section}) {
    Section section = make(content, speech);
    if (!section.body.empty()) frame.sections.push_back(std::move(section));
  }
  return page_frame(frame, speech);
}

}  // namespace linetwin
