// The pool of parts, lists of parts, and what is counted when one enters or leaves the line.
#pragma once

#include "sim/simulation.hpp"

namespace linetwin {

inline PartId Simulation::new_part(VariantId variant) {
  PartId p = s_.free_part;
  if (p == kNoPart) {
    p = static_cast<PartId>(s_.parts.size());
    s_.parts.emplace_back();
  } else {
    s_.free_part = part(p).next;
  }
  PartRow& row = part(p);
  row.entered = s_.now;
  row.next = kNoPart;
  row.variant = static_cast<std::int16_t>(variant);
  row.target = kNone;
  return p;
}

inline void Simulation::free_part(PartId p) {
  part(p).next = s_.free_part;
  s_.free_part = p;
}

inline void Simulation::append(LineState& s, PartList& list, PartId p) {
  s.parts[p].next = kNoPart;
  if (list.head == kNoPart) {
    list.head = p;
  } else {
    s.parts[list.tail].next = p;
  }
  list.tail = p;
}

inline PartId Simulation::take_first(LineState& s, PartList& list) {
  const PartId p = list.head;
  list.head = s.parts[p].next;
  return p;
}

inline void Simulation::enter_line(PartId p) {
  part(p).entered = s_.now;
  ++s_.inside;
  ++s_.total_in;
  s_.wip -= s_.now;
}

inline void Simulation::leave_to_sink(PartId p, std::int32_t sink, bool scrap) {
  const PartRow& row = part(p);
  ++s_.sink_parts[static_cast<std::size_t>(sink)];
  VariantRow& variant = s_.variants[static_cast<std::size_t>(row.variant)];
  ++variant.left;
  variant.lead_time += s_.now - row.entered;
  if (most_stays_ > 0) keep_stay(s_.now - row.entered);
  if (scrap) {
    ++s_.scrapped;
  } else {
    ++variant.good;
  }
  --s_.inside;
  ++s_.total_out;
  s_.wip += s_.now;
  free_part(p);
}

inline void Simulation::leave_to_scrap(PartId p) {
  ++s_.scrapped;
  --s_.inside;
  ++s_.total_scrapped;
  s_.wip += s_.now;
  free_part(p);
}

}  // namespace linetwin
