#include "comparison/comparison_json.hpp"

#include "comparison/comparison_reasons.hpp"
#include "comparison/comparison_text.hpp"
#include "report/json_figure.hpp"

namespace linetwin {
namespace {

using compare::Difference;
using compare::Verdict;

Json estimate_json(const compare::Estimate& e) {
  return {{"value", e.value}, {"half_width", number(e.half_width)}};
}

const char* verdict_name(Verdict verdict) {
  return verdict == Verdict::Better ? "better" : verdict == Verdict::Worse ? "worse" : "cannot_tell";
}

Json difference_json(const Difference& d) {
  return {{"pairs", d.n},
          {"value", number(d.value)},
          {"half_width", number(d.half_width)},
          {"simultaneous_half_width", number(d.simultaneous_half_width)},
          {"alone", verdict_name(d.alone)},
          {"among_all", verdict_name(d.among_all)}};
}

Json levels_json(const Comparison& c, const RankedCase& one) {
  Json levels = Json::array();
  for (const ResultsLevel& level : one.row.levels) {
    const auto at = static_cast<std::size_t>(level.factor);
    levels.push_back({{"factor", at < c.head.factors.size() ? c.head.factors[at].path : ""},
                      {"text", level.text},
                      {"number", number(level.number)}});
  }
  return levels;
}

Json case_json(const Comparison& c, std::size_t place) {
  const RankedCase& one = c.ranking[place];
  Json held = Json::array();
  for (std::size_t k = 0; k < one.constraints.size(); ++k)
    held.push_back({{"text", c.constraints[k].text},
                    {"measured", figure(one.constraints[k].measured)},
                    {"kept", fulfilled_name(one.constraints[k].kept)}});
  Json bottlenecks = Json::array();
  for (const auto& [station, share] : one.bottlenecks)
    bottlenecks.push_back({{"station", station}, {"share", share}});
  return {
      {"rank", place + 1},
      {"case", one.row.name},
      {"id", one.row.id},
      {"base", one.row.base},
      {"cost", one.row.cost},
      {"levels", levels_json(c, one)},
      {"replications", one.replications},
      {"finished", one.finished},
      {"n", one.n},
      {"value", figure(one.value)},
      {"constraints", held},
      {"kept", fulfilled_name(one.kept)},
      {"against_control", place == c.control ? Json(nullptr) : difference_json(one.against_control)},
      {"against_best", place == 0 || place >= c.rivals ? Json(nullptr) : difference_json(one.against_best)},
      {"bottlenecks", bottlenecks}};
}

Json best_json(const Comparison& c) {
  if (!c.has_best()) return nullptr;
  Json others = Json::array();
  for (const std::size_t place : c.not_told) others.push_back(c.ranking[place].row.name);
  return {{"case", c.ranking[0].row.name},
          {"certain", c.not_told.empty()},
          {"cannot_be_told_from", others},
          {"sentence", best_sentence(c)}};
}

const char* standing_name(compare::Standing standing) {
  return standing == compare::Standing::Front       ? "front"
         : standing == compare::Standing::Dominated ? "dominated"
                                                    : "cannot_tell";
}

Json front_json(const Comparison& c) {
  Json front = Json::array();
  for (const FrontPoint& point : c.front) {
    const RankedCase& one = c.ranking[point.place];
    front.push_back({{"case", one.row.name},
                     {"cost", one.row.cost},
                     {"value", figure(one.value)},
                     {"standing", c.front_judged ? Json(standing_name(point.standing)) : Json(nullptr)}});
  }
  return front;
}

Json test_json(const compare::FTest& test) {
  return {{"degrees", test.degrees},
          {"error_degrees", test.error_degrees},
          {"f", number(test.f)},
          {"p", number(test.p)}};
}

Json effect_json(const CaseEffects& e, const compare::Effect& effect) {
  Json factors = Json::array();
  for (const std::size_t f : effect.factors) factors.push_back(e.factors[f].name);
  Json result = {{"factors", factors}, {"estimated", effect.estimated}};
  if (!effect.estimated) return result;
  const std::size_t second =
      effect.factors.size() > 1 ? e.factors[effect.factors[1]].levels.size() : std::size_t{1};
  Json levels = Json::array();
  for (std::size_t i = 0; i < effect.means.size(); ++i) {
    Json of = Json::array({e.factors[effect.factors[0]].levels[i / second]});
    if (effect.factors.size() > 1) of.push_back(e.factors[effect.factors[1]].levels[i % second]);
    levels.push_back({{"levels", of},
                      {"mean", estimate_json(effect.means[i])},
                      {"deviation", estimate_json(effect.deviations[i])}});
  }
  result["range"] = estimate_json(effect.range);
  result["range_p"] = number(effect.range_p);
  result["squares"] = effect.squares;
  result["test"] = test_json(effect.test);
  result["by_level"] = levels;
  return result;
}

Json effects_json(const CaseEffects& e) {
  if (!e.effects) return {{"why_not", why_not_text(e.why_not)}};
  Json all = Json::array();
  for (const compare::Effect& effect : e.effects->effects) all.push_back(effect_json(e, effect));
  return {{"cases", e.cases},
          {"grand_mean", estimate_json(e.effects->grand_mean)},
          {"total_squares", e.effects->total_squares},
          {"rest_squares", e.effects->rest_squares},
          {"replications_are_blocks", e.effects->replications_are_blocks},
          {"interactions", e.interactions},
          {"effects", all}};
}

const char* kind_name(compare::StationaryKind kind) {
  switch (kind) {
    case compare::StationaryKind::Maximum: return "maximum";
    case compare::StationaryKind::Minimum: return "minimum";
    case compare::StationaryKind::Saddle: return "saddle";
    default: return "ridge";
  }
}

Json points_json(const Comparison& c, const compare::Surface& surface) {
  Json points = Json::array();
  for (std::size_t i = 0; i < surface.points.size(); ++i) {
    const compare::PointFit& point = surface.points[i];
    points.push_back({{"case", c.ranking[c.surface.places[i]].row.name},
                      {"fitted", point.fitted},
                      {"residual", point.residual},
                      {"leverage", point.leverage}});
  }
  return points;
}

Json surface_json(const Comparison& c) {
  const CaseSurface& s = c.surface;
  if (!s.answer.surface) return {{"why_not", why_not_text(s.why_not)}};
  const compare::Surface& surface = *s.answer.surface;
  Json coefficients = Json::array();
  for (const compare::Coefficient& one : surface.coefficients)
    coefficients.push_back({{"term", term_text(s.factors, one.term)},
                            {"value", one.value},
                            {"standard_error", number(one.standard_error)},
                            {"p", number(one.p)}});
  Json region = Json::array();
  for (std::size_t f = 0; f < s.factors.size(); ++f)
    region.push_back(
        {{"factor", s.factors[f]}, {"low", surface.region[f].low}, {"high", surface.region[f].high}});
  Json stationary = nullptr;
  if (surface.stationary)
    stationary = {{"kind", kind_name(surface.stationary->kind)},
                  {"x", surface.stationary->x},
                  {"value", surface.stationary->value},
                  {"inside", surface.stationary->inside}};
  return {{"base", s.base},
          {"held", s.held},
          {"why_not", why_not_text(s.why_not)},
          {"order", surface.order},
          {"region", region},
          {"coefficients", coefficients},
          {"r_squared", surface.r_squared},
          {"adjusted_r_squared", surface.adjusted_r_squared},
          {"predicted_r_squared", number(surface.predicted_r_squared)},
          {"residual_sd", surface.residual_sd},
          {"lack_of_fit", test_json(surface.lack_of_fit)},
          {"stationary", stationary},
          {"points", points_json(c, surface)}};
}

Json one_at_a_time_json(const Comparison& c) {
  Json all = Json::array();
  for (const OneAtATime& tried : c.one_at_a_time) {
    Json rows = Json::array();
    for (const OneAtATime::Row& row : tried.rows)
      rows.push_back({{"value", row.label},
                      {"case", c.ranking[row.place].row.name},
                      {"difference", difference_json(row.difference)}});
    all.push_back({{"base", tried.base}, {"reference", c.ranking[tried.reference].row.name}, {"rows", rows}});
  }
  return all;
}

Json stuck_json(const Comparison& c) {
  Json all = Json::array();
  for (const ResultsReplication& r : c.stuck)
    all.push_back(
        {{"id", r.case_id}, {"replication", r.replication}, {"outcome", r.outcome}, {"message", r.message}});
  return all;
}

}  // namespace

std::string comparison_json(const Comparison& c, const std::vector<RequirementVerdict>& required) {
  Json cases = Json::array();
  for (std::size_t i = 0; i < c.ranking.size(); ++i)
    if (i < c.shown || i == c.control) cases.push_back(case_json(c, i));
  Json text = {{"linetwin", 1},
               {"version", c.head.version},
               {"scenario", c.head.scenario},
               {"model", c.head.model},
               {"model_hash", c.head.model_hash},
               {"seed", c.head.seed},
               {"metric", c.metric},
               {"direction", c.maximise ? "maximise" : "minimise"},
               {"confidence", kConfidence},
               {"cases", c.ranking.size()},
               {"cases_of_study", c.head.cases},
               {"replications", c.replications},
               {"unfinished", c.unfinished},
               {"control", c.ranking.empty() ? Json(nullptr) : Json(c.ranking[c.control].row.name)},
               {"best", best_json(c)},
               {"ranking", cases},
               {"front", front_json(c)},
               {"effects", effects_json(c.effects)},
               {"surface", surface_json(c)},
               {"one_at_a_time", one_at_a_time_json(c)},
               {"stuck", stuck_json(c)},
               {"required", requirements_json(required)}};
  // names from the model may hold bytes that are no UTF-8
  return text.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace linetwin
