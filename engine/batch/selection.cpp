#include "batch/selection.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "compare/kim_nelson.hpp"
#include "compare/ocba.hpp"

namespace linetwin {
namespace {

using compare::KimNelson;
using compare::Ocba;

}  // namespace

// Either method, by positions in the list of cases.
class SelectionPlan::Procedure {
 public:
  Procedure(const SelectionAsk& ask, std::size_t cases) : method_(make(ask, cases)) {}

  std::vector<compare::Request> next() const {
    return std::visit([](const auto& m) { return m.next(); }, method_);
  }
  void add(const compare::Request& request, double value) {
    std::visit([&](auto& m) { m.add(request.alternative, request.replication, value); }, method_);
  }
  bool done() const {
    return std::visit([](const auto& m) { return m.done(); }, method_);
  }
  const KimNelson* kim_nelson() const { return std::get_if<KimNelson>(&method_); }
  const Ocba* ocba() const { return std::get_if<Ocba>(&method_); }

 private:
  static std::variant<KimNelson, Ocba> make(const SelectionAsk& ask, std::size_t cases) {
    const auto first = static_cast<std::size_t>(ask.first);
    if (ask.method == SelectionMethod::KimNelson)
      return KimNelson(cases,
                       {.n0 = first, .delta = ask.delta, .alpha = 1 - ask.confidence, .goal = ask.goal});
    const auto least = cases * first;
    return Ocba(cases, {.n0 = first,
                        .increment = std::max<std::size_t>(10, cases),
                        .budget = std::max(least, static_cast<std::size_t>(ask.budget)),
                        .target = ask.confidence,
                        .least_difference = ask.delta,
                        .goal = ask.goal});
  }
  std::variant<KimNelson, Ocba> method_;
};

SelectionPlan::SelectionPlan(const SelectionAsk& ask, Known known)
    : ask_(ask), known_(std::move(known)), cases_(ask.cases) {
  restart();
}

SelectionPlan::~SelectionPlan() = default;

void SelectionPlan::restart() {
  open_.clear();
  procedure_.reset();
  too_fine_.reset();
  delta_judged_ = false;
  if (cases_.empty()) return;
  procedure_ = std::make_unique<Procedure>(ask_, cases_.size());
  feed();
}

// Where one case is left there is nothing to choose, but whether it finishes is still to be seen.
std::vector<compare::Request> SelectionPlan::wanted() const {
  if (cases_.size() > 1) {
    if (too_fine_ || budget_ends()) return {};
    return procedure_->next();
  }
  std::vector<compare::Request> all;
  const auto found = values_.find(cases_.front());
  for (std::int32_t r = 0; r < ask_.first; ++r)
    if (found == values_.end() || !found->second.contains(r) || !found->second.at(r))
      all.push_back({0, static_cast<std::size_t>(r)});
  return all;
}

bool SelectionPlan::budget_ends() const {
  const KimNelson* kn = procedure_->kim_nelson();
  if (!kn || kn->done()) return false;
  std::int64_t observed = 0;
  for (std::size_t i = 0; i < cases_.size(); ++i) observed += static_cast<std::int64_t>(kn->observations(i));
  return observed + static_cast<std::int64_t>(kn->next().size()) > ask_.budget;
}

// Once, by the first replications of every case.
void SelectionPlan::judge_delta() {
  const KimNelson* kn = procedure_->kim_nelson();
  if (delta_judged_ || !kn || kn->done() || kn->rounds() == 0) return;
  delta_judged_ = true;
  const auto allowed = static_cast<double>(std::max(ask_.budget, kMostOfChoice));
  const std::optional<double> needed = kn->least_needed(ask_.delta);
  if (!needed || *needed <= allowed) return;
  // what is needed falls at least as fast as the difference grows
  constexpr double kLeast = 1e-200;  // below it, what is needed may be more than a number can say
  const double from = std::max(ask_.delta, kLeast);
  const double there = kn->least_needed(from).value_or(*needed);
  too_fine_ = TooFine{*needed, allowed, from * std::max(1.0, 1.1 * there / allowed)};
}

void SelectionPlan::feed() {
  open_.clear();
  bool more = true;
  while (more) {
    more = false;
    if (cases_.size() > 1) judge_delta();
    for (const compare::Request& request : wanted()) {
      const Job job{cases_[request.alternative], static_cast<std::int32_t>(request.replication)};
      auto [of_case, unseen] = values_.try_emplace(job.case_id);
      if (unseen)
        for (const KnownValue& seen : known_(job.case_id)) of_case->second.insert(seen);
      const auto found = of_case->second.find(job.replication);
      if (found == of_case->second.end()) {
        if (!running_.contains(job)) open_.insert(job);
      } else if (!found->second) {
        excluded_.insert(job.case_id);
        std::erase(cases_, job.case_id);
        restart();
        return;
      } else if (cases_.size() > 1) {
        procedure_->add(request, *found->second);
        more = true;
      }
    }
  }
}

std::optional<Job> SelectionPlan::next() {
  if (open_.empty()) return std::nullopt;
  const Job job = *open_.begin();
  open_.erase(open_.begin());
  running_.insert(job);
  return job;
}

void SelectionPlan::done(const Job& job, std::optional<double> value) {
  running_.erase(job);
  values_[job.case_id][job.replication] = value;
  // the next round is asked for when the whole of this one is there
  if (procedure_ && ((open_.empty() && running_.empty()) || !value)) feed();
}

bool SelectionPlan::finished() const { return open_.empty() && running_.empty(); }

std::int64_t SelectionPlan::left() const { return static_cast<std::int64_t>(open_.size()); }

Selection SelectionPlan::result() const {
  Selection result;
  result.excluded.assign(excluded_.begin(), excluded_.end());
  if (!procedure_) return result;
  if (cases_.size() == 1) {  // nothing is left to choose from
    if (!finished() || !wanted().empty()) return result;
    result.best = cases_.front();
    result.left = cases_;
    result.replications = ask_.first;
    result.decided = true;
    return result;
  }
  const auto case_of = [&](std::optional<std::size_t> i) {
    return i ? std::optional(cases_[*i]) : std::nullopt;
  };
  if (const KimNelson* kn = procedure_->kim_nelson()) {
    result.best = case_of(kn->best());
    result.decided = kn->done() && kn->best();
    result.too_fine = too_fine_;
    result.budget_ended = !too_fine_ && budget_ends();
    if (result.budget_ended) result.best = case_of(kn->leader());
    for (const std::size_t i : kn->surviving()) result.left.push_back(cases_[i]);
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      result.replications += static_cast<std::int64_t>(kn->observations(i));
      if (const auto at = kn->eliminated_at(i)) result.let_go[cases_[i]] = *at;
    }
  } else if (const Ocba* ocba = procedure_->ocba()) {
    result.best = case_of(ocba->best());
    result.decided = ocba->reached();
    result.probability = ocba->probability();
    result.replications = static_cast<std::int64_t>(ocba->observations());
    result.left = cases_;
  }
  return result;
}

}  // namespace linetwin
