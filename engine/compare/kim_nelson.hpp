// The best of several alternatives with a guarantee, letting go of the others as soon as the data allow.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "compare/observed.hpp"
#include "compare/rounds.hpp"

namespace linetwin::compare {

// eta with c = 1: (2 alpha / (k - 1))^(-2 / (n0 - 1)) / 2 - 1/2. For k >= 2, n0 >= 2.
double kim_nelson_eta(std::size_t k, std::size_t n0, double alpha);

struct KimNelsonOptions {
  std::size_t n0 = 10;  // replications of every alternative before the first is let go, at least 2
  double delta = 0;     // the indifference zone, above 0: smaller differences do not matter
  double alpha = 0.05;  // the risk, above 0 and below 1 - 1/k
  Goal goal = Goal::Maximise;
};

// The fully sequential procedure KN of Kim and Nelson (2001), with c = 1. After n0 replications of each of k
// alternatives, with the variance S2(i,l) of the differences between i and l over these, and
//   h2 = 2 c eta (n0 - 1),   W(i,l;r) = max{0, delta / (2 c r) (h2 S2(i,l) / delta^2 - r)},
// alternative i is let go at round r when its mean over r replications is more than W(i,l;r) below that of
// some l that was still in. Those that remain are observed once more, until one is left, or r exceeds
// every h2 S2(i,l) / delta^2, rounded down: then the best mean of those in wins (the first of equal ones).
//
// The guarantee: when the replications are independent and normal, and the best is at least delta better than
// every other, it is chosen with a probability of 1 - alpha or more. Replications of different alternatives
// may depend on each other: common random numbers make S2 small, and the procedure short. When others are
// closer than delta, one of the good ones is chosen. The bound over alternatives is Bonferroni's, so
// the procedure does more than it promises when there are many.
//
// A state machine that its observations alone determine, in whatever order they come: fed again with the
// same observations it is in the same state.
class KimNelson {
 public:
  // Throws std::invalid_argument when k is 0 or an option is out of its range. With k = 1 it is done at once.
  KimNelson(std::size_t k, const KimNelsonOptions& options);

  // The observations that the round still lacks, by alternative and replication; empty when done.
  std::vector<Request> next() const { return round_.open(); }
  // One of those; throws std::invalid_argument for any other, or a value that is not finite.
  void add(std::size_t alternative, std::size_t replication, double value);
  // Lets go of an alternative that cannot be observed. The guarantee is then over the others.
  void withdraw(std::size_t alternative);

  bool done() const { return done_; }
  std::optional<std::size_t> best() const;        // when done; nothing when all were withdrawn
  std::optional<std::size_t> leader() const;      // best mean of those in so far; nothing before round n0
  std::size_t rounds() const { return rounds_; }  // that are complete: r, 0 before the first n0
  // The round after which it stops whatever comes; nothing before round n0. It shrinks as others are let go.
  std::optional<std::size_t> last_round() const;
  std::vector<std::size_t> surviving() const;  // ascending
  // The r at which it was let go (0: withdrawn before the first); nothing for those in.
  std::optional<std::size_t> eliminated_at(std::size_t alternative) const;
  std::size_t observations(std::size_t alternative) const;  // in complete rounds
  std::optional<double> mean(std::size_t alternative) const;
  // Replications of all alternatives together that an indifference zone of `delta` would take at least, as
  // far as the first n0 of each tell: an alternative stays in until the slack W is no more than what it is
  // behind, and that is taken as large as it may be, by four standard errors. Nothing before round n0.
  std::optional<double> least_needed(double delta) const;
  double eta() const { return eta_; }
  double h_squared() const { return h_squared_; }

 private:
  struct Alternative {
    double sum = 0;  // times the sign of the goal
    std::size_t n = 0;
    std::optional<std::size_t> eliminated_at{};
  };
  // h2 S2(i,l) / delta^2
  double limit(std::size_t i, std::size_t l) const;
  void proceed();
  void look_at(const std::vector<std::vector<double>>& first);
  void screen();
  void ask();
  void finish_when_settled();

  KimNelsonOptions options_;
  double eta_ = 0;
  double h_squared_ = 0;
  std::vector<Alternative> alternatives_;
  std::vector<double> variances_;   // S2(i,l), of the first n0
  std::vector<double> first_sums_;  // of the first n0
  Round round_;
  std::size_t rounds_ = 0;
  bool done_ = false;
};

}  // namespace linetwin::compare
