#include "referee/markov.hpp"

#include <fmt/format.h>

#include <Eigen/IterativeLinearSolvers>
#include <Eigen/SparseLU>
#include <algorithm>
#include <unordered_map>
#include <unsupported/Eigen/IterativeSolvers>

#include "model/graph.hpp"
#include "referee/chain.hpp"

namespace linetwin {
namespace {

constexpr const char* kMethod = "Markov chain";
constexpr std::size_t kDirectStates = 1500;  // up to here elimination is quick
constexpr double kResidual = 1e-9;           // largest imbalance of a state, as a share of its flow

struct Arrow {
  int from, to;
  double rate;
};

// All states and moves, numbered as they are found.
struct Space {
  std::vector<std::u16string> states;
  std::vector<Arrow> arrows;
  std::vector<double> good, entered;  // parts/s, by state
  bool complete = false;
};

Space explore(const Chain& chain, std::size_t most) {
  Space space;
  std::unordered_map<std::u16string, int> numbers;
  const auto number = [&](const std::u16string& state) {
    const auto [it, fresh] = numbers.emplace(state, static_cast<int>(space.states.size()));
    if (fresh) space.states.push_back(state);
    return it->second;
  };
  number(chain.start());
  for (std::size_t i = 0; i < space.states.size(); ++i) {
    if (space.states.size() > most) return space;
    double good = 0;
    double entered = 0;
    for (const Move& move : chain.moves(std::u16string(space.states[i]))) {
      good += move.rate * move.good;
      entered += move.rate * move.entered;
      const int to = number(move.next);
      if (to != static_cast<int>(i)) space.arrows.push_back({static_cast<int>(i), to, move.rate});
    }
    space.good.push_back(good);
    space.entered.push_back(entered);
  }
  space.complete = true;
  return space;
}

// The states that the line comes back to again and again, by number; nothing when it ends in one of several
// such sets.
std::optional<std::vector<int>> lasting(const Space& space) {
  FlowGraph graph{space.states.size(), {}};
  for (const Arrow& arrow : space.arrows) graph.arrows.emplace_back(arrow.from, arrow.to);
  const Components found = components(graph);
  std::vector<char> left(found.members.size(), 0);
  for (const Arrow& arrow : space.arrows) {
    const auto from = static_cast<std::size_t>(found.of[static_cast<std::size_t>(arrow.from)]);
    if (found.of[static_cast<std::size_t>(arrow.to)] != static_cast<int>(from)) left[from] = 1;
  }
  if (std::count(left.begin(), left.end(), 0) != 1) return std::nullopt;
  return found.members[static_cast<std::size_t>(std::find(left.begin(), left.end(), 0) - left.begin())];
}

using Sparse = Eigen::SparseMatrix<double>;
using RowSparse = Eigen::SparseMatrix<double, Eigen::RowMajor>;
using Vector = Eigen::VectorXd;

// A state that the line is often in: by following the jumps for a while from all states at once.
int likely_state(const Space& space, const std::vector<int>& place, const Vector& out) {
  Vector share = Vector::Constant(out.size(), 1.0 / static_cast<double>(out.size()));
  for (int step = 0; step < 100; ++step) {
    Vector next = share / 2;  // it stays now and then, so that the jumps do not go round in step
    for (const Arrow& a : space.arrows)
      if (const int from = place[static_cast<std::size_t>(a.from)]; from >= 0)
        next[place[static_cast<std::size_t>(a.to)]] += share[from] * a.rate / out[from] / 2;
    share = next;
  }
  Eigen::Index most = 0;
  share.maxCoeff(&most);
  return static_cast<int>(most);
}

// Probabilities of the lasting states in their order; empty when they were not found to kResidual.
Vector stationary(const Space& space, const std::vector<int>& lasting_states) {
  const auto n = static_cast<Eigen::Index>(lasting_states.size());
  if (n == 1) return Vector::Ones(1);
  std::vector<int> place(space.states.size(), -1);
  for (std::size_t i = 0; i < lasting_states.size(); ++i)
    place[static_cast<std::size_t>(lasting_states[i])] = static_cast<int>(i);
  // The unknowns are flows out of the states (probability times rate), which differ less than probabilities
  // do; that of a likely state is 1, and its balance follows from the others'.
  Vector out = Vector::Zero(n);
  for (const Arrow& a : space.arrows)
    if (place[static_cast<std::size_t>(a.from)] >= 0) out[place[static_cast<std::size_t>(a.from)]] += a.rate;
  const int likely = likely_state(space, place, out);
  const auto swapped = [&](int state) {  // the likely one stands last
    const int i = place[static_cast<std::size_t>(state)];
    return i == likely ? static_cast<int>(n) - 1 : i == n - 1 ? likely : i;
  };
  std::swap(out[likely], out[n - 1]);
  std::vector<Eigen::Triplet<double>> terms;
  Vector right = Vector::Zero(n - 1);
  for (int i = 0; i < n - 1; ++i) terms.emplace_back(i, i, 1.0);
  for (const Arrow& a : space.arrows) {
    const int from = swapped(a.from);
    const int to = swapped(a.to);
    if (from < 0 || to == n - 1) continue;
    if (from == n - 1)
      right[to] += a.rate / out[from];
    else
      terms.emplace_back(to, from, -a.rate / out[from]);
  }
  Sparse matrix(n - 1, n - 1);
  matrix.setFromTriplets(terms.begin(), terms.end());
  Vector flows;
  if (lasting_states.size() <= kDirectStates) {
    const Eigen::SparseLU<Sparse> solver(matrix);
    if (solver.info() != Eigen::Success) return {};
    flows = solver.solve(right);
  } else {
    Eigen::GMRES<RowSparse, Eigen::IncompleteLUT<double>> solver;
    solver.set_restart(60);
    solver.preconditioner().setDroptol(1e-3);
    solver.preconditioner().setFillfactor(8);
    solver.setMaxIterations(1000);
    solver.setTolerance(1e-13);
    const RowSparse rows = matrix;
    solver.compute(rows);
    if (solver.info() != Eigen::Success) return {};
    flows = solver.solve(right);
  }
  if (!flows.allFinite() || flows.minCoeff() < -kResidual * flows.maxCoeff()) return {};
  const Vector imbalance = matrix * flows - right;
  if (imbalance.cwiseAbs().maxCoeff() > kResidual * flows.maxCoeff()) return {};
  Vector probability(n);
  probability.head(n - 1) = flows.cwiseMax(0);
  probability[n - 1] = 1;
  probability = probability.cwiseQuotient(out).eval();
  std::swap(probability[likely], probability[n - 1]);
  return probability / probability.sum();
}

bool loses_parts(const LineModel& model) {
  return std::any_of(model.stations.begin(), model.stations.end(),
                     [](const StationModel& s) { return !s.scrap.empty() && s.scrap.front() > 0; });
}

}  // namespace

Opinion markov_opinion(const LineModel& model, std::size_t most_states) {
  std::string why;
  const std::optional<Chain> chain = Chain::of(model, why);
  if (!chain) return NotApplied{kMethod, why};
  const Space space = explore(*chain, most_states);
  if (!space.complete)
    return NotApplied{kMethod, fmt::format("the line has more than {} states", most_states)};
  const auto states = lasting(space);
  if (!states) return NotApplied{kMethod, "the line can end in states that it never leaves"};
  const Vector probability = stationary(space, *states);
  if (probability.size() == 0)
    return NotApplied{kMethod, fmt::format("the equations of its {} states could not be solved to {:g}",
                                           states->size(), kResidual)};
  double good = 0;
  double entered = 0;
  double parts = 0;
  for (std::size_t i = 0; i < states->size(); ++i) {
    const auto state = static_cast<std::size_t>((*states)[i]);
    const double p = probability[static_cast<Eigen::Index>(i)];
    good += p * space.good[state];
    entered += p * space.entered[state];
    parts += p * chain->parts(space.states[state]);
  }
  Finding finding;
  finding.method = fmt::format("{} of {} states", kMethod, states->size());
  finding.source = "Stewart 1994";
  finding.throughput_per_h = good * 3600;
  finding.wip = parts;
  finding.assumptions.emplace_back("none beyond those of the model: all its times are exponential or Erlang");
  if (!loses_parts(model) && entered > 0)
    finding.lead_time_s = parts / entered;  // Little (1961)
  else
    finding.assumptions.emplace_back(
        "no lead time: Little's law gives that of all parts, scrapped ones among them");
  return finding;
}

}  // namespace linetwin
