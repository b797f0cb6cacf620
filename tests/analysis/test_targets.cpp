// Verdicts at the edges of intervals, and takt times worked out by hand.
#include "analysis/targets.hpp"

#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

const std::string kLine = R"(linetwin: 1
name: t
stations: {m: {cycle: 30 s, shift: day}}
shifts: {day: {days: mon-fri, times: [06:00-10:00, 10:15-14:00]}}
flow: [source -> m -> sink]
)";
const std::string kAlwaysOn =
    "linetwin: 1\nname: t\nstations: {m: {cycle: 30 s}}\nflow: [source -> m -> sink]\n";

Figure figure(double mean, double half_width) { return {mean, half_width, half_width / 2}; }

// A demand and a throughput, and what a run of that model would have to say of them.
std::vector<TargetVerdict> judged(const std::string& targets, const Summary& summary) {
  return judge(model_of(kAlwaysOn + targets), summary);
}

}  // namespace

TEST_CASE("a target that wants the least is met or missed by the whole interval, else open") {
  CHECK(judge(figure(92, 1), 90, true) == Judgement::Met);
  CHECK(judge(figure(91, 1), 90, true) == Judgement::Met);  // its lower end is the target
  CHECK(judge(figure(91, 1.01), 90, true) == Judgement::Open);
  CHECK(judge(figure(90, 1), 90, true) == Judgement::Open);
  CHECK(judge(figure(89, 1), 90, true) == Judgement::Open);  // its upper end is the target
  CHECK(judge(figure(88.9, 1), 90, true) == Judgement::Missed);
  CHECK(judge(figure(90, 0), 90, true) == Judgement::Met);  // nothing varies
  CHECK(judge(figure(89.999, 0), 90, true) == Judgement::Missed);
  CHECK(judge(figure(0, 0), 90, true) == Judgement::Missed);
}

TEST_CASE("a target that wants the most has its good side below") {
  CHECK(judge(figure(7000, 100), 7200, false) == Judgement::Met);
  CHECK(judge(figure(7100, 100), 7200, false) == Judgement::Met);
  CHECK(judge(figure(7101, 100), 7200, false) == Judgement::Open);
  CHECK(judge(figure(7300, 100), 7200, false) == Judgement::Open);
  CHECK(judge(figure(7301, 100), 7200, false) == Judgement::Missed);
  CHECK(judge(figure(7200, 0), 7200, false) == Judgement::Met);
}

TEST_CASE("without an interval or without a mean a target is open") {
  CHECK(judge({91, std::nullopt, std::nullopt}, 1, true) == Judgement::Open);
  CHECK(judge({91, std::nullopt, std::nullopt}, 1000, true) == Judgement::Open);
  CHECK(judge(Figure{}, 90, true) == Judgement::Open);
  const LineModel model = model_of(kAlwaysOn + "targets: {throughput: 1 /h, demand: 1 /d, lead_time: 9 h}\n");
  const auto verdicts = judge(model, simulate(model, options_of(10, 0, 1)));
  REQUIRE(verdicts.size() == 3);
  for (const TargetVerdict& v : verdicts) CHECK(v.judgement == Judgement::Open);
}

TEST_CASE("each target is held against its own figure, in its own unit") {
  Summary s;
  s.throughput_per_h = figure(60, 0.5);
  s.throughput_per_scheduled_h = figure(60, 0.5);
  s.lead_time_s = figure(5000, 200);
  const auto v = judged("targets: {throughput: 61 /h, demand: 1440 /d, lead_time: 90 min}\n", s);
  REQUIRE(v.size() == 3);
  CHECK(v[0].kind == TargetKind::Throughput);
  CHECK(v[0].target == 61);
  CHECK(*v[0].measured.mean == 60);
  CHECK(v[0].judgement == Judgement::Missed);
  CHECK(v[1].kind == TargetKind::Demand);
  CHECK(v[1].target == 1440);
  CHECK(*v[1].measured.mean == Approx(1440));
  CHECK(*v[1].measured.half_width == Approx(12));
  CHECK(*v[1].measured.sd == Approx(6));
  CHECK(v[1].judgement == Judgement::Open);
  CHECK(v[2].kind == TargetKind::LeadTime);
  CHECK(v[2].target == 5400);
  CHECK(*v[2].measured.mean == 5000);
  CHECK(v[2].judgement == Judgement::Met);
  CHECK_FALSE(v[2].takt_s.has_value());
  CHECK(judged("", s).empty());
}

TEST_CASE("of a line that got stuck in some replications no target is met, but one may be missed") {
  Summary s;
  s.throughput_per_h = figure(60, 0.5);
  s.stuck.push_back({});
  CHECK(judged("targets: {throughput: 50 /h}\n", s)[0].judgement == Judgement::Open);
  CHECK(judged("targets: {throughput: 70 /h}\n", s)[0].judgement == Judgement::Missed);
}

TEST_CASE("takt is the available time over the demand") {
  // all 86400 s of a day for 1440 parts, or 3600 s of an hour for 90
  const LineModel always = model_of(kAlwaysOn + "targets: {throughput: 90 /h, demand: 1440 /d}\n");
  CHECK(*takt_s(always, 60) == Approx(60).epsilon(1e-12));
  const auto v = judge(always, Summary{});
  CHECK(*v[0].takt_s == Approx(40).epsilon(1e-12));
  CHECK(*v[1].takt_s == Approx(60).epsilon(1e-12));
  CHECK(*wanted_per_h(always.targets) == Approx(90));
  CHECK_FALSE(wanted_per_h(Targets{}).has_value());
}

TEST_CASE("with shifts only the scheduled time of the week is available") {
  // five days of 4 h and 3.75 h: 38.75 h for 1550 parts a week; 90 s a part. Per day of the calendar 1550/7.
  const auto takt = [](const std::string& line, const std::string& demand) {
    return *judge(model_of(line + "targets: {demand: " + demand + "}\n"), Summary{})[0].takt_s;
  };
  CHECK(takt(kLine, "1550 /week") == Approx(90).epsilon(1e-12));
  CHECK(takt(kLine, "310 /d") == Approx(38.75 * 3600 / (7 * 310)).epsilon(1e-12));
  // two stations in two shifts that overlap by 2 h: 06:00 to 20:00 on six days are 84 h; 3024 parts, 100 s
  const std::string two = R"(linetwin: 1
name: two
stations: {a: {cycle: 30 s, shift: early}, b: {cycle: 30 s, shift: late}}
buffers: {q: {capacity: 9000}}
shifts: {early: {days: mon-sat, times: 06:00-14:00}, late: {days: mon-sat, times: 12:00-20:00}}
flow: [source -> a -> q -> b -> sink]
)";
  CHECK(takt(two, "3024 /week") == Approx(100).epsilon(1e-12));
}

TEST_CASE("a demand is held against a usual week, whatever part of it the window covers") {
  // a part every 30 s of the shift: 120 in a scheduled hour, 120 x 38.75 = 4650 a week; the first part of the
  // run comes 30 s late. Monday 06:00 to Tuesday 06:00 has 7.75 h of shift in 24 h, much more than the week.
  const std::string monday = kLine + "run: {start: mon 06:00}\n";
  const auto verdict = [&](const std::string& demand, double duration_h) {
    const LineModel model = model_of(monday + "targets: {demand: " + demand + "}\n");
    return judge(model, simulate(model, options_of(duration_h, 0, 2)))[0];
  };
  for (const double duration_h : {24.0, 120.0, 168.0, 336.0}) {
    INFO(duration_h);
    CHECK(*verdict("4000 /week", duration_h).measured.mean == Approx(4650).epsilon(0.002));
    CHECK(*verdict("600 /d", duration_h).measured.mean == Approx(4650 / 7.0).epsilon(0.002));
    CHECK(verdict("4600 /week", duration_h).judgement == Judgement::Met);
    CHECK(verdict("4700 /week", duration_h).judgement == Judgement::Missed);
  }
}

TEST_CASE("a throughput is per hour of the calendar, also with shifts") {
  const LineModel model = model_of(kLine + "targets: {throughput: 120 /h}\n");
  const auto v = judge(model, simulate(model, options_of(336, 168, 2)))[0];
  CHECK(*v.measured.mean == Approx(4650 / 168.0).epsilon(0.002));
  CHECK(v.judgement == Judgement::Missed);
  CHECK(*v.takt_s == Approx(38.75 * 3600 / (120 * 168)).epsilon(1e-12));
}

TEST_CASE("a constant line meets the target of its own rate, and misses the next") {
  // a part every 30 s after the warm-up: 120 an hour, with no spread at all
  const auto verdict = [](const std::string& rate) {
    const LineModel model = model_of(kAlwaysOn + "targets: {throughput: " + rate + "}\n");
    return judge(model, simulate(model, options_of(20, 10, 3)))[0].judgement;
  };
  CHECK(verdict("120 /h") == Judgement::Met);
  CHECK(verdict("2 /min") == Judgement::Met);
  CHECK(verdict("120.001 /h") == Judgement::Missed);
}

TEST_CASE("what the capacity bound leaves out of reach is told from what it just allows") {
  CHECK_FALSE(out_of_reach(90, 90));
  CHECK_FALSE(out_of_reach(90 * (1 - 1e-12), 90));
  CHECK(out_of_reach(89.99, 90));
}

TEST_CASE("a line that no shift ever mans has no takt") {
  LineModel model = model_of(kLine + "targets: {demand: 10 /d}\n");
  model.scheduled.shifts[0].times.clear();
  CHECK_FALSE(takt_s(model, 10).has_value());
  CHECK_FALSE(judge(model, Summary{})[0].takt_s.has_value());
}

TEST_CASE("where stations keep different hours, only whole weeks tell whether a demand is met") {
  // a alone in the morning, b in both shifts: what comes out in the first morning is no rate of the week
  const LineModel model = model_of(R"(linetwin: 1
name: hours
run: {start: mon 06:00}
targets: {demand: 2000 /week}
stations:
  a: {cycle: 60 s, shift: early}
  b: {cycle: 30 s, shift: [early, late]}
buffers: {x: {capacity: 30}}
shifts: {early: {days: mon-fri, times: [06:00-14:00]}, late: {days: mon-fri, times: [14:00-22:00]}}
flow: [source -> a -> x -> b -> sink]
)");
  const auto verdict = [&](double hours, double warmup) {
    return judge(model, simulate(model, options_of(hours, warmup, 2))).at(0).judgement;
  };
  CHECK(verdict(8, 0) == Judgement::Open);
  CHECK(verdict(176, 0) == Judgement::Open);
  CHECK(verdict(3 * 168, 168) == Judgement::Met);  // 2400 a week, what a makes
}
