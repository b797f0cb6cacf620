#include "batch/work.hpp"

#include <algorithm>

namespace linetwin {

CasePlan::CasePlan(const Ask& ask, Known known) : ask_(ask), known_(std::move(known)), opened_(ask.first) {}

bool CasePlan::open_next() {
  if (opened_ >= ask_.cases) return false;
  const std::int64_t id = opened_++;
  Open& open = open_[id];
  open.wanted = ask_.replications;
  if (id < ask_.fresh_from)
    for (const KnownValue& seen : known_(id)) open.values.insert(seen);
  close_if_done(id);
  return true;
}

std::optional<Job> CasePlan::next() {
  while (true) {
    for (auto& [id, open] : open_) {
      while (open.begun < open.wanted && open.values.contains(open.begun)) ++open.begun;
      if (open.begun >= open.wanted) continue;
      ++open.running;
      ++begun_;
      return Job{id, open.begun++};
    }
    if (!open_next()) return std::nullopt;
  }
}

bool CasePlan::enough_of(Open& open) {
  if (!ask_.precision) return true;
  std::vector<double> values;
  for (std::int32_t i = 0; i < open.wanted; ++i)
    if (const std::optional<double>& value = open.values.at(i)) values.push_back(*value);
  // replications that did not finish have no value: they count against the most, and for nothing else
  const auto most = static_cast<std::size_t>(ask_.most);
  const auto unfinished = static_cast<std::size_t>(open.wanted) - values.size();
  const std::optional<Stop> stop =
      unfinished >= most
          ? Stop{values.size(), false}
          : stop_at(values, *ask_.precision, static_cast<std::size_t>(ask_.replications), most - unfinished);
  if (stop || open.wanted >= ask_.most) {
    capped_ += static_cast<std::int64_t>(!stop || !stop->reached);
    return true;
  }
  const std::int32_t more = std::min(ask_.most - open.wanted, std::max(1, open.wanted / 4));
  open.wanted += more;
  more_ += more;
  return false;
}

void CasePlan::close_if_done(std::int64_t id) {
  Open& open = open_.at(id);
  const auto complete = [&open] {
    for (std::int32_t i = 0; i < open.wanted; ++i)
      if (!open.values.contains(i)) return false;
    return true;
  };
  while (open.running == 0 && complete())
    if (enough_of(open)) {
      open_.erase(id);
      return;
    }
}

void CasePlan::done(const Job& job, std::optional<double> value) {
  Open& open = open_.at(job.case_id);
  --open.running;
  open.values[job.replication] = value;
  close_if_done(job.case_id);
}

std::int64_t CasePlan::left() const {
  if (finished()) return 0;
  const std::int64_t least = ask_.cases * ask_.replications + more_;
  return std::max<std::int64_t>(0, least - ask_.known_before - begun_);
}

}  // namespace linetwin
