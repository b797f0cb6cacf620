#include "page/page_parts.hpp"

#include <algorithm>
#include <cmath>

#include "drawing/svg.hpp"
#include "report/text.hpp"

namespace linetwin {

using drawing::escaped;

int decimals_for(double size) {
  if (!(size > 0) || size >= 1) return 2;
  return std::min(1 + static_cast<int>(std::ceil(-std::log10(size))), 8);
}

bool finite(const Figure& figure) { return figure.mean && std::isfinite(*figure.mean); }

std::string Speech::number(const Figure& figure) const { return figure_text(figure); }

std::string Speech::unit(const std::string& unit) const {
  if (unit.empty()) return {};
  const std::string text = has_word("unit." + unit) ? say("unit." + unit) : unit;
  const bool hangul = !text.empty() && static_cast<unsigned char>(text[0]) >= 0x80;
  return (hangul ? "" : " ") + text;
}

std::string Speech::with_unit(const Figure& figure, const std::string& unit_name) const {
  return finite(figure) ? number(figure) + unit(unit_name) : "-";
}

std::string Speech::rate_number(double parts_per_h) const {
  if (!std::isfinite(parts_per_h)) return "-";
  const double size = std::abs(parts_per_h);
  if (size < 0.995) return size < 1e-6 ? "0" : fmt::format("{:.{}f}", parts_per_h, decimals_for(size));
  return fmt::format("{:.{}f}", parts_per_h, size < 9.995 ? 2 : 1);
}

std::string Speech::rate(double parts_per_h) const {
  return std::isfinite(parts_per_h) ? rate_number(parts_per_h) + unit("parts_per_h") : "-";
}

std::pair<Figure, std::string> Speech::scaled(const Figure& seconds) const {
  const double size = std::abs(seconds.mean.value_or(0));
  double by = 1;
  std::string name = "s";
  if (size >= 2 * 86400)
    by = 86400, name = "d";
  else if (size >= 2 * 3600)
    by = 3600, name = "h";
  else if (size >= 120)
    by = 60, name = "min";
  Figure result = seconds;
  if (result.mean) *result.mean /= by;
  if (result.half_width) *result.half_width /= by;
  return {result, name};
}

std::string Speech::time(const Figure& seconds) const {
  const auto [value, name] = scaled(seconds);
  return with_unit(value, name);
}

std::string Speech::brief_time(const Figure& seconds) const {
  const auto [value, name] = scaled(seconds);
  if (!finite(value)) return "-";
  const double size = std::abs(*value.mean);
  return fmt::format("{:.{}f}", *value.mean, size < 9.995 ? 2 : size < 99.95 ? 1 : 0) + unit(name);
}

std::string Speech::span(double seconds) const {
  if (!std::isfinite(seconds)) return "-";
  for (const auto& [size, name] : {std::pair{86400.0, "d"}, {3600.0, "h"}, {60.0, "min"}})
    if (seconds >= size && std::abs(std::remainder(seconds, size)) < 1e-6)
      return fmt::format("{:.0f}", seconds / size) + unit(name);
  return time(seconds);
}

std::string Speech::percent(const Figure& share) const {
  if (!finite(share)) return "-";
  std::string text = percent(share.mean);
  if (share.half_width && std::isfinite(*share.half_width))
    text.insert(text.size() - 2, fmt::format(" ± {:.1f}", *share.half_width * 100));
  return text;
}

std::string Speech::percent(const std::optional<double>& share, int decimals) const {
  return share && std::isfinite(*share) ? fmt::format("{:.{}f} %", *share * 100, decimals) : "-";
}

std::string Speech::state(std::size_t state) const {
  return say("state." + std::string(kMachineStateNames.at(state)));
}

std::string html(const HtmlTable& table) {
  const auto row = [&table](const std::vector<Cell>& cells) {
    std::string text = "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string kind = (i < table.left ? "text" : "number") +
                               (cells[i].kind.empty() ? std::string() : " " + cells[i].kind);
      text += fmt::format(R"(<td class="{}">{}</td>)", kind, escaped(cells[i].text));
    }
    return text + "</tr>\n";
  };
  std::string text = fmt::format("<div class=\"wide\"><table{}>\n", table.narrow ? R"( class="narrow")" : "");
  if (!table.header.empty()) {
    text += "<thead><tr>";
    for (std::size_t i = 0; i < table.header.size(); ++i)
      text += fmt::format(R"(<th class="{}">{}</th>)", i < table.left ? "text" : "number",
                          escaped(table.header[i]));
    text += "</tr></thead>\n";
  }
  text += "<tbody>\n";
  for (const auto& cells : table.rows) text += row(cells);
  text += "</tbody>\n";
  if (!table.foot.empty()) {
    text += "<tfoot>\n";
    for (const auto& cells : table.foot) text += row(cells);
    text += "</tfoot>\n";
  }
  return text + "</table></div>\n";
}

std::string paragraph(std::string_view text, std::string_view kind) {
  const std::string attribute = kind.empty() ? std::string() : fmt::format(R"( class="{}")", kind);
  return fmt::format("<p{}>{}</p>\n", attribute, escaped(text));
}

std::string heading(std::string_view text) { return fmt::format("<h3>{}</h3>\n", escaped(text)); }

std::string figure(std::string_view svg, std::string_view caption, std::string_view legend) {
  return fmt::format("<figure>\n<figcaption>{}</figcaption>\n{}<div class=\"wide\">{}</div>\n</figure>\n",
                     escaped(caption), legend, svg);
}

std::string legend(const std::vector<LegendKey>& keys) {
  std::string text = "<p class=\"legend\">";
  for (const auto& [colour, name] : keys)
    text += fmt::format(R"(<span><i style="background:{}"></i>{}</span> )", colour, escaped(name));
  return text + "</p>\n";
}

std::optional<double> target_per_h(const PageTarget& target) {
  if (target.what == PageTarget::What::Throughput) return target.value;
  if (target.what == PageTarget::What::Demand && target.period_s > 0)
    return target.value / target.period_s * 3600;
  return {};
}

std::string target_text(const PageTarget& target, const Speech& speech) {
  const Figure value{target.value, {}, {}};
  switch (target.what) {
    case PageTarget::What::Throughput:
      return speech.say("target.at_least", speech.with_unit(value, "parts_per_h"));
    case PageTarget::What::Demand:
      return speech.say("target.at_least", speech.say("target.per", speech.with_unit(value, "parts"),
                                                      speech.span(target.period_s)));
    case PageTarget::What::LeadTime: return speech.say("target.at_most", speech.time(target.value));
  }
  return {};
}

}  // namespace linetwin
