// Plays the event log of a run. The log is gone through once when the player is made, for the history of the
// whole run and for states to begin from; after that every moment is near one of those.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "viewer/player/playback.hpp"
#include "viewer/trace/log_state.hpp"

namespace linetwin::viewer {

class TracePlayer : public Playback {
 public:
  struct Limits {
    std::size_t states = 256;                         // at least 2
    std::size_t bytes = std::size_t{64} << 20;        // of them
    std::int64_t happenings = std::int64_t{1} << 12;  // from one to the next, at first
  };
  TracePlayer(EventLog log, LineOfLog line) : TracePlayer(std::move(log), std::move(line), Limits()) {}
  // `line` must be that of the log.
  TracePlayer(EventLog log, LineOfLog line, const Limits& limits);

  const EventLog& log() const { return log_; }
  // The picture was made of the log alone, for want of its model.
  bool guessed() const { return line_.guessed; }

  // An event is a moment at which something happened, with all of it.
  const LineModel& model() const override { return *line_.model; }
  Time now() const override { return shown_.state.now; }
  std::int64_t events() const override { return shown_.state.moments; }
  Outcome outcome() const override { return Outcome::Finished; }  // a log does not tell of jams
  const std::vector<JamStep>& circle() const override { return circle_; }
  void look(const Placement& placement, Frame& frame) const override {
    replay_.look(shown_.state, placement, frame);
  }
  Time furthest() const override { return log_.end; }
  Time end() const override { return log_.end; }
  Time warmup() const override { return 0; }
  bool at_end() const override { return now() == log_.end; }
  const History& history() const override { return history_; }
  bool step() override;
  bool go_to(Time t, Budget budget = kNoLimit) override;
  bool go_to_event(std::int64_t n, Budget budget = kNoLimit) override;
  std::int64_t event_before() const override;
  std::size_t states_kept() const { return kept_.size(); }
  std::size_t bytes() const;  // about what it holds

 private:
  struct Shown {
    LogState state;
    PackedHappenings::Mark mark;  // behind what the state has seen
    Time happened_at = 0;         // the latest moment of those
  };
  std::optional<Time> next_moment(const Shown& shown) const;
  template <class See>
  bool play_moment(Shown& shown, See&& see) const;
  bool play_moment(Shown& shown) const;
  void go_through();
  void keep(const Shown& shown);
  bool run(Time t, std::int64_t moments, Budget budget);
  void begin_from(std::size_t kept);

  EventLog log_;
  LineOfLog line_;
  Limits limits_;
  LogReplay replay_;
  History history_;
  std::vector<Shown> kept_;
  std::size_t kept_bytes_ = 0;
  Shown shown_;
  std::vector<JamStep> circle_;
};

}  // namespace linetwin::viewer
