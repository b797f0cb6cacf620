// Columns of a design that are told apart one after the other; for the least squares of this room.
#pragma once

#include <Eigen/Dense>
#include <vector>

namespace linetwin::compare {

// Columns X, taken in one by one or in groups, each independent of those before it; X = Q R (Gram-Schmidt,
// every projection made twice so that Q stays orthogonal to rounding).
class Columns {
 public:
  // `rows` is the number of observations, `most` bounds how many columns there may ever be.
  Columns(Eigen::Index rows, Eigen::Index most);

  // Takes the columns in if each is independent of those before it and of each other. Otherwise takes in none
  // and says on which of the columns held they depend (empty: a column is 0, or too many).
  struct Answer {
    bool taken = false;
    std::vector<Eigen::Index> depends_on{};
  };
  Answer add(const Eigen::MatrixXd& group);

  Eigen::Index size() const { return size_; }
  Eigen::Index rows() const { return q_.rows(); }
  auto q() const { return q_.leftCols(size_); }
  auto r() const { return r_.topLeftCorner(size_, size_); }
  // Least squares: the coefficients of each right-hand side.
  Eigen::MatrixXd solve(const Eigen::MatrixXd& right) const;
  // (X'X)^-1.
  Eigen::MatrixXd inverse() const;

 private:
  Eigen::Index size_ = 0;
  Eigen::MatrixXd q_;
  Eigen::MatrixXd r_;
};

}  // namespace linetwin::compare
