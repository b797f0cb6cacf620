// What happens in a run, told to whoever wants to follow it: traces, Gantt charts, bottlenecks that shift.
//
// Whether a run is observed changes none of its results. Where nobody observes, the short way through a
// completion (short_way.hpp) holds nothing of it; an observer is told of the kinds that it wants only.
#pragma once

#include <cstdint>
#include <span>

#include "model/line_model.hpp"
#include "sim/record.hpp"

namespace linetwin {

struct Happening {
  enum class Kind : std::uint8_t {
    State,   // machine `a` is now in `state`
    Level,   // buffer or conveyor, element `a`, now holds `value` parts
    Move,    // `part` goes from element `a` into element `b`; into a sink: `value` is its stay, microseconds
    Joined,  // `part` went from element `a` into a set at `b` and is a part of its own no more
    Scrapped,  // `part` was scrapped at element `a`; `value` is its stay
    Finished,  // machine `a` has finished a cycle on `value` parts
    Lost,      // a part found no room at source element `a`
    Busy,      // of pool `a`, `value` people are busy now
    Vehicle,   // vehicle `a` (numbered through all fleets) is now in `state`, a VehicleState
    Left,  // `part` has left into sink element `a`; `value` is its stay: of the moves, those out of the line
    Inside,  // the line holds `value` parts since this event
  };
  Time at = 0;
  Kind kind = Kind::State;
  std::uint8_t state = 0;
  std::int16_t variant = 0;  // of the part
  std::int32_t a = kNone;
  std::int32_t b = kNone;
  std::uint32_t part = 0;  // a row of the pool: used again for a later part once this one has left
  std::int64_t value = 0;
  friend bool operator==(const Happening&, const Happening&) = default;

  using Mask = std::uint32_t;  // a set of kinds
};

constexpr Happening::Mask mask(Happening::Kind kind) {
  return Happening::Mask{1} << static_cast<unsigned>(kind);
}
constexpr Happening::Mask kAllHappenings = ~Happening::Mask{0};

// Follows one run. Called with what happened since the last call, in the order in which it happened; the
// first call tells the state of every machine, buffer and conveyor at the beginning. A state or level may
// last no time, and one that would last none may be left out. Whoever runs the simulation in pieces finds the
// observer told of all that has happened after each of them.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void take(std::span<const Happening> happenings) = 0;
  // The kinds that it wants to be told; it must bear others.
  virtual Happening::Mask wants() const { return kAllHappenings; }
  // The run has ended, at this time.
  virtual void end(Time at) { static_cast<void>(at); }
};

}  // namespace linetwin
