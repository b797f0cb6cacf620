#include "analysis/losses.hpp"

#include <cmath>

#include "support/line.hpp"
#include "support/random_record.hpp"

using namespace linetwin;

namespace {

std::size_t at(Loss loss) { return static_cast<std::size_t>(loss); }

double sum_of(const WaterfallFigures& w) {
  double running = w.ideal;
  for (const Figure& step : w.steps) running += *step.mean;
  return running;
}

// Of a simulated line; it ends at the throughput that the summary has.
WaterfallFigures waterfall_of(const std::string& text, const RunOptions& options, std::int32_t station) {
  const LineModel model = test::model_of(text);
  const auto basis = loss_basis(model, capacity(model), station);
  REQUIRE(basis.has_value());
  const auto records = run_replications(model, options, 0);
  const auto figures = loss_figures(*basis, records, station);
  REQUIRE(figures.has_value());
  CHECK(sum_of(*figures) == *figures->real.mean);
  if (std::abs(figures->steps[at(Loss::Balance)].mean.value()) < figures->real.mean.value() / 2)
    CHECK(figures->real.mean == summarise(model, options, records).throughput_per_h.mean);
  return *figures;
}

RunRecord random_record(test::RandomSeries& random) {
  RunRecord record;
  record.outcome = Outcome::Finished;
  record.window = 1 + random.below(1000) * kMinute;
  record.stations = {test::random_station(random, record.window * (1 + random.below(5)))};
  record.variants.resize(2);
  for (VariantRecord& v : record.variants) v.good = random.below(4) == 0 ? 0 : random.below(10000);
  return record;
}

LossBasis random_basis(test::RandomSeries& random) {
  return {std::pow(10.0, 8 * random.uniform() - 3), std::pow(10.0, 3 * random.uniform() - 1)};
}

}  // namespace

TEST_CASE("a waterfall worked out by hand") {
  // two machines for 10 h: 20 machine-hours; 120 parts/h ideal, two passes for each good part of the line
  StationRecord record;
  record.time = {10 * kHour, kHour, 2 * kHour, 3 * kHour, kHour, kHour / 2, kHour / 2, 2 * kHour};
  record.finished = 1100;  // 55 line parts an hour, where 10 of 20 hours should make 60
  record.scrapped = 100;   // 5
  const Waterfall w = losses({120, 2}, record, 49, 10 * kHour);
  CHECK(w.ideal == 120);
  CHECK(w.real == 49);
  // off, maintenance, down, setup, waiting, blocked, starved, speed, quality, balance
  const std::array<double, kLosses> expected = {-12, -3, -6, -6, -3, -12, -18, -5, -5, -1};
  for (std::size_t i = 0; i < kLosses; ++i) CHECK(w.steps[i] == Approx(expected[i]).margin(1e-11));
}

TEST_CASE("the steps of a waterfall sum to the real rate bit for bit") {
  int kept = 0;
  for (std::uint64_t seed = 1; seed <= 20000; ++seed) {
    test::RandomSeries random(seed);
    const RunRecord record = random_record(random);
    const LossBasis basis = random_basis(random);
    const double real = static_cast<double>(record.variants[0].good) / hours(record.window);
    const Waterfall w = losses(basis, record.stations[0], real, record.window);
    double running = w.ideal;
    for (const double step : w.steps) running += step;
    INFO("seed " << seed);
    REQUIRE(running == w.real);
    if (std::abs(w.steps[at(Loss::Balance)]) < real / 2) {
      REQUIRE(w.real == real);
      ++kept;
    }
    const double size = std::max(
        {basis.ideal_per_h, real, std::abs(w.steps[at(Loss::Balance)]), std::abs(w.steps[at(Loss::Speed)])});
    CHECK(std::abs(w.real - real) <= 1e-15 * size);
    CHECK(w.ideal == basis.ideal_per_h);
    for (std::size_t i = 0; i <= at(Loss::Starved); ++i) CHECK(w.steps[i] <= 0);
    for (const double step : w.steps) CHECK((step != 0 || !std::signbit(step)));  // "-0.00" in a report
  }
  CHECK(kept > 500);
}

TEST_CASE("the mean steps sum to the mean rate bit for bit, and are the means of the steps") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    test::RandomSeries random(seed);
    const LossBasis basis = random_basis(random);
    std::vector<RunRecord> records;
    for (std::int64_t i = 0; i < 1 + static_cast<std::int64_t>(seed % 9); ++i)
      records.push_back(random_record(random));
    const auto figures = loss_figures(basis, records, 0);
    REQUIRE(figures.has_value());
    REQUIRE(sum_of(*figures) == *figures->real.mean);
    double real = 0;
    double down = 0;
    for (const RunRecord& r : records) {
      real += static_cast<double>(r.variants[0].good + r.variants[1].good) / hours(r.window);
      Time all = 0;
      for (const Time t : r.stations[0].time) all += t;
      down += static_cast<double>(r.stations[0].time[4]) / static_cast<double>(all);
    }
    const auto n = static_cast<double>(records.size());
    const double size = std::abs(*figures->steps[at(Loss::Balance)].mean) + figures->ideal;
    CHECK(*figures->real.mean == Approx(real / n).margin(1e-12 * size));
    CHECK(*figures->steps[at(Loss::Down)].mean == Approx(-basis.ideal_per_h * down / n).margin(1e-12 * size));
  }
}

TEST_CASE("scrap before, at and behind a station and rework convert its time to good parts of the line") {
  // m works 30 s on a part, scraps 10 %, and sees a quarter of what it passes again; 20 % of the rest is lost
  // behind it. Of 100 parts in: 90 good, of which 22.5 come back and 67.5 go on, 54 of them to the end.
  const LineModel model = test::model_of(R"(linetwin: 1
name: c
stations:
  first: {cycle: 10 s, scrap: 50 %}
  m: {cycle: 30 s, machines: 3, scrap: 10 %}
  fix: {cycle: 0 s}
  last: {cycle: 1 s, scrap: 20 %}
buffers: {b: {capacity: unlimited}}
sources: {raw: {interarrival: 1 min}}
flow: [raw -> first -> b -> m -> last -> sink, m -> fix -> b]
routing: {m: {last: 75 %, fix: 25 %}})");
  const CapacityReport report = capacity(model);
  const auto basis = loss_basis(model, report, 1);
  REQUIRE(basis.has_value());
  CHECK(basis->passes == Approx(90.0 / 54));
  CHECK(basis->ideal_per_h == Approx(3 * 120 * 54.0 / 90));
  CHECK_FALSE(loss_basis(model, report, 2).has_value());  // takes no time
}

TEST_CASE("a line whose station always works makes the ideal rate, less its scrap") {
  const auto w = waterfall_of(R"(linetwin: 1
name: c
stations: {m: {cycle: 30 s, machines: 2, scrap: 10 %}}
flow: [source -> m -> sink])",
                              test::options_of(200, 0, 20), 0);
  CHECK(w.ideal == 240);
  CHECK(*w.real.mean == Approx(216).epsilon(0.002));
  CHECK(*w.steps[at(Loss::Quality)].mean == Approx(*w.real.mean - 240).margin(1e-9));
  for (std::size_t i = 0; i < kLosses; ++i)
    if (i != at(Loss::Quality)) CHECK(std::abs(*w.steps[i].mean) < 1e-9);
}

TEST_CASE("losses of a station between others are their shares of the ideal rate, and nothing else is left") {
  // Two exponential machines without a buffer: m1 is blocked for 1/3 (Hunt 1956). One in ten parts is scrap
  // at the end, which the ideal rate knows; so neither speed nor balance is left but by chance.
  const auto w = waterfall_of(R"(linetwin: 1
name: c
stations: {m1: {cycle: {exponential: 10 s}}, m2: {cycle: {exponential: 10 s}, scrap: 10 %}}
flow: [source -> m1 -> m2 -> sink])",
                              test::options_of(207, 7, 20), 0);
  CHECK(w.ideal == Approx(324));
  CHECK(*w.steps[at(Loss::Blocked)].mean == Approx(-108).epsilon(0.01));
  CHECK(*w.real.mean == Approx(216).epsilon(0.01));
  for (const Loss loss : {Loss::Speed, Loss::Balance}) {
    CHECK(std::abs(*w.steps[at(loss)].mean) < 2 * *w.steps[at(loss)].half_width);
    CHECK(*w.steps[at(loss)].half_width < 2);
  }
  for (const Loss loss : {Loss::Off, Loss::Down, Loss::Setup, Loss::Starved, Loss::Quality})
    CHECK(*w.steps[at(loss)].mean == 0);
}

TEST_CASE("what fills the buffers behind a station is balance, not throughput") {
  // m1 makes 360 an hour, m2 takes 180 of them: the rest lies in the buffer
  const auto w = waterfall_of(R"(linetwin: 1
name: c
stations: {m1: {cycle: 10 s}, m2: {cycle: 20 s}}
buffers: {b: {capacity: unlimited}}
sources: {raw: {interarrival: 10 s}}
flow: [raw -> m1 -> b -> m2 -> sink])",
                              test::options_of(20, 10, 2), 0);
  CHECK(w.ideal == 360);
  CHECK(*w.steps[at(Loss::Balance)].mean == Approx(-180).margin(0.2));
  CHECK(*w.real.mean == Approx(180).margin(0.2));
}

TEST_CASE("there is no waterfall over replications that did not finish") {
  test::RandomSeries random(1);
  RunRecord jammed = random_record(random);
  jammed.outcome = Outcome::Jammed;
  CHECK_FALSE(loss_figures({1, 1}, {jammed}, 0).has_value());
  CHECK_FALSE(loss_figures({1, 1}, {}, 0).has_value());
}
