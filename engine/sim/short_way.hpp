// Completion at a plain machine (see PlainPath): most events of most lines. Give the part on, take the next
// one, wake or release a neighbour, all by direct index. What it does is what the general way does; a test
// runs every model both ways and compares the bits.
#pragma once

#include "sim/draws.hpp"
#include "sim/parts.hpp"
#include "sim/simulation.hpp"

namespace linetwin {

// The machine starts on `p`; the caller has seen to its state.
inline void Simulation::begin_work_plain(MachineId m, const PlainPath& path, PartId p) {
  MachineRow& row = machine(m);
  row.parts = {p, p};
  part(p).next = kNoPart;
  const Time cycle = draw_time(path.cycle_per_variant ? path.cycle + part(p).variant : path.cycle);
  const Time clock = row.worked + cycle;
  row.leg = true;
  row.work_left = 0;
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

// A starved plain machine gets `p`.
inline void Simulation::begin_plain(MachineId m, PartId p) {
  const PlainPath& path = plan_.plain[static_cast<std::size_t>(m)];
  MachineRow& row = machine(m);
  row.accepts = false;
  --accepting(path.station);
  row.count = 1;
  row.phase = Phase::Work;
  set_state(row, MachineState::Working);
  begin_work_plain(m, path, p);
}

// Machine `m` has just given its part away: it takes the next one, which may release the machine before the
// buffer it took from, and so on upstream.
inline void Simulation::next_plain(MachineId m) {
  for (;;) {
    const PlainPath& path = plan_.plain[static_cast<std::size_t>(m)];
    MachineRow& row = machine(m);
    PartId next = kNoPart;
    MachineId released = kNone;
    if (path.from_supply) {
      if (source(path.in).open) next = supply(path.in);
    } else if (BufferRow& in = buffer(path.in); in.level > 0) {
      PartList& list = s_.ready[static_cast<std::size_t>(in.first_rank)];
      next = take_first(s_, list);
      const std::int32_t node = waiting(path.in_element).head;
      if (node == kNone) {
        --in.ready;
        level_down(in, path.in_capacity);
      } else {
        const GiverId g = plan_.node_giver[static_cast<std::size_t>(node)];
        const Plan::Giver& by = giver_plan(g);
        if (by.kind == ElementKind::Station && plan_.plain[static_cast<std::size_t>(by.index)].plain) {
          released = by.index;  // its part takes the place: the level stays
          delist(g);
          const PartId p = machine(released).parts.head;
          part(p).order = in.entries++;
          append(s_, list, p);
        } else {
          --in.ready;
          level_down(in, path.in_capacity);
          post_fill(path.in_element);
        }
      }
    }
    if (next != kNoPart) {
      row.phase = Phase::Work;
      row.count = 1;
      set_state(row, MachineState::Working);
      begin_work_plain(m, path, next);
    } else {
      row.phase = Phase::Loading;
      row.count = 0;
      row.parts = {};
      set_state(row, MachineState::Starved);
      row.accepts = true;
      ++accepting(path.station);
    }
    if (released == kNone) return;
    m = released;
  }
}

inline void Simulation::complete_plain(MachineId m, const PlainPath& path) {
  MachineRow& row = machine(m);
  row.leg = false;
  ++row.finished;
  const PartId p = row.parts.head;
  part(p).target = kNone;
  MachineId woken = kNone;
  if (path.into_sink) {
    leave_to_sink(p, path.out, path.into_scrap);
  } else {
    BufferRow& out = buffer(path.out);
    if (path.consumer != kNone && machine(path.consumer).accepts) {
      ++out.entries;  // straight through: the buffer is empty, or its station would have fetched
      woken = path.consumer;
    } else if (out.level == path.out_capacity) {
      row.phase = Phase::Unloading;
      set_state(row, MachineState::Blocked);
      const GiverId g = plan_.machine_giver[static_cast<std::size_t>(m)];
      giver(g).since = s_.now;
      enlist(g, 0);
      if (!blocked_.empty()) settle();
      return;
    } else if (path.consumer == kNone) {
      put(path.out, p);  // its station may have other machines, or other things to do
    } else {
      part(p).order = out.entries++;
      append(s_, s_.ready[static_cast<std::size_t>(out.first_rank)], p);
      ++out.ready;
      level_up(out, path.out_capacity);
    }
  }
  next_plain(m);
  if (woken != kNone) begin_plain(woken, p);
  if (!work_.empty()) settle();
}

}  // namespace linetwin
