#include "viewer/scene/belt.hpp"

#include <algorithm>

namespace linetwin::viewer {

// The clock of a belt that stands has stood since it stopped.
BeltWalk::BeltWalk(const ConveyorModel& model, const ConveyorRow& row, const LineState& state)
    : model_(model),
      row_(row),
      state_(state),
      part_(row.book.ready.head),
      clock_((row.stopped ? row.since : state.now) - row.stood),
      pitch_(model.transit > 0
                 ? model.length * static_cast<double>(model.gap) / static_cast<double>(model.transit)
                 : model.length / static_cast<double>(model.capacity)),
      most_(model.length) {
  find();
}

// PartRow::ready is when the part would be at the end if it ran freely; of the front part, when it is. All
// parts move at one speed, so a part that has once closed up follows the one before it at a pitch.
void BeltWalk::find() {
  if (done()) return;
  const Time left = std::max<Time>(state_.parts[part_].ready - clock_, 0);
  const double free =
      model_.transit > 0
          ? model_.length * (1 - static_cast<double>(left) / static_cast<double>(model_.transit))
          : model_.length;
  along_ = std::clamp(model_.accumulating ? std::min(free, most_) : free, 0.0, model_.length);
  most_ = along_ - pitch_;
}

void BeltWalk::next() {
  part_ = part_ == row_.book.ready.tail ? kNoPart : state_.parts[part_].next;
  find();
}

}  // namespace linetwin::viewer
