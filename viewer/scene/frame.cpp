#include "viewer/scene/frame.hpp"

#include <algorithm>

#include "viewer/scene/belt.hpp"
#include "viewer/scene/machine_view.hpp"
#include "viewer/scene/parking.hpp"

namespace linetwin::viewer {
namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

class Look {
 public:
  Look(const LineModel& model, const Plan& plan, const Placement& placement, const LineState& state,
       Frame& frame)
      : model_(model), plan_(plan), placement_(placement), s_(state), f_(frame) {}

  void run() {
    f_.now = s_.now;
    f_.inside = s_.inside;
    f_.dots.clear();
    f_.belt_parts.clear();
    find_called();
    machines();
    buffers();
    conveyors();
    vehicles();
    people();
    ends();
    limits();
  }

 private:
  bool in_sight(ElementId e) const { return extent(placement_.elements[at(e)]).overlaps(f_.visible); }

  // Parts that wait for a vehicle stand in no list of their place: the calls know them.
  void find_called() {
    if (s_.calls.empty()) return;
    f_.first_called.assign(s_.givers.size(), kNone);
    f_.next_called.assign(s_.calls.size(), kNone);
    for (std::size_t c = s_.calls.size(); c-- > 0;) {
      const CallRow& call = s_.calls[c];
      if (call.part == kNoPart) continue;
      if (call.vehicle != kNone && s_.vehicles[at(call.vehicle)].state >= VehicleState::Carrying) continue;
      f_.next_called[c] = f_.first_called[at(call.giver)];
      f_.first_called[at(call.giver)] = static_cast<std::int32_t>(c);
    }
  }

  bool add(Dots& dots, PartId p) {
    if (dots.count >= f_.most_dots) return false;
    f_.dots.push_back({p, s_.parts[p].variant});
    ++dots.count;
    return true;
  }
  void add_called(Dots& dots, GiverId g) {
    if (s_.calls.empty()) return;
    for (std::int32_t c = f_.first_called[at(g)]; c != kNone; c = f_.next_called[at(c)])
      if (!add(dots, s_.calls[at(c)].part)) return;
  }
  void add_list(Dots& dots, const PartList& list) {
    for (PartId p = list.head; p != kNoPart; p = p == list.tail ? kNoPart : s_.parts[p].next)
      if (!add(dots, p)) return;
  }
  Dots here() const { return {static_cast<std::int32_t>(f_.dots.size()), 0}; }

  void machines() {
    f_.machines.resize(s_.machines.size());
    for (std::size_t i = 0; i < s_.machines.size(); ++i) {
      const MachineRow& row = s_.machines[i];
      const auto m = static_cast<MachineId>(i);
      MachineView& view = f_.machines[i];
      view = machine_view(model_, plan_, s_, m);
      view.dots = here();
      if (row.count == 0) continue;
      const GiverId g = plan_.machine_giver[i];
      const bool waits = row.called > 0 && f_.first_called[at(g)] != kNone;
      const PartId first = waits ? s_.calls[at(f_.first_called[at(g)])].part : row.parts.head;
      if (first != kNoPart) view.variant = s_.parts[first].variant;
      if (!in_sight(model_.stations[at(model_.machines[i].station)].element)) continue;
      if (row.called > 0) add_called(view.dots, g);
      if (row.count > row.called) add_list(view.dots, row.parts);
    }
  }

  void buffers() {
    f_.buffers.resize(s_.buffers.size());
    for (std::size_t b = 0; b < s_.buffers.size(); ++b) {
      const BufferRow& row = s_.buffers[b];
      const BufferModel& model = model_.buffers[b];
      BufferView& view = f_.buffers[b];
      view = {row.level, model.capacity, 0, here()};
      if (model.capacity > 0)
        view.fill = static_cast<double>(row.level) / static_cast<double>(model.capacity);
      if (row.level == 0 || !in_sight(model.element)) continue;
      if (row.called > 0) add_called(view.dots, plan_.buffer_giver[b]);
      add_list(view.dots, row.ready);
      for (std::int32_t rank = 1; rank < model.ranks; ++rank)
        add_list(view.dots, s_.ready[at(row.further + rank - 1)]);
      add_list(view.dots, row.dwelling);
    }
  }

  void conveyors() {
    f_.conveyors.resize(s_.conveyors.size());
    for (std::size_t c = 0; c < s_.conveyors.size(); ++c) {
      const ConveyorRow& row = s_.conveyors[c];
      const ConveyorModel& model = model_.conveyors[c];
      const Belt& belt = placement_.belts[c];
      ConveyorView& view = f_.conveyors[c];
      view = {row.book.level,
              model.capacity,
              row.stopped,
              row.at_end,
              static_cast<std::int32_t>(f_.belt_parts.size()),
              0};
      if (row.book.level == 0 || !in_sight(model.element)) continue;
      for (BeltWalk walk(model, row, s_); !walk.done() && view.count < f_.most_belt_parts; walk.next()) {
        const double share = model.length > 0 ? walk.along() / model.length : 1;
        f_.belt_parts.push_back(
            {walk.part(), s_.parts[walk.part()].variant, walk.along(), on_belt(belt, share)});
        ++view.count;
      }
    }
  }

  void vehicles() {
    f_.vehicles.resize(s_.vehicles.size());
    Parking parking(placement_, f_);
    for (std::size_t v = 0; v < s_.vehicles.size(); ++v) {
      const VehicleRow& row = s_.vehicles[v];
      VehicleView& view = f_.vehicles[v];
      view = {};
      view.state = row.state;
      view.fleet = row.fleet;
      view.since = row.since;
      if (row.call != kNone && row.state >= VehicleState::Carrying) {
        view.part = s_.calls[at(row.call)].part;
        view.variant = s_.parts[view.part].variant;
      }
      if (placement_.fleets[at(row.fleet)].point_of.empty()) continue;  // it carries nothing anywhere
      parking.put(view, row.from, row.stop, way_done(row, static_cast<std::int32_t>(v)));
    }
  }

  // The share of its way that lies behind a vehicle; 1 when it stands at the end of it.
  double way_done(const VehicleRow& row, std::int32_t v) const {
    if (row.state != VehicleState::Coming && row.state != VehicleState::Carrying) return 1;
    const Time whole = model_.fleets[at(row.fleet)].between(row.from, row.stop);
    const EventSlot slot = plan_.vehicle_slot + static_cast<EventSlot>(v);
    if (whole <= 0 || !s_.events.pending(slot)) return 1;
    const double left = static_cast<double>(s_.events.time_of(slot) - s_.now) / static_cast<double>(whole);
    return std::clamp(1 - left, 0.0, 1.0);
  }

  void people() {
    f_.pools.resize(s_.pools.size());
    f_.workers.resize(s_.workers.size());
    for (std::size_t p = 0; p < s_.pools.size(); ++p) {
      const std::int32_t first = plan_.first_worker[p];
      f_.pools[p] = {s_.pools[p].busy, model_.pools[p].count, s_.pools[p].off, first,
                     plan_.first_worker[p + 1] - first};
      for (std::int32_t w = first; w < plan_.first_worker[p + 1]; ++w) {
        const WorkerRow& row = s_.workers[at(w)];
        WorkerView& view = f_.workers[at(w)];
        view = {static_cast<std::int32_t>(p), {row.x, row.y}, row.job != kNone, false};
        if (!row.placed) view.at = placement_.pools[p].centre;
        if (row.job == kNone || row.there_at <= s_.now || row.there_at <= row.left_at) continue;
        const double gone = std::clamp(
            static_cast<double>(s_.now - row.left_at) / static_cast<double>(row.there_at - row.left_at), 0.0,
            1.0);
        view.walking = true;
        view.at = {row.from_x + gone * (row.x - row.from_x), row.from_y + gone * (row.y - row.from_y)};
      }
    }
  }

  void ends() {
    f_.sources.resize(s_.sources.size());
    for (std::size_t i = 0; i < s_.sources.size(); ++i)
      f_.sources[i] = {s_.sources[i].count, s_.sources[i].created, s_.sources[i].lost};
    f_.sinks.assign(s_.sink_parts.begin(), s_.sink_parts.end());
  }

  void limits() {
    f_.limits.resize(s_.limits.size());
    for (std::size_t l = 0; l < s_.limits.size(); ++l) {
      const LimitModel& model = model_.limits[l];
      const LimitRow& row = s_.limits[l];
      f_.limits[l] = {row.amount, model.max, 0, row.holds};
      if (model.max > 0) f_.limits[l].fill = static_cast<double>(row.amount) / static_cast<double>(model.max);
    }
  }

  const LineModel& model_;
  const Plan& plan_;
  const Placement& placement_;
  const LineState& s_;
  Frame& f_;
};

}  // namespace

void look(const LineModel& model, const Plan& plan, const Placement& placement, const LineState& state,
          Frame& frame) {
  Look(model, plan, placement, state, frame).run();
}

Hit hit(const LineModel& model, const Placement& placement, const Frame& frame, Point p, double slack) {
  const auto on = [&](Point there, double side) { return distance(there, p) <= std::max(side / 2, slack); };
  for (std::size_t w = frame.workers.size(); w-- > 0;)
    if (on(frame.workers[w].at, placement.worker_side()))
      return {Hit::Kind::Worker, static_cast<std::int32_t>(w), kNone};
  for (std::size_t v = frame.vehicles.size(); v-- > 0;)
    if (frame.vehicles[v].placed && on(frame.vehicles[v].at, placement.vehicle_side()))
      return {Hit::Kind::Vehicle, static_cast<std::int32_t>(v), kNone};
  return hit(model, placement, p, slack);
}

}  // namespace linetwin::viewer
