// Buffers: parts dwell, then stand ready in their order.
#include "sim/draws.hpp"
#include "sim/parts.hpp"
#include "sim/simulation.hpp"

namespace linetwin {

void Simulation::put(std::int32_t b, PartId p) {
  const BufferModel& model = model_.buffers[static_cast<std::size_t>(b)];
  BufferRow& row = buffer(b);
  level_up(row, model.capacity);
  if (observer_) [[unlikely]]
    note_level(model.element, row.level);
  part(p).order = row.entries++;
  const Time dwell = model.dwell.given() ? draw_time(model.dwell, part(p).variant) : 0;
  if (dwell == 0) {
    make_ready(b, p);
    return;
  }
  // into the dwelling list, by the end of the dwell; nearly always the last
  const Time over = s_.now + dwell;
  ++row.dwellers;
  part(p).ready = over;
  PartList& list = row.dwelling;
  if (list.head == kNoPart || part(list.tail).ready <= over) {
    append(s_, list, p);
  } else {
    PartId* link = &list.head;
    while (part(*link).ready <= over) link = &part(*link).next;
    part(p).next = *link;
    *link = p;
  }
  if (list.head == p) {
    const EventSlot slot = plan_.dwell_slot + static_cast<EventSlot>(b);
    s_.events.cancel(slot);
    s_.events.schedule(slot, over);
  }
}

// Into the ready list of its rank: by entry, for lifo the latest first.
void Simulation::make_ready(std::int32_t b, PartId p) {
  const BufferModel& model = model_.buffers[static_cast<std::size_t>(b)];
  const std::int32_t rank = model.rank.empty() ? 0 : model.rank[static_cast<std::size_t>(part(p).variant)];
  PartList& list = ready_list(b, rank);
  auto before = [&](PartId x, PartId y) {
    return model.lifo ? part(x).order > part(y).order : part(x).order < part(y).order;
  };
  const bool by_arrival = !model.lifo && !model.dwell.given();
  if (list.head == kNoPart || by_arrival || before(list.tail, p)) {
    append(s_, list, p);
  } else {
    PartId* link = &list.head;
    while (before(*link, p)) link = &part(*link).next;
    part(p).next = *link;
    *link = p;
  }
  const GiverId g = plan_.buffer_giver[static_cast<std::size_t>(b)];
  if (first_ready(b) == p) {
    first_changed(g);
  } else if (giver_plan(g).joins) {
    post_joins(model.element);
  }
}

void Simulation::dwell_over(std::int32_t b) {
  PartList& list = buffer(b).dwelling;
  while (list.head != kNoPart && part(list.head).ready <= s_.now) {
    const PartId p = take_first(s_, list);
    --buffer(b).dwellers;
    make_ready(b, p);
  }
  const BufferModel& model = model_.buffers[static_cast<std::size_t>(b)];
  if (element_plan(model.element).knotted)  // what was to come of time alone is there now
    blocked_.push_back({WaitNode::Kind::Give, plan_.buffer_giver[static_cast<std::size_t>(b)]});
  if (list.head != kNoPart)
    s_.events.schedule(plan_.dwell_slot + static_cast<EventSlot>(b), part(list.head).ready);
}

// The rank of the first part that may leave; kNone when there is none.
std::int32_t Simulation::first_rank(std::int32_t b) const {
  const BufferRow& row = s_.buffers[static_cast<std::size_t>(b)];
  if (row.level == row.dwellers + row.called) return kNone;
  if (row.ready.head != kNoPart) return 0;
  std::int32_t rank = 1;
  while (s_.ready[static_cast<std::size_t>(row.further + rank - 1)].head == kNoPart) ++rank;
  return rank;
}

PartId Simulation::first_ready(std::int32_t b) const {
  const std::int32_t rank = first_rank(b);
  if (rank == kNone) return kNoPart;
  const BufferRow& row = s_.buffers[static_cast<std::size_t>(b)];
  return rank == 0 ? row.ready.head : s_.ready[static_cast<std::size_t>(row.further + rank - 1)].head;
}

PartId Simulation::take_ready(std::int32_t b) {
  PartList& list = ready_list(b, first_rank(b));
  const BufferModel& model = model_.buffers[static_cast<std::size_t>(b)];
  level_down(buffer(b), model.capacity);
  if (observer_) [[unlikely]]
    note_level(model.element, buffer(b).level);
  return take_first(s_, list);
}

}  // namespace linetwin
