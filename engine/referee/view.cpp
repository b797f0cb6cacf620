#include "referee/view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace linetwin {
namespace {

const Distribution& written(const LineModel& model, StreamId stream) {
  return model.streams[static_cast<std::size_t>(stream)].written;
}

bool alike(const LineModel& model, const TimeRef& time) {
  if (!time.given() || !time.per_variant) return true;
  for (std::size_t v = 1; v < model.variants.size(); ++v)
    if (!(written(model, time.of(static_cast<VariantId>(v))) == written(model, time.of(0)))) return false;
  return true;
}

double scv(const Distribution& d) {
  const double m = mean(d);
  const double sd = standard_deviation(d);
  return m > 0 ? sd * sd / (m * m) : 0;
}

std::string odd_failures(const LineModel& model, const StationModel& station, const std::string& name) {
  const MachineModel& machine = model.machines[static_cast<std::size_t>(station.first_machine)];
  for (std::size_t i = 0; i < station.failures.size(); ++i) {
    if (station.failures[i].counts_parts)
      return fmt::format("the failures of \"{}\" count parts (mtbf)", name);
    if (station.failures[i].crew != kNone)
      return fmt::format("the repairs of \"{}\" need people (failures: workers)", name);
    if (!alike(model, machine.to_failure[i]) || !alike(model, machine.to_repair[i]))
      return fmt::format("the failures of \"{}\" depend on the variant", name);
  }
  return {};
}

std::string odd_station(const LineModel& model, const StationModel& s) {
  const std::string& name = model.of(s).name;
  if (s.assembles()) return fmt::format("\"{}\" joins parts (assemble)", name);
  if (s.split.most > 1) return fmt::format("\"{}\" makes several parts of one (split)", name);
  if (s.batch.most > 1) return fmt::format("\"{}\" works on batches (batch)", name);
  if (s.calendar != kNone) return fmt::format("\"{}\" works in shifts (shift)", name);
  if (s.crew != kNone) return fmt::format("\"{}\" needs people (workers)", name);
  if (!s.maintenance.empty()) return fmt::format("\"{}\" is maintained (maintenance)", name);
  if (!s.stops.empty() || s.stopped_by > 0) return fmt::format("\"{}\" is interlocked (stops_with)", name);
  if (s.has_setup() && model.variants.size() > 1)
    return fmt::format("\"{}\" is set up between variants (setup)", name);
  if (!alike(model, s.cycle)) return fmt::format("the cycle time of \"{}\" depends on the variant", name);
  if (std::any_of(s.scrap.begin(), s.scrap.end(), [&](double x) { return x != s.scrap.front(); }))
    return fmt::format("the scrap of \"{}\" depends on the variant", name);
  return odd_failures(model, s, name);
}

std::string odd_source(const LineModel& model, const SourceModel& s) {
  const std::string& name = model.of(s).name;
  if (s.limit != kUnlimited) return fmt::format("\"{}\" ends after {} parts (limit)", name, s.limit);
  if (s.unlimited) return {};
  if (s.batch > 1) return fmt::format("parts of \"{}\" arrive together (batch)", name);
  if (!alike(model, s.interarrival))
    return fmt::format("the interarrival times of \"{}\" depend on the variant", name);
  return {};
}

}  // namespace

std::string beyond_the_methods(const LineModel& model) {
  for (const ConveyorModel& c : model.conveyors)
    return fmt::format("\"{}\" is a conveyor: parts take time on the way", model.of(c).name);
  for (const FleetModel& f : model.fleets) return fmt::format("the vehicles \"{}\" carry parts", f.name);
  for (const LimitModel& l : model.limits)
    if (l.max != kUnlimited) return fmt::format("the limit \"{}\" couples elements", l.name);
  for (const SourceModel& s : model.sources)
    if (std::string odd = odd_source(model, s); !odd.empty()) return odd;
  for (const StationModel& s : model.stations)
    if (std::string odd = odd_station(model, s); !odd.empty()) return odd;
  for (const BufferModel& b : model.buffers)
    if (b.dwell.given()) return fmt::format("parts stay a while in \"{}\" (dwell)", model.of(b).name);
  return {};
}

double time_s(const LineModel& model, const TimeRef& time) {
  return mean(written(model, time.of(0))) / static_cast<double>(kSecond);
}

StationView view_of(const LineModel& model, const StationModel& s) {
  StationView view;
  view.name = model.of(s).name;
  view.machines = s.machines;
  view.cycle = written(model, s.cycle.of(0));
  view.cycle_s = time_s(model, s.cycle);
  view.cycle_scv = scv(view.cycle);
  view.scrap = s.scrap.empty() ? 0 : s.scrap.front();
  const MachineModel& machine = model.machines[static_cast<std::size_t>(s.first_machine)];
  for (std::size_t i = 0; i < s.failures.size(); ++i) {
    const Distribution& up = written(model, machine.to_failure[i].of(0));
    const Distribution& repair = written(model, machine.to_repair[i].of(0));
    view.failures.push_back({s.failures[i].clock, time_s(model, machine.to_failure[i]),
                             time_s(model, machine.to_repair[i]), scv(repair),
                             up.kind == Distribution::Kind::Exponential,
                             repair.kind == Distribution::Kind::Exponential});
  }
  return view;
}

std::optional<SerialLine> serial_line(const LineModel& model, std::string& why) {
  const auto one_way = [&model, &why](const Element& e) {
    if (e.successors.size() > 1) why = fmt::format("the line branches at \"{}\"", e.name);
    if (e.predecessors.size() > 1) why = fmt::format("the line merges at \"{}\"", e.name);
    return why.empty();
  };
  why.clear();
  if (model.sources.size() != 1) {
    why = fmt::format("the line has {} sources", model.sources.size());
    return std::nullopt;
  }
  for (const Element& e : model.elements)
    if (!one_way(e)) return std::nullopt;
  SerialLine line;
  line.source = &model.sources.front();
  const Element* e = &model.of(*line.source);
  while (!e->successors.empty()) {
    e = &model.elements[static_cast<std::size_t>(e->successors.front())];
    const auto index = static_cast<std::size_t>(e->index);
    if (e->kind == ElementKind::Station) {
      line.stations.push_back(view_of(model, model.stations[index]));
      line.room.push_back(0);
    } else if (e->kind == ElementKind::Buffer) {
      std::int64_t& room = line.stations.empty() ? line.before_first : line.room.back();
      const std::int64_t more = model.buffers[index].capacity;
      room = room == kUnlimited || more == kUnlimited ? kUnlimited : room + more;
    }
  }
  line.scrap_bin = e->kind == ElementKind::Sink && model.sinks[static_cast<std::size_t>(e->index)].scrap;
  if (line.stations.empty()) {
    why = "the line has no station";
    return std::nullopt;
  }
  return line;
}

std::optional<SerialLine> fitting_line(const LineModel& model,
                                       std::string (*unfit)(const LineModel&, const SerialLine&),
                                       std::string& why) {
  why = beyond_the_methods(model);
  if (!why.empty()) return std::nullopt;
  std::optional<SerialLine> line = serial_line(model, why);
  if (!line) return std::nullopt;
  why = unfit(model, *line);
  if (!why.empty()) return std::nullopt;
  return line;
}

}  // namespace linetwin
