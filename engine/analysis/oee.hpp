// Effectiveness of a station as ISO 22400-2:2014 defines it: state times and counts -> indicators.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/capacity.hpp"
#include "base/time.hpp"
#include "sim/record.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

// Which time element of the standard each state is booked on. ADOT is the standard's word for a unit that
// could work and does not; a failure is ADET there, an interruption.
struct TimeElement {
  MachineState state;
  const char* element;
  const char* meaning;
};
inline constexpr std::array<TimeElement, kMachineStates> kTimeElements = {{
    {MachineState::Working, "APT", "actual production time"},
    {MachineState::Setup, "AUST", "actual unit setup time"},
    {MachineState::Blocked, "ADOT", "actual unit down time: available, but not producing"},
    {MachineState::Starved, "ADOT", "actual unit down time: available, but not producing"},
    {MachineState::Down, "ADET", "actual unit delay time: interrupted by a failure"},
    {MachineState::Maintenance, "PBT", "planned downtime, left in the planned busy time here"},
    {MachineState::Waiting, "ADOT", "actual unit down time: available, but not producing"},
    {MachineState::Off, "", "outside the planned busy time"},
}};

// One station over one window. Times are summed over its machines. A ratio whose denominator is 0 is nothing,
// never a number that is none.
struct Oee {
  Time calendar = 0;      // machines x window
  Time planned_busy = 0;  // PBT: calendar - off = AUPT + ADET + ADOT + maintenance
  Time production = 0;    // APT
  Time setup = 0;         // AUST
  Time processing = 0;    // AUPT = APT + AUST
  Time delay = 0;         // ADET
  Time unit_down = 0;     // ADOT
  Time maintenance = 0;
  std::int64_t produced = 0;             // PQ
  std::int64_t good = 0;                 // GQ
  std::optional<double> availability{};  // APT / PBT
  std::optional<double>
      shop_floor_availability{};             // (PBT - down - setup - maintenance) / PBT: not the standard's
  std::optional<double> effectiveness{};     // PRI PQ / APT; over 1 when cycles drawn were short
  std::optional<double> quality{};           // GQ / PQ
  std::optional<double> oee{};               // the product of the three: PRI GQ / PBT; 0 when PQ is
  std::optional<double> nee{};               // AUPT / PBT x effectiveness x quality
  std::optional<double> teep{};              // OEE PBT / calendar: not the standard's
  std::optional<double> first_pass_yield{};  // (GQ - reworked) / PQ
};

// `run_time_s`: PRI, the planned run time of one machine for one item, in seconds: StationCapacity::work_s,
// which is the mean of the cycle, weighted with the variants that the model sends there. `reworked`: good
// parts of the window that were sent to rework, which no record tells; without it there is no first-pass
// yield.
Oee oee(const StationRecord& record, double run_time_s, std::optional<std::int64_t> reworked = std::nullopt);

// The share of parts that pass all of these stations the first time: the product of their first-pass yields.
// Nothing when one of them is not known.
std::optional<double> rolled_yield(const std::vector<Oee>& along);

// Means over replications; where a replication has no value it enters no mean. The mean of products is not
// the product of the means: the last digit of OEE may differ from what its factors give.
struct OeeFigures {
  Figure availability;
  Figure shop_floor_availability;
  Figure effectiveness;
  Figure quality;
  Figure oee;
  Figure nee;
  Figure teep;
  Figure first_pass_yield;
};

// For each station, over the records that finished. `reworked`, if it is not empty: [record][station].
std::vector<OeeFigures> oee_figures(const CapacityReport& capacity, const std::vector<RunRecord>& records,
                                    const std::vector<std::vector<std::int64_t>>& reworked = {});

}  // namespace linetwin
