#include "campaign/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "batch/study.hpp"
#include "report/text.hpp"

namespace linetwin {
namespace {

constexpr std::int32_t kMostPilots = 10;  // replications that the warm-up of a case is found from
constexpr std::size_t kStays = std::size_t{1} << 16;
constexpr const char* kCost = "cost";

std::vector<const Name*> named_metrics(const Scenario& scenario) {
  std::vector<const Name*> names;
  if (scenario.objective) {
    names.push_back(&scenario.objective->metric);
    for (const Constraint& constraint : scenario.objective->subject_to) names.push_back(&constraint.metric);
  }
  for (const Name& name : scenario.record) names.push_back(&name);
  return names;
}

void find_warmup_of(CampaignLine& line) {
  RunOptions pilot = line.options;
  pilot.replications = std::min(pilot.replications, kMostPilots);
  std::optional<WarmupFound> found;
  run_pilot(
      line.model, pilot, 1,
      [](const LineModel& model, const RunOptions& options, const ReplicationPlan& plan) {
        return run_replications(model, options, plan);
      },
      found);
  line.options.warmup = pilot.warmup;
}

std::string outcome_text(Outcome outcome) {
  return outcome == Outcome::Finished ? "finished" : outcome == Outcome::Jammed ? "jammed" : "endless";
}

}  // namespace

void check_metrics(ScenarioRead& read) {
  const std::vector<Metric> metrics = metrics_of(read.as_is);
  const Scenario& scenario = read.scenario;
  const std::size_t of_goals =
      scenario.objective ? 1 + scenario.objective->subject_to.size() : std::size_t{0};
  const std::vector<const Name*> names = named_metrics(scenario);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Name& name = *names[i];
    const bool goal = i < of_goals;
    if (goal && name.value == kCost) continue;
    const std::vector<Metric> found = fitting(metrics, name.value);
    if (found.empty()) {
      read.diagnostics.error(name.place, fmt::format("there is no figure \"{}\"", name.value),
                             near_metric(name.value, metrics));
    } else if (goal && name.value.find('*') != std::string::npos) {
      read.diagnostics.error(name.place, "one figure is wanted here, not several");
    }
  }
}

Campaign::Campaign(const ScenarioRead& read)
    : read_(read), design_(read.scenario), builder_(read.scenario, read.model, read.sources) {
  const std::vector<Metric> metrics = metrics_of(read.as_is);
  const std::vector<Metric> headline = headline_metrics();
  for (const Name* name : named_metrics(read.scenario))
    for (const Metric& metric : fitting(metrics, name->value)) {
      const bool is_headline = std::any_of(headline.begin(), headline.end(),
                                           [&](const Metric& m) { return m.name == metric.name; });
      if (is_headline || std::find(recorded_.begin(), recorded_.end(), metric.name) != recorded_.end())
        continue;
      recorded_.push_back(metric.name);
      stays_ = stays_ || metric.name.starts_with("lead_time_quantiles_s.");
    }
}

ResultsHead Campaign::head(const std::string& version) const {
  const Scenario& scenario = read_.scenario;
  ResultsHead head;
  head.scenario = scenario.name;
  head.scenario_file = scenario.file;
  head.scenario_text = scenario.text;
  head.model = read_.as_is.name;
  head.model_file = scenario.model_file;
  head.model_text = scenario.model_text;
  head.model_hash = fmt::format("{:016x}", read_.model_hash);
  head.design_hash = fmt::format("{:016x}", read_.design_hash);
  head.version = version;
  head.seed = read_.options.seed;
  head.cases = static_cast<std::int64_t>(design_.size());
  head.currency = scenario.currency;
  if (scenario.objective) {
    head.objective = scenario.objective->metric.value;
    head.maximise = scenario.objective->maximise;
    for (const Constraint& c : scenario.objective->subject_to)
      head.constraints.push_back({c.metric.value, relation_sign(c.relation), c.bound});
  }
  for (const Factor& factor : scenario.factors)
    head.factors.push_back({factor.path.value, factor.kind == TreeChange::Kind::Scale ? "scale" : "set",
                            std::string(use_word(factor.use))});
  head.metrics = recorded_;
  return head;
}

ResultsCase Campaign::case_row(const Case& one, std::int64_t id) const {
  ResultsCase row;
  row.id = id;
  row.name = one.name;
  row.base = one.base;
  row.cost = builder_.cost(one);
  if (!builder_.changes_nothing(one)) row.changes = changes_text(one);
  for (const Level& level : one.levels)
    row.levels.push_back({static_cast<std::int64_t>(level.factor), level.text, level.number});
  return row;
}

std::shared_ptr<const CampaignLine> Campaign::line(std::int64_t id) const {
  return line(design_.at(static_cast<std::size_t>(id)), id);
}

std::shared_ptr<const CampaignLine> Campaign::line(const Case& one, std::int64_t id) const {
  auto line = std::make_shared<CampaignLine>();
  line->row = case_row(one, id);
  line->options = read_.options;
  std::optional<LineModel> model = builder_.build(one, line->invalid);
  if (!model) {
    if (line->invalid.empty()) line->invalid = "it is no line";
    return line;
  }
  line->model = std::move(*model);
  line->metrics = metrics_of(line->model);
  for (const std::string& name : recorded_) {
    const auto found = std::find_if(line->metrics.begin(), line->metrics.end(),
                                    [&](const Metric& m) { return m.name == name; });
    line->record.push_back(found == line->metrics.end() ? std::nullopt : std::optional<Metric>(*found));
  }
  if (line->options.find_warmup) find_warmup_of(*line);
  return line;
}

RunAsk Campaign::ask() const {
  RunAsk ask;
  if (stays_) ask.stays = kStays;
  return ask;
}

ResultsReplication Campaign::row(const CampaignLine& line, const Job& job, const RunOptions& options,
                                 const RunRecord& record, double seconds) const {
  ResultsReplication row;
  row.case_id = job.case_id;
  row.replication = job.replication;
  row.seed = options.seed;
  row.duration_us = options.duration;
  row.warmup_us = options.warmup;
  row.seconds = seconds;
  if (!line.invalid.empty()) {
    row.outcome = "invalid";
    row.message = line.invalid;
    return row;
  }
  row.outcome = outcome_text(record.outcome);
  row.ended_us = record.ended;
  if (record.outcome != Outcome::Finished) {
    row.message = circle_text(line.model, record.circle);
    return row;
  }
  RunOptions one = options;
  one.replications = 1;
  const Summary summary = summarise(line.model, one, {record}, {}, 0);
  row.throughput_per_h = summary.throughput_per_h.mean;
  row.throughput_per_scheduled_h = summary.throughput_per_scheduled_h.mean;
  row.wip = summary.wip.mean;
  row.lead_time_s = summary.lead_time_s.mean;
  row.parts_out = summary.parts_out.mean;
  row.parts_scrapped = summary.parts_scrapped.mean;
  if (const std::int32_t station = summary.jury.verdict.station; station != kNone)
    row.bottleneck = line.model.of(line.model.stations[static_cast<std::size_t>(station)]).name;
  for (const std::optional<Metric>& metric : line.record)
    row.metrics.push_back(metric ? metric->of(summary).mean : std::nullopt);
  return row;
}

std::optional<double> value_of(const ResultsReplication& row, const std::vector<std::string>& recorded,
                               const std::string& metric) {
  if (metric == "throughput_per_h") return row.throughput_per_h;
  if (metric == "throughput_per_scheduled_h") return row.throughput_per_scheduled_h;
  if (metric == "wip") return row.wip;
  if (metric == "lead_time_s") return row.lead_time_s;
  if (metric == "parts_out") return row.parts_out;
  if (metric == "parts_scrapped") return row.parts_scrapped;
  const auto found = std::find(recorded.begin(), recorded.end(), metric);
  const auto at = static_cast<std::size_t>(found - recorded.begin());
  return at < row.metrics.size() ? row.metrics[at] : std::nullopt;
}

}  // namespace linetwin
