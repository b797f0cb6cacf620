#include "comparison/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "base/diagnostics.hpp"
#include "comparison/comparison_parts.hpp"
#include "comparison/comparison_ranking.hpp"

namespace linetwin {
namespace {

constexpr const char* kCost = "cost";
constexpr const char* kThroughput = "throughput_per_h";
constexpr const char* kAsIs = "as-is";
constexpr std::int64_t kMostStuck = 100;

// Costs are known exactly.
Figure exactly(double value) { return {value, 0.0, 0.0}; }

void choose_metric(const ResultsReader& reader, const CompareAsk& ask, Comparison& c) {
  const std::string study = c.head.objective.empty() ? kThroughput : c.head.objective;
  c.metric = ask.metric.empty() ? study : ask.metric;
  if (!reader.knows(c.metric)) {
    throw ResultsError(fmt::format("the study has no figure \"{}\"", c.metric),
                       missing_figure_hint(c.metric, reader.metrics()));
  }
  const bool of_study = !c.head.objective.empty() && c.metric == c.head.objective;
  c.maximise = ask.maximise.value_or(of_study ? c.head.maximise : more_is_better(c.metric));
}

Requirement requirement_of(const ResultsConstraint& constraint) {
  const std::string text =
      fmt::format("{} {} {:.10g}", constraint.metric, constraint.relation, constraint.bound);
  Parsed<Requirement> parsed = parse_requirement(text);
  if (!parsed.value) throw ResultsError(fmt::format("the constraint \"{}\" is none", text), parsed.hint);
  parsed.value->bound = constraint.bound;  // in all its digits
  return *parsed.value;
}

using FiguresById = std::map<std::int64_t, CaseFigure>;

FiguresById figures_of(const ResultsReader& reader, const std::string& metric) {
  FiguresById by_id;
  for (const auto& [id, figure] : reader.figures(metric)) by_id.emplace(id, figure);
  return by_id;
}

CaseFigure at(const FiguresById& figures, std::int64_t id) {
  const auto found = figures.find(id);
  return found == figures.end() ? CaseFigure{} : found->second;
}

Fulfilled worse(Fulfilled a, Fulfilled b) {
  if (a == Fulfilled::No || b == Fulfilled::No) return Fulfilled::No;
  return a == Fulfilled::Open || b == Fulfilled::Open ? Fulfilled::Open : Fulfilled::Yes;
}

void add_constraint(const ResultsReader& reader, const Requirement& requirement, Comparison& c) {
  const bool cost = requirement.metric == kCost;
  const FiguresById figures = cost ? FiguresById{} : figures_of(reader, requirement.metric);
  for (RankedCase& one : c.ranking) {
    HeldConstraint held;
    held.measured = cost ? exactly(one.row.cost) : figure_of(at(figures, one.row.id));
    held.kept = judge(requirement, held.measured);
    one.kept = worse(one.kept, held.kept);
    one.constraints.push_back(held);
  }
}

// All cases with their figures, in the order of the design.
void read_cases(const ResultsReader& reader, Comparison& c) {
  const FiguresById runs = figures_of(reader, kCost);
  const FiguresById finished = figures_of(reader, kThroughput);
  const FiguresById values = figures_of(reader, c.metric);
  for (ResultsCase& row : reader.all_cases()) {
    RankedCase one;
    one.replications = at(runs, row.id).n;
    one.finished = at(finished, row.id).n;
    const CaseFigure figure = at(values, row.id);
    one.n = figure.n;
    one.value = c.metric == kCost ? exactly(row.cost) : figure_of(figure);
    one.row = std::move(row);
    c.replications += one.replications;
    c.unfinished += one.replications - one.finished;
    c.ranking.push_back(std::move(one));
  }
  for (const Requirement& requirement : c.constraints) add_constraint(reader, requirement, c);
}

std::int64_t control_of(const Comparison& c, const std::string& against) {
  if (!against.empty()) return case_called(c, against).row.id;
  for (const RankedCase& one : c.ranking)
    if (one.row.base == kAsIs && one.row.changes.empty()) return one.row.id;
  return c.ranking.empty() ? 0 : c.ranking.front().row.id;
}

}  // namespace

const RankedCase& case_called(const Comparison& c, const std::string& called) {
  std::vector<std::string> names;
  std::vector<const RankedCase*> found;
  const bool numbered = called.starts_with('#');
  // what is printed of a name that is cut begins with its number: "#12 three-las...=80"
  const std::string number = numbered ? called.substr(1, called.find(' ') - 1) : called;
  for (const RankedCase& one : c.ranking) {
    if (one.row.name == called) return one;
    names.push_back(one.row.name);
    const bool named = name_text(c, one, 2) == called || name_text(c, one, 3) == called;
    if (named || number == std::to_string(one.row.id)) found.push_back(&one);
  }
  if (found.size() == 1) return *found.front();
  if (found.empty()) {
    const std::string hint = did_you_mean(called, names);
    throw ResultsError(fmt::format("there is no case \"{}\"", called),
                       hint.empty() ? "--csv lists them all, with their numbers (id)" : hint);
  }
  constexpr std::size_t kNamed = 4;
  std::string which;
  for (std::size_t i = 0; i < std::min(found.size(), kNamed); ++i)
    which += fmt::format("{}#{} {}", i == 0 ? "" : ", ", found[i]->row.id, found[i]->row.name);
  throw ResultsError(fmt::format("\"{}\" may be any of {} cases", called, found.size()),
                     which + (found.size() > kNamed ? ", ..." : ""));
}

namespace {

void rank(Comparison& c, std::int64_t control) {
  const double sign = compare::sign(goal_of(c));
  const auto key = [&](const RankedCase& one) {
    const int group = one.n == 0 ? 2 : one.kept == Fulfilled::No ? 1 : 0;
    return std::tuple(group, one.n == 0 ? 0.0 : -sign * one.value.mean.value_or(0), one.row.id);
  };
  std::sort(c.ranking.begin(), c.ranking.end(),
            [&](const RankedCase& a, const RankedCase& b) { return key(a) < key(b); });
  for (std::size_t i = 0; i < c.ranking.size(); ++i) {
    RankedCase& one = c.ranking[i];
    if (one.row.id == control) c.control = i;
    if (one.n > 0 && one.kept != Fulfilled::No) ++c.rivals;
    std::string().swap(one.row.changes);
  }
}

// Costs have no chance in them: their differences are told from one replication.
void tell_exactly(compare::Difference& d, double value, compare::Goal goal) {
  d.value = value;
  d.half_width = d.simultaneous_half_width = 0.0;
  d.alone = d.among_all = compare::verdict(value, 0.0, goal);
}

// Differences of the first `paired` cases, and of the control, from the case at `from`.
std::vector<compare::Moments> differences_from(const ResultsReader& reader, const Comparison& c,
                                               std::size_t from, std::size_t count) {
  std::vector<compare::Moments> differences(count);
  const compare::Values control = values_of(reader, c, from);
  for (std::size_t i = 0; i < count; ++i)
    if (i != from && (i < c.paired || i == c.control))
      differences[i] = paired_moments(values_of(reader, c, i), control);
  return differences;
}

void add_differences(const ResultsReader& reader, Comparison& c) {
  const std::size_t all = c.ranking.size();
  c.paired = std::min(all, kMostPaired);
  const auto compared =
      compare::against_control(differences_from(reader, c, c.control, all), c.control, goal_of(c));
  for (std::size_t i = 0; i < all; ++i) {
    RankedCase& one = c.ranking[i];
    one.against_control = compared.differences[i];
    settle(one.against_control, one, c.ranking[c.control], goal_of(c));
    if (c.metric == kCost && i != c.control && one.n > 0)
      tell_exactly(one.against_control, one.row.cost - c.ranking[c.control].row.cost, goal_of(c));
  }
}

// k rivals have k (k - 1) / 2 pairs, while the room compare counts k - 1: a confidence that makes up for it.
double confidence_of_pairs(std::size_t k) {
  return k < 2 ? kConfidence : 1 - (1 - kConfidence) * 2 / static_cast<double>(k);
}

void add_best(const ResultsReader& reader, Comparison& c) {
  if (c.rivals == 0) return;
  const auto compared = compare::against_control(differences_from(reader, c, 0, c.rivals), 0, goal_of(c),
                                                 confidence_of_pairs(c.rivals));
  for (std::size_t i = 1; i < c.rivals; ++i) {
    RankedCase& one = c.ranking[i];
    one.against_best = compared.differences[i];
    if (one.against_best.n > 1) {
      // of it alone, the confidence is the usual one
      compare::Difference& d = one.against_best;
      d.half_width = *d.half_width * student_t(kConfidence, d.degrees) /
                     student_t(confidence_of_pairs(c.rivals), d.degrees);
      d.alone = compare::verdict(*d.value, d.half_width, goal_of(c));
    }
    if (c.metric == kCost) tell_exactly(one.against_best, one.row.cost - c.ranking[0].row.cost, goal_of(c));
    const bool looked_at = i < c.paired || i == c.control || c.metric == kCost;
    if (looked_at && one.against_best.among_all != compare::Verdict::Worse) c.not_told.push_back(i);
  }
}

}  // namespace

bool more_is_better(const std::string& metric) {
  return metric != kCost && metric != "wip" && metric != "lead_time_s" && metric != "parts_scrapped";
}

std::string missing_figure_hint(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = did_you_mean(name, known);
  // figures of the whole line are always there, those of its elements are where the scenario wants them
  const bool of_element = name.find('.') != std::string::npos;
  if (of_element)
    return near + (near.empty() ? "" : " Or ") +
           "add it to `record:` of the scenario, and run that into a new file";
  return near.empty() ? fmt::format("there are {}", fmt::join(known, ", ")) : near;
}

std::string metric_unit(const ResultsHead& head, const std::string& metric) {
  if (metric == kCost) return head.currency;
  if (metric.starts_with("throughput_per_")) return "parts/h";
  if (metric == "wip" || metric == "parts_out" || metric == "parts_scrapped") return "parts";
  if (metric.ends_with("_s") || metric.starts_with("lead_time_quantiles_s.")) return "s";
  return {};
}

std::string level_text(const ResultsHead& head, const ResultsLevel& level) {
  const auto at = static_cast<std::size_t>(level.factor);
  const std::string path = at < head.factors.size() ? head.factors[at].path : "?";
  const bool scale = at < head.factors.size() && head.factors[at].kind == "scale";
  return path + (scale ? " " : "=") + level.text;
}

bool Comparison::one_replication() const {
  const auto no_second = [](const RankedCase& one) { return one.n < 2; };
  return metric != kCost && has_best() && std::all_of(ranking.begin(), ranking.end(), no_second);
}

Figure figure_of(const CaseFigure& f) {
  Figure figure;
  if (f.n == 0) return figure;
  figure.mean = f.mean;
  if (f.n < 2) return figure;
  figure.sd = compare::settled(f.sd, f.mean);
  const auto n = static_cast<double>(f.n);
  figure.half_width = student_t(kConfidence, n - 1) * *figure.sd / std::sqrt(n);
  return figure;
}

void settle(compare::Difference& d, const RankedCase& one, const RankedCase& other, compare::Goal goal) {
  if (!d.value) return;
  const double size = std::max(std::abs(one.value.mean.value_or(0)), std::abs(other.value.mean.value_or(0)));
  d.value = compare::settled(*d.value, size);
  if (d.half_width) d.half_width = compare::settled(*d.half_width, size);
  if (d.simultaneous_half_width)
    d.simultaneous_half_width = compare::settled(*d.simultaneous_half_width, size);
  d.alone = compare::verdict(*d.value, d.half_width, goal);
  d.among_all = compare::verdict(*d.value, d.simultaneous_half_width, goal);
}

compare::Values values_of(const ResultsReader& reader, const Comparison& c, std::size_t place) {
  compare::Values values;
  for (const auto& [replication, value] : reader.values(c.ranking[place].row.id, c.metric)) {
    const auto r = static_cast<std::size_t>(std::max(replication, 0));
    if (r >= values.size()) values.resize(r + 1);
    values[r] = value;
  }
  return values;
}

compare::Moments paired_moments(const compare::Values& values, const compare::Values& control) {
  compare::Moments moments;
  for (std::size_t r = 0; r < std::min(values.size(), control.size()); ++r)
    if (values[r] && control[r]) moments.add(*values[r] - *control[r]);
  return moments;
}

Comparison compare_results(const ResultsReader& reader, const CompareAsk& ask) {
  Comparison c;
  c.head = reader.head();
  choose_metric(reader, ask, c);
  for (const ResultsConstraint& constraint : c.head.constraints)
    c.constraints.push_back(requirement_of(constraint));
  read_cases(reader, c);
  rank(c, control_of(c, ask.against));
  c.shown = std::min(ask.most, c.ranking.size());
  c.stuck = reader.unfinished(kMostStuck);
  if (c.ranking.empty()) return c;
  add_differences(reader, c);
  add_best(reader, c);
  for (std::size_t i = 0; i < c.ranking.size(); ++i)
    if (i < c.shown || i == c.control) c.ranking[i].bottlenecks = reader.bottlenecks(c.ranking[i].row.id);
  add_front(reader, c);
  add_effects(reader, c);
  add_surface(reader, c);
  add_one_at_a_time(reader, c);
  return c;
}

}  // namespace linetwin
