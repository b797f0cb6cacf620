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

// How many parts of the variant (kNone: of any) could be taken from an element for an assembly now; counting
// stops at `enough`.
std::int64_t Simulation::available(ElementId from, ElementId to, VariantId variant, std::int64_t enough) {
  const Plan::ElementPlan& at = element_plan(from);
  std::int64_t n = 0;
  const auto count_list = [&](GiverId g, const PartList& list) {
    for (PartId p = list.head; p != kNoPart && n < enough; p = p == list.tail ? kNoPart : part(p).next) {
      if (!heads_for(g, p, to)) return false;
      if (is(variant, part(p).variant)) ++n;
    }
    return true;
  };
  switch (at.kind) {
    case ElementKind::Buffer: {
      const GiverId g = plan_.buffer_giver[static_cast<std::size_t>(at.index)];
      for (std::int32_t rank = 0; rank < model_.buffers[static_cast<std::size_t>(at.index)].ranks; ++rank)
        if (!count_list(g, ready_list(at.index, rank))) break;
      break;
    }
    case ElementKind::Station: {
      const StationModel& station = model_.stations[static_cast<std::size_t>(at.index)];
      for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m) {
        const GiverId g = plan_.machine_giver[static_cast<std::size_t>(m)];
        if (machine(m).phase == Phase::Unloading && may_give(g)) count_list(g, machine(m).parts);
      }
      break;
    }
    case ElementKind::Conveyor: {
      const GiverId g = plan_.conveyor_giver[static_cast<std::size_t>(at.index)];
      const PartId p = first_part(g);
      if (p != kNoPart && heads_for(g, p, to) && is(variant, part(p).variant)) ++n;
      break;
    }
    case ElementKind::Source: {
      const SourceModel& model = model_.sources[static_cast<std::size_t>(at.index)];
      SourceRow& row = source(at.index);
      const GiverId g = plan_.source_giver[static_cast<std::size_t>(at.index)];
      count_list(g, row.waiting);
      // the supply shows one part, and has as many more as it may give
      if (model.unlimited && n > 0)
        n += model.limit == kUnlimited ? enough : std::min(enough, model.limit - row.made);
      break;
    }
    case ElementKind::Sink: break;
  }
  return std::min(n, enough);
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

// Whether a set is complete; `set_variant_` is then its variant, if all must be of one.
bool Simulation::set_is_ready(ElementId e) {
  const Assembly& assembly = model_.stations[static_cast<std::size_t>(element(e).index)].assembly;
  const auto complete = [&](VariantId variant) {
    return std::all_of(assembly.needs.begin(), assembly.needs.end(), [&](const Assembly::Need& need) {
      return available(need.from, e, variant, need.count) >= need.count;
    });
  };
  set_variant_ = kNone;
  const auto permitted = [&](VariantId first) {
    // parts that are inside already make room for the one that they become
    for (const std::int32_t l : element(e).limits) {
      const LimitModel& limit = model_.limits[static_cast<std::size_t>(l)];
      std::int64_t amount = s_.limits[static_cast<std::size_t>(l)].amount;
      for (const Assembly::Need& need : assembly.needs)
        if (over(l, need.from)) amount -= need.count * limit.least;
      if (limit.max != kUnlimited && amount + limit.holds[static_cast<std::size_t>(first)] > limit.max)
        return false;
    }
    return true;
  };
  if (!assembly.match_variant) {
    if (!complete(kNone)) return false;
    const std::vector<VariantId> first = variants_at(assembly.needs.front().from);
    return !first.empty() && permitted(first.front());
  }
  for (const VariantId variant : variants_at(assembly.needs.front().from)) {
    if (!complete(variant) || !permitted(variant)) continue;
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
  const StationModel& station = model_.stations[index];
  GiverId best = kNone;
  for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m) {
    const GiverId g = plan_.machine_giver[static_cast<std::size_t>(m)];
    if (machine(m).phase != Phase::Unloading || !may_give(g)) continue;
    bool has = false;
    const PartList& list = machine(m).parts;
    for (PartId p = list.head; p != kNoPart && !has; p = p == list.tail ? kNoPart : part(p).next) {
      if (!heads_for(g, p, to)) break;
      has = is(variant, part(p).variant);
    }
    if (has && (best == kNone || giver(g).since < giver(best).since)) best = g;
  }
  return best;
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
  watch_moves(e);
  PartId whole = kNoPart;
  for (const Assembly::Need& need : station.assembly.needs)
    for (std::int64_t i = 0; i < need.count; ++i) {
      const GiverId g = giver_with(need.from, e, variant);
      const PartId p = take_for(g, e, variant);
      if (whole == kNoPart) {
        whole = p;
        count_move(need.from, e, part(p).variant);
      } else {
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
