// The targets of a model file, and how rates are written.
#include "base/quantity.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

const std::string kLine = "linetwin: 1\nname: t\nstations: {m: {cycle: 30 s}}\nflow: [source -> m -> sink]\n";

}  // namespace

TEST_CASE("a rate is a number and a period, with or without a space") {
  struct Case {
    const char* text;
    double count;
    Time period;
    double per_h;
  };
  for (const Case& one :
       {Case{"90 /h", 90, kHour, 90}, Case{"90/h", 90, kHour, 90}, Case{" 0.5 /s ", 0.5, kSecond, 1800},
        Case{"1.5/min", 1.5, kMinute, 90}, Case{"1400 /d", 1400, kDay, 1400 / 24.0},
        Case{"1e4 /week", 10000, kWeek, 10000 / 168.0}}) {
    INFO(one.text);
    const Parsed<Rate> rate = parse_rate(one.text);
    REQUIRE(rate.value.has_value());
    CHECK(rate.value->count == one.count);
    CHECK(rate.value->period == one.period);
    CHECK(rate.value->per_h() == Approx(one.per_h).epsilon(1e-14));
  }
}

TEST_CASE("what is no rate is refused with what to write") {
  const auto refused = [](const char* text) {
    const Parsed<Rate> rate = parse_rate(text);
    CHECK_FALSE(rate.value.has_value());
    return rate.hint;
  };
  CHECK(refused("90") == "write 90 /h (units: /s /min /h /d /week)");
  CHECK(refused("90 h") == "write 90 /h");
  CHECK(refused("90 /hour") == "write 90 /h");
  CHECK(refused("1400 parts/day") == "write 1400 /d");
  CHECK(refused("7 / week") == "write 7 /week");
  CHECK(refused("90 kg") == "write 90 /h");
  CHECK(refused("0 /h") == "a rate is over 0");
  CHECK(refused("-1 /h") == "a rate is over 0");
  CHECK(refused("1e10 /s") == "a rate lies between 1e-9 and 1e9");
  CHECK(refused("1e-10 /s") == "a rate lies between 1e-9 and 1e9");
  refused("");
  refused("/h");
  refused("nan /h");
}

TEST_CASE("targets go from the file into the model, each of them alone or all together") {
  CHECK_FALSE(model_of(kLine).targets.any());
  CHECK_FALSE(model_of(kLine + "targets:\n").targets.any());
  CHECK_FALSE(model_of(kLine + "targets: {}\n").targets.any());
  const Targets all =
      model_of(kLine + "targets: {throughput: 1.5 /min, demand: 1400 /d, lead_time: 2 h, x-by: Kim}\n")
          .targets;
  CHECK(all.throughput_per_h == Approx(90).epsilon(1e-14));
  REQUIRE(all.demand.has_value());
  CHECK(all.demand->count == 1400);
  CHECK(all.demand->period == kDay);
  CHECK(all.lead_time_s == 7200);
  const Targets one = model_of(kLine + "targets: {lead_time: 90 min}\n").targets;
  CHECK_FALSE(one.throughput_per_h.has_value());
  CHECK_FALSE(one.demand.has_value());
  CHECK(one.lead_time_s == 5400);
}

TEST_CASE("targets keep their places") {
  const ReadResult read =
      read_model_text("t.yaml", kLine + "targets:\n  demand: 1400 /d\n  lead_time: 2 h\n");
  REQUIRE(read.spec.targets.demand.has_value());
  CHECK(read.spec.targets.demand->place.line == 6);
  CHECK(read.spec.targets.demand->place.column == 11);
  REQUIRE(read.spec.targets.lead_time.has_value());
  CHECK(read.spec.targets.lead_time->place.line == 7);
}

TEST_CASE("--set changes a target, and adds one where the section is missing or empty") {
  const std::vector<Change> change = {{"targets.throughput", "95 /h"}};
  for (const std::string section :
       {"", "targets:\n", "targets: {}\n", "targets: {throughput: 90 /h}\n", "targets: {lead_time: 2 h}\n"}) {
    INFO(section);
    CHECK(model_of(kLine + section, change).targets.throughput_per_h == 95);
  }
  const Targets both = model_of(kLine + "targets: {lead_time: 2 h}\n", change).targets;
  CHECK(both.lead_time_s == 7200);
}
