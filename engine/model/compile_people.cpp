// Shifts and workers, and stations that stand with others.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "model/compiler.hpp"

namespace linetwin {
namespace {

constexpr std::int64_t kFarthestDay = 40'000;   // no run lasts a hundred years
constexpr std::int64_t kMostWalkers = 100'000;  // each has a place of his own

}  // namespace

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
      const auto other = others_.find(name.value);
      error(name.place,
            other != others_.end() ? fmt::format("\"{}\" is {}, no shift", name.value, other->second)
                                   : fmt::format("there is no shift \"{}\"", name.value),
            names.empty() ? fmt::format("declare it: shifts: {{{}: {{days: mon-fri, times: [06:00-14:00]}}}}",
                                        name.value)
                          : suggestion(name.value, names));
      continue;
    }
    Calendar::Shift shift{it->second->days, it->second->times, {}};
    for (const auto& day : it->second->except)
      if (std::abs(day.value - first_day_) < kFarthestDay) shift.except.push_back(day.value - first_day_);
    calendar.shifts.push_back(std::move(shift));
  }
  if (!diagnostics_.has_errors() && calendar.next_change(0) == kNever && !calendar.on(0))
    warn(shifts.front().place, fmt::format("the shift \"{}\" is never on", shifts.front().value),
         "give it days and times");
  const auto index = static_cast<std::int32_t>(model_.calendars.size());
  model_.calendars.push_back(std::move(calendar));
  calendars_known_.emplace_back(std::move(key), index);
  return index;
}

// ---- workers

void Compiler::name_pools() {
  std::int64_t walkers = 0;
  for (const PoolSpec& spec : spec_.workers) {
    others_.emplace(spec.name.value, "a pool of workers");
    pool_by_name_.emplace(spec.name.value, static_cast<std::int32_t>(model_.pools.size()));
    PoolModel pool;
    pool.name = spec.name.value;
    pool.place = spec.name.place;
    // a count that could not be read is reported already, and is no reason to report that it does not suffice
    pool.count =
        static_cast<std::int32_t>(count_of(spec.count, std::numeric_limits<std::int32_t>::max(), 1, "count"));
    pool.calendar = calendar_of(spec.shifts);
    if (spec.speed) {
      pool.speed = spec.speed->value;
      walkers += pool.count;
      if (spec.count && walkers > kMostWalkers) {
        error(spec.count->place, "at most 100000 workers of a model walk");
        return;
      }
    }
    model_.pools.push_back(std::move(pool));
  }
}

std::int32_t Compiler::crew_of(const std::optional<CrewSpec>& spec) {
  if (!spec) return kNone;
  Crew crew;
  for (const auto& needs : spec->alternatives) {
    auto& alternative = crew.alternatives.emplace_back();
    std::set<std::int32_t> named;
    for (const auto& [name, counted] : needs) {
      const auto it = pool_by_name_.find(name.value);
      if (it == pool_by_name_.end()) {
        std::vector<std::string> names;
        for (const PoolModel& pool : model_.pools) names.push_back(pool.name);
        const auto other = others_.find(name.value);
        error(name.place,
              other != others_.end()
                  ? fmt::format("\"{}\" is {}, no pool of workers", name.value, other->second)
                  : fmt::format("there are no workers \"{}\"", name.value),
              names.empty() ? fmt::format("declare them: workers: {{{}: {{count: 2}}}}", name.value)
                            : suggestion(name.value, names));
        continue;
      }
      const PoolModel& pool = model_.pools[static_cast<std::size_t>(it->second)];
      const CountRef count = counts_of(counted, "the number of workers");
      if (count.most > pool.count)
        error(name.place,
              fmt::format("{} of {} are needed, and there are {}", count.most, name.value, pool.count),
              "nobody could ever begin");
      if (!named.insert(it->second).second)
        error(name.place, fmt::format("\"{}\" is named twice", name.value));
      alternative.push_back({it->second, count});
    }
  }
  model_.crews.push_back(std::move(crew));
  return static_cast<std::int32_t>(model_.crews.size()) - 1;
}

// The hours in which the line is manned: the shifts of its stations; where a station has none but needs
// people for its work, theirs. Hours of repair and maintenance alone are none.
void Compiler::compile_scheduled() {
  std::set<std::int32_t> used;
  for (const StationModel& station : model_.stations) {
    if (station.calendar != kNone) {
      used.insert(station.calendar);
    } else if (station.crew != kNone) {
      for (const auto& alternative : model_.crews[static_cast<std::size_t>(station.crew)].alternatives)
        for (const Crew::Need& need : alternative)
          used.insert(model_.pools[static_cast<std::size_t>(need.pool)].calendar);
    }
  }
  used.erase(kNone);
  model_.scheduled.offset = offset_;
  for (const std::int32_t calendar : used)
    for (const Calendar::Shift& shift : model_.calendars[static_cast<std::size_t>(calendar)].shifts)
      model_.scheduled.shifts.push_back(shift);
}

// What is declared and never asked for is perhaps forgotten where it should be named.
void Compiler::check_use() {
  std::set<std::string> named;
  for (const StationSpec& station : spec_.stations)
    for (const Name& name : station.shifts) named.insert(name.value);
  for (const PoolSpec& pool : spec_.workers)
    for (const Name& name : pool.shifts) named.insert(name.value);
  for (const ShiftSpec& shift : spec_.shifts)
    if (!named.contains(shift.name.value))
      warn(shift.name.place, fmt::format("nobody works in the shift \"{}\"", shift.name.value));
  std::set<std::int32_t> pools;
  for (const Crew& crew : model_.crews)
    for (const auto& alternative : crew.alternatives)
      for (const Crew::Need& need : alternative) pools.insert(need.pool);
  for (std::size_t p = 0; p < model_.pools.size(); ++p)
    if (!pools.contains(static_cast<std::int32_t>(p)))
      warn(model_.pools[p].place, fmt::format("nothing needs the workers \"{}\"", model_.pools[p].name));
}

// Whether there is a moment in a usual week at which all of the calendars are on.
bool Compiler::ever_together(const std::set<std::int32_t>& calendars) const {
  Time from = 0;
  std::vector<Time> starts;
  for (const std::int32_t c : calendars)
    from = std::max(from, model_.calendars[static_cast<std::size_t>(c)].usual_week());
  starts.push_back(from);
  for (const std::int32_t c : calendars) {
    const Calendar& calendar = model_.calendars[static_cast<std::size_t>(c)];
    for (Time t = calendar.next_change(from); t < from + kWeek; t = calendar.next_change(t))
      starts.push_back(t);
  }
  return std::any_of(starts.begin(), starts.end(), [&](Time t) {
    return std::all_of(calendars.begin(), calendars.end(),
                       [&](std::int32_t c) { return model_.calendars[static_cast<std::size_t>(c)].on(t); });
  });
}

// Work for which the station and the people needed are never there together is never done.
void Compiler::check_meetings() {
  if (diagnostics_.has_errors()) return;
  const auto check = [this](const StationModel& station, std::int32_t crew, bool within_shift,
                            const char* what) {
    if (crew == kNone) return;
    for (const auto& alternative : model_.crews[static_cast<std::size_t>(crew)].alternatives) {
      std::set<std::int32_t> calendars;
      if (within_shift) calendars.insert(station.calendar);
      for (const Crew::Need& need : alternative)
        calendars.insert(model_.pools[static_cast<std::size_t>(need.pool)].calendar);
      calendars.erase(kNone);
      if (ever_together(calendars)) return;
    }
    const Element& e = model_.of(station);
    warn(e.place, fmt::format("the {} of \"{}\" is never done: the shifts of those who are needed never meet",
                              what, e.name));
  };
  for (const StationModel& station : model_.stations) {
    check(station, station.crew, true, "work");
    check(station, station.setup_crew, true, "setup");
    for (const FailureMode& mode : station.failures) check(station, mode.crew, false, "repair");
    for (const MaintenanceTask& task : station.maintenance) check(station, task.crew, false, "maintenance");
  }
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
      const StationModel& other = model_.stations[static_cast<std::size_t>(element(e).index)];
      if (other.failures.empty() && other.maintenance.empty() && other.calendar == kNone &&
          other.stopped_by == 0)
        warn(name.place,
             fmt::format("\"{}\" never stops: it has no failures, maintenance or shift", name.value));
      model_.stations[static_cast<std::size_t>(element(e).index)].stops.push_back(index);
      ++model_.stations[static_cast<std::size_t>(index)].stopped_by;
    }
    if (spec.purge && !spec.purge->per_part.empty())
      error(spec.purge->place, "the purge is one time for all parts");
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
