// Completion at a plain machine (see PlainPath): most events of most lines. Give the part on, take the next
// one, wake or release a neighbour, all by direct index. What it does is what the general way does; a test
// runs every model both ways and compares the bits. Whether somebody observes is known at compile time, so
// that a run without observers has nothing of them here.
#pragma once

#include "sim/draws.hpp"
#include "sim/parts.hpp"
#include "sim/simulation.hpp"

namespace linetwin {

template <bool kTold>
inline void Simulation::set_state_plain(MachineId m, MachineRow& row, MachineState state) {
  if constexpr (kTold)
    if (row.state != state) note_state(m, state);
  set_state(row, state);
}

template <bool kTold>
inline void Simulation::level_down_plain(const PlainPath& path, BufferRow& in) {
  level_down(in, path.in_capacity);
  if constexpr (kTold) note_level(path.in_element, in.level);
}

// A blocked machine's part takes the place that has become free: the level stays.
template <bool kTold>
inline void Simulation::take_place_plain(const PlainPath& path, BufferRow& in, MachineId from) {
  const PartId p = machine(from).parts.head;
  append(s_, in.ready, p);
  if constexpr (kTold) note_move(element_of(plan_.plain[static_cast<std::size_t>(from)]), path.in_element, p);
}

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
template <bool kTold>
inline void Simulation::resume_plain(MachineId m, const PlainPath& path, PartId p) {
  MachineRow& row = machine(m);
  row.count = 1;
  row.phase = Phase::Work;
  row.work_left = 0;
  row.leg = true;
  set_state_plain<kTold>(m, row, MachineState::Working);
  begin_work_plain(m, row, path, p);
}

template <bool kTold>
inline void Simulation::starve_plain(MachineId m, const PlainPath& path, MachineRow& row) {
  row.phase = Phase::Loading;
  row.count = 0;
  row.parts = {};
  row.leg = false;
  set_state_plain<kTold>(m, row, MachineState::Starved);
  row.accepts = true;
  ++accepting(path.station);
}

// The next part for a plain machine, or kNoPart. Where its place in a full buffer goes to a plain machine
// that waits for it, that machine is `released`: it has then given its part away.
template <bool kTold>
inline PartId Simulation::next_plain(const PlainPath& path, MachineId& released) {
  released = kNone;
  if (path.from_supply) {
    if (!source(path.in).open) return kNoPart;
    const PartId p = supply(path.in);
    if constexpr (kTold) note_move(path.in_element, element_of(path), p);
    return p;
  }
  BufferRow& in = buffer(path.in);
  if (in.level == 0) return kNoPart;
  const PartId next = take_first(s_, in.ready);
  if constexpr (kTold) note_move(path.in_element, element_of(path), next);
  if (path.producer != kNone) [[likely]] {
    if (machine(path.producer).phase != Phase::Unloading) {
      level_down_plain<kTold>(path, in);
    } else {
      released = path.producer;
      take_place_plain<kTold>(path, in, released);
    }
    return next;
  }
  const std::int32_t node = waiting(path.in_element).head;
  if (node == kNone) {
    level_down_plain<kTold>(path, in);
    return next;
  }
  const GiverId g = plan_.node_giver[static_cast<std::size_t>(node)];
  const Plan::Giver& by = giver_plan(g);
  if (by.kind == ElementKind::Station && plan_.plain[static_cast<std::size_t>(by.index)].plain) {
    released = by.index;
    delist(g);
    take_place_plain<kTold>(path, in, released);
  } else {
    level_down_plain<kTold>(path, in);
    post_fill(path.in_element);
  }
  return next;
}

// Machines upstream that a place has reached go on, one after the other.
template <bool kTold>
inline void Simulation::release_plain(MachineId m) {
  while (m != kNone) {
    const PlainPath& path = plan_.plain[static_cast<std::size_t>(m)];
    MachineId further = kNone;
    const PartId next = next_plain<kTold>(path, further);
    if (next != kNoPart) {
      resume_plain<kTold>(m, path, next);
    } else {
      starve_plain<kTold>(m, path, machine(m));
    }
    m = further;
  }
}

template <bool kTold>
inline void Simulation::block_plain(MachineId m, const PlainPath& path, MachineRow& row) {
  row.phase = Phase::Unloading;
  row.leg = false;
  set_state_plain<kTold>(m, row, MachineState::Blocked);
  const GiverId g = plan_.machine_giver[static_cast<std::size_t>(m)];
  giver(g).since = s_.now;
  if (!path.alone) {
    enlist(g, 0);
  } else if (element_plan(giver_plan(g).element).knotted) {
    blocked_.push_back({WaitNode::Kind::Give, g});
  }
  if (!blocked_.empty()) settle();
}

template <bool kTold>
inline void Simulation::complete_plain(MachineId m, const PlainPath& path) {
  MachineRow& row = machine(m);
  ++row.finished;
  const PartId p = row.parts.head;
  if constexpr (kTold) note_finished(m, p, part(p).variant, 1);
  MachineId woken = kNone;
  if (path.into_sink) {
    if constexpr (kTold) note_move(element_of(path), path.out_element, p);
    leave_to_sink(p, path.out, path.into_scrap);
  } else {
    BufferRow& out = buffer(path.out);
    if (out.level == 0 && path.consumer != kNone && machine(path.consumer).accepts) {
      woken = path.consumer;  // straight through: the buffer is empty, or its station would have fetched
    } else if (out.level == path.out_capacity) {
      block_plain<kTold>(m, path, row);
      return;
    }
    if constexpr (kTold) note_move(element_of(path), path.out_element, p);
    if (woken != kNone) {
      // it is given below, when this machine has its own next part
    } else if (path.consumer == kNone) {
      put(path.out, p);  // its station may have other machines, or other things to do
    } else {
      append(s_, out.ready, p);
      level_up(out, path.out_capacity);
      if constexpr (kTold) note_level(path.out_element, out.level);
    }
  }
  MachineId released = kNone;
  const PartId next = next_plain<kTold>(path, released);
  if (next != kNoPart) {
    begin_work_plain(m, row, path, next);
  } else {
    starve_plain<kTold>(m, path, row);
  }
  if (woken != kNone) {
    const PlainPath& behind = plan_.plain[static_cast<std::size_t>(woken)];
    machine(woken).accepts = false;
    --accepting(behind.station);
    if constexpr (kTold) note_move(path.out_element, element_of(behind), p);
    resume_plain<kTold>(woken, behind, p);
  }
  if (released != kNone) release_plain<kTold>(released);
  if (!work_.empty()) settle();
}

}  // namespace linetwin
