// A scenario made ready to be run: its cases as lines, and what is kept of each replication.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/metrics.hpp"
#include "batch/executor.hpp"
#include "results/results.hpp"
#include "scenario/case_builder.hpp"
#include "scenario/read_scenario.hpp"
#include "scenario/scenario.hpp"

namespace linetwin {

// Figures that the scenario names are looked for in the model as it is; what names none is reported at its
// place. "cost" is one for objective and constraints.
void check_metrics(ScenarioRead& read);

// A case as a line, with its row of the database.
struct CampaignLine : CaseLine {
  ResultsCase row;
  std::vector<Metric> metrics;                // of its own line
  std::vector<std::optional<Metric>> record;  // as Campaign::recorded(); none where its line has no such
};

class Campaign {
 public:
  // `read` has no errors, has been through check_metrics(), and must outlive it.
  explicit Campaign(const ScenarioRead& read);

  const ScenarioRead& read() const { return read_; }
  const Design& design() const { return design_; }
  const CaseBuilder& builder() const { return builder_; }
  // Names of what is kept of every replication besides the headline: what objective, constraints and `record`
  // name.
  const std::vector<std::string>& recorded() const { return recorded_; }
  // The head of its database; `version` is linetwin's.
  ResultsHead head(const std::string& version) const;

  // The row of a case, without its line.
  ResultsCase case_row(const Case& one, std::int64_t id) const;
  // The line of case `id` of the design. Threads may share this; with `warmup: auto` it runs a pilot. Throws
  // std::bad_alloc.
  std::shared_ptr<const CampaignLine> line(std::int64_t id) const;
  // The same of a case that is not of the design.
  std::shared_ptr<const CampaignLine> line(const Case& one, std::int64_t id) const;

  // What a run of it is to be asked for, so that all that is kept can be worked out.
  RunAsk ask() const;
  // What is kept of a replication that ended; `seconds` is the time that it took.
  ResultsReplication row(const CampaignLine& line, const Job& job, const RunOptions& options,
                         const RunRecord& record, double seconds) const;

 private:
  const ScenarioRead& read_;
  Design design_;
  CaseBuilder builder_;
  std::vector<std::string> recorded_;
  bool stays_ = false;  // lead times are to be kept: quantiles are recorded
};

// The value of the objective (or whatever figure) in a row; "cost" is not in it.
std::optional<double> value_of(const ResultsReplication& row, const std::vector<std::string>& recorded,
                               const std::string& metric);

}  // namespace linetwin
