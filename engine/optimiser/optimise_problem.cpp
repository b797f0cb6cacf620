#include "optimiser/optimise_problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "base/quantity.hpp"

namespace linetwin {
namespace {

constexpr const char* kCost = "cost";
constexpr Place kScenario = {1, 0, 0, 1};   // its file, nowhere in particular
constexpr double kContinuousValues = 1025;  // see SearchFactor
constexpr std::size_t kMostTried = 50;      // values of a list, when a sum is looked at
constexpr double kRounding = 1e-9;          // of a sum's size
constexpr double kLess = 1e-6;              // of a bound that must not be reached

using Relation = Constraint::Relation;
using Sum = std::function<std::optional<double>(const Setting&)>;

// sum of weight x value + constant
struct Linear {
  std::vector<std::pair<std::size_t, double>> weights;
  double constant = 0;
};

struct SumLooked {
  std::optional<Linear> linear{};
  std::string fault;  // a setting in which there is no such sum
};

double last_value(const SearchFactor& f) {
  return f.step > 0 ? f.from + std::floor((f.to - f.from) / f.step + kRounding) * f.step : f.to;
}

// Values at which a sum is looked at, besides the first.
std::vector<double> tried_values(const SearchFactor& f, bool listed) {
  const double last = last_value(f);
  if (last <= f.from) return {};
  const double steps = f.step > 0 ? std::round((last - f.from) / f.step) : kContinuousValues - 1;
  const double most = listed ? static_cast<double>(kMostTried) : 3;
  std::vector<double> values;
  for (double k = 1; k <= std::min(most, steps); ++k)
    values.push_back(f.from + std::round(k / std::min(most, steps) * steps) / steps * (last - f.from));
  return values;
}

class Maker {
 public:
  Maker(const Campaign& campaign, Diagnostics& diagnostics)
      : campaign_(campaign), scenario_(campaign.read().scenario), diagnostics_(diagnostics) {}

  std::optional<LineProblem> make() {
    for (std::size_t f = 0; f < scenario_.factors.size(); ++f)
      if (scenario_.factors[f].use == Factor::Use::Optimise) add_factor(f);
    if (problem_.factors.empty() && !diagnostics_.has_errors())
      diagnostics_.error(kScenario, "there is nothing to optimise",
                         "optimise: {over: {buffers.b2.capacity: {from: 1, to: 40}}}");
    if (diagnostics_.has_errors()) return std::nullopt;
    goals();
    for (std::size_t b = 0; b < scenario_.budgets.size() && !diagnostics_.has_errors(); ++b) add_budget(b);
    if (diagnostics_.has_errors()) return std::nullopt;
    try {
      require_sound(problem_.search);
    } catch (const std::invalid_argument& wrong) {
      diagnostics_.error(kScenario, wrong.what());
      return std::nullopt;
    }
    return std::move(problem_);
  }

 private:
  void add_factor(std::size_t f);
  std::optional<double> held_as_is(const Factor& factor) const;
  void add_listed(std::size_t f, SearchFactor& factor);
  void require_few(const Factor& factor, const SearchFactor& range);
  void goals();
  void add_constraint(const Constraint& constraint);
  void add_cost_bound(const Constraint& constraint);
  void add_budget(std::size_t b);
  bool tight(const Linear& linear) const;
  void require_room(const SearchBudget& budget, Place place);
  SumLooked look(const Sum& sum) const;

  const Campaign& campaign_;
  const Scenario& scenario_;
  Diagnostics& diagnostics_;
  LineProblem problem_{};
};

double size_of_unit(const std::string& unit) {
  if (const auto quantity = parse_quantity("1" + unit).value) return quantity->value;
  if (const auto rate = parse_rate("1" + unit).value) return rate->per_h();
  return 1;
}

// In the factor's unit; nothing where the model holds several numbers there, or none.
std::optional<double> Maker::held_as_is(const Factor& factor) const {
  if (factor.kind == TreeChange::Kind::Scale) return 1;
  Diagnostics none;
  std::string fault;
  const auto steps = split_path(factor.path, none);
  if (!steps) return std::nullopt;
  const std::vector<HeldNumber> held = held_numbers(campaign_.read().model.root, *steps, fault);
  if (held.empty() || !fault.empty()) return std::nullopt;
  const auto base = [](const HeldNumber& h) { return h.number * h.unit; };
  for (const HeldNumber& other : held)
    if (base(other) != base(held.front())) return std::nullopt;
  return base(held.front()) / size_of_unit(factor.unit);
}

void Maker::add_listed(std::size_t f, SearchFactor& into) {
  const Factor& factor = scenario_.factors[f];
  std::vector<double> sizes;  // in base units
  for (std::size_t k = 0; k < factor.levels.size(); ++k) {
    const auto written =
        factor.levels[k].is_scalar() ? parse_written(factor.levels[k].text).value : std::nullopt;
    if (!written) {
      diagnostics_.error(factor.levels[k].place, fmt::format("{} is no number", flow_text(factor.levels[k])),
                         "what is searched goes up or down; compare such values as cases");
      return;
    }
    sizes.push_back(written->number * size_of_unit(written->unit));
  }
  std::vector<std::size_t> order(sizes.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&sizes](std::size_t a, std::size_t b) { return sizes[a] < sizes[b]; });
  into.to = static_cast<double>(order.size() - 1);
  if (const auto held = held_as_is(factor)) {
    std::size_t nearest = 0;
    for (std::size_t k = 1; k < order.size(); ++k)
      if (std::abs(sizes[order[k]] - *held) < std::abs(sizes[order[nearest]] - *held)) nearest = k;
    into.as_is = static_cast<double>(nearest);
  }
  problem_.listed.back() = std::move(order);
}

void Maker::require_few(const Factor& factor, const SearchFactor& range) {
  const double width = range.to - range.from;
  if (range.step > 0 && !(width / range.step <= kMostFactorValues)) {
    // a little more than needed, for rounding
    const double step = std::ceil(width / (kMostFactorValues - 1) / range.step) * range.step;
    diagnostics_.error(
        factor.place, fmt::format("this range has more than {:.0f} values to look at", kMostFactorValues),
        std::isfinite(step)
            ? fmt::format("a smaller range, or a longer step: step: {:.6g}{}", step, factor.unit)
            : "take a smaller range");
  } else if (!std::isfinite(width)) {
    diagnostics_.error(factor.place, "this range is too wide", "take a smaller range");
  }
}

void Maker::add_factor(std::size_t f) {
  const Factor& factor = scenario_.factors[f];
  SearchFactor into;
  into.name = factor.path.value;
  problem_.factors.push_back(f);
  problem_.listed.emplace_back();
  if (!factor.levels.empty()) {
    add_listed(f, into);
  } else {
    into.from = factor.from;
    into.to = factor.to;
    into.step = factor.step > 0 ? factor.step : factor.whole ? 1 : 0;
    into.as_is = held_as_is(factor);
    require_few(factor, into);
  }
  problem_.settings *= into.step > 0         ? std::round((last_value(into) - into.from) / into.step) + 1
                       : into.to > into.from ? kContinuousValues
                                             : 1;
  problem_.search.factors.push_back(std::move(into));
}

SumLooked Maker::look(const Sum& sum) const {
  const std::vector<SearchFactor>& factors = problem_.search.factors;
  SumLooked looked;
  Setting first, last;
  for (const SearchFactor& f : factors) {
    first.push_back(f.from);
    last.push_back(last_value(f));
  }
  const auto of = [&](const Setting& setting) {
    const std::optional<double> value = sum(setting);
    if (!value && looked.fault.empty()) looked.fault = case_of(campaign_, problem_, setting).name;
    return value.value_or(0);
  };
  Linear linear;
  linear.constant = of(first);
  const double at_first = linear.constant;
  double size = std::max(1.0, std::abs(at_first));
  bool fits = true;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const std::vector<double> values = tried_values(factors[i], !problem_.listed[i].empty());
    if (values.empty()) continue;
    Setting one = first;
    one[i] = values.back();
    const double rise = of(one) - at_first;
    size = std::max(size, std::abs(rise));
    const double weight = rise / (values.back() - first[i]);
    for (const double x : values) {
      one[i] = x;
      fits = fits && std::abs(of(one) - at_first - weight * (x - first[i])) <= kRounding * size;
    }
    if (weight == 0) continue;
    linear.weights.emplace_back(i, weight);
    linear.constant -= weight * first[i];
  }
  // together: all of them, every other one, and the others
  for (std::size_t pattern = 0; pattern < 3; ++pattern) {
    Setting some = first;
    for (std::size_t i = 0; i < some.size(); ++i)
      if (pattern == 0 || i % 2 == pattern - 1) some[i] = last[i];
    double expected = linear.constant;
    for (const auto& [i, weight] : linear.weights) expected += weight * some[i];
    fits = fits && std::abs(of(some) - expected) <= 100 * kRounding * std::max(size, std::abs(expected));
  }
  if (fits) looked.linear = std::move(linear);
  return looked;
}

// Whether more of it is hardly ever worse: counts of things, for the sake of throughput.
bool Maker::tight(const Linear& linear) const {
  const Watched& aim = problem_.objective;
  if (!problem_.search.maximise || aim.exact() ||
      (!aim.metric.starts_with("throughput") && aim.metric != "parts_out"))
    return false;
  return std::all_of(linear.weights.begin(), linear.weights.end(), [&](const auto& weighted) {
    Diagnostics none;
    const auto steps = split_path(scenario_.factors[problem_.factors[weighted.first]].path, none);
    return weighted.second > 0 && steps && holds_count(*steps);
  });
}

void Maker::require_room(const SearchBudget& budget, Place place) {
  double least = 0;
  for (const auto& [i, weight] : budget.weights) {
    const SearchFactor& f = problem_.search.factors[i];
    least += std::min(weight * f.from, weight * last_value(f));
  }
  if (least <= budget.at_most + kRounding * std::max(1.0, std::abs(budget.at_most))) return;
  diagnostics_.error(place,
                     fmt::format("nothing keeps to this: the least is {:g} more", least - budget.at_most),
                     "allow more, or begin the ranges lower");
}

void Maker::goals() {
  const Objective objective = scenario_.objective.value_or(Objective{});
  problem_.search.maximise = objective.maximise;
  problem_.objective = {Watched::Of::Metric, objective.metric.value, 0};
  if (objective.metric.value == kCost) {
    problem_.objective.of = Watched::Of::Cost;
    if (scenario_.unit_costs.empty())
      diagnostics_.error(objective.metric.place, "nothing has a cost", "costs: {buffers.*.capacity: 5e6}");
  }
  for (const Constraint& constraint : objective.subject_to) add_constraint(constraint);
}

void Maker::add_constraint(const Constraint& constraint) {
  const bool at_most = constraint.relation == Relation::AtMost || constraint.relation == Relation::Less;
  if (constraint.metric.value == kCost && at_most) {
    add_cost_bound(constraint);
    return;
  }
  const bool cost = constraint.metric.value == kCost;
  problem_.search.constraints.push_back(
      {fmt::format("{} {}", constraint.metric.value, constraint.text), constraint.bound, at_most});
  problem_.constraints.push_back(
      {cost ? Watched::Of::Cost : Watched::Of::Metric, constraint.metric.value, 0});
}

void Maker::add_cost_bound(const Constraint& constraint) {
  const std::string name = fmt::format("cost {}", constraint.text);
  double bound = constraint.bound;
  if (constraint.relation == Relation::Less) bound -= kLess * std::max(1.0, std::abs(bound));
  const SumLooked looked = look([this](const Setting& setting) {
    return std::optional<double>(campaign_.builder().cost(case_of(campaign_, problem_, setting)));
  });
  if (!looked.linear) {
    problem_.search.constraints.push_back({name, bound, true});
    problem_.constraints.push_back({Watched::Of::Cost, kCost, 0});
    return;
  }
  problem_.search.budgets.push_back(
      {name, looked.linear->weights, bound - looked.linear->constant, tight(*looked.linear)});
  require_room(problem_.search.budgets.back(), constraint.metric.place);
}

void Maker::add_budget(std::size_t b) {
  const Budget& budget = scenario_.budgets[b];
  std::string name;
  for (const Name& path : budget.paths) name += (name.empty() ? "" : " + ") + path.value;
  name += fmt::format(" <= {:g}", budget.at_most);
  const SumLooked looked = look([this, &budget](const Setting& setting) {
    return campaign_.builder().spent(case_of(campaign_, problem_, setting), budget);
  });
  if (!looked.fault.empty()) {
    diagnostics_.error(budget.place, fmt::format("there is no such sum in the case \"{}\"", looked.fault),
                       "all that a budget sums up is a plain number there");
    return;
  }
  if (!looked.linear) {
    problem_.search.constraints.push_back({name, budget.at_most, true});
    problem_.constraints.push_back({Watched::Of::Budget, {}, b});
    return;
  }
  problem_.search.budgets.push_back(
      {name, looked.linear->weights, budget.at_most - looked.linear->constant, tight(*looked.linear)});
  require_room(problem_.search.budgets.back(), budget.place);
}

}  // namespace

std::optional<LineProblem> line_problem(const Campaign& campaign, Diagnostics& diagnostics) {
  return Maker(campaign, diagnostics).make();
}

Case case_of(const Campaign& campaign, const LineProblem& problem, const Setting& setting) {
  std::vector<Level> levels;
  for (std::size_t i = 0; i < setting.size(); ++i) {
    const std::size_t f = problem.factors[i];
    const std::vector<std::size_t>& listed = problem.listed[i];
    levels.push_back(listed.empty() ? campaign.design().at_number(f, setting[i])
                                    : campaign.design().listed(
                                          f, listed[static_cast<std::size_t>(std::lround(setting[i]))]));
  }
  return campaign.design().with(levels);
}

}  // namespace linetwin
