// Fronts, effects and surfaces over the cases of a study.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "comparison/comparison_parts.hpp"

namespace linetwin {
namespace {

using compare::Difference;
using compare::Moments;
using compare::Observed;
using compare::Values;
using Reason = WhyNot::Reason;

constexpr double kMostSteps = 5e8;              // of a fit: cases times coefficients squared
constexpr std::size_t kMostValues = 2'000'000;  // of which the replications are held in memory

// With its replications, or its mean and variance alone where there are too many cases.
Observed observed_of(const ResultsReader& reader, const Comparison& c, std::size_t place, bool in_full) {
  if (in_full) return compare::observed(values_of(reader, c, place));
  const RankedCase& one = c.ranking[place];
  const double sd = one.value.sd.value_or(0);
  return {one.value.mean.value_or(0), static_cast<std::size_t>(one.n), sd * sd, {}};
}

bool fit_into_memory(const Comparison& c, const std::vector<std::size_t>& places) {
  std::size_t values = 0;
  for (const std::size_t place : places) values += static_cast<std::size_t>(c.ranking[place].replications);
  return values <= kMostValues;
}

std::vector<std::size_t> in_order_of_design(const Comparison& c) {
  std::vector<std::size_t> places(c.ranking.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  std::sort(places.begin(), places.end(),
            [&](std::size_t a, std::size_t b) { return c.ranking[a].row.id < c.ranking[b].row.id; });
  return places;
}

const ResultsLevel* level_of(const RankedCase& one, std::size_t factor) {
  for (const ResultsLevel& level : one.row.levels)
    if (level.factor == static_cast<std::int64_t>(factor)) return &level;
  return nullptr;
}

std::vector<std::size_t> factors_used(const Comparison& c, const std::set<std::string>& uses) {
  std::vector<std::size_t> factors;
  for (std::size_t f = 0; f < c.head.factors.size(); ++f)
    if (uses.contains(c.head.factors[f].use)) factors.push_back(f);
  return factors;
}

// Cases that have a level of each of these factors.
std::vector<std::size_t> with_levels(const Comparison& c, const std::vector<std::size_t>& factors) {
  std::vector<std::size_t> places;
  for (const std::size_t place : in_order_of_design(c))
    if (std::all_of(factors.begin(), factors.end(),
                    [&](std::size_t f) { return level_of(c.ranking[place], f) != nullptr; }))
      places.push_back(place);
  return places;
}

std::size_t index_of(std::vector<std::string>& levels, const std::string& text) {
  const auto found = std::find(levels.begin(), levels.end(), text);
  if (found != levels.end()) return static_cast<std::size_t>(found - levels.begin());
  levels.push_back(text);
  return levels.size() - 1;
}

// Their numbers are there as long as each level has one.
std::size_t index_of(CompareFactor& factor, const ResultsLevel& level) {
  const bool ordered = factor.numbers.size() == factor.levels.size();
  const std::size_t index = index_of(factor.levels, level.text);
  if (!ordered || factor.levels.size() == factor.numbers.size()) return index;
  if (level.number && std::isfinite(*level.number))
    factor.numbers.push_back(*level.number);
  else
    factor.numbers.clear();
  return index;
}

// Factors of one level are dropped: they tell nothing.
void drop_constant(CaseEffects& e, std::vector<compare::DesignCase>& cases) {
  for (std::size_t f = e.factors.size(); f-- > 0;) {
    if (e.factors[f].levels.size() > 1) continue;
    const auto at = static_cast<std::ptrdiff_t>(f);
    e.factors.erase(e.factors.begin() + at);
    for (compare::DesignCase& one : cases) one.levels.erase(one.levels.begin() + at);
  }
}

double coefficients(const std::vector<std::size_t>& counts, bool interactions) {
  double main = 0, squares = 0;
  for (const std::size_t n : counts) {
    const auto d = static_cast<double>(n - 1);
    main += d;
    squares += d * d;
  }
  return 1 + main + (interactions ? (main * main - squares) / 2 : 0);
}

}  // namespace

void add_front(const ResultsReader& reader, Comparison& c) {
  if (c.metric == "cost") return;
  std::vector<compare::CostAndValue> points;
  for (std::size_t i = 0; i < c.rivals; ++i) {
    points.push_back({c.ranking[i].row.cost, *c.ranking[i].value.mean, 0, 0});
    c.costs_differ = c.costs_differ || points[i].cost != points[0].cost;
  }
  if (!c.costs_differ) return;
  c.front_judged = c.rivals <= kMostOnFront;
  if (!c.front_judged) {
    // rivals are ranked by value: the cheapest so far is on the front
    std::vector<std::size_t> on;
    for (std::size_t i = 0; i < c.rivals; ++i) {
      const bool equal = !on.empty() && points[on.back()].cost == points[i].cost &&
                         points[on.back()].value == points[i].value;
      const bool better = on.empty() || points[i].cost < points[on.back()].cost;
      const bool same_value = !on.empty() && points[on.back()].value == points[i].value;
      if (better && same_value)
        while (!on.empty() && points[on.back()].value == points[i].value) on.pop_back();
      if (better || equal) on.push_back(i);
    }
    for (auto i = on.rbegin(); i != on.rend(); ++i) c.front.push_back({*i, compare::Standing::CannotTell});
    return;
  }
  std::vector<Values> values;
  for (std::size_t i = 0; i < c.rivals; ++i) values.push_back(values_of(reader, c, i));
  const auto k = static_cast<double>(c.rivals);
  const double confidence = 1 - (1 - kConfidence) / (k * (k - 1) / 2);
  std::map<std::size_t, double> quantiles;  // by pairs
  const auto difference = [&](std::size_t p, std::size_t q) -> compare::Estimate {
    const Moments moments = paired_moments(values[p], values[q]);
    const double size = std::max(std::abs(points[p].value), std::abs(points[q].value));
    if (moments.n() < 2) return {points[p].value - points[q].value, {}};
    const auto n = static_cast<double>(moments.n());
    double& t = quantiles[moments.n()];
    if (t == 0) t = student_t(confidence, n - 1);
    return {compare::settled(moments.mean(), size),
            compare::settled(t * std::sqrt(*moments.variance() / n), size)};
  };
  const compare::Front front = compare::pareto_front(points, goal_of(c), difference);
  for (const std::size_t i : front.by_cost) c.front.push_back({i, front.points[i].standing});
}

void add_effects(const ResultsReader& reader, Comparison& c) {
  CaseEffects& e = c.effects;
  const std::vector<std::size_t> factors = factors_used(c, {"vary"});
  if (factors.empty()) {
    e.why_not.reason = Reason::NoGrid;
    return;
  }
  const std::vector<std::size_t> places = with_levels(c, factors);
  e.factors.push_back({"case", {}});
  for (const std::size_t f : factors) e.factors.push_back({c.head.factors[f].path, {}});
  std::vector<compare::DesignCase> cases;
  const bool in_full = fit_into_memory(c, places);
  for (const std::size_t place : places) {
    const RankedCase& one = c.ranking[place];
    if (one.n == 0) continue;
    compare::DesignCase design{{index_of(e.factors[0].levels, one.row.base)}, {}};
    for (std::size_t f = 0; f < factors.size(); ++f)
      design.levels.push_back(index_of(e.factors[f + 1], *level_of(one, factors[f])));
    design.observed = observed_of(reader, c, place, in_full);
    cases.push_back(std::move(design));
    e.most_n = std::max(e.most_n, one.n);
  }
  e.cases = cases.size();
  drop_constant(e, cases);
  if (e.factors.empty()) {
    e.why_not.reason = Reason::OneLevel;
    return;
  }
  std::vector<std::size_t> counts;
  for (const CompareFactor& factor : e.factors) counts.push_back(factor.levels.size());
  const auto steps = [&](bool interactions) {
    const double columns = coefficients(counts, interactions);
    return static_cast<double>(cases.size()) * columns * columns;
  };
  e.interactions = counts.size() > 1 && steps(true) <= kMostSteps;
  if (steps(e.interactions) > kMostSteps) {
    e.why_not = {.reason = Reason::TooManyLevels, .cases = cases.size()};
    return;
  }
  e.effects = compare::effects_of(counts, cases, {.interactions = e.interactions});
}

namespace {

bool has_number(const Comparison& c, const std::vector<std::size_t>& places, std::size_t factor) {
  return std::all_of(places.begin(), places.end(), [&](std::size_t place) {
    const ResultsLevel* level = level_of(c.ranking[place], factor);
    return level && level->number && std::isfinite(*level->number);
  });
}

// Factors with numbers of several sizes; cases whose other factors differ from those of `like` are left out.
std::vector<std::size_t> numbered(const Comparison& c, const RankedCase& like,
                                  const std::vector<std::size_t>& factors, std::vector<std::size_t>& places,
                                  std::string& held) {
  std::vector<std::size_t> of_numbers;
  for (const std::size_t f : factors) {
    if (has_number(c, places, f)) {
      of_numbers.push_back(f);
      continue;
    }
    const ResultsLevel* level = level_of(like, f);
    std::erase_if(places, [&](std::size_t place) {
      const ResultsLevel* its = level_of(c.ranking[place], f);
      return !level || !its || its->text != level->text;
    });
    if (level) held += (held.empty() ? "" : ", ") + level_text(c.head, *level);
  }
  std::erase_if(of_numbers, [&](std::size_t f) {
    std::set<double> values;
    for (const std::size_t place : places) values.insert(*level_of(c.ranking[place], f)->number);
    return values.size() < 2;
  });
  return of_numbers;
}

WhyNot why_not_of(const CaseSurface& s) {
  WhyNot w{Reason::None,      s.places.size(),       s.factors.size(),
           s.answer.settings, s.answer.needed_first, s.answer.needed_second};
  switch (s.answer.lack) {
    case compare::SurfaceLack::None: break;
    case compare::SurfaceLack::NoPoints:
    case compare::SurfaceLack::TooFewSettings: w.reason = Reason::TooFewSettings; break;
    case compare::SurfaceLack::NotVaried: w.reason = Reason::NotApart; break;
    case compare::SurfaceLack::TooFewForSecondOrder: w.reason = Reason::FirstOrderTooFew; break;
    case compare::SurfaceLack::SecondOrderNotTold: w.reason = Reason::FirstOrderNotTold; break;
  }
  return w;
}

}  // namespace

void add_surface(const ResultsReader& reader, Comparison& c) {
  CaseSurface& s = c.surface;
  const std::vector<std::size_t> factors = factors_used(c, {"vary", "sample"});
  if (factors.empty()) {
    s.why_not.reason = Reason::NothingVaries;
    return;
  }
  const RankedCase& best = c.ranking.front();
  s.base = best.row.base;
  std::vector<std::size_t> places = with_levels(c, factors);
  std::erase_if(places, [&](std::size_t place) {
    return c.ranking[place].row.base != s.base || c.ranking[place].n == 0;
  });
  const std::vector<std::size_t> of_numbers = numbered(c, best, factors, places, s.held);
  if (of_numbers.empty()) {
    s.why_not.reason = Reason::NoNumbers;
    return;
  }
  const auto k = static_cast<double>(of_numbers.size());
  const double columns = (k + 1) * (k + 2) / 2;
  if (static_cast<double>(places.size()) * columns * columns > kMostSteps) {
    s.why_not = {.reason = Reason::TooManyFactors, .cases = places.size(), .factors = of_numbers.size()};
    return;
  }
  for (const std::size_t f : of_numbers) s.factors.push_back(c.head.factors[f].path);
  std::vector<compare::SurfacePoint> points;
  const bool in_full = fit_into_memory(c, places);
  for (const std::size_t place : places) {
    compare::SurfacePoint point;
    for (const std::size_t f : of_numbers) point.x.push_back(*level_of(c.ranking[place], f)->number);
    point.observed = observed_of(reader, c, place, in_full);
    points.push_back(std::move(point));
  }
  s.places = places;
  s.answer = compare::fit_surface(points);
  s.why_not = why_not_of(s);
}

void add_one_at_a_time(const ResultsReader& reader, Comparison& c) {
  const std::vector<std::size_t> factors = factors_used(c, {"one-at-a-time"});
  if (factors.empty()) return;
  std::map<std::string, OneAtATime> by_base;
  std::map<std::string, std::size_t> reference;
  std::vector<std::string> bases;  // in the order of the design
  for (const std::size_t place : in_order_of_design(c)) {
    const RankedCase& one = c.ranking[place];
    if (one.row.levels.empty()) reference.emplace(one.row.base, place);
    const bool alone = one.row.levels.size() == 1 &&
                       std::find(factors.begin(), factors.end(),
                                 static_cast<std::size_t>(one.row.levels[0].factor)) != factors.end();
    if (!alone) continue;
    if (!by_base.contains(one.row.base)) bases.push_back(one.row.base);
    by_base[one.row.base].rows.push_back({place, level_text(c.head, one.row.levels[0]), {}});
  }
  for (const std::string& base : bases) {
    if (!reference.contains(base)) continue;
    OneAtATime& tried = by_base[base];
    tried.base = base;
    tried.reference = reference[base];
    const Values control = values_of(reader, c, tried.reference);
    std::vector<Moments> differences(1);  // the reference first
    for (const OneAtATime::Row& row : tried.rows)
      differences.push_back(paired_moments(values_of(reader, c, row.place), control));
    const auto compared = compare::against_control(differences, 0, goal_of(c));
    for (std::size_t i = 0; i < tried.rows.size(); ++i) {
      tried.rows[i].difference = compared.differences[i + 1];
      settle(tried.rows[i].difference, c.ranking[tried.rows[i].place], c.ranking[tried.reference],
             goal_of(c));
    }
    std::stable_sort(tried.rows.begin(), tried.rows.end(), [](const auto& a, const auto& b) {
      return std::abs(a.difference.value.value_or(0)) > std::abs(b.difference.value.value_or(0));
    });
    c.one_at_a_time.push_back(std::move(tried));
  }
}

}  // namespace linetwin
