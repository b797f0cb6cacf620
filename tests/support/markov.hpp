// Continuous-time Markov chains solved exactly: known answers that are not this program's.
#pragma once

#include <Eigen/Sparse>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace linetwin::test {

// States are vectors of small numbers; `moves` lists the transitions out of a state with their rates.
using State = std::vector<int>;
using Moves = std::function<std::vector<std::pair<double, State>>(const State&)>;

class Markov {
 public:
  // Finds all states that can be reached from `first` and solves pi Q = 0, sum pi = 1.
  Markov(const State& first, const Moves& moves) {
    std::vector<Eigen::Triplet<double>> terms;
    number(first);
    for (std::size_t i = 0; i < states_.size(); ++i)
      for (const auto& [rate, next] : moves(State(states_[i]))) {
        const auto from = static_cast<int>(i);
        const int to = number(next);
        if (to == from) continue;
        terms.emplace_back(to, from, rate);
        terms.emplace_back(from, from, -rate);
      }
    const auto n = static_cast<int>(states_.size());
    // the last balance equation follows from the others: the sum of probabilities takes its place
    std::erase_if(terms, [n](const auto& t) { return t.row() == n - 1; });
    for (int i = 0; i < n; ++i) terms.emplace_back(n - 1, i, 1.0);
    Eigen::SparseMatrix<double> matrix(n, n);
    matrix.setFromTriplets(terms.begin(), terms.end());
    Eigen::VectorXd right = Eigen::VectorXd::Zero(n);
    right[n - 1] = 1;
    const Eigen::SparseLU<Eigen::SparseMatrix<double>> solver(matrix);
    probability_ = solver.solve(right);
  }

  double expect(const std::function<double(const State&)>& reward) const {
    double sum = 0;
    for (std::size_t i = 0; i < states_.size(); ++i)
      sum += probability_[static_cast<Eigen::Index>(i)] * reward(states_[i]);
    return sum;
  }
  std::size_t size() const { return states_.size(); }

 private:
  int number(const State& state) {
    const auto [it, fresh] = numbers_.emplace(state, static_cast<int>(states_.size()));
    if (fresh) states_.push_back(state);
    return it->second;
  }
  std::map<State, int> numbers_;
  std::vector<State> states_;
  Eigen::VectorXd probability_;
};

}  // namespace linetwin::test
