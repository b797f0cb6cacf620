// Sources: the unlimited supply, and arrivals that wait, queue or are dropped when there is no room.
#include <algorithm>

#include "sim/draws.hpp"
#include "sim/parts.hpp"
#include "sim/simulation.hpp"

namespace linetwin {
namespace {

std::int64_t still_allowed(const SourceModel& model, const SourceRow& row) {
  return model.limit == kUnlimited ? kNever : model.limit - row.made;
}

}  // namespace

void Simulation::start_source(std::int32_t i) {
  const SourceModel& model = model_.sources[static_cast<std::size_t>(i)];
  if (still_allowed(model, source(i)) <= 0) return;
  Time first = model.start.given() ? draw_time(model.start, 0) : 0;
  if (!model.unlimited) first += draw_time(model.interarrival, 0);
  s_.events.schedule(plan_.arrival_slot + static_cast<EventSlot>(i), first);
}

// The variant of the next part, or of the next `batch` parts that arrive together.
VariantId Simulation::next_variant(std::int32_t i) {
  const SourceModel& model = model_.sources[static_cast<std::size_t>(i)];
  if (model.part != kNone) return model.part;
  SourceRow& row = source(i);
  if (!model.sequence.empty()) {
    if (row.run_left <= 0) {
      row.run_left = model.sequence[static_cast<std::size_t>(row.run)].count;
      row.variant = model.sequence[static_cast<std::size_t>(row.run)].part;
      row.run = (row.run + 1) % static_cast<std::int32_t>(model.sequence.size());
    }
    row.run_left -= model.batch;
    return row.variant;
  }
  if (model_.variants.size() == 1) return 0;
  if (row.lot_left <= 0) {
    row.lot_left = model.lot;
    row.variant = pick(model_.cumulative_shares, draw_unit(model.variants));
  }
  row.lot_left -= model.batch;
  return row.variant;
}

// A part leaves the unlimited supply for the line; only while it is open.
PartId Simulation::supply(std::int32_t i) {
  const SourceModel& model = model_.sources[static_cast<std::size_t>(i)];
  const PartId p = new_part(next_variant(i));
  SourceRow& row = source(i);
  ++row.made;
  ++row.created;
  row.open = still_allowed(model, row) > 0;
  enter_line(p);
  return p;
}

// The supply's next part stands ready at the door.
void Simulation::wait_in_supply(std::int32_t i) {
  SourceRow& row = source(i);
  if (!row.open || still_allowed(model_.sources[static_cast<std::size_t>(i)], row) <= 0) return;
  append(s_, row.waiting, new_part(next_variant(i)));
  ++row.count;
  ++row.made;
  first_changed(plan_.source_giver[static_cast<std::size_t>(i)]);
}

void Simulation::schedule_arrival(std::int32_t i) {
  const SourceModel& model = model_.sources[static_cast<std::size_t>(i)];
  if (still_allowed(model, source(i)) <= 0) return;
  s_.events.schedule(plan_.arrival_slot + static_cast<EventSlot>(i),
                     s_.now + draw_time(model.interarrival, 0));
}

void Simulation::arrival(std::int32_t i) {
  const SourceModel& model = model_.sources[static_cast<std::size_t>(i)];
  const GiverId g = plan_.source_giver[static_cast<std::size_t>(i)];
  SourceRow& row = source(i);
  if (model.unlimited) {
    row.open = true;
    if (giver_plan(g).direct) {
      post_offer(g);
    } else {
      wait_in_supply(i);
    }
    return;
  }
  const std::int64_t count = std::min(model.batch, still_allowed(model, row));
  const VariantId variant = next_variant(i);
  row.made += count;
  row.created += count;
  if (model.when_full == WhenFull::Wait) row.arrived = s_.now;
  if (model.when_full != WhenFull::Wait) schedule_arrival(i);
  const bool first = row.waiting.head == kNoPart;
  for (std::int64_t j = 0; j < count; ++j) {
    append(s_, row.waiting, new_part(variant));
    ++row.count;
    if (model.when_full == WhenFull::Queue) row.outside -= s_.now;
  }
  if (model.when_full == WhenFull::Drop) {
    drop_what_finds_no_room(i);
  } else if (first) {
    first_changed(g);
  } else if (giver_plan(g).joins) {
    post_joins(giver_plan(g).element);
  }
}

// Each part of the arrival enters, or is lost.
void Simulation::drop_what_finds_no_room(std::int32_t i) {
  const GiverId g = plan_.source_giver[static_cast<std::size_t>(i)];
  const Plan::Giver& by = giver_plan(g);
  arriving_ = true;  // the parts behind have not been offered yet: no time to speak of jams
  while (source(i).waiting.head != kNoPart) {
    const std::int32_t target = by.commits ? committed_target(g) : open_target(g);
    if (target != kNone && may_go(g, target) && nobody_before(target_of(g, target))) {
      give(g, target);
      settle();
      continue;
    }
    SourceRow& row = source(i);
    --row.count;
    ++row.lost;
    if (observer_) [[unlikely]]
      note({s_.now, Happening::Kind::Lost, 0, part(row.waiting.head).variant,
            model_.sources[static_cast<std::size_t>(i)].element, kNone, kNoPart, 0});
    free_part(take_first(s_, row.waiting));
  }
  arriving_ = false;
}

// A part has left the source.
void Simulation::left_source(std::int32_t i) {
  const SourceModel& model = model_.sources[static_cast<std::size_t>(i)];
  SourceRow& row = source(i);
  if (model.unlimited) {
    ++row.created;
    row.open = still_allowed(model, row) > 0;
    if (row.waiting.head == kNoPart && row.count == 0) wait_in_supply(i);
    return;
  }
  if (model.when_full == WhenFull::Drop) return;
  if (model.when_full == WhenFull::Queue) row.outside += s_.now;
  if (row.count > 0) {
    const GiverId g = plan_.source_giver[static_cast<std::size_t>(i)];
    if (row.waiting.head != kNoPart && !giver(g).waiting) first_changed(g);
  } else if (model.when_full == WhenFull::Wait) {
    row.held += s_.now - std::max(row.arrived, s_.window_start);
    schedule_arrival(i);
  }
}

}  // namespace linetwin
