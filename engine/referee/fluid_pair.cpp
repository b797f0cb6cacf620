#include "referee/fluid_pair.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <complex>

// The states are (first, second machine), each up or down in one of its modes. Below, p and r are the failure
// and repair rates of the modes j of the first machine, q and s those of the modes k of the second, v and w
// the speeds, f the densities of the level x in (0, size):
//   (v - w) f(up, up)' = sum_j r_j f(j, up) + sum_k s_k f(up, k) - (P + Q) f(up, up)
//        v  f(up, k)'  = q_k f(up, up) + sum_j r_j f(j, k) - (s_k + P) f(up, k)
//       -w  f(j, up)'  = p_j f(up, up) + sum_k s_k f(j, k) - (r_j + Q) f(j, up)
//                 0    = q_k f(j, up) + p_j f(up, k) - (r_j + s_k) f(j, k)
// and nothing flows through any level on balance: (v - w) f(up, up) + v sum f(up, k) = w sum f(j, up).
// The last two lines leave the f(up, k) and f(j, up), all but one of them where v = w; the solutions are
// sums of exponentials, with masses at the two ends that balance what flows onto them and off.
namespace linetwin {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using Eigen::Index;

constexpr double kSameSpeed = 1e-6;  // relative difference below which speeds count as equal

struct Side {
  double speed;
  Vector fail, mend;
  double fails = 0;
  explicit Side(const FluidMachine& m, double never)
      : speed(m.speed), fail(static_cast<Index>(m.modes.size())), mend(static_cast<Index>(m.modes.size())) {
    for (std::size_t i = 0; i < m.modes.size(); ++i) {
      fail[static_cast<Index>(i)] = std::max(m.modes[i].failure, never);
      mend[static_cast<Index>(i)] = m.modes[i].repair;
    }
    fails = fail.sum();
  }
};

// One solution: the densities times exp(exponent (x - origin)), written so that it never exceeds them.
// Of a pair of complex ones, the real and the imaginary part are two solutions.
struct Wave {
  Eigen::VectorXcd first_down;   // f(j, up)
  Eigen::VectorXcd second_down;  // f(up, k)
  std::complex<double> both_up, both_down;
  std::complex<double> exponent;
  bool imaginary = false;
  double part(std::complex<double> z) const { return imaginary ? z.imag() : z.real(); }
  std::complex<double> at_empty(double size) const {
    return exponent.real() > 0 ? std::exp(-exponent * size) : 1.0;
  }
  std::complex<double> at_full(double size) const {
    return exponent.real() > 0 ? 1.0 : std::exp(exponent * size);
  }
  std::complex<double> integral(double size) const {
    const std::complex<double> z = (exponent.real() > 0 ? 1.0 : -1.0) * exponent * size;  // real part >= 0
    if (std::abs(z) < 1e-5) return size * (1.0 - z / 2.0);
    return size * (1.0 - std::exp(-z)) / z;
  }
  // of x times the density
  std::complex<double> moment(double size) const {
    const std::complex<double> z = (exponent.real() > 0 ? 1.0 : -1.0) * exponent * size;
    const std::complex<double> falling = std::abs(z) < 1e-3
                                             ? size * size * (0.5 - z / 3.0 + z * z / 8.0)
                                             : size * size * (1.0 - (1.0 + z) * std::exp(-z)) / (z * z);
    return exponent.real() > 0 ? size * integral(size) - falling : falling;
  }
};

struct Pair {
  Side a, b;
  double size;
  bool same;
  Index j, k;  // numbers of modes
  Pair(const FluidMachine& first, const FluidMachine& second, double buffer)
      : a(first, 1e-9 * std::max(first.speed, second.speed)),
        b(second, 1e-9 * std::max(first.speed, second.speed)),
        size(buffer),
        same(std::abs(first.speed - second.speed) < kSameSpeed * std::max(first.speed, second.speed)),
        j(a.fail.size()),
        k(b.fail.size()) {}

  // f(up, up) as a linear function of (f(j, up), f(up, k))
  Vector both_up() const {
    Vector row(j + k);
    if (same) {
      row << a.mend / (a.fails + b.fails), b.mend / (a.fails + b.fails);
    } else {
      row.head(j).setConstant(b.speed / (a.speed - b.speed));
      row.tail(k).setConstant(-a.speed / (a.speed - b.speed));
    }
    return row;
  }
  // derivatives of (f(j, up), f(up, k)), linear in the same
  Matrix derivatives() const {
    Matrix m = Matrix::Zero(j + k, j + k);
    for (Index y = 0; y < j; ++y) m.row(y) += a.fail[y] * both_up().transpose();
    for (Index z = 0; z < k; ++z) m.row(j + z) += b.fail[z] * both_up().transpose();
    for (Index y = 0; y < j; ++y) {
      m(y, y) -= a.mend[y] + b.fails;
      for (Index z = 0; z < k; ++z) {
        const double sum = a.mend[y] + b.mend[z];
        m(y, y) += b.mend[z] * b.fail[z] / sum;
        m(y, j + z) += b.mend[z] * a.fail[y] / sum;
        m(j + z, y) += a.mend[y] * b.fail[z] / sum;
        m(j + z, j + z) += a.mend[y] * a.fail[y] / sum;
      }
    }
    for (Index z = 0; z < k; ++z) m(j + z, j + z) -= b.mend[z] + a.fails;
    m.topRows(j) /= -b.speed;
    m.bottomRows(k) /= a.speed;
    return m;
  }
  // Empty when they could not be found.
  std::vector<Wave> waves() const {
    Matrix spread = Matrix::Identity(j + k, j + k);  // from the independent densities to all
    Matrix m = derivatives();
    if (same) {  // the first of f(j, up) follows from the others
      spread = Matrix::Zero(j + k, j + k - 1);
      spread.bottomRows(j + k - 1).setIdentity();
      spread.row(0).head(j - 1).setConstant(-1);
      spread.row(0).tail(k).setOnes();
      m = (m * spread).bottomRows(j + k - 1).eval();
    }
    if (!m.allFinite()) return {};
    const Eigen::EigenSolver<Matrix> found(m);
    if (found.info() != Eigen::Success) return {};
    std::vector<Wave> all;
    for (Index e = 0; e < m.rows(); ++e) {
      Wave wave;
      wave.exponent = found.eigenvalues()[e];
      wave.imaginary = wave.exponent.imag() < 0;  // the second of a conjugate pair, listed after the first
      if (wave.imaginary) wave.exponent = std::conj(wave.exponent);
      Eigen::VectorXcd y = spread * found.eigenvectors().col(e);
      if (wave.imaginary) y = y.conjugate().eval();
      wave.both_up = (both_up().transpose() * y)(0);
      y /= std::max(y.cwiseAbs().maxCoeff(), std::abs(wave.both_up));
      wave.both_up = (both_up().transpose() * y)(0);
      wave.first_down = y.head(j);
      wave.second_down = y.tail(k);
      for (Index p = 0; p < j; ++p)
        for (Index q = 0; q < k; ++q)
          wave.both_down += (b.fail[q] * y[p] + a.fail[p] * y[j + q]) / (a.mend[p] + b.mend[q]);
      all.push_back(wave);
    }
    return all;
  }
};

// Unknowns: the weight of each wave, then the masses: starved by mode, empty with both up, blocked by mode,
// full with both up. Rows: what flows onto each mass and off it; what can't rise from an end; their sum.
struct Ends {
  const Pair& pair;
  std::vector<Wave> waves;
  Index n, starved, empty, blocked, full, unknowns;
  explicit Ends(const Pair& p)
      : pair(p),
        waves(p.waves()),
        n(static_cast<Index>(waves.size())),
        starved(n),
        empty(starved + p.j),
        blocked(empty + 1),
        full(blocked + p.k),
        unknowns(full + 1) {}

  Matrix rows() const {
    const Side &a = pair.a, &b = pair.b;
    const double drift = pair.same ? 0 : a.speed - b.speed;
    // with both up at an end, the faster machine is held down to the speed of the slower and fails the less
    const Vector slowed_b = b.fail * std::min(1.0, a.speed / b.speed);
    const Vector slowed_a = a.fail * std::min(1.0, b.speed / a.speed);
    Matrix m = Matrix::Zero(2 * (pair.j + pair.k) + 5, unknowns);
    Index r = 0;
    const auto flows = [&](double speed, auto density, bool at_full) {
      for (Index e = 0; e < n; ++e) {
        const Wave& w = waves[static_cast<std::size_t>(e)];
        m(r, e) = speed * w.part(density(w) * (at_full ? w.at_full(pair.size) : w.at_empty(pair.size)));
      }
    };
    for (Index y = 0; y < pair.j; ++y, ++r) {  // empty: the first machine is down
      flows(
          b.speed, [y](const Wave& w) { return w.first_down[y]; }, false);
      m(r, starved + y) = -a.mend[y];
      m(r, empty) = a.fail[y];
    }
    for (Index z = 0; z < pair.k; ++z, ++r) {  // the level rises from empty when the second one fails
      flows(
          a.speed, [z](const Wave& w) { return w.second_down[z]; }, false);
      m(r, empty) = -slowed_b[z];
    }
    flows(
        -drift, [](const Wave& w) { return w.both_up; }, false);
    m.row(r).segment(starved, pair.j) = a.mend.transpose();
    m(r++, empty) = -(a.fails + slowed_b.sum());
    for (Index z = 0; z < pair.k; ++z, ++r) {  // full: the second machine is down
      flows(
          a.speed, [z](const Wave& w) { return w.second_down[z]; }, true);
      m(r, blocked + z) = -b.mend[z];
      m(r, full) = b.fail[z];
    }
    for (Index y = 0; y < pair.j; ++y, ++r) {
      flows(
          b.speed, [y](const Wave& w) { return w.first_down[y]; }, true);
      m(r, full) = -slowed_a[y];
    }
    flows(
        drift, [](const Wave& w) { return w.both_up; }, true);
    m.row(r).segment(blocked, pair.k) = b.mend.transpose();
    m(r++, full) = -(b.fails + slowed_a.sum());
    for (Index i = 0; i < r; ++i) m.row(i) /= std::max(m.row(i).cwiseAbs().maxCoeff(), 1e-300);
    if (drift > 0) m(r, empty) = 1;
    if (drift < 0) m(r + 1, full) = 1;
    r += 2;
    for (Index e = 0; e < n; ++e) m(r, e) = total(waves[static_cast<std::size_t>(e)], false);
    m.row(r).tail(unknowns - n).setOnes();
    return m;
  }
  // of all densities of a wave, over all levels
  double total(const Wave& w, bool moment) const {
    const std::complex<double> sum = w.both_up + w.both_down + w.first_down.sum() + w.second_down.sum();
    return w.part(sum * (moment ? w.moment(pair.size) : w.integral(pair.size)));
  }
};

}  // namespace

double FluidMachine::failures() const {
  double sum = 0;
  for (const Mode& mode : modes) sum += mode.failure;
  return sum;
}

double FluidMachine::alone() const {
  double a_second = 1;  // of work, with its repairs
  for (const Mode& mode : modes) a_second += mode.failure / mode.repair;
  return speed / a_second;
}

std::optional<FluidPair> solve_pair(const FluidMachine& first, const FluidMachine& second, double size) {
  const Pair pair(first, second, size);
  const Ends ends(pair);
  if (ends.waves.empty()) return std::nullopt;
  const Matrix rows = ends.rows();
  Vector right = Vector::Zero(rows.rows());
  right[rows.rows() - 1] = 1;
  const Vector x = rows.colPivHouseholderQr().solve(right);
  if (!x.allFinite() || (rows * x - right).cwiseAbs().maxCoeff() > 1e-6) return std::nullopt;
  FluidPair result;
  result.throughput = pair.b.speed * x[ends.full] + std::min(pair.a.speed, pair.b.speed) * x[ends.empty];
  result.level = size * (x[ends.full] + x.segment(ends.blocked, pair.k).sum());
  for (Index e = 0; e < ends.n; ++e) {
    const Wave& w = ends.waves[static_cast<std::size_t>(e)];
    result.throughput += pair.b.speed * x[e] * w.part((w.both_up + w.first_down.sum()) * w.integral(size));
    result.level += x[e] * ends.total(w, true);
  }
  for (Index y = 0; y < pair.j; ++y) result.starved.push_back(std::max(0.0, x[ends.starved + y]));
  for (Index z = 0; z < pair.k; ++z) result.blocked.push_back(std::max(0.0, x[ends.blocked + z]));
  const double most = std::min(first.alone(), second.alone());
  const bool sound = result.throughput > 0 && result.throughput <= most * (1 + 1e-5) &&
                     x.tail(ends.unknowns - ends.n).minCoeff() > -1e-6;
  return sound ? std::optional(result) : std::nullopt;
}

}  // namespace linetwin
