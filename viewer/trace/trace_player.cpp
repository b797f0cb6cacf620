#include "viewer/trace/trace_player.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace linetwin::viewer {
namespace {

constexpr std::int64_t kAnyMoments = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMomentsAtOnce = 256;  // between two looks at the clock

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

}  // namespace

TracePlayer::TracePlayer(EventLog log, LineOfLog line, const Limits& limits)
    : log_(std::move(log)),
      line_(std::move(line)),
      limits_(limits),
      replay_(log_, line_),
      history_(*line_.model) {
  shown_.state = replay_.begin();
  keep(shown_);
  go_through();
  begin_from(0);
  go_to(0);
}

std::size_t TracePlayer::bytes() const {
  std::size_t trips = 0;
  for (const std::vector<Trip>& of : log_.trips) trips += of.size();
  return log_.happenings.bytes() + trips * sizeof(Trip) + kept_bytes_ + history_.bytes();
}

// ---- moments

std::optional<Time> TracePlayer::next_moment(const Shown& shown) const {
  PackedHappenings::Mark mark = shown.mark;
  Happening h;
  if (!log_.happenings.next(mark, h)) return std::nullopt;
  return h.at;
}

// All that happens at the next moment; false when there is none any more.
template <class See>
bool TracePlayer::play_moment(Shown& shown, See&& see) const {
  Happening h;
  PackedHappenings::Mark behind = shown.mark;
  if (!log_.happenings.next(behind, h)) return false;
  const Time moment = h.at;
  do {
    replay_.apply(shown.state, h);
    see(h);
    shown.mark = behind;
  } while (log_.happenings.next(behind, h) && h.at == moment);
  replay_.end_moment(shown.state);
  shown.happened_at = moment;
  return true;
}

bool TracePlayer::play_moment(Shown& shown) const {
  return play_moment(shown, [](const Happening&) {});
}

// ---- once through all of it

void TracePlayer::go_through() {
  using Kind = Happening::Kind;
  std::vector<Happening> told;
  std::int64_t inside = 0, since_kept = 0;
  const auto tell = [&](const Happening& h) {
    ++since_kept;
    Happening as_model = h;
    as_model.state = 0;
    switch (h.kind) {
      case Kind::State:
        as_model.a = line_.machines[at(h.a)];
        as_model.state = h.state;
        break;
      case Kind::Level:
      case Kind::Scrapped: as_model.a = line_.elements[at(h.a)]; break;
      case Kind::Move:
        as_model.a = line_.elements[at(h.b)];
        as_model.kind = Kind::Left;
        if (line_.model->elements[at(as_model.a)].kind != ElementKind::Sink) return;
        break;
      default: return;
    }
    told.push_back(as_model);
  };
  while (play_moment(shown_, tell)) {
    if (shown_.state.inside != inside || shown_.state.moments == 1) {
      inside = shown_.state.inside;
      Happening h;
      h.at = shown_.state.now;
      h.kind = Kind::Inside;
      h.value = std::max<std::int64_t>(0, inside);
      told.push_back(h);
    }
    history_.take(told);
    told.clear();
    if (since_kept < limits_.happenings) continue;
    since_kept = 0;
    keep(shown_);
  }
  history_.end(log_.end);
}

// Too many: every second one goes, and from then on they are kept half as often. The first one stays.
void TracePlayer::keep(const Shown& shown) {
  kept_.push_back(shown);
  kept_bytes_ += shown.state.bytes();
  while (kept_.size() > 2 && (kept_.size() > limits_.states || kept_bytes_ > limits_.bytes)) {
    std::vector<Shown> fewer;
    kept_bytes_ = 0;
    for (std::size_t i = 0; i < kept_.size(); i += 2) {
      kept_bytes_ += kept_[i].state.bytes();
      fewer.push_back(std::move(kept_[i]));
    }
    kept_ = std::move(fewer);
    limits_.happenings *= 2;
  }
}

// ---- movement

void TracePlayer::begin_from(std::size_t kept) { shown_ = kept_[kept]; }

// Forward from what is shown, over so many moments at most, to the time t.
bool TracePlayer::run(Time t, std::int64_t moments, Budget budget) {
  const Deadline deadline(budget);
  for (std::int64_t i = 1; shown_.state.moments < moments; ++i) {
    const std::optional<Time> next = next_moment(shown_);
    if (!next || *next > t) break;
    play_moment(shown_);
    if (i % kMomentsAtOnce == 0 && deadline.passed()) return false;
  }
  if (moments == kAnyMoments) shown_.state.now = t;
  return true;
}

bool TracePlayer::go_to(Time t, Budget budget) {
  t = std::clamp<Time>(t, 0, log_.end);
  const auto after = std::upper_bound(kept_.begin() + 1, kept_.end(), t,
                                      [](Time time, const Shown& kept) { return time < kept.happened_at; });
  const auto nearest = std::prev(after);
  const bool from_here = shown_.happened_at <= t && shown_.state.moments >= nearest->state.moments;
  if (!from_here) shown_ = *nearest;
  return run(t, kAnyMoments, budget);
}

bool TracePlayer::go_to_event(std::int64_t n, Budget budget) {
  n = std::max<std::int64_t>(n, 1);
  const auto after =
      std::upper_bound(kept_.begin() + 1, kept_.end(), n,
                       [](std::int64_t number, const Shown& kept) { return number < kept.state.moments; });
  const auto nearest = std::prev(after);
  const bool from_here = shown_.state.moments <= n && shown_.state.moments >= nearest->state.moments;
  if (!from_here) shown_ = *nearest;
  shown_.state.now = shown_.happened_at;
  return run(log_.end, n, budget);
}

bool TracePlayer::step() {
  if (play_moment(shown_)) return true;
  shown_.state.now = log_.end;
  return false;
}

// Between two moments, the one before is a step away.
std::int64_t TracePlayer::event_before() const {
  return now() > shown_.happened_at ? events() : events() - 1;
}

}  // namespace linetwin::viewer
