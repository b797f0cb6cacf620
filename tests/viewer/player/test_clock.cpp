#include "players.hpp"
#include "viewer/player/clock.hpp"

using namespace linetwin;
using namespace linetwin::test;
using viewer::Clock;
using viewer::moment_text;
using viewer::Player;

namespace {

constexpr viewer::Budget kFrame = std::chrono::milliseconds(8);

LineModel beginning_at(const std::string& start) {
  return model_of(
      "linetwin: 1\nname: clock\nstations: {m: {cycle: 10 s}}\nflow: [source -> m -> sink]\nrun: {start: " +
      start + "}\n");
}

}  // namespace

TEST_CASE("the clock tells weekday, time of day and day, across midnight and weeks") {
  const LineModel monday =
      model_of("linetwin: 1\nname: m\nstations: {m: {cycle: 10 s}}\nflow: [source -> m -> sink]");
  CHECK(moment_text(monday, 0) == "Mon 00:00:00, day 1");
  CHECK(moment_text(monday, kDay - 1) == "Mon 23:59:59, day 1");
  CHECK(moment_text(monday, kDay) == "Tue 00:00:00, day 2");
  CHECK(moment_text(monday, kDay + 14 * kHour + 3 * kMinute + 25 * kSecond) == "Tue 14:03:25, day 2");
  CHECK(moment_text(monday, kWeek - kMicrosecond) == "Sun 23:59:59, day 7");
  CHECK(moment_text(monday, kWeek) == "Mon 00:00:00, day 8");
  CHECK(moment_text(monday, 100 * kWeek + 3 * kDay + 6 * kHour) == "Thu 06:00:00, day 704");

  // 2026-12-25 is a Friday
  const LineModel friday = beginning_at("2026-12-25");
  CHECK(moment_text(friday, 0) == "Fri 00:00:00, day 1");
  CHECK(moment_text(friday, kDay) == "Sat 00:00:00, day 2");
  CHECK(moment_text(friday, 3 * kDay) == "Mon 00:00:00, day 4");
  const LineModel evening = beginning_at("tue 22:30");
  CHECK(moment_text(evening, 0) == "Tue 22:30:00, day 1");
  CHECK(moment_text(evening, 90 * kMinute) == "Wed 00:00:00, day 2");
}

TEST_CASE("played at a speed, the line is where the speed says") {
  for (const double speed : {1.0, 7.5, 600.0}) {
    Player player(project_model("two-machines.yaml"), options_of(100, 0, 1));
    Clock clock;
    clock.set_speed(speed);
    clock.advance(player, 1.0 / 60, kFrame);
    CHECK(player.now() == 0);  // it is not playing yet
    clock.play();
    for (int frame = 0; frame < 120; ++frame) clock.advance(player, 1.0 / 60, std::chrono::seconds(10));
    CHECK(std::abs(seconds(player.now()) - 2 * speed) < 1e-5);
    CHECK(clock.reached_speed() == Approx(speed).epsilon(0.01));
    clock.pause();
    clock.advance(player, 1, kFrame);
    CHECK(std::abs(seconds(player.now()) - 2 * speed) < 1e-5);
    CHECK(clock.reached_speed() == 0);
  }
}

TEST_CASE("at full speed it takes its budget and no more, and pauses at the end") {
  Player player(project_model("serial-ten.yaml"), options_of(400, 0, 1));
  Clock clock;
  clock.set_speed(Clock::kFullSpeed);
  clock.play();
  int frames = 0;
  while (clock.playing()) {
    REQUIRE(++frames < 100'000);
    clock.advance(player, 1.0 / 60, std::chrono::milliseconds(1));
  }
  CHECK(player.at_end());
  CHECK(frames > 1);
  CHECK(clock.reached_speed() > 1000);
}

TEST_CASE("a window that stood still does not leap, and lost time is forgotten") {
  Player player(project_model("two-machines.yaml"), options_of(1000, 0, 1));
  Clock clock;
  clock.set_speed(100);
  clock.play();
  clock.advance(player, 3600, std::chrono::seconds(10));
  CHECK(player.now() <= 30 * kSecond);
  // asked for more than it can do: at a speed that it can keep it is not behind
  clock.set_speed(1e12);
  clock.advance(player, 1.0 / 60, std::chrono::microseconds(50));
  const Time before = player.now();
  CHECK(before < player.end());
  clock.set_speed(1);
  player.go_to(before + kSecond);  // somebody moves it
  clock.advance(player, 0.01, std::chrono::seconds(10));
  CHECK(player.now() == before + kSecond + kSecond / 100);
  clock.set_speed(-3);
  CHECK(clock.speed() == 1);
}

TEST_CASE("the clock plays on from where it was scrubbed to, and pauses where the line jams") {
  Player player(shared_model(kJams), options_of(200, 0, 1));
  player.go_to(player.end());
  const Time jam = player.now();
  player.go_to(jam / 2);
  Clock clock;
  clock.set_speed(10);
  clock.play();
  clock.advance(player, 0.1, std::chrono::seconds(10));
  CHECK(player.now() == jam / 2 + kSecond);
  clock.set_speed(Clock::kFullSpeed);
  while (clock.playing()) clock.advance(player, 0.1, kFrame);
  CHECK(player.outcome() == Outcome::Jammed);
  CHECK(player.now() == jam);
}
