// How a comparison shows numbers, heads, charts and reasons.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "comparison/comparison_json.hpp"
#include "comparison/comparison_page.hpp"
#include "comparison/comparison_reasons.hpp"
#include "comparison/study.hpp"

using namespace linetwin;
using namespace linetwin::test;

TEST_CASE("the p of an effect is below 0.05 exactly where its interval does not hold 0") {
  // the third of three levels differs by about 1 with noise of its own: a case between the two tests
  int disagreed = 0;
  for (int shift = 0; shift <= 60; ++shift) {
    Study study;
    study.head.factors = {{"buffers.a.capacity", "set", "vary"}};
    const double d = shift * 0.05;
    levels(study.add("a", {100.3, 99.1, 101.2, 98.7, 100.9, 99.6}), "as-is", {1});
    levels(study.add("b", {100.9, 99.9, 100.1, 99.4, 101.3, 98.9}), "as-is", {2});
    levels(study.add("c", {99.9 + d, 100.2 + d, 101.9 + d, 98.1 + d, 101.8 + d, 99.2 + d}), "as-is", {3});
    const Comparison c = study.compare();
    const compare::Effect& effect = c.effects.effects->effects[0];
    REQUIRE(effect.range_p);
    CHECK((*effect.range_p < 0.05) == (effect.range.value > *effect.range.half_width));
    disagreed += (*effect.test.p < 0.05) != (effect.range.value > *effect.range.half_width);
  }
  CHECK(disagreed > 0);  // so the F test alone would not do beside the interval
}

TEST_CASE("values that are the same in every replication leave no digits of rounding noise") {
  Study study;
  study.head.factors = {{"buffers.a.capacity", "set", "vary"}, {"buffers.b.capacity", "set", "vary"}};
  for (const double a : {1, 2, 3})
    for (const double b : {0.1, 0.2, 0.4})
      levels(study.add(fmt::format("a={} b={}", a, b), std::vector<double>(5, 100.1 / 3 + a * 0.7)), "as-is",
             {a, b});
  const Comparison c = study.compare();
  std::string all = comparison_text(c, {false, true}) + comparison_page(c, {"0.1.0", "", ""});
  for (const char* ugly : {"0.00000000", "e-1", "-0 ", "-0.0", "+0 "}) {
    INFO(ugly);
    CHECK(all.find(ugly) == std::string::npos);
  }
  const ResultsReader reader(study.write());
  for (const auto& [name, table] : comparison_tables(reader, c)) {
    INFO(name);
    CHECK(table.find("e-1") == std::string::npos);
  }
  CHECK(all.find("+1.4 ± 0") != std::string::npos);
  // a difference of 0 in every pair is no difference that can be told
  CHECK(*c.ranking[1].against_best.value == 0);
  CHECK(c.ranking[1].against_best.among_all == compare::Verdict::CannotTell);
}

TEST_CASE("heads of constraints have their bounds in short, and a cost that is bounded has one column") {
  Study study;
  study.head.currency = "KRW";
  study.head.constraints = {
      {"cost", "<=", 810000000}, {"throughput_per_h", ">=", 95}, {"lead_time_s", "<=", 86400}};
  study.add("as-is", around(90), 0);
  study.add("b", around(100), 800e6);
  study.add("c", around(110), 900e6);
  const std::string text = study.text();
  CHECK(text.find("cost <= 810 M") != std::string::npos);
  CHECK(text.find("  >= 95  lead time <= 86400  ") != std::string::npos);
  const std::string head =
      text.substr(text.find("  #  case"), text.find("bottleneck") - text.find("  #  case"));
  CHECK(head.find("cost") == head.rfind("cost"));
  const std::string page = comparison_page(study.compare(), {"0.1.0", "", ""});
  const std::string table = page.substr(page.find("<section id=\"ranking\">"));
  const std::string page_head = table.substr(0, table.find("</thead>"));
  CHECK(page_head.find("Cost") == page_head.rfind("Cost"));
  CHECK(page_head.find("Cost &lt;= 810 M") != std::string::npos);
}

TEST_CASE("a metric without a unit has no space before the full stop") {
  Study study;
  study.add("as-is", {1, 1, 1});
  study.add("b", {2, 2, 2});
  Comparison c = study.compare();
  c.metric = "stations.x.working";
  for (const Language language : {Language::English, Language::Korean}) {
    const std::string page = comparison_page(c, {"0.1.0", "", "", language});
    CHECK(page.find("+1 ± 0.") != std::string::npos);
    CHECK(page.find("± 0 .") == std::string::npos);
  }
}

TEST_CASE("named cases stand apart on the chart of effects, values of a factor are joined in their order") {
  Study study;
  study.head.factors = {{"buffers.a.capacity", "set", "vary"}};
  for (const std::string base : {"as-is", "three"})
    for (const double a : {20, 5, 10})
      levels(study.add(fmt::format("{} a={}", base, a), around(90 + a)), base, {a});
  const std::string page = comparison_page(study.compare(), {"0.1.0", "", ""});
  const std::string line = "class=\"means\"";
  REQUIRE(page.find(line) != std::string::npos);
  CHECK(page.find(line) == page.rfind(line));
  const std::size_t effects = page.find("<section id=\"effects\">");
  CHECK(page.find(">5</text>", effects) < page.find(">10</text>", effects));
  CHECK(page.find(">10</text>", effects) < page.find(">20</text>", effects));
}

TEST_CASE("one replication of a grid has no word of independent streams, and says what its error is") {
  const auto grid = [] {
    Study study;
    study.head.factors = {{"buffers.a.capacity", "set", "vary"}, {"buffers.b.capacity", "set", "vary"}};
    for (const double a : {1, 2})
      for (const double b : {1, 2})
        levels(study.add(fmt::format("a={} b={}", a, b), {90 + a * b}), "as-is", {a, b});
    return study.text();
  };
  CHECK(grid().find("independent streams") == std::string::npos);
  CHECK(grid().find("nothing says what is chance") != std::string::npos);
  CHECK(grid().find("±") == std::string::npos);
}

TEST_CASE("why there is no surface is said on the page in its language") {
  Study study;
  study.head.factors = {{"buffers.a.capacity", "set", "vary"}};
  levels(study.add("a=1", around(90)), "as-is", {1});
  levels(study.add("a=2", around(95)), "as-is", {2});
  const Comparison c = study.compare();
  const std::string why =
      "2 different settings are too few for a surface over 1 factor: 3 are needed for one of first order, 4 "
      "for one of second order";
  CHECK(why_not_text(c.surface.why_not) == why);
  CHECK(comparison_page(c, {"0.1.0", "", ""}).find(why) != std::string::npos);
  const std::string korean = comparison_page(c, {"0.1.0", "", "", Language::Korean});
  CHECK(korean.find("반응표면을 구하지 못하였습니다: 인자 1개에 실험점 2개는 부족하며") != std::string::npos);
  CHECK(korean.find("too few") == std::string::npos);
}
