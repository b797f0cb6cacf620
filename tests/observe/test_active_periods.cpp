#include "observe/active_periods.hpp"

#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

const LineModel& three_machines() {
  static const LineModel model = model_of(R"(linetwin: 1
name: three
stations:
  a: {cycle: 10 s}
  b: {cycle: 10 s}
  c: {cycle: 10 s}
flow: [source -> a -> b -> c -> sink]
)");
  return model;
}

}  // namespace

TEST_CASE("the machine with the longest active period is the bottleneck, and where two overlap it shifts") {
  // a: 0-40; b: 30-100; c: 5-20, 95-110. At 0 a is active longest (c's 15 s at 5 do not matter); when a ends
  // at 40, b is active since 30: 30-40 shifts. When b ends at 100, c is active since 95: 95-100 shifts.
  const std::vector<std::vector<ActivePeriod>> periods = {{{0, 40}}, {{30, 100}}, {{5, 20}, {95, 110}}};
  const auto stretches = shifting_bottleneck(three_machines(), periods, 0, 120);
  const auto shares = bottleneck_shares(three_machines(), stretches, 0, 120);
  CHECK(shares[0].sole == Approx(30.0 / 120));
  CHECK(shares[0].shifting == Approx(10.0 / 120));
  CHECK(shares[1].sole == Approx(55.0 / 120));
  CHECK(shares[1].shifting == Approx(15.0 / 120));
  CHECK(shares[2].sole == Approx(10.0 / 120));
  CHECK(shares[2].shifting == Approx(5.0 / 120));
}

TEST_CASE("nobody is the bottleneck while nobody is active, and the window cuts what lies across its ends") {
  const std::vector<std::vector<ActivePeriod>> periods = {{{0, 10}}, {{50, 90}}, {}};
  const auto shares =
      bottleneck_shares(three_machines(), shifting_bottleneck(three_machines(), periods, 5, 70), 5, 70);
  CHECK(shares[0].sole == Approx(5.0 / 65));
  CHECK(shares[1].sole == Approx(20.0 / 65));
  CHECK(shares[0].shifting + shares[1].shifting + shares[2].sole + shares[2].shifting == 0);
}

TEST_CASE("sole shares and half of the shifting ones add up to the time in which somebody was active") {
  const LineModel model = model_of(R"(linetwin: 1
name: line
stations:
  a: {cycle: {exponential: 10 s}}
  b: {cycle: {exponential: 9 s}, failures: {mtbf: 10 min, mttr: 1 min}}
  c: {cycle: {exponential: 20 s}, machines: 2}
buffers: {x: {capacity: 4}, y: {capacity: 4}}
flow: [source -> a -> x -> b -> y -> c -> sink]
)");
  const RunOptions options = options_of(20, 2, 1);
  ActivePeriods active(model);
  RunAsk ask;
  ask.observer = &active;
  run(model, options, 0, {}, ask);
  const auto stretches = shifting_bottleneck(model, active.by_machine(), options.warmup, options.duration);
  double sum = 0;
  for (const BottleneckShare& share : bottleneck_shares(model, stretches, options.warmup, options.duration))
    sum += share.sole + share.shifting / 2;
  CHECK(sum == Approx(1).margin(0.001));  // a line with an endless supply: some machine is always active
  // stretches of one bottleneck follow each other without a gap
  Time reached = options.warmup;
  for (const BottleneckStretch& s : stretches) {
    CHECK(s.from <= reached);
    reached = std::max(reached, s.to);
  }
  CHECK(reached == options.duration);
}

TEST_CASE("active periods are as long as the states say") {
  const LineModel& model = three_machines();
  ActivePeriods active(model);
  RunAsk ask;
  ask.observer = &active;
  const RunRecord r = run(model, options_of(1, 0, 1), 0, {}, ask);
  // no buffers, equal cycles: a works always, c begins after 20 s and then works always
  REQUIRE(active.by_machine()[0].size() == 1);
  REQUIRE(active.by_machine()[2].size() == 1);
  CHECK(active.by_machine()[2][0].from == 20 * kSecond);
  CHECK(active.by_machine()[2][0].to == kHour);
  CHECK(r.stations[2].active_periods == 1);
}

TEST_CASE("a course drawn in pieces tells who held most of each, and joins equal neighbours") {
  // 0: a alone to 50; then b for one unit, a to 80, b to 100; in pieces of 10 the one unit is not seen
  const std::vector<BottleneckStretch> fine = {
      {0, 0, 50, false}, {1, 50, 51, false}, {0, 51, 80, false}, {1, 80, 100, false}};
  const auto drawn = coarse(fine, 0, 100, 10);
  REQUIRE(drawn.size() == 2);
  CHECK(drawn[0].machine == 0);
  CHECK(drawn[0].from == 0);
  CHECK(drawn[0].to == 80);
  CHECK(drawn[1].machine == 1);
  CHECK(drawn[1].from == 80);
  CHECK(drawn[1].to == 100);
}
