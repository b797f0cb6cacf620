#include "viewer/trace/line_of_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include "viewer/scene/placement.hpp"

namespace linetwin::viewer {
namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// ---- in a model that is known

// By name, the place in a list; kNone for what is not there.
class Places {
 public:
  template <class List, class Name>
  Places(const List& list, Name&& name_of) {
    for (std::size_t i = 0; i < list.size(); ++i)
      places_.emplace(name_of(list[i]), static_cast<std::int32_t>(i));
  }
  std::int32_t of(std::string_view name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? kNone : found->second;
  }

 private:
  std::unordered_map<std::string_view, std::int32_t> places_;
};

bool all_known(const std::vector<std::int32_t>& ids) {
  return std::none_of(ids.begin(), ids.end(), [](std::int32_t id) { return id == kNone; });
}

// Whether the element can do what it does in the log.
bool suits(const EventLog::Named& named, ElementKind kind) {
  if (named.has_machines) return kind == ElementKind::Station;
  if (named.has_level) return kind == ElementKind::Buffer || kind == ElementKind::Conveyor;
  if (kind == ElementKind::Source) return !named.takes;
  return kind != ElementKind::Sink || !named.gives;
}

std::vector<ElementId> elements_of(const EventLog& log, const LineModel& model) {
  const Places places(model.elements, [](const Element& e) -> std::string_view { return e.name; });
  std::vector<ElementId> ids;
  for (const EventLog::Named& named : log.elements) {
    const ElementId e = places.of(named.name);
    ids.push_back(e == kNone || !suits(named, model.elements[at(e)].kind) ? kNone : e);
  }
  return ids;
}

std::vector<MachineId> machines_of(const EventLog& log, const LineModel& model,
                                   const std::vector<ElementId>& elements) {
  std::vector<MachineId> ids;
  for (const EventLog::Numbered& machine : log.machines) {
    const Element& e = model.elements[at(elements[at(machine.owner)])];
    const StationModel& station = model.stations[at(e.index)];
    ids.push_back(machine.number < station.machines ? station.first_machine + machine.number : kNone);
  }
  return ids;
}

std::vector<std::int32_t> vehicles_of(const EventLog& log, const LineModel& model) {
  const Places places(model.fleets, [](const FleetModel& f) -> std::string_view { return f.name; });
  std::vector<std::int32_t> first{0};
  for (const FleetModel& fleet : model.fleets) first.push_back(first.back() + fleet.count);
  std::vector<std::int32_t> ids;
  for (const EventLog::Numbered& vehicle : log.vehicles) {
    const std::int32_t f = places.of(log.fleets[at(vehicle.owner)]);
    const bool known = f != kNone && vehicle.number < model.fleets[at(f)].count;
    ids.push_back(known ? first[at(f)] + vehicle.number : kNone);
  }
  return ids;
}

std::vector<std::int32_t> named(const std::vector<std::string>& names, const Places& places) {
  std::vector<std::int32_t> ids;
  for (const std::string& name : names) ids.push_back(places.of(name));
  return ids;
}

// ---- a line made of the log

// How many each owner has; owners whose numbers leave some out are named in `error`.
std::vector<std::int32_t> counts(const std::vector<EventLog::Numbered>& list, std::size_t owners,
                                 const auto& name_of, std::string_view what, std::string& error) {
  std::vector<std::int32_t> seen(owners, 0), most(owners, 0);
  for (const EventLog::Numbered& one : list) {
    ++seen[at(one.owner)];
    most[at(one.owner)] = std::max(most[at(one.owner)], one.number + 1);
  }
  for (std::size_t i = 0; i < owners; ++i)
    if (seen[i] != most[i])
      error = fmt::format("the log names {} {} of \"{}\", but not all before it", what, most[i], name_of(i));
  return most;
}

class Guess {
 public:
  Guess(const EventLog& log, const std::string& name) : log_(log) {
    model_.name = log.model_name.empty() ? name : log.model_name;
    model_.hash = log.model_hash.value_or(0);
  }
  std::optional<LineModel> made(std::string& error) {
    const auto element = [this](std::size_t i) -> const std::string& { return log_.elements[i].name; };
    const auto fleet = [this](std::size_t i) -> const std::string& { return log_.fleets[i]; };
    const auto machines = counts(log_.machines, log_.elements.size(), element, "machine", error);
    const auto vehicles = counts(log_.vehicles, log_.fleets.size(), fleet, "vehicle", error);
    if (!error.empty()) return std::nullopt;
    variants();
    elements(machines);
    arrows();
    for (std::size_t p = 0; p < log_.pools.size(); ++p) {
      PoolModel pool;
      pool.name = log_.pools[p];
      pool.count = static_cast<std::int32_t>(std::clamp<std::int64_t>(log_.most_busy[p], 1, 1'000'000));
      model_.pools.push_back(std::move(pool));
    }
    fleets(vehicles);
    return std::move(model_);
  }

 private:
  void variants() {
    model_.variants = log_.variants;
    if (model_.variants.empty()) model_.variants = {"part"};
    model_.variants_declared = model_.variants.size() > 1 || model_.variants.front() != "part";
    const auto n = static_cast<double>(model_.variants.size());
    for (std::size_t v = 0; v < model_.variants.size(); ++v) {
      model_.variant_shares.push_back(1 / n);
      model_.cumulative_shares.push_back(static_cast<double>(v + 1) / n);
    }
  }

  static ElementKind kind_of(const EventLog::Named& e) {
    if (e.has_machines) return ElementKind::Station;
    if (e.has_level) return ElementKind::Buffer;
    if (!e.takes) return ElementKind::Source;
    return e.gives ? ElementKind::Buffer : ElementKind::Sink;
  }

  // As parts come to them: by how many arrows they are from a source; what no source leads to comes last.
  std::vector<std::size_t> order() const {
    const std::size_t far = log_.elements.size();
    std::vector<std::size_t> depth(far, far);
    std::vector<std::vector<std::int32_t>> next(far);
    for (const EventLog::Arrow& a : log_.arrows) next[at(a.from)].push_back(a.to);
    std::vector<std::int32_t> queue;
    for (std::size_t e = 0; e < far; ++e)
      if (!log_.elements[e].takes) {
        depth[e] = 0;
        queue.push_back(static_cast<std::int32_t>(e));
      }
    for (std::size_t i = 0; i < queue.size(); ++i)
      for (const std::int32_t to : next[at(queue[i])])
        if (depth[at(to)] == far) {
          depth[at(to)] = depth[at(queue[i])] + 1;
          queue.push_back(to);
        }
    std::vector<std::size_t> order(far);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return depth[a] < depth[b]; });
    return order;
  }

  void elements(const std::vector<std::int32_t>& machines) {
    id_.resize(log_.elements.size());
    for (const std::size_t number : order()) {
      Element e;
      e.name = log_.elements[number].name;
      e.kind = kind_of(log_.elements[number]);
      const auto id = static_cast<ElementId>(model_.elements.size());
      id_[number] = id;
      e.index = add(e.kind, id, machines[number]);
      model_.elements.push_back(std::move(e));
    }
  }

  // Into the array of its kind; its place there.
  std::int32_t add(ElementKind kind, ElementId id, std::int32_t machines) {
    const auto put = [id](auto& list, auto one) {
      one.element = id;
      list.push_back(std::move(one));
      return static_cast<std::int32_t>(list.size()) - 1;
    };
    switch (kind) {
      case ElementKind::Source: return put(model_.sources, SourceModel());
      case ElementKind::Sink: return put(model_.sinks, SinkModel());
      case ElementKind::Station: {
        StationModel station;
        station.first_machine = static_cast<MachineId>(model_.machines.size());
        station.machines = machines;
        const auto index = static_cast<std::int32_t>(model_.stations.size());
        for (std::int32_t n = 0; n < machines; ++n) model_.machines.push_back({index, n, {}, {}, {}, {}});
        return put(model_.stations, std::move(station));
      }
      case ElementKind::Buffer:
      case ElementKind::Conveyor: break;
    }
    BufferModel buffer;
    buffer.capacity = kUnlimited;
    return put(model_.buffers, std::move(buffer));
  }

  void arrows() {
    for (const EventLog::Arrow& a : log_.arrows) {
      Element& from = model_.elements[at(id_[at(a.from)])];
      from.successors.push_back(id_[at(a.to)]);
      from.via.push_back(a.fleet);
      model_.elements[at(id_[at(a.to)])].predecessors.push_back(id_[at(a.from)]);
    }
  }

  // Their stops are where the elements come to stand.
  void fleets(const std::vector<std::int32_t>& vehicles) {
    if (log_.fleets.empty()) return;
    LineModel without = model_;
    for (Element& e : without.elements) std::fill(e.via.begin(), e.via.end(), kNone);
    const Placement placed = place(without);
    for (std::size_t f = 0; f < log_.fleets.size(); ++f) {
      FleetModel fleet;
      fleet.name = log_.fleets[f];
      fleet.count = vehicles[f];
      fleet.stop.assign(model_.elements.size(), kNone);
      for (std::size_t e = 0; e < model_.elements.size(); ++e)
        for (std::size_t k = 0; k < model_.elements[e].via.size(); ++k)
          if (model_.elements[e].via[k] == static_cast<std::int32_t>(f))
            for (const ElementId end : {static_cast<ElementId>(e), model_.elements[e].successors[k]})
              stop(fleet, end, placed.elements[at(end)].centre);
      model_.fleets.push_back(std::move(fleet));
    }
  }

  static void stop(FleetModel& fleet, ElementId element, Point where) {
    if (fleet.stop[at(element)] != kNone) return;
    fleet.stop[at(element)] = fleet.stops;
    fleet.point_of.push_back(fleet.stops++);
    Spot spot;
    spot.x = where.x;
    spot.y = where.y;
    fleet.points.push_back(spot);
  }

  const EventLog& log_;
  LineModel model_;
  std::vector<ElementId> id_;  // by number in the log
};

}  // namespace

std::optional<LineOfLog> line_of_log(const EventLog& log, std::shared_ptr<const LineModel> model) {
  LineOfLog line;
  line.elements = elements_of(log, *model);
  if (!all_known(line.elements)) return std::nullopt;
  line.machines = machines_of(log, *model, line.elements);
  line.vehicles = vehicles_of(log, *model);
  line.pools =
      named(log.pools, Places(model->pools, [](const PoolModel& p) -> std::string_view { return p.name; }));
  line.variants = named(log.variants,
                        Places(model->variants, [](const std::string& v) -> std::string_view { return v; }));
  if (!all_known(line.machines) || !all_known(line.vehicles) || !all_known(line.pools) ||
      !all_known(line.variants))
    return std::nullopt;
  line.model = std::move(model);
  return line;
}

std::optional<LineOfLog> line_of_log(const EventLog& log, const std::string& name, std::string& error) {
  std::optional<LineModel> made = Guess(log, name).made(error);
  if (!made) return std::nullopt;
  std::optional<LineOfLog> line = line_of_log(log, std::make_shared<const LineModel>(std::move(*made)));
  if (!line) {
    error = "the log contradicts itself: an element has states of machines as well as a level";
    return std::nullopt;
  }
  line->guessed = true;
  return line;
}

}  // namespace linetwin::viewer
