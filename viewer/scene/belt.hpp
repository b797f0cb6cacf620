// Where the parts on a conveyor are. They have no events on their way: it follows from when they came on.
#pragma once

#include "model/line_model.hpp"
#include "sim/state.hpp"

namespace linetwin::viewer {

// Walks over the parts of a conveyor from the front one to the last one that came on.
class BeltWalk {
 public:
  BeltWalk(const ConveyorModel& model, const ConveyorRow& row, const LineState& state);
  bool done() const { return part_ == kNoPart; }
  PartId part() const { return part_; }
  double along() const { return along_; }  // metres from the beginning, 0 .. length
  void next();

 private:
  void find();
  const ConveyorModel& model_;
  const ConveyorRow& row_;
  const LineState& state_;
  PartId part_;
  Time clock_;    // of the belt
  double pitch_;  // metres
  double most_;   // how far the present part can be, for those before it
  double along_ = 0;
};

}  // namespace linetwin::viewer
