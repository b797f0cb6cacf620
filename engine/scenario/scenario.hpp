// What-if studies as a person writes them: cases, what varies over them, what they cost, what is best.
// Cases are made when they are asked for, so that a study of a hundred thousand takes no more memory than
// one of ten.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.hpp"
#include "base/requirement.hpp"
#include "base/time.hpp"
#include "read/change.hpp"

namespace linetwin {

inline constexpr std::size_t kMostCases = 1'000'000'000;

// The `run` section: what it says goes before the model's own.
struct ScenarioRun {
  std::optional<Time> duration{};
  std::optional<Time> warmup{};
  bool find_warmup = false;  // `warmup: auto`
  std::optional<std::int32_t> replications{};
  std::optional<std::uint64_t> seed{};
};

struct NamedCase {
  Name name;
  std::string description;
  std::vector<TreeChange> changes;
  double cost = 0;
};

// Something that takes several values over the cases: a path that is set, or scaled.
struct Factor {
  TreeChange::Kind kind = TreeChange::Kind::Set;  // Set or Scale
  Name path{};
  enum class Use : std::uint8_t { Vary, Sample, OneAtATime, Optimise } use = Use::Vary;
  std::vector<Node> levels;  // Vary, OneAtATime, and where values are listed; else a range:
  // in the unit that is written, `unit` is put behind the number; from <= to
  double from = 0;
  double to = 0;
  double step = 0;     // Optimise; 0: any value between
  bool whole = false;  // whole numbers only; then from and to are whole
  std::string unit;    // " s"; empty: none
  Place place{};       // of the values
};

// "vary", "sample", "one-at-a-time", "optimise".
std::string_view use_word(Factor::Use use);

struct Constraint {
  Name metric;  // as in docs/scripting.md: throughput_per_h, stations.laser.working, cost, ...
  using Relation = Requirement::Relation;
  Relation relation = Relation::AtMost;
  double bound = 0;  // in the metric's unit
  std::string text;  // "<= 150", as written
  Requirement required() const { return {metric.value, relation, bound, metric.value + " " + text}; }
};

struct Objective {
  bool maximise = true;
  Name metric{"throughput_per_h", {}};
  std::vector<Constraint> subject_to;
};

// The sum of the values of these paths is at most so much, in `optimise`.
struct Budget {
  std::vector<Name> paths;
  double at_most = 0;
  Place place{};
};

struct Scenario {
  std::string name;
  std::string description;
  std::string file;        // as typed
  std::string model_file;  // where it is, from the working folder
  ScenarioRun run;
  std::vector<NamedCase> cases;  // without "as-is"
  std::vector<Factor> factors;   // in the order of the file
  std::int64_t samples = 0;      // points of the Latin hypercube
  std::uint64_t sample_seed = 1;
  std::vector<std::pair<Name, double>> unit_costs;  // path, cost per unit of change from the model's value
  std::string currency;
  std::vector<Name> record;  // further metrics to be kept of every replication, `*` for every name
  std::optional<Objective> objective;
  std::vector<Budget> budgets;
  std::string text;        // the file
  std::string model_text;  // the model's file
};

// The value that a factor takes in a case.
struct Level {
  std::size_t factor = 0;        // of Scenario::factors
  std::string text;              // "40", "12 s", "x 0.7"
  std::optional<double> number;  // 40, 12 (in the unit written), 0.7; none for what is no number
};

struct Case {
  std::string name;  // "as-is", "three-lasers", "three-lasers buffers.b2.capacity=20"
  std::string base;  // "as-is", "three-lasers"
  std::vector<Level> levels;
  std::vector<TreeChange> changes;  // of the named case first, then those of the levels
};

// One change a line: "set PATH = VALUE", "scale PATH = NUMBER", "add PATH = VALUE", "remove PATH". Empty for
// as-is.
std::string changes_text(const Case& one);

// The cases of a scenario by number. Const: threads share it. The scenario must outlive it.
class Design {
 public:
  explicit Design(const Scenario& scenario);
  // "as-is" and the named cases, each crossed with each point. The points are the grid of `vary` (the last
  // factor runs fastest), each crossed with the samples (which run faster). `one-at-a-time` adds the model as
  // it is, where that is not the only point before, and then each of its values alone. Without any of these
  // there is one point, the model as it is. At most kMostCases + 1.
  std::size_t size() const;
  // i < size().
  Case at(std::size_t i) const;
  // A case of the model as it is with these levels: of factors that are optimised, say. A level of a factor
  // with listed values is found by its text; of a range, a set takes the text and a scaling the number.
  Case with(const std::vector<Level>& levels) const;
  // The level of a range at a number, which is brought between its ends, and made whole where it must be.
  Level at_number(std::size_t factor, double number) const;
  // The level of listed value k.
  Level listed(std::size_t factor, std::size_t k) const;

 private:
  void add_sampled(Case& one, std::size_t factor, std::size_t point) const;
  void add_listed(Case& one, std::size_t factor, std::size_t k) const;
  void add_level(Case& one, Level level, const Node* listed_value) const;

  const Scenario& scenario_;
  std::vector<std::size_t> vary_, sample_, alone_;  // factors
  std::size_t grid_ = 1;
  std::size_t samples_ = 1;
  bool as_is_alone_ = false;      // one-at-a-time adds the model as it is
  std::size_t alone_points_ = 0;  // its values
  std::size_t points_ = 1;
};

}  // namespace linetwin
