#include "optimiser/evaluate_line.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "read/path.hpp"

namespace linetwin {
namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

// All replications of all cases, case by case.
class EachPlan : public WorkPlan {
 public:
  EachPlan(std::size_t cases, std::int32_t first, std::int32_t count)
      : cases_(static_cast<std::int64_t>(cases)), first_(first), count_(count) {}
  std::optional<Job> next() override {
    if (next_ >= cases_ * count_) return std::nullopt;
    const std::int64_t k = next_++;
    return Job{k / count_, first_ + static_cast<std::int32_t>(k % count_)};
  }
  void done(const Job&, std::optional<double>) override { ++done_; }
  bool finished() const override { return done_ >= cases_ * count_; }
  std::int64_t left() const override { return cases_ * count_ - next_; }

 private:
  std::int64_t cases_;
  std::int32_t first_, count_;
  std::int64_t next_ = 0, done_ = 0;
};

double share(const LineModel& model, const RunRecord& record, std::int32_t station, MachineState state) {
  const auto s = static_cast<std::size_t>(station);
  return static_cast<double>(record.stations[s].time[static_cast<std::size_t>(state)]) /
         (static_cast<double>(record.window) * model.stations[s].machines);
}

// The mean share of `state` over the stations next to an element, looked for through buffers and conveyors. A
// source always has a part and a sink always takes one: 1 each.
double beside(const LineModel& model, const RunRecord& record, ElementId from, bool before,
              MachineState state) {
  std::vector<ElementId> open = {from};
  std::set<ElementId> seen = {from};
  double sum = 0;
  int count = 0;
  while (!open.empty()) {
    const Element& element = model.elements[static_cast<std::size_t>(open.back())];
    open.pop_back();
    for (const ElementId next : before ? element.predecessors : element.successors) {
      if (!seen.insert(next).second) continue;
      const Element& other = model.elements[static_cast<std::size_t>(next)];
      if (other.kind == ElementKind::Buffer || other.kind == ElementKind::Conveyor) {
        open.push_back(next);
        continue;
      }
      sum += other.kind == ElementKind::Station ? share(model, record, other.index, state) : 1;
      ++count;
    }
  }
  return count > 0 ? sum / count : 0;
}

// More room helps where it is full at times and empty at times: the geometric mean of the shares that those
// before it are blocked and those behind it starve.
double room_score(const LineModel& model, const RunRecord& record, const BufferModel& buffer) {
  return std::sqrt(beside(model, record, buffer.element, true, MachineState::Blocked) *
                   beside(model, record, buffer.element, false, MachineState::Starved));
}

double busy(const LineModel& model, const RunRecord& record, std::int32_t station) {
  return share(model, record, station, MachineState::Working) +
         share(model, record, station, MachineState::Setup) +
         share(model, record, station, MachineState::Down);
}

bool is_less_more(const std::vector<PathStep>& path) {
  static constexpr std::array kLess = {"cycle", "mttr", "setup", "scrap", "takes"};
  return std::any_of(path.begin(), path.end(), [](const PathStep& step) {
    return std::find(kLess.begin(), kLess.end(), step.key) != kLess.end();
  });
}

}  // namespace

LineEvaluator::LineEvaluator(const Campaign& campaign, const LineProblem& problem, int threads,
                             const std::atomic<bool>* stop, ExecutorProgress* progress)
    : campaign_(campaign), problem_(problem), threads_(threads), stop_(stop), progress_(progress) {
  // what holds work in the line, or lets it wait, is not helped by what helps throughput
  if (!problem.search.maximise && problem.objective.of == Watched::Of::Metric) return;
  Diagnostics none;
  for (const std::size_t f : problem.factors) {
    Lever lever;
    const auto path = split_path(campaign.read().scenario.factors[f].path, none);
    if (path && path->size() >= 3 && ((*path)[0].key == "buffers" || (*path)[0].key == "stations")) {
      lever.buffer = (*path)[0].key == "buffers";
      lever.name = (*path)[1].key;
      if (!lever.buffer) lever.direction = is_less_more(*path) ? -1 : 1;
      if (lever.buffer && path->back().key == "capacity") lever.direction = 1;
    }
    levers_.push_back(std::move(lever));
  }
}

std::vector<double> LineEvaluator::guidance(const LineModel& model, const RunRecord& record) const {
  std::vector<double> scores;
  for (const Lever& lever : levers_) {
    double sum = 0;
    int count = 0;
    const auto take = [&](const auto& element, const auto& score) {
      if (lever.name != "*" && model.of(element).name != lever.name) return;
      sum += score();
      ++count;
    };
    if (lever.direction != 0 && lever.buffer)
      for (const BufferModel& buffer : model.buffers)
        take(buffer, [&] { return room_score(model, record, buffer); });
    if (lever.direction != 0 && !lever.buffer)
      for (std::size_t s = 0; s < model.stations.size(); ++s)
        take(model.stations[s], [&] { return busy(model, record, static_cast<std::int32_t>(s)); });
    scores.push_back(count > 0 ? lever.direction * sum / count : 0);
  }
  return scores;
}

Observation LineEvaluator::observe(const Case& one, const CampaignLine& line, const Job& job,
                                   const RunRecord& record) const {
  const ResultsReplication row = campaign_.row(line, job, line.options, record, 0);
  const auto value = [&](const Watched& watched) {
    if (row.outcome != "finished") return kNoNumber;
    std::optional<double> x;
    switch (watched.of) {
      case Watched::Of::Metric: x = value_of(row, campaign_.recorded(), watched.metric); break;
      case Watched::Of::Cost: x = line.row.cost; break;
      case Watched::Of::Budget:
        x = campaign_.builder().spent(one, campaign_.read().scenario.budgets[watched.budget]);
        break;
    }
    return x.value_or(kNoNumber);
  };
  Observation seen{value(problem_.objective)};
  for (const Watched& watched : problem_.constraints) seen.constraints.push_back(value(watched));
  return seen;
}

std::vector<CaseRuns> LineEvaluator::run(const std::vector<Case>& cases, std::int32_t first,
                                         std::int32_t count, bool keep_records) const {
  std::vector<CaseRuns> all(cases.size());
  const auto each = static_cast<std::size_t>(count);
  std::vector<std::vector<double>> guidances(cases.size() * each);
  for (CaseRuns& runs : all) {
    runs.seen.replications.resize(each);
    if (keep_records) runs.records.resize(each);
  }
  // each job writes where no other does, and what is summed up is summed up afterwards in their order
  Worker worker;
  worker.ask = [&](const Job&, const CaseLine&) { return campaign_.ask(); };
  worker.measure = [&](const Job& job, const CaseLine& line, const RunRecord& record, double) -> Keep {
    const auto c = static_cast<std::size_t>(job.case_id);
    const auto r = static_cast<std::size_t>(job.replication - first);
    all[c].seen.replications[r] = observe(cases[c], static_cast<const CampaignLine&>(line), job, record);
    if (record.outcome == Outcome::Finished && line.invalid.empty())
      guidances[c * each + r] = guidance(line.model, record);
    if (keep_records) all[c].records[r] = record;
    return [] { return std::optional<double>(); };
  };
  EachPlan plan(cases.size(), first, count);
  const LineMaker line_of = [&](std::int64_t id) {
    const auto c = static_cast<std::size_t>(id);
    return campaign_.line(cases[c], id);
  };
  execute(plan, line_of, worker, {.threads = threads_, .stop = stop_, .progress = progress_});
  if (!plan.finished()) throw SearchStopped{};
  replications_ += static_cast<std::int64_t>(cases.size()) * count;
  for (std::size_t c = 0; c < cases.size(); ++c) {
    if (keep_records) all[c].line = campaign_.line(cases[c], static_cast<std::int64_t>(c));
    std::vector<double>& mean = all[c].seen.guidance;
    mean.assign(levers_.size(), 0);
    for (std::size_t r = 0; r < each; ++r)
      for (std::size_t i = 0; i < guidances[c * each + r].size(); ++i)
        mean[i] += guidances[c * each + r][i] / count;
  }
  return all;
}

std::vector<Observations> LineEvaluator::operator()(const std::vector<Setting>& settings, std::int32_t first,
                                                    std::int32_t count) const {
  std::vector<Case> cases;
  for (const Setting& setting : settings) cases.push_back(case_of(campaign_, problem_, setting));
  std::vector<Observations> all;
  for (CaseRuns& runs : run(cases, first, count)) all.push_back(std::move(runs.seen));
  return all;
}

}  // namespace linetwin
