#include "report/json.hpp"

#include <fmt/format.h>

#include "analysis/targets.hpp"
#include "report/json_details.hpp"
#include "report/json_figure.hpp"
#include "report/text.hpp"

namespace linetwin {
namespace {

Json stations(const LineModel& model, const Summary& s) {
  Json all = Json::object();
  for (std::size_t k = 0; k < model.stations.size(); ++k) {
    Json one;
    for (std::size_t i = 0; i < kMachineStates; ++i)
      one[kMachineStateNames[i]] = figure(s.stations[k].state[i]);
    one["parts_finished"] = figure(s.stations[k].finished);
    one["parts_scrapped"] = figure(s.stations[k].scrapped);
    all[model.of(model.stations[k]).name] = std::move(one);
  }
  return all;
}

Json buffers(const LineModel& model, const Summary& s) {
  Json all = Json::object();
  for (std::size_t b = 0; b < model.buffers.size(); ++b)
    all[model.of(model.buffers[b]).name] = {{"level", figure(s.buffers[b].level)},
                                            {"full", figure(s.buffers[b].full)},
                                            {"empty", figure(s.buffers[b].empty)}};
  return all;
}

Json parts(const LineModel& model, const Summary& s) {
  Json all = Json::object();
  for (std::size_t v = 0; v < model.variants.size(); ++v)
    all[model.variants[v]] = {{"throughput_per_h", figure(s.variants[v].throughput_per_h)},
                              {"lead_time_s", figure(s.variants[v].lead_time_s)}};
  return all;
}

Json sources(const LineModel& model, const Summary& s) {
  Json all = Json::object();
  for (std::size_t i = 0; i < model.sources.size(); ++i)
    all[model.of(model.sources[i]).name] = {{"created", figure(s.sources[i].created)},
                                            {"lost", figure(s.sources[i].lost)},
                                            {"outside", figure(s.sources[i].outside)}};
  return all;
}

Json conveyors(const LineModel& model, const Summary& s) {
  Json all = Json::object();
  for (std::size_t c = 0; c < model.conveyors.size(); ++c)
    all[model.of(model.conveyors[c]).name] = {{"level", figure(s.conveyors[c].level)},
                                              {"full", figure(s.conveyors[c].full)},
                                              {"empty", figure(s.conveyors[c].empty)},
                                              {"blocked", figure(s.conveyors[c].blocked)}};
  return all;
}

Json vehicles(const LineModel& model, const Summary& s) {
  Json all = Json::object();
  for (std::size_t f = 0; f < model.fleets.size(); ++f)
    all[model.fleets[f].name] = {{"loaded", figure(s.fleets[f].loaded)},
                                 {"empty", figure(s.fleets[f].empty)},
                                 {"idle", figure(s.fleets[f].idle)},
                                 {"waiting", figure(s.fleets[f].waiting)}};
  return all;
}

Json limits(const LineModel& model, const Summary& s) {
  Json all = Json::object();
  for (std::size_t l = 0; l < model.limits.size(); ++l) {
    const LimitModel& limit = model.limits[l];
    Json one = {{"unit", limit.mass ? "kg" : "parts"},
                {"mean", figure(s.limits[l].mean)},
                {"peak", figure(s.limits[l].peak)},
                {"full", figure(s.limits[l].full)},
                {"held_back_h", figure(s.limits[l].held_back_h)},
                {"above_h", Json::array()}};
    for (std::size_t i = 0; i < limit.report.size(); ++i) {
      Json above = {{"threshold", static_cast<double>(limit.report[i]) * limit.unit()}};
      above.update(figure(s.limits[l].above[i]));
      one["above_h"].push_back(std::move(above));
    }
    all[limit.name] = std::move(one);
  }
  return all;
}

// Into `j`, where the model has targets.
void add_targets(const LineModel& model, const Summary& s, Json& j) {
  for (const TargetVerdict& v : judge(model, s)) {
    Json one;
    switch (v.kind) {
      case TargetKind::Throughput: one["target_per_h"] = v.target; break;
      case TargetKind::Demand:
        one["target"] = v.target;
        one["per"] = period_name(model.targets.demand->period);
        one["target_per_h"] = model.targets.demand->per_h();
        break;
      case TargetKind::LeadTime: one["target_s"] = v.target; break;
    }
    if (v.kind != TargetKind::LeadTime) one["takt_s"] = number(v.takt_s);
    one["measured"] = figure(v.measured);
    one["verdict"] = kJudgementNames[static_cast<std::size_t>(v.judgement)];
    j["targets"][kTargetNames[static_cast<std::size_t>(v.kind)]] = std::move(one);
  }
}

Json step_json(const LineModel& model, const JamStep& step) {
  Json one = {{"element", step_name(model, step)}};
  if (step.kind == JamStep::Kind::Limit && model.limits[static_cast<std::size_t>(step.element)].mass) {
    const double unit = model.limits[static_cast<std::size_t>(step.element)].unit();
    one["kg"] = static_cast<double>(step.parts) * unit;
    one["max_kg"] = static_cast<double>(step.capacity) * unit;
    return one;
  }
  one["parts"] = step.parts;
  one["capacity"] = step.capacity == kUnlimited ? Json("unlimited") : Json(step.capacity);
  return one;
}

Json stuck(const LineModel& model, const Summary& s) {
  Json all = Json::array();
  for (const Stuck& one : s.stuck) {
    Json circle = Json::array();
    for (const JamStep& step : one.circle) {
      circle.push_back(step_json(model, step));
    }
    all.push_back({{"replication", one.replication + 1},
                   {"at_s", seconds(one.at)},
                   {"kind", one.outcome == Outcome::Jammed ? "jam" : "endless"},
                   {"circle", std::move(circle)}});
  }
  return all;
}

Json bottleneck(const LineModel& model, const Summary& s) {
  const auto name = [&](std::int32_t station) {
    return station == kNone ? Json(nullptr)
                            : Json(model.of(model.stations[static_cast<std::size_t>(station)]).name);
  };
  const auto names = [&](const std::vector<std::int32_t>& stations) {
    Json all = Json::array();
    for (const std::int32_t station : stations) all.push_back(name(station));
    return all;
  };
  std::string methods;
  Json votes = Json::array();
  for (const Vote& vote : s.jury.votes) {
    methods += fmt::format("{}{}", methods.empty() ? "jury of " : ", ", method_name(vote.method));
    Json scores = Json::object();
    for (std::size_t k = 0; k < vote.scores.size(); ++k)
      scores[model.of(model.stations[k]).name] = figure(vote.scores[k]);
    votes.push_back({{"method", method_name(vote.method)},
                     {"station", name(vote.station)},
                     {"tied", names(vote.tied)},
                     {"share_of_replications", vote.share_of_replications},
                     {"scores", std::move(scores)}});
  }
  const Verdict& verdict = s.jury.verdict;
  return {{"station", name(verdict.station)},
          {"method", methods},
          {"share_of_replications", verdict.share_of_replications},
          {"agree", verdict.agree},
          {"of", verdict.of},
          {"tied", names(verdict.tied)},
          {"votes", std::move(votes)}};
}

Json batches(const BatchSummary& b) {
  const auto one = [](const BatchMeans& means) {
    Json j = figure(means.figure);
    j["batches"] = means.batches;
    j["correlated"] = means.correlated;
    return j;
  };
  Json all = {{"throughput_per_h", one(b.throughput_per_h)}, {"wip", one(b.wip)}};
  if (b.lead_time_s) all["lead_time_s"] = one(*b.lead_time_s);
  return all;
}

}  // namespace

std::string json_report(const LineModel& model, const Summary& s, const JsonContext& context) {
  Json j;
  j["linetwin"] = 1;
  j["version"] = context.version;
  j["model"] = model.name;
  j["model_hash"] = fmt::format("{:016x}", model.hash);
  j["options"] = Json::object();
  for (const auto& [key, value] : context.options) {
    if (key == "set") {
      j["options"]["set"].push_back(value);
    } else {
      j["options"][key] = value;
    }
  }
  j["seed"] = s.options.seed;
  j["replications"] = s.ended;
  j["replications_finished"] = s.finished;
  j["interrupted"] = s.interrupted;
  j["duration_s"] = seconds(s.options.duration);
  j["warmup_s"] = seconds(s.options.warmup);
  j["warmup_found"] = context.warmup_found;
  if (context.precision) j["precision"] = {{"reached", context.precision->reached}};
  j["confidence"] = kConfidence;
  j["scheduled_h"] = s.scheduled_h;
  j["throughput_per_h"] = figure(s.throughput_per_h);
  j["throughput_per_scheduled_h"] = figure(s.throughput_per_scheduled_h);
  j["wip"] = figure(s.wip);
  j["lead_time_s"] = figure(s.lead_time_s);
  j["lead_time_quantiles_s"] = Json::object();
  for (std::size_t i = 0; i < kQuantiles.size(); ++i)
    j["lead_time_quantiles_s"][fmt::format("p{:g}", kQuantiles[i] * 100)] =
        figure(s.lead_time_quantiles_s[i]);
  if (s.batches) j["batch_means"] = batches(*s.batches);
  j["parts_out"] = figure(s.parts_out);
  j["parts_scrapped"] = figure(s.parts_scrapped);
  j["stations"] = stations(model, s);
  j["buffers"] = buffers(model, s);
  j["parts"] = parts(model, s);
  j["sources"] = sources(model, s);
  j["sinks"] = Json::object();
  for (std::size_t i = 0; i < model.sinks.size(); ++i)
    j["sinks"][model.of(model.sinks[i]).name] = {{"parts", figure(s.sinks[i])}};
  j["conveyors"] = conveyors(model, s);
  j["workers"] = Json::object();
  for (std::size_t p = 0; p < model.pools.size(); ++p)
    j["workers"][model.pools[p].name] = {{"busy", figure(s.pools[p].busy)}};
  j["vehicles"] = vehicles(model, s);
  j["limits"] = limits(model, s);
  add_targets(model, s, j);
  j["bottleneck"] = bottleneck(model, s);
  if (context.details) j["details"] = details_json(model, *context.details);
  if (!context.requirements.empty()) j["requirements"] = requirements_json(context.requirements);
  Json series = Json::array();
  for (const auto& x : s.throughput_by_replication) series.push_back(number(x));
  j["per_replication"] = {{"throughput_per_h", std::move(series)}};
  j["jammed"] = stuck(model, s);
  j["warnings"] = s.warnings;
  return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace linetwin
