// The laws that hold between any two events, for tests that check them at every event.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/simulation.hpp"

namespace linetwin {
namespace {

std::int64_t length(const LineState& s, const PartList& list) {
  std::int64_t n = 0;
  for (PartId p = list.head; p != kNoPart; p = p == list.tail ? kNoPart : s.parts[p].next) ++n;
  return n;
}

std::string machine_law(const MachineRow& row, bool needs_people, const LineState& s) {
  const std::int32_t here = row.count - row.called;
  if (here > 0 && length(s, row.parts) != here) return "a machine's count is not that of its parts";
  if (row.count == 0 && row.phase != Phase::Loading) return "an empty machine is not loading";
  const bool stands = row.down > 0 || row.off || row.stopped;
  const bool accepts = row.phase == Phase::Loading && !stands && !row.maintained;
  if (accepts != row.accepts) return "a machine takes parts when it should not, or the other way round";
  const bool busy = row.phase == Phase::Setup || row.phase == Phase::Work;
  if (row.leg && (!busy || stands)) return "work goes on during a repair, or without a part";
  if (!row.leg && busy && !stands && !needs_people) return "work stands without a reason";
  if (row.leg && (!s.events.pending(row.leg_slot) || s.events.time_of(row.leg_slot) != row.leg_end))
    return "a running leg has no event at its end";
  const Time total = std::accumulate(row.time.begin(), row.time.end(), Time{0}) + (s.now - row.since);
  if (total != s.now - s.window_start)
    return "the durations of a machine's states do not add up to the window";
  MachineState state = MachineState::Starved;
  if (row.phase == Phase::Unloading)
    state = row.called == row.count ? MachineState::Waiting : MachineState::Blocked;
  if (busy) state = MachineState::Waiting;
  if (row.leg) state = row.phase == Phase::Work ? MachineState::Working : MachineState::Setup;
  if (row.maintained && row.state == MachineState::Waiting && needs_people) state = MachineState::Waiting;
  if (row.down > 0 || row.stopped) state = MachineState::Down;
  if (row.maintained && (row.state == MachineState::Maintenance || !needs_people))
    state = MachineState::Maintenance;
  if (row.off) state = MachineState::Off;
  if (state != row.state) return "a machine's state is not what its circumstances say";
  return {};
}

std::string buffer_law(const BufferRow& row, const BufferModel& model, const LineState& s) {
  std::int64_t ready = length(s, row.ready);
  for (std::int32_t rank = 1; rank < model.ranks; ++rank)
    ready += length(s, s.ready[static_cast<std::size_t>(row.further + rank - 1)]);
  if (length(s, row.dwelling) != row.dwellers || ready + row.dwellers + row.called != row.level)
    return "a buffer's level is not the number of its parts";
  if (row.level < 0 || (model.capacity != kUnlimited && row.level > model.capacity))
    return "a buffer holds more than its capacity";
  return {};
}

}  // namespace

std::string Simulation::broken_people_law() const {
  std::vector<std::int64_t> busy(model_.pools.size(), 0);
  std::size_t asking = 0;
  for (const JobRow& row : s_.jobs) {
    asking += row.status == JobStatus::Asking ? 1 : 0;
    if (row.status != JobStatus::Held && row.status != JobStatus::Coming) continue;
    const Crew& crew = model_.crews[static_cast<std::size_t>(row.crew)];
    for (const Crew::Need& need : crew.alternatives[static_cast<std::size_t>(row.alternative)])
      busy[static_cast<std::size_t>(need.pool)] += need.count.of(row.variant);
  }
  if (asking != s_.asking.size()) return "the list of those who ask for workers is not right";
  for (std::size_t p = 0; p < busy.size(); ++p) {
    const PoolRow& row = s_.pools[p];
    if (busy[p] != row.busy || row.busy < 0 || row.busy > model_.pools[p].count || (row.off && row.busy > 0))
      return fmt::format("workers are counted wrongly ({})", model_.pools[p].name);
  }
  for (std::size_t j = 0; j < s_.jobs.size(); ++j) {
    const MachineRow& row = s_.machines[static_cast<std::size_t>(plan_.jobs[j].machine)];
    const bool held = s_.jobs[j].status == JobStatus::Held;
    if (plan_.jobs[j].kind == Plan::Job::Kind::Work &&
        held != (row.leg && crew_of(static_cast<std::int32_t>(j)) != kNone))
      return "a machine works without its workers, or holds them and does not work";
  }
  return {};
}

// What stands inside each limit, counted anew; parts on vehicles count by the rules of their way.
std::string Simulation::broken_limit_law() const {
  for (std::size_t l = 0; l < s_.limits.size(); ++l) {
    const LimitModel& limit = model_.limits[l];
    std::int64_t least = 0;
    for (const ElementId e : limit.over) least += parts_on(e);
    const bool alike = std::all_of(limit.holds.begin(), limit.holds.end(),
                                   [&](std::int64_t h) { return h == limit.holds.front(); });
    if (alike && s_.vehicles.empty() && least * limit.holds.front() != s_.limits[l].amount)
      return fmt::format("what is inside a limit is counted wrongly ({})", limit.name);
    std::int64_t most_at_once = 1;
    for (const ElementId e : limit.over)
      if (element(e).kind == ElementKind::Station)
        most_at_once = std::max<std::int64_t>(
            most_at_once, model_.stations[static_cast<std::size_t>(element(e).index)].split.most);
    const bool started_over = std::any_of(limit.over.begin(), limit.over.end(), [&](ElementId e) {
      return element(e).kind == ElementKind::Buffer &&
             model_.buffers[static_cast<std::size_t>(element(e).index)].initial_count > 0;
    });
    if (limit.max != kUnlimited && most_at_once == 1 && !started_over && s_.limits[l].amount > limit.max)
      return fmt::format("more is inside than the limit allows ({})", limit.name);
  }
  return {};
}

// A conveyor whose entry opens at this very moment, by an event that is still to come.
bool Simulation::opens_now(ElementId e) const {
  const EventSlot entry = plan_.entry_slot + static_cast<EventSlot>(element_plan(e).index);
  return element_plan(e).kind == ElementKind::Conveyor && s_.events.pending(entry) &&
         s_.events.time_of(entry) == s_.now;
}

// Nobody waits for what is there.
std::string Simulation::broken_waiting_law() {
  if (s_.outcome != Outcome::Finished) return {};
  for (std::size_t e = 0; e < model_.elements.size(); ++e) {
    const auto id = static_cast<ElementId>(e);
    const std::string& name = model_.elements[e].name;
    if (element_plan(id).assembles && s_.accepting[static_cast<std::size_t>(element_plan(id).index)] > 0 &&
        set_is_ready(id))
      return fmt::format("{} does not take a set that is complete", name);
    const GiverId direct = plan_.fetches_from[e];
    const MachineId alone = plan_.unlisted[e];
    const bool left =
        (direct != kNone && first_part(direct) != kNoPart) ||
        (alone != kNone && s_.machines[static_cast<std::size_t>(alone)].phase == Phase::Unloading);
    if (has_room(id) && left) return fmt::format("a part waits for {}, which has room", name);
    if (opens_now(id)) continue;
    if (!element_plan(id).assembles && first_that_may_go(id) != kNone)
      return fmt::format("a part waits for {}, and may enter it", name);
  }
  for (std::size_t g = 0; g < s_.givers.size(); ++g) {
    const auto id = static_cast<GiverId>(g);
    const Plan::Giver& by = giver_plan(id);
    const bool alone =
        by.kind == ElementKind::Station && plan_.plain[static_cast<std::size_t>(by.index)].alone;
    if (!by.direct && !alone && !s_.givers[g].waiting && first_part(id) != kNoPart && may_give(id))
      return fmt::format("a part of {} does not wait, and does not go", element(by.element).name);
  }
  for (const std::int32_t v : s_.at_door) {
    const ElementId to = destination(vehicle(v).call);
    if (!opens_now(to) && may_leave_door(v))
      return fmt::format("a vehicle waits before {}, which has room", element(to).name);
  }
  for (const VehicleRow& row : s_.vehicles)
    if (row.state == VehicleState::Idle && s_.fleets[static_cast<std::size_t>(row.fleet)].first_call != kNone)
      return fmt::format("a vehicle of {} stands idle and is called",
                         model_.fleets[static_cast<std::size_t>(row.fleet)].name);
  return {};
}

std::string Simulation::broken_law() {
  std::int64_t on_machines = 0;
  std::vector<std::int32_t> accepting(model_.stations.size(), 0);
  for (std::size_t m = 0; m < s_.machines.size(); ++m) {
    const MachineRow& row = s_.machines[m];
    on_machines += row.count;
    accepting[static_cast<std::size_t>(model_.machines[m].station)] += row.accepts ? 1 : 0;
    if (const std::string law = machine_law(row, needs_people(static_cast<MachineId>(m)), s_); !law.empty())
      return fmt::format("{} (machine {} of {})", law, model_.machines[m].number + 1,
                         model_.of(station_of(static_cast<MachineId>(m))).name);
  }
  if (accepting != s_.accepting) return "a station's count of machines that take parts is wrong";
  std::int64_t in_buffers = 0;
  for (std::size_t b = 0; b < s_.buffers.size(); ++b) {
    in_buffers += s_.buffers[b].level;
    if (const std::string law = buffer_law(s_.buffers[b], model_.buffers[b], s_); !law.empty())
      return fmt::format("{} ({})", law, model_.of(model_.buffers[b]).name);
  }
  for (std::size_t c = 0; c < s_.conveyors.size(); ++c) {
    in_buffers += s_.conveyors[c].book.level;
    if (length(s_, s_.conveyors[c].book.ready) != s_.conveyors[c].book.level ||
        s_.conveyors[c].book.level > model_.conveyors[c].capacity)
      return "a conveyor's level is not the number of its parts, or too large";
  }
  std::int64_t on_vehicles = 0;
  for (const VehicleRow& row : s_.vehicles) on_vehicles += row.state >= VehicleState::Carrying ? 1 : 0;
  if (on_machines + in_buffers + on_vehicles != s_.inside)
    return "the parts on machines, in buffers, on conveyors and vehicles are not those inside";
  if (s_.total_in + s_.total_split != s_.total_out + s_.total_scrapped + s_.total_joined + s_.inside)
    return "parts in are not out + scrapped + inside";
  if (std::string law = broken_people_law(); !law.empty()) return law;
  if (std::string law = broken_limit_law(); !law.empty()) return law;
  return broken_waiting_law();
}

}  // namespace linetwin
