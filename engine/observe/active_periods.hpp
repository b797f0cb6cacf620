// When machines were active, and who the bottleneck was at each moment (the shifting bottleneck of Roser,
// Nakano, Tanaka 2002).
#pragma once

#include <vector>

#include "sim/observer.hpp"

namespace linetwin {

// From becoming active to waiting for something else; a pause of no length does not end it.
struct ActivePeriod {
  Time from = 0;
  Time to = 0;
};

// Collects the active periods of every machine over a whole run.
class ActivePeriods : public Observer {
 public:
  explicit ActivePeriods(const LineModel& model) : machines_(model.machines.size()) {}
  Happening::Mask wants() const override { return mask(Happening::Kind::State); }
  void take(std::span<const Happening> happenings) override;
  void end(Time at) override;
  // [machine]: in order of time, apart from each other. After end().
  const std::vector<std::vector<ActivePeriod>>& by_machine() const { return machines_; }

 private:
  std::vector<std::vector<ActivePeriod>> machines_;  // one that is open ends at kNever
};

// A stretch of time in which `machine` was the bottleneck, and for which part of it another one was too.
struct BottleneckStretch {
  MachineId machine = 0;
  Time from = 0;
  Time to = 0;
  bool shifting =
      false;  // shared with the stretch that overlaps it: the bottleneck moves from one to the other
};

// At a moment the bottleneck is the machine whose active period is the longest of those that are going on;
// when it ends, the longest of those going on then takes over, and where the two overlap the bottleneck is
// shifting. Stretches within [from, to), in order of their beginnings. Two machines of one station are one
// bottleneck: between them nothing shifts.
std::vector<BottleneckStretch> shifting_bottleneck(const LineModel& model,
                                                   const std::vector<std::vector<ActivePeriod>>& by_machine,
                                                   Time from, Time to);

struct BottleneckShare {
  double sole = 0;      // shares of the time looked at
  double shifting = 0;  // each of two stations between which it shifts has the whole of it
};
// By station, from the stretches of [from, to).
std::vector<BottleneckShare> bottleneck_shares(const LineModel& model,
                                               const std::vector<BottleneckStretch>& stretches, Time from,
                                               Time to);

// The same course in `pieces` equal pieces of time, for drawing: who was the bottleneck for at least a
// quarter of a piece stands for all of it, and equal neighbours are one.
std::vector<BottleneckStretch> coarse(const std::vector<BottleneckStretch>& stretches, Time from, Time to,
                                      std::size_t pieces);

// Works out the shares of one run's window, and keeps no more than those and its course in so many pieces.
class ShiftingBottleneck : public Observer {
 public:
  ShiftingBottleneck(const LineModel& model, Time window_from, std::size_t pieces = 0)
      : model_(model), from_(window_from), pieces_(pieces), active_(model) {}
  Happening::Mask wants() const override { return mask(Happening::Kind::State); }
  void take(std::span<const Happening> happenings) override { active_.take(happenings); }
  void end(Time at) override;
  // After end().
  const std::vector<BottleneckShare>& shares() const { return shares_; }
  const std::vector<BottleneckStretch>& stretches() const { return stretches_; }

 private:
  const LineModel& model_;
  Time from_;
  std::size_t pieces_;
  ActivePeriods active_;
  std::vector<BottleneckShare> shares_;
  std::vector<BottleneckStretch> stretches_;
};

}  // namespace linetwin
