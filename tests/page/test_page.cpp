#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "base/unicode.hpp"
#include "page/page.hpp"
#include "page/page_example.hpp"
#include "page/page_words.hpp"
#include "support/markup.hpp"

using namespace linetwin;
namespace markup = linetwin::markup;
using Tags = std::vector<markup::Tag>;

namespace {

constexpr Language kBoth[] = {Language::English, Language::Korean};
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

const std::vector<std::string> kSections = {"line",    "bottleneck",  "losses",    "stations", "flow",
                                            "buffers", "time",        "lead-time", "gantt",    "checks",
                                            "further", "assumptions", "terms",     "methods"};

std::vector<std::string> sections(const Tags& tags) {
  std::vector<std::string> ids;
  for (const auto& tag : tags)
    if (tag.name == "section") ids.push_back(tag.attributes.at("id"));
  return ids;
}

// All that a reader sees or a screen reader reads: texts and tooltips, without the style sheet.
std::string visible(const Tags& tags) {
  std::string text = tags.at(0).text;
  for (const auto& tag : tags) {
    if (tag.name == "style") text.erase(text.find(tag.text), tag.text.size());
    if (const auto label = tag.attributes.find("aria-label"); label != tag.attributes.end())
      text += "\n" + label->second;
  }
  return text;
}

bool has_hangul(std::string_view text) {
  for (const char32_t c : code_points(text))
    if (c >= 0xAC00 && c <= 0xD7A3) return true;
  return false;
}

std::vector<markup::Tag> within(const Tags& tags, const std::string& section, const std::string& wanted) {
  std::vector<markup::Tag> found;
  for (const auto& tag : tags) {
    if (!tag.has_class(wanted)) continue;
    for (std::size_t at = tag.parent;; at = tags[at].parent) {
      if (tags[at].name == "section" && tags[at].attributes.at("id") == section) found.push_back(tag);
      if (tags[at].parent == at) break;
    }
  }
  return found;
}

}  // namespace

TEST_CASE("the page is well-formed and has every section, in both languages") {
  for (const Language language : kBoth) {
    for (const PageContent& content : {example::full(), example::in_metres(example::kKoreanNames)}) {
      const Tags tags = markup::read(page(content, language));
      CHECK(tags[0].name == "html");
      CHECK(tags[0].attributes.at("lang") == (language == Language::Korean ? "ko" : "en"));
      CHECK(sections(tags) == kSections);
    }
  }
}

TEST_CASE("a page of nothing has its head, its terms and its methods, and nothing else") {
  for (const Language language : kBoth) {
    const Tags tags = markup::read(page({}, language));
    CHECK(sections(tags) == std::vector<std::string>{"terms", "methods"});
    for (const auto& tag : tags) CHECK(tag.name != "svg");
  }
}

TEST_CASE("each section goes with its data and leaves the others as they are") {
  const std::map<std::string, std::function<void(PageContent&)>> empty = {
      {"line", [](PageContent& c) { c.elements.clear(), c.edges.clear(); }},
      {"bottleneck", [](PageContent& c) { c.jury = {}; }},
      {"losses", [](PageContent& c) { c.losses = {}; }},
      {"time", [](PageContent& c) { c.throughput = {}, c.wip = {}; }},
      {"lead-time", [](PageContent& c) { c.lead_times = {}; }},
      {"gantt", [](PageContent& c) { c.gantt = {}; }},
      {"checks", [](PageContent& c) { c.referee.clear(), c.referee_absent.clear(); }},
      {"further", [](PageContent& c) { c.tables.clear(); }},
      {"assumptions", [](PageContent& c) { c.assumptions.clear(); }},
  };
  for (const auto& [id, clear] : empty) {
    PageContent content = example::full();
    clear(content);
    const Tags tags = markup::read(page(content, Language::English));
    std::vector<std::string> rest = kSections;
    std::erase(rest, id);
    // these are drawn from the elements too; stations and buffers keep their other halves
    if (id == "line") std::erase(rest, "flow");
    INFO(id);
    CHECK(sections(tags) == rest);
  }
}

TEST_CASE("every word is there in both languages, with the same places to fill") {
  // what is written alike in both
  const std::set<std::string_view> alike = {"unit.m", "oee.oee", "oee.nee", "oee.teep"};
  const std::regex place(R"(\{\d\})");
  REQUIRE(word_keys().size() > 200);
  for (const std::string_view key : word_keys()) {
    const std::string& english = word(key, Language::English);
    const std::string& korean = word(key, Language::Korean);
    INFO(key);
    CHECK_FALSE(english.empty());
    CHECK_FALSE(korean.empty());
    CHECK_FALSE(has_hangul(english));
    if (!alike.contains(key) && key != "replications_all") CHECK((has_hangul(korean) || korean == english));
    if (!alike.contains(key) && korean == english) CHECK(key == "unit.m");
    std::set<std::string> in_english, in_korean;
    for (std::sregex_iterator i(english.begin(), english.end(), place), end; i != end; ++i)
      in_english.insert(i->str());
    for (std::sregex_iterator i(korean.begin(), korean.end(), place), end; i != end; ++i)
      in_korean.insert(i->str());
    CHECK(in_english == in_korean);
  }
  CHECK_THROWS_AS(word("no such word", Language::English), std::out_of_range);
}

TEST_CASE("no phrase of the English page is left on the Korean one") {
  // content without any text of its own, but with all that makes the page speak
  PageContent content = example::full(example::kKoreanNames);
  content.head.description = "설명";
  content.head.model = "모델";
  content.head.command.clear();
  for (auto& s : content.jury.sensitivities) s.parameter = "조건";
  content.jury.verdict.change = "조건";
  content.referee.resize(1);
  content.referee[0].method = "방법";
  content.referee[0].remark.clear();
  content.referee_absent = {{"방법", "이유"}};
  for (auto& m : content.state_mapping) m.meaning = "의미";
  content.tables = {{"표", {"이름"}, {{"값"}}}};
  content.assumptions = {"가정"};
  content.sources.clear();
  const std::string text = visible(markup::read(page(content, Language::Korean)));
  const std::string english = visible(markup::read(page(content, Language::English)));
  std::string korean_words;
  for (const std::string_view key : word_keys()) korean_words += word(key, Language::Korean) + "\n";
  int looked_for = 0, seen = 0;
  for (const std::string_view key : word_keys()) {
    // the parts between the places to fill
    std::string phrase = word(key, Language::English);
    for (std::size_t at = 0; at < phrase.size();) {
      const std::size_t open = std::min(phrase.find('{', at), phrase.size());
      const std::string part = phrase.substr(at, open - at);
      at = std::min(phrase.find('}', open), phrase.size()) + 1;
      if (part.size() < 4 || korean_words.find(part) != std::string::npos) continue;
      INFO(key << ": " << part);
      ++looked_for;
      if (english.find(part) != std::string::npos) ++seen;
      CHECK(text.find(part) == std::string::npos);
    }
  }
  CHECK(looked_for > 150);
  CHECK(seen > 120);  // so the search finds them where they are
}

TEST_CASE("hostile names are texts everywhere: they open no tag and close none") {
  std::vector<std::string> names = example::kEnglishNames;
  for (std::size_t i = 0; i < names.size(); ++i)
    names[i] = std::to_string(i) + "<script>alert('x')</script>\" onload=\"y & z</svg>";
  PageContent content = example::full(names);
  content.head.model = "</title><script>1</script>";
  content.head.description = "a <b> & \"c\" 'd' ]]>";
  content.head.command = "--set 'a<b'";
  content.head.warnings = {"<img src=x>"};
  content.tables[0].title = "<h1>";
  content.tables[0].rows[0][0] = "<td>";
  content.assumptions = {"1 < 2 & 3 > 2"};
  content.referee[0].source = "<a href='x'>";
  content.edges[0].fleet = "<agv>";
  for (const Language language : kBoth) {
    const std::string text = page(content, language);
    const Tags tags = markup::read(text);  // throws on a bare bracket or quote
    CHECK(sections(tags) == kSections);
    for (const auto& tag : tags) {
      CHECK(tag.name != "script");
      CHECK(tag.name != "img");
      CHECK_FALSE(tag.attributes.contains("onload"));
    }
    CHECK(text.find("<script") == std::string::npos);
    const std::string seen = visible(tags);
    for (const auto& said : {names[3], content.head.description, content.head.command,
                             content.head.warnings[0], content.assumptions[0]})
      CHECK(seen.find(said) != std::string::npos);
  }
}

TEST_CASE("the page loads nothing and runs nothing") {
  for (const Language language : kBoth) {
    std::string text = page(example::full(), language);
    const std::string name_space = "xmlns=\"http://www.w3.org/2000/svg\"";
    for (std::size_t at; (at = text.find(name_space)) != std::string::npos;)
      text.erase(at, name_space.size());
    for (const char* const way :
         {"http://", "https://", "src=", "url(", "@import", "<link", "<script", "javascript:"}) {
      INFO(way);
      CHECK(text.find(way) == std::string::npos);
    }
    const Tags tags = markup::read(text);
    std::set<std::string> ids;
    for (const auto& tag : tags)
      if (const auto id = tag.attributes.find("id"); id != tag.attributes.end())
        CHECK(ids.insert(id->second).second);
    int links = 0;
    for (const auto& tag : tags)
      if (const auto href = tag.attributes.find("href"); href != tag.attributes.end()) {
        ++links;
        REQUIRE(href->second.starts_with("#"));
        CHECK(ids.contains(href->second.substr(1)));
      }
    CHECK(links == static_cast<int>(kSections.size()));
  }
}

TEST_CASE("numbers that are none are never printed, wherever they stand") {
  for (const double bad : {kNan, kInf, -kInf}) {
    PageContent c = example::full();
    const Figure none{bad, bad, bad};
    c.head.warmup_s = bad;
    c.headline = {none, none, none, none, {{0.5, none}, {0.9, {100, bad, bad}}}, none, none};
    for (auto& t : c.targets) t.value = bad, t.measured = none, t.takt_s = bad;
    c.targets.push_back({PageTarget::What::Demand, 5, bad, {}, bad, none, PageJudgement::Open});
    for (auto& e : c.elements) {
      e.mean_level = e.full = e.empty = e.scrap_per_h = bad;
      e.capacity = bad;
      if (e.states) e.states->fill(bad);
      e.spot = PageSpot{bad, bad, {{bad, bad}}, bad};
    }
    for (auto& e : c.edges) e.parts_per_h = bad;
    c.edges[0].parts_per_h = 5;
    for (auto& m : c.jury.methods) {
      m.share_of_replications = bad;
      for (auto& v : m.values) v.value = bad;
    }
    c.jury.verdict.gain_per_h = none;
    c.jury.verdict.share_of_replications = bad;
    for (auto& s : c.jury.sensitivities) s.gain_per_h = none;
    c.jury.sensitivities[0].gain_per_h = {1, bad, bad};
    for (auto& s : c.jury.shifting) s.to_s = bad;
    for (auto& s : c.losses.steps) s.parts_per_h = bad;
    for (auto& o : c.oee) o.availability = o.oee = o.quality = none;
    for (auto* s : {&c.throughput, &c.wip, &c.buffers[0].level}) {
      s->mean[3] = s->low[4] = s->high[5] = bad;
      s->time_s[7] = bad;
    }
    c.wip.time_s.back() = bad;
    c.buffers[1].capacity = bad;
    c.buffers[2].level.mean.assign(c.buffers[2].level.mean.size(), bad);
    c.lead_times.counts[3] = bad;
    c.lead_times.edges_s[5] = bad;
    c.lead_times.beyond = bad;
    c.gantt.rows[0].segments[0].to_s = bad;
    for (auto& r : c.referee) r.value = r.difference = bad, r.simulated = none;
    for (const Language language : kBoth)
      for (const bool metres : {false, true}) {
        if (!metres)
          for (auto& e : c.elements) e.spot.reset();
        const std::string text = page(c, language);
        CHECK_NOTHROW(markup::read(text));
        static const std::regex none_at_all("(^|[^A-Za-z])-?(nan|inf)([^A-Za-z]|$)", std::regex::icase);
        std::smatch found;
        const bool any = std::regex_search(text, found, none_at_all);
        INFO(bad << ": "
                 << (any ? text.substr(
                               static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, found.position() - 80)),
                               160)
                         : ""));
        CHECK_FALSE(any);
      }
  }
}

TEST_CASE("each target is drawn where it belongs") {
  const Tags tags = markup::read(page(example::full(), Language::English));
  CHECK(within(tags, "time", "target").size() == 2);       // throughput, and demand as throughput
  CHECK(within(tags, "lead-time", "target").size() == 1);  //
  const std::string text = visible(tags);
  CHECK(text.find("target 60 parts/h") != std::string::npos);
  CHECK(text.find("target 62.5 parts/h") != std::string::npos);  // 1500 in 24 h
  CHECK(text.find("target 70 min") != std::string::npos);
  CHECK(markup::of_class(tags, "met").size() == 1);
  CHECK(markup::of_class(tags, "missed").size() == 1);
  CHECK(markup::of_class(tags, "open").size() == 1);
}

TEST_CASE("each method's vote is marked at the station that it names") {
  PageContent content = example::full();
  content.jury.methods[1].names = "op10";
  content.jury.methods[2].names = "";
  const Tags tags = markup::read(page(content, Language::English));
  const auto named = within(tags, "bottleneck", "named");
  REQUIRE(named.size() == 5);          // one of six names none
  CHECK(named[0].text == "12.1 min");  // op10 stands first in the table
  for (std::size_t i = 1; i < named.size(); ++i) CHECK(named[i].text != "78.1 %");
}

TEST_CASE("times of the jury are told each in the unit that suits it") {
  const std::string english = visible(markup::read(page(example::full(), Language::English)));
  const std::string korean = visible(markup::read(page(example::full(), Language::Korean)));
  for (const char* const time : {"95.0 s", "3.30 min", "12.1 min", "2.68 h"})  // 95, 198, 726, 9640 s
    CHECK(english.find(time) != std::string::npos);
  CHECK(korean.find("3.30분") != std::string::npos);
  CHECK(korean.find("2.68시간") != std::string::npos);
}

TEST_CASE("what the losses do not explain is a step of its own") {
  PageContent content = example::full();
  const auto steps = [&] {
    return within(markup::read(page(content, Language::English)), "losses", "step").size();
  };
  CHECK(steps() == 7);
  content.losses.steps[2].parts_per_h = -1;
  CHECK(steps() == 8);
  CHECK(page(content, Language::Korean).find(word("loss.other", Language::Korean)) != std::string::npos);
}

TEST_CASE("the same content gives the same bytes") {
  CHECK(page(example::full(), Language::Korean) == page(example::full(), Language::Korean));
}

TEST_CASE("a line of two hundred stations makes a page of less than three megabytes that names them all") {
  const std::string text = page(example::serial(200), Language::English);
  CHECK(text.size() < 3'000'000);
  const Tags tags = markup::read(text);
  CHECK(within(tags, "line", "station").size() == 200);
  CHECK(within(tags, "line", "buffer").size() == 199);
  CHECK(within(tags, "stations", "stack").size() == 200);
  CHECK(within(tags, "buffers", "mini").size() == 48);
}

TEST_CASE("long names are cut in drawings, and the whole name is in a tooltip") {
  std::vector<std::string> names = example::kEnglishNames;
  names[3] = "final-assembly-of-the-rear-axle-with-torque-test-and-marking";
  const std::string text = page(example::full(names), Language::English);
  CHECK(text.find("…<title>" + names[3] + "</title>") != std::string::npos);
}

TEST_CASE("times are told in the unit that suits them, and a Korean unit follows its number at once") {
  PageContent content = example::full();
  content.head.warmup_s = 90 * 60;
  content.headline.lead_time_s = {5400, 30, 60};
  content.headline.parts_out = {1200, {}, {}};
  const std::string english = visible(markup::read(page(content, Language::English)));
  const std::string korean = visible(markup::read(page(content, Language::Korean)));
  CHECK(english.find("90 min, found by MSER-5") != std::string::npos);
  CHECK(korean.find("90분 (MSER-5") != std::string::npos);
  CHECK(english.find("90.00 ± 0.50 min") != std::string::npos);
  CHECK(korean.find("90.00 ± 0.50분") != std::string::npos);
  CHECK(korean.find("1200개") != std::string::npos);
}
