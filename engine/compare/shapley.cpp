#include "compare/shapley.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>

#include "base/random.hpp"

namespace linetwin::compare {

namespace {

using Table = std::map<Mask, Values>;
using Order = std::vector<std::size_t>;

Mask bit(std::size_t change) { return Mask{1} << change; }

Estimate over_replications(const std::vector<double>& values, double confidence) {
  Moments moments;
  for (const double x : values) moments.add(x);
  const auto variance = moments.variance();
  if (!variance) return {moments.mean(), {}};
  const auto n = static_cast<double>(moments.n());
  return {moments.mean(), student_t(confidence, n - 1) * std::sqrt(*variance / n)};
}

std::vector<std::size_t> common(const Table& table) {
  std::vector<const Values*> settings;
  for (const auto& [mask, values] : table) settings.push_back(&values);
  return common_replications(settings);
}

// s! (n - 1 - s)! / n!: how much of all orders has just these s changes before the one.
std::vector<double> order_shares(std::size_t n) {
  std::vector<double> shares(n);
  double binomial = 1;  // (n - 1) over s
  for (std::size_t s = 0; s < n; ++s) {
    shares[s] = 1 / (static_cast<double>(n) * binomial);
    binomial *= static_cast<double>(n - 1 - s) / static_cast<double>(s + 1);
  }
  return shares;
}

// By change, then by replication.
using Parts = std::vector<std::vector<double>>;

Parts exact_parts(std::size_t changes, const Table& table, const std::vector<std::size_t>& replications) {
  const std::vector<double> weight = order_shares(changes);
  Parts parts(changes, std::vector<double>(replications.size(), 0));
  for (const auto& [mask, values] : table) {
    for (std::size_t i = 0; i < changes; ++i) {
      if ((mask & bit(i)) != 0) continue;
      const Values& with = table.at(mask | bit(i));
      const double w = weight[static_cast<std::size_t>(std::popcount(mask))];
      for (std::size_t r = 0; r < replications.size(); ++r)
        parts[i][r] += w * (*with[replications[r]] - *values[replications[r]]);
    }
  }
  return parts;
}

// Fisher and Yates (1938) over the numbers of one stream an order.
Order random_order(std::size_t changes, StreamKey key, std::uint64_t number) {
  Order order(changes);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const StreamKey stream = substream(key, number);
  for (std::size_t i = changes; i > 1; --i) {
    const auto j = static_cast<std::size_t>(random_unit(stream, i) * static_cast<double>(i));
    std::swap(order[i - 1], order[j]);
  }
  return order;
}

void ask_along(const Order& order, const ValueOf& value, Table& table) {
  Mask mask = 0;
  for (const std::size_t change : order) {
    mask |= bit(change);
    if (!table.contains(mask)) table[mask] = value(mask);
  }
}

void add_along(const Order& order, const Table& table, const std::vector<std::size_t>& replications,
               Parts& parts) {
  Mask mask = 0;
  const Values* before = &table.at(0);
  for (const std::size_t change : order) {
    mask |= bit(change);
    const Values* after = &table.at(mask);
    for (std::size_t r = 0; r < replications.size(); ++r)
      parts[change][r] += *(*after)[replications[r]] - *(*before)[replications[r]];
    before = after;
  }
}

// Adds to `shares` how uncertain they are for the orders; returns the parts.
Parts sampled_parts(const std::vector<Order>& orders, const Table& table,
                    const std::vector<std::size_t>& replications, double confidence, Shares& shares) {
  const std::size_t changes = orders.front().size();
  Parts parts(changes, std::vector<double>(replications.size(), 0));
  std::vector<std::vector<double>> by_pair(changes);
  for (const Order& order : orders) {
    Parts pair(changes, std::vector<double>(replications.size(), 0));
    add_along(order, table, replications, pair);
    add_along(Order(order.rbegin(), order.rend()), table, replications, pair);
    for (std::size_t i = 0; i < changes; ++i) {
      double sum = 0;
      for (std::size_t r = 0; r < replications.size(); ++r) {
        sum += pair[i][r];
        parts[i][r] += pair[i][r] / (2 * static_cast<double>(orders.size()));
      }
      by_pair[i].push_back(sum / (2 * static_cast<double>(replications.size())));
    }
  }
  for (const auto& values : by_pair)
    shares.sampling_half_widths.push_back(
        over_replications(values, confidence).half_width.value_or(std::numeric_limits<double>::infinity()));
  return parts;
}

}  // namespace

std::optional<Shares> shapley(std::size_t changes, const ValueOf& value, const ShapleyOptions& options) {
  if (changes > kMostChanges) throw std::invalid_argument("too many changes for shares");
  if (options.exact_up_to > kMostExact) throw std::invalid_argument("too many masks for exact shares");
  const bool exact = changes <= options.exact_up_to;
  if (!exact && options.order_pairs == 0) throw std::invalid_argument("shares need an order");
  Table table;
  std::vector<Order> orders;
  if (exact) {
    for (Mask mask = 0; mask < bit(changes); ++mask) table[mask] = value(mask);
  } else {
    table[0] = value(0);
    const StreamKey key = stream_key(stream_name_hash("shapley", "orders"), options.seed, 0);
    for (std::size_t i = 0; i < options.order_pairs; ++i) {
      orders.push_back(random_order(changes, key, i));
      ask_along(orders.back(), value, table);
      ask_along(Order(orders.back().rbegin(), orders.back().rend()), value, table);
    }
  }
  const auto replications = common(table);
  if (replications.empty()) return std::nullopt;
  Shares shares;
  shares.replications = replications.size();
  shares.masks = table.size();
  const Parts parts = exact ? exact_parts(changes, table, replications)
                            : sampled_parts(orders, table, replications, options.confidence, shares);
  for (const auto& part : parts) shares.shares.push_back(over_replications(part, options.confidence));
  std::vector<double> whole;
  for (const std::size_t r : replications)
    whole.push_back(*table.rbegin()->second[r] - *table.begin()->second[r]);
  shares.whole = over_replications(whole, options.confidence);
  return shares;
}

}  // namespace linetwin::compare
