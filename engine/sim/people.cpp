// Shifts and workers; stations that stand with others.
//
// A job is what a machine needs people for: its work (or setup), the repair of one failure mode, its
// maintenance. It asks when everything else is there, and gives the people back when it ends or is
// interrupted. People are given at the end of each event, when all who ask at that moment have asked.
#include <algorithm>
#include <cmath>

#include "sim/draws.hpp"
#include "sim/simulation.hpp"

namespace linetwin {

void Simulation::set_out_people() {
  for (std::size_t p = 0; p < model_.pools.size(); ++p) {
    const auto first = static_cast<std::size_t>(plan_.first_worker[p]);
    for (std::size_t w = first; w < static_cast<std::size_t>(plan_.first_worker[p + 1]); ++w) {
      if (!model_.pools[p].spot) continue;
      s_.workers[w].x = model_.pools[p].spot->x;
      s_.workers[w].y = model_.pools[p].spot->y;
      s_.workers[w].placed = true;
    }
  }
  for (std::size_t i = 0; i < plan_.shifted.size(); ++i) shift_changed(static_cast<std::int32_t>(i));
}

// ---- shifts

// All whose shift changes at this moment, in the order of the file, before anybody is given people or gives
// parts.
void Simulation::shifts_changed(std::int32_t first) {
  shift_changed(first);
  for (auto i = static_cast<std::size_t>(first) + 1; i < plan_.shifted.size(); ++i) {
    const EventSlot slot = plan_.shift_slot + static_cast<EventSlot>(i);
    if (!s_.events.pending(slot) || s_.events.time_of(slot) != s_.now) continue;
    s_.events.cancel(slot);
    shift_changed(static_cast<std::int32_t>(i));
  }
}

void Simulation::shift_changed(std::int32_t shifted) {
  const Plan::Shifted& who = plan_.shifted[static_cast<std::size_t>(shifted)];
  const Calendar& calendar = model_.calendars[static_cast<std::size_t>(who.calendar)];
  const bool off = !calendar.on(s_.now);
  const Time next = calendar.next_change(s_.now);
  if (next != kNever) s_.events.schedule(plan_.shift_slot + static_cast<EventSlot>(shifted), next);
  if (who.pool != kNone) {
    s_.pools[static_cast<std::size_t>(who.pool)].off = off;
    asked_ = true;
    if (off) withdraw(who.pool);
    return;
  }
  const StationModel& station = model_.stations[static_cast<std::size_t>(who.station)];
  for (std::int32_t j = 0; j < station.machines; ++j) set_off(station.first_machine + j, off);
}

void Simulation::set_off(MachineId m, bool off) {
  machine(m).off = off;
  if (off) {
    stand(m);
  } else {
    able_again(m);
  }
  refresh(m);
}

// The people of the pool go home: what they were at waits for the next.
void Simulation::withdraw(std::int32_t pool) {
  for (std::size_t i = 0; i < s_.jobs.size(); ++i) {
    JobRow& row = s_.jobs[i];
    const auto j = static_cast<std::int32_t>(i);
    if (row.status != JobStatus::Held && row.status != JobStatus::Coming) continue;
    const Crew& crew = model_.crews[static_cast<std::size_t>(crew_of(j))];
    const auto& needs = crew.alternatives[static_cast<std::size_t>(row.alternative)];
    if (std::none_of(needs.begin(), needs.end(), [pool](const Crew::Need& n) { return n.pool == pool; }))
      continue;
    const Plan::Job& what = plan_.jobs[i];
    if (what.kind == Plan::Job::Kind::Work) {
      interrupt(what.machine);
      go_on(what.machine);
      refresh(what.machine);
      continue;
    }
    const bool repair = what.kind == Plan::Job::Kind::Repair;
    if (row.status == JobStatus::Held) {
      row.left -= s_.now - row.began;
      s_.events.cancel(repair ? plan_.repair_slot + static_cast<EventSlot>(what.mode)
                              : plan_.maintained_slot + static_cast<EventSlot>(what.machine));
    }
    release(j);
    ask(j);
    refresh(what.machine);
  }
}

// ---- workers

std::int32_t Simulation::crew_of(std::int32_t j) const {
  const Plan::Job& what = plan_.jobs[static_cast<std::size_t>(j)];
  const StationModel& station = station_of(what.machine);
  const MachineRow& row = s_.machines[static_cast<std::size_t>(what.machine)];
  switch (what.kind) {
    case Plan::Job::Kind::Work: return row.phase == Phase::Setup ? station.setup_crew : station.crew;
    case Plan::Job::Kind::Repair: {
      const std::int32_t first = plan_.first_mode[static_cast<std::size_t>(what.machine)];
      return station.failures[static_cast<std::size_t>(what.mode - first)].crew;
    }
    case Plan::Job::Kind::Maintain: break;
  }
  return station.maintenance[static_cast<std::size_t>(row.task)].crew;
}

void Simulation::ask(std::int32_t j) {
  JobRow& row = job(j);
  row.status = JobStatus::Asking;
  row.crew = crew_of(j);
  row.variant = std::max<std::int16_t>(machine(plan_.jobs[static_cast<std::size_t>(j)].machine).variant, 0);
  row.since = s_.now;
  // first the larger priority, then who has waited longest: behind all that are served before
  const double priority = plan_.jobs[static_cast<std::size_t>(j)].priority;
  auto at = s_.asking.end();
  while (at != s_.asking.begin()) {
    const std::int32_t other = *std::prev(at);
    const double theirs = plan_.jobs[static_cast<std::size_t>(other)].priority;
    const bool before =
        theirs > priority ||
        (theirs == priority && (job(other).since < s_.now || (job(other).since == s_.now && other < j)));
    if (before) break;
    --at;
  }
  s_.asking.insert(at, j);
  asked_ = true;
}

void Simulation::count_busy(std::int32_t pool, std::int64_t change) {
  PoolRow& row = s_.pools[static_cast<std::size_t>(pool)];
  row.busy += change;
  row.busy_time -= static_cast<Integral>(s_.now) * change;
  if (observer_) [[unlikely]]
    note({s_.now, Happening::Kind::Busy, 0, 0, pool, kNone, kNoPart, row.busy});
}

// The job's people, if it has any, are free again; if it asks, it asks no more.
void Simulation::release(std::int32_t j) {
  if (j == kNone || job(j).status == JobStatus::Idle) return;
  JobRow& row = job(j);
  if (row.status == JobStatus::Asking) {
    s_.asking.erase(std::find(s_.asking.begin(), s_.asking.end(), j));
    row.status = JobStatus::Idle;
    asked_ = true;  // nobody stands behind it any more
    return;
  }
  if (row.status == JobStatus::Coming) s_.events.cancel(plan_.walk_slot + static_cast<EventSlot>(j));
  row.status = JobStatus::Idle;
  asked_ = true;
  const Crew& crew = model_.crews[static_cast<std::size_t>(row.crew)];
  for (const Crew::Need& need : crew.alternatives[static_cast<std::size_t>(row.alternative)]) {
    count_busy(need.pool, -need.count.of(row.variant));
    const auto pool = static_cast<std::size_t>(need.pool);
    for (auto w = static_cast<std::size_t>(plan_.first_worker[pool]);
         w < static_cast<std::size_t>(plan_.first_worker[pool + 1]); ++w) {
      WorkerRow& worker = s_.workers[w];
      if (worker.job != j) continue;
      worker.job = kNone;
      if (worker.there_at <= s_.now) continue;
      const double gone = static_cast<double>(s_.now - worker.left_at) /
                          static_cast<double>(worker.there_at - worker.left_at);
      worker.x = worker.from_x + gone * (worker.x - worker.from_x);
      worker.y = worker.from_y + gone * (worker.y - worker.from_y);
    }
  }
}

void Simulation::grant() {
  asked_ = false;
  if (s_.asking.empty()) return;
  free_.assign(s_.pools.size(), 0);
  closed_.assign(s_.pools.size(), 0);
  std::int64_t some = 0;
  for (std::size_t p = 0; p < free_.size(); ++p) {
    if (!s_.pools[p].off) free_[p] = model_.pools[p].count - s_.pools[p].busy;
    some += free_[p];
  }
  for (std::size_t i = 0; i < s_.asking.size() && some > 0;) {
    const std::int32_t j = s_.asking[i];
    if (!find_people(j)) {
      close_pools(j);
      ++i;
      continue;
    }
    s_.asking.erase(s_.asking.begin() + static_cast<std::ptrdiff_t>(i));
    some = 0;
    for (const std::int64_t n : free_) some += n;
    if (job(j).status == JobStatus::Held) begin_job(j);
  }
}

// Takes the first alternative whose people are all free.
bool Simulation::find_people(std::int32_t j) {
  JobRow& row = job(j);
  const Crew& crew = model_.crews[static_cast<std::size_t>(row.crew)];
  for (std::size_t a = 0; a < crew.alternatives.size(); ++a) {
    const auto& needs = crew.alternatives[a];
    const bool all = std::all_of(needs.begin(), needs.end(), [this, &row](const Crew::Need& need) {
      const auto pool = static_cast<std::size_t>(need.pool);
      return !closed_[pool] && free_[pool] >= need.count.of(row.variant);
    });
    if (!all) continue;
    row.alternative = static_cast<std::int32_t>(a);
    Time walk = 0;
    for (const Crew::Need& need : needs) {
      free_[static_cast<std::size_t>(need.pool)] -= need.count.of(row.variant);
      count_busy(need.pool, need.count.of(row.variant));
      walk = std::max(walk, send(j, need));
    }
    row.status = walk > 0 ? JobStatus::Coming : JobStatus::Held;
    if (walk > 0) s_.events.schedule(plan_.walk_slot + static_cast<EventSlot>(j), s_.now + walk);
    return true;
  }
  return false;
}

// Nobody overtakes a job that waits for people who are all on their shift.
void Simulation::close_pools(std::int32_t j) {
  for (const auto& needs : model_.crews[static_cast<std::size_t>(job(j).crew)].alternatives) {
    const bool here = std::none_of(needs.begin(), needs.end(), [this](const Crew::Need& need) {
      return s_.pools[static_cast<std::size_t>(need.pool)].off;
    });
    if (!here) continue;
    for (const Crew::Need& need : needs) closed_[static_cast<std::size_t>(need.pool)] = 1;
  }
}

// The nearest of a pool that walks set out; returns how long the last of them walks.
Time Simulation::send(std::int32_t j, const Crew::Need& need) {
  const auto pool = static_cast<std::size_t>(need.pool);
  const double speed = model_.pools[pool].speed;
  if (speed <= 0) return 0;
  const Plan::Job& what = plan_.jobs[static_cast<std::size_t>(j)];
  const Spot& to = *model_.of(station_of(what.machine)).spot;
  Time longest = 0;
  const std::int32_t count = need.count.of(job(j).variant);
  for (std::int32_t k = 0; k < count; ++k) {
    WorkerRow* best = nullptr;
    double least = 0;
    for (auto w = static_cast<std::size_t>(plan_.first_worker[pool]);
         w < static_cast<std::size_t>(plan_.first_worker[pool + 1]); ++w) {
      WorkerRow& worker = s_.workers[w];
      if (worker.job != kNone) continue;
      const double dx = worker.x - to.x;
      const double dy = worker.y - to.y;
      const double way = worker.placed ? std::sqrt(dx * dx + dy * dy) : 0;
      if (!best || way < least) best = &worker, least = way;
    }
    const Time walk = std::llround(least / speed * static_cast<double>(kSecond));
    best->job = j;
    best->from_x = best->placed ? best->x : to.x;
    best->from_y = best->placed ? best->y : to.y;
    best->x = to.x;
    best->y = to.y;
    best->placed = true;
    best->left_at = s_.now;
    best->there_at = s_.now + walk;
    longest = std::max(longest, walk);
  }
  return longest;
}

void Simulation::people_came(std::int32_t j) {
  job(j).status = JobStatus::Held;
  begin_job(j);
}

void Simulation::begin_job(std::int32_t j) {
  const Plan::Job& what = plan_.jobs[static_cast<std::size_t>(j)];
  JobRow& row = job(j);
  row.began = s_.now;
  row.begun = true;
  if (what.kind == Plan::Job::Kind::Work) {
    go_on(what.machine);
  } else {
    const bool repair = what.kind == Plan::Job::Kind::Repair;
    s_.events.schedule(repair ? plan_.repair_slot + static_cast<EventSlot>(what.mode)
                              : plan_.maintained_slot + static_cast<EventSlot>(what.machine),
                       s_.now + row.left);
  }
  refresh(what.machine);
}

// ---- stations that stand with others

// Tells those that stand with the station when one of its machines is out, or all are back.
void Simulation::look_after_interlocks(MachineId m) {
  const StationModel& station = station_of(m);
  if (station.stops.empty()) return;
  MachineRow& row = machine(m);
  const bool out = row.down > 0 || row.maintained || row.off;
  if (out == row.out) return;
  row.out = out;
  std::int32_t& count =
      s_.out[static_cast<std::size_t>(model_.machines[static_cast<std::size_t>(m)].station)];
  const bool before = count > 0;
  count += out ? 1 : -1;
  if (before == (count > 0)) return;
  for (const std::int32_t other : station.stops) {
    s_.out_for[static_cast<std::size_t>(other)] += count > 0 ? 1 : -1;
    stop_with_others(other);
  }
}

void Simulation::stop_with_others(std::int32_t station) {
  const StationModel& model = model_.stations[static_cast<std::size_t>(station)];
  const EventSlot purge = plan_.purge_slot + static_cast<EventSlot>(station);
  if (s_.out_for[static_cast<std::size_t>(station)] == 0) {
    if (!machine(model.first_machine).stopped) return;
    if (model.purge.given()) {
      s_.events.schedule(purge, s_.now + draw_time(model.purge, 0));
    } else {
      purged(station);
    }
    return;
  }
  s_.events.cancel(purge);
  for (std::int32_t j = 0; j < model.machines; ++j) {
    machine(model.first_machine + j).stopped = true;
    stand(model.first_machine + j);
    refresh(model.first_machine + j);
  }
}

void Simulation::purged(std::int32_t station) {
  const StationModel& model = model_.stations[static_cast<std::size_t>(station)];
  for (std::int32_t j = 0; j < model.machines; ++j) {
    machine(model.first_machine + j).stopped = false;
    able_again(model.first_machine + j);
    refresh(model.first_machine + j);
  }
}

}  // namespace linetwin
