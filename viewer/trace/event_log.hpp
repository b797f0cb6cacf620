// The event log of a run (docs/results.md), read into memory without knowing its model: names are numbered
// as they appear.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "viewer/trace/packed_happenings.hpp"

namespace linetwin::viewer {

// One way of a vehicle: out to a part, and with it to where it goes. Times are those of the log; kNever: the
// log ends sooner.
struct Trip {
  Time there_at = kNever;     // at the part
  Time door_at = kNever;      // at the end of the way
  std::int32_t from = kNone;  // elements; kNone: the log ends before the part is delivered
  std::int32_t to = kNone;
  std::uint32_t part = 0;  // its row; not if `first`
  std::int32_t variant = kNone;
  bool first = false;  // the log had not named the part before
};

struct EventLog {
  // What numbers in `happenings` mean. They have the fields of Happening, but elements, machines, pools,
  // vehicles and variants by their place in these lists, and parts by rows that are used again. Of a Move,
  // Joined or Scrapped, `state` is 1 when the log names the part for the first time; `value` of a Move is 1
  // when a vehicle delivers it.
  struct Named {
    std::string name;
    bool has_machines = false;
    bool has_level = false;
    bool gives = false;  // parts go from here
    bool takes = false;  // parts come here
    bool loses = false;  // parts found no room here
  };
  struct Numbered {
    std::int32_t owner = kNone;  // an element, or a fleet
    std::int32_t number = 0;     // from 0
  };
  struct Arrow {
    std::int32_t from = kNone;
    std::int32_t to = kNone;
    std::int32_t fleet = kNone;
    bool sets = false;  // parts become part of others at its end
  };
  std::vector<Named> elements;
  std::vector<Numbered> machines;
  std::vector<std::string> fleets;
  std::vector<Numbered> vehicles;
  std::vector<std::string> pools;
  std::vector<std::int64_t> most_busy;  // by pool
  std::vector<std::string> variants;
  std::vector<Arrow> arrows;  // in the order of first use
  PackedHappenings happenings;
  std::vector<std::vector<Trip>> trips;  // by vehicle
  std::uint32_t part_rows = 0;

  // ---- what its head says, where it says it
  std::string model_name;
  std::optional<std::uint64_t> model_hash;
  std::string run;  // "version 1.0 seed 7 replication 1"

  Time end = 0;     // of the run, or of what there is of it
  std::string cut;  // how it was cut short; empty: it is whole
};

struct EventLogRead {
  std::optional<EventLog> log;
  std::string error;  // "FILE:LINE: error: ...", when there is no log
};

struct EventLogLimits {
  std::size_t bytes = std::size_t{1} << 30;  // of happenings and trips in memory
};

// `name` is how messages call the log. A log that ends too soon is read as far as it goes, see `cut`; all
// else that is wrong is an error.
EventLogRead read_event_log(const std::string& name, std::istream& in, const EventLogLimits& limits = {});
EventLogRead read_event_log_file(const std::string& path);

}  // namespace linetwin::viewer
