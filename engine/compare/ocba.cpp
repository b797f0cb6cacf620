#include "compare/ocba.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace linetwin::compare {

namespace {

constexpr double kTie = 1e-3;  // of the standard error of a difference

std::size_t best_of(const std::vector<Moments>& alternatives, Goal goal) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < alternatives.size(); ++i)
    if (sign(goal) * alternatives[i].mean() > sign(goal) * alternatives[best].mean()) best = i;
  return best;
}

double standard_error(const Moments& a, const Moments& b) {
  return std::sqrt(*a.variance() / static_cast<double>(a.n()) + *b.variance() / static_cast<double>(b.n()));
}

bool all_have_variances(const std::vector<Moments>& alternatives) {
  return !alternatives.empty() &&
         std::all_of(alternatives.begin(), alternatives.end(), [](const Moments& m) { return m.n() >= 2; });
}

// Whole numbers that sum to `total`, as near to the ideal ones as rounding down and the largest remainders
// go.
std::vector<std::size_t> rounded(const std::vector<double>& ideal, std::size_t total) {
  std::vector<std::size_t> whole(ideal.size());
  std::vector<std::size_t> order(ideal.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::size_t given = 0;
  for (std::size_t i = 0; i < ideal.size(); ++i) {
    whole[i] = std::min(total - given, static_cast<std::size_t>(ideal[i]));
    given += whole[i];
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return ideal[a] - static_cast<double>(whole[a]) > ideal[b] - static_cast<double>(whole[b]);
  });
  for (std::size_t i = 0; given < total; i = (i + 1) % order.size()) {
    if (ideal[order[i]] <= 0) continue;
    ++whole[order[i]];
    ++given;
  }
  return whole;
}

}  // namespace

std::vector<double> ocba_shares(const std::vector<Moments>& alternatives, Goal goal,
                                double least_difference) {
  if (!all_have_variances(alternatives)) throw std::invalid_argument("an alternative has no variance yet");
  const std::size_t b = best_of(alternatives, goal);
  std::vector<double> shares(alternatives.size(), 0);
  // relative to the largest, so that nothing overflows
  double largest = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const double variance = *alternatives[i].variance();
    if (i == b || !(variance > 0)) continue;
    const double difference =
        std::max({std::abs(alternatives[b].mean() - alternatives[i].mean()), least_difference,
                  kTie * standard_error(alternatives[i], alternatives[b])});
    shares[i] = std::sqrt(variance) / difference;
    largest = std::max(largest, shares[i]);
  }
  if (largest == 0) {
    // none but the best varies, or nobody does
    if (*alternatives[b].variance() > 0) {
      shares[b] = 1;
    } else {
      shares.assign(shares.size(), 1 / static_cast<double>(shares.size()));
    }
    return shares;
  }
  double squares = 0;
  double sum = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (shares[i] == 0) continue;
    shares[i] = (shares[i] / largest) * (shares[i] / largest);
    squares += shares[i] * shares[i] / *alternatives[i].variance();
    sum += shares[i];
  }
  shares[b] = std::sqrt(*alternatives[b].variance() * squares);
  sum += shares[b];
  for (double& share : shares) share /= sum;
  return shares;
}

std::vector<std::size_t> ocba_allocation(const std::vector<Moments>& alternatives, std::size_t more,
                                         Goal goal, double least_difference) {
  const std::vector<double> shares = ocba_shares(alternatives, goal, least_difference);
  std::vector<bool> in(shares.size(), true);
  std::vector<double> ideal(shares.size(), 0);
  // those that have more than their share keep what they have, and the rest is shared by the others
  for (bool settled = false; !settled;) {
    settled = true;
    auto total = static_cast<double>(more);
    double share = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (!in[i]) continue;
      total += static_cast<double>(alternatives[i].n());
      share += shares[i];
    }
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (!in[i]) continue;
      ideal[i] = total * shares[i] / share - static_cast<double>(alternatives[i].n());
      if (shares[i] > 0 && ideal[i] >= 0) continue;
      in[i] = false;
      ideal[i] = 0;
      settled = false;
    }
  }
  return rounded(ideal, more);
}

std::optional<double> correct_selection(const std::vector<Moments>& alternatives, Goal goal,
                                        double least_difference) {
  if (!all_have_variances(alternatives)) return std::nullopt;
  const std::size_t b = best_of(alternatives, goal);
  double wrong = 0;
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    if (i == b) continue;
    const double margin = std::abs(alternatives[b].mean() - alternatives[i].mean()) + least_difference;
    const double error = standard_error(alternatives[i], alternatives[b]);
    // equal without any doubt: either is right
    if (error > 0) wrong += boost::math::cdf(boost::math::normal(), -margin / error);
  }
  return std::max(0.0, 1 - wrong);
}

Ocba::Ocba(std::size_t k, const OcbaOptions& options) : options_(options), alternatives_(k) {
  if (k == 0) throw std::invalid_argument("no alternatives to choose from");
  if (options.n0 < 2) throw std::invalid_argument("at least 2 replications are needed to begin with");
  if (options.increment == 0) throw std::invalid_argument("an increment is at least 1");
  if (options.budget / options.n0 < k) throw std::invalid_argument("the budget does not allow n0 of each");
  if (options.target && !(*options.target > 0 && *options.target < 1))
    throw std::invalid_argument("the target is not between 0 and 1");
  if (!(options.least_difference >= 0)) throw std::invalid_argument("the least difference is below 0");
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t r = 0; r < options.n0; ++r) round_.ask({i, r});
}

void Ocba::add(std::size_t alternative, std::size_t replication, double value) {
  round_.answer({alternative, replication}, value);
  if (round_.complete()) proceed();
}

void Ocba::proceed() {
  for (const auto& [request, value] : round_.take()) alternatives_[request.alternative].add(value);
  const std::size_t spent = observations();
  done_ = alternatives_.size() == 1 || spent >= options_.budget || reached();
  if (done_) return;
  const std::size_t more = std::min(options_.increment, options_.budget - spent);
  const auto allocation = ocba_allocation(alternatives_, more, options_.goal, options_.least_difference);
  for (std::size_t i = 0; i < allocation.size(); ++i)
    for (std::size_t r = 0; r < allocation[i]; ++r) round_.ask({i, alternatives_[i].n() + r});
}

bool Ocba::reached() const {
  const auto now = probability();
  return options_.target && now && *now >= *options_.target;
}

std::optional<std::size_t> Ocba::best() const {
  if (observations() == 0) return std::nullopt;
  return best_of(alternatives_, options_.goal);
}

std::optional<double> Ocba::probability() const {
  return correct_selection(alternatives_, options_.goal, options_.least_difference);
}

std::size_t Ocba::observations() const {
  std::size_t sum = 0;
  for (const Moments& m : alternatives_) sum += m.n();
  return sum;
}

}  // namespace linetwin::compare
