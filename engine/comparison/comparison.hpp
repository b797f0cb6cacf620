// Which case of a study is best, and how sure that is: what `linetwin compare` says of a results database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/requirement.hpp"
#include "compare/effects.hpp"
#include "compare/paired.hpp"
#include "compare/pareto.hpp"
#include "compare/surface.hpp"
#include "results/results.hpp"
#include "statistics/fulfilled.hpp"

namespace linetwin {

struct CompareAsk {
  std::string metric{};            // empty: the study's objective; without one throughput_per_h
  std::optional<bool> maximise{};  // nothing: as the study says of its objective; else by the metric
  std::string against{};  // the control, see case_called(); empty: as-is unchanged, or the first case
  std::size_t most = 20;  // cases to be shown: their bottlenecks are looked up
};

// Of so many cases, the first in the ranking, each replication is read for the paired differences.
inline constexpr std::size_t kMostPaired = 2000;
// Of so many cases on the front all pairs are compared.
inline constexpr std::size_t kMostOnFront = 200;

struct HeldConstraint {
  Figure measured{};
  Fulfilled kept = Fulfilled::Open;
};

struct RankedCase {
  ResultsCase row{};              // without its changes
  std::int64_t replications = 0;  // in the database
  std::int64_t finished = 0;
  std::int64_t n = 0;  // that have a value
  Figure value{};
  std::vector<HeldConstraint> constraints{};  // as Comparison::constraints
  Fulfilled kept = Fulfilled::Yes;            // all of them
  // Empty (n = 0) of the control, and beyond kMostPaired. The simultaneous intervals count all cases.
  compare::Difference against_control{};
  // The same of the best; the simultaneous intervals count all pairs of cases that do not break a constraint,
  // because the values choose the best. Empty of cases that break one.
  compare::Difference against_best{};
  std::vector<std::pair<std::string, double>> bottlenecks{};  // of those shown: station, share
};

struct FrontPoint {
  std::size_t place = 0;  // in the ranking
  compare::Standing standing = compare::Standing::CannotTell;
};

struct CompareFactor {
  std::string name;                 // its path; "case" for the named cases
  std::vector<std::string> levels;  // as written
  std::vector<double> numbers{};    // of the levels; empty where one is no number: they have no order
};

// Why effects or a surface could not be worked out, with the numbers that its text names; see
// comparison_reasons.hpp.
struct WhyNot {
  enum class Reason : std::uint8_t {
    None,
    NoGrid,             // no factor varies over a grid
    OneLevel,           // none has values at more than one level
    TooManyLevels,      // of so many cases
    NothingVaries,      // no factor varies
    NoNumbers,          // none has numbers of several sizes
    TooManyFactors,     // over so many cases
    NotApart,           // no factor varied apart from the others
    TooFewSettings,     //
    FirstOrderTooFew,   // settings for more than a surface of first order
    FirstOrderNotTold,  // no term of second order can be told from the others
  };
  Reason reason = Reason::None;
  std::size_t cases = 0;
  std::size_t factors = 0;
  std::size_t settings = 0;       // different ones
  std::size_t needed_first = 0;   // of them for a surface of first order
  std::size_t needed_second = 0;  // and of second order
};

struct CaseEffects {
  std::vector<CompareFactor> factors{};
  std::size_t cases = 0;    // that have values
  std::int64_t most_n = 0;  // replications with a value of the case that has most
  bool interactions = true;
  std::optional<compare::Effects> effects{};
  WhyNot why_not{};  // where there are none
};

struct CaseSurface {
  std::string base{};                  // named case whose points are fitted
  std::string held{};                  // values of other factors that are held: "stations.a.policy=fifo"
  std::vector<std::string> factors{};  // paths
  std::vector<std::size_t> places{};   // in the ranking, of each point
  compare::SurfaceAnswer answer{};
  WhyNot why_not{};  // where nothing was fitted, or not the second order
};

// Values tried alone, against the same named case without any of them; the largest difference first.
struct OneAtATime {
  std::string base;
  std::size_t reference = 0;  // place in the ranking
  struct Row {
    std::size_t place = 0;
    std::string label;  // "stations.laser.cycle x 0.95"
    compare::Difference difference{};
  };
  std::vector<Row> rows;
};

struct Comparison {
  ResultsHead head{};
  std::string metric;
  bool maximise = true;
  std::vector<Requirement> constraints{};
  std::int64_t replications = 0;
  std::int64_t unfinished = 0;  // replications
  // Best first: cases that keep the constraints or of which it cannot be told, then those that break one,
  // then those without a value; of equal means in the order of the design.
  std::vector<RankedCase> ranking{};
  std::size_t shown = 0;                // the first so many of the ranking
  std::size_t control = 0;              // place in the ranking
  std::size_t rivals = 0;               // cases with a value that do not break a constraint: the first of all
  std::vector<std::size_t> not_told{};  // rivals that cannot be told from the first
  std::size_t paired = 0;               // cases whose replications were read
  bool costs_differ = false;            // among the rivals
  std::vector<FrontPoint> front{};      // cost against value, of the rivals, cheapest first
  bool front_judged = true;             // their standings were worked out
  CaseEffects effects{};
  CaseSurface surface{};
  std::vector<OneAtATime> one_at_a_time{};
  std::vector<ResultsReplication> stuck{};  // the first that did not finish

  bool has_best() const { return rivals > 0; }
  // No case has a second value, and they are not exact as costs are: nothing tells a difference from chance.
  bool one_replication() const;
};

// Differences are paired by replication: the cases of a study have common random numbers. Intervals are at
// 95 %. Throws ResultsError, also for a metric or a case that is not there, with what is near.
Comparison compare_results(const ResultsReader& reader, const CompareAsk& ask = {});

// Whether more of a metric is better where nobody says: less is of cost, wip, lead_time_s, parts_scrapped.
bool more_is_better(const std::string& metric);
// The case of this name, of a name as it is printed (paths as shortened in the ranking), or of this number
// ("12", "#12"; the id). Throws ResultsError where none is meant, or several may be.
const RankedCase& case_called(const Comparison& comparison, const std::string& called);
// What helps where a figure is not in the database, among those that are.
std::string missing_figure_hint(const std::string& name, const std::vector<std::string>& known);
// "parts/h" of throughput_per_h, the currency of cost; empty where there is none.
std::string metric_unit(const ResultsHead& head, const std::string& metric);
// "stations.laser.cycle x 0.95", "buffers.b2.capacity=40"
std::string level_text(const ResultsHead& head, const ResultsLevel& level);

}  // namespace linetwin
