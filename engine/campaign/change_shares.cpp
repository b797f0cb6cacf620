#include "campaign/change_shares.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compare/paired.hpp"
#include "model/compile.hpp"
#include "report/text.hpp"

namespace linetwin {
namespace {

using compare::Estimate;
using compare::Mask;
using compare::Values;

// With more changes than are tried in every combination: orders that are sampled, each with its reverse.
constexpr std::size_t kOrderPairs = 25;
constexpr std::size_t kAllUpTo = 7;

class Lines {
 public:
  Lines(const Node& a, const TreeOrigin& origin, const std::vector<Difference>& differences,
        const RunOptions& options, const ChangeSharesAsk& ask, const BatchRunner& run_batch)
      : a_(a),
        origin_(origin),
        differences_(differences),
        options_(options),
        ask_(ask),
        run_batch_(run_batch) {
    for (std::size_t i = 0; i < differences.size(); ++i)
      if (is_of_the_line(differences[i]) && !differences[i].minor) changes.push_back(i);
  }

  // The metric of the line with these changes, by replication; empty where it is no line.
  const Values& values(Mask mask) {
    if (const auto found = values_.find(mask); found != values_.end()) return found->second;
    return values_[mask] = run(mask);
  }
  // Of those that were run.
  std::size_t count() const {
    return static_cast<std::size_t>(
        std::count_if(values_.begin(), values_.end(), [](const auto& of) { return !of.second.empty(); }));
  }

  // Some combination has no value in any replication: there are no shares.
  bool hopeless() const { return hopeless_; }

  std::vector<std::size_t> changes;  // positions in the differences
  std::vector<std::string> faults;   // of combinations
  std::string failed;                // the first fault that leaves a combination without values

 private:
  std::optional<LineModel> line(Mask mask) {
    Node root = a_;
    Diagnostics diagnostics;
    number_places(root);
    for (std::size_t i = 0; i < differences_.size(); ++i) {
      const auto at = std::find(changes.begin(), changes.end(), i);
      const bool chosen = at == changes.end()
                              ? is_of_the_line(differences_[i])
                              : (mask >> static_cast<std::size_t>(at - changes.begin()) & 1u) != 0;
      if (chosen) apply_difference(root, differences_[i], diagnostics);
    }
    std::optional<LineModel> model;
    if (!diagnostics.has_errors()) {
      const LineSpec spec = read_tree(root, origin_, diagnostics);
      if (!diagnostics.has_errors()) model = compile(spec, diagnostics);
    }
    if (model) return model;
    for (const Diagnostic& d : diagnostics.all()) {
      if (d.severity != Severity::Error) continue;
      without_values(fmt::format("{} is no line: {}", combination(mask), d.message));
      break;
    }
    return model;
  }

  std::string combination(Mask mask) const {
    std::string text;
    for (std::size_t k = 0; k < changes.size(); ++k)
      if ((mask >> k & 1u) != 0) text += (text.empty() ? "" : "; ") + differences_[changes[k]].sentence;
    if (text.empty()) return "the first model";
    if (mask + 1 == Mask{1} << changes.size()) return "with all changes, it";
    return "with \"" + text + "\" alone, it";
  }

  void without_values(std::string why) {
    hopeless_ = true;
    if (failed.empty()) failed = why;
    faults.push_back(std::move(why));
  }

  void say_stuck(Mask mask, const LineModel& model, const std::vector<RunRecord>& records) {
    const auto unfinished = [](const RunRecord& record) { return record.outcome != Outcome::Finished; };
    const auto first = std::find_if(records.begin(), records.end(), unfinished);
    if (first == records.end()) return;
    const auto count = std::count_if(records.begin(), records.end(), unfinished);
    const bool jammed = first->outcome == Outcome::Jammed;
    std::string why =
        fmt::format("{} {} in {} of {} replications{}", combination(mask),
                    jammed ? "jams" : "goes round without time passing", count, records.size(),
                    first->circle.empty() ? std::string() : ": " + circle_text(model, first->circle));
    if (static_cast<std::size_t>(count) == records.size())
      without_values(std::move(why));
    else
      faults.push_back(std::move(why));
  }

  Values run(Mask mask) {
    if (ask_.stop && ask_.stop->load()) return {};
    const std::optional<LineModel> model = line(mask);
    if (!model) return {};
    const std::vector<Metric> metrics = fitting(metrics_of(*model), ask_.metric);
    if (metrics.empty()) {
      without_values(fmt::format("{} has no figure \"{}\"", combination(mask), ask_.metric));
      return {};
    }
    ReplicationPlan plan;
    plan.threads = ask_.threads;
    plan.label = fmt::format("combination {}: ", values_.size() + 1);
    Values values;
    RunOptions one = options_;
    one.replications = 1;
    const std::vector<RunRecord> records = run_batch_(*model, options_, plan);
    const bool stopped = ask_.stop && ask_.stop->load();
    if (!stopped) say_stuck(mask, *model, records);
    for (const RunRecord& record : records) {
      const bool finished = record.outcome == Outcome::Finished;
      values.push_back(finished ? metrics.front().of(summarise(*model, one, {record}, {}, 0)).mean
                                : std::nullopt);
    }
    return values;
  }

  const Node& a_;
  const TreeOrigin& origin_;
  const std::vector<Difference>& differences_;
  const RunOptions& options_;
  const ChangeSharesAsk& ask_;
  const BatchRunner& run_batch_;
  std::map<Mask, Values> values_;
  bool hopeless_ = false;
};

Figure figure_of(const Values& values) {
  std::vector<double> there;
  for (const std::optional<double>& value : values)
    if (value) there.push_back(*value);
  return estimate(there);
}

// Nothing where no replication finished with both.
std::optional<Estimate> difference(const Values& values, const Values& control) {
  const auto compared = compare::against_control({control, values}, 0, compare::Goal::Maximise);
  const compare::Difference& d = compared.differences[1];
  if (!d.value) return std::nullopt;
  return Estimate{*d.value, d.half_width};
}

}  // namespace

ChangeShares change_shares(const Node& a, const TreeOrigin& origin,
                           const std::vector<Difference>& differences, const RunOptions& options,
                           const ChangeSharesAsk& ask, const BatchRunner& run_batch) {
  ChangeShares result;
  Lines lines(a, origin, differences, options, ask, run_batch);
  const std::size_t count = lines.changes.size();
  if (count == 0) {
    result.failed = "nothing differs that can change what the line does";
    return result;
  }
  if (count > compare::kMostChanges) {
    result.failed = fmt::format("{} changes are too many to share the whole among: at most {}", count,
                                compare::kMostChanges);
    return result;
  }
  const Mask all = (Mask{1} << count) - 1;
  result.before = figure_of(lines.values(0));
  result.after = figure_of(lines.values(all));
  result.whole = difference(lines.values(all), lines.values(0));
  result.stuck = !lines.faults.empty();
  for (std::size_t k = 0; k < count; ++k)
    result.changes.push_back({lines.changes[k], {}, difference(lines.values(Mask{1} << k), lines.values(0))});
  compare::ShapleyOptions how;
  how.exact_up_to = kAllUpTo;
  how.order_pairs = kOrderPairs;
  result.sampled = count > kAllUpTo;
  // once there can be no shares, nothing more is run for them
  const auto shares = compare::shapley(
      count, [&](Mask mask) { return lines.hopeless() ? Values{} : lines.values(mask); }, how);
  for (std::size_t k = 0; shares && k < count; ++k) result.changes[k].share = shares->shares[k];
  if (shares) result.whole = shares->whole;
  result.lines = lines.count();
  result.faults = lines.faults;
  result.failed = lines.failed;
  if (!shares && result.failed.empty()) result.failed = "no replication finished with every combination";
  return result;
}

}  // namespace linetwin
