// A line checked and indexed: const, shared by all threads, nothing in it changes during a run.
//
// Elements stand in the order of the file (by the place of their declaration; the undeclared `source` and
// `sink` by their first mention in `flow`). Machines are numbered through in that order, so that a smaller
// machine number means "earlier in the file, then machines by number", which is the order of equal times.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/distribution.hpp"
#include "base/quantity.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "model/calendar.hpp"
#include "model/spec.hpp"

namespace linetwin {

using ElementId = std::int32_t;  // index into LineModel::elements
using MachineId = std::int32_t;  // index into LineModel::machines
using VariantId = std::int32_t;  // index into LineModel::variants
using StreamId = std::int32_t;   // index into LineModel::streams
inline constexpr std::int32_t kNone = -1;

enum class ElementKind : std::uint8_t { Source, Station, Buffer, Conveyor, Sink };

// A time that a station, buffer or source draws: a stream, or one stream for each variant beginning there.
struct TimeRef {
  StreamId first = kNone;  // kNone: no such time
  bool per_variant = false;
  bool given() const { return first != kNone; }
  StreamId of(VariantId variant) const { return per_variant ? first + variant : first; }
};

// A count of parts or people, the same for all variants or one for each.
struct CountRef {
  std::int32_t least = 1;
  std::int32_t most = 1;
  std::vector<std::int32_t> by_variant{};  // empty: all alike
  std::int32_t of(VariantId variant) const {
    return by_variant.empty() ? most : by_variant[static_cast<std::size_t>(variant)];
  }
};

// A random stream by its name; its k-th number depends on seed, replication, name and k alone.
struct Stream {
  std::uint64_t name_hash = 0;
  Sampler sampler;       // for times; a stream of uniforms leaves it at its default
  Distribution written;  // what the sampler was made of
  bool blocks = false;   // drawn so often (cycle and interarrival times) that draws are made in blocks
};

struct Routing {
  RoutingRule rule = RoutingRule::InTurn;
  StreamId stream = kNone;               // Probability: uniforms
  std::vector<double> cumulative;        // Probability: running sums, one a successor; the last is 1
  std::vector<std::int32_t> by_variant;  // ByPart: variant -> position among the successors
};

// Where something stands, in metres.
struct Spot {
  double x = 0;
  double y = 0;
  std::optional<std::pair<double, double>> size{};
  double turn = 0;  // degrees
};

struct Element {
  std::string name;
  ElementKind kind = ElementKind::Sink;
  std::int32_t index = 0;               // into the array of its kind
  std::vector<ElementId> successors;    // in the order written in `flow`
  std::vector<ElementId> predecessors;  // likewise
  std::vector<std::int32_t> via;        // by successor: the fleet that carries parts there, or kNone
  Routing routing;                      // matters with two successors or more
  bool in_loop = false;                 // lies on a circle of the flow: jams are possible
  Place place{};                        // of its declaration
  std::optional<Spot> spot{};
  std::vector<std::int32_t> limits{};  // over it, ascending
};

struct SourceModel {
  ElementId element = kNone;
  bool unlimited = true;  // the supply: gives a part the moment there is room
  TimeRef interarrival;
  TimeRef start;           // kNone: 0
  VariantId part = kNone;  // kNone: drawn from the shares, or by the sequence
  std::int64_t lot = 1;
  struct Run {
    VariantId part = 0;
    std::int64_t count = 1;
  };
  std::vector<Run> sequence;  // empty: none
  std::int64_t batch = 1;
  std::int64_t limit = kUnlimited;
  WhenFull when_full = WhenFull::Wait;
  StreamId variants = kNone;  // uniforms: the variant of each lot
};

// People that a task needs at one moment: the first alternative that can be had.
struct Crew {
  struct Need {
    std::int32_t pool = 0;
    CountRef count{};  // by the variant on the machine
  };
  std::vector<std::vector<Need>> alternatives;
};

struct PoolModel {
  std::string name;
  std::int32_t count = 1;
  std::int32_t calendar = kNone;
  double speed = 0;  // metres a second, walking; 0: walking takes no time
  std::optional<Spot> spot{};
  Place place{};
};

struct FailureMode {
  std::string name;
  FailureClock clock = FailureClock::Operating;
  bool counts_parts = false;    // to_failure is then a number of parts
  double mean_parts = 0;        // counts_parts only
  bool parts_constant = false;  // else geometric with that mean
  std::int32_t crew = kNone;    // that repairs
};

struct MaintenanceTask {
  std::string name;
  bool by_parts = false;
  std::int64_t every_parts = 0;
  std::int32_t crew = kNone;
};

// A set of parts that becomes one; the first need gives the variant.
struct Assembly {
  struct Need {
    ElementId from = kNone;
    CountRef count{};  // by the variant that the set becomes
  };
  std::vector<Need> needs;  // empty: no assembly
  bool match_variant = false;
};

struct StationModel {
  ElementId element = kNone;
  MachineId first_machine = 0;
  std::int32_t machines = 1;
  CountRef batch;  // by the variant of the first part in it
  TimeRef cycle;
  std::vector<double> scrap;  // a share for each variant; empty: none
  StreamId scrap_stream = kNone;
  std::vector<FailureMode> failures;
  std::vector<MaintenanceTask> maintenance;
  TimeRef setup_any;                   // setup time towards a variant; kNone: none, or the matrix
  std::vector<StreamId> setup_matrix;  // [from * variants + to]; kNone: no time; empty: no matrix
  bool has_setup() const { return setup_any.given() || !setup_matrix.empty(); }
  TimeRef batch_wait;  // kNone: a batch starts when it is full
  Assembly assembly;
  bool assembles() const { return !assembly.needs.empty(); }
  CountRef split;                   // parts out for each part in, by its variant
  std::int32_t calendar = kNone;    // into calendars; kNone: always on
  std::int32_t crew = kNone;        // into crews: while working
  std::int32_t setup_crew = kNone;  // while being set up
  double priority = 0;              // for workers
  std::vector<std::int32_t> stops;  // stations that stand when this one does
  std::int32_t stopped_by = 0;      // how many stations this one stands with
  TimeRef purge;                    // from when they are back
};

// Streams that each machine has for itself.
struct MachineModel {
  std::int32_t station = 0;  // index into stations
  std::int32_t number = 0;   // 0-based within the station
  // one entry a failure mode: its times to failure (uniforms when it counts parts) and its repair times
  std::vector<TimeRef> to_failure;
  std::vector<TimeRef> to_repair;
  // one entry a maintenance task; `every` is kNone for tasks by parts
  std::vector<TimeRef> every;
  std::vector<TimeRef> takes;
};

struct BufferModel {
  ElementId element = kNone;
  std::int64_t capacity = 1;  // kUnlimited
  bool lifo = false;
  TimeRef dwell;
  std::vector<std::int32_t> rank;  // of each variant; smaller leaves first; empty: all alike
  std::int32_t ranks = 1;
  std::vector<VariantId> initial;  // variants of the parts that lie there at time 0, first to last; may be
                                   // empty while initial_count > 0: then drawn from the shares
  std::int64_t initial_count = 0;
  StreamId initial_stream = kNone;  // uniforms: the variants of the initial parts
};

struct SinkModel {
  ElementId element = kNone;
  bool scrap = false;
};

struct ConveyorModel {
  ElementId element = kNone;
  Time transit = 0;           // length / speed
  Time gap = 0;               // pitch / speed: from one part to the next
  std::int64_t capacity = 1;  // floor(length / pitch)
  bool accumulating = true;
  double length = 0;  // metres
};

struct FleetModel {
  std::string name;
  std::int32_t count = 1;
  double speed = 1;  // metres a second
  TimeRef load;
  TimeRef unload;
  Call call = Call::WhenRoom;
  Dispatch dispatch = Dispatch::Nearest;
  std::vector<std::int32_t> stop;  // by element: its number among the stops, or kNone
  std::int32_t stops = 0;          // elements it goes to, and its home
  std::int32_t home = 0;           // where all its vehicles stand at first
  std::vector<Time> travel;        // [from stop * stops + to stop]
  // Where that is, for pictures: the ends of aisles and the stops, in metres.
  std::vector<Spot> points;
  std::vector<std::int32_t> point_of;                         // by stop
  std::vector<std::pair<std::int32_t, std::int32_t>> aisles;  // between points; empty: all ways are straight
  Place place{};
  Time between(std::int32_t from, std::int32_t to) const {
    return travel[static_cast<std::size_t>(from) * static_cast<std::size_t>(stops) +
                  static_cast<std::size_t>(to)];
  }
};

// Amounts are whole numbers: parts, or milligrams.
struct LimitModel {
  std::string name;
  bool mass = false;
  std::vector<ElementId> over;
  std::int64_t max = kUnlimited;                   // kUnlimited: only watched
  std::vector<std::int64_t> holds;                 // by variant
  std::int64_t least = 1;                          // of those
  std::vector<std::int64_t> report;                // thresholds watched
  std::vector<ElementId> entries;                  // those of `over` that parts enter from outside
  double unit() const { return mass ? 1e-6 : 1; }  // kilograms or parts
  Place place{};
};

// What the line is wanted to do; what is left out is no target.
struct Targets {
  std::optional<double> throughput_per_h;  // good parts per hour of the calendar, at least
  std::optional<Rate> demand;              // good parts in each period of a usual week, at least; as written
  std::optional<double> lead_time_s;       // the mean, at most
  bool any() const { return throughput_per_h || demand || lead_time_s; }
};

struct LineModel {
  std::string name;
  std::string description;
  std::uint64_t hash = 0;  // of the text; written as model_hash

  std::vector<std::string> variants;      // at least one; "part" when the file names none
  std::vector<double> variant_shares;     // sum to 1
  std::vector<double> cumulative_shares;  // running sums, the last is 1
  bool variants_declared = false;         // the file has a `parts` section

  std::vector<Element> elements;
  std::vector<SourceModel> sources;  // each in the order of elements
  std::vector<StationModel> stations;
  std::vector<MachineModel> machines;
  std::vector<BufferModel> buffers;
  std::vector<ConveyorModel> conveyors;
  std::vector<SinkModel> sinks;
  std::vector<FleetModel> fleets;
  std::vector<PoolModel> pools;
  std::vector<Crew> crews;
  std::vector<LimitModel> limits;
  std::vector<Calendar> calendars;
  Calendar scheduled;                                // all shifts that are in use; none: always on
  std::vector<std::pair<std::string, Spot>> points;  // of the layout that are no elements
  std::vector<Stream> streams;
  Targets targets;

  const Element& of(const SourceModel& x) const { return elements[static_cast<std::size_t>(x.element)]; }
  const Element& of(const StationModel& x) const { return elements[static_cast<std::size_t>(x.element)]; }
  const Element& of(const BufferModel& x) const { return elements[static_cast<std::size_t>(x.element)]; }
  const Element& of(const ConveyorModel& x) const { return elements[static_cast<std::size_t>(x.element)]; }
  const Element& of(const SinkModel& x) const { return elements[static_cast<std::size_t>(x.element)]; }
};

// How to run: what the file says, with the command line's changes. Made by run_options().
struct RunOptions {
  Time duration = 24 * kHour;
  Time warmup = 0;
  bool find_warmup = false;  // by whoever runs a study; a single run takes `warmup` as it is
  std::int32_t replications = 10;
  std::uint64_t seed = 1;
};

}  // namespace linetwin
