#include "batch/sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/throughput.hpp"

namespace linetwin {
namespace {

constexpr double kReliefFactor = 0.5;

void scale(LineModel& model, const TimeRef& time, double factor) {
  if (!time.given()) return;
  const auto first = static_cast<std::size_t>(time.first);
  const std::size_t count = time.per_variant ? model.variants.size() : 1;
  for (std::size_t i = first; i < first + count; ++i) {
    Stream& stream = model.streams[i];
    stream.written = scaled(stream.written, factor);
    stream.sampler = Sampler(stream.written);
  }
}

void scale_machines(LineModel& model, std::int32_t station, std::vector<TimeRef> MachineModel::*times,
                    double factor) {
  for (std::size_t m = 0; m < model.machines.size(); ++m) {
    if (model.machines[m].station != station) continue;
    const std::vector<TimeRef> refs = model.machines[m].*times;
    for (std::size_t i = 0; i < refs.size(); ++i) {
      const bool repairs = times == &MachineModel::to_repair;
      FailureMode& mode = model.stations[static_cast<std::size_t>(station)].failures[i];
      if (!repairs && mode.counts_parts) {
        if (model.machines[m].number == 0) mode.mean_parts *= factor;
      } else {
        scale(model, refs[i], factor);
      }
    }
  }
}

Figure paired(const std::vector<RunRecord>& base, const std::vector<RunRecord>& changed) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < base.size() && i < changed.size(); ++i)
    if (base[i].outcome == Outcome::Finished && changed[i].outcome == Outcome::Finished)
      differences.push_back(throughput_per_h(changed[i]) - throughput_per_h(base[i]));
  return estimate(differences);
}

bool was_stopped(const std::vector<RunRecord>& records) {
  return std::any_of(records.begin(), records.end(),
                     [](const RunRecord& r) { return r.outcome == Outcome::Interrupted; });
}

std::vector<std::int32_t> suspects(const LineModel& model, const Jury& jury, std::size_t most) {
  std::vector<std::int32_t> order(model.stations.size());
  std::iota(order.begin(), order.end(), 0);
  const std::vector<Figure>& scores = jury.votes.front().scores;
  std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return scores[static_cast<std::size_t>(a)].mean > scores[static_cast<std::size_t>(b)].mean;
  });
  std::vector<std::int32_t> chosen(order.begin(),
                                   order.begin() + static_cast<std::ptrdiff_t>(std::min(most, order.size())));
  for (const Vote& vote : jury.votes)
    if (vote.station != kNone) chosen.push_back(vote.station);
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

Relief relieve(const LineModel& model, const RunOptions& options, const std::vector<RunRecord>& records,
               std::int32_t station, const ReplicationPlan& plan, const BatchRunner& run_batch,
               bool& stopped) {
  LineModel faster = model;
  scale(faster, faster.stations[static_cast<std::size_t>(station)].cycle, kReliefFactor);
  scale_machines(faster, station, &MachineModel::to_repair, kReliefFactor);
  const std::vector<RunRecord> changed = run_batch(faster, options, plan);
  stopped = was_stopped(changed);
  Relief relief;
  relief.parts_per_h = paired(records, changed);
  std::vector<const RunRecord*> finished;
  for (const RunRecord& record : changed)
    if (record.outcome == Outcome::Finished) finished.push_back(&record);
  relief.next = hold_jury(faster, finished).verdict.station;
  return relief;
}

}  // namespace

const char* improvement_name(Improvement::Kind kind) {
  switch (kind) {
    case Improvement::Kind::Cycle: return "cycle";
    case Improvement::Kind::Repair: return "mttr";
    case Improvement::Kind::Uptime: return "mtbf";
    case Improvement::Kind::Buffer: return "buffer";
  }
  return "";
}

std::int64_t added_places(std::int64_t capacity, double step) {
  return std::max<std::int64_t>(1,
                                static_cast<std::int64_t>(std::ceil(step * static_cast<double>(capacity))));
}

LineModel improved(const LineModel& model, const Improvement& improvement, double step) {
  LineModel line = model;
  switch (improvement.kind) {
    case Improvement::Kind::Cycle:
      scale(line, line.stations[static_cast<std::size_t>(improvement.station)].cycle, 1 - step);
      break;
    case Improvement::Kind::Repair:
      scale_machines(line, improvement.station, &MachineModel::to_repair, 1 - step);
      break;
    case Improvement::Kind::Uptime:
      scale_machines(line, improvement.station, &MachineModel::to_failure, 1 / (1 - step));
      break;
    case Improvement::Kind::Buffer: {
      std::int64_t& capacity = line.buffers[static_cast<std::size_t>(improvement.buffer)].capacity;
      capacity += added_places(capacity, step);
      break;
    }
  }
  return line;
}

std::vector<Improvement> improvements_for(const LineModel& model, const std::vector<std::int32_t>& stations) {
  std::vector<Improvement> all;
  std::vector<char> listed(model.buffers.size(), 0);
  for (const std::int32_t s : stations) {
    const StationModel& station = model.stations[static_cast<std::size_t>(s)];
    all.push_back({Improvement::Kind::Cycle, s, kNone});
    if (!station.failures.empty()) {
      all.push_back({Improvement::Kind::Repair, s, kNone});
      all.push_back({Improvement::Kind::Uptime, s, kNone});
    }
    std::vector<ElementId> beside = model.of(station).predecessors;
    const std::vector<ElementId>& behind = model.of(station).successors;
    beside.insert(beside.end(), behind.begin(), behind.end());
    std::sort(beside.begin(), beside.end());
    beside.erase(std::unique(beside.begin(), beside.end()), beside.end());
    for (const ElementId e : beside) {
      const Element& element = model.elements[static_cast<std::size_t>(e)];
      if (element.kind != ElementKind::Buffer) continue;
      const auto b = static_cast<std::size_t>(element.index);
      if (model.buffers[b].capacity == kUnlimited || listed[b]) continue;
      listed[b] = 1;
      all.push_back({Improvement::Kind::Buffer, s, element.index});
    }
  }
  return all;
}

Sensitivity measure_sensitivity(const LineModel& model, const RunOptions& options,
                                const std::vector<RunRecord>& records, const Jury& jury,
                                const ReplicationPlan& plan, const BatchRunner& run_batch, double step,
                                std::size_t most_stations) {
  Sensitivity result;
  result.step = step;
  if (jury.verdict.station == kNone) return result;
  result.stations = suspects(model, jury, most_stations);
  const std::vector<Improvement> improvements = improvements_for(model, result.stations);
  ReplicationPlan labelled = plan;
  for (const Improvement& what : improvements) {
    labelled.label = fmt::format("improvement {} of {}: ", result.gains.size() + 1, improvements.size() + 1);
    const std::vector<RunRecord> changed = run_batch(improved(model, what, step), options, labelled);
    result.interrupted = was_stopped(changed);
    if (result.interrupted) return result;
    result.gains.push_back({what, paired(records, changed)});
  }
  result.relief =
      relieve(model, options, records, jury.verdict.station, labelled, run_batch, result.interrupted);
  if (result.interrupted) result.relief.reset();
  return result;
}

Vote sensitivity_vote(const LineModel& model, const Sensitivity& sensitivity) {
  Vote vote;
  vote.method = JuryMethod::Sensitivity;
  vote.scores.resize(model.stations.size());
  for (const Gain& gain : sensitivity.gains) {
    if (gain.what.kind == Improvement::Kind::Buffer || !gain.parts_per_h.mean) continue;
    Figure& best = vote.scores[static_cast<std::size_t>(gain.what.station)];
    if (!best.mean || *gain.parts_per_h.mean > *best.mean) best = gain.parts_per_h;
  }
  const auto low = [](const Figure& f) { return *f.mean - f.half_width.value_or(0); };
  const auto high = [](const Figure& f) { return *f.mean + f.half_width.value_or(0); };
  for (std::size_t s = 0; s < vote.scores.size(); ++s) {
    const Figure& score = vote.scores[s];
    if (!score.mean || low(score) <= 0) continue;
    if (vote.station == kNone || *score.mean > *vote.scores[static_cast<std::size_t>(vote.station)].mean)
      vote.station = static_cast<std::int32_t>(s);
  }
  if (vote.station == kNone) return vote;
  const Figure& winner = vote.scores[static_cast<std::size_t>(vote.station)];
  for (std::size_t s = 0; s < vote.scores.size(); ++s)
    if (static_cast<std::int32_t>(s) != vote.station && vote.scores[s].mean &&
        high(vote.scores[s]) >= low(winner))
      vote.tied.push_back(static_cast<std::int32_t>(s));
  return vote;
}

}  // namespace linetwin
