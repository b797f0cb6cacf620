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
};

struct MaintenanceSpec {
  std::string name;  // may be empty
  Place place{};
  std::optional<TimeSpec> every_time;
  std::optional<Count> every_parts;
  std::optional<TimeSpec> takes;
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

struct StationSpec {
  Name name;
  std::optional<TimeSpec> cycle;
  std::optional<Count> machines;
  std::optional<Count> batch;
  std::optional<ShareSpec> scrap;
  std::vector<FailureSpec> failures;
  std::vector<MaintenanceSpec> maintenance;
  std::optional<SetupSpec> setup;
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

// One arrow of `flow`; the places are those of the two names as written there.
struct EdgeSpec {
  Name from;
  Name to;
};

enum class RoutingRule : std::uint8_t { InTurn, Probability, ShortestQueue, Priority, ByPart };

struct RoutingSpec {
  Name element;
  Place place{};  // of the value
  RoutingRule rule = RoutingRule::InTurn;
  std::vector<std::pair<Name, Placed<double>>> probabilities;  // successor, share
  std::vector<std::pair<Name, Name>> by_part;                  // variant, successor
};

struct RunSpec {
  Place place{};
  std::optional<Placed<Time>> duration;
  std::optional<Placed<Time>> warmup;
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
  std::vector<EdgeSpec> flow;
  Place flow_place{};
  std::vector<RoutingSpec> routing;
  std::uint64_t text_hash = 0;  // of the text with its --set changes; tells results of changed models apart
};

}  // namespace linetwin
