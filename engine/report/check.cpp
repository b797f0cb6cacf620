#include "report/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/targets.hpp"
#include "model/graph.hpp"
#include "report/table.hpp"

namespace linetwin {
namespace {

std::string rate(double x) { return std::isfinite(x) ? fmt::format("{:.4g}", x) : "-"; }

std::string distribution_text(const Distribution& d) {
  const std::string m = time_text(mean(d) / static_cast<double>(kSecond));
  if (d.kind == Distribution::Kind::Constant) return m;
  return fmt::format("{} {}", m, kind_name(d.kind));
}

std::string time_ref_text(const LineModel& model, const TimeRef& time) {
  auto of = [&](VariantId v) {
    return distribution_text(model.streams[static_cast<std::size_t>(time.of(v))].written);
  };
  if (!time.per_variant) return of(0);
  std::string text;
  for (std::size_t v = 0; v < model.variants.size() && v < 6; ++v)
    text += (v > 0 ? ", " : "") + model.variants[v] + " " + of(static_cast<VariantId>(v));
  return text + (model.variants.size() > 6 ? ", ..." : "");
}

std::string count_text(const LineModel& model, const CountRef& count) {
  if (count.by_variant.empty()) return std::to_string(count.most);
  std::string text;
  for (std::size_t v = 0; v < model.variants.size() && v < 6; ++v)
    text += fmt::format("{}{} {}", v > 0 ? ", " : "", model.variants[v], count.by_variant[v]);
  return "(" + text + (model.variants.size() > 6 ? ", ...)" : ")");
}

// "1 fitters + 2 operators, or 1 setters"
std::string crew_text(const LineModel& model, std::int32_t crew) {
  std::string text;
  for (const auto& alternative : model.crews[static_cast<std::size_t>(crew)].alternatives) {
    if (!text.empty()) text += ", or ";
    for (const Crew::Need& need : alternative)
      text +=
          fmt::format("{}{} {}", &need == &alternative.front() ? "" : " + ", count_text(model, need.count),
                      model.pools[static_cast<std::size_t>(need.pool)].name);
  }
  return text;
}

std::string by_crew(const LineModel& model, std::int32_t crew) {
  return crew == kNone ? "" : " by " + crew_text(model, crew);
}

std::string shift_text(const LineModel& model, std::int32_t calendar) {
  const double hours = model.calendars[static_cast<std::size_t>(calendar)].share_of_week() * 168;
  return fmt::format("{:.4g} h of the week", hours);
}

// "takes 1 b-frame + 4 b-bolt"
std::string assembly_text(const LineModel& model, const Assembly& assembly) {
  std::string text;
  for (const Assembly::Need& need : assembly.needs)
    text += fmt::format("{}{} {}", text.empty() ? "takes " : " + ", count_text(model, need.count),
                        model.elements[static_cast<std::size_t>(need.from)].name);
  return text + (assembly.match_variant ? " of one variant" : "");
}

std::string stops_text(const LineModel& model, const StationModel& s) {
  if (s.stopped_by == 0) return {};
  std::string text;
  const auto self = static_cast<std::int32_t>(&s - model.stations.data());
  for (const StationModel& other : model.stations)
    if (std::find(other.stops.begin(), other.stops.end(), self) != other.stops.end())
      text += (text.empty() ? ", stops with " : " and ") + model.of(other).name;
  if (s.purge.given()) text += ", purge " + time_ref_text(model, s.purge);
  return text;
}

std::string describe_station(const LineModel& model, const StationModel& s) {
  const bool works = !model.of(s).successors.empty();
  std::string text = works ? "cycle " + time_ref_text(model, s.cycle) : "works for other stations";
  if (s.machines > 1) text = fmt::format("{} machines, ", s.machines) + text;
  if (s.assembles()) text += ", " + assembly_text(model, s.assembly);
  if (s.split.most > 1) text += ", split into " + count_text(model, s.split);
  if (s.batch.most > 1) text += ", batches of " + count_text(model, s.batch);
  if (s.batch_wait.given()) text += ", started short after " + time_ref_text(model, s.batch_wait);
  if (!s.scrap.empty()) text += ", scrap";
  if (s.has_setup()) text += ", setup" + by_crew(model, s.setup_crew);
  const MachineModel& machine = model.machines[static_cast<std::size_t>(s.first_machine)];
  for (std::size_t i = 0; i < s.failures.size(); ++i) {
    const FailureMode& mode = s.failures[i];
    const std::string up = mode.counts_parts ? fmt::format("{:g} parts", mode.mean_parts)
                                             : time_ref_text(model, machine.to_failure[i]);
    text += fmt::format(", fails{} every {} ({} clock), repair {}{}",
                        mode.name.empty() ? "" : " (" + mode.name + ")", up,
                        mode.clock == FailureClock::Calendar ? "calendar" : "operating",
                        time_ref_text(model, machine.to_repair[i]), by_crew(model, mode.crew));
  }
  for (std::size_t i = 0; i < s.maintenance.size(); ++i) {
    const MaintenanceTask& task = s.maintenance[i];
    const std::string every =
        task.by_parts ? fmt::format("{} parts", task.every_parts) : time_ref_text(model, machine.every[i]);
    text += fmt::format(", maintenance every {} takes {}{}", every, time_ref_text(model, machine.takes[i]),
                        by_crew(model, task.crew));
  }
  if (s.crew != kNone) text += ", works with " + crew_text(model, s.crew);
  if (s.calendar != kNone) text += ", on " + shift_text(model, s.calendar);
  return text + stops_text(model, s);
}

std::string describe(const LineModel& model, const Element& e) {
  switch (e.kind) {
    case ElementKind::Source: {
      const SourceModel& s = model.sources[static_cast<std::size_t>(e.index)];
      return s.unlimited ? "unlimited supply" : "a part every " + time_ref_text(model, s.interarrival);
    }
    case ElementKind::Station:
      return describe_station(model, model.stations[static_cast<std::size_t>(e.index)]);
    case ElementKind::Buffer: {
      const BufferModel& b = model.buffers[static_cast<std::size_t>(e.index)];
      std::string text = b.capacity == kUnlimited ? "holds any number" : fmt::format("holds {}", b.capacity);
      if (b.dwell.given()) text += ", dwell " + time_ref_text(model, b.dwell);
      if (b.initial_count > 0) text += fmt::format(", begins with {}", b.initial_count);
      return text;
    }
    case ElementKind::Conveyor: {
      const ConveyorModel& c = model.conveyors[static_cast<std::size_t>(e.index)];
      return fmt::format("{:g} m, holds {}, crossed in {}{}", c.length, c.capacity,
                         time_text(seconds(c.transit)),
                         c.accumulating ? ", accumulating" : ", stands as a whole");
    }
    case ElementKind::Sink:
      return model.sinks[static_cast<std::size_t>(e.index)].scrap ? "scrap bin" : "outlet";
  }
  return {};
}

const char* kind_text(ElementKind kind) {
  switch (kind) {
    case ElementKind::Source: return "source";
    case ElementKind::Station: return "station";
    case ElementKind::Buffer: return "buffer";
    case ElementKind::Conveyor: return "conveyor";
    case ElementKind::Sink: return "sink";
  }
  return "";
}

FlowGraph graph_of(const LineModel& model) {
  FlowGraph flow{model.elements.size(), {}};
  for (std::size_t i = 0; i < model.elements.size(); ++i)
    for (const ElementId to : model.elements[i].successors) flow.arrows.emplace_back(static_cast<int>(i), to);
  return flow;
}

// Elements in the order of the flow; members of a loop stand together, marked.
std::string elements(const LineModel& model, const Components& found, const TextStyle& style) {
  Table table({Table::Align::Left, Table::Align::Left, Table::Align::Left, Table::Align::Left});
  table.add({"Element", "kind", "goes to", "what it is"}, style.colour ? "\x1b[1m" : "");
  for (std::size_t c = 0; c < found.members.size(); ++c)
    for (const int i : found.members[c]) {
      const Element& e = model.elements[static_cast<std::size_t>(i)];
      std::string to;
      for (std::size_t k = 0; k < e.successors.size(); ++k) {
        to += k > 0 ? " | " : "";
        if (e.via[k] != kNone) to += model.fleets[static_cast<std::size_t>(e.via[k])].name + " -> ";
        to += model.elements[static_cast<std::size_t>(e.successors[k])].name;
        if (e.successors.size() > 1 && !e.routing.cumulative.empty())
          to += fmt::format(" {:.4g} %",
                            100 * (e.routing.cumulative[k] - (k > 0 ? e.routing.cumulative[k - 1] : 0)));
      }
      if (e.successors.size() > 1 && !e.routing.by_variant.empty()) to += " by part";
      table.add({(found.loop[c] ? "@ " : "") + e.name, kind_text(e.kind), to, describe(model, e)});
    }
  return table.text("  ");
}

// Fleets, pools and limits: what is in no row of the elements.
std::string shared_things(const LineModel& model, const TextStyle& style) {
  Table table({Table::Align::Left, Table::Align::Left, Table::Align::Left});
  table.add({"Shared", "kind", "what it is"}, style.colour ? "\x1b[1m" : "");
  for (const FleetModel& f : model.fleets)
    table.add({f.name, "vehicles",
               fmt::format("{}, {:.4g} m/s, called {}, {} first", f.count, f.speed,
                           f.call == Call::WhenRoom ? "when there is room" : "when the part is finished",
                           f.dispatch == Dispatch::Nearest ? "nearest" : "longest waiting")});
  for (const PoolModel& p : model.pools)
    table.add({p.name, "workers",
               fmt::format("{}{}{}", p.count, p.speed > 0 ? fmt::format(", walk {:.4g} m/s", p.speed) : "",
                           p.calendar == kNone ? "" : ", on " + shift_text(model, p.calendar))});
  for (const LimitModel& l : model.limits) {
    const char* const unit = l.mass ? "kg" : "parts";
    std::string over;
    for (const ElementId e : l.over)
      over += (over.empty() ? "" : ", ") + model.elements[static_cast<std::size_t>(e)].name;
    const std::string most =
        l.max == kUnlimited ? "watched"
                            : fmt::format("at most {:.10g} {}", static_cast<double>(l.max) * l.unit(), unit);
    table.add({l.name, "limit", most + " over " + over});
  }
  if (model.fleets.empty() && model.pools.empty() && model.limits.empty()) return {};
  return "\n" + table.text("  ");
}

const std::string& resource_name(const LineModel& model, const ResourceCapacity& r) {
  const auto index = static_cast<std::size_t>(r.index);
  if (r.kind == ResourceCapacity::Kind::Conveyor) return model.of(model.conveyors[index]).name;
  return r.kind == ResourceCapacity::Kind::Fleet ? model.fleets[index].name : model.pools[index].name;
}

std::string resources(const LineModel& model, const CapacityReport& report, const TextStyle& style) {
  if (report.resources.empty()) return {};
  Table table({Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Right});
  table.add({"Resource", "units", "held for a part", "line parts/h"}, style.colour ? "\x1b[1m" : "");
  for (const ResourceCapacity& r : report.resources) {
    const bool limit =
        report.scarce != kNone && &r == &report.resources[static_cast<std::size_t>(report.scarce)];
    table.add({resource_name(model, r), fmt::format("{:.4g}", r.units), time_text(r.held_s),
               rate(r.line_parts_per_h), limit ? "<- limit" : ""},
              limit && style.colour ? "\x1b[33m" : "");
  }
  return "\nThe same for what is shared (without empty ways, walking, and work that others may do)\n\n" +
         table.text("  ");
}

// Each station and resource against the takt: how often it could give the line a good part.
std::string takt_table(const LineModel& model, const CapacityReport& report, double wanted,
                       const TextStyle& style) {
  const std::optional<double> takt = takt_s(model, wanted);
  if (!takt) return "\nNo shift is ever on: there is no takt.\n";
  Table table({Table::Align::Left, Table::Align::Right, Table::Align::Right});
  table.add({"Station, resource", "a part every", "of the takt"}, style.colour ? "\x1b[1m" : "");
  const auto add = [&](const std::string& name, double line_parts_per_h) {
    if (!std::isfinite(line_parts_per_h)) return;
    const bool over = out_of_reach(line_parts_per_h, wanted);
    table.add({name, line_parts_per_h > 0 ? time_text(*takt_s(model, line_parts_per_h)) : "never",
               line_parts_per_h > 0 ? fmt::format("{:.1f} %", 100 * wanted / line_parts_per_h) : "-",
               over ? "<- too slow" : ""},
              over && style.colour ? "\x1b[31m" : "");
  };
  for (std::size_t k = 0; k < model.stations.size(); ++k)
    if (!model.of(model.stations[k]).successors.empty())
      add(model.of(model.stations[k]).name, report.stations[k].line_parts_per_h);
  for (const ResourceCapacity& r : report.resources) add(resource_name(model, r), r.line_parts_per_h);
  const double per_week = wanted * hours(kWeek);
  return fmt::format("\nTakt {}: {:.4g} h of the week for {} good parts of the line\n\n", time_text(*takt),
                     *takt * per_week / seconds(kHour), number_text(per_week, std::nullopt)) +
         table.text("  ");
}

// What the capacity alone says of the targets.
std::string targets(const LineModel& model, const CapacityReport& report, const TextStyle& style) {
  const Targets& wanted = model.targets;
  if (!wanted.any()) return {};
  std::string text;
  if (const auto rate_wanted = wanted_per_h(wanted)) text = takt_table(model, report, *rate_wanted, style);
  text += "\n";
  const auto against_bound = [&](TargetKind kind, double per_h, Time period) {
    text += fmt::format("  Target: {} {}", target_name(kind), wanted_text(model, kind));
    if (!report.line_parts_per_h) {
      text += "\n";
      return;
    }
    const std::string bound =
        fmt::format("the capacity bound is {} /{}",
                    number_text(*report.line_parts_per_h * hours(period), std::nullopt), period_name(period));
    text += out_of_reach(*report.line_parts_per_h, per_h) ? " cannot be met: " + bound + "\n"
                                                          : "; " + bound + "\n";
  };
  if (wanted.throughput_per_h) against_bound(TargetKind::Throughput, *wanted.throughput_per_h, kHour);
  if (wanted.demand) against_bound(TargetKind::Demand, wanted.demand->per_h(), wanted.demand->period);
  if (wanted.lead_time_s)
    text += fmt::format("  Target: {} {}; only a run can tell\n", target_name(TargetKind::LeadTime),
                        wanted_text(model, TargetKind::LeadTime));
  return text;
}

}  // namespace

std::string check_report(const LineModel& model, const CapacityReport& report, const TextStyle& style) {
  std::string text = fmt::format("{}: {} stations with {} machines, {} buffers\n\n", model.name,
                                 model.stations.size(), model.machines.size(), model.buffers.size());
  const Components found = components(graph_of(model));
  text += elements(model, found, style);
  text += shared_things(model, style);
  for (std::size_t c = 0; c < found.members.size(); ++c) {
    if (!found.loop[c]) continue;
    text += "\n  @ on a loop:";
    for (const int i : circle(graph_of(model), found.members[c]))
      text += " " + model.elements[static_cast<std::size_t>(i)].name + " ->";
    text += " and round again\n";
  }
  Table table({Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Right,
               Table::Align::Right, Table::Align::Right, Table::Align::Right});
  table.add({"Station", "machines", "mean cycle", "availability", "visits", "parts/h", "line parts/h"},
            style.colour ? "\x1b[1m" : "");
  for (std::size_t k = 0; k < model.stations.size(); ++k) {
    if (model.of(model.stations[k]).successors.empty()) continue;  // it works for others
    const StationCapacity& c = report.stations[k];
    const bool limit = report.limit == static_cast<std::int32_t>(k) && report.scarce == kNone;
    table.add(
        {model.of(model.stations[k]).name, std::to_string(model.stations[k].machines), time_text(c.cycle_s),
         fmt::format("{:.1f} %", c.availability * 100), fmt::format("{:.4g}", c.visits), rate(c.parts_per_h),
         rate(c.line_parts_per_h), limit ? "<- limit" : ""},
        limit && style.colour ? "\x1b[33m" : "");
  }
  text += "\nCapacity, if nothing else held the station up (visits: for each good part of the line)\n\n" +
          table.text("  ") + resources(model, report, style);
  if (report.line_parts_per_h)
    text +=
        fmt::format("\nThe line makes at most {} good parts per hour{}.\n", rate(*report.line_parts_per_h),
                    report.arrivals_per_h ? fmt::format("; {} arrive", rate(*report.arrivals_per_h)) : "");
  for (const std::string& assumption : report.assumptions) text += "  assumed: " + assumption + "\n";
  return text + targets(model, report, style);
}

}  // namespace linetwin
