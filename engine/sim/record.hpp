// What one replication leaves behind: whole numbers only, so that two runs can be compared bit for bit.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/line_model.hpp"

namespace linetwin {

// The state of a machine; it is in exactly one at every moment.
enum class MachineState : std::uint8_t {
  Working,
  Setup,
  Blocked,
  Starved,
  Down,
  Maintenance,
  Waiting,  // for a worker or a vehicle
  Off,      // outside its shift
};
inline constexpr std::size_t kMachineStates = 8;
inline constexpr std::array<const char*, kMachineStates> kMachineStateNames = {
    "working", "setup", "blocked", "starved", "down", "maintenance", "waiting", "off"};

// Whether the machine itself is what takes time in this state; in the others it waits for something else
// (Roser, Nakano, Tanaka 2001).
inline constexpr bool is_active(MachineState state) {
  return state == MachineState::Working || state == MachineState::Setup || state == MachineState::Down ||
         state == MachineState::Maintenance;
}

// Sums of time times count need more than 64 bits over long runs.
__extension__ typedef __int128 Integral;

struct StationRecord {
  std::array<Time, kMachineStates> time{};  // summed over its machines: adds up to machines x window exactly
  std::int64_t finished = 0;                // parts, good or not, that ended their cycle there
  std::int64_t scrapped = 0;
  std::int64_t setups = 0;
  std::int64_t failures = 0;
  std::int64_t active_periods = 0;  // times in a row of states that is_active(); one that began before counts
};

struct BufferRecord {
  Integral level = 0;  // part-microseconds
  Time full = 0;
  Time empty = 0;
};

struct SourceRecord {
  std::int64_t created = 0;  // parts that arrived (an unlimited supply: that left it)
  std::int64_t lost = 0;     // found no room and were dropped
  Integral outside = 0;      // part-microseconds waiting outside
  Time held = 0;             // how long a part stood in the source for lack of room
};

struct SinkRecord {
  std::int64_t parts = 0;
};

struct VariantRecord {
  std::int64_t good = 0;   // parts into sinks that are no scrap bins
  std::int64_t left = 0;   // parts into any sink
  Integral lead_time = 0;  // summed over `left`
};

enum class Outcome : std::uint8_t {
  Finished,
  Jammed,       // elements wait for each other in a circle
  Endless,      // events without time passing
  Interrupted,  // asked to stop; the record is of no use
};

// One element of the circle of a jam, or of a loop without time: it waits for the next one in the list (the
// last for the first).
struct JamStep {
  enum class Kind : std::uint8_t { Element, Fleet, Limit };
  std::int32_t element = kNone;  // an ElementId, or index of a fleet or limit
  std::int64_t parts = 0;        // on it; of a fleet, vehicles that wait loaded
  std::int64_t capacity = 0;  // of a buffer, the machines (times batch) of a station, the vehicles, the limit
  Kind kind = Kind::Element;
};

struct ConveyorRecord {
  Integral level = 0;  // part-microseconds
  Time full = 0;
  Time empty = 0;
  Time held = 0;  // a part stood at its end
};

struct PoolRecord {
  Integral busy = 0;  // worker-microseconds
};

struct FleetRecord {
  Time idle = 0;  // vehicle-microseconds; the four sum to vehicles x window
  Time empty = 0;
  Time loaded = 0;
  Time waiting = 0;
};

struct LimitRecord {
  Integral amount = 0;
  std::int64_t peak = 0;
  Time full = 0;
  Time held = 0;            // it held work back
  std::vector<Time> above;  // each threshold
};

// The books of a stretch of the run: what was counted in it alone.
struct Slice {
  std::int64_t good = 0;      // parts into sinks that are no scrap bins
  std::int64_t left = 0;      // parts into any sink
  std::int64_t scrapped = 0;  // at stations and into scrap bins
  Integral lead_time = 0;     // summed over `left`
  Integral wip = 0;           // part-microseconds
  // with SliceOptions::elements: by station, summed over its machines; part-microseconds by buffer
  std::vector<std::array<Time, kMachineStates>> stations{};
  std::vector<Integral> buffers{};
};

struct RunRecord {
  Outcome outcome = Outcome::Interrupted;
  Time window = 0;                      // duration - warm-up
  Time ended = 0;                       // when it stopped: the duration, or the moment of the jam
  std::vector<StationRecord> stations;  // as in the model
  std::vector<BufferRecord> buffers;
  std::vector<SourceRecord> sources;
  std::vector<SinkRecord> sinks;
  std::vector<VariantRecord> variants;
  std::vector<ConveyorRecord> conveyors;
  std::vector<PoolRecord> pools;
  std::vector<FleetRecord> fleets;
  std::vector<LimitRecord> limits;
  std::int64_t scrapped = 0;  // at stations and into scrap bins
  Integral wip = 0;           // part-microseconds between source and sink
  std::int64_t events = 0;    // of the whole run, warm-up included
  std::vector<JamStep> circle;
  // ---- what was asked for besides, no part of the hash
  std::vector<Slice> slices{};  // from time 0, warm-up included; the last may be shorter
  std::vector<Time> stays{};    // lead times of parts that reached a sink in the window, as they came;
                                // of very many, every `stays_stride`-th
  std::int64_t stays_stride = 1;
};

// A hash over every number of the record (not over `events`, which tells how and not what); the golden test.
std::uint64_t hash(const RunRecord& record);

}  // namespace linetwin
