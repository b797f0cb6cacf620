#include "compare/paired.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace linetwin::compare {

namespace {

// Whose intervals belong together, and how sure they are.
struct Family {
  Goal goal;
  double confidence;
  double comparisons;
};

void check(std::size_t alternatives, std::size_t control, double confidence) {
  if (control >= alternatives) throw std::invalid_argument("no such control");
  if (!(confidence > 0 && confidence < 1)) throw std::invalid_argument("confidence is not between 0 and 1");
}

void judge(Difference& d, double standard_error, const Family& family) {
  d.half_width = student_t(family.confidence, d.degrees) * standard_error;
  d.simultaneous_half_width =
      student_t(1 - (1 - family.confidence) / family.comparisons, d.degrees) * standard_error;
  d.alone = verdict(*d.value, d.half_width, family.goal);
  d.among_all = verdict(*d.value, d.simultaneous_half_width, family.goal);
}

Difference paired(const Moments& differences, const Family& family) {
  Difference d;
  d.n = differences.n();
  if (d.n == 0) return d;
  d.value = differences.mean();
  if (d.n < 2) return d;
  d.degrees = static_cast<double>(d.n - 1);
  judge(d, std::sqrt(*differences.variance() / static_cast<double>(d.n)), family);
  return d;
}

Difference unpaired(const Moments& a, const Moments& control, const Family& family) {
  Difference d;
  d.n = a.n();
  if (a.n() == 0 || control.n() == 0) return d;
  d.value = a.mean() - control.mean();
  if (a.n() < 2 || control.n() < 2) return d;
  const double u = *a.variance() / static_cast<double>(a.n());
  const double v = *control.variance() / static_cast<double>(control.n());
  const auto fewer = static_cast<double>(std::min(a.n(), control.n()) - 1);
  // as shares of the sum, so that tiny variances do not vanish when they are squared
  const double share = u + v > 0 ? u / (u + v) : 0;
  d.degrees = u + v > 0 ? 1 / (share * share / static_cast<double>(a.n() - 1) +
                               (1 - share) * (1 - share) / static_cast<double>(control.n() - 1))
                        : fewer;
  judge(d, std::sqrt(u + v), family);
  return d;
}

Moments differences_of(const Values& a, const Values& control) {
  Moments moments;
  for (std::size_t r = 0; r < std::min(a.size(), control.size()); ++r)
    if (a[r] && control[r]) moments.add(*a[r] - *control[r]);
  return moments;
}

Compared compare_paired(const std::vector<Moments>& differences, std::size_t control, const Family& family) {
  Compared compared{control, std::vector<Difference>(differences.size())};
  for (std::size_t i = 0; i < differences.size(); ++i)
    if (i != control) compared.differences[i] = paired(differences[i], family);
  return compared;
}

std::vector<Moments> differences_from(const std::vector<Values>& alternatives, std::size_t control) {
  std::vector<Moments> differences;
  for (const Values& values : alternatives)
    differences.push_back(differences_of(values, alternatives[control]));
  return differences;
}

std::optional<std::size_t> best_of(const std::vector<Values>& alternatives, Goal goal) {
  std::vector<const Values*> with_values;
  for (const Values& values : alternatives)
    if (moments_of(values).n() > 0) with_values.push_back(&values);
  const auto common = common_replications(with_values);
  std::optional<std::size_t> best;
  double best_mean = 0;
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    Moments moments = moments_of(alternatives[i]);
    if (moments.n() == 0) continue;
    if (!common.empty()) {
      moments = {};
      for (const std::size_t r : common) moments.add(*alternatives[i][r]);
    }
    const double mean = sign(goal) * moments.mean();
    if (best && !(mean > best_mean)) continue;
    best = i;
    best_mean = mean;
  }
  return best;
}

double others(std::size_t alternatives) {
  return static_cast<double>(std::max<std::size_t>(alternatives, 2) - 1);
}

}  // namespace

Verdict verdict(double difference, std::optional<double> half_width, Goal goal) {
  if (!half_width || std::abs(difference) <= *half_width) return Verdict::CannotTell;
  return sign(goal) * difference > 0 ? Verdict::Better : Verdict::Worse;
}

Compared against_control(const std::vector<Moments>& differences, std::size_t control, Goal goal,
                         double confidence) {
  check(differences.size(), control, confidence);
  return compare_paired(differences, control, {goal, confidence, others(differences.size())});
}

Compared against_control(const std::vector<Values>& alternatives, std::size_t control, Goal goal,
                         double confidence) {
  check(alternatives.size(), control, confidence);
  return against_control(differences_from(alternatives, control), control, goal, confidence);
}

std::optional<Compared> against_best(const std::vector<Values>& alternatives, Goal goal, double confidence) {
  const auto best = best_of(alternatives, goal);
  if (!best) return std::nullopt;
  check(alternatives.size(), *best, confidence);
  const double pairs = others(alternatives.size()) * static_cast<double>(alternatives.size()) / 2;
  return compare_paired(differences_from(alternatives, *best), *best,
                        {goal, confidence, std::max(pairs, 1.0)});
}

Compared against_control_unpaired(const std::vector<Moments>& alternatives, std::size_t control, Goal goal,
                                  double confidence) {
  check(alternatives.size(), control, confidence);
  Compared compared{control, std::vector<Difference>(alternatives.size())};
  const Family family{goal, confidence, others(alternatives.size())};
  for (std::size_t i = 0; i < alternatives.size(); ++i)
    if (i != control) compared.differences[i] = unpaired(alternatives[i], alternatives[control], family);
  return compared;
}

}  // namespace linetwin::compare
