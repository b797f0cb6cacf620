// The loss waterfall: from what the line would make if one station always worked, step by step, to what it
// made. All in good parts of the line per hour of the calendar, so that the steps of the bottleneck say what
// each hour of its failures, set-ups or waiting costs in parts that could have been sold.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/capacity.hpp"
#include "model/line_model.hpp"
#include "sim/record.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

// In the order in which they are taken off. The first seven are the share of the time in that state, times
// the ideal rate, and never positive; the others may be either.
enum class Loss : std::uint8_t {
  Off,
  Maintenance,
  Down,
  Setup,
  Waiting,
  Blocked,
  Starved,
  Speed,    // cycles drawn longer than their mean, batches not full; positive when they were shorter
  Quality,  // scrapped at the station
  Balance,  // parts that the station gave and the line has not (yet) made good: changes of WIP, and scrap and
            // rework elsewhere as far as they were not what the model's probabilities say
};
inline constexpr std::size_t kLosses = 10;
inline constexpr std::array<const char*, kLosses> kLossNames = {
    "off", "maintenance", "down", "setup", "waiting", "blocked", "starved", "speed", "quality", "balance"};

// How a station's time converts to good parts of the line.
struct LossBasis {
  double ideal_per_h = 0;  // machines / mean work of a part / passes
  double passes = 1;       // good parts that the station gives, for each good part of the line
};

// By the traffic equations: expected scrap elsewhere and rework are in `passes`, scrap of the station itself
// is not. Nothing for a station that no good part of the line passes, or that takes no time.
std::optional<LossBasis> loss_basis(const LineModel& model, const CapacityReport& capacity,
                                    std::int32_t station);

// Added in this order, ideal + steps[0] + steps[1] + ... == real bit for bit.
struct Waterfall {
  double ideal = 0;
  std::array<double, kLosses> steps{};
  double real =
      0;  // the throughput; where the balance is larger than half of it, to a last digit of the balance
};

// Of one replication; `real_per_h` is the throughput of the line in it.
Waterfall losses(const LossBasis& basis, const StationRecord& record, double real_per_h, Time window);

// Means over replications. The means sum as those of a Waterfall do.
struct WaterfallFigures {
  double ideal = 0;
  std::array<Figure, kLosses> steps{};
  Figure real;
};

// Over the records that finished; nothing without any.
std::optional<WaterfallFigures> loss_figures(const LossBasis& basis, const std::vector<RunRecord>& records,
                                             std::int32_t station);

}  // namespace linetwin
