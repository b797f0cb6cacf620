// A line as it was written: every value with its place in the text, nothing checked against anything else.
// The reader makes it, scenarios change it, compile() turns it into a LineModel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.hpp"
#include "base/distribution.hpp"
#include "base/quantity.hpp"
#include "base/time.hpp"

namespace linetwin {

// A time, or one for each variant (`per_part`); then `common` is not used.
struct TimeSpec {
  Distribution common{};
  std::vector<std::pair<Name, Distribution>> per_part{};
  Place place{};
};

// A share between 0 and 1, or one for each variant.
struct ShareSpec {
  double common = 0;
  std::vector<std::pair<Name, double>> per_part{};
  Place place{};
};

using Count = Placed<std::int64_t>;

// A count, or one for each variant (`per_part`); then `common` is not used.
struct CountSpec {
  std::int64_t common = 1;
  std::vector<std::pair<Name, std::int64_t>> per_part{};
  Place place{};
};

struct PartSpec {
  Name name;
  std::optional<Placed<double>> share;     // left out by all: equal shares
  std::optional<Placed<double>> priority;  // larger goes first; left out: 0
};

enum class WhenFull : std::uint8_t { Wait, Queue, Drop };

struct SequenceRun {
  Name part;
  std::int64_t count = 1;
};

struct SourceSpec {
  Name name;
  std::optional<TimeSpec> interarrival;  // left out: unlimited supply
  std::optional<Name> part;              // left out: drawn from the shares
  std::optional<Count> lot;              // so many in a row of one variant
  std::vector<SequenceRun> sequence;     // repeated for ever; empty: none
  Place sequence_place{};
  std::optional<Count> batch;  // arrive together, of one variant
  std::optional<Count> limit;  // parts in all
  std::optional<TimeSpec> start;
  std::optional<Placed<WhenFull>> when_full;
};

// People that a task needs: all of one alternative at once, the alternatives tried in order.
struct CrewSpec {
  Place place{};
  std::vector<std::vector<std::pair<Name, CountSpec>>> alternatives;  // pool, how many
};

enum class FailureClock : std::uint8_t { Operating, Calendar };

struct FailureSpec {
  std::string name;  // may be empty
  Place place{};
  std::optional<TimeSpec> mtbf;  // a plain time is exponential already
  std::optional<Placed<double>>
      mtbf_parts;                    // mean number of parts finished from a repair to the next failure
  bool mtbf_parts_constant = false;  // `{constant: 500 parts}`; else geometric
  std::optional<Placed<double>> availability;  // instead of mtbf; over 0, at most 1
  std::optional<TimeSpec> mttr;
  FailureClock clock = FailureClock::Operating;
  std::optional<CrewSpec> workers;  // that repair it
};

struct MaintenanceSpec {
  std::string name;  // may be empty
  Place place{};
  std::optional<TimeSpec> every_time;
  std::optional<Count> every_parts;
  std::optional<TimeSpec> takes;
  std::optional<CrewSpec> workers;
};

struct SetupSpec {
  Place place{};
  std::optional<TimeSpec> any;  // between any two variants
  struct Entry {
    Name from;
    Name to;
    Distribution time;
  };
  std::vector<Entry> matrix;  // pairs that are left out take no time
};

// A set of parts that becomes one.
struct AssembleSpec {
  Place place{};
  std::vector<std::pair<Name, CountSpec>> needs;  // predecessor, how many of its parts
  bool match_variant = false;                     // all of one variant
  bool broken = false;                            // not all of it could be read
};

struct StationSpec {
  Name name;
  std::optional<TimeSpec> cycle;
  bool has_cycle = false;  // one is written, perhaps one that could not be read
  std::optional<Count> machines;
  std::optional<CountSpec> batch;
  std::optional<TimeSpec> batch_wait;  // starts short after waiting so long
  std::optional<AssembleSpec> assemble;
  std::optional<CountSpec> split;  // one part in, so many out
  std::optional<ShareSpec> scrap;
  std::vector<FailureSpec> failures;
  std::vector<MaintenanceSpec> maintenance;
  std::optional<SetupSpec> setup;
  std::optional<CrewSpec> workers;
  std::optional<CrewSpec> setup_workers;
  std::optional<Placed<double>> priority;  // for workers: larger is served first
  std::vector<Name> shifts;                // none: always on
  std::vector<Name> stops_with;            // stations without which it stands
  std::optional<TimeSpec> purge;           // after they are back
};

inline constexpr std::int64_t kUnlimited = -1;

enum class BufferOrder : std::uint8_t { Fifo, Lifo, Priority, ShortestProcessingTime };

struct BufferSpec {
  Name name;
  std::optional<Count> capacity;  // kUnlimited allowed
  std::optional<Placed<BufferOrder>> order;
  std::optional<TimeSpec> dwell;
  std::optional<Count> initial;
};

struct SinkSpec {
  Name name;
  bool scrap = false;  // what ends there is not good
};

struct ConveyorSpec {
  Name name;
  std::optional<Placed<double>> length;  // metres
  std::optional<Placed<double>> speed;   // metres a second
  std::optional<Placed<double>> pitch;   // metres: room that one part takes
  bool accumulating = true;
};

enum class Call : std::uint8_t { WhenRoom, WhenFinished };
enum class Dispatch : std::uint8_t { Nearest, LongestWaiting };

struct FleetSpec {
  Name name;
  std::optional<Count> count;
  std::optional<Placed<double>> speed;  // metres a second
  std::optional<TimeSpec> load;
  std::optional<TimeSpec> unload;
  std::vector<std::pair<Name, Name>> paths;  // aisles between points of the layout; none: straight lines
  Call call = Call::WhenRoom;
  Dispatch dispatch = Dispatch::Nearest;
};

struct PoolSpec {
  Name name;
  std::optional<Count> count;
  std::vector<Name> shifts;
  std::optional<Placed<double>> speed;  // metres a second, walking; left out: no time
};

// A cap on what is inside a set of elements, counted in parts or in kilograms.
struct LimitSpec {
  Name name;
  std::vector<Name> over;
  bool mass = false;        // its amounts are masses
  bool mass_known = false;  // the first of them could be read
  std::optional<Placed<double>> max;
  std::optional<ShareSpec> holds;      // of each part; left out: 1
  std::vector<Placed<double>> report;  // thresholds that are watched, not enforced
};

struct ShiftSpec {
  Name name;
  std::uint8_t days = 0x7f;                  // bit 0 is Monday
  std::vector<std::pair<Time, Time>> times;  // of the day; the end may lie in the next day
  std::vector<Placed<std::int64_t>> except;  // days since 1970-01-01
};

struct SpotSpec {
  Name name;  // of an element, a fleet, a pool, or a point of aisles
  double x = 0;
  double y = 0;  // metres
  std::optional<std::pair<double, double>> size{};
  double turn = 0;  // degrees
};

// One arrow of `flow`; the places are those of the names as written there.
struct EdgeSpec {
  Name from;
  Name to;
  std::optional<Name> via{};  // the fleet that carries the part
};

enum class RoutingRule : std::uint8_t { InTurn, Probability, ShortestQueue, Priority, ByPart };

struct RoutingSpec {
  Name element;
  Place place{};  // of the value
  RoutingRule rule = RoutingRule::InTurn;
  std::vector<std::pair<Name, Placed<double>>> probabilities;  // successor, share
  std::vector<std::pair<Name, Name>> by_part;                  // variant, successor
};

// What the line is wanted to do; held against the results, without influence on the run.
struct TargetsSpec {
  std::optional<Placed<Rate>> throughput;
  std::optional<Placed<Rate>> demand;
  std::optional<Placed<Time>> lead_time;
};

// When the run begins: a day of the week, or a date.
struct StartSpec {
  bool dated = false;
  std::int64_t day = 0;  // days since 1970-01-01, or 0 (Monday) to 6
  Time time_of_day = 0;
};

struct RunSpec {
  Place place{};
  std::optional<Placed<StartSpec>> start;
  std::optional<Placed<Time>> duration;
  std::optional<Placed<Time>> warmup;
  bool find_warmup = false;  // `warmup: auto`
  std::optional<Count> replications;
  std::optional<Placed<std::uint64_t>> seed;
};

struct LineSpec {
  Name name;
  std::string description;
  RunSpec run;
  std::vector<PartSpec> parts;
  std::vector<SourceSpec> sources;
  std::vector<StationSpec> stations;
  std::vector<BufferSpec> buffers;
  std::vector<SinkSpec> sinks;
  std::vector<ConveyorSpec> conveyors;
  std::vector<FleetSpec> vehicles;
  std::vector<PoolSpec> workers;
  std::vector<LimitSpec> limits;
  std::vector<ShiftSpec> shifts;
  std::vector<SpotSpec> layout;
  TargetsSpec targets;
  std::vector<EdgeSpec> flow;
  Place flow_place{};
  bool flow_broken = false;  // some chain could not be read: arrows are missing
  std::vector<RoutingSpec> routing;
  std::uint64_t text_hash =
      0;  // of the text with its --set changes and measured values; tells results of changed models apart
};

}  // namespace linetwin
