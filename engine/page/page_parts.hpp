// Pages in their parts: what page.cpp and the page of a comparison put together. Nothing else includes this.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "page/page.hpp"
#include "page/page_words.hpp"

namespace linetwin {

// Words, numbers and units in one language. Texts that it returns are not escaped.
class Speech {
 public:
  explicit Speech(Language language) : language_(language) {}
  Language language() const { return language_; }
  const std::string& say(std::string_view key) const { return word(key, language_); }
  template <typename First, typename... Rest>
  std::string say(std::string_view key, const First& first, const Rest&... rest) const {
    return fmt::format(fmt::runtime(word(key, language_)), first, rest...);
  }
  // "90.6 ± 0.6", or without the interval; "-" when there is no finite mean.
  std::string number(const Figure& figure) const;
  std::string number(const std::optional<double>& value) const { return number(Figure{value, {}, {}}); }
  // A unit behind a number, with the space that belongs there: none before Hangul. `unit` is a word
  // ("unit.min" for "min") or is taken as it is; "" is none.
  std::string unit(const std::string& unit) const;
  // The same with a unit.
  std::string with_unit(const Figure& figure, const std::string& unit_name) const;
  // A time in the unit that suits it, and that unit's word.
  std::pair<Figure, std::string> scaled(const Figure& seconds) const;
  std::string time(const Figure& seconds) const;
  std::string time(double seconds) const { return time(Figure{seconds, {}, {}}); }
  std::string brief_time(const Figure& seconds) const;  // the mean in about three digits
  std::string rate(double parts_per_h) const;           // in three digits, or two of a slow line
  std::string rate_number(double parts_per_h) const;    // without its unit
  std::string span(double seconds) const;               // of a given time: "12 d", "32 h", "90 min"
  std::string percent(const Figure& share) const;
  std::string percent(const std::optional<double>& share, int decimals = 1) const;
  std::string state(std::size_t state) const;

 private:
  Language language_;
};

// ---- HTML, whose texts are escaped here ----

struct Cell {
  std::string text;
  std::string kind{};  // CSS classes
};
struct HtmlTable {
  std::vector<std::string> header;
  std::vector<std::vector<Cell>> rows;
  std::vector<std::vector<Cell>> foot{};
  std::size_t left = 1;  // so many columns are texts, to the left; the rest to the right
  bool narrow = false;   // its cells may break on a narrow screen, so that all columns are seen
};
std::string html(const HtmlTable& table);
std::string paragraph(std::string_view text, std::string_view kind = {});
std::string heading(std::string_view text);  // within a section
// A drawing with its caption above and its legend (HTML) below; `wide` scrolls on narrow screens.
std::string figure(std::string_view svg, std::string_view caption, std::string_view legend = {});
using LegendKey = std::pair<std::string, std::string>;  // colour, text
std::string legend(const std::vector<LegendKey>& keys);

// ---- sections: "" when there is nothing to say ----

struct Section {
  std::string id;
  std::string title;
  std::string body;  // HTML
};

// A whole file around its parts, which are HTML but for name and kind: "pillar · Simulation report".
struct PageFrame {
  std::string name;
  std::string kind;
  std::string head;
  std::string summary;
  std::vector<Section> sections;
};
std::string page_frame(const PageFrame& frame, const Speech& speech);
// An entry of a list of facts; "" without a value.
std::string fact(const std::string& name, const std::string& value, const std::string& kind = {});

bool finite(const Figure& figure);
// Decimals with which differences between numbers of this size are told: 2, and more of small ones.
int decimals_for(double size);
std::string page_head(const PageContent& content, const Speech& speech);
std::string page_summary(const PageContent& content, const Speech& speech);
Section line_section(const PageContent& content, const Speech& speech);
Section bottleneck_section(const PageContent& content, const Speech& speech);
Section loss_section(const PageContent& content, const Speech& speech);
Section station_section(const PageContent& content, const Speech& speech);
Section flow_section(const PageContent& content, const Speech& speech);
Section buffer_section(const PageContent& content, const Speech& speech);
Section time_section(const PageContent& content, const Speech& speech);
Section lead_time_section(const PageContent& content, const Speech& speech);
Section gantt_section(const PageContent& content, const Speech& speech);
Section check_section(const PageContent& content, const Speech& speech);
Section further_section(const PageContent& content, const Speech& speech);
Section assumption_section(const PageContent& content, const Speech& speech);
Section glossary_section(const PageContent& content, const Speech& speech);
Section method_section(const PageContent& content, const Speech& speech);

// ---- targets, as they are drawn ----

// In parts/h; nothing for a target of another kind.
std::optional<double> target_per_h(const PageTarget& target);
// "at least 90 parts/h"
std::string target_text(const PageTarget& target, const Speech& speech);

}  // namespace linetwin
