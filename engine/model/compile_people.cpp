// Shifts and workers, and stations that stand with others.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/compiler.hpp"

namespace linetwin {

// ---- shifts

void Compiler::name_shifts() {
  for (const ShiftSpec& shift : spec_.shifts) {
    shift_by_name_.emplace(shift.name.value, &shift);
    others_.emplace(shift.name.value, "a shift");
  }
  bool dated = false;
  if (spec_.run.start) {
    const StartSpec& start = spec_.run.start->value;
    dated = start.dated;
    // 1970-01-01 was a Thursday: day 3 of its week
    const std::int64_t weekday = dated ? ((start.day + 3) % 7 + 7) % 7 : start.day;
    first_day_ = dated ? start.day - weekday : 0;
    offset_ = weekday * kDay + start.time_of_day;
  }
  for (const ShiftSpec& shift : spec_.shifts)
    if (!shift.except.empty() && !dated)
      warn(shift.except.front().place, "the run begins on no date, so this exception never comes",
           "give run a start: 2026-12-21");
}

std::int32_t Compiler::calendar_of(const std::vector<Name>& shifts) {
  if (shifts.empty()) return kNone;
  std::vector<std::string> key;
  for (const Name& name : shifts) key.push_back(name.value);
  for (const auto& [known, index] : calendars_known_)
    if (known == key) return index;
  Calendar calendar;
  calendar.offset = offset_;
  for (const Name& name : shifts) {
    const auto it = shift_by_name_.find(name.value);
    if (it == shift_by_name_.end()) {
      std::vector<std::string> names;
      for (const ShiftSpec& shift : spec_.shifts) names.push_back(shift.name.value);
      error(name.place, fmt::format("there is no shift \"{}\"", name.value),
            names.empty() ? fmt::format("declare it: shifts: {{{}: {{days: mon-fri, times: [06:00-14:00]}}}}",
                                        name.value)
                          : suggestion(name.value, names));
      continue;
    }
    Calendar::Shift shift{it->second->days, it->second->times, {}};
    for (const auto& day : it->second->except) shift.except.push_back(day.value - first_day_);
    calendar.shifts.push_back(shift);
    model_.scheduled.shifts.push_back(std::move(shift));
  }
  model_.scheduled.offset = offset_;
  const auto index = static_cast<std::int32_t>(model_.calendars.size());
  model_.calendars.push_back(std::move(calendar));
  calendars_known_.emplace_back(std::move(key), index);
  return index;
}

// ---- workers

void Compiler::name_pools() {
  for (const PoolSpec& spec : spec_.workers) {
    others_.emplace(spec.name.value, "a pool of workers");
    pool_by_name_.emplace(spec.name.value, static_cast<std::int32_t>(model_.pools.size()));
    PoolModel pool;
    pool.name = spec.name.value;
    pool.place = spec.name.place;
    pool.count = static_cast<std::int32_t>(count_of(spec.count, 1, 1, "count"));
    pool.calendar = calendar_of(spec.shifts);
    if (spec.speed) pool.speed = spec.speed->value;
    model_.pools.push_back(std::move(pool));
  }
}

std::int32_t Compiler::crew_of(const std::optional<CrewSpec>& spec) {
  if (!spec) return kNone;
  Crew crew;
  for (const auto& needs : spec->alternatives) {
    auto& alternative = crew.alternatives.emplace_back();
    std::set<std::int32_t> named;
    for (const auto& [name, count] : needs) {
      const auto it = pool_by_name_.find(name.value);
      if (it == pool_by_name_.end()) {
        std::vector<std::string> names;
        for (const PoolModel& pool : model_.pools) names.push_back(pool.name);
        error(name.place, fmt::format("there are no workers \"{}\"", name.value),
              names.empty() ? fmt::format("declare them: workers: {{{}: {{count: 2}}}}", name.value)
                            : suggestion(name.value, names));
        continue;
      }
      const PoolModel& pool = model_.pools[static_cast<std::size_t>(it->second)];
      if (count > pool.count)
        error(name.place, fmt::format("{} of {} are needed, and there are {}", count, name.value, pool.count),
              "nobody could ever begin");
      if (!named.insert(it->second).second)
        error(name.place, fmt::format("\"{}\" is named twice", name.value));
      alternative.push_back({it->second, static_cast<std::int32_t>(count)});
    }
  }
  model_.crews.push_back(std::move(crew));
  return static_cast<std::int32_t>(model_.crews.size()) - 1;
}

// ---- who stops with whom

void Compiler::compile_stops() {
  for (std::size_t i = 0; i < model_.elements.size(); ++i) {
    if (!station_specs_[i]) continue;
    const StationSpec& spec = *station_specs_[i];
    const std::int32_t index = model_.elements[i].index;
    std::set<std::int32_t> named;
    for (const Name& name : spec.stops_with) {
      const ElementId e = find_element(name, "stops_with");
      if (e == kNone) continue;
      if (element(e).kind != ElementKind::Station || element(e).index == index) {
        error(name.place, element(e).index == index && element(e).kind == ElementKind::Station
                              ? "a station cannot stop with itself"
                              : fmt::format("\"{}\" is no station, so it never fails", name.value));
        continue;
      }
      if (!named.insert(element(e).index).second) continue;
      model_.stations[static_cast<std::size_t>(element(e).index)].stops.push_back(index);
      ++model_.stations[static_cast<std::size_t>(index)].stopped_by;
    }
    if (spec.purge)
      model_.stations[static_cast<std::size_t>(index)].purge =
          add_time(spec.name.value, "purge", *spec.purge);
  }
  for (const StationModel& station : model_.stations) {
    const Element& e = model_.of(station);
    if (station.stops.empty() || !e.successors.empty() || !e.predecessors.empty()) continue;
    const auto runs = [](const FailureMode& mode) { return mode.clock == FailureClock::Operating; };
    if (std::any_of(station.failures.begin(), station.failures.end(), runs))
      error(e.place,
            fmt::format("\"{}\" never works on a part, so it never fails on the operating clock", e.name),
            "give its failures clock: calendar");
  }
}

void Compiler::check_walking() {
  const auto check = [this](const Element& at, std::int32_t crew) {
    if (crew == kNone) return;
    for (const auto& alternative : model_.crews[static_cast<std::size_t>(crew)].alternatives)
      for (const Crew::Need& need : alternative) {
        const PoolModel& pool = model_.pools[static_cast<std::size_t>(need.pool)];
        if (pool.speed > 0 && !at.spot)
          error(at.place,
                fmt::format("{} walk to \"{}\", which has no place in the layout", pool.name, at.name),
                fmt::format("add layout: {{{}: [0, 0]}}, or leave out their speed", at.name));
      }
  };
  for (const StationModel& station : model_.stations) {
    check(model_.of(station), station.crew);
    check(model_.of(station), station.setup_crew);
    for (const FailureMode& mode : station.failures) check(model_.of(station), mode.crew);
    for (const MaintenanceTask& task : station.maintenance) check(model_.of(station), task.crew);
  }
}

}  // namespace linetwin
