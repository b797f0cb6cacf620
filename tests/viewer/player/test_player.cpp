// Whatever is played, stepped and scrubbed: what is shown is what a headless run has.
#include <algorithm>
#include <random>
#include <sstream>

#include "observe/trace.hpp"
#include "players.hpp"

using namespace linetwin;
using namespace linetwin::test;
using viewer::Player;
using viewer::Snapshots;

namespace {

struct Line {
  std::shared_ptr<const LineModel> model;
  RunOptions options;
};

// Lines of every kind: buffers, assembly and workers, conveyors, shifts, a crane, a limit, vehicles, a jam.
std::vector<Line> lines() {
  return {{project_model("hot-stamped-pillar.yaml"), options_of(60, 20, 1)},
          {project_model("kitting-cell-u.yaml"), options_of(30, 4, 1)},
          {project_model("electronics-line.yaml"), options_of(20, 4, 1)},
          {project_model("hot-stamped-pillar-shifts.yaml"), options_of(21 * 24, 7 * 24, 1)},
          {project_model("ship-panel-line-crane.yaml"), options_of(40 * 24, 7 * 24, 1)},
          {project_model("solvent-blending.yaml"), options_of(2000, 200, 1)},
          {project_model("rework-loop.yaml"), options_of(100, 0, 1)},
          {shared_model(kVehicles), options_of(30, 3, 1)},
          {shared_model(kJams), options_of(200, 0.1, 1)}};
}

// So few and so close together that they are thinned out often.
constexpr Snapshots::Limits kFew{6, std::size_t{64} << 20, 300};

void go_in_bits(Player& player, Time t) {
  int calls = 0;
  while (!player.go_to(t, std::chrono::microseconds(20))) REQUIRE(++calls < 1'000'000);
}

// All events of the run, handled one by one.
void step_to_the_end(Player& player) {
  while (player.step()) {
  }
}

}  // namespace

TEST_CASE("after any scrubbing the state is that of a headless run, bit for bit") {
  for (const Line& line : lines()) {
    INFO(line.model->name);
    const std::uint64_t replication = 3;
    Player player(line.model, line.options, replication, nullptr, kFew);
    const RunRecord whole = run(*line.model, line.options, replication);
    std::mt19937_64 random(7);
    int wrong = 0;
    for (int i = 0; i < 50; ++i) {
      // of a line that jams, mostly before it does
      const Time last =
          i % 5 == 0 ? line.options.duration : std::min(whole.ended + kMinute, line.options.duration);
      const Time t = static_cast<Time>(random() % static_cast<std::uint64_t>(last + 1));
      if (i % 3 == 0)
        player.go_to(static_cast<Time>(random() % static_cast<std::uint64_t>(last + 1)), viewer::Budget(1));
      for (std::uint64_t steps = i % 4 == 1 ? random() % 40 : 0; steps > 0; --steps) player.step();
      go_in_bits(player, t);
      CHECK(player.now() == std::min(t, whole.outcome == Outcome::Finished ? t : whole.ended));
      wrong += shown_bytes(player) == headless_bytes(*line.model, line.options, replication, t) ? 0 : 1;
    }
    CHECK(wrong == 0);
    CHECK(player.snapshots().count() <= kFew.count);
    go_in_bits(player, line.options.duration);
    CHECK(player.at_end());
    CHECK(player.outcome() == whole.outcome);
    CHECK(hash(player.record()) == hash(whole));
  }
}

TEST_CASE("event by event the line comes to where a run in one go comes") {
  for (const Line& line : lines()) {
    INFO(line.model->name);
    RunOptions options = line.options;
    options.duration = std::min(options.duration, options.warmup + 10 * kHour);
    const RunRecord whole = run(*line.model, options, 1);
    Player player(line.model, options, 1, nullptr, kFew);
    std::int64_t steps = 0;
    Time before = 0;
    while (player.step()) {
      ++steps;
      CHECK(player.now() >= before);
      CHECK(player.events() == steps);
      before = player.now();
    }
    CHECK(player.at_end());
    CHECK_FALSE(player.step());
    CHECK(player.events() == whole.events);
    CHECK(player.now() == whole.ended);
    CHECK((shown_bytes(player) == headless_bytes(*line.model, options, 1, options.duration)));
    CHECK(hash(player.record()) == hash(whole));
  }
}

TEST_CASE("a step back and a step forward lead to the same state") {
  for (const Line& line : lines()) {
    INFO(line.model->name);
    Player player(line.model, line.options, 0, nullptr, kFew);
    std::vector<std::vector<std::byte>> states{shown_bytes(player)};
    for (bool goes_on = true; goes_on && states.size() < 300;) {
      goes_on = player.step();
      states.push_back(shown_bytes(player));
    }
    REQUIRE(states.size() > 40);
    bool same = true;
    for (std::size_t i = states.size() - 1; i > 0; --i) {
      CHECK(player.go_to_event(player.events() - 1));
      same = same && shown_bytes(player) == states[i - 1];
    }
    CHECK(player.events() == 0);
    CHECK_FALSE(player.at_end());
    for (std::size_t i = 1; i < states.size(); ++i) {
      player.step();
      same = same && shown_bytes(player) == states[i];
    }
    CHECK(same);
    CHECK(player.go_to_event(-5));
    CHECK(player.events() == 0);
  }
}

TEST_CASE("the window begins at the warm-up, on the way forward and again after scrubbing back") {
  const auto model = shared_model(R"(linetwin: 1
name: warm
stations: {m: {cycle: 10 s}}
flow: [source -> m -> sink])");
  const RunOptions options = options_of(1, 0.5, 1);  // a part every 10 s; at 1800 s one is finished
  for (const bool by_steps : {false, true}) {
    Player player(model, options);
    if (by_steps) step_to_the_end(player);
    player.go_to(options.warmup - 1);
    CHECK(player.record().window == options.warmup - 1);
    CHECK(player.record().sinks[0].parts == 179);
    player.go_to(options.warmup);
    CHECK(player.record().window == 0);
    CHECK(player.record().sinks[0].parts == 0);
    player.go_to(options.warmup + 30 * kSecond);
    CHECK(player.record().sinks[0].parts == 3);
    player.go_to(options.duration);
    CHECK(player.record().sinks[0].parts == 180);
    player.go_to(options.warmup - 5 * kSecond);
    CHECK(player.record().sinks[0].parts == 179);
    CHECK(player.step());  // at 1800 s: the window begins after all events of that moment
    CHECK(player.now() == options.warmup);
    CHECK(player.record().sinks[0].parts == 180);
    CHECK(player.step());
    CHECK(player.record().sinks[0].parts == 1);
    CHECK(player.record().window == 10 * kSecond);
  }
}

TEST_CASE("a jam is seen, and can be scrubbed back from") {
  const auto model = shared_model(kJams);
  const RunOptions options = options_of(200, 0.1, 1);
  const RunRecord whole = run(*model, options, 0);
  REQUIRE(whole.outcome == Outcome::Jammed);
  Player player(model, options, 0, nullptr, kFew);
  CHECK(player.go_to(options.duration));
  CHECK(player.at_end());
  CHECK(player.outcome() == Outcome::Jammed);
  CHECK(player.circle().size() == whole.circle.size());
  CHECK(player.now() == whole.ended);
  CHECK(player.furthest() == whole.ended);
  CHECK_FALSE(player.step());
  const std::vector<std::byte> jammed = shown_bytes(player);

  CHECK(player.go_to_event(player.events() - 1));
  CHECK(player.outcome() == Outcome::Finished);
  CHECK(player.circle().empty());
  CHECK_FALSE(player.at_end());
  CHECK_FALSE(player.step());  // the event that closes the circle
  CHECK((shown_bytes(player) == jammed));
  CHECK(player.at_end());

  CHECK(player.go_to(whole.ended - 1));
  CHECK(player.outcome() == Outcome::Finished);
  CHECK(player.go_to(whole.ended / 2));
  step_to_the_end(player);
  CHECK((shown_bytes(player) == jammed));
  CHECK(hash(player.record()) == hash(whole));
}

TEST_CASE("an observer of a scrubbed run is told, line for line, what one of a headless run is told") {
  for (const Line& line : lines()) {
    INFO(line.model->name);
    RunOptions options = line.options;
    options.duration = std::min(options.duration, options.warmup + 20 * kHour);
    std::ostringstream headless, scrubbed;
    TraceWriter first(*line.model, headless, {"a run"});
    RunAsk ask;
    ask.observer = &first;
    run(*line.model, options, 2, {}, ask);

    TraceWriter second(*line.model, scrubbed, {"a run"});
    Player player(line.model, options, 2, &second, kFew);
    std::mt19937_64 random(11);
    for (int i = 0; i < 30; ++i) {
      player.go_to(static_cast<Time>(random() % static_cast<std::uint64_t>(options.duration)));
      for (int steps = 0; steps < i; ++steps) player.step();
    }
    player.go_to(options.duration);
    player.go_to(options.duration / 3);
    player.go_to(options.duration);
    CHECK(first.lines() > 1000 - (line.model->name == "jams" ? 1000 : 0));
    CHECK(second.lines() == first.lines());
    CHECK(scrubbed.str() == headless.str());
  }
}

TEST_CASE("a small budget is kept, and the way goes on from where it ended") {
  Player player(project_model("serial-ten.yaml"), options_of(30'000, 0, 1));
  CHECK_FALSE(player.go_to(player.end(), std::chrono::milliseconds(2)));
  const Time reached = player.now();
  CHECK(reached > 0);
  CHECK_FALSE(player.go_to(player.end(), std::chrono::milliseconds(2)));
  CHECK(player.now() > reached);
  CHECK(player.furthest() == player.now());
}

TEST_CASE("snapshots stay within their bounds, and the first one stays") {
  const auto model = project_model("serial-ten.yaml");
  const RunOptions options = options_of(2000, 0, 1);
  const Snapshots::Limits limits{16, std::size_t{100} << 10, 500};
  Player player(model, options, 0, nullptr, limits);
  player.go_to(options.duration);
  CHECK(player.snapshots().count() <= limits.count);
  CHECK(player.snapshots().count() >= 4);
  CHECK(player.snapshots().bytes() <= limits.bytes);
  CHECK(player.snapshots().latest_until_event(0) != nullptr);
  // even where not two of them fit
  Player tight(model, options, 0, nullptr, {16, 1, 500});
  tight.go_to(100 * kHour);
  CHECK(tight.snapshots().count() == 1);
  tight.go_to(50 * kHour);
  CHECK((shown_bytes(tight) == headless_bytes(*model, options, 0, 50 * kHour)));
}

TEST_CASE("two models are played in step") {
  const auto one = project_model("hot-stamped-pillar.yaml");
  const auto three = project_model("hot-stamped-pillar-three-lasers.yaml");
  const RunOptions options = options_of(200, 20, 1);
  Player a(one, options), b(three, options);
  int calls = 0;
  while (!viewer::together(a, b, options.duration, std::chrono::milliseconds(1))) {
    // a stretch is at most twice as long as one that took an eighth of the budget
    REQUIRE(++calls < 100'000);
  }
  CHECK(a.at_end());
  CHECK(b.at_end());
  CHECK(hash(a.record()) == hash(run(*one, options, 0)));
  CHECK(hash(b.record()) == hash(run(*three, options, 0)));
  CHECK(viewer::together(a, b, 70 * kHour));
  CHECK(a.now() == 70 * kHour);
  CHECK(b.now() == 70 * kHour);
  a.step();
  CHECK(viewer::together(a, b, 71 * kHour));
  CHECK((shown_bytes(a) == headless_bytes(*one, options, 0, 71 * kHour)));
  CHECK((shown_bytes(b) == headless_bytes(*three, options, 0, 71 * kHour)));
}

TEST_CASE("in step, a line that has jammed waits for nobody and keeps nobody waiting") {
  const RunOptions options = options_of(50, 0, 1);
  Player a(shared_model(kJams), options), b(project_model("two-machines.yaml"), options);
  CHECK(viewer::together(a, b, options.duration));
  CHECK(a.outcome() == Outcome::Jammed);
  CHECK(b.now() == options.duration);
}

TEST_CASE("times outside the run lead to its ends, and options that make no sense are refused") {
  const auto model = project_model("two-machines.yaml");
  Player player(model, options_of(1, 0, 1));
  CHECK(player.go_to(-kHour));
  CHECK(player.now() == 0);
  CHECK(player.go_to(kNever));
  CHECK(player.now() == kHour);
  CHECK(player.at_end());
  CHECK_THROWS_AS(Player(nullptr, options_of(1, 0, 1)), std::invalid_argument);
  CHECK_THROWS_AS(Player(model, options_of(-1, 0, 1)), std::invalid_argument);
  // a warm-up that is not shorter than the run is only a warning to the compiler
  for (const double warmup : {1.0, 2.0}) {
    Player late(model, options_of(1, warmup, 1));
    CHECK(late.go_to(kHour));
    CHECK(late.now() == kHour);
    CHECK(late.at_end());
    CHECK(late.record().window == (warmup > 1 ? kHour : 0));
  }
}
