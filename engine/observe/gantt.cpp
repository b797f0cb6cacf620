#include "observe/gantt.hpp"

#include <algorithm>

namespace linetwin {

GanttRecorder::GanttRecorder(const LineModel& model, Time from, Time to, std::size_t most)
    : from_(from), to_(to), most_(most), open_(model.machines.size()) {
  for (std::size_t m = 0; m < open_.size(); ++m) open_[m].machine = static_cast<MachineId>(m);
}

void GanttRecorder::close(std::size_t machine, Time at) {
  GanttBar bar = open_[machine];
  bar.from = std::max(bar.from, from_);
  bar.to = std::min(at, to_);
  if (bar.from >= bar.to) return;
  if (bars_.size() == most_) {
    complete_ = false;
    return;
  }
  bars_.push_back(bar);
}

void GanttRecorder::take(std::span<const Happening> happenings) {
  for (const Happening& h : happenings) {
    if (h.kind != Happening::Kind::State) continue;
    const auto m = static_cast<std::size_t>(h.a);
    close(m, h.at);
    open_[m].from = h.at;
    open_[m].state = static_cast<MachineState>(h.state);
  }
}

void GanttRecorder::end(Time at) {
  for (std::size_t m = 0; m < open_.size(); ++m) close(m, at);
}

std::vector<GanttBar> GanttRecorder::bars() const {
  std::vector<GanttBar> sorted = bars_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const GanttBar& x, const GanttBar& y) { return x.machine < y.machine; });
  std::vector<GanttBar> merged;
  for (const GanttBar& bar : sorted) {
    const bool goes_on = !merged.empty() && merged.back().machine == bar.machine &&
                         merged.back().to == bar.from && merged.back().state == bar.state;
    if (goes_on) {
      merged.back().to = bar.to;
    } else {
      merged.push_back(bar);
    }
  }
  return merged;
}

}  // namespace linetwin
