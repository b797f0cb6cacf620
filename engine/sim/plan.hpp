// What the event executor works out from a LineModel before it runs: const, the same for every replication.
//
// Givers are what a part can wait on to go further: machines, buffers, conveyors, sources, numbered in the
// order of the file, then machines by number. A node is a giver's place in the waiting list of one of its
// successors. Slots are the pending events, numbered in the documented order of equal times.
#pragma once

#include <cstdint>
#include <vector>

#include "model/line_model.hpp"
#include "sim/event_queue.hpp"

namespace linetwin {

using GiverId = std::int32_t;

// A machine for which the short way through completion is right: one machine, one part at a time, nothing but
// cycles and at most one operating failure, fed by one plain buffer or supply, into one plain buffer or sink.
struct alignas(64) PlainPath {
  bool plain = false;
  bool from_supply = false;
  bool into_sink = false;
  bool cycle_per_variant = false;
  bool into_scrap = false;       // the sink is a scrap bin
  std::int32_t station = kNone;  // its own station
  std::int32_t in = kNone;       // buffer or source, by its own index
  std::int32_t out = kNone;      // buffer or sink, by its own index
  ElementId in_element = kNone;  // the same as elements
  ElementId out_element = kNone;
  MachineId consumer = kNone;  // the only machine behind `out`, when it is plain too
  // Where a plain machine alone feeds a buffer that a plain machine alone empties, nobody else ever waits
  // there: no waiting list is kept, the neighbour's phase says it all.
  MachineId producer = kNone;  // the plain machine that alone feeds `in`
  bool alone = false;          // this machine alone feeds `out`, and its consumer is plain
  StreamId cycle = kNone;
  EventSlot failure = 0;         // the event of its failure mode
  std::int64_t in_capacity = 0;  // of the buffers
  std::int64_t out_capacity = 0;
};

struct Plan {
  // `short_ways` off sends every part the general way; the results must be the same bits.
  explicit Plan(const LineModel& model, bool short_ways = true);

  // ---- givers
  std::vector<GiverId> machine_giver;   // by machine
  std::vector<GiverId> buffer_giver;    // by buffer
  std::vector<GiverId> source_giver;    // by source
  std::vector<GiverId> conveyor_giver;  // by conveyor
  struct Giver {
    ElementId element = kNone;
    ElementKind kind = ElementKind::Source;
    std::int32_t index = 0;  // machine, buffer or source
    std::int32_t first_node = 0;
    bool commits = false;  // waits for one successor only (drawn, by part, or the only one)
    bool direct = false;   // feeds a station that has no other predecessor: that station fetches, no list
    bool joins = false;    // leads to an assembly
  };
  std::vector<Giver> givers;
  std::vector<GiverId> node_giver;  // by node
  std::vector<ElementId> node_element;
  std::vector<MachineId>
      unlisted;  // by element: the plain machine that alone feeds this buffer, see PlainPath
  std::vector<GiverId> fetches_from;  // by element: the direct giver of a station, or kNone

  // ---- elements, flattened for speed
  struct ElementPlan {
    ElementKind kind = ElementKind::Sink;
    std::int32_t index = 0;
    bool in_loop = false;
    bool assembles = false;
    bool knotted = false;  // may lie on a circle of waiting: a loop, or whatever couples elements
  };
  std::vector<ElementPlan> elements;
  std::vector<PlainPath> plain;  // by machine

  // ---- rows of failure modes and maintenance tasks: first row of each machine
  std::vector<std::int32_t> first_mode;
  std::vector<std::int32_t> first_task;
  std::vector<MachineId> mode_machine;  // by row
  std::vector<MachineId> task_machine;  // by row

  // ---- people: what machines need them for
  struct Job {
    enum class Kind : std::uint8_t { Work, Repair, Maintain };
    MachineId machine = 0;
    Kind kind = Kind::Work;
    std::int32_t mode = kNone;  // row, of a repair
    double priority = 0;
  };
  std::vector<Job> jobs;
  std::vector<std::int32_t> work_job;      // by machine: kNone if nobody is needed
  std::vector<std::int32_t> maintain_job;  // by machine
  std::vector<std::int32_t> repair_job;    // by mode row
  std::vector<std::int32_t> first_worker;  // by pool: its rows, if it walks; one more at the end

  // ---- shifts, in the order of the file: a station or a pool
  struct Shifted {
    std::int32_t calendar = 0;
    std::int32_t station = kNone;
    std::int32_t pool = kNone;
  };
  std::vector<Shifted> shifted;

  // ---- vehicles
  std::vector<std::int32_t> vehicle_fleet;    // by vehicle
  std::vector<std::int32_t> first_vehicle;    // by fleet; one more at the end
  std::vector<std::int32_t> first_threshold;  // by limit; one more at the end
  bool coupled = false;                       // there are limits, assemblies or vehicles

  // ---- slots: the first of each kind, in the order of equal times
  EventSlot dwell_slot = 0;       // completions begin at 0, by machine; these by buffer
  EventSlot end_slot = 0;         // a part reaches the end of a conveyor
  EventSlot entry_slot = 0;       // the entry of a conveyor opens
  EventSlot vehicle_slot = 0;     // by vehicle: its present leg ends
  EventSlot batch_slot = 0;       // by machine: its batch has waited
  EventSlot walk_slot = 0;        // by job: its people have come
  EventSlot repair_slot = 0;      // by mode row
  EventSlot failure_slot = 0;     // by mode row
  EventSlot maintained_slot = 0;  // end of maintenance, by machine
  EventSlot due_slot = 0;         // maintenance falls due, by task row
  EventSlot purge_slot = 0;       // by station: its purge is over
  EventSlot shift_slot = 0;       // by `shifted`
  EventSlot arrival_slot = 0;     // by source
  EventSlot slots = 0;            // in all

  // ---- streams: where each block of draws lies, kNone for those drawn one by one
  std::vector<std::int32_t> block;
  std::size_t block_draws = 0;
};

}  // namespace linetwin
