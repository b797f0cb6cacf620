// The state of one replication: a plain value. Copying it forks the present, writing its rows saves it.
// Flat rows by index, parts as rows of a free-list pool, no pointers.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/time.hpp"
#include "model/line_model.hpp"
#include "sim/event_queue.hpp"
#include "sim/plan.hpp"
#include "sim/record.hpp"

namespace linetwin {

using PartId = std::uint32_t;
inline constexpr PartId kNoPart = ~PartId{0};

struct PartRow {
  Time entered = 0;         // when it left its source (or 0 for initial parts)
  Time ready = 0;           // when its dwell in the present buffer is over
  std::uint64_t order = 0;  // its number among the parts that entered that buffer
  PartId next = kNoPart;    // behind it in the same list
  std::int16_t variant = 0;
  std::int16_t target = kNone;  // the successor drawn for it, by position; kNone: none drawn
};

// First in, first out unless inserted in order: a list through PartRow::next.
struct PartList {
  PartId head = kNoPart;
  PartId tail = kNoPart;
};

enum class Phase : std::uint8_t {
  Loading,    // empty, or not full yet
  Setup,      // being set up for the parts on it
  Work,       // working on them
  Unloading,  // finished parts on it
};

struct alignas(64) MachineRow {
  Time worked = 0;         // the operating clock at the end of the present leg
  Time fails_at = kNever;  // the operating clock at which the next operating failure strikes
  Time since = 0;          // when the present state began
  Time leg_end = 0;        // when the present leg ends
  PartList parts;
  std::int32_t count = 0;        // parts on it
  std::int16_t variant = kNone;  // it is set up for this one
  MachineState state = MachineState::Starved;
  Phase phase = Phase::Loading;
  bool accepts = true;        // could take a part now
  bool maintained = false;    // maintenance is going on, or waits for its workers
  std::int16_t down = 0;      // modes under repair
  bool off = false;           // outside its shift
  bool overdue = false;       // its batch has waited long enough to start short
  bool stopped = false;       // a station that it stands with is out, or it is purged
  bool out = false;           // counted in LineState::out
  Time work_left = 0;         // of setup or cycle, beyond the present leg
  EventSlot leg_slot = 0;     // the event that ends the present leg
  bool leg = false;           // a leg is running
  std::int32_t task = kNone;  // the maintenance going on
  std::int32_t called = 0;    // of its parts: those that wait for a vehicle
  std::array<Time, kMachineStates> time{};
  std::int64_t finished = 0;
  std::int64_t scrapped = 0;
  std::int64_t setups = 0;
  std::int64_t failures = 0;
  std::int64_t active_periods = 0;
  Time idle_since = -1;  // when it last ceased to be active: a pause of no length is none
};

// One failure mode of one machine.
struct ModeRow {
  Time fails_at = kNever;       // operating clock; kNever for calendar clocks and during repair
  std::int64_t parts_left = 0;  // of modes that count parts
  bool down = false;
};

// One maintenance task of one machine.
struct TaskRow {
  std::int64_t parts_left = 0;
  bool pending = false;
};

struct BufferRow {
  std::int64_t level = 0;
  PartList ready;             // parts that may leave, of rank 0; further ranks in LineState::ready
  Time full = 0;              // time full so far, less now if it is full
  Time empty = 0;             // likewise
  Integral area = 0;          // of the level over time, less level x now
  PartList dwelling;          // by the end of the dwell
  std::int64_t dwellers = 0;  // of those
  std::uint64_t entries = 0;  // parts that ever entered, where their order matters
  std::int32_t further = 0;   // the ready list of rank r > 0 is LineState::ready[further + r - 1]
  std::int32_t called = 0;    // parts that wait for a vehicle
};

struct ConveyorRow {
  BufferRow book;        // its level; `ready` are its parts, the front one first
  bool at_end = false;   // the front part has arrived
  bool stopped = false;  // the belt (of one that does not accumulate) stands
  Time opens = 0;        // the entry: by the clock of its belt
  Time stood = 0;        // how long the belt has stood: its clock is now - stood
  Time since = 0;        // when the front part arrived, or the belt stopped
  Time held = 0;         // statistics: how long a front part stood at the end
};

// What a machine needs people for.
enum class JobStatus : std::uint8_t { Idle, Asking, Coming, Held };
struct JobRow {
  JobStatus status = JobStatus::Idle;
  std::int32_t crew = kNone;
  std::int32_t alternative = 0;  // the one that came
  std::int16_t variant = 0;      // on the machine, when it asked
  bool begun = false;            // of maintenance: it has been worked on
  Time since = 0;                // asking since then
  Time left = 0;                 // of repair or maintenance
  Time began = 0;
};

struct PoolRow {
  std::int64_t busy = 0;
  bool off = false;
  Integral busy_time = 0;  // less busy x now
};

// Of pools that walk.
struct WorkerRow {
  double x = 0;
  double y = 0;         // where he is, or where he goes
  bool placed = false;  // he has been somewhere
  double from_x = 0;
  double from_y = 0;
  Time left_at = 0;
  Time there_at = 0;
  std::int32_t job = kNone;
};

struct LimitRow {
  std::int64_t amount = 0;
  Integral area = 0;  // of the amount over time, less amount x now
  Time full = 0;      // less now while no part has room
  std::int64_t peak = 0;
  Time held = 0;  // less now while it holds work back
  bool holds = false;
};

enum class VehicleState : std::uint8_t {
  Idle,
  Coming,
  AtPickup,
  Loading,
  Carrying,
  AtDoor,
  Unloading,
  Delivering
};
// Which of a vehicle's four times a state counts for: idle, empty, loaded, waiting.
inline std::size_t vehicle_share(VehicleState state) {
  switch (state) {
    case VehicleState::Idle: return 0;
    case VehicleState::Coming: return 1;
    case VehicleState::Loading:
    case VehicleState::Carrying:
    case VehicleState::Unloading: return 2;
    case VehicleState::AtPickup:
    case VehicleState::AtDoor:
    case VehicleState::Delivering: break;
  }
  return 3;
}

struct VehicleRow {
  VehicleState state = VehicleState::Idle;
  std::int32_t fleet = 0;
  std::int32_t stop = 0;       // where it is or goes
  std::int32_t from = 0;       // where its latest way began
  std::int32_t call = kNone;   // that it serves
  Time since = 0;              // in this state
  std::array<Time, 4> time{};  // idle, empty, loaded, waiting
};

// A part that is to be carried.
struct CallRow {
  GiverId giver = 0;
  std::int32_t target = 0;  // the successor, by position
  PartId part = kNoPart;
  Time since = 0;         // called since then; at the door, waiting since then
  bool reserved = false;  // it has room at its destination
  bool lifted = false;    // it is loaded, but its machine stands and does not give it yet
  std::int32_t vehicle = kNone;
  std::int32_t next = kNone;  // in the queue of its fleet, or among the free
};

struct FleetRow {
  std::int32_t first_call = kNone;  // that no vehicle serves yet, by since
  std::int32_t last_call = kNone;
};

struct SourceRow {
  PartList waiting;        // in the source, or outside (when_full: queue)
  std::int64_t count = 0;  // of those, and of those that wait for a vehicle
  std::int64_t made = 0;   // parts in all, for the limit
  VariantId variant = 0;   // of the present lot
  std::int64_t lot_left = 0;
  std::int32_t run = 0;  // of the sequence
  std::int64_t run_left = 0;
  Time arrived = 0;   // the waiting parts of `when_full: wait`
  bool open = false;  // an unlimited supply that has begun and has not reached its limit
  // statistics
  std::int64_t created = 0;
  std::int64_t lost = 0;
  Integral outside = 0;
  Time held = 0;
};

struct WaitingList {
  std::int32_t head = kNone;  // nodes
  std::int32_t tail = kNone;
  std::int32_t count = 0;
};

struct GiverRow {
  Time since = 0;        // its first part could have left since then
  bool waiting = false;  // stands in waiting lists
  bool all = false;      // in those of all successors
  std::int32_t at = 0;   // else in that of this one
};

struct StreamRow {
  std::uint64_t key = 0;
  std::uint64_t count = 0;  // numbers drawn so far: all there is to a stream's state
  Time constant = -1;       // of times that do not vary
  std::int32_t block = kNone;
};

struct VariantRow {
  std::int64_t good = 0;
  std::int64_t left = 0;
  Integral lead_time = 0;
};

inline constexpr std::uint64_t kBlockDraws = 32;

struct LineState {
  Time now = 0;
  Time window_start = 0;
  EventQueue events;
  std::vector<PartRow> parts;
  PartId free_part = kNoPart;
  std::vector<MachineRow> machines;
  std::vector<std::int32_t> accepting;  // by station: machines that could take a part now
  std::vector<ModeRow> modes;
  std::vector<TaskRow> tasks;
  std::vector<BufferRow> buffers;
  std::vector<PartList> ready;  // by buffer and rank, beyond rank 0: parts that may leave
  std::vector<SourceRow> sources;
  std::vector<ConveyorRow> conveyors;
  std::vector<JobRow> jobs;
  std::vector<std::int32_t> asking;  // jobs, first served first
  std::vector<PoolRow> pools;
  std::vector<WorkerRow> workers;
  std::vector<LimitRow> limits;
  std::vector<Time> above;            // by threshold of a limit: time above it, less now while it is
  std::vector<std::int32_t> out;      // by station: machines that are down, maintained or off
  std::vector<std::int32_t> out_for;  // by station: stations that it stands with and that are out
  std::vector<VehicleRow> vehicles;
  std::vector<FleetRow> fleets;
  std::vector<CallRow> calls;
  std::int32_t free_call = kNone;
  std::vector<std::int32_t> reserved;  // by element, where there are vehicles
  std::vector<std::int32_t> at_door;   // vehicles that wait to unload, by arrival
  std::vector<std::int64_t> sink_parts;
  std::vector<GiverRow> givers;
  std::vector<std::int32_t> turn;       // by element: the successor entered last, by position
  std::vector<WaitingList> waiting;     // by element
  std::vector<std::int32_t> node_next;  // by node
  std::vector<std::int32_t> node_before;
  std::vector<StreamRow> streams;
  std::vector<Time> blocks;  // draws made ahead: a cache, worked out again from the streams
  std::vector<VariantRow> variants;
  // parts between source and sink, and their integral over time less inside x now
  std::int64_t inside = 0;
  Integral wip = 0;
  std::int64_t scrapped = 0;
  // since time 0, for the conservation of parts
  std::int64_t total_in = 0;
  std::int64_t total_out = 0;
  std::int64_t total_scrapped = 0;
  std::int64_t total_joined = 0;  // parts that became part of another
  std::int64_t total_split = 0;   // parts that came of another
  std::int64_t events_handled = 0;
  Outcome outcome = Outcome::Finished;
  std::vector<JamStep> circle;
};

}  // namespace linetwin
