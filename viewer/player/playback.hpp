// A run of a line that can be played, stepped through and scrubbed, wherever it comes from: a simulation
// (player.hpp) or the event log of one (viewer/trace/).
#pragma once

#include <cstdint>
#include <vector>

#include "model/line_model.hpp"
#include "sim/state.hpp"
#include "viewer/player/budget.hpp"
#include "viewer/player/history.hpp"
#include "viewer/scene/frame.hpp"

namespace linetwin::viewer {

class Playback {
 public:
  Playback() = default;
  virtual ~Playback() = default;
  Playback(const Playback&) = delete;
  Playback& operator=(const Playback&) = delete;

  // ---- what is shown
  virtual const LineModel& model() const = 0;
  virtual Time now() const = 0;
  // How many events lie behind the moment shown.
  virtual std::int64_t events() const = 0;
  // Whether the line has jammed by the moment shown, and who waits for whom.
  virtual Outcome outcome() const = 0;
  virtual const std::vector<JamStep>& circle() const = 0;
  // Fills the frame with what the line looks like. `placement` must be made of model().
  virtual void look(const Placement& placement, Frame& frame) const = 0;

  // ---- the whole
  virtual Time furthest() const = 0;  // of what is known of the run
  virtual Time end() const = 0;
  virtual Time warmup() const = 0;
  // What is shown is as far as the run goes.
  virtual bool at_end() const = 0;
  // Of the run from time 0 to furthest(), whatever is shown.
  virtual const History& history() const = 0;

  // ---- movement
  // Goes to just after the next event; false when there is none any more.
  virtual bool step() = 0;
  // Forward or back to the moment t after all its events, as far as the run goes. Comes back when the budget
  // is spent; true when it is there (or the run ends sooner), else call it again: what is shown meanwhile is
  // a moment on the way.
  virtual bool go_to(Time t, Budget budget = kNoLimit) = 0;
  // Likewise to just after the n-th event of the run.
  virtual bool go_to_event(std::int64_t n, Budget budget = kNoLimit) = 0;
  // The number of the event to go to for a step back.
  virtual std::int64_t event_before() const { return events() > 0 ? events() - 1 : 0; }
};

// Both to t, in step: while there is something to do, neither gets ahead of the other by more than a
// fraction of the budget's work. True when both are there (or as far as they go).
bool together(Playback& a, Playback& b, Time t, Budget budget = kNoLimit);

}  // namespace linetwin::viewer
