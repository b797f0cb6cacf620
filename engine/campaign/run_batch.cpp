#include "campaign/run_batch.hpp"

#include <algorithm>
#include <filesystem>

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
  if (!std::filesystem::exists(path, failure) || std::filesystem::file_size(path, failure) == 0) return {};
  return ResultsReader(path).head().scenario_text;
}

// What a plan looks at.
std::string looked_at(const Campaign& campaign) {
  const auto& objective = campaign.read().scenario.objective;
  return objective && objective->metric.value != "cost" ? objective->metric.value : "throughput_per_h";
}

}  // namespace

BatchDone run_batch(const Campaign& campaign, const std::string& path, const std::string& version,
                    const BatchAsk& ask) {
  const std::string before = text_before(path);
  ResultsWriter writer(path, campaign.head(version));
  if (writer.resumed() && before != campaign.read().scenario.text) bring_up_to_date(campaign, writer);
  BatchDone done;
  done.resumed = writer.resumed();
  done.before = writer.total();
  const std::string metric = looked_at(campaign);

  CasePlan::Ask asked;
  asked.cases = static_cast<std::int64_t>(campaign.design().size());
  asked.replications = ask.replications.value_or(campaign.read().options.replications);
  asked.precision = ask.precision;
  asked.most = ask.most_replications;
  if (!ask.precision) asked.first = writer.first_incomplete(asked.replications);
  asked.fresh_from = writer.last_case() + 1;
  asked.known_before = done.before;
  CasePlan plan(asked, [&](std::int64_t id) { return writer.values(id, metric); });

  Worker worker;
  worker.ask = [&](const Job&, const CaseLine&) { return campaign.ask(); };
  worker.measure = [&](const Job& job, const CaseLine& line, const RunRecord& record,
                       double seconds) -> Keep {
    const auto& of = static_cast<const CampaignLine&>(line);
    // the line may be dropped before the row is kept
    auto row = std::make_shared<ResultsReplication>(campaign.row(of, job, of.options, record, seconds));
    auto its_case = std::make_shared<ResultsCase>(of.row);
    return [&, row, its_case]() -> std::optional<double> {
      writer.add(*its_case, *row);
      ++done.ran;
      done.unfinished += static_cast<std::int64_t>(row->outcome != "finished");
      return value_of(*row, campaign.recorded(), metric);
    };
  };
  execute(plan, [&](std::int64_t id) { return campaign.line(id); }, worker,
          {.threads = ask.threads, .stop = ask.stop, .progress = ask.progress});
  writer.sync();
  done.capped = plan.capped();
  done.stopped = !plan.finished();
  return done;
}

}  // namespace linetwin
