// The results database: one SQLite file that a study writes and anybody may query (docs/results-database.md).
//
// Every replication is committed when it ends, so that killing the program at any moment loses at most the
// replications in flight; once a second what was committed is also forced to the disk, for when the power
// goes. A replication is in it once: its key is (case, replication).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace linetwin {

// What went wrong with a file, and what would help: "results.db: another runner writes it".
class ResultsError : public std::runtime_error {
 public:
  enum class Fault : std::uint8_t {
    Unfit,   // the file is not what was asked for, or nothing may be written there: another name helps
    Trouble  // while it was used: a full disk, a disk that fails, another program that holds it
  };
  explicit ResultsError(const std::string& message, std::string what_helps = {}, Fault what = Fault::Unfit)
      : std::runtime_error(message), hint(std::move(what_helps)), fault(what) {}
  std::string hint;
  Fault fault;
};

struct ResultsFactor {
  std::string path;  // stations.*.failures.mttr
  std::string kind;  // "set", "scale"
  std::string use;   // "vary", "sample", "one-at-a-time", "optimise"
  friend bool operator==(const ResultsFactor&, const ResultsFactor&) = default;
};

struct ResultsConstraint {
  std::string metric;
  std::string relation;  // "<", "<=", ">", ">="
  double bound = 0;
  friend bool operator==(const ResultsConstraint&, const ResultsConstraint&) = default;
};

// What the whole study is about, and what is needed to run any replication again.
struct ResultsHead {
  std::string scenario;  // its name
  std::string scenario_file, scenario_text;
  std::string model;  // its name
  std::string model_file, model_text;
  std::string model_hash;   // 16 hexadecimal digits; of the file and the measured values beside it
  std::string design_hash;  // of all in the scenario that changes what is simulated
  std::string version;      // of linetwin
  std::uint64_t seed = 1;
  std::int64_t cases = 0;  // in all, run or not
  std::string currency;
  std::string objective;  // metric; empty: none was said
  bool maximise = true;
  std::vector<ResultsConstraint> constraints;
  std::vector<ResultsFactor> factors;
  std::vector<std::string> metrics;  // recorded of every replication besides the headline
  friend bool operator==(const ResultsHead&, const ResultsHead&) = default;
};

struct ResultsLevel {
  std::int64_t factor = 0;  // position in ResultsHead::factors
  std::string text;         // "40", "x 0.7"
  std::optional<double> number;
  friend bool operator==(const ResultsLevel&, const ResultsLevel&) = default;
};

struct ResultsCase {
  std::int64_t id = 0;  // position in the design, from 0
  std::string name;
  std::string base;  // the named case that it belongs to
  double cost = 0;
  std::vector<ResultsLevel> levels;  // at most one a factor; read back in the order of the factors
  // All changes of the model (empty: it is the model as it is), in order, each as "set PATH = VALUE", "scale
  // PATH = NUMBER", "add ...", "remove PATH", one a line: with the model's text, seed and replication enough
  // to compute it again.
  std::string changes;
  friend bool operator==(const ResultsCase&, const ResultsCase&) = default;
};

struct ResultsReplication {
  std::int64_t case_id = 0;
  std::int32_t replication = 0;  // from 0
  std::uint64_t seed = 1;
  std::int64_t duration_us = 0;
  std::int64_t warmup_us = 0;
  std::string outcome;        // "finished", "jammed", "endless"; of a case that is no line "invalid"
  std::string message;        // what jammed or is invalid, else empty
  std::int64_t ended_us = 0;  // simulated time
  double seconds = 0;         // that it took
  // The headline; none where the replication did not finish, and no lead time where no part left. Figures,
  // bottleneck and metrics of one that did not finish are not kept.
  std::optional<double> throughput_per_h, throughput_per_scheduled_h, wip, lead_time_s, parts_out,
      parts_scrapped;
  std::string bottleneck;                      // station; empty: none
  std::vector<std::optional<double>> metrics;  // as ResultsHead::metrics, or empty: none of them
  friend bool operator==(const ResultsReplication&, const ResultsReplication&) = default;
};

// A value of each replication, in the order of their numbers; none where there is none.
using ResultsValues = std::vector<std::pair<std::int32_t, std::optional<double>>>;

// Writes one. All members throw ResultsError: no such folder, no right to write, a full disk, no results
// database, another runner at work, a study that is not the one in the file. After an error the file holds
// what was committed before it, and nothing of what failed. Not for several threads at once.
class ResultsWriter {
 public:
  // Makes the file, or goes on with it if it holds the same study: model_hash, design_hash, version, seed,
  // metrics and factors; what else differs in the head is brought up to date. A file of no bytes counts as
  // none. Holds the file for itself until destroyed: a second writer, of this or another process, is refused.
  ResultsWriter(const std::string& path, const ResultsHead& head);
  // Forces everything to the disk and leaves one file behind (no -wal, -shm, -lock), as far as readers allow.
  // Says nothing when that fails: call sync() before to know.
  ~ResultsWriter();
  ResultsWriter(const ResultsWriter&) = delete;
  ResultsWriter& operator=(const ResultsWriter&) = delete;

  bool resumed() const;  // there was a study in it
  // Replications of a case that are in it, in order of their numbers (there may be gaps).
  std::vector<std::int32_t> done(std::int64_t case_id) const;
  // How many replications there are of all cases.
  std::int64_t total() const;
  // The largest id of a case that is in it; -1 without any.
  std::int64_t last_case() const;
  // The first case that does not have so many replications, going through them in order: the first that is
  // not there, or has fewer.
  std::int64_t first_incomplete(std::int32_t replications) const;
  // The throughput of each done replication of a case.
  ResultsValues throughputs(std::int64_t case_id) const;
  // A metric ("cost", headline or recorded) of each done replication of a case.
  ResultsValues values(std::int64_t case_id, const std::string& metric) const;
  // Adds a case if it is not there yet (name, base and cost of one that is are brought up to date), and the
  // replication; committed when it returns. An error if the replication is there already, or if the case in
  // the file has other changes.
  void add(const ResultsCase& its_case, const ResultsReplication& replication);
  // Brings name, base and cost of a case up to date if it is there; for cases of which nothing is left to do.
  void update(const ResultsCase& its_case);
  // Everything that was added is on the disk when it returns. Happens by itself once a second.
  void sync();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Mean and standard deviation (n - 1) of a metric over the replications of a case that have a value.
struct CaseFigure {
  std::int64_t n = 0;
  double mean = 0;  // 0 without any
  double sd = 0;    // 0 with one
  friend bool operator==(const CaseFigure&, const CaseFigure&) = default;
};

// Reads one, also while it is being written (each call sees what is committed then), after its writer was
// killed, and where nothing may be written. Changes nothing. Throws ResultsError. Not for several threads at
// once.
class ResultsReader {
 public:
  explicit ResultsReader(const std::string& path);
  ~ResultsReader();
  ResultsReader(const ResultsReader&) = delete;
  ResultsReader& operator=(const ResultsReader&) = delete;

  const ResultsHead& head() const;
  std::int64_t cases() const;         // that have a replication
  std::int64_t replications() const;  // in all
  // Whether it is a headline figure ("throughput_per_h", ..., "cost") or one that was recorded.
  bool knows(const std::string& metric) const;
  std::vector<std::string> metrics() const;     // all that it knows
  ResultsCase its_case(std::int64_t id) const;  // an error if it has no replication
  std::vector<ResultsCase> all_cases() const;
  // By case, in the order of their ids: (id, figure) of a metric; n is 0 where no replication has a value.
  // For "cost" the case's cost, n its replications. An error for a metric that it does not know.
  std::vector<std::pair<std::int64_t, CaseFigure>> figures(const std::string& metric) const;
  // Of one case: (replication, value), in order; replications that did not finish have none, but for "cost".
  ResultsValues values(std::int64_t case_id, const std::string& metric) const;
  // The first replications that did not finish: outcome and message.
  std::vector<ResultsReplication> unfinished(std::int64_t most = 100) const;
  // Stations that are the bottleneck of a case's replications, each with its share of the finished ones; the
  // most frequent first, then by name.
  std::vector<std::pair<std::string, double>> bottlenecks(std::int64_t case_id) const;
  // Rows of all replications in the order of (case, replication), one at a time.
  void each_replication(const std::function<void(const ResultsReplication&)>& see) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace linetwin
