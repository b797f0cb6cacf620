// Comparisons of databases whose truth is known, because the values in them were made up.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/unicode.hpp"
#include "comparison/comparison.hpp"
#include "comparison/comparison_json.hpp"
#include "comparison/comparison_page.hpp"
#include "comparison/comparison_text.hpp"
#include "comparison/study.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

std::vector<std::string> names(const Comparison& c) {
  std::vector<std::string> all;
  for (const RankedCase& one : c.ranking) all.push_back(one.row.name);
  return all;
}

}  // namespace

TEST_CASE("cases are ranked by their means, with Student's interval, against the line as it is") {
  Study study;
  study.add("as-is", {10, 12, 14});
  study.add("worse", {9, 10, 14});
  study.add("better", {15, 17, 19.5});
  const Comparison c = study.compare();
  CHECK(names(c) == std::vector<std::string>{"better", "as-is", "worse"});
  CHECK(c.control == 1);
  CHECK(*c.ranking[1].value.mean == Approx(12));
  // t(0.975, 2) = 4.30265 (any table), sd = 2
  CHECK(*c.ranking[1].value.half_width == Approx(4.30265 * 2 / std::sqrt(3.0)).epsilon(1e-5));
  const compare::Difference& d = c.ranking[0].against_control;  // 5, 5, 5.5: mean 31/6, sd 1/sqrt(12)
  CHECK(d.n == 3);
  CHECK(*d.value == Approx(31.0 / 6));
  CHECK(*d.half_width == Approx(4.30265 / 6).epsilon(1e-5));
  // two comparisons: t(0.9875, 2) = 6.20535 (sqrt(2) u / sqrt(1 - u^2) with u = 0.975)
  CHECK(*d.simultaneous_half_width ==
        Approx(std::sqrt(2.0) * 0.975 / std::sqrt(1 - 0.975 * 0.975) / 6).epsilon(1e-6));
  CHECK(d.among_all == compare::Verdict::Better);
  CHECK(c.ranking[1].against_control.n == 0);
  CHECK(c.not_told.empty());
  CHECK(c.ranking[0].bottlenecks == std::vector<std::pair<std::string, double>>{{"laser", 1.0}});
}

TEST_CASE("the interval against the best counts all pairs of rivals, alone it counts one") {
  Study study;
  study.add("as-is", {10, 12, 14});
  study.add("b", {15, 17, 19.5});
  study.add("c", {1, 2, 3});
  const Comparison c = study.compare();
  const compare::Difference& d = c.ranking[1].against_best;  // -5, -5, -5.5; three pairs: 1 - 0.05 / 3
  const double u = 1 - 0.05 / 3;
  CHECK(*d.simultaneous_half_width == Approx(std::sqrt(2.0) * u / std::sqrt(1 - u * u) / 6));
  CHECK(*d.half_width == Approx(4.30265 / 6).epsilon(1e-5));
  CHECK(d.among_all == compare::Verdict::Worse);
}

TEST_CASE("cases that are alike cannot be told from each other, and the sentence says so") {
  Study study;
  study.add("as-is", around(90));
  study.add("twin one", around(100));
  study.add("twin two", around(100));
  const Comparison c = study.compare();
  CHECK(names(c) == std::vector<std::string>{"twin one", "twin two", "as-is"});
  CHECK(c.not_told == std::vector<std::size_t>{1});
  CHECK(best_sentence(c) ==
        "twin one brings 10 ± 0 parts/h more than as-is. It cannot be told from twin two.");
}

TEST_CASE("cases that break a constraint come last, those of which it cannot be told stay") {
  Study study;
  study.head.constraints = {{"wip", "<=", 12}, {"cost", "<", 100}};
  study.add("as-is", around(90), 0);
  study.wip({10, 10, 10, 10});
  study.add("too much inside", around(120));
  study.wip({20, 21, 20, 21});
  study.add("perhaps too much", around(110));
  study.wip({5, 14, 12, 10});
  study.add("too dear", around(130), 100);
  study.wip({10, 10, 10, 10});
  const Comparison c = study.compare();
  CHECK(names(c) == std::vector<std::string>{"perhaps too much", "as-is", "too dear", "too much inside"});
  CHECK(c.rivals == 2);
  CHECK(c.ranking[0].kept == Fulfilled::Open);
  CHECK(c.ranking[1].kept == Fulfilled::Yes);
  CHECK(c.ranking[2].constraints[0].kept == Fulfilled::Yes);
  CHECK(c.ranking[2].constraints[1].kept == Fulfilled::No);  // exact: 100 is not below 100
  CHECK(c.ranking[3].kept == Fulfilled::No);
  CHECK(best_sentence(c).find("Whether it keeps the constraints cannot be told") != std::string::npos);
}

TEST_CASE("where every case breaks a constraint none is best") {
  Study study;
  study.head.constraints = {{"throughput_per_h", ">=", 1000}};
  study.add("as-is", around(90));
  study.add("b", around(100));
  const Comparison c = study.compare();
  CHECK_FALSE(c.has_best());
  CHECK(best_sentence(c) == "No case keeps the constraints.");
  CHECK(nlohmann::json::parse(comparison_json(c, {}))["best"].is_null());
}

TEST_CASE("another metric turns the ranking, and another control the differences") {
  Study study;
  study.add("as-is", around(90));
  study.wip({10, 11, 12, 13});
  study.add("fuller", around(100));
  study.wip({20, 21, 22, 23});
  CHECK(names(study.compare({"wip", {}, {}, 20})) == std::vector<std::string>{"as-is", "fuller"});
  CHECK(names(study.compare({"wip", true, {}, 20})) == std::vector<std::string>{"fuller", "as-is"});
  const Comparison c = study.compare({"", {}, "fuller", 20});
  CHECK(c.ranking[c.control].row.name == "fuller");
  CHECK(*c.ranking[1].against_control.value == Approx(-10));
}

TEST_CASE("a wrong metric or case is named with what is near") {
  Study study;
  study.add("as-is", {1, 2});
  study.add("three-lasers", {1, 2});
  const ResultsReader reader(study.write());
  const auto refused = [&](const CompareAsk& ask) -> std::string {
    try {
      compare_results(reader, ask);
    } catch (const ResultsError& error) {
      return std::string(error.what()) + " | " + error.hint;
    }
    return "";
  };
  CHECK(refused({"troughput_per_h", {}, {}, 20}) ==
        "the study has no figure \"troughput_per_h\" | did you mean \"throughput_per_h\"?");
  CHECK(refused({"", {}, "three-laser", 20}) ==
        "there is no case \"three-laser\" | did you mean \"three-lasers\"?");
}

TEST_CASE("costs are exact: as the objective they are told from one replication") {
  Study study;
  study.add("as-is", {90}, 5);
  study.add("cheaper", {80}, 4);
  const Comparison c = study.compare({"cost", {}, {}, 20});
  CHECK(names(c) == std::vector<std::string>{"cheaper", "as-is"});
  CHECK(*c.ranking[0].against_control.value == -1);
  CHECK(c.ranking[0].against_control.among_all == compare::Verdict::Better);
  CHECK(c.not_told.empty());
}

TEST_CASE("the front of cost against value leaves out what is dearer and no better") {
  Study study;
  study.add("as-is", around(90), 0);
  study.add("dear and bad", around(85), 50);
  study.add("middle", {93, 97, 98, 94}, 20);
  study.add("best", {106, 107, 111, 105}, 60);
  const Comparison c = study.compare();
  std::vector<std::string> on;
  for (const FrontPoint& point : c.front) on.push_back(c.ranking[point.place].row.name);
  CHECK(on == std::vector<std::string>{"as-is", "middle", "best"});
  CHECK(c.front[0].standing == compare::Standing::Front);
  Study same;
  same.add("as-is", around(90), 7);
  same.add("b", around(91), 7);
  CHECK_FALSE(same.compare().costs_differ);
}

TEST_CASE("the front of very many cases is that of a search through all pairs") {
  Study study;
  for (int i = 0; i < 250; ++i)
    study.add("case " + std::to_string(i), {static_cast<double>(i * 37 % 101)}, i * 53 % 89);
  const Comparison c = study.compare();
  CHECK_FALSE(c.front_judged);
  std::set<std::size_t> on;
  for (const FrontPoint& point : c.front) on.insert(point.place);
  for (std::size_t q = 0; q < c.rivals; ++q) {
    bool dominated = false;
    for (std::size_t p = 0; p < c.rivals; ++p) {
      const double cheaper = c.ranking[q].row.cost - c.ranking[p].row.cost;
      const double better = *c.ranking[p].value.mean - *c.ranking[q].value.mean;
      dominated = dominated || (cheaper >= 0 && better >= 0 && (cheaper > 0 || better > 0));
    }
    CHECK(on.contains(q) == !dominated);
  }
}

TEST_CASE("effects of a grid are those that were put into it, with the named case as a factor") {
  Study study;
  study.head.factors = {{"buffers.a.capacity", "set", "vary"}, {"buffers.b.capacity", "set", "vary"}};
  // +-5 for the case, +-3 for a, +-1 for b, +-2 for both a and b
  for (const std::string base : {"as-is", "three"})
    for (const double a : {10, 20})
      for (const double b : {1, 2}) {
        const double x = a == 20 ? 1 : -1, y = b == 2 ? 1 : -1, z = base == "three" ? 1 : -1;
        levels(
            study.add(fmt::format("{} a={} b={}", base, a, b), around(100 + 5 * z + 3 * x + y + 2 * x * y)),
            base, {a, b});
      }
  const Comparison c = study.compare();
  REQUIRE(c.effects.effects);
  const auto& effects = c.effects.effects->effects;
  CHECK(c.effects.factors[0].name == "case");
  CHECK(c.effects.factors[1].levels == std::vector<std::string>{"10", "20"});
  REQUIRE(effects.size() == 6);
  CHECK(effects[0].range.value == Approx(10));
  CHECK(effects[1].range.value == Approx(6));
  CHECK(effects[2].range.value == Approx(2));
  CHECK(effects[3].range.value == Approx(0).margin(1e-9));  // case x a
  CHECK(effects[5].range.value == Approx(4));               // a x b
  CHECK(c.effects.effects->grand_mean.value == Approx(100));
}

TEST_CASE("the surface of a quadratic is that quadratic, over the named case that holds the best") {
  Study study;
  study.head.factors = {{"stations.a.cycle", "set", "sample"}, {"stations.b.cycle", "scale", "sample"}};
  // the largest at (3, 1): 50
  for (const double x : {0, 2, 4, 6})
    for (const double y : {0.5, 1.0, 1.5})
      levels(study.add(fmt::format("best x={} y={}", x, y),
                       around(50 - (x - 3) * (x - 3) - 8 * (y - 1) * (y - 1))),
             "best", {x, y});
  levels(study.add("as-is", around(10)), "as-is", {2, 1});
  const Comparison c = study.compare();
  REQUIRE(c.surface.answer.surface);
  const compare::Surface& surface = *c.surface.answer.surface;
  CHECK(c.surface.base == "best");
  CHECK(c.surface.places.size() == 12);
  CHECK(surface.order == 2);
  CHECK(surface.r_squared == Approx(1));
  REQUIRE(surface.stationary);
  CHECK(surface.stationary->kind == compare::StationaryKind::Maximum);
  CHECK(surface.stationary->x[0] == Approx(3));
  CHECK(surface.stationary->x[1] == Approx(1));
  CHECK(surface.stationary->value == Approx(50));
  const std::string text = comparison_text(c, {false, true});
  CHECK(text.find("stations.a.cycle^2") != std::string::npos);
  CHECK(text.find("a maximum of 50 at stations.a.cycle = 3, stations.b.cycle = 1") != std::string::npos);
}

TEST_CASE("a factor without numbers is held at its value in the best case, and why not is said") {
  Study study;
  study.head.factors = {{"buffers.a.capacity", "set", "vary"}, {"dispatch", "set", "vary"}};
  for (const std::string rule : {"fifo", "edd"})
    for (const double a : {1, 2, 3, 4}) {
      ResultsCase& row = study.add(fmt::format("{} {}", rule, a), around(a + (rule == "edd" ? 10 : 0)));
      levels(row, "as-is", {a});
      row.levels.push_back({1, rule, std::nullopt});
    }
  const Comparison c = study.compare();
  CHECK(c.surface.held == "dispatch=edd");
  CHECK(c.surface.places.size() == 4);
  Study none;
  none.head.factors = {{"dispatch", "set", "vary"}};
  none.add("x", {1, 2}).levels = {{0, "fifo", std::nullopt}};
  CHECK(none.compare().surface.why_not.reason == WhyNot::Reason::NoNumbers);
  CHECK(none.compare().effects.why_not.reason == WhyNot::Reason::OneLevel);
}

TEST_CASE("values tried one at a time are sorted by the size of what they bring") {
  Study study;
  study.head.factors = {{"a.cycle", "scale", "one-at-a-time"}, {"b.cycle", "scale", "one-at-a-time"}};
  study.add("as-is", around(100));
  const auto tried = [&](std::int64_t factor, const char* text, double mean) {
    ResultsCase& row = study.add(fmt::format("as-is {} {}", factor, text), around(mean));
    row.base = "as-is";
    row.levels = {{factor, text, 1.0}};
  };
  tried(0, "x 0.9", 101);
  tried(0, "x 1.1", 97);
  tried(1, "x 0.9", 102);
  const Comparison c = study.compare();
  REQUIRE(c.one_at_a_time.size() == 1);
  std::vector<std::string> labels;
  for (const auto& row : c.one_at_a_time[0].rows) labels.push_back(row.label);
  CHECK(labels == std::vector<std::string>{"a.cycle x 1.1", "b.cycle x 0.9", "a.cycle x 0.9"});
  CHECK(*c.one_at_a_time[0].rows[0].difference.value == Approx(-3));
}

TEST_CASE("replications that did not finish are counted, named, and left out of the pairs") {
  Study study;
  study.add("as-is", {10, 12, kNaN, 14});
  study.add("b", {kNaN, 17, 18, 20});
  study.add("never", {kNaN, kNaN});
  const Comparison c = study.compare();
  CHECK(c.replications == 10);
  CHECK(c.unfinished == 4);
  CHECK(c.stuck.size() == 4);
  CHECK(c.ranking[0].against_control.n == 2);
  CHECK(*c.ranking[0].against_control.value == Approx(5.5));
  CHECK(c.ranking[2].row.name == "never");
  const std::string text = comparison_text(c, {false, true});
  CHECK(text.find("4 replications did not finish") != std::string::npos);
  CHECK(text.find("a waits for b ...") != std::string::npos);
}

TEST_CASE("one replication ranks but tells nothing; one case is the best; no case is nothing") {
  Study one_replication;
  one_replication.add("as-is", {90});
  one_replication.add("b", {100});
  const Comparison c = one_replication.compare();
  CHECK(c.ranking[0].row.name == "b");
  CHECK_FALSE(c.ranking[0].value.half_width);
  CHECK(c.not_told == std::vector<std::size_t>{1});
  CHECK(best_sentence(c) ==
        "b brings 10 parts/h more than as-is. One replication cannot tell it from chance.");
  const std::string text = one_replication.text();
  CHECK(text.find("One replication each (n = 1)") != std::string::npos);
  CHECK(text.find("±") == std::string::npos);
  for (const Language language : {Language::English, Language::Korean}) {
    const std::string page = comparison_page(c, {"0.1.0", "", "", language});
    CHECK(page.find("±") == std::string::npos);
    CHECK(page.find(word("cmp.cap_ranking_one", language)) != std::string::npos);
  }

  Study one_case;
  one_case.add("as-is", around(90));
  CHECK(best_sentence(one_case.compare()) == "as-is is the only case: there is nothing to compare it with.");

  Study empty;
  CHECK(empty.text().find("No replication is in it yet") != std::string::npos);
  const Comparison nothing = empty.compare();
  CHECK(nlohmann::json::parse(comparison_json(nothing, {}))["ranking"].empty());
}

TEST_CASE("no more cases are shown than asked, but always the control; no line is wider than 110") {
  Study study;
  study.add("as-is", around(1));
  for (int i = 0; i < 30; ++i)
    study.add("레이저 세 대와 아주 긴 이름의 대안 \"" + std::to_string(i) + "\" <b>&", around(50 + i),
              1e6 * i);
  const std::string text = study.text();
  CHECK(text.find("20 of 31 cases are shown") != std::string::npos);
  CHECK(text.find("control") != std::string::npos);
  std::istringstream lines(text);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    INFO(line);
    CHECK(display_width(line) <= 110);
  }
  CHECK(count <= 80);
  const auto json = nlohmann::json::parse(comparison_json(study.compare(), {}));
  CHECK(json["ranking"].size() == 21);
  CHECK(json["ranking"][0]["case"] == "레이저 세 대와 아주 긴 이름의 대안 \"29\" <b>&");
}

TEST_CASE("tables quote names, have all cases, and a row a replication") {
  Study study;
  study.head.factors = {{"a", "set", "vary"}};
  study.head.metrics = {"stations.x.working"};
  study.add("as-is", {1, 2});
  study.add("a \"big\", one", {3, kNaN}).levels = {{0, "x,y", std::nullopt}};
  const ResultsReader reader(study.write());
  const auto tables = comparison_tables(reader, compare_results(reader, {}));
  REQUIRE(tables[0].first == "cases.csv");
  const std::string& cases = tables[0].second;
  CHECK(cases.find("\"a \"\"big\"\", one\"") != std::string::npos);
  CHECK(cases.find(",\"x,y\"\n") != std::string::npos);
  CHECK(std::count(cases.begin(), cases.end(), '\n') == 3);
  std::ostringstream out;
  write_replications(reader, out);
  CHECK(out.str().find("\nas-is,0,0,1,finished,,1,,10,,1,,laser,\n") != std::string::npos);
  CHECK(out.str().find(",1,1,1,jammed,\"a waits for b\nb waits for a\",") != std::string::npos);
}

TEST_CASE("the page escapes names, speaks both languages, and has the sections there is something for") {
  Study study;
  study.head.scenario = "<script>\"레이저\" & 'more'";
  study.head.constraints = {{"wip", "<=", 12}};
  study.head.factors = {{"buffers.<b>.capacity", "set", "vary"}};
  for (const double a : {1, 2, 3, 4, 5})
    levels(study.add(fmt::format("<b>{}</b>", a), around(90 + a * a), 5 * a), "as-is", {a});
  study.add("stuck", {kNaN});
  const Comparison c = study.compare();
  const std::string english = comparison_page(c, {"0.1.0", "linetwin compare r.db", "2026-01-01"});
  CHECK(english.find("<script>") == std::string::npos);
  CHECK(english.find("<b>5") == std::string::npos);
  CHECK(english.find("&lt;b&gt;5&lt;/b&gt;") != std::string::npos);
  for (const char* id : {"ranking", "differences", "front", "effects", "surface", "unfinished"})
    CHECK(english.find(fmt::format("<section id=\"{}\">", id)) != std::string::npos);
  CHECK(english.find("<section id=\"alone\">") == std::string::npos);
  const std::string korean =
      comparison_page(c, {"0.1.0", "linetwin compare r.db", "2026-01-01", Language::Korean});
  for (const char* word : {"대안", "순위", "시간당 생산량", "신뢰구간", "비용", "파레토 경계", "주효과",
                           "반응표면", "잔차", "제약조건"}) {
    INFO(word);
    CHECK(korean.find(word) != std::string::npos);
    CHECK(english.find(word) == std::string::npos);
  }
  CHECK(korean.find("Ranking") == std::string::npos);
}

TEST_CASE("the page of an empty database says that nothing was run") {
  Study study;
  const std::string text = comparison_page(study.compare(), {"0.1.0", "", ""});
  CHECK(text.find("No replication has been run yet.") != std::string::npos);
  CHECK(text.find("<section") == std::string::npos);
}
