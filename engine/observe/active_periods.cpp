#include "observe/active_periods.hpp"

#include <algorithm>

namespace linetwin {

void ActivePeriods::take(std::span<const Happening> happenings) {
  for (const Happening& h : happenings) {
    if (h.kind != Happening::Kind::State) continue;
    std::vector<ActivePeriod>& periods = machines_[static_cast<std::size_t>(h.a)];
    const bool was = !periods.empty() && periods.back().to == kNever;
    const bool is = is_active(static_cast<MachineState>(h.state));
    if (was == is) continue;
    if (!is) {
      periods.back().to = h.at;
      if (periods.back().from == h.at) periods.pop_back();
    } else if (!periods.empty() && periods.back().to == h.at) {
      periods.back().to = kNever;
    } else {
      periods.push_back({h.at, kNever});
    }
  }
}

void ActivePeriods::end(Time at) {
  for (std::vector<ActivePeriod>& periods : machines_) {
    if (!periods.empty() && periods.back().to == kNever) periods.back().to = at;
    if (!periods.empty() && periods.back().from == at) periods.pop_back();
  }
}

namespace {

// Walks through time with one finger on each machine's list.
class Walk {
 public:
  Walk(const LineModel& model, const std::vector<std::vector<ActivePeriod>>& by_machine)
      : model_(model), by_machine_(by_machine), at_(by_machine.size(), 0) {}

  struct Found {
    MachineId machine = kNone;
    ActivePeriod period{};
  };
  // The longest period that goes on at `t`; none: the machine is kNone. `t` never goes back.
  Found longest_at(Time t) {
    Found best;
    for (std::size_t m = 0; m < at_.size(); ++m) {
      const std::vector<ActivePeriod>& periods = by_machine_[m];
      while (at_[m] < periods.size() && periods[at_[m]].to <= t) ++at_[m];
      if (at_[m] == periods.size() || periods[at_[m]].from > t) continue;
      const ActivePeriod& period = periods[at_[m]];
      if (best.machine == kNone || period.to - period.from > best.period.to - best.period.from)
        best = {static_cast<MachineId>(m), period};
    }
    return best;
  }
  // When the next period begins after `t`; kNever: none does.
  Time next_after(Time t) const {
    Time next = kNever;
    for (std::size_t m = 0; m < at_.size(); ++m)
      if (at_[m] < by_machine_[m].size() && by_machine_[m][at_[m]].from > t)
        next = std::min(next, by_machine_[m][at_[m]].from);
    return next;
  }
  bool same_station(MachineId a, MachineId b) const {
    return model_.machines[static_cast<std::size_t>(a)].station ==
           model_.machines[static_cast<std::size_t>(b)].station;
  }

 private:
  const LineModel& model_;
  const std::vector<std::vector<ActivePeriod>>& by_machine_;
  std::vector<std::size_t> at_;
};

}  // namespace

std::vector<BottleneckStretch> shifting_bottleneck(const LineModel& model,
                                                   const std::vector<std::vector<ActivePeriod>>& by_machine,
                                                   Time from, Time to) {
  std::vector<BottleneckStretch> stretches;
  const auto add = [&](MachineId machine, Time begins, Time ends, bool shifting) {
    begins = std::max(begins, from);
    ends = std::min(ends, to);
    if (begins < ends) stretches.push_back({machine, begins, ends, shifting});
  };
  Walk walk(model, by_machine);
  Time t = 0;
  Walk::Found now = walk.longest_at(t);
  while (t < to) {
    if (now.machine == kNone) {
      t = walk.next_after(t);
      if (t >= to) break;
      now = walk.longest_at(t);
      continue;
    }
    // `now` is the bottleneck from t until its period ends
    const Time ends = now.period.to;
    const Walk::Found next = walk.longest_at(ends);
    const bool moves = next.machine != kNone && !walk.same_station(next.machine, now.machine);
    const Time shifts = moves ? std::clamp(next.period.from, t, ends) : ends;
    add(now.machine, t, shifts, false);
    add(now.machine, shifts, ends, true);
    if (moves) add(next.machine, shifts, ends, true);
    t = ends;
    now = next;
  }
  return stretches;
}

std::vector<BottleneckShare> bottleneck_shares(const LineModel& model,
                                               const std::vector<BottleneckStretch>& stretches, Time from,
                                               Time to) {
  std::vector<BottleneckShare> shares(model.stations.size());
  const auto window = static_cast<double>(to - from);
  for (const BottleneckStretch& stretch : stretches) {
    const Time begins = std::max(stretch.from, from);
    const Time ends = std::min(stretch.to, to);
    if (begins >= ends) continue;
    const auto station =
        static_cast<std::size_t>(model.machines[static_cast<std::size_t>(stretch.machine)].station);
    double& share = stretch.shifting ? shares[station].shifting : shares[station].sole;
    share += static_cast<double>(ends - begins) / window;
  }
  return shares;
}

void ShiftingBottleneck::end(Time at) {
  active_.end(at);
  stretches_ = shifting_bottleneck(model_, active_.by_machine(), from_, at);
  shares_ = bottleneck_shares(model_, stretches_, from_, at);
  if (stretches_.size() > most_) stretches_.resize(most_);
  stretches_.shrink_to_fit();
  active_ = ActivePeriods(model_);  // its periods are needed no more, and may be many
}

}  // namespace linetwin
