#include "compare/kim_nelson.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace linetwin::compare {

double kim_nelson_eta(std::size_t k, std::size_t n0, double alpha) {
  const double each = 2 * alpha / static_cast<double>(k - 1);
  return (std::pow(each, -2 / static_cast<double>(n0 - 1)) - 1) / 2;
}

KimNelson::KimNelson(std::size_t k, const KimNelsonOptions& options) : options_(options), alternatives_(k) {
  if (k == 0) throw std::invalid_argument("no alternatives to choose from");
  if (options.n0 < 2) throw std::invalid_argument("at least 2 replications are needed to begin with");
  if (!(options.delta > 0 && std::isfinite(options.delta)))
    throw std::invalid_argument("the indifference zone is not above 0");
  const double most = k == 1 ? 1 : 1 - 1 / static_cast<double>(k);
  if (!(options.alpha > 0 && options.alpha < most))
    throw std::invalid_argument("the risk is not between 0 and that of guessing");
  if (k == 1) {
    done_ = true;
    return;
  }
  eta_ = kim_nelson_eta(k, options.n0, options.alpha);
  h_squared_ = 2 * eta_ * static_cast<double>(options.n0 - 1);
  ask();
}

void KimNelson::add(std::size_t alternative, std::size_t replication, double value) {
  round_.answer({alternative, replication}, value);
  proceed();
}

void KimNelson::withdraw(std::size_t alternative) {
  if (alternatives_.at(alternative).eliminated_at || done_) return;
  alternatives_[alternative].eliminated_at = rounds_;
  round_.forget(alternative);
  finish_when_settled();
  if (!done_) proceed();
}

// Asks for what the next round needs: n0 replications of each at first, then one.
void KimNelson::ask() {
  const std::size_t until = rounds_ == 0 ? options_.n0 : rounds_ + 1;
  for (const std::size_t i : surviving())
    for (std::size_t r = rounds_; r < until; ++r) round_.ask({i, r});
}

void KimNelson::proceed() {
  if (!round_.complete()) return;
  const bool first = rounds_ == 0;
  std::vector<std::vector<double>> values(first ? alternatives_.size() : 0);
  for (const auto& [request, value] : round_.take()) {
    const double better = sign(options_.goal) * value;
    Alternative& a = alternatives_[request.alternative];
    a.sum += better;
    ++a.n;
    if (first) values[request.alternative].push_back(better);
  }
  rounds_ = first ? options_.n0 : rounds_ + 1;
  if (first) look_at(values);
  if (rounds_ < *last_round()) screen();
  finish_when_settled();
  if (!done_) ask();
}

double KimNelson::limit(std::size_t i, std::size_t l) const {
  const double variance = variances_[i * alternatives_.size() + l];
  // one division after the other: the square of a small delta is nothing
  return variance > 0 ? h_squared_ * variance / options_.delta / options_.delta : 0;
}

void KimNelson::look_at(const std::vector<std::vector<double>>& first) {
  const std::size_t k = alternatives_.size();
  variances_.assign(k * k, 0);
  for (const Alternative& a : alternatives_) first_sums_.push_back(a.sum);
  const std::vector<std::size_t> in = surviving();
  for (std::size_t a = 0; a < in.size(); ++a) {
    for (std::size_t b = a + 1; b < in.size(); ++b) {
      Moments differences;
      for (std::size_t r = 0; r < options_.n0; ++r) differences.add(first[in[a]][r] - first[in[b]][r]);
      variances_[in[a] * k + in[b]] = variances_[in[b] * k + in[a]] = *differences.variance();
    }
  }
}

std::optional<double> KimNelson::least_needed(double delta) const {
  if (variances_.empty()) return std::nullopt;
  constexpr double kStandardErrors = 4;
  const std::size_t k = alternatives_.size();
  const auto n0 = static_cast<double>(options_.n0);
  double sum = 0;
  double longest = n0;  // of those that are let go: the one that leads is observed as often
  std::optional<std::size_t> leads;
  for (std::size_t i = 0; i < k; ++i) {
    if (alternatives_[i].eliminated_at == std::size_t{0}) continue;  // withdrawn before it was known
    if (!leads || first_sums_[i] > first_sums_[*leads]) leads = i;
  }
  for (std::size_t i = 0; leads && i < k; ++i) {
    if (alternatives_[i].eliminated_at == std::size_t{0} || i == *leads) continue;
    double needed = std::numeric_limits<double>::infinity();
    for (std::size_t l = 0; l < k; ++l) {
      if (l == i || alternatives_[l].eliminated_at == std::size_t{0}) continue;
      const double variance = variances_[i * k + l];
      const double behind =
          std::max(0.0, (first_sums_[l] - first_sums_[i]) / n0) + kStandardErrors * std::sqrt(variance / n0);
      // r (behind) = W r: delta / 2 (h2 S2 / delta^2 - r) = r behind
      if (variance > 0) {
        needed = std::min(needed, h_squared_ * variance / delta / (2 * behind + delta));
      } else {
        needed = n0;
      }
    }
    longest = std::max(longest, needed);
    sum += std::max(n0, needed);
  }
  return sum + longest;
}

// All are judged against all that were in before the round; sums instead of means.
void KimNelson::screen() {
  const std::vector<std::size_t> in = surviving();
  const auto r = static_cast<double>(rounds_);
  for (const std::size_t i : in) {
    const bool behind = std::any_of(in.begin(), in.end(), [&](std::size_t l) {
      const double slack = std::max(0.0, options_.delta / 2 * (limit(i, l) - r));
      return l != i && alternatives_[i].sum < alternatives_[l].sum - slack;
    });
    if (behind) alternatives_[i].eliminated_at = rounds_;
  }
}

void KimNelson::finish_when_settled() {
  const std::size_t in = surviving().size();
  done_ = in <= 1 || (rounds_ > 0 && rounds_ >= *last_round());
  if (!done_) return;
  round_ = {};
  const auto chosen = leader();
  for (const std::size_t i : surviving())
    if (chosen && i != *chosen) alternatives_[i].eliminated_at = rounds_;
}

std::optional<std::size_t> KimNelson::best() const {
  const auto in = surviving();
  if (!done_ || in.empty()) return std::nullopt;
  return in.front();
}

std::optional<std::size_t> KimNelson::leader() const {
  std::optional<std::size_t> leader;
  for (const std::size_t i : surviving())
    if (rounds_ > 0 && (!leader || alternatives_[i].sum > alternatives_[*leader].sum)) leader = i;
  return leader;
}

std::optional<std::size_t> KimNelson::last_round() const {
  if (rounds_ == 0 || variances_.empty()) return std::nullopt;
  double most = 0;
  const auto in = surviving();
  for (const std::size_t i : in)
    for (const std::size_t l : in) most = std::max(most, limit(i, l));
  return std::max(options_.n0, static_cast<std::size_t>(std::min(std::floor(most), 1e18)) + 1);
}

std::vector<std::size_t> KimNelson::surviving() const {
  std::vector<std::size_t> in;
  for (std::size_t i = 0; i < alternatives_.size(); ++i)
    if (!alternatives_[i].eliminated_at) in.push_back(i);
  return in;
}

std::optional<std::size_t> KimNelson::eliminated_at(std::size_t alternative) const {
  return alternatives_.at(alternative).eliminated_at;
}

std::size_t KimNelson::observations(std::size_t alternative) const { return alternatives_.at(alternative).n; }

std::optional<double> KimNelson::mean(std::size_t alternative) const {
  const Alternative& a = alternatives_.at(alternative);
  if (a.n == 0) return std::nullopt;
  return sign(options_.goal) * a.sum / static_cast<double>(a.n);
}

}  // namespace linetwin::compare
