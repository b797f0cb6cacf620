// Completion at a plain machine (see PlainPath): most events of most lines. Give the part on, take the next
// one, wake or release a neighbour, all by direct index. What it does is what the general way does; a test
// runs every model both ways and compares the bits.
#pragma once

#include "sim/draws.hpp"
#include "sim/parts.hpp"
#include "sim/simulation.hpp"

namespace linetwin {

// The machine starts on `p`; the caller has seen to its state.
inline void Simulation::begin_work_plain(MachineId m, MachineRow& row, const PlainPath& path, PartId p) {
  row.parts = {p, p};
  const Time cycle = draw_time(path.cycle_per_variant ? path.cycle + part(p).variant : path.cycle);
  const Time clock = row.worked + cycle;
  if (clock <= row.fails_at) [[likely]] {
    row.worked = clock;
    row.leg_slot = static_cast<EventSlot>(m);
    row.leg_end = s_.now + cycle;
  } else {
    const Time before = row.fails_at - row.worked;
    row.worked = row.fails_at;
    row.work_left = cycle - before;
    row.leg_slot = path.failure;
    row.leg_end = s_.now + before;
  }
  s_.events.schedule(row.leg_slot, row.leg_end);
}

// A plain machine that was starved or blocked gets `p`.
inline void Simulation::resume_plain(MachineId m, const PlainPath& path, PartId p) {
  MachineRow& row = machine(m);
  row.count = 1;
  row.phase = Phase::Work;
  row.work_left = 0;
  row.leg = true;
  set_state(row, MachineState::Working);
  begin_work_plain(m, row, path, p);
}

inline void Simulation::starve_plain(const PlainPath& path, MachineRow& row) {
  row.phase = Phase::Loading;
  row.count = 0;
  row.parts = {};
  row.leg = false;
  set_state(row, MachineState::Starved);
  row.accepts = true;
  ++accepting(path.station);
}

// The next part for a plain machine, or kNoPart. Where its place in a full buffer goes to a plain machine
// that waits for it, that machine is `released`: it has then given its part away.
inline PartId Simulation::next_plain(const PlainPath& path, MachineId& released) {
  released = kNone;
  if (path.from_supply) return source(path.in).open ? supply(path.in) : kNoPart;
  BufferRow& in = buffer(path.in);
  if (in.level == 0) return kNoPart;
  const PartId next = take_first(s_, in.ready);
  if (path.producer != kNone) [[likely]] {
    if (machine(path.producer).phase != Phase::Unloading) {
      level_down(in, path.in_capacity);
    } else {
      released = path.producer;  // its part takes the place: the level stays
      append(s_, in.ready, machine(released).parts.head);
    }
    return next;
  }
  const std::int32_t node = waiting(path.in_element).head;
  if (node == kNone) {
    level_down(in, path.in_capacity);
    return next;
  }
  const GiverId g = plan_.node_giver[static_cast<std::size_t>(node)];
  const Plan::Giver& by = giver_plan(g);
  if (by.kind == ElementKind::Station && plan_.plain[static_cast<std::size_t>(by.index)].plain) {
    released = by.index;
    delist(g);
    append(s_, in.ready, machine(released).parts.head);
  } else {
    level_down(in, path.in_capacity);
    post_fill(path.in_element);
  }
  return next;
}

// Machines upstream that a place has reached go on, one after the other.
inline void Simulation::release_plain(MachineId m) {
  while (m != kNone) {
    const PlainPath& path = plan_.plain[static_cast<std::size_t>(m)];
    MachineId further = kNone;
    const PartId next = next_plain(path, further);
    if (next != kNoPart) {
      resume_plain(m, path, next);
    } else {
      starve_plain(path, machine(m));
    }
    m = further;
  }
}

inline void Simulation::block_plain(MachineId m, const PlainPath& path, MachineRow& row) {
  row.phase = Phase::Unloading;
  row.leg = false;
  set_state(row, MachineState::Blocked);
  const GiverId g = plan_.machine_giver[static_cast<std::size_t>(m)];
  giver(g).since = s_.now;
  if (!path.alone) {
    enlist(g, 0);
  } else if (element_plan(giver_plan(g).element).knotted) {
    blocked_.push_back({WaitNode::Kind::Give, g});
  }
  if (!blocked_.empty()) settle();
}

inline void Simulation::complete_plain(MachineId m, const PlainPath& path) {
  MachineRow& row = machine(m);
  ++row.finished;
  const PartId p = row.parts.head;
  MachineId woken = kNone;
  if (path.into_sink) {
    leave_to_sink(p, path.out, path.into_scrap);
  } else {
    BufferRow& out = buffer(path.out);
    if (out.level == 0 && path.consumer != kNone && machine(path.consumer).accepts) {
      woken = path.consumer;  // straight through: the buffer is empty, or its station would have fetched
    } else if (out.level == path.out_capacity) {
      block_plain(m, path, row);
      return;
    } else if (path.consumer == kNone) {
      put(path.out, p);  // its station may have other machines, or other things to do
    } else {
      append(s_, out.ready, p);
      level_up(out, path.out_capacity);
    }
  }
  MachineId released = kNone;
  const PartId next = next_plain(path, released);
  if (next != kNoPart) {
    begin_work_plain(m, row, path, next);
  } else {
    starve_plain(path, row);
  }
  if (woken != kNone) {
    const PlainPath& behind = plan_.plain[static_cast<std::size_t>(woken)];
    machine(woken).accepts = false;
    --accepting(behind.station);
    resume_plain(woken, behind, p);
  }
  if (released != kNone) release_plain(released);
  if (!work_.empty()) settle();
}

}  // namespace linetwin
