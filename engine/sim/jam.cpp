// Jams: elements that wait for each other in a circle. Looked for when a giver on a loop of the flow begins
// to wait, since only then can a circle close; so it is found at once, whatever else goes on in the line.
#include <algorithm>
#include <utility>

#include "sim/simulation.hpp"

namespace linetwin {

std::int64_t Simulation::parts_on(ElementId e) const {
  const Plan::ElementPlan& at = element_plan(e);
  if (at.kind == ElementKind::Buffer) return s_.buffers[static_cast<std::size_t>(at.index)].level;
  if (at.kind != ElementKind::Station) return 0;
  const StationModel& station = model_.stations[static_cast<std::size_t>(at.index)];
  std::int64_t parts = 0;
  for (std::int32_t j = 0; j < station.machines; ++j)
    parts += s_.machines[static_cast<std::size_t>(station.first_machine + j)].count;
  return parts;
}

std::int64_t Simulation::places_on(ElementId e) const {
  const Plan::ElementPlan& at = element_plan(e);
  if (at.kind == ElementKind::Buffer) return model_.buffers[static_cast<std::size_t>(at.index)].capacity;
  if (at.kind != ElementKind::Station) return 0;
  const StationModel& station = model_.stations[static_cast<std::size_t>(at.index)];
  return static_cast<std::int64_t>(station.machines) * station.batch;
}

// Whether nothing happens at the element any more unless a part leaves it, and who waits to leave: all
// machines of the station hold finished parts, or the buffer is full and none of its parts is still dwelling.
bool Simulation::stuck_now(ElementId e, std::vector<GiverId>& waiting_givers) const {
  const Plan::ElementPlan& at = element_plan(e);
  if (at.kind == ElementKind::Buffer) {
    const BufferRow& row = s_.buffers[static_cast<std::size_t>(at.index)];
    if (has_room(e) || row.dwelling.head != kNoPart) return false;
    waiting_givers.push_back(plan_.buffer_giver[static_cast<std::size_t>(at.index)]);
    return true;
  }
  if (at.kind != ElementKind::Station) return false;
  const StationModel& station = model_.stations[static_cast<std::size_t>(at.index)];
  for (std::int32_t j = 0; j < station.machines; ++j) {
    const auto m = static_cast<std::size_t>(station.first_machine + j);
    if (s_.machines[m].phase != Phase::Unloading) return false;
    waiting_givers.push_back(plan_.machine_giver[m]);
  }
  return true;
}

// The elements that the giver's first part could enter.
void Simulation::targets(GiverId g, std::vector<ElementId>& out) const {
  const Plan::Giver& by = giver_plan(g);
  const Element& from = element(by.element);
  if (!by.commits || from.successors.size() == 1) {
    out.insert(out.end(), from.successors.begin(), from.successors.end());
    return;
  }
  const PartRow& row = s_.parts[first_part(g)];
  const std::int32_t k = from.routing.rule == RoutingRule::ByPart
                             ? from.routing.by_variant[static_cast<std::size_t>(row.variant)]
                             : row.target;
  if (k != kNone) out.push_back(from.successors[static_cast<std::size_t>(k)]);
}

void Simulation::look_for_jams() {
  for (std::size_t i = 0; i < blocked_.size() && s_.outcome == Outcome::Finished; ++i)
    if (first_part(blocked_[i]) != kNoPart && jammed_from(blocked_[i])) s_.outcome = Outcome::Jammed;
  blocked_.clear();
}

bool Simulation::jammed_from(GiverId g) {
  // nearly always the first look settles it
  std::vector<GiverId> givers;
  std::vector<ElementId> next;
  if (!stuck_now(giver_plan(g).element, givers)) return false;
  targets(g, next);
  for (const ElementId to : next)
    if (!stuck_now(to, givers)) return false;
  // everything that is stuck by itself and can be reached along "waits for"
  struct Wait {
    ElementId element;
    std::vector<ElementId> on;  // of one giver; one of them with room is enough
  };
  std::vector<Wait> waits;
  std::vector<ElementId> reached{giver_plan(g).element};
  std::vector<char> stuck(model_.elements.size(), 0);
  std::vector<char> seen(model_.elements.size(), 0);
  seen[static_cast<std::size_t>(reached[0])] = 1;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    givers.clear();
    if (!stuck_now(reached[i], givers)) continue;
    stuck[static_cast<std::size_t>(reached[i])] = 1;
    for (const GiverId from : givers) {
      Wait wait{reached[i], {}};
      targets(from, wait.on);
      for (const ElementId to : wait.on)
        if (!std::exchange(seen[static_cast<std::size_t>(to)], 1)) reached.push_back(to);
      waits.push_back(std::move(wait));
    }
  }
  // who waits for one that is not stuck will go on, and so will those who wait for it
  for (bool changed = true; changed;) {
    changed = false;
    for (const Wait& wait : waits) {
      char& still = stuck[static_cast<std::size_t>(wait.element)];
      if (!still) continue;
      const bool goes_on = std::any_of(wait.on.begin(), wait.on.end(),
                                       [&](ElementId to) { return !stuck[static_cast<std::size_t>(to)]; });
      if (goes_on || wait.on.empty()) {
        still = 0;
        changed = true;
      }
    }
  }
  if (!stuck[static_cast<std::size_t>(reached[0])]) return false;
  record_circle(stuck, reached[0]);
  return true;
}

// Follows "waits for" among the stuck until it comes back.
void Simulation::record_circle(const std::vector<char>& stuck, ElementId from) {
  std::vector<ElementId> way;
  ElementId e = from;
  while (std::find(way.begin(), way.end(), e) == way.end()) {
    way.push_back(e);
    std::vector<GiverId> givers;
    std::vector<ElementId> on;
    stuck_now(e, givers);
    for (const GiverId g : givers) targets(g, on);
    e = *std::find_if(on.begin(), on.end(),
                      [&](ElementId to) { return stuck[static_cast<std::size_t>(to)] != 0; });
  }
  s_.circle.clear();
  for (auto it = std::find(way.begin(), way.end(), e); it != way.end(); ++it)
    s_.circle.push_back({*it, parts_on(*it), places_on(*it)});
}

// The elements that parts enter again and again while time stands still, in the order of the flow.
void Simulation::record_endless_loop() {
  s_.circle.clear();
  auto touched = [&](ElementId e) { return touched_[static_cast<std::size_t>(e)] != 0; };
  ElementId e = kNone;
  for (std::size_t i = 0; i < touched_.size() && e == kNone; ++i)
    if (touched_[i]) e = static_cast<ElementId>(i);
  std::vector<char> seen(model_.elements.size(), 0);
  while (e != kNone && !std::exchange(seen[static_cast<std::size_t>(e)], 1)) {
    s_.circle.push_back({e, parts_on(e), places_on(e)});
    const std::vector<ElementId>& next = element(e).successors;
    const auto it = std::find_if(next.begin(), next.end(), touched);
    e = it == next.end() ? kNone : *it;
  }
}

}  // namespace linetwin
