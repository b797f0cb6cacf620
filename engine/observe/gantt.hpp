// What each machine did between two times: the bars of a Gantt chart.
#pragma once

#include <vector>

#include "sim/observer.hpp"

namespace linetwin {

struct GanttBar {
  MachineId machine = 0;
  Time from = 0;
  Time to = 0;
  MachineState state = MachineState::Starved;
};

// Keeps at most `most` bars: when there would be more, those that come later are left out, and complete()
// says so.
class GanttRecorder : public Observer {
 public:
  GanttRecorder(const LineModel& model, Time from, Time to, std::size_t most = 200'000);
  Happening::Mask wants() const override { return mask(Happening::Kind::State); }
  void take(std::span<const Happening> happenings) override;
  void end(Time at) override;
  // By machine, then time; bars of no length are left out, and equal neighbours are one.
  std::vector<GanttBar> bars() const;
  bool complete() const { return complete_; }

 private:
  void close(std::size_t machine, Time at);
  Time from_;
  Time to_;
  std::size_t most_;
  bool complete_ = true;
  std::vector<GanttBar> open_;  // by machine
  std::vector<GanttBar> bars_;
};

}  // namespace linetwin
