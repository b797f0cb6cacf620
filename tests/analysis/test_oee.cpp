#include "analysis/oee.hpp"

#include <cmath>
#include <set>

#include "support/line.hpp"
#include "support/random_record.hpp"

using namespace linetwin;

namespace {

StationRecord record_of(std::array<Time, kMachineStates> minutes, std::int64_t finished,
                        std::int64_t scrapped) {
  StationRecord record;
  for (std::size_t i = 0; i < kMachineStates; ++i) record.time[i] = minutes[i] * kMinute;
  record.finished = finished;
  record.scrapped = scrapped;
  return record;
}

}  // namespace

TEST_CASE("the indicators of a shift worked out by hand") {
  // working 300, setup 24, blocked 30, starved 20, down 46, maintenance 40, waiting 20, off 960 minutes;
  // 540 parts planned at 30 s, 27 of them scrap
  const Oee o = oee(record_of({300, 24, 30, 20, 46, 40, 20, 960}, 540, 27), 30, 18);
  CHECK(o.calendar == 1440 * kMinute);
  CHECK(o.planned_busy == 480 * kMinute);
  CHECK(o.processing == 324 * kMinute);
  CHECK(o.delay == 46 * kMinute);
  CHECK(o.unit_down == 70 * kMinute);
  CHECK(o.planned_busy == o.processing + o.delay + o.unit_down + o.maintenance);
  CHECK(*o.availability == Approx(0.625));
  CHECK(*o.shop_floor_availability == Approx(370.0 / 480));
  CHECK(*o.effectiveness == Approx(0.9));
  CHECK(*o.quality == Approx(0.95));
  CHECK(*o.oee == Approx(0.534375));  // 0.625 x 0.9 x 0.95
  CHECK(*o.nee == Approx(324.0 / 480 * 0.9 * 0.95));
  CHECK(*o.teep == Approx(0.534375 / 3));
  CHECK(*o.first_pass_yield == Approx(495.0 / 540));
}

TEST_CASE("the identities of the indicators hold on random records, and none is ever no number") {
  int complete = 0;
  for (std::uint64_t seed = 1; seed <= 5000; ++seed) {
    test::RandomSeries random(seed);
    const StationRecord record = test::random_station(random, 1 + random.below(100) * kHour);
    const double run_time = 60 * random.uniform();
    const Oee o = oee(record, run_time, 0);
    INFO("seed " << seed);
    for (const auto& value : {o.availability, o.shop_floor_availability, o.effectiveness, o.quality, o.oee,
                              o.nee, o.teep, o.first_pass_yield})
      if (value) REQUIRE(std::isfinite(*value));
    CHECK(o.availability.has_value() == (o.planned_busy > 0));
    CHECK(o.effectiveness.has_value() == (o.production > 0));
    CHECK(o.quality.has_value() == (o.produced > 0));
    CHECK(o.planned_busy == o.processing + o.delay + o.unit_down + o.maintenance);
    if (!o.oee) continue;
    // exactly, as PRI GQ / PBT
    CHECK(*o.oee == run_time * 1e6 * static_cast<double>(o.good) / static_cast<double>(o.planned_busy));
    CHECK(*o.availability <= *o.shop_floor_availability);
    CHECK(*o.teep <= *o.oee);
    if (o.nee) CHECK(*o.nee >= *o.oee);
    if (o.effectiveness && o.quality) {
      ++complete;
      CHECK(*o.oee == Approx(*o.availability * *o.effectiveness * *o.quality).epsilon(1e-12));
      CHECK(*o.nee == Approx(static_cast<double>(o.processing) / static_cast<double>(o.planned_busy) *
                             *o.effectiveness * *o.quality)
                          .epsilon(1e-12));
    }
  }
  CHECK(complete > 2000);
}

TEST_CASE("a station that was off all the time has no indicators, one that made nothing has an OEE of 0") {
  const Oee off = oee(record_of({0, 0, 0, 0, 0, 0, 0, 60}, 0, 0), 30);
  CHECK_FALSE(off.availability.has_value());
  CHECK_FALSE(off.oee.has_value());
  CHECK_FALSE(off.teep.has_value());
  const Oee starved = oee(record_of({0, 0, 0, 60, 0, 0, 0, 0}, 0, 0), 30, 0);
  CHECK(starved.availability == 0.0);
  CHECK(starved.oee == 0.0);
  CHECK(starved.nee == 0.0);
  CHECK_FALSE(starved.effectiveness.has_value());
  CHECK_FALSE(starved.quality.has_value());
  CHECK_FALSE(starved.first_pass_yield.has_value());
}

TEST_CASE("first-pass yield is known only where somebody counted the rework, and multiplies along the way") {
  const StationRecord record = record_of({60, 0, 0, 0, 0, 0, 0, 0}, 100, 5);
  CHECK_FALSE(oee(record, 30).first_pass_yield.has_value());
  CHECK(*oee(record, 30, 15).first_pass_yield == Approx(0.8));
  CHECK(*rolled_yield({oee(record, 30, 15), oee(record, 30, 0)}) == Approx(0.8 * 0.95));
  CHECK_FALSE(rolled_yield({oee(record, 30, 15), oee(record, 30)}).has_value());
}

TEST_CASE("every state is booked on a time element, each once") {
  std::set<MachineState> states;
  for (const TimeElement& e : kTimeElements) states.insert(e.state);
  CHECK(states.size() == kMachineStates);
}

TEST_CASE("the OEE of a simulated station is its share of good work, with batches and variants") {
  // availability 90/100 of a shift of 8 h in 24; deterministic cycles, so effectiveness is 1 but for the
  // parts that the ends of the window cut
  const LineModel model = test::model_of(R"(linetwin: 1
name: c
parts: {A: {share: 50 %}, B: {share: 50 %}}
sources: {raw: {lot: 4}}
stations:
  m: {cycle: {per_part: {A: 40 s, B: 80 s}}, batch: 4, scrap: 10 %, shift: day,
      failures: {mtbf: 90 min, mttr: 10 min, clock: operating}}
shifts: {day: {days: mon-sun, times: [08:00-16:00]}}
flow: [raw -> m -> sink])");
  const RunOptions options = test::options_of(24 * 50, 0, 20);
  const auto figures = oee_figures(capacity(model), run_replications(model, options, 0));
  REQUIRE(figures.size() == 1);
  const auto near = [](const Figure& figure, double exact) {
    CHECK(std::abs(*figure.mean - exact) <= 2 * *figure.half_width + 1e-4);
    CHECK(*figure.half_width < 0.02 * exact);
  };
  near(figures[0].effectiveness, 1);
  near(figures[0].quality, 0.9);
  // repairs go on outside the shift, so the station is down for less than a tenth of it
  CHECK(*figures[0].availability.mean > 0.9);
  CHECK(*figures[0].availability.mean < 0.92);
  CHECK(*figures[0].oee.mean ==
        Approx(*figures[0].availability.mean * *figures[0].effectiveness.mean * *figures[0].quality.mean)
            .epsilon(1e-3));
  CHECK(*figures[0].teep.mean == Approx(*figures[0].oee.mean / 3));
  CHECK_FALSE(figures[0].first_pass_yield.mean.has_value());
}

TEST_CASE("replications that did not finish are in no figure of OEE") {
  RunRecord good;
  good.outcome = Outcome::Finished;
  good.stations = {record_of({30, 0, 0, 30, 0, 0, 0, 0}, 60, 0)};
  RunRecord jammed = good;
  jammed.outcome = Outcome::Jammed;
  jammed.stations = {record_of({0, 0, 60, 0, 0, 0, 0, 0}, 0, 0)};
  CapacityReport report;
  report.stations.resize(1);
  report.stations[0].work_s = 30;
  const auto figures = oee_figures(report, {good, jammed, good}, {{6}, {0}, {12}});
  CHECK(*figures[0].oee.mean == 0.5);
  CHECK(*figures[0].first_pass_yield.mean == Approx(0.85));
}
