// The defence of a result as JSON: what stands beside the figures when a study was watched.
#include "report/json_details.hpp"

#include <nlohmann/json.hpp>

#include "report/json_figure.hpp"

namespace linetwin {
namespace {

Json oee(const LineModel& model, const Details& d) {
  Json all = Json::object();
  for (std::size_t s = 0; s < d.oee.size(); ++s) {
    const OeeFigures& o = d.oee[s];
    all[model.of(model.stations[s]).name] = {{"availability", figure(o.availability)},
                                             {"shop_floor_availability", figure(o.shop_floor_availability)},
                                             {"effectiveness", figure(o.effectiveness)},
                                             {"quality", figure(o.quality)},
                                             {"oee", figure(o.oee)},
                                             {"nee", figure(o.nee)},
                                             {"teep", figure(o.teep)},
                                             {"first_pass_yield", figure(o.first_pass_yield)}};
  }
  return all;
}

Json losses(const LineModel& model, const Details& d) {
  if (!d.losses) return nullptr;
  Json steps = Json::array();
  for (std::size_t i = 0; i < kLosses; ++i)
    steps.push_back({{"loss", kLossNames[i]}, {"parts_per_h", figure(d.losses->steps[i])}});
  return {{"station", model.of(model.stations[static_cast<std::size_t>(d.losses_of)]).name},
          {"ideal_per_h", d.losses->ideal},
          {"steps", std::move(steps)},
          {"real_per_h", figure(d.losses->real)}};
}

Json sensitivity(const LineModel& model, const Sensitivity& s) {
  const auto station = [&](std::int32_t k) {
    return k == kNone ? Json(nullptr) : Json(model.of(model.stations[static_cast<std::size_t>(k)]).name);
  };
  Json gains = Json::array();
  for (const Gain& gain : s.gains) {
    Json one = {{"station", station(gain.what.station)}, {"what", improvement_name(gain.what.kind)}};
    if (gain.what.kind == Improvement::Kind::Buffer)
      one["buffer"] = model.of(model.buffers[static_cast<std::size_t>(gain.what.buffer)]).name;
    one["parts_per_h"] = figure(gain.parts_per_h);
    gains.push_back(std::move(one));
  }
  Json all = {{"step", s.step}, {"gains", std::move(gains)}};
  if (s.relief)
    all["relief"] = {{"parts_per_h", figure(s.relief->parts_per_h)}, {"next", station(s.relief->next)}};
  return all;
}

Json flow(const LineModel& model, const Details& d) {
  Json all = Json::array();
  for (std::size_t e = 0; e < d.flow_per_h.size(); ++e)
    for (std::size_t k = 0; k < d.flow_per_h[e].size(); ++k)
      all.push_back({{"from", model.elements[e].name},
                     {"to", model.elements[static_cast<std::size_t>(model.elements[e].successors[k])].name},
                     {"parts_per_h", d.flow_per_h[e][k]}});
  return all;
}

Json values(const std::vector<Figure>& figures, std::optional<double> Figure::*what) {
  Json all = Json::array();
  for (const Figure& f : figures) all.push_back(number(f.*what));
  return all;
}

Json series(const LineModel& model, const Series& s) {
  Json edges = Json::array();
  for (const Time edge : s.edges) edges.push_back(seconds(edge));
  const auto means = [](const std::vector<Figure>& figures) {
    return Json{{"mean", values(figures, &Figure::mean)},
                {"half_width", values(figures, &Figure::half_width)}};
  };
  Json stations = Json::object();
  for (std::size_t i = 0; i < s.states.size(); ++i) {
    Json& station = stations[model.of(model.stations[i]).name];
    for (std::size_t k = 0; k < kMachineStates; ++k) {
      Json shares = Json::array();
      for (const auto& slice : s.states[i]) shares.push_back(slice[k]);
      station[kMachineStateNames[k]] = std::move(shares);
    }
  }
  Json buffers = Json::object();
  for (std::size_t b = 0; b < s.levels.size(); ++b) {
    Json levels = Json::array();
    for (const Series::Level& level : s.levels[b]) levels.push_back(level.mean);
    buffers[model.of(model.buffers[b]).name] = {{"level", std::move(levels)}};
  }
  return {{"edges_s", std::move(edges)},
          {"throughput_per_h", means(s.throughput_per_h)},
          {"wip", means(s.wip)},
          {"lead_time_s", means(s.lead_time_s)},
          {"scrapped_per_h", means(s.scrapped_per_h)},
          {"stations", std::move(stations)},
          {"buffers", std::move(buffers)}};
}

}  // namespace

Json details_json(const LineModel& model, const Details& details) {
  return {{"oee", oee(model, details)},
          {"losses", losses(model, details)},
          {"sensitivity", sensitivity(model, details.sensitivity)},
          {"flow", flow(model, details)},
          {"series", series(model, details.series)}};
}

}  // namespace linetwin
