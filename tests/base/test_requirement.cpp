#include "base/requirement.hpp"

#include <catch2/catch.hpp>

#include "statistics/fulfilled.hpp"

using namespace linetwin;

TEST_CASE("a requirement is a figure, a sign and a number, a time or a share") {
  const auto rate = parse_requirement("throughput_per_h>=90");
  REQUIRE(rate.value);
  CHECK(rate.value->metric == "throughput_per_h");
  CHECK(rate.value->relation == Requirement::Relation::AtLeast);
  CHECK(rate.value->bound == 90);
  CHECK(rate.value->text == "throughput_per_h >=90");
  const auto time = parse_requirement("  lead_time_s  <  30 min ");
  REQUIRE(time.value);
  CHECK(time.value->relation == Requirement::Relation::Less);
  CHECK(time.value->bound == 1800);
  const auto share = parse_requirement("stations.a.blocked <= 5 %");
  REQUIRE(share.value);
  CHECK(share.value->bound == Approx(0.05));
  CHECK(parse_bound("> 1.5e3").value->bound == 1500);
}

TEST_CASE("what is no requirement is said to be none, with an example") {
  for (const char* text : {"", "throughput_per_h", "throughput_per_h = 90", ">= 90", "wip <=", "wip <= much",
                           "wip <= 5 kg", "wip =< 5", "wip >== 5", "wip <> 5"}) {
    INFO(text);
    const auto parsed = parse_requirement(text);
    CHECK_FALSE(parsed.value);
    CHECK_FALSE(parsed.message.empty());
    CHECK_FALSE(parsed.hint.empty());
  }
}

TEST_CASE("the interval decides: all of it fulfils, none of it does, or it cannot be told") {
  const auto verdict = [](const char* text, double mean, std::optional<double> half_width) {
    return judge(*parse_bound(text).value, Figure{mean, half_width, {}});
  };
  CHECK(verdict(">= 90", 91, 1) == Fulfilled::Yes);  // the interval may touch the bound
  CHECK(verdict(">= 90", 91, 1.1) == Fulfilled::Open);
  CHECK(verdict(">= 90", 88, 1) == Fulfilled::No);
  CHECK(verdict(">= 90", 89, 1) == Fulfilled::Open);
  CHECK(verdict("> 90", 91, 1) == Fulfilled::Open);
  CHECK(verdict("> 90", 89, 1) == Fulfilled::No);
  CHECK(verdict("<= 90", 89, 1) == Fulfilled::Yes);
  CHECK(verdict("<= 90", 92, 1) == Fulfilled::No);
  CHECK(verdict("< 90", 89, 1) == Fulfilled::Open);
  CHECK(verdict("< 90", 91, 1) == Fulfilled::No);
  CHECK(verdict(">= 90", 200, std::nullopt) == Fulfilled::Open);  // one replication
  CHECK(judge(*parse_bound("> 0").value, Figure{}) == Fulfilled::Open);
}
