#include "sim/run.hpp"

#include <algorithm>
#include <utility>

#include "sim/simulation.hpp"

namespace linetwin {
namespace {

// The books of each slice are what has been added to them since the last one ended.
class Slicer {
 public:
  Slicer(Time length, bool elements) : length_(length), elements_(elements) {}

  // Runs to `until`, with a look at the books at every multiple of the slice.
  void run(Simulation& simulation, Time until, const RunWatch& watch) {
    while (length_ > 0 && ends_ < until && simulation.state().outcome == Outcome::Finished) {
      simulation.run_through(ends_, watch);
      if (simulation.state().outcome != Outcome::Finished) return;
      close(simulation);
      ends_ += length_;
    }
    if (simulation.state().outcome == Outcome::Finished) simulation.run_until(until, watch);
  }
  // The window begins in the middle of a slice: what it holds so far is kept.
  void window_begins(const Simulation& simulation) {
    if (length_ <= 0) return;
    kept_ = difference(simulation.books(elements_), before_, kept_);
    before_ = Slice{};
  }
  void end(const Simulation& simulation, Time at) {
    if (length_ > 0 && at > ends_ - length_) close(simulation);
  }
  std::vector<Slice> take() { return std::move(slices_); }

 private:
  void close(const Simulation& simulation) {
    Slice now = simulation.books(elements_);
    slices_.push_back(difference(now, before_, kept_));
    before_ = std::move(now);
    kept_ = Slice{};
  }
  // now - before + more, number by number; an empty one counts as zeros.
  static Slice difference(Slice now, const Slice& before, const Slice& more) {
    const auto number = [&](auto Slice::*x) { now.*x += more.*x - before.*x; };
    number(&Slice::good), number(&Slice::left), number(&Slice::scrapped);
    number(&Slice::lead_time), number(&Slice::wip);
    for (std::size_t s = 0; s < now.stations.size(); ++s)
      for (std::size_t i = 0; i < kMachineStates; ++i) {
        if (!more.stations.empty()) now.stations[s][i] += more.stations[s][i];
        if (!before.stations.empty()) now.stations[s][i] -= before.stations[s][i];
      }
    for (std::size_t b = 0; b < now.buffers.size(); ++b) {
      if (!more.buffers.empty()) now.buffers[b] += more.buffers[b];
      if (!before.buffers.empty()) now.buffers[b] -= before.buffers[b];
    }
    return now;
  }

  Time length_;
  bool elements_;
  Time ends_ = length_;  // of the present slice
  Slice before_;         // the books when it began
  Slice kept_;           // of it, from before the window began
  std::vector<Slice> slices_;
};

}  // namespace

RunRecord run(const LineModel& model, const RunOptions& options, std::uint64_t replication,
              const RunWatch& watch, const RunAsk& ask) {
  const Plan plan(model);
  Simulation simulation(model, plan, options.seed, replication);
  if (ask.observer) simulation.observe(*ask.observer);
  if (ask.stays > 0) simulation.keep_stays(ask.stays);
  Slicer slicer(ask.slice, ask.elements);
  if (options.warmup > 0) {
    slicer.run(simulation, options.warmup, watch);
    if (simulation.state().outcome == Outcome::Finished) {
      slicer.window_begins(simulation);
      simulation.begin_window();
    }
  }
  if (simulation.state().outcome == Outcome::Finished) slicer.run(simulation, options.duration, watch);
  slicer.end(simulation, simulation.state().now);
  RunRecord record = simulation.record();
  record.slices = slicer.take();
  if (ask.observer) ask.observer->end(record.ended);
  return record;
}

}  // namespace linetwin
