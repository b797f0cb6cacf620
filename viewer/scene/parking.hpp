// Where vehicles are on their ways, and how those that stand at one place stand behind each other.
#pragma once

#include <cstddef>

#include "viewer/scene/frame.hpp"

namespace linetwin::viewer {

// For all vehicles of a frame once, in their order: by fleet.
class Parking {
 public:
  // Both must outlive it; the frame lends its work space.
  Parking(const Placement& placement, Frame& frame) : placement_(placement), frame_(frame) {
    std::size_t stops = 0;
    for (const FleetPlaces& fleet : placement.fleets) stops += fleet.point_of.size();
    frame.berths.assign(stops, 0);
  }

  // The vehicle, whose fleet is known, has so large a share (0 .. 1) of its way between two stops behind it;
  // 1: it stands. Fleets that go nowhere have no place.
  void put(VehicleView& vehicle, std::int32_t from, std::int32_t stop, double share) {
    for (; fleet_ < vehicle.fleet; ++fleet_) first_berth_ += places(fleet_).point_of.size();
    const FleetPlaces& fleet = places(vehicle.fleet);
    if (fleet.point_of.empty()) return;
    vehicle.placed = true;
    vehicle.at = on_way(fleet, from, stop, share, vehicle.heading);
    if (share >= 1) vehicle.berth = frame_.berths[first_berth_ + static_cast<std::size_t>(stop)]++;
  }

 private:
  const FleetPlaces& places(std::int32_t fleet) const {
    return placement_.fleets[static_cast<std::size_t>(fleet)];
  }
  const Placement& placement_;
  Frame& frame_;
  std::size_t first_berth_ = 0;
  std::int32_t fleet_ = 0;
};

}  // namespace linetwin::viewer
