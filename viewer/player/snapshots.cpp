#include "viewer/player/snapshots.hpp"

#include <algorithm>
#include <utility>

#include "sim/snapshot.hpp"

namespace linetwin::viewer {

void Snapshots::keep(const Simulation& simulation) {
  const std::size_t bytes = sizeof(Kept) + saved_size(simulation.state());
  kept_.push_back({simulation.fork(), simulation.state().events_handled, bytes});
  bytes_ += bytes;
  while (kept_.size() > 1 && (kept_.size() > limits_.count || bytes_ > limits_.bytes)) thin_out();
}

// The first one stays: the run can always be played again from its beginning. Simulations can be moved in but
// not assigned, so the remaining ones go into a new list.
void Snapshots::thin_out() {
  std::vector<Kept> fewer;
  fewer.reserve(kept_.size() / 2 + 1);
  bytes_ = 0;
  for (std::size_t i = 0; i < kept_.size(); i += 2) {
    bytes_ += kept_[i].bytes;
    fewer.push_back(std::move(kept_[i]));
  }
  kept_ = std::move(fewer);
  interval_ *= 2;
}

void Snapshots::clear(std::int64_t interval) {
  kept_.clear();
  bytes_ = 0;
  interval_ = interval;
}

const Simulation* Snapshots::latest_until(Time t) const {
  const auto after = std::upper_bound(kept_.begin(), kept_.end(), t, [](Time moment, const Kept& kept) {
    return moment < kept.simulation.state().now;
  });
  return after == kept_.begin() ? nullptr : &std::prev(after)->simulation;
}

const Simulation* Snapshots::latest_until_event(std::int64_t events) const {
  const auto after =
      std::upper_bound(kept_.begin(), kept_.end(), events,
                       [](std::int64_t number, const Kept& kept) { return number < kept.events; });
  return after == kept_.begin() ? nullptr : &std::prev(after)->simulation;
}

}  // namespace linetwin::viewer
