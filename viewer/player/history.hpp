// What a run has done so far, for charts: bounded memory however long it is.
//
// For the whole time there are *slices*, at first of one second; when there are too many of them, two become
// one and they are twice as long. For the last while there are the stretches of states of each machine,
// exactly.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "model/line_model.hpp"
#include "observe/gantt.hpp"
#include "sim/observer.hpp"
#include "sim/record.hpp"

namespace linetwin::viewer {

// How long something was in each of the states, within [from, to).
struct StateSlice {
  Time from = 0;
  Time to = 0;
  std::array<Time, kMachineStates> time{};  // adds up to (to - from) x machines
};

// A number of parts within [from, to); what lasted no time does not count.
struct LevelSlice {
  Time from = 0;
  Time to = 0;
  std::int64_t least = 0;
  double mean = 0;
  std::int64_t most = 0;
};

struct OutSlice {
  Time from = 0;
  Time to = 0;
  std::int64_t good = 0;      // parts into sinks that are no scrap bins
  std::int64_t scrapped = 0;  // parts scrapped at stations and into scrap bins
};

class History : public Observer {
 public:
  struct Limits {
    std::size_t slices = 1024;                  // rounded down to an even number, at least 16
    std::size_t stretches = 512;                // of each machine, at least 16
    std::size_t bytes = std::size_t{48} << 20;  // lines so large that this is not enough get fewer of both
  };
  explicit History(const LineModel& model) : History(model, Limits()) {}
  // `model` must outlive it.
  History(const LineModel& model, const Limits& limits);

  void take(std::span<const Happening> happenings) override;
  Happening::Mask wants() const override {
    using enum Happening::Kind;
    return mask(State) | mask(Level) | mask(Left) | mask(Scrapped) | mask(Inside);
  }
  void end(Time at) override { reach(at); }
  // Nothing but what it has been told has happened until t.
  void reach(Time t);
  Time reached() const { return reached_; }

  // ---- the last while: stretches of equal states that overlap [from, to), cut to it, the earliest first.
  // Stretches that last no time are left out.
  std::vector<GanttBar> bars(MachineId machine, Time from, Time to) const;
  // From when on bars() knows everything of the machine.
  Time bars_from(MachineId machine) const;

  // ---- the whole time: the slices that overlap [from, to). They are not cut; the last one ends at
  // reached().
  std::vector<StateSlice> machine_states(MachineId machine, Time from, Time to) const;
  std::vector<StateSlice> station_states(std::int32_t station, Time from, Time to) const;
  // Of a buffer or conveyor; of another element there are none.
  std::vector<LevelSlice> levels(ElementId element, Time from, Time to) const;
  std::vector<LevelSlice> wip(Time from, Time to) const;
  std::vector<OutSlice> out(Time from, Time to) const;
  Time slice_length() const { return length_; }

  // About how many bytes it holds.
  std::size_t bytes() const;

 private:
  using States = std::array<Time, kMachineStates>;
  struct Span {  // of a level within a slice
    Integral area = 0;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = -1;
  };
  struct Out {
    std::int64_t good = 0;
    std::int64_t scrapped = 0;
  };
  struct Numbers {  // of the stretches in the ring: from first on, before begun
    std::uint64_t first = 0;
    std::uint64_t begun = 0;
  };
  struct MachineNow {
    Time since = 0;  // counted up to then, in the present slice
    std::size_t state = 0;
    States time{};
    Numbers stretches{};
  };
  struct LevelNow {
    Time since = 0;
    std::int64_t level = 0;
    Span span{};
  };
  struct Stretch {
    Time from = 0;
    MachineState state = MachineState::Starved;
  };

  void close_slice();
  void merge_pairs();
  void begin_stretch(std::size_t machine, Time at, MachineState state);
  Stretch& stretch(std::size_t machine, std::uint64_t number) {
    return stretches_[machine * ring_ + number % ring_];
  }
  const Stretch& stretch(std::size_t machine, std::uint64_t number) const {
    return stretches_[machine * ring_ + number % ring_];
  }
  static void count(MachineNow& machine, Time until);
  static void count(LevelNow& row, Time until);
  static Span joined(const Span& a, const Span& b);
  std::vector<LevelSlice> level_slices(std::size_t row, Time from, Time to) const;
  std::vector<StateSlice> state_slices(MachineId first, std::int32_t machines, Time from, Time to) const;
  // Slices that overlap [from, to): their numbers, the second one excluded; the number closed_ is the present
  // one.
  std::pair<std::size_t, std::size_t> overlapping(Time from, Time to) const;
  template <class Slice>
  Slice slice(std::size_t number) const;

  const LineModel& model_;
  std::size_t most_;               // closed slices
  std::uint64_t ring_;             // stretches of each machine
  std::vector<std::int32_t> row_;  // by element: its row among the levels, or kNone; the last row is the WIP
  Time length_ = kSecond;          // of a slice
  Time closes_ = kSecond;          // the end of the present slice
  Time reached_ = 0;
  // the present slice, and what is now
  std::vector<MachineNow> machines_;
  std::vector<LevelNow> levels_;
  Out out_;
  // closed slices, one after the other: so many machines, levels
  std::size_t closed_ = 0;
  std::vector<States> closed_states_;
  std::vector<Span> closed_levels_;
  std::vector<Out> closed_out_;
  std::vector<Stretch> stretches_;  // by machine: a ring
};

}  // namespace linetwin::viewer
