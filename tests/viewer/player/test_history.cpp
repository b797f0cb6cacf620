#include <map>

#include "players.hpp"
#include "viewer/player/history.hpp"

using namespace linetwin;
using namespace linetwin::test;
using viewer::History;
using viewer::LevelSlice;
using viewer::OutSlice;
using viewer::Player;
using viewer::StateSlice;

namespace {

constexpr Time s = kSecond;

// a works 10 s a part, c 20 s; between them a place for one part.
//   0 a works; 10 c works on the first; 20 the second lies in b; 30 the third waits on a (c gives at 30: it
//   takes the second, the third goes into b); from then on a works 10 s and is blocked 10 s.
constexpr const char* kByHand = R"(linetwin: 1
name: by hand
stations: {a: {cycle: 10 s}, c: {cycle: 20 s}}
buffers: {b: {capacity: 1}}
flow: [source -> a -> b -> c -> sink])";

template <class Slice>
void check_gapless(const std::vector<Slice>& slices, Time to) {
  REQUIRE_FALSE(slices.empty());
  CHECK(slices.front().from == 0);
  for (std::size_t i = 1; i < slices.size(); ++i) CHECK(slices[i].from == slices[i - 1].to);
  CHECK(slices.back().to == to);
}

}  // namespace

TEST_CASE("the bars of a line worked out by hand") {
  const auto model = shared_model(kByHand);
  Player player(model, options_of(1, 0, 1));
  player.go_to(75 * s);
  const auto a = player.history().bars(0, 0, kHour);
  const std::vector<std::tuple<Time, Time, MachineState>> expected = {
      {0, 40 * s, MachineState::Working},
      {40 * s, 50 * s, MachineState::Blocked},
      {50 * s, 60 * s, MachineState::Working},
      {60 * s, 70 * s, MachineState::Blocked},
      {70 * s, 75 * s, MachineState::Working}};
  REQUIRE(a.size() == expected.size());
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(std::tuple(a[i].from, a[i].to, a[i].state) == expected[i]);
  const auto c = player.history().bars(1, 5 * s, 30 * s);
  REQUIRE(c.size() == 2);
  CHECK(std::tuple(c[0].from, c[0].to, c[0].state) == std::tuple(5 * s, 10 * s, MachineState::Starved));
  CHECK(std::tuple(c[1].from, c[1].to, c[1].state) == std::tuple(10 * s, 30 * s, MachineState::Working));
  CHECK(player.history().bars_from(0) == 0);
  CHECK(player.history().bars(0, 80 * s, 90 * s).empty());
  CHECK(player.history().bars(0, 30 * s, 20 * s).empty());
  // it lags behind nothing, even between two events
  player.go_to(71 * s);
  CHECK(player.history().reached() == 75 * s);
}

TEST_CASE("levels, WIP and parts out of a line worked out by hand, slice by slice") {
  const auto model = shared_model(kByHand);
  Player player(model, options_of(1, 0, 1));
  player.go_to(45 * s + s / 2);
  const History& history = player.history();
  const auto b = history.levels(model->stations[0].element, 0, kHour);
  CHECK(b.empty());  // a station has no level
  ElementId buffer = 0;
  while (model->elements[static_cast<std::size_t>(buffer)].name != "b") ++buffer;
  const auto levels = history.levels(buffer, 0, kHour);
  check_gapless(levels, 45 * s + s / 2);
  REQUIRE(levels.size() == 46);
  CHECK(levels[19].most == 0);
  CHECK(levels[20].least == 1);  // the part comes as the slice begins: empty it lasts no time
  CHECK(levels[20].mean == 1);
  CHECK(levels[45].to - levels[45].from == s / 2);
  CHECK(levels[45].mean == 1);
  const auto wip = history.wip(0, kHour);
  check_gapless(wip, 45 * s + s / 2);
  CHECK(wip[5].mean == 1);   // one on a
  CHECK(wip[15].mean == 2);  // one on each
  CHECK(wip[25].mean == 3);  // and one between
  CHECK(wip[45].most == 3);
  const auto out = history.out(0, kHour);
  std::map<Time, std::int64_t> good;
  for (const OutSlice& slice : out)
    if (slice.good > 0) good[slice.from / s] = slice.good;
  CHECK(good == std::map<Time, std::int64_t>{{30, 1}});
  CHECK(history.out(10 * s, 12 * s).size() == 2);
  CHECK(history.out(10 * s + 1, 12 * s + 1).size() == 3);
}

TEST_CASE("of the whole time it tells what the run's own books tell") {
  for (const char* file : {"hot-stamped-pillar.yaml", "kitting-cell-u.yaml", "electronics-line.yaml",
                           "ship-panel-line-crane.yaml", "rework-loop.yaml", "solvent-blending.yaml"}) {
    INFO(file);
    const auto model = project_model(file);
    const RunOptions options = options_of(50, 0, 1);
    Player player(model, options);
    player.go_to(options.duration);
    const RunRecord r = run(*model, options, 0);
    const History& history = player.history();
    for (std::size_t i = 0; i < model->stations.size(); ++i) {
      const auto slices = history.station_states(static_cast<std::int32_t>(i), 0, options.duration);
      check_gapless(slices, options.duration);
      std::array<Time, kMachineStates> sum{};
      for (const StateSlice& slice : slices) {
        Time all = 0;
        for (std::size_t k = 0; k < kMachineStates; ++k) sum[k] += slice.time[k], all += slice.time[k];
        CHECK(all == (slice.to - slice.from) * model->stations[i].machines);
      }
      CHECK(sum == r.stations[i].time);
    }
    const auto part_hours = [](const std::vector<LevelSlice>& slices) {
      double sum = 0;
      for (const LevelSlice& slice : slices) {
        CHECK(slice.least >= 0);
        CHECK(static_cast<double>(slice.least) <= slice.mean + 1e-9);
        CHECK(slice.mean <= static_cast<double>(slice.most) + 1e-9);
        sum += slice.mean * hours(slice.to - slice.from);
      }
      return sum;
    };
    const auto hours_of = [](Integral x) { return static_cast<double>(x) / static_cast<double>(kHour); };
    for (std::size_t b = 0; b < model->buffers.size(); ++b)
      CHECK(part_hours(history.levels(model->buffers[b].element, 0, options.duration)) ==
            Approx(hours_of(r.buffers[b].level)));
    for (std::size_t c = 0; c < model->conveyors.size(); ++c)
      CHECK(part_hours(history.levels(model->conveyors[c].element, 0, options.duration)) ==
            Approx(hours_of(r.conveyors[c].level)));
    CHECK(part_hours(history.wip(0, options.duration)) == Approx(hours_of(r.wip)));
    std::int64_t good = 0, scrapped = 0, expected = 0;
    for (const OutSlice& slice : history.out(0, options.duration))
      good += slice.good, scrapped += slice.scrapped;
    for (const VariantRecord& v : r.variants) expected += v.good;
    CHECK(good == expected);
    CHECK(scrapped == r.scrapped);
  }
}

TEST_CASE("its memory is bounded however long the run is, and what is kept stays right") {
  const auto model = project_model("two-machines.yaml");
  RunOptions options = options_of(20'000, 0, 1);
  Player player(model, options);
  player.go_to(10 * kHour);
  const std::size_t early = player.history().bytes();
  const std::size_t slices = player.history().wip(0, kNever).size();
  player.go_to(options.duration);
  CHECK(player.history().bytes() == early);
  CHECK(player.history().wip(0, kNever).size() <= 1025);
  CHECK(player.history().wip(0, kNever).size() >= slices / 2);
  CHECK(player.history().slice_length() > 32 * s);
  check_gapless(player.history().wip(0, kNever), options.duration);
  CHECK(player.snapshots().bytes() <= viewer::Snapshots::Limits().bytes);
  // the last while: exactly those of a recorder that keeps all
  const Time from = player.history().bars_from(1);
  CHECK(from > 0);
  CHECK(from < options.duration);
  GanttRecorder recorder(*model, from, options.duration, 1 << 20);
  RunAsk ask;
  ask.observer = &recorder;
  run(*model, options, 0, {}, ask);
  std::vector<GanttBar> all;
  for (const GanttBar& bar : recorder.bars())
    if (bar.machine == 1) all.push_back(bar);
  const auto bars = player.history().bars(1, from, options.duration);
  REQUIRE(bars.size() == all.size());
  CHECK(bars.size() > 400);
  bool same = true;
  for (std::size_t i = 0; i < bars.size(); ++i)
    same = same && bars[i].from == all[i].from && bars[i].to == all[i].to && bars[i].state == all[i].state;
  CHECK(same);
}

TEST_CASE("a large line gets fewer slices and stretches") {
  const auto model = project_model("serial-ten.yaml");
  const History small(*model, {1024, 512, 100'000});
  const History large(*model);
  CHECK(small.bytes() < 110'000);
  CHECK(large.bytes() < (std::size_t{50} << 20));
}

TEST_CASE("states that change back within a moment leave no trace, also where the ring is full") {
  const auto model = shared_model(kByHand);
  History history(*model, {16, 16, 1 << 20});
  const auto state = [&](Time at, MachineState now) {
    const Happening h{at, Happening::Kind::State, static_cast<std::uint8_t>(now), 0, 0, kNone, 0, 0};
    history.take({&h, 1});
  };
  Time at = 0;
  for (int i = 0; i < 100; ++i, at += s)
    state(at, i % 2 == 0 ? MachineState::Working : MachineState::Blocked);
  const Time from = history.bars_from(0);
  state(at, MachineState::Down);
  state(at, MachineState::Blocked);  // what it was before
  history.reach(at + s);
  CHECK(history.bars_from(0) >= from);
  const auto bars = history.bars(0, 0, kNever);
  REQUIRE(bars.size() == 15);
  CHECK(bars.back().state == MachineState::Blocked);
  CHECK(bars.back().to - bars.back().from == 2 * s);
  for (std::size_t i = 1; i < bars.size(); ++i) CHECK(bars[i].from == bars[i - 1].to);
}
