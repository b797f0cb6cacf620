#include "viewer/player/player.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace linetwin::viewer {
namespace {

constexpr std::int64_t kAnyEvents = std::numeric_limits<std::int64_t>::max();
// Between two looks at the clock: events, and how long they should about take.
constexpr std::int64_t kLeastPiece = 64;
constexpr std::int64_t kMostPiece = 1 << 14;
constexpr Budget kPieceTakes = std::chrono::microseconds(300);

// Snapshots of a replay: this many times closer together than those of the front.
constexpr std::int64_t kNearer = 16;
constexpr Snapshots::Limits kNearLimits{2 * kNearer, std::size_t{16} << 20, 1 << 11};

std::shared_ptr<const LineModel> not_null(std::shared_ptr<const LineModel> model) {
  if (!model) throw std::invalid_argument("a player needs a model");
  return model;
}

RunOptions not_negative(const RunOptions& options) {
  if (options.duration < 0 || options.warmup < 0)
    throw std::invalid_argument("a player needs a duration and a warm-up of 0 or more");
  return options;
}

}  // namespace

Player::Player(std::shared_ptr<const LineModel> model, const RunOptions& options, std::uint64_t replication,
               Observer* observer, const Snapshots::Limits& limits)
    : model_(not_null(std::move(model))),
      options_(not_negative(options)),
      replication_(replication),
      plan_(*model_),
      history_(*model_),
      observer_(observer),
      front_(*model_, plan_, options.seed, replication),
      snapshots_(limits),
      near_(kNearLimits) {
  observers_.add(history_);
  if (observer_) observers_.add(*observer_);
  front_.observe(observers_);
  snapshots_.keep(front_);
}

// ---- running one of the simulations

// The window has not begun yet, but will.
bool Player::window_due(const Simulation& simulation) const {
  return options_.warmup > 0 && options_.warmup <= options_.duration &&
         simulation.state().window_start != options_.warmup;
}

// All events up to and including t are handled; at the warm-up and at the end the run looks for jams.
void Player::pass(Simulation& simulation, Time t) {
  if (t == options_.warmup && window_due(simulation)) {
    simulation.run_until(t);
    if (simulation.state().outcome == Outcome::Finished) simulation.begin_window();
  }
  if (t == options_.duration && simulation.state().outcome == Outcome::Finished) simulation.run_until(t);
}

// At most so many events on the way to the goal; true when it is there.
bool Player::run_piece(Simulation& simulation, const Goal& goal, std::int64_t most_events) {
  const Time stop = window_due(simulation) ? std::min(goal.time, options_.warmup) : goal.time;
  const bool through = simulation.run_through(stop, most_events);
  if (through) pass(simulation, stop);
  const bool there = (through && stop == goal.time) || simulation.state().outcome != Outcome::Finished;
  return there || simulation.state().events_handled >= goal.events;
}

// Between pieces: what a simulation leaves behind on its way.
void Player::look_after(Simulation& simulation) {
  const LineState& state = simulation.state();
  Snapshots& kept = is_front(simulation) ? snapshots_ : near_;
  if (kept.until_due(state.events_handled) <= 0 && state.outcome == Outcome::Finished) kept.keep(simulation);
  if (!is_front(simulation)) return;
  history_.reach(state.now);
  if (ended_ || (state.now < options_.duration && state.outcome == Outcome::Finished)) return;
  ended_ = true;
  observers_.end(state.now);
}

bool Player::run(Simulation& simulation, const Goal& goal, Budget budget) {
  const Deadline deadline(budget);
  std::int64_t piece = kLeastPiece;
  while (true) {
    if (is_front(simulation) && ended_) return true;
    const std::int64_t before = simulation.state().events_handled;
    if (before >= goal.events) return true;
    const std::int64_t due = (is_front(simulation) ? snapshots_ : near_).until_due(before);
    const Deadline took(kPieceTakes);
    const bool there =
        run_piece(simulation, goal, std::clamp<std::int64_t>(std::min(due, goal.events - before), 1, piece));
    look_after(simulation);
    if (there) return true;
    if (deadline.passed()) return false;
    const Budget left = took.left();
    if (left < Budget::zero()) piece = std::max(kLeastPiece, piece / 2);
    if (left > kPieceTakes / 2) piece = std::min(kMostPiece, piece * 2);
  }
}

// ---- movement

// Shows a copy of the later of two snapshots, unless what is shown is a replay that lies between it and the
// goal; whoever calls has made sure of the latter.
void Player::replay_from(const Simulation* near, const Simulation* far) {
  const auto events_of = [](const Simulation* s) { return s->state().events_handled; };
  if (near && (!far || events_of(near) >= events_of(far))) {
    if (!replay_ || events() < events_of(near)) replay_.emplace(near->fork());
    return;
  }
  if (replay_ && events() >= events_of(far)) return;
  replay_.emplace(far->fork());
  near_.clear(std::max(snapshots_.interval() / kNearer, kNearLimits.events));
}

bool Player::go_to(Time t, Budget budget) {
  t = std::clamp<Time>(t, 0, options_.duration);
  if (t >= furthest()) {
    replay_.reset();
    return run(front_, {t, kAnyEvents}, budget);
  }
  if (replay_ && now() > t) replay_.reset();
  replay_from(near_.latest_until(t), snapshots_.latest_until(t));
  return run(*replay_, {t, kAnyEvents}, budget);
}

bool Player::go_to_event(std::int64_t n, Budget budget) {
  n = std::max<std::int64_t>(n, 0);
  if (n >= front_.state().events_handled) {
    replay_.reset();
    return run(front_, {options_.duration, n}, budget);
  }
  if (replay_ && events() > n) replay_.reset();
  replay_from(near_.latest_until_event(n), snapshots_.latest_until_event(n));
  return run(*replay_, {options_.duration, n}, budget);
}

bool Player::step() {
  if (replay_ && events() == front_.state().events_handled) replay_.reset();
  Simulation& simulation = replay_ ? *replay_ : front_;
  const LineState& state = simulation.state();
  if (!replay_ && ended_) return false;
  const auto before_next = [&state](Time t) {
    return state.events.top_time() > static_cast<std::uint64_t>(t);
  };
  if (window_due(simulation) && before_next(options_.warmup))
    run(simulation, {options_.warmup, kAnyEvents}, kNoLimit);
  if (before_next(options_.duration)) {
    run(simulation, {options_.duration, kAnyEvents}, kNoLimit);
    return false;
  }
  const bool goes_on = simulation.step(options_.duration);
  look_after(simulation);
  if (!goes_on) replay_.reset();  // it has jammed where the front has
  return goes_on;
}

// ---- two of them

bool together(Playback& a, Playback& b, Time t, Budget budget) {
  const Deadline deadline(budget);
  const auto share = [&deadline](int of) {
    return deadline.left() == kNoLimit ? kNoLimit : deadline.left() / of;
  };
  if (t < a.now() || t < b.now()) {
    const bool first = a.go_to(t, share(2));
    return b.go_to(t, deadline.left()) && first;
  }
  // whoever is behind first; then both in stretches that become longer while they take little time
  Time stretch = kSecond;
  Time goal = std::min(t, std::max(a.now(), b.now()));
  while (true) {
    const Deadline took(share(8));
    const bool first = a.go_to(goal, deadline.left());
    const bool second = b.go_to(goal, deadline.left());
    if (first && second && goal == t) return true;
    if (deadline.passed() || !first || !second) return false;
    if (took.left() > Budget::zero()) stretch *= 2;
    goal += std::min(stretch, t - goal);
  }
}

}  // namespace linetwin::viewer
