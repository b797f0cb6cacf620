#include "campaign/run_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>

#include "base/random.hpp"
#include "statistics/fulfilled.hpp"

namespace linetwin {
namespace {

// Costs are no part of what is simulated: they may be changed in a scenario whose results are there.
void bring_up_to_date(const Campaign& campaign, ResultsWriter& writer) {
  for (std::int64_t id = 0; id <= writer.last_case(); ++id)
    writer.update(campaign.case_row(campaign.design().at(static_cast<std::size_t>(id)), id));
}

// The text of the scenario that a file was written for; empty where there is none.
std::string text_before(const std::string& path) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure) || std::filesystem::file_size(path, failure) == 0)
    return {};
  return ResultsReader(path).head().scenario_text;
}

// Cases whose cost is known to be too high are nothing to choose.
std::vector<std::int64_t> affordable(const Campaign& campaign) {
  const std::size_t count = campaign.design().size();
  if (count > kMostToChooseFrom)
    throw std::invalid_argument(
        fmt::format("there are {} cases; a choice is made among at most {}", count, kMostToChooseFrom));
  std::vector<Requirement> limits;
  if (const auto& objective = campaign.read().scenario.objective)
    for (const Constraint& constraint : objective->subject_to)
      if (constraint.metric.value == "cost") limits.push_back(constraint.required());
  std::vector<std::int64_t> cases;
  for (std::size_t i = 0; i < count; ++i) {
    const double cost = limits.empty() ? 0 : campaign.builder().cost(campaign.design().at(i));
    const bool kept = std::all_of(limits.begin(), limits.end(), [&](const Requirement& limit) {
      return judge(limit, Figure{cost, 0.0, 0.0}) == Fulfilled::Yes;
    });
    if (kept) cases.push_back(static_cast<std::int64_t>(i));
  }
  if (cases.empty()) throw std::invalid_argument("no case keeps within the cost that the scenario allows");
  return cases;
}

// Streams of a case that share nothing with those of the others.
std::uint64_t independent_seed(std::uint64_t seed, std::int64_t case_id) {
  return mix64(seed ^ mix64(static_cast<std::uint64_t>(case_id) + 1));
}

class BatchRun {
 public:
  BatchRun(const Campaign& campaign, const std::string& path, const std::string& version, const BatchAsk& ask)
      : campaign_(campaign),
        ask_(ask),
        metric_(looked_at(campaign)),
        independent_(ask.select && ask.select->method == SelectionMethod::Ocba),
        selection_(selection()),
        text_before_(text_before(path)),
        writer_(path, head(version)) {
    if (writer_.resumed() && text_before_ != campaign.read().scenario.text)
      bring_up_to_date(campaign, writer_);
    done_.resumed = writer_.resumed();
    done_.before = writer_.total();
  }

  BatchDone run() {
    const Known known = [this](std::int64_t id) { return writer_.values(id, metric_); };
    if (selection_) {
      SelectionPlan plan(*selection_, known);
      execute_plan(plan, kMostToChooseFrom);
      done_.selection = plan.result();
    } else {
      CasePlan plan(cases(), known);
      execute_plan(plan, ExecutorAsk{}.lines_kept);
      done_.capped = plan.capped();
    }
    return done_;
  }

 private:
  ResultsHead head(const std::string& version) const {
    ResultsHead head = campaign_.head(version);
    if (independent_) head.design_hash += " independent";
    return head;
  }

  // What is wrong with it is said before a file is made.
  std::optional<SelectionAsk> selection() const {
    if (!ask_.select) return std::nullopt;
    SelectionAsk asked = *ask_.select;
    asked.cases = affordable(campaign_);
    const auto least = static_cast<std::int64_t>(asked.cases.size()) * asked.first;
    if (asked.budget < least)
      throw std::invalid_argument(fmt::format(
          "a budget of {} replications is less than the {} that {} cases get before anything is decided",
          asked.budget, least, asked.cases.size()));
    const auto& objective = campaign_.read().scenario.objective;
    const bool maximise = !objective || objective->maximise || objective->metric.value != metric_;
    asked.goal = maximise ? compare::Goal::Maximise : compare::Goal::Minimise;
    return asked;
  }

  CasePlan::Ask cases() const {
    CasePlan::Ask asked;
    asked.cases = static_cast<std::int64_t>(campaign_.design().size());
    asked.replications = ask_.replications.value_or(campaign_.read().options.replications);
    asked.precision = ask_.precision;
    asked.most = std::max(ask_.most_replications, asked.replications);
    if (!ask_.precision) asked.first = writer_.first_incomplete(asked.replications);
    asked.fresh_from = writer_.last_case() + 1;
    asked.known_before = done_.before;
    return asked;
  }

  RunOptions options(const Job& job, const CaseLine& line) const {
    RunOptions options = line.options;
    if (independent_) options.seed = independent_seed(options.seed, job.case_id);
    return options;
  }

  Keep measure(const Job& job, const CaseLine& line, const RunRecord& record, double seconds) {
    const auto& of = static_cast<const CampaignLine&>(line);
    // the line may be dropped before the row is kept
    auto its_case = std::make_shared<ResultsCase>(of.row);
    auto row =
        std::make_shared<ResultsReplication>(campaign_.row(of, job, options(job, line), record, seconds));
    return [this, its_case, row]() -> std::optional<double> {
      writer_.add(*its_case, *row);
      ++done_.ran;
      done_.unfinished += static_cast<std::int64_t>(row->outcome != "finished");
      return value_of(*row, campaign_.recorded(), metric_);
    };
  }

  void execute_plan(WorkPlan& plan, std::size_t lines_kept) {
    Worker worker;
    worker.options = [this](const Job& job, const CaseLine& line) { return options(job, line); };
    worker.ask = [this](const Job&, const CaseLine&) { return campaign_.ask(); };
    worker.measure = [this](const Job& job, const CaseLine& line, const RunRecord& record, double seconds) {
      return measure(job, line, record, seconds);
    };
    execute(
        plan, [this](std::int64_t id) { return campaign_.line(id); }, worker,
        {.threads = ask_.threads, .stop = ask_.stop, .progress = ask_.progress, .lines_kept = lines_kept});
    writer_.sync();
    done_.stopped = !plan.finished();
  }

  const Campaign& campaign_;
  const BatchAsk& ask_;
  std::string metric_;
  bool independent_;
  std::optional<SelectionAsk> selection_;
  std::string text_before_;
  ResultsWriter writer_;
  BatchDone done_;
};

}  // namespace

std::string looked_at(const Campaign& campaign) {
  const auto& objective = campaign.read().scenario.objective;
  return objective && objective->metric.value != "cost" ? objective->metric.value : "throughput_per_h";
}

BatchDone run_batch(const Campaign& campaign, const std::string& path, const std::string& version,
                    const BatchAsk& ask) {
  return BatchRun(campaign, path, version, ask).run();
}

}  // namespace linetwin
