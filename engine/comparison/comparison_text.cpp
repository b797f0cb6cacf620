#include "comparison/comparison_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/unicode.hpp"
#include "comparison/comparison_ranking.hpp"
#include "comparison/comparison_reasons.hpp"
#include "report/table.hpp"

namespace linetwin {
namespace {

using compare::Standing;
using compare::Verdict;
using Align = Table::Align;

constexpr std::size_t kMostFront = 12;
constexpr std::size_t kMostEffects = 8;
constexpr std::size_t kMostOneAtATime = 12;
constexpr std::size_t kMostStuck = 5;
constexpr std::size_t kMostCoefficients = 10;
constexpr std::size_t kMostResiduals = 3;

std::string plural(std::int64_t n, const char* word) {
  return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}

std::string head_text(const Comparison& c) {
  const auto cases = static_cast<std::int64_t>(c.ranking.size());
  std::string run = plural(cases, "case");
  if (c.head.cases != cases) run += fmt::format(" of {}", c.head.cases);
  std::string text = fmt::format("{} on {}: {}, {}\n", c.head.scenario, c.head.model, run,
                                 plural(c.replications, "replication"));
  const std::string unit = metric_unit(c.head, c.metric);
  text += fmt::format("  Compared by {}{}, {} is better", c.metric, unit.empty() ? "" : " in " + unit,
                      c.maximise ? "more" : "less");
  for (std::size_t i = 0; i < c.constraints.size(); ++i)
    text += (i == 0 ? "; subject to " : ", ") + c.constraints[i].text;
  return text + "\n";
}

// What a sampled case is, which is called by its number.
std::string best_levels_text(const Comparison& c) {
  const RankedCase& best = c.ranking.front();
  const std::string brief = brief_name(c, best);
  if (brief == best.row.name) return {};
  std::string text = brief + ":";
  for (std::size_t i = 0; i < best.row.levels.size(); ++i)
    text += (i == 0 ? " " : ", ") + level_text(c.head, best.row.levels[i]);
  return wrapped_text(text, "  ");
}

std::string p_text(const std::optional<double>& p) {
  if (!p) return "-";
  return *p < 0.001 ? "< 0.001" : fmt::format("{:.3f}", *p);
}

std::string standing_text(const Comparison& c, Standing standing) {
  if (!c.front_judged) return "by the means";
  return standing == Standing::Front ? "for sure" : "perhaps: another may be as good for no more cost";
}

std::string front_text(const Comparison& c) {
  if (c.front.empty()) return {};
  Table table({Align::Left, Align::Right, Align::Right, Align::Left});
  const std::size_t shown = std::min(c.front.size(), kMostFront);
  for (std::size_t i = 0; i < shown; ++i) {
    const RankedCase& one = c.ranking[c.front[i].place];
    table.add({fitted_name(one, brief_name(c, one), 40), cost_text(one.row.cost), figure_text(one.value),
               standing_text(c, c.front[i].standing)});
  }
  std::string text =
      fmt::format("\nOn the front of cost against {} (no other is better for no more cost):\n", c.metric) +
      table.text("  ");
  if (shown < c.front.size()) text += fmt::format("  and {} more\n", c.front.size() - shown);
  return text;
}

std::string effect_name(const CaseEffects& e, const compare::Effect& effect) {
  std::string name;
  for (const std::size_t f : effect.factors) name += (name.empty() ? "" : " x ") + e.factors[f].name;
  return name;
}

// The level, or the pair of levels, of a deviation.
std::string levels_text(const CaseEffects& e, const compare::Effect& effect, std::size_t at) {
  if (effect.factors.size() == 1) return e.factors[effect.factors[0]].levels[at];
  const std::size_t second = e.factors[effect.factors[1]].levels.size();
  return e.factors[effect.factors[0]].levels[at / second] + ", " +
         e.factors[effect.factors[1]].levels[at % second];
}

std::string effects_text(const Comparison& c) {
  const CaseEffects& e = c.effects;
  if (e.why_not.reason == WhyNot::Reason::TooManyLevels)
    return "\n" + wrapped_text("No effects: " + why_not_text(e.why_not), "");
  if (!e.effects) return {};
  std::vector<const compare::Effect*> known;
  std::size_t unknown = 0;
  for (const compare::Effect& effect : e.effects->effects) {
    if (effect.estimated)
      known.push_back(&effect);
    else
      ++unknown;
  }
  std::stable_sort(known.begin(), known.end(),
                   [](const auto* a, const auto* b) { return a->range.value > b->range.value; });
  Table table({Align::Left, Align::Right, Align::Right, Align::Right, Align::Left});
  table.add({"effect", "range", "share", "p", "from lowest to highest"});
  const std::size_t shown = std::min(known.size(), kMostEffects);
  for (std::size_t i = 0; i < shown; ++i) {
    const compare::Effect& effect = *known[i];
    const double share = e.effects->total_squares > 0 ? effect.squares / e.effects->total_squares * 100 : 0;
    table.add(
        {fitted_text(effect_name(e, effect), 44), estimate_text(effect.range), fmt::format("{:.1f} %", share),
         p_text(effect.range_p),
         fitted_text(levels_text(e, effect, effect.lowest) + " -> " + levels_text(e, effect, effect.highest),
                     30)});
  }
  std::string text = fmt::format("\nEffects over {} (share: of the differences between cases):\n",
                                 plural(static_cast<std::int64_t>(e.cases), "case"));
  text += table.text("  ");
  if (shown < known.size()) text += fmt::format("  and {} smaller ones\n", known.size() - shown);
  if (unknown > 0) text += fmt::format("  {} cannot be estimated from these cases\n", unknown);
  if (!e.interactions && e.factors.size() > 1) text += "  without interactions: too many levels\n";
  std::string note = effects_error_text(e);
  if (e.effects->error_degrees > 0)
    note +=
        ". ± and p go together: both count all pairs of levels of an effect (Bonferroni), each effect by "
        "itself";
  return text + wrapped_text(note, "  ");
}

const char* kind_text(compare::StationaryKind kind) {
  switch (kind) {
    case compare::StationaryKind::Maximum: return "maximum";
    case compare::StationaryKind::Minimum: return "minimum";
    case compare::StationaryKind::Saddle: return "saddle";
    default: return "ridge";
  }
}

std::string stationary_text(const CaseSurface& s, const compare::StationaryPoint& point) {
  if (point.x.empty()) return "  It has a ridge: no single stationary point\n";
  std::string at;
  for (std::size_t f = 0; f < point.x.size(); ++f)
    at += fmt::format("{}{} = {:.4g}", f > 0 ? ", " : "", s.factors[f], point.x[f]);
  return wrapped_text(
      fmt::format("Stationary point: a {} of {:.5g} at {}{}", kind_text(point.kind), point.value, at,
                  point.inside ? "" : " (outside of what was tried: not to be trusted)"),
      "  ");
}

std::string residuals_text(const Comparison& c, const compare::Surface& surface) {
  std::vector<std::size_t> order(surface.points.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(surface.points[a].residual) > std::abs(surface.points[b].residual);
  });
  std::string text;
  for (std::size_t i = 0; i < std::min(order.size(), kMostResiduals); ++i) {
    if (surface.points[order[i]].residual == 0) break;
    text += fmt::format("{}{:+.3g} ({})", i == 0 ? "Largest residuals: " : ", ",
                        surface.points[order[i]].residual,
                        fitted_name(c.ranking[c.surface.places[order[i]]],
                                    brief_name(c, c.ranking[c.surface.places[order[i]]]), 40));
  }
  return text.empty() ? text : wrapped_text(text, "  ");
}

std::string surface_text(const Comparison& c) {
  const CaseSurface& s = c.surface;
  if (!s.answer.surface)
    return says_why_no_surface(s) ? "\n" + wrapped_text("No response surface: " + why_not_text(s.why_not), "")
                                  : std::string();
  const compare::Surface& surface = *s.answer.surface;
  std::string text = fmt::format("\nResponse surface of {}{} (order {}, {}; coded from -1 to 1):\n", s.base,
                                 s.held.empty() ? "" : " with " + s.held, surface.order,
                                 plural(static_cast<std::int64_t>(s.answer.settings), "setting"));
  if (s.why_not.reason != WhyNot::Reason::None) text += wrapped_text(why_not_text(s.why_not), "  ");
  Table table({Align::Left, Align::Right, Align::Right});
  table.add({"term", "coefficient", "p"});
  std::vector<compare::Coefficient> coefficients = surface.coefficients;
  std::stable_sort(coefficients.begin(), coefficients.end(), [](const auto& a, const auto& b) {
    const auto key = [](const compare::Coefficient& one) {  // the constant first, then by size
      return std::pair(one.term.first.has_value(), -std::abs(one.value));
    };
    return key(a) < key(b);
  });
  const std::size_t shown = std::min(coefficients.size(), kMostCoefficients);
  for (std::size_t i = 0; i < shown; ++i) {
    const compare::Coefficient& one = coefficients[i];
    table.add(
        {fitted_text(term_text(s.factors, one.term), 60), fmt::format("{:.5g}", one.value), p_text(one.p)});
  }
  text += table.text("  ");
  if (shown < coefficients.size()) text += fmt::format("  and {} more terms\n", coefficients.size() - shown);
  std::string fit = fmt::format("R2 {:.3f}, adjusted {:.3f}", surface.r_squared, surface.adjusted_r_squared);
  if (surface.predicted_r_squared) fit += fmt::format(", predicted {:.3f}", *surface.predicted_r_squared);
  fit += fmt::format("; residual sd {:.3g}", surface.residual_sd);
  if (surface.lack_of_fit.p)
    fit += fmt::format("; lack of fit p {}{}", p_text(surface.lack_of_fit.p),
                       *surface.lack_of_fit.p < 0.05 ? ": the polynomial does not describe it" : "");
  text += wrapped_text(fit, "  ");
  if (surface.stationary) text += stationary_text(s, *surface.stationary);
  return text + residuals_text(c, surface);
}

std::string one_at_a_time_text(const Comparison& c, const OneAtATime& tried) {
  Table table({Align::Left, Align::Right, Align::Left});
  const std::size_t shown = std::min(tried.rows.size(), kMostOneAtATime);
  for (std::size_t i = 0; i < shown; ++i)
    table.add({fitted_text(tried.rows[i].label, 60), difference_text(tried.rows[i].difference),
               verdict_text(tried.rows[i].difference.among_all)});
  std::string text =
      fmt::format("\nOne at a time, against {}:\n", c.ranking[tried.reference].row.name) + table.text("  ");
  if (shown < tried.rows.size()) text += fmt::format("  and {} smaller ones\n", tried.rows.size() - shown);
  return text;
}

std::string first_line(const std::string& text) {
  const std::size_t end = text.find('\n');
  return end == std::string::npos ? text : text.substr(0, end) + " ...";
}

std::string stuck_text(const Comparison& c) {
  if (c.unfinished == 0) return {};
  std::string text = fmt::format("\n{} did not finish:\n", plural(c.unfinished, "replication"));
  Table table({Align::Left, Align::Right, Align::Left, Align::Left});
  const std::size_t shown = std::min(c.stuck.size(), kMostStuck);
  for (std::size_t i = 0; i < shown; ++i) {
    const ResultsReplication& r = c.stuck[i];
    const auto found = std::find_if(c.ranking.begin(), c.ranking.end(),
                                    [&](const RankedCase& one) { return one.row.id == r.case_id; });
    const std::string name = found == c.ranking.end() ? std::to_string(r.case_id) : found->row.name;
    table.add({fitted_text(name, 36), std::to_string(r.replication), r.outcome,
               fitted_text(first_line(r.message), 54)});
  }
  text += table.text("  ");
  const auto rest = c.unfinished - static_cast<std::int64_t>(shown);
  if (rest > 0) text += fmt::format("  and {} more\n", rest);
  return text;
}

}  // namespace

std::string term_text(const std::vector<std::string>& factors, const compare::Term& term) {
  if (!term.first) return "constant";
  const std::string& first = factors[*term.first];
  if (!term.second) return first;
  return *term.first == *term.second ? first + "^2" : first + " x " + factors[*term.second];
}

std::string comparison_text(const Comparison& c, const TextStyle& style) {
  std::string text = head_text(c);
  if (c.ranking.empty()) return text + "\nNo replication is in it yet.\n";
  text += "\n" + ranking_text(c, style) + "\n" + wrapped_text(best_sentence(c), "") + best_levels_text(c);
  text += front_text(c);
  for (const OneAtATime& tried : c.one_at_a_time) text += one_at_a_time_text(c, tried);
  return text + effects_text(c) + surface_text(c) + stuck_text(c);
}

}  // namespace linetwin
