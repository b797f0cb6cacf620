// What observers are told, and the books that can be looked at between events.
#include "sim/simulation.hpp"

namespace linetwin {
namespace {

// Few enough to stay near the processor until they are read.
constexpr std::size_t kMostUntold = 1024;

}  // namespace

void Simulation::observe(Observer& observer) {
  observer_ = &observer;
  wanted_ = observer.wants();
  log_.reserve(kMostUntold);
  for (std::size_t m = 0; m < s_.machines.size(); ++m)
    note_state(static_cast<MachineId>(m), s_.machines[m].state);
  for (std::size_t b = 0; b < s_.buffers.size(); ++b)
    note_level(model_.buffers[b].element, s_.buffers[b].level);
  for (std::size_t c = 0; c < s_.conveyors.size(); ++c)
    note_level(model_.conveyors[c].element, s_.conveyors[c].book.level);
  for (std::size_t v = 0; v < s_.vehicles.size(); ++v)
    note({s_.now, Happening::Kind::Vehicle, static_cast<std::uint8_t>(s_.vehicles[v].state), 0,
          static_cast<std::int32_t>(v), kNone, kNoPart, 0});
  for (std::size_t p = 0; p < s_.pools.size(); ++p)
    note({s_.now, Happening::Kind::Busy, 0, 0, static_cast<std::int32_t>(p), kNone, kNoPart,
          s_.pools[p].busy});
  note_inside();
  tell_observer();
}

void Simulation::note(const Happening& happening) {
  if (!wanted(happening.kind)) return;
  log_.push_back(happening);
  if (log_.size() == kMostUntold) tell_observer();
}

void Simulation::note_state(MachineId m, MachineState state) {
  if (!wanted(Happening::Kind::State)) return;
  note({s_.now, Happening::Kind::State, static_cast<std::uint8_t>(state), 0, m, kNone, kNoPart, 0});
}

void Simulation::note_move(ElementId from, ElementId to, PartId p) {
  constexpr Happening::Mask kMoves = mask(Happening::Kind::Move) | mask(Happening::Kind::Left);
  if ((wanted_ & kMoves) == 0) return;
  const PartRow& row = part(p);
  const bool leaves = element_plan(to).kind == ElementKind::Sink;
  const Time stay = leaves ? s_.now - row.entered : 0;
  note({s_.now, Happening::Kind::Move, 0, row.variant, from, to, p, stay});
  if (leaves) note({s_.now, Happening::Kind::Left, 0, row.variant, to, kNone, p, stay});
}

void Simulation::note_finished(MachineId m, PartId first, VariantId variant, std::int64_t parts) {
  if (!wanted(Happening::Kind::Finished)) return;
  note({s_.now, Happening::Kind::Finished, 0, static_cast<std::int16_t>(variant), m, kNone, first, parts});
}

void Simulation::note_level(ElementId e, std::int64_t level) {
  if (!wanted(Happening::Kind::Level)) return;
  note({s_.now, Happening::Kind::Level, 0, 0, e, kNone, kNoPart, level});
}

void Simulation::note_inside() {
  told_inside_ = s_.inside;
  note({s_.now, Happening::Kind::Inside, 0, 0, kNone, kNone, kNoPart, s_.inside});
}

void Simulation::tell_observer() {
  if (!log_.empty()) observer_->take(log_);
  log_.clear();
}

void Simulation::keep_stay(Time stay) {
  if (++stays_skipped_ < stays_stride_) return;
  stays_skipped_ = 0;
  if (stays_.size() >= most_stays_) {
    const std::size_t half = stays_.size() / 2;
    for (std::size_t i = 0; i < half; ++i) stays_[i] = stays_[2 * i];
    stays_.resize(half);
    stays_stride_ *= 2;
  }
  stays_.push_back(stay);
}

Slice Simulation::books(bool elements) const {
  Slice books;
  for (const VariantRow& row : s_.variants) {
    books.good += row.good;
    books.left += row.left;
    books.lead_time += row.lead_time;
  }
  books.scrapped = s_.scrapped;
  books.wip = s_.wip + static_cast<Integral>(s_.now) * s_.inside;
  if (!elements) return books;
  books.stations.resize(model_.stations.size());
  for (std::size_t m = 0; m < s_.machines.size(); ++m) {
    const MachineRow& row = s_.machines[m];
    auto& time = books.stations[static_cast<std::size_t>(model_.machines[m].station)];
    for (std::size_t i = 0; i < kMachineStates; ++i) time[i] += row.time[i];
    time[static_cast<std::size_t>(row.state)] += s_.now - row.since;
  }
  for (const BufferRow& row : s_.buffers)
    books.buffers.push_back(row.area + static_cast<Integral>(s_.now) * row.level);
  return books;
}

}  // namespace linetwin
