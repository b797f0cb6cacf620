// Conveyors. A part needs no events while it travels: when it reaches the end follows from when it came on,
// and on one that accumulates from when the part before it left.
//
// Accumulating: the part reaches the end at max(on + length / speed, the one before left + pitch / speed).
// Otherwise the belt has a clock of its own that stands while its front part cannot leave; the part reaches
// the end at its time on + length / speed on that clock.
#include <algorithm>

#include "sim/parts.hpp"
#include "sim/simulation.hpp"

namespace linetwin {

bool Simulation::entry_open(std::int32_t c) const {
  const ConveyorRow& row = s_.conveyors[static_cast<std::size_t>(c)];
  return !row.stopped && row.book.level < conveyor_model(c).capacity && s_.now - row.stood >= row.opens;
}

void Simulation::put_on(std::int32_t c, PartId p) {
  const ConveyorModel& model = conveyor_model(c);
  ConveyorRow& row = conveyor(c);
  const Time clock = s_.now - row.stood;
  level_up(row.book, model.capacity);
  if (observer_) [[unlikely]]
    note_level(model.element, row.book.level);
  part(p).ready = clock + model.transit;
  row.opens = clock + model.gap;
  const bool alone = row.book.ready.head == kNoPart;
  append(s_, row.book.ready, p);
  if (alone) schedule_end(c);
  if (waiting(model.element).count > 0 || has_doors(model.element)) schedule_entry(c);
}

// The front part is on its way to the end.
void Simulation::schedule_end(std::int32_t c) {
  ConveyorRow& row = conveyor(c);
  if (row.book.ready.head == kNoPart) return;
  const Time at = std::max(s_.now, part(row.book.ready.head).ready + row.stood);
  s_.events.schedule(plan_.end_slot + static_cast<EventSlot>(c), at);
}

// Somebody waits at the entry: looks again when the part before has made way.
void Simulation::schedule_entry(std::int32_t c) {
  const ConveyorRow& row = conveyor(c);
  const EventSlot slot = plan_.entry_slot + static_cast<EventSlot>(c);
  if (row.stopped || s_.events.pending(slot) || row.opens + row.stood <= s_.now) return;
  s_.events.schedule(slot, row.opens + row.stood);
}

void Simulation::entry_opened(std::int32_t c) {
  post_fill(element_of_conveyor(c));
  schedule_entry(c);  // if somebody came on at this very moment, the next has to wait again
}

void Simulation::reached_end(std::int32_t c) {
  ConveyorRow& row = conveyor(c);
  row.at_end = true;
  row.since = s_.now;
  first_changed(plan_.conveyor_giver[static_cast<std::size_t>(c)]);
}

// The front part cannot leave: without accumulation, everything stands behind it.
void Simulation::stop_belt(std::int32_t c) {
  ConveyorRow& row = conveyor(c);
  if (conveyor_model(c).accumulating || row.stopped || !row.at_end) return;
  row.stopped = true;
  row.since = s_.now;
  s_.events.cancel(plan_.entry_slot + static_cast<EventSlot>(c));
}

PartId Simulation::take_off(std::int32_t c) {
  const ConveyorModel& model = conveyor_model(c);
  ConveyorRow& row = conveyor(c);
  const PartId p = take_first(s_, row.book.ready);
  level_down(row.book, model.capacity);
  if (observer_) [[unlikely]]
    note_level(model.element, row.book.level);
  row.held += s_.now - std::max(row.since, s_.window_start);
  row.at_end = false;
  if (row.stopped) {
    row.stopped = false;
    row.stood += s_.now - row.since;
  }
  if (model.accumulating && row.book.ready.head != kNoPart)
    part(row.book.ready.head).ready = std::max(part(row.book.ready.head).ready, s_.now + model.gap);
  schedule_end(c);
  if (waiting(model.element).count > 0 || has_doors(model.element)) schedule_entry(c);
  return p;
}

}  // namespace linetwin
