// What the line is wanted to do, held against what it did, and the takt time that follows from it.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "analysis/summary.hpp"
#include "model/line_model.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

enum class TargetKind : std::uint8_t { Throughput, Demand, LeadTime };
// Names of the kinds: the keys of `targets`.
inline constexpr std::array<const char*, 3> kTargetNames = {"throughput", "demand", "lead_time"};

// Met or missed when the whole 95 % interval lies on that side; open when the target lies within it, when
// there is no interval (one replication), and instead of met when some replications got stuck.
enum class Judgement : std::uint8_t { Met, Missed, Open };
inline constexpr std::array<const char*, 3> kJudgementNames = {"met", "missed", "open"};

// `target` and `measured` are in parts per hour (Throughput), parts per period of the demand, or seconds.
struct TargetVerdict {
  TargetKind kind = TargetKind::Throughput;
  double target = 0;
  Figure measured;
  Judgement judgement = Judgement::Open;
  std::optional<double> takt_s{};  // of Throughput and Demand, where the line is ever manned
};

// In the order throughput, demand, lead time; empty when the model has no targets.
//
// The throughput is per hour of the calendar, over the window of the run. The demand is held against a usual
// week: good parts per scheduled hour times the scheduled hours of such a week, so that a window that is no
// whole number of weeks does not falsify it; without shifts the two are the same rate. Where stations keep
// different hours or work with people, only a window of whole weeks is judged: another one leaves it open.
std::vector<TargetVerdict> judge(const LineModel& model, const Summary& summary);

// Good or bad side of a target with a 95 % interval; `least`: the target is the least that is wanted, else
// the most. A figure on the target itself is on its good side.
Judgement judge(const Figure& measured, double target, bool least);

// Takt time = available time / demand (Ohno 1988, Toyota Production System; Rother and Shook 1999, Learning
// to See), in seconds: the scheduled time of a usual week over the parts wanted in it, `per_h` for each hour
// of the calendar. Without shifts all time is available. Nothing when the line is never manned.
std::optional<double> takt_s(const LineModel& model, double per_h);

// Whether a line that makes at most `bound_per_h` falls short of so many parts per hour.
bool out_of_reach(double bound_per_h, double per_h);

// The largest rate that the model's throughput and demand targets want, in parts per hour of the calendar.
std::optional<double> wanted_per_h(const Targets& targets);

}  // namespace linetwin
