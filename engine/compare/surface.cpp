#include "compare/surface.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include "compare/columns.hpp"

namespace linetwin::compare {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double coded(double x, const Region& region) {
  if (region.low == region.high) return 0;
  return (x - (region.low + region.high) / 2) / ((region.high - region.low) / 2);
}

double natural(double z, const Region& region) {
  return (region.low + region.high) / 2 + z * (region.high - region.low) / 2;
}

VectorXd coded(const std::vector<double>& x, const std::vector<Region>& region) {
  VectorXd z(static_cast<Index>(x.size()));
  for (std::size_t f = 0; f < x.size(); ++f) z(static_cast<Index>(f)) = coded(x[f], region[f]);
  return z;
}

double value_of(const Term& term, const VectorXd& z) {
  double value = 1;
  if (term.first) value *= z(static_cast<Index>(*term.first));
  if (term.second) value *= z(static_cast<Index>(*term.second));
  return value;
}

int order_of(const Term& term) { return term.second ? 2 : term.first ? 1 : 0; }

std::vector<Term> all_terms(std::size_t factors, int order) {
  std::vector<Term> terms(1);
  for (std::size_t f = 0; f < factors; ++f) terms.push_back({f, {}});
  if (order < 2) return terms;
  for (std::size_t f = 0; f < factors; ++f)
    for (std::size_t g = f + 1; g < factors; ++g) terms.push_back({f, g});
  for (std::size_t f = 0; f < factors; ++f) terms.push_back({f, f});
  return terms;
}

// The points that have observations.
struct Data {
  std::vector<const SurfacePoint*> points;
  std::vector<std::size_t> given;  // their places among all
  std::vector<Region> region;
  std::vector<VectorXd> z;
  VectorXd weights;
  VectorXd means;
  std::size_t settings = 0;
  double largest() const { return means.size() == 0 ? 0 : means.cwiseAbs().maxCoeff(); }
  // A sum of squares that comes from rounding noise in the means is 0.
  double settled_squares(double squares) const {
    const double noise = kRounding * largest();
    return squares <= noise * noise * weights.sum() ? 0 : squares;
  }
};

void check(const std::vector<SurfacePoint>& points, const SurfaceOptions& options) {
  if (options.order != 1 && options.order != 2) throw std::invalid_argument("a surface has order 1 or 2");
  if (points.empty()) return;
  const std::size_t factors = points.front().x.size();
  if (factors == 0) throw std::invalid_argument("a surface has at least one factor");
  for (const SurfacePoint& p : points) {
    if (p.x.size() != factors) throw std::invalid_argument("points have unequal numbers of factors");
    const bool finite = std::all_of(p.x.begin(), p.x.end(), [](double x) { return std::isfinite(x); });
    if (!finite || (p.observed.n > 0 && !std::isfinite(p.observed.mean)))
      throw std::invalid_argument("a point of a surface is not finite");
  }
  if (options.region.empty()) return;
  if (options.region.size() != factors) throw std::invalid_argument("the region is not that of the factors");
  for (const Region& r : options.region)
    if (!(r.low < r.high)) throw std::invalid_argument("the region of a factor is empty");
}

std::vector<Region> region_of(const std::vector<const SurfacePoint*>& points, std::size_t factors) {
  std::vector<Region> region;
  for (std::size_t f = 0; f < factors; ++f) {
    const auto less = [f](const SurfacePoint* a, const SurfacePoint* b) { return a->x[f] < b->x[f]; };
    const auto [low, high] = std::minmax_element(points.begin(), points.end(), less);
    region.push_back({(*low)->x[f], (*high)->x[f]});
  }
  return region;
}

Data data_of(const std::vector<SurfacePoint>& points, const SurfaceOptions& options) {
  Data data;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].observed.n == 0) continue;
    data.points.push_back(&points[i]);
    data.given.push_back(i);
  }
  if (data.points.empty()) return data;
  data.region = options.region.empty() ? region_of(data.points, points.front().x.size()) : options.region;
  const auto n = static_cast<Index>(data.points.size());
  data.weights.resize(n);
  data.means.resize(n);
  std::set<std::vector<double>> settings;
  for (Index i = 0; i < n; ++i) {
    const SurfacePoint& p = *data.points[static_cast<std::size_t>(i)];
    data.weights(i) = static_cast<double>(p.observed.n);
    data.means(i) = p.observed.mean;
    data.z.push_back(coded(p.x, data.region));
    settings.insert(p.x);
  }
  data.settings = settings.size();
  return data;
}

VectorXd column(const Data& data, const Term& term) {
  VectorXd values(static_cast<Index>(data.z.size()));
  for (std::size_t i = 0; i < data.z.size(); ++i)
    values(static_cast<Index>(i)) =
        std::sqrt(data.weights(static_cast<Index>(i))) * value_of(term, data.z[i]);
  return values;
}

// What the design tells apart. Terms of one order that depend on each other are all confounded; of a higher
// and a lower one the higher is.
std::vector<Term> told_apart(const Data& data, const std::vector<Term>& terms) {
  Columns columns(static_cast<Index>(data.points.size()), static_cast<Index>(terms.size()));
  std::vector<Term> kept;
  std::vector<Term> confounded;
  for (const Term& term : terms) {
    const Columns::Answer answer = columns.add(column(data, term));
    if (answer.taken) kept.push_back(term);
    for (const Index i : answer.depends_on) {
      const Term& other = kept[static_cast<std::size_t>(i)];
      if (order_of(other) == order_of(term)) confounded.push_back(other);
    }
  }
  std::erase_if(kept, [&](const Term& term) {
    return std::find(confounded.begin(), confounded.end(), term) != confounded.end();
  });
  return kept;
}

// Between the observations at one setting.
struct PureError {
  double squares = 0;
  double degrees = 0;
};

PureError within_points(const Data& data, bool common_random_numbers) {
  std::vector<const Values*> values;
  for (const SurfacePoint* p : data.points) values.push_back(&p->observed.values);
  PureError error;
  const auto common = common_random_numbers ? common_replications(values) : std::vector<std::size_t>{};
  const bool all_common = std::all_of(data.points.begin(), data.points.end(),
                                      [&](const SurfacePoint* p) { return p->observed.n == common.size(); });
  if (common.size() < 2 || !all_common) {
    for (const SurfacePoint* p : data.points) {
      const auto degrees = static_cast<double>(p->observed.n - 1);
      error.squares += degrees * p->observed.variance;
      error.degrees += degrees;
    }
    return error;
  }
  MatrixXd table(static_cast<Index>(values.size()), static_cast<Index>(common.size()));
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t r = 0; r < common.size(); ++r)
      table(static_cast<Index>(i), static_cast<Index>(r)) = *(*values[i])[common[r]];
  const MatrixXd about = table.colwise() - table.rowwise().mean();
  error.squares = (about.rowwise() - about.colwise().mean()).squaredNorm();
  error.degrees = static_cast<double>((table.rows() - 1) * (table.cols() - 1));
  return error;
}

// Points at the same x, about their common mean.
PureError between_twins(const Data& data) {
  std::map<std::vector<double>, std::vector<Index>> settings;
  for (std::size_t i = 0; i < data.points.size(); ++i)
    settings[data.points[i]->x].push_back(static_cast<Index>(i));
  PureError error;
  for (const auto& [x, rows] : settings) {
    double weight = 0;
    double sum = 0;
    for (const Index i : rows) {
      weight += data.weights(i);
      sum += data.weights(i) * data.means(i);
    }
    for (const Index i : rows) error.squares += data.weights(i) * std::pow(data.means(i) - sum / weight, 2);
    error.degrees += static_cast<double>(rows.size() - 1);
  }
  return error;
}

std::optional<StationaryPoint> stationary_of(const Surface& surface) {
  const auto factors = static_cast<Index>(surface.region.size());
  VectorXd linear = VectorXd::Zero(factors);
  MatrixXd second = MatrixXd::Zero(factors, factors);
  Index squares = 0;
  for (const Coefficient& c : surface.coefficients) {
    if (!c.term.first) continue;
    const auto f = static_cast<Index>(*c.term.first);
    if (!c.term.second) {
      linear(f) = c.value;
      continue;
    }
    const auto g = static_cast<Index>(*c.term.second);
    squares += f == g;
    second(f, g) += c.value / 2;
    second(g, f) += c.value / 2;
  }
  if (squares < factors) return std::nullopt;
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(second);
  const VectorXd& values = eigen.eigenvalues();
  StationaryPoint point;
  point.eigenvalues.assign(values.begin(), values.end());
  // flat against the whole change of the surface over the region
  const double flat = 1e-9 * std::max(linear.cwiseAbs().maxCoeff(), values.cwiseAbs().maxCoeff());
  if (values.cwiseAbs().minCoeff() <= flat) return point;
  VectorXd z =
      -0.5 * (eigen.eigenvectors() * (eigen.eigenvectors().transpose() * linear).cwiseQuotient(values));
  for (double& at : z) at = settled(at, 1);
  point.kind = values(0) > 0             ? StationaryKind::Minimum
               : values(factors - 1) < 0 ? StationaryKind::Maximum
                                         : StationaryKind::Saddle;
  for (Index f = 0; f < factors; ++f)
    point.x.push_back(natural(z(f), surface.region[static_cast<std::size_t>(f)]));
  point.value = surface.coefficients.front().value + linear.dot(z) / 2;
  point.inside = z.cwiseAbs().maxCoeff() <= 1 + 1e-12;
  return point;
}

// The fit itself, and how good it is.
class Fit {
 public:
  Fit(const Data& data, const std::vector<Term>& terms, std::size_t given)
      : data_(data), columns_(static_cast<Index>(data.points.size()), static_cast<Index>(terms.size())) {
    for (const Term& term : terms) {
      columns_.add(column(data, term));
      surface_.coefficients.push_back({term, 0, {}, {}, {}});
    }
    surface_.order = order_of(terms.back());
    surface_.region = data.region;
    surface_.points.resize(given);
  }

  Surface answer(bool common_random_numbers) {
    residuals();
    determination();
    coefficients();
    const PureError within = within_points(data_, common_random_numbers);
    const PureError between = between_twins(data_);
    const auto settings = static_cast<double>(data_.settings);
    surface_.lack_of_fit =
        f_test(squares_ - between.squares, settings - static_cast<double>(columns_.size()),
               data_.settled_squares(within.squares + between.squares), within.degrees + between.degrees);
    surface_.stationary = stationary_of(surface_);
    return surface_;
  }

 private:
  void residuals();
  void determination();
  void coefficients();

  const Data& data_;
  Columns columns_;
  Surface surface_;
  VectorXd solution_;
  double squares_ = 0;  // of the residuals, weighted
};

void Fit::residuals() {
  const VectorXd root = data_.weights.cwiseSqrt();
  const VectorXd right = root.cwiseProduct(data_.means);
  solution_ = columns_.solve(right);
  const VectorXd fitted = columns_.q() * (columns_.q().transpose() * right);
  const double largest = data_.largest();
  for (double& one : solution_) one = settled(one, largest);
  VectorXd left = right - fitted;
  for (Index i = 0; i < left.size(); ++i) left(i) = settled(left(i), root(i) * largest);
  squares_ = left.squaredNorm();
  double press = 0;
  bool all = true;
  for (Index i = 0; i < left.size(); ++i) {
    PointFit& point = surface_.points[data_.given[static_cast<std::size_t>(i)]];
    point.fitted = settled(fitted(i) / root(i), largest);
    point.residual = left(i) / root(i);
    point.leverage = std::min(1.0, columns_.q().row(i).squaredNorm());
    if (point.leverage < 1 - 1e-9) {
      point.left_out_residual = point.residual / (1 - point.leverage);
      press += data_.weights(i) * *point.left_out_residual * *point.left_out_residual;
    } else {
      all = false;
    }
  }
  if (all) surface_.press = press;
}

void Fit::determination() {
  const double mean = data_.weights.dot(data_.means) / data_.weights.sum();
  const double total = (data_.weights.array() * (data_.means.array() - mean).square()).sum();
  const auto rows = static_cast<double>(data_.means.size());
  surface_.residual_degrees = rows - static_cast<double>(columns_.size());
  surface_.residual_sd = std::sqrt(squares_ / surface_.residual_degrees);
  if (!(data_.settled_squares(total) > 0)) return;
  surface_.r_squared = 1 - squares_ / total;
  surface_.adjusted_r_squared = 1 - (squares_ / surface_.residual_degrees) / (total / (rows - 1));
  if (surface_.press) surface_.predicted_r_squared = 1 - *surface_.press / total;
}

void Fit::coefficients() {
  const MatrixXd inverse = columns_.inverse();
  for (Index i = 0; i < inverse.rows(); ++i)
    for (Index j = 0; j < inverse.cols(); ++j) surface_.covariance_factor.push_back(inverse(i, j));
  for (std::size_t i = 0; i < surface_.coefficients.size(); ++i) {
    Coefficient& c = surface_.coefficients[i];
    const auto at = static_cast<Index>(i);
    c.value = solution_(at);
    c.standard_error = surface_.residual_sd * std::sqrt(inverse(at, at));
    if (!(*c.standard_error > 0)) continue;
    c.t = c.value / *c.standard_error;
    c.p = two_sided_p(*c.t, surface_.residual_degrees);
  }
}

}  // namespace

Estimate Surface::at(const std::vector<double>& x, double confidence) const {
  if (x.size() != region.size()) throw std::invalid_argument("a point has a value for each factor");
  const VectorXd z = coded(x, region);
  const auto n = static_cast<Index>(coefficients.size());
  VectorXd terms(n);
  Estimate estimate;
  for (Index i = 0; i < n; ++i) {
    const Coefficient& c = coefficients[static_cast<std::size_t>(i)];
    terms(i) = value_of(c.term, z);
    estimate.value += c.value * terms(i);
  }
  const Eigen::Map<const MatrixXd> factor(covariance_factor.data(), n, n);
  estimate.half_width =
      student_t(confidence, residual_degrees) * residual_sd * std::sqrt(terms.dot(factor * terms));
  return estimate;
}

SurfaceAnswer fit_surface(const std::vector<SurfacePoint>& points, const SurfaceOptions& options) {
  check(points, options);
  SurfaceAnswer answer;
  if (points.empty()) {
    answer.lack = SurfaceLack::NoPoints;
    return answer;
  }
  const std::size_t factors = points.front().x.size();
  const Data data = data_of(points, options);
  answer.settings = data.settings;
  answer.needed_first = factors + 2;
  answer.needed_second = all_terms(factors, 2).size() + 1;
  if (data.points.empty()) {
    answer.lack = SurfaceLack::TooFewSettings;
    return answer;
  }
  const std::vector<Term> wanted = all_terms(factors, options.order);
  std::vector<Term> terms = told_apart(data, wanted);
  if (terms.size() + 1 > data.settings) terms = told_apart(data, all_terms(factors, 1));
  if (terms.size() < 2) {
    answer.lack = SurfaceLack::NotVaried;
    return answer;
  }
  if (terms.size() + 1 > data.settings) {
    answer.lack = SurfaceLack::TooFewSettings;
    return answer;
  }
  if (order_of(terms.back()) < options.order)
    answer.lack = data.settings < answer.needed_second ? SurfaceLack::TooFewForSecondOrder
                                                       : SurfaceLack::SecondOrderNotTold;
  Surface surface = Fit(data, terms, points.size()).answer(options.common_random_numbers);
  for (const Term& term : wanted)
    if (std::find(terms.begin(), terms.end(), term) == terms.end()) surface.left_out.push_back(term);
  answer.surface = std::move(surface);
  return answer;
}

}  // namespace linetwin::compare
