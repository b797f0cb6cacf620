#include "report/check.hpp"

#include <fmt/format.h>

#include <cmath>

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

std::string describe_station(const LineModel& model, const StationModel& s) {
  std::string text = "cycle " + time_ref_text(model, s.cycle);
  if (s.machines > 1) text = fmt::format("{} machines, ", s.machines) + text;
  if (s.batch > 1) text += fmt::format(", batches of {}", s.batch);
  if (!s.scrap.empty()) text += ", scrap";
  if (s.has_setup()) text += ", setup";
  const MachineModel& machine = model.machines[static_cast<std::size_t>(s.first_machine)];
  for (std::size_t i = 0; i < s.failures.size(); ++i) {
    const FailureMode& mode = s.failures[i];
    const std::string up = mode.counts_parts ? fmt::format("{:g} parts", mode.mean_parts)
                                             : time_ref_text(model, machine.to_failure[i]);
    text += fmt::format(", fails{} every {} ({} clock), repair {}",
                        mode.name.empty() ? "" : " (" + mode.name + ")", up,
                        mode.clock == FailureClock::Calendar ? "calendar" : "operating",
                        time_ref_text(model, machine.to_repair[i]));
  }
  for (std::size_t i = 0; i < s.maintenance.size(); ++i) {
    const MaintenanceTask& task = s.maintenance[i];
    const std::string every =
        task.by_parts ? fmt::format("{} parts", task.every_parts) : time_ref_text(model, machine.every[i]);
    text += fmt::format(", maintenance every {} takes {}", every, time_ref_text(model, machine.takes[i]));
  }
  return text;
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
                         time_text(seconds(c.transit)), c.accumulating ? ", accumulating" : "");
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
        to += (k > 0 ? " | " : "") + model.elements[static_cast<std::size_t>(e.successors[k])].name;
        if (e.successors.size() > 1 && !e.routing.cumulative.empty())
          to += fmt::format(" {:.4g} %",
                            100 * (e.routing.cumulative[k] - (k > 0 ? e.routing.cumulative[k - 1] : 0)));
      }
      if (e.successors.size() > 1 && !e.routing.by_variant.empty()) to += " by part";
      table.add({(found.loop[c] ? "@ " : "") + e.name, kind_text(e.kind), to, describe(model, e)});
    }
  return table.text("  ");
}

}  // namespace

std::string check_report(const LineModel& model, const CapacityReport& report, const TextStyle& style) {
  std::string text = fmt::format("{}: {} stations with {} machines, {} buffers\n\n", model.name,
                                 model.stations.size(), model.machines.size(), model.buffers.size());
  const Components found = components(graph_of(model));
  text += elements(model, found, style);
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
    const StationCapacity& c = report.stations[k];
    const bool limit = report.limit == static_cast<std::int32_t>(k);
    table.add(
        {model.of(model.stations[k]).name, std::to_string(model.stations[k].machines), time_text(c.cycle_s),
         fmt::format("{:.1f} %", c.availability * 100), fmt::format("{:.4g}", c.visits), rate(c.parts_per_h),
         rate(c.line_parts_per_h), limit ? "<- limit" : ""},
        limit && style.colour ? "\x1b[33m" : "");
  }
  text += "\nCapacity, if nothing else held the station up (visits: for each good part of the line)\n\n" +
          table.text("  ");
  if (report.line_parts_per_h)
    text +=
        fmt::format("\nThe line makes at most {} good parts per hour{}.\n", rate(*report.line_parts_per_h),
                    report.arrivals_per_h ? fmt::format("; {} arrive", rate(*report.arrivals_per_h)) : "");
  for (const std::string& assumption : report.assumptions) text += "  assumed: " + assumption + "\n";
  return text;
}

}  // namespace linetwin
