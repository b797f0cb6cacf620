// How time passes for whoever looks: play, pause, speed, and what the clock on the wall of the line says.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "model/line_model.hpp"
#include "viewer/player/budget.hpp"
#include "viewer/player/playback.hpp"

namespace linetwin::viewer {

class Clock {
 public:
  static constexpr double kRealTime = 1;
  static constexpr double kFullSpeed = std::numeric_limits<double>::infinity();  // as fast as it goes

  void play() { playing_ = true; }
  void pause() { playing_ = false; }
  bool playing() const { return playing_; }
  // Simulated seconds per second; what is below 1 (or no number) becomes 1.
  void set_speed(double speed) { speed_ = speed >= kRealTime ? speed : kRealTime; }
  double speed() const { return speed_; }
  // What has been reached of late: less than speed() where the budget does not suffice. 0 when not playing.
  double reached_speed() const { return reached_speed_; }

  // `elapsed` real seconds have passed since the last call (once a frame): brings the player to where it
  // should be, but takes about no longer than the budget. What cannot be caught up with soon is forgotten.
  // Pauses at the end of the run and where the line has jammed.
  void advance(Playback& player, double elapsed, Budget budget);

 private:
  void measure(double elapsed, Time simulated);
  double speed_ = 60;
  bool playing_ = false;
  Time left_at_ = -1;  // where the player was left
  double owed_ = 0;    // microseconds that it should be further by now
  double reached_speed_ = 0;
  double measured_s_ = 0;  // since when reached_speed_ is measured anew
  double measured_us_ = 0;
};

// A moment in the calendar of the line.
struct Moment {
  int weekday = 0;       // 0 is Monday
  std::int64_t day = 1;  // of the run: its first day, even where it is cut short, is day 1
  int hour = 0;
  int minute = 0;
  int second = 0;
};
Moment moment(const LineModel& model, Time t);
// "Tue 14:03:25, day 2"
std::string moment_text(const LineModel& model, Time t);

}  // namespace linetwin::viewer
