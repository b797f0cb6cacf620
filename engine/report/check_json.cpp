#include "report/check_json.hpp"

#include <fmt/format.h>

#include <cmath>

#include "analysis/targets.hpp"
#include "report/json_figure.hpp"

namespace linetwin {
namespace {

constexpr const char* kResourceKinds[] = {"conveyor", "fleet", "pool"};

Json finite(double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); }

const std::string& resource_name(const LineModel& model, const ResourceCapacity& r) {
  const auto i = static_cast<std::size_t>(r.index);
  switch (r.kind) {
    case ResourceCapacity::Kind::Conveyor: return model.of(model.conveyors[i]).name;
    case ResourceCapacity::Kind::Fleet: return model.fleets[i].name;
    default: return model.pools[i].name;
  }
}

const char* kind_word(ElementKind kind) {
  switch (kind) {
    case ElementKind::Source: return "source";
    case ElementKind::Station: return "station";
    case ElementKind::Buffer: return "buffer";
    case ElementKind::Conveyor: return "conveyor";
    default: return "sink";
  }
}

}  // namespace

Json check_json(const LineModel& model, const CapacityReport& report, const std::string& version) {
  Json j;
  j["linetwin"] = 1;
  j["version"] = version;
  j["model"] = model.name;
  j["model_hash"] = fmt::format("{:016x}", model.hash);
  j["elements"] = Json::array();
  for (const Element& element : model.elements) {
    Json next = Json::array();
    for (const ElementId to : element.successors)
      next.push_back(model.elements[static_cast<std::size_t>(to)].name);
    j["elements"].push_back(
        {{"name", element.name}, {"kind", kind_word(element.kind)}, {"goes_to", std::move(next)}});
  }
  Json stations = Json::object();
  for (std::size_t k = 0; k < model.stations.size(); ++k) {
    const StationCapacity& c = report.stations[k];
    stations[model.of(model.stations[k]).name] = {{"machines", model.stations[k].machines},
                                                  {"cycle_s", finite(c.cycle_s)},
                                                  {"availability", finite(c.availability)},
                                                  {"on", finite(c.on)},
                                                  {"visits", finite(c.visits)},
                                                  {"parts_per_h", finite(c.parts_per_h)},
                                                  {"line_parts_per_h", finite(c.line_parts_per_h)}};
  }
  Json resources = Json::object();
  for (const ResourceCapacity& r : report.resources)
    resources[resource_name(model, r)] = {{"kind", kResourceKinds[static_cast<std::size_t>(r.kind)]},
                                          {"line_parts_per_h", finite(r.line_parts_per_h)}};
  const auto limit = [&]() -> Json {
    if (report.scarce != kNone)
      return resource_name(model, report.resources[static_cast<std::size_t>(report.scarce)]);
    if (report.limit != kNone) return model.of(model.stations[static_cast<std::size_t>(report.limit)]).name;
    return nullptr;
  };
  j["capacity"] = {{"line_parts_per_h", number(report.line_parts_per_h)},
                   {"arrivals_per_h", number(report.arrivals_per_h)},
                   {"limit", limit()},
                   {"stations", std::move(stations)},
                   {"resources", std::move(resources)},
                   {"assumptions", report.assumptions}};
  if (const auto wanted = wanted_per_h(model.targets)) j["takt_s"] = number(takt_s(model, *wanted));
  return j;
}

}  // namespace linetwin
