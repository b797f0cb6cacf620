// The referee's findings as people and tools read them.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "report/referee.hpp"

using namespace linetwin;

namespace {

RefereeReport sample() {
  RefereeReport report;
  report.findings.push_back(
      {Finding::Kind::Exact, "M/M/1", "Erlang 1917", 61.5, 4.0, 40.0, {"random arrivals"}});
  report.findings.push_back({Finding::Kind::Bound, "capacity of \"op\"", "Jackson 1957", 75.0, {}, {}, {}});
  report.not_applied.push_back({"decomposition", "\"op\" makes scrap"});
  return report;
}

bool contains(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

}  // namespace

TEST_CASE("a finding lies inside the interval of the simulation or not, so many percent off") {
  const Finding finding = sample().findings[0];
  const Standing near = standing(finding, Figure{60.0, 2.0, 1.0});
  CHECK(near.difference.value() == Approx(0.025));
  CHECK(near.inside == true);
  CHECK(standing(finding, Figure{60.0, 1.0, 1.0}).inside == false);
  CHECK_FALSE(standing(finding, Figure{60.0, {}, {}}).inside.has_value());
  CHECK_FALSE(standing(finding, std::nullopt).difference.has_value());
  CHECK_FALSE(standing(finding, Figure{0.0, 0.0, 0.0}).difference.has_value());
}

TEST_CASE("the report shows findings beside the simulation, what they assume and what does not apply") {
  const std::string text = referee_report(sample(), Figure{60.0, 2.0, 1.0}, {});
  CHECK(contains(text, "Simulated: 60.0 ± 2.0 parts/h"));
  CHECK(contains(text, "exact"));
  CHECK(contains(text, "+2.50 %"));
  CHECK(contains(text, "inside"));
  CHECK(contains(text, "holds"));
  CHECK(contains(text, "random arrivals"));
  CHECK(contains(text, "decomposition: \"op\" makes scrap"));
  CHECK(contains(referee_report(sample(), Figure{80.0, 2.0, 1.0}, {}), "broken"));
  CHECK_FALSE(contains(referee_report(sample(), std::nullopt, {}), "%"));
}

TEST_CASE("one line says what the best finding is and how far off") {
  CHECK(referee_line(sample(), Figure{60.0, 2.0, 1.0}) ==
        "Referee: 61.50 parts/h by M/M/1 (exact), 2.5 % above the simulation");
  CHECK(referee_line(sample(), Figure{61.5, 2.0, 1.0}) ==
        "Referee: 61.50 parts/h by M/M/1 (exact), the same as the simulation");
  CHECK(referee_line(sample(), std::nullopt) == "Referee: 61.50 parts/h by M/M/1 (exact)");
  RefereeReport bounds = sample();
  bounds.findings.erase(bounds.findings.begin());
  REQUIRE(bounds.findings.size() == 1);
  bounds.findings.push_back(bounds.findings[0]);
  bounds.findings[1].throughput_per_h = 30;
  CHECK(referee_line(bounds, std::nullopt) ==
        fmt::format("Referee: at most 30.00 parts/h by {} (bound)", bounds.findings[1].method));
  bounds.findings.clear();
  CHECK(referee_line(bounds, std::nullopt).empty());
}

TEST_CASE("the JSON has all keys, with null for what is not known") {
  const auto json = nlohmann::json(referee_json(sample(), Figure{60.0, 2.0, 1.0}));
  const auto& first = json.at("findings").at(0);
  CHECK(first.at("kind") == "exact");
  CHECK(first.at("method") == "M/M/1");
  CHECK(first.at("source") == "Erlang 1917");
  CHECK(first.at("throughput_per_h") == 61.5);
  CHECK(first.at("wip") == 4.0);
  CHECK(first.at("lead_time_s") == 40.0);
  CHECK(first.at("assumptions").size() == 1);
  CHECK(first.at("difference").get<double>() == Approx(0.025));
  CHECK(first.at("inside_interval") == true);
  CHECK(json.at("findings").at(1).at("wip").is_null());
  CHECK(json.at("not_applied").at(0).at("method") == "decomposition");
  CHECK(nlohmann::json(referee_json(sample(), std::nullopt)).at("findings")[0].at("difference").is_null());
}
