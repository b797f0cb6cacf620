// One replication of one line that can be played, stepped through, and scrubbed.
//
// The *front* is the simulation at the furthest moment reached. It alone is observed, so that histories and
// traces hear everything once. Going back plays a copy of an earlier snapshot forward. What is shown is the
// one or the other, and it is bit for bit what linetwin::run() has at that moment: the pieces in which
// it is run make no difference, and the window begins at the warm-up.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "model/line_model.hpp"
#include "observe/several.hpp"
#include "sim/simulation.hpp"
#include "viewer/player/budget.hpp"
#include "viewer/player/history.hpp"
#include "viewer/player/playback.hpp"
#include "viewer/player/snapshots.hpp"

namespace linetwin::viewer {

class Player : public Playback {
 public:
  // Nothing has happened yet, it is time 0. The run ends at options.duration. `observer`, if there is one,
  // must outlive the player; it is told what a headless run tells it, once, whatever is scrubbed; its end()
  // is called when the run has ended. `model` may not be null.
  Player(std::shared_ptr<const LineModel> model, const RunOptions& options, std::uint64_t replication = 0,
         Observer* observer = nullptr, const Snapshots::Limits& limits = {});

  // ---- what is shown
  const LineModel& model() const override { return *model_; }
  const Plan& plan() const { return plan_; }
  const RunOptions& options() const { return options_; }
  std::uint64_t replication() const { return replication_; }
  const LineState& state() const { return shown().state(); }
  Time now() const override { return state().now; }
  std::int64_t events() const override { return state().events_handled; }
  // Whether the line has jammed by the moment shown, and who waits for whom.
  Outcome outcome() const override { return state().outcome; }
  const std::vector<JamStep>& circle() const override { return state().circle; }
  void look(const Placement& placement, Frame& frame) const override {
    viewer::look(*model_, plan_, placement, state(), frame);
  }
  // The books of the window so far (before the warm-up is over: since time 0). At the end of the run its
  // hash() is that of linetwin::run().
  RunRecord record() const { return shown().record(); }

  // ---- the whole
  Time furthest() const override { return front_.state().now; }
  Time end() const override { return options_.duration; }
  Time warmup() const override { return options_.warmup; }
  // The front can go no further: it is at the end, or the line has jammed.
  bool front_ended() const { return ended_; }
  // What is shown is as far as the run goes.
  bool at_end() const override { return ended_ && !replay_; }
  // Of the run from time 0 to furthest(), whatever is shown.
  const History& history() const override { return history_; }
  const Snapshots& snapshots() const { return snapshots_; }

  // ---- movement
  // Handles the next event (and begins the window if it is due); false when there is none any more: the line
  // has jammed, or what is shown is the end of the run.
  bool step() override;
  // Forward or back to the moment t after all its events, as far as the run goes. Comes back when the budget
  // is spent; true when it is there (or the run ends sooner), else call it again: what is shown meanwhile is
  // a moment on the way. Exact: the budget has no influence on what is there.
  bool go_to(Time t, Budget budget = kNoLimit) override;
  // Likewise to just after the n-th event of the run (0: before all); events() - 1 steps back by one.
  bool go_to_event(std::int64_t n, Budget budget = kNoLimit) override;

 private:
  // A moment to go to: all events until a time, or the first so many.
  struct Goal {
    Time time;
    std::int64_t events;
  };
  const Simulation& shown() const { return replay_ ? *replay_ : front_; }
  bool is_front(const Simulation& simulation) const { return &simulation == &front_; }
  bool window_due(const Simulation& simulation) const;
  bool run(Simulation& simulation, const Goal& goal, Budget budget);
  bool run_piece(Simulation& simulation, const Goal& goal, std::int64_t most_events);
  void pass(Simulation& simulation, Time t);
  void look_after(Simulation& simulation);
  void replay_from(const Simulation* near, const Simulation* far);

  std::shared_ptr<const LineModel> model_;
  RunOptions options_;
  std::uint64_t replication_;
  Plan plan_;
  History history_;
  Observer* observer_;
  Observers observers_;
  Simulation front_;
  std::optional<Simulation> replay_;  // nothing: the front is shown
  Snapshots snapshots_;               // of the front
  Snapshots near_;  // of the replay, closer together: to drag back and forth within a small stretch
  bool ended_ = false;
};

}  // namespace linetwin::viewer
