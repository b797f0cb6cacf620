#include "batch/study.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "observe/several.hpp"
#include "sim/throughput.hpp"

namespace linetwin {
namespace {

// Slices of a pilot run: many enough for MSER-5 to be fine, few enough to smooth each a little.
constexpr std::int64_t kPilotSlices = 1000;
constexpr std::size_t kShownPieces = 1500;   // of the shifting bottleneck's course: as fine as a screen
constexpr double kFewestStaysInWindow = 10;  // lead times that follow each other
constexpr std::size_t kMostStays = std::size_t{1} << 24;    // of all replications
constexpr std::size_t kFewestStays = std::size_t{1} << 12;  // of one

bool all_done(const std::vector<RunRecord>& records) {
  return std::none_of(records.begin(), records.end(),
                      [](const RunRecord& r) { return r.outcome == Outcome::Interrupted; });
}

// Runs replications and keeps what was watched in each.
class Runner {
 public:
  Runner(const LineModel& model, const StudyAsk& ask, const BatchRunner& run_batch, Study& study)
      : model_(model), ask_(ask), run_batch_(run_batch), study_(study) {}

  // Adds `count` replications behind those there are; false when stopped.
  bool more(std::int32_t count) {
    const std::size_t first = study_.records.size();
    RunOptions options = study_.options;
    options.replications = count;
    std::vector<std::unique_ptr<ShiftingBottleneck>> watching(static_cast<std::size_t>(count));
    std::vector<Observers> observers(static_cast<std::size_t>(count));
    ReplicationPlan plan;
    plan.first = static_cast<std::int32_t>(first);
    plan.threads = ask_.threads;
    plan.ask = [&](std::size_t i) {
      RunAsk ask;
      ask.slice = ask_.slice;
      ask.elements = ask_.elements;
      ask.stays = ask_.stays ? stays_each() : 0;
      Observers& all = observers[i - first];
      if (ask_.shifting) {
        watching[i - first] =
            std::make_unique<ShiftingBottleneck>(model_, options.warmup, i == 0 ? kShownPieces : 0);
        all.add(*watching[i - first]);
      }
      if (Observer* const other = ask_.observer ? ask_.observer(i, options) : nullptr) all.add(*other);
      if (!all.empty()) ask.observer = &all;
      return ask;
    };
    std::vector<RunRecord> records = run_batch_(model_, options, plan);
    const bool done = all_done(records);
    for (std::size_t i = 0; i < records.size(); ++i) {
      study_.records.push_back(std::move(records[i]));
      if (!ask_.shifting) continue;
      study_.shifting.push_back(watching[i] ? watching[i]->shares() : std::vector<BottleneckShare>{});
      if (first + i == 0 && watching[i]) study_.stretches = watching[i]->stretches();
    }
    return done;
  }

 private:
  // A quantile needs many of them, not all; what is kept must not grow with the number of replications.
  std::size_t stays_each() const {
    const auto replications = static_cast<std::size_t>(
        ask_.precision ? std::max(ask_.most_replications, study_.options.replications)
                       : study_.options.replications);
    return std::max(kFewestStays, kMostStays / replications);
  }
  const LineModel& model_;
  const StudyAsk& ask_;
  const BatchRunner& run_batch_;
  Study& study_;
};

// Replications that jammed have no throughput to judge by, but stand in the way of nobody.
std::vector<double> rates(const std::vector<RunRecord>& records) {
  std::vector<double> all;
  for (const RunRecord& record : records)
    if (record.outcome == Outcome::Finished) all.push_back(throughput_per_h(record));
  return all;
}

void run_until_precise(Runner& runner, const StudyAsk& ask, Study& study) {
  const auto minimum = static_cast<std::size_t>(study.options.replications);
  const std::size_t cap = std::max(minimum, static_cast<std::size_t>(ask.most_replications));
  std::size_t wanted = minimum + look_ahead(minimum);
  while (true) {
    wanted = std::min(wanted, cap);
    if (!runner.more(static_cast<std::int32_t>(wanted - study.records.size()))) return;
    const std::vector<double> observations = rates(study.records);
    // the cap counts what was run; a line that jams always must end, too
    study.precision = stop_at(observations, *ask.precision, minimum, std::max<std::size_t>(cap, 1));
    if (!study.precision && study.records.size() >= cap) study.precision = Stop{study.records.size(), false};
    if (study.precision) break;
    wanted = study.records.size() + std::max(look_ahead(study.records.size()), study.records.size() / 4);
  }
  // the rule's number of replications that finished, and the jammed ones between them
  std::size_t keep = 0;
  for (std::size_t finished = 0; keep < study.records.size() && finished < study.precision->replications;
       ++keep)
    finished += static_cast<std::size_t>(study.records[keep].outcome == Outcome::Finished);
  if (!study.precision->reached) keep = study.records.size();
  study.records.resize(keep);
  if (!study.shifting.empty()) study.shifting.resize(keep);
}

}  // namespace

std::optional<WarmupFound> find_warmup(const LineModel& model, const std::vector<RunRecord>& pilot,
                                       Time slice, Time& warmup) {
  std::vector<std::vector<double>> output, wip;
  std::vector<std::size_t> used;  // slices in which the line is manned
  for (const RunRecord& record : pilot) {
    if (record.outcome != Outcome::Finished) continue;
    std::vector<double> one_output, one_wip;
    used.clear();
    for (std::size_t i = 0; i < record.slices.size(); ++i) {
      const Time from = static_cast<Time>(i) * slice;
      const Time to = std::min(from + slice, record.ended);
      if (to - from < slice) break;  // a shorter one at the end would vary more than the others
      if (!model.scheduled.shifts.empty() && model.scheduled.time_on(from, to) < slice) continue;
      used.push_back(i);
      one_output.push_back(static_cast<double>(record.slices[i].good) / hours(slice));
      one_wip.push_back(static_cast<double>(record.slices[i].wip) / static_cast<double>(slice));
    }
    output.push_back(std::move(one_output));
    wip.push_back(std::move(one_wip));
  }
  WarmupFound found;
  found.slice = slice;
  found.output_per_h = mean_over(output);
  found.wip = mean_over(wip);
  const std::optional<Truncation> by_output = mser5(found.output_per_h);
  const std::optional<Truncation> by_wip = mser5(found.wip);
  if (!by_output || !by_wip) return std::nullopt;
  found.by_output = *by_output;
  found.by_wip = *by_wip;
  found.too_short = by_output->too_short || by_wip->too_short;
  const std::size_t observations = std::max(by_output->observations, by_wip->observations);
  warmup = observations == 0 ? 0 : static_cast<Time>(used[observations - 1] + 1) * slice;
  return found;
}

bool run_pilot(const LineModel& model, RunOptions& options, int threads, const BatchRunner& run_batch,
               std::optional<WarmupFound>& found) {
  options.warmup = 0;
  const Time slice = std::max<Time>(1, options.duration / kPilotSlices);
  ReplicationPlan plan;
  plan.threads = threads;
  plan.label = "to find the warm-up: ";
  plan.ask = [&](std::size_t) {
    RunAsk pilot;
    pilot.slice = slice;
    return pilot;
  };
  const std::vector<RunRecord> pilot = run_batch(model, options, plan);
  if (!all_done(pilot)) return false;
  found = find_warmup(model, pilot, slice, options.warmup);
  return true;
}

Study run_study(const LineModel& model, const RunOptions& options, const StudyAsk& ask,
                const BatchRunner& run_batch) {
  Study study;
  study.options = options;
  if (ask.find_warmup) {
    const bool done = run_pilot(model, study.options, ask.threads, run_batch, study.warmup);
    study.warmup_failed = !study.warmup.has_value();
    if (!done) return study;
  }
  Runner runner(model, ask, run_batch, study);
  if (ask.precision) {
    run_until_precise(runner, ask, study);
    study.options.replications = static_cast<std::int32_t>(study.records.size());
  } else {
    runner.more(options.replications);
  }
  return study;
}

std::vector<std::string> study_warnings(const Study& study, const StudyAsk& ask,
                                        std::optional<double> lead_time_s) {
  const double window_s = seconds(study.options.duration - study.options.warmup);
  std::vector<std::string> warnings;
  if (study.warmup_failed) {
    warnings.emplace_back("no warm-up was found: too little of the run can be looked at; it was taken as 0");
  } else if (study.warmup && study.warmup->too_short) {
    warnings.push_back(fmt::format(
        "run too short: by MSER-5 the warm-up may last longer than the half of the run that is looked at "
        "({:.4g} of {:.4g} hours were left out)",
        hours(study.options.warmup), hours(study.options.duration)));
  }
  if (study.warmup && !study.warmup->too_short && lead_time_s &&
      window_s < kFewestStaysInWindow * *lead_time_s)
    warnings.push_back(
        fmt::format("run too short: what is left after the warm-up is {:.2g} times the mean lead time; "
                    "MSER-5 cannot tell a "
                    "line that still fills from one that has settled",
                    window_s / *lead_time_s));
  if (study.precision && !study.precision->reached)
    warnings.push_back(fmt::format(
        "the precision of {:g} % was not reached with {} replications, the most that were allowed",
        *ask.precision * 100, study.records.size()));
  return warnings;
}

}  // namespace linetwin
