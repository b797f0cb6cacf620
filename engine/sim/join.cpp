// Assembly: a machine takes its whole set at one moment, when every part is there.
#include <algorithm>

#include "sim/parts.hpp"
#include "sim/simulation.hpp"

namespace linetwin {
namespace {

bool is(VariantId wanted, VariantId variant) { return wanted == kNone || wanted == variant; }

}  // namespace

// Whether the part, one of the giver's, would go to `to`: the way of all parts that may go anywhere, or the
// one drawn for it.
bool Simulation::heads_for(GiverId g, PartId p, ElementId to) {
  const Plan::Giver& by = giver_plan(g);
  const Element& from = element(by.element);
  if (!by.commits || from.successors.size() == 1) return true;
  if (from.routing.rule == RoutingRule::ByPart) {
    const std::int32_t k = from.routing.by_variant[static_cast<std::size_t>(part(p).variant)];
    return from.successors[static_cast<std::size_t>(k)] == to;
  }
  if (p == first_part(g)) return target_of(g, committed_target(g)) == to;
  const std::int16_t drawn = part(p).target;
  return drawn != kNone && from.successors[static_cast<std::size_t>(drawn)] == to;
}

// The machines of a station that hold finished parts, who has waited longest first.
std::vector<MachineId> Simulation::giving_machines(std::int32_t station) {
  const StationModel& model = model_.stations[static_cast<std::size_t>(station)];
  std::vector<MachineId> found;
  for (MachineId m = model.first_machine; m < model.first_machine + model.machines; ++m)
    if (machine(m).phase == Phase::Unloading &&
        (looks_ahead_ || may_give(plan_.machine_giver[static_cast<std::size_t>(m)])))
      found.push_back(m);
  std::stable_sort(found.begin(), found.end(), [this](MachineId a, MachineId b) {
    return giver(plan_.machine_giver[static_cast<std::size_t>(a)]).since <
           giver(plan_.machine_giver[static_cast<std::size_t>(b)]).since;
  });
  return found;
}

// How many parts of the variant (kNone: of any) could be taken from an element for an assembly now; counting
// stops at `enough`. Their variants go into `found`, as far as they can be seen.
std::int64_t Simulation::available(ElementId from, ElementId to, VariantId variant, std::int64_t enough,
                                   std::vector<VariantId>& found) {
  const Plan::ElementPlan& at = element_plan(from);
  const auto index = static_cast<std::size_t>(at.index);
  found.clear();
  const auto full = [&] { return static_cast<std::int64_t>(found.size()) >= enough; };
  const auto count_list = [&](GiverId g, const PartList& list) {
    for (PartId p = list.head; p != kNoPart && !full(); p = p == list.tail ? kNoPart : part(p).next) {
      if (!heads_for(g, p, to)) return false;
      if (is(variant, part(p).variant)) found.push_back(part(p).variant);
    }
    return true;
  };
  switch (at.kind) {
    case ElementKind::Buffer:
      for (std::int32_t rank = 0; rank < model_.buffers[index].ranks; ++rank)
        if (!count_list(plan_.buffer_giver[index], ready_list(at.index, rank))) break;
      break;
    case ElementKind::Station:
      for (const MachineId m : giving_machines(at.index))
        count_list(plan_.machine_giver[static_cast<std::size_t>(m)], machine(m).parts);
      break;
    case ElementKind::Conveyor: {
      const GiverId g = plan_.conveyor_giver[index];
      const PartId p = first_part(g);
      if (p != kNoPart && heads_for(g, p, to) && is(variant, part(p).variant))
        found.push_back(part(p).variant);
      break;
    }
    case ElementKind::Source: {
      const SourceModel& model = model_.sources[index];
      count_list(plan_.source_giver[index], source(at.index).waiting);
      if (!model.unlimited || found.empty()) break;
      // the supply shows one part, and has as many more as it may give
      const std::int64_t more = model.limit == kUnlimited ? enough : model.limit - source(at.index).made;
      return std::min(static_cast<std::int64_t>(found.size()) + more, enough);
    }
    case ElementKind::Sink: break;
  }
  return static_cast<std::int64_t>(found.size());
}

// The variants of the parts that stand ready there, the first first.
std::vector<VariantId> Simulation::variants_at(ElementId from) {
  std::vector<VariantId> found;
  const Plan::ElementPlan& at = element_plan(from);
  const auto add_list = [&](const PartList& list) {
    for (PartId p = list.head; p != kNoPart; p = p == list.tail ? kNoPart : part(p).next)
      if (std::find(found.begin(), found.end(), part(p).variant) == found.end())
        found.push_back(part(p).variant);
  };
  if (at.kind == ElementKind::Buffer) {
    for (std::int32_t rank = 0; rank < model_.buffers[static_cast<std::size_t>(at.index)].ranks; ++rank)
      add_list(ready_list(at.index, rank));
  } else if (at.kind == ElementKind::Station) {
    const StationModel& station = model_.stations[static_cast<std::size_t>(at.index)];
    for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m)
      if (machine(m).phase == Phase::Unloading) add_list(machine(m).parts);
  } else if (at.kind == ElementKind::Source) {
    add_list(source(at.index).waiting);
  } else if (at.kind == ElementKind::Conveyor && conveyor(at.index).at_end) {
    found.push_back(part(conveyor(at.index).book.ready.head).variant);
  }
  return found;
}

// Whether all parts of a set are there; `set_becomes_` is then the variant of the part out.
bool Simulation::parts_are_there(ElementId e, VariantId variant) {
  const Assembly& assembly = model_.stations[static_cast<std::size_t>(element(e).index)].assembly;
  std::vector<VariantId> found;
  if (available(assembly.needs.front().from, e, variant, 1, found) < 1) return false;
  const VariantId first = found.front();
  for (const Assembly::Need& need : assembly.needs) {
    const std::int64_t count = need.count.of(first);
    if (available(need.from, e, variant, count, found) < count) return false;
  }
  set_becomes_ = first;
  return true;
}

// And its limits permit the part that they become.
bool Simulation::set_is_complete(ElementId e, VariantId variant) {
  return parts_are_there(e, variant) && (element(e).limits.empty() || limits_that_stop(e, variant).empty());
}

// The limits that a set, all of which is there, would exceed by entering as one part; those of its parts that
// are inside already make room.
std::vector<std::int32_t> Simulation::limits_that_stop(ElementId e, VariantId variant) {
  const Assembly& assembly = model_.stations[static_cast<std::size_t>(element(e).index)].assembly;
  std::vector<std::int32_t> stop;
  std::vector<VariantId> found;
  available(assembly.needs.front().from, e, variant, 1, found);
  const VariantId first = found.front();
  for (const std::int32_t l : element(e).limits) {
    const LimitModel& limit = model_.limits[static_cast<std::size_t>(l)];
    std::int64_t inside = 0;
    for (const Assembly::Need& need : assembly.needs) {
      if (!over(l, need.from)) continue;
      available(need.from, e, variant, need.count.of(first), found);
      for (const VariantId v : found) inside += limit.holds[static_cast<std::size_t>(v)];
    }
    const std::int64_t more = limit.holds[static_cast<std::size_t>(first)] - inside;
    if (limit.max != kUnlimited && more > 0 &&
        s_.limits[static_cast<std::size_t>(l)].amount + more > limit.max)
      stop.push_back(l);
  }
  return stop;
}

// Whether a set is ready; `set_variant_` is then its variant, if all must be of one, and `set_becomes_` that
// of the part out.
bool Simulation::set_is_ready(ElementId e) {
  const Assembly& assembly = model_.stations[static_cast<std::size_t>(element(e).index)].assembly;
  set_variant_ = kNone;
  if (!assembly.match_variant) return set_is_complete(e, kNone);
  for (const VariantId variant : variants_at(assembly.needs.front().from)) {
    if (!set_is_complete(e, variant)) continue;
    set_variant_ = variant;
    return true;
  }
  return false;
}

// Who gives the next part of the variant: of several machines, the one that has waited longest.
GiverId Simulation::giver_with(ElementId from, ElementId to, VariantId variant) {
  const Plan::ElementPlan& at = element_plan(from);
  const auto index = static_cast<std::size_t>(at.index);
  if (at.kind == ElementKind::Buffer) return plan_.buffer_giver[index];
  if (at.kind == ElementKind::Conveyor) return plan_.conveyor_giver[index];
  if (at.kind == ElementKind::Source) return plan_.source_giver[index];
  for (const MachineId m : giving_machines(at.index)) {
    const GiverId g = plan_.machine_giver[static_cast<std::size_t>(m)];
    const PartList& list = machine(m).parts;
    for (PartId p = list.head; p != kNoPart; p = p == list.tail ? kNoPart : part(p).next) {
      if (!heads_for(g, p, to)) break;
      if (is(variant, part(p).variant)) return g;
    }
  }
  return kNone;
}

// Takes the first part of the variant from a list, wherever it stands in it.
static PartId take_variant(std::vector<PartRow>& parts, PartList& list, VariantId variant) {
  PartId before = kNoPart;
  PartId p = list.head;
  while (p != kNoPart && !is(variant, parts[p].variant)) {
    before = p;
    p = p == list.tail ? kNoPart : parts[p].next;
  }
  if (p == kNoPart) return kNoPart;
  const PartId behind = p == list.tail ? kNoPart : parts[p].next;
  (before == kNoPart ? list.head : parts[before].next) = behind;
  if (p == list.tail) list.tail = before;
  return p;
}

PartId Simulation::take_for(GiverId g, ElementId to, VariantId variant) {
  const Plan::Giver& by = giver_plan(g);
  if (giver(g).waiting) delist(g);
  PartId p = kNoPart;
  switch (by.kind) {
    case ElementKind::Buffer: {
      for (std::int32_t rank = 0; p == kNoPart; ++rank)
        p = take_variant(s_.parts, ready_list(by.index, rank), variant);
      level_down(buffer(by.index), model_.buffers[static_cast<std::size_t>(by.index)].capacity);
      if (observer_) [[unlikely]]
        note_level(by.element, buffer(by.index).level);
      break;
    }
    case ElementKind::Station:
      p = take_variant(s_.parts, machine(by.index).parts, variant);
      --machine(by.index).count;
      break;
    case ElementKind::Source:
      p = take_variant(s_.parts, source(by.index).waiting, variant);
      --source(by.index).count;
      enter_line(p);
      break;
    default: p = take_from(g); break;
  }
  part(p).target = kNone;
  const auto& successors = element(by.element).successors;
  s_.turn[static_cast<std::size_t>(by.element)] =
      static_cast<std::int32_t>(std::find(successors.begin(), successors.end(), to) - successors.begin());
  return p;
}

// Takes the set that is ready: the parts become the first one.
void Simulation::join(ElementId e) {
  const StationModel& station = model_.stations[static_cast<std::size_t>(element(e).index)];
  const VariantId variant = set_variant_;
  const VariantId becomes = set_becomes_;
  watch_moves(e);
  PartId whole = kNoPart;
  for (const Assembly::Need& need : station.assembly.needs)
    for (std::int32_t i = 0; i < need.count.of(becomes); ++i) {
      const GiverId g = giver_with(need.from, e, variant);
      const PartId p = take_for(g, e, variant);
      if (whole == kNoPart) {
        whole = p;
        count_move(need.from, e, part(p).variant);
        if (observer_) [[unlikely]]
          note_move(need.from, e, p);
      } else {
        if (observer_) [[unlikely]]
          note({s_.now, Happening::Kind::Joined, 0, part(p).variant, need.from, e, p, 0});
        part(whole).entered = std::min(part(whole).entered, part(p).entered);
        count_exit(need.from, kNone, part(p).variant);
        --s_.inside;
        ++s_.total_joined;
        s_.wip += s_.now;
        free_part(p);
      }
      departed(g);
    }
  take_on(element(e).index, whole);
}

// A further part stands ready: a set may be complete with it.
void Simulation::post_joins(ElementId from) {
  for (const ElementId to : element(from).successors)
    if (element_plan(to).assembles) post_fill(to);
}

}  // namespace linetwin
