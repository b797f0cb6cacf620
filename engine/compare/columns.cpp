#include "compare/columns.hpp"

#include <cmath>

namespace linetwin::compare {

namespace {
constexpr double kDependent = 1e-9;  // of a column's length: less than that of it is new
constexpr double kPartOf = 1e-7;     // a coefficient that is not 0, of columns of like length
}  // namespace

Columns::Columns(Eigen::Index rows, Eigen::Index most)
    : q_(Eigen::MatrixXd::Zero(rows, std::min(rows, most))),
      r_(Eigen::MatrixXd::Zero(std::min(rows, most), std::min(rows, most))) {}

Columns::Answer Columns::add(const Eigen::MatrixXd& group) {
  const Eigen::Index before = size_;
  for (Eigen::Index c = 0; c < group.cols(); ++c) {
    Eigen::VectorXd v = group.col(c);
    Eigen::VectorXd parts = Eigen::VectorXd::Zero(size_);
    for (int twice = 0; twice < 2; ++twice) {
      const Eigen::VectorXd more = q().transpose() * v;
      v -= q() * more;
      parts += more;
    }
    const double length = group.col(c).norm();
    if (v.norm() > kDependent * length && size_ < q_.cols()) {
      r_.col(size_).head(size_) = parts;
      r_(size_, size_) = v.norm();
      q_.col(size_) = v / v.norm();
      ++size_;
      continue;
    }
    Answer no;
    const Eigen::VectorXd combination = r().triangularView<Eigen::Upper>().solve(parts);
    for (Eigen::Index j = 0; j < before; ++j) {
      const double column_length = r_.col(j).head(j + 1).norm();
      if (std::abs(combination(j)) * column_length > kPartOf * length) no.depends_on.push_back(j);
    }
    size_ = before;
    return no;
  }
  return {true, {}};
}

Eigen::MatrixXd Columns::solve(const Eigen::MatrixXd& right) const {
  return r().triangularView<Eigen::Upper>().solve(q().transpose() * right);
}

Eigen::MatrixXd Columns::inverse() const {
  const Eigen::MatrixXd root =
      r().triangularView<Eigen::Upper>().solve(Eigen::MatrixXd::Identity(size_, size_));
  return root * root.transpose();
}

}  // namespace linetwin::compare
