// Which station holds the line back: several methods vote, and the verdict says how far they agree.
//
//   utilisation       most of its scheduled time neither starved nor blocked
//   active period     longest average time from one wait for others to the next (Roser, Nakano, Tanaka 2001)
//   shifting          longest the momentary bottleneck (Roser, Nakano, Tanaka 2002); needs an observed run
//   turning point     stations before it are rather blocked, those behind it rather starved, and it waits
//   least
//                     itself (Li, Chang, Ni 2009)
//   arrow             arrows point from the less to the more constrained of two neighbours; the one that only
//                     receives them (Kuo, Lim, Meerkov 1996)
//   sensitivity       the station whose improvement by a step brings most, measured
//
// The first five watch one line as it is; the last changes it and measures.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/line_model.hpp"
#include "observe/active_periods.hpp"
#include "sim/record.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

enum class JuryMethod : std::uint8_t {
  Utilisation,
  ActivePeriod,
  Shifting,
  TurningPoint,
  Arrow,
  Sensitivity,
};
const char* method_name(JuryMethod method);  // "utilisation", as the JSON has it

// The vote of one method.
struct Vote {
  JuryMethod method = JuryMethod::Utilisation;
  // By station: share of scheduled time; seconds; share of time, shared stretches counted half; the share of
  // time neither blocked nor starved where it is a turning point, else 0; severity where only arrows come in,
  // else 0; gain in parts per hour.
  std::vector<Figure> scores;
  std::int32_t station = kNone;       // kNone: the method finds none in this line
  std::vector<std::int32_t> tied;     // others that cannot be told from it (see tie rules in jury.cpp)
  double share_of_replications = 0;   // in which it would name this station
  std::vector<std::int32_t> winners;  // by replication, kNone where none; empty for sensitivity
};

struct Verdict {
  std::int32_t station = kNone;
  int agree = 0;                     // methods that name it
  int of = 0;                        // methods that named anybody
  std::vector<std::int32_t> tied;    // others for which as much speaks
  double share_of_replications = 0;  // in which most methods name it
};

struct Jury {
  std::vector<Vote> votes;
  Verdict verdict;
};

// By station: the stations that parts reach next, whatever buffers and conveyors lie between.
std::vector<std::vector<std::int32_t>> next_stations(const LineModel& model);

// What methods see in one replication; by station. A score that is 0 speaks for nobody.
std::vector<double> utilisations(const RunRecord& record);
std::vector<double> active_periods_s(const RunRecord& record);
std::vector<double> turning_points(const RunRecord& record,
                                   const std::vector<std::vector<std::int32_t>>& next);
std::vector<double> arrow_severities(const RunRecord& record,
                                     const std::vector<std::vector<std::int32_t>>& next);

// The vote over replications of one score a station and replication: [replication][station].
Vote vote(JuryMethod method, const std::vector<std::vector<double>>& scores);

// The votes of the methods that need only the books, and of the shifting bottleneck where `shifting` has its
// shares ([finished replication][station]); jammed replications must have been left out. The verdict counts
// them; add_vote() adds a further one and counts again.
Jury hold_jury(const LineModel& model, const std::vector<const RunRecord*>& records,
               const std::vector<std::vector<BottleneckShare>>& shifting = {});
void add_vote(Jury& jury, Vote vote);

}  // namespace linetwin
