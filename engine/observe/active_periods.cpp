#include "observe/active_periods.hpp"

#include <algorithm>
#include <map>
#include <utility>

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

std::vector<BottleneckStretch> coarse(const std::vector<BottleneckStretch>& stretches, Time from, Time to,
                                      std::size_t pieces) {
  std::vector<BottleneckStretch> result;
  const Time window = to - from;
  std::vector<BottleneckStretch> open;  // that may go on in the next piece
  std::size_t first = 0;
  for (std::size_t i = 0; i < pieces; ++i) {
    const auto edge = [&](std::size_t k) {
      return from + static_cast<Time>(static_cast<double>(window) * static_cast<double>(k) /
                                      static_cast<double>(pieces));
    };
    const Time begins = edge(i);
    const Time ends = edge(i + 1);
    std::map<std::pair<MachineId, bool>, Time> held;
    for (std::size_t k = first; k < stretches.size() && stretches[k].from < ends; ++k) {
      const Time both = std::min(ends, stretches[k].to) - std::max(begins, stretches[k].from);
      if (both > 0) held[{stretches[k].machine, stretches[k].shifting}] += both;
      if (stretches[k].to <= ends && k == first) ++first;
    }
    std::vector<BottleneckStretch> now;
    for (const auto& [who, time] : held) {
      if (4 * time < ends - begins) continue;
      BottleneckStretch stretch{who.first, begins, ends, who.second};
      for (const BottleneckStretch& before : open)
        if (before.machine == who.first && before.shifting == who.second) stretch.from = before.from;
      now.push_back(stretch);
    }
    const auto goes_on = [&](const BottleneckStretch& before) {
      return std::any_of(now.begin(), now.end(), [&](const BottleneckStretch& x) {
        return x.machine == before.machine && x.shifting == before.shifting;
      });
    };
    for (const BottleneckStretch& before : open)
      if (!goes_on(before)) result.push_back(before);
    open = now;
  }
  result.insert(result.end(), open.begin(), open.end());
  std::stable_sort(result.begin(), result.end(),
                   [](const BottleneckStretch& a, const BottleneckStretch& b) { return a.from < b.from; });
  return result;
}

void ShiftingBottleneck::end(Time at) {
  active_.end(at);
  stretches_ = shifting_bottleneck(model_, active_.by_machine(), from_, at);
  shares_ = bottleneck_shares(model_, stretches_, from_, at);
  if (stretches_.size() > pieces_) stretches_ = coarse(stretches_, from_, at, pieces_);
  active_ = ActivePeriods(model_);  // its periods are needed no more, and may be many
}

}  // namespace linetwin
