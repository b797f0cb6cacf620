#include "compare/effects.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "compare/columns.hpp"

namespace linetwin::compare {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// Row by level: what the level is in the columns that code the factor; deviations sum to 0.
MatrixXd sum_code(std::size_t levels) {
  const auto n = static_cast<Index>(levels);
  MatrixXd code = MatrixXd::Zero(n, n - 1);
  code.topRows(n - 1).setIdentity();
  code.row(n - 1).setConstant(-1);
  return code;
}

// A factor, or two, in the columns of the fit.
struct Coded {
  MatrixXd code;     // by level or pair of levels
  Index first = -1;  // of its columns in the fit; none when it is not estimated
};

// The cases that have observations, as numbers.
struct Data {
  std::vector<const DesignCase*> cases;
  VectorXd weights;  // of each case
  MatrixXd values;   // row by case; a column by replication when they are blocks, otherwise their means
  bool blocks = false;
  double largest() const { return values.size() == 0 ? 0 : values.cwiseAbs().maxCoeff(); }
  // A sum of squares that comes from rounding noise in the values is 0.
  double settled_squares(double squares) const {
    const double noise = kRounding * largest();
    return squares <= noise * noise * weights.sum() ? 0 : squares;
  }
};

// A number and what is known of its error.
struct Judged {
  double value = 0;
  std::optional<double> standard_error{};
  double degrees = 0;  // of freedom of the error
};

Estimate interval(const Judged& judged, double confidence) {
  if (!judged.standard_error) return {judged.value, {}};
  return {judged.value, student_t(confidence, judged.degrees) * *judged.standard_error};
}

// Of the largest among so many comparisons.
std::optional<double> p_among(const Judged& judged, double comparisons) {
  if (!judged.standard_error || judged.value == 0) return std::nullopt;
  if (*judged.standard_error == 0) return 0.0;
  return std::min(1.0, comparisons * two_sided_p(judged.value / *judged.standard_error, judged.degrees));
}

Data data_of(const std::vector<DesignCase>& cases, const EffectOptions& options) {
  Data data;
  std::vector<const Values*> values;
  for (const DesignCase& c : cases) {
    if (c.observed.n == 0) continue;
    data.cases.push_back(&c);
    values.push_back(&c.observed.values);
  }
  const auto n = static_cast<Index>(data.cases.size());
  std::vector<std::size_t> common;
  if (options.common_random_numbers) common = common_replications(values);
  data.blocks = common.size() >= 2;
  data.weights = VectorXd::Constant(n, data.blocks ? static_cast<double>(common.size()) : 0);
  data.values = MatrixXd(n, data.blocks ? static_cast<Index>(common.size()) : 1);
  for (Index i = 0; i < n; ++i) {
    const Observed& o = data.cases[static_cast<std::size_t>(i)]->observed;
    if (!data.blocks) {
      data.weights(i) = static_cast<double>(o.n);
      data.values(i, 0) = o.mean;
    } else {
      for (std::size_t r = 0; r < common.size(); ++r)
        data.values(i, static_cast<Index>(r)) = *o.values[common[r]];
    }
  }
  return data;
}

std::size_t place(const std::vector<std::size_t>& factors, const DesignCase& c,
                  const std::vector<std::size_t>& level_counts) {
  if (factors.size() == 1) return c.levels[factors[0]];
  return c.levels[factors[0]] * level_counts[factors[1]] + c.levels[factors[1]];
}

// The rows of all pairs of levels: products of the factors' columns.
MatrixXd pair_code(const MatrixXd& a, const MatrixXd& b) {
  MatrixXd code(a.rows() * b.rows(), a.cols() * b.cols());
  for (Index i = 0; i < a.rows(); ++i)
    for (Index j = 0; j < b.rows(); ++j)
      for (Index c = 0; c < a.cols(); ++c)
        code.row(i * b.rows() + j).segment(c * b.cols(), b.cols()) = a(i, c) * b.row(j);
  return code;
}

class Analysis {
 public:
  Analysis(const std::vector<std::size_t>& level_counts, const std::vector<DesignCase>& cases,
           const EffectOptions& options)
      : level_counts_(level_counts), options_(options), data_(data_of(cases, options)) {
    name_effects();
  }

  Effects answer() {
    if (data_.cases.empty()) return result_;
    result_.replications_are_blocks = data_.blocks;
    if (data_.blocks) result_.replications = static_cast<std::size_t>(data_.values.cols());
    fit();
    squares_and_error();
    VectorXd constant = VectorXd::Zero(coefficients_.rows());
    constant(0) = 1;
    result_.grand_mean = estimate_of(constant);
    for (std::size_t e = 0; e < coded_.size(); ++e)
      if (result_.effects[e].estimated) describe(e);
    return result_;
  }

 private:
  void name_effects();
  void fit();
  void squares_and_error();
  Judged judged(const VectorXd& weights) const;
  Estimate estimate_of(const VectorXd& weights) const {
    return interval(judged(weights), options_.confidence);
  }
  void describe(std::size_t e);
  void describe_range(Effect& effect, const MatrixXd& deviations) const;
  void test(std::size_t e);
  MatrixXd in_fit(std::size_t e) const;

  const std::vector<std::size_t>& level_counts_;
  const EffectOptions& options_;
  Data data_;
  std::vector<Coded> coded_;
  MatrixXd coefficients_;  // a column by replication, or one
  VectorXd mean_coefficients_;
  MatrixXd inverse_;  // of X'WX
  Effects result_;
};

void Analysis::name_effects() {
  const std::size_t factors = level_counts_.size();
  for (std::size_t f = 0; f < factors; ++f) {
    result_.effects.push_back({.factors = {f}});
    coded_.push_back({sum_code(level_counts_[f])});
  }
  for (std::size_t f = 0; options_.interactions && f < factors; ++f) {
    for (std::size_t g = f + 1; g < factors; ++g) {
      result_.effects.push_back({.factors = {f, g}});
      coded_.push_back({pair_code(coded_[f].code, coded_[g].code)});
    }
  }
}

void Analysis::fit() {
  const auto rows = static_cast<Index>(data_.cases.size());
  const VectorXd root = data_.weights.cwiseSqrt();
  Index most = 1;
  for (const Coded& c : coded_) most += c.code.cols();
  Columns columns(rows, most);
  columns.add(root);
  std::vector<std::size_t> owner(1, coded_.size());  // of each column in the fit
  for (std::size_t e = 0; e < coded_.size(); ++e) {
    Effect& effect = result_.effects[e];
    const MatrixXd& code = coded_[e].code;
    const auto told = [this, e](std::size_t f) { return f == e || result_.effects[f].estimated; };
    if (code.cols() == 0 || !std::all_of(effect.factors.begin(), effect.factors.end(), told)) continue;
    MatrixXd group(rows, code.cols());
    for (Index i = 0; i < rows; ++i) {
      const DesignCase& c = *data_.cases[static_cast<std::size_t>(i)];
      group.row(i) = root(i) * code.row(static_cast<Index>(place(effect.factors, c, level_counts_)));
    }
    const Columns::Answer answer = columns.add(group);
    effect.estimated = answer.taken;
    if (answer.taken) {
      coded_[e].first = columns.size() - code.cols();
      owner.resize(static_cast<std::size_t>(columns.size()), e);
    }
    for (const Index column : answer.depends_on) {
      const std::size_t other = owner[static_cast<std::size_t>(column)];
      if (other == coded_.size()) continue;
      if (!effect.aliased_with.empty() && effect.aliased_with.back() == other) continue;
      effect.aliased_with.push_back(other);
      result_.effects[other].aliased_with.push_back(e);
    }
  }
  coefficients_ = columns.solve(root.asDiagonal() * data_.values);
  mean_coefficients_ = coefficients_.rowwise().mean();
  inverse_ = columns.inverse();
  const VectorXd means = root.cwiseProduct(data_.values.rowwise().mean());
  const VectorXd fitted = columns.q() * (columns.q().transpose() * means);
  result_.rest_squares = data_.settled_squares((means - fitted).squaredNorm());
  const VectorXd constant = root / root.norm();
  result_.total_squares = data_.settled_squares((means - constant * constant.dot(means)).squaredNorm());
  result_.rest.degrees = static_cast<double>(rows - columns.size());
}

// The error of the whole: between replications within the cases, without what the replications share.
void Analysis::squares_and_error() {
  if (data_.blocks) {
    const MatrixXd about_case = data_.values.colwise() - data_.values.rowwise().mean();
    const MatrixXd alone = about_case.rowwise() - about_case.colwise().mean();
    result_.error_squares = alone.squaredNorm();
    result_.error_degrees = static_cast<double>((alone.rows() - 1) * (alone.cols() - 1));
  } else {
    for (const DesignCase* c : data_.cases) {
      const auto degrees = static_cast<double>(c->observed.n - 1);
      result_.error_squares += degrees * c->observed.variance;
      result_.error_degrees += degrees;
    }
  }
  result_.error_squares = data_.settled_squares(result_.error_squares);
  const double degrees = result_.rest.degrees;
  result_.rest = f_test(result_.rest_squares, degrees, result_.error_squares, result_.error_degrees);
  if (result_.error_degrees == 0 && degrees > 0) {
    result_.error_squares = result_.rest_squares;
    result_.error_degrees = degrees;
  }
}

// A sum of coefficients with these weights.
Judged Analysis::judged(const VectorXd& weights) const {
  const double largest = data_.largest();
  Judged sum{settled(weights.dot(mean_coefficients_), largest), {}, 0};
  if (data_.blocks) {
    const Eigen::RowVectorXd each = weights.transpose() * coefficients_;
    const auto n = static_cast<double>(each.size());
    const double variance = (each.array() - each.mean()).square().sum() / (n - 1);
    sum.degrees = n - 1;
    sum.standard_error = settled(std::sqrt(variance / n), largest);
  } else if (result_.error_degrees > 0) {
    const double variance = weights.dot(inverse_ * weights) * result_.error_squares / result_.error_degrees;
    sum.degrees = result_.error_degrees;
    sum.standard_error = settled(std::sqrt(variance), largest);
  }
  return sum;
}

// The effect's code with a column by coefficient of the fit.
MatrixXd Analysis::in_fit(std::size_t e) const {
  MatrixXd wide = MatrixXd::Zero(coded_[e].code.rows(), coefficients_.rows());
  wide.middleCols(coded_[e].first, coded_[e].code.cols()) = coded_[e].code;
  return wide;
}

void Analysis::describe(std::size_t e) {
  Effect& effect = result_.effects[e];
  const MatrixXd deviations = in_fit(e);
  MatrixXd means = deviations;
  means.col(0).setOnes();
  if (effect.factors.size() == 2) {
    const auto second = static_cast<Index>(level_counts_[effect.factors[1]]);
    const MatrixXd a = in_fit(effect.factors[0]);
    const MatrixXd b = in_fit(effect.factors[1]);
    for (Index i = 0; i < means.rows(); ++i) means.row(i) += a.row(i / second) + b.row(i % second);
  }
  for (Index i = 0; i < deviations.rows(); ++i) {
    effect.deviations.push_back(estimate_of(deviations.row(i)));
    effect.means.push_back(estimate_of(means.row(i)));
  }
  describe_range(effect, deviations);
  test(e);
}

void Analysis::describe_range(Effect& effect, const MatrixXd& deviations) const {
  const auto less = [](const Estimate& a, const Estimate& b) { return a.value < b.value; };
  const auto [low, high] = std::minmax_element(effect.deviations.begin(), effect.deviations.end(), less);
  effect.lowest = static_cast<std::size_t>(low - effect.deviations.begin());
  effect.highest = static_cast<std::size_t>(high - effect.deviations.begin());
  const auto n = static_cast<double>(deviations.rows());
  // one degree of freedom has one difference, whatever the number of pairs
  const bool single = coded_[static_cast<std::size_t>(&effect - result_.effects.data())].code.cols() == 1;
  const VectorXd difference =
      deviations.row(static_cast<Index>(effect.highest)) - deviations.row(static_cast<Index>(effect.lowest));
  const double comparisons = single ? 1 : n * (n - 1) / 2;
  const Judged range = judged(difference);
  effect.range = interval(range, 1 - (1 - options_.confidence) / comparisons);
  effect.range_p = p_among(range, comparisons);
}

void Analysis::test(std::size_t e) {
  Effect& effect = result_.effects[e];
  const Index first = coded_[e].first;
  const Index degrees = coded_[e].code.cols();
  const MatrixXd block = inverse_.block(first, first, degrees, degrees);
  const Eigen::LDLT<MatrixXd> solver(block);
  const VectorXd mean = mean_coefficients_.segment(first, degrees);
  effect.squares = data_.settled_squares(mean.dot(solver.solve(mean)));
  const auto d = static_cast<double>(degrees);
  if (!data_.blocks) {
    effect.test = f_test(effect.squares, d, result_.error_squares, result_.error_degrees);
    return;
  }
  // weights hold the number of replications, one replication has that share of them
  const MatrixXd about = coefficients_.middleRows(first, degrees).colwise() - mean;
  const auto replications = static_cast<double>(about.cols());
  const double error = data_.settled_squares(about.cwiseProduct(solver.solve(about)).sum() / replications);
  effect.test = f_test(effect.squares, d, error, d * (replications - 1));
}

void check(const std::vector<std::size_t>& level_counts, const std::vector<DesignCase>& cases) {
  if (level_counts.empty()) throw std::invalid_argument("a design has at least one factor");
  for (const std::size_t levels : level_counts)
    if (levels == 0) throw std::invalid_argument("a factor has at least one level");
  for (const DesignCase& c : cases) {
    if (c.levels.size() != level_counts.size())
      throw std::invalid_argument("a case has one level for each factor");
    for (std::size_t f = 0; f < c.levels.size(); ++f)
      if (c.levels[f] >= level_counts[f])
        throw std::invalid_argument("a case has a level that its factor has not");
  }
}

}  // namespace

Effects effects_of(const std::vector<std::size_t>& level_counts, const std::vector<DesignCase>& cases,
                   const EffectOptions& options) {
  check(level_counts, cases);
  return Analysis(level_counts, cases, options).answer();
}

}  // namespace linetwin::compare
