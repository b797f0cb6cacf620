#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/targets.hpp"
#include "base/unicode.hpp"
#include "report/table.hpp"

namespace linetwin {
namespace {

constexpr int kBarWidth = 20;
constexpr const char* kBold = "\x1b[1m";
constexpr const char* kReset = "\x1b[0m";
constexpr const char* kYellow = "\x1b[33m";
constexpr const char* kRed = "\x1b[31m";

struct Look {
  const char* block;   // of the bar
  const char* letter;  // without Unicode
};
// by MachineState: the fuller the block, the more the station does
constexpr std::array<Look, kMachineStates> kLooks = {
    {{"█", "#"}, {"▓", "S"}, {"▒", "b"}, {"░", "."}, {"×", "x"}, {"+", "m"}, {"?", "?"}, {" ", " "}}};

std::string percent(const Figure& figure) {
  return figure.mean ? fmt::format("{:.1f} %", *figure.mean * 100) : "-";
}

std::string with_interval(const Figure& figure, const std::string& unit) {
  if (!figure.mean) return "-";
  return figure_text(figure) + (unit.empty() ? "" : " " + unit);
}

// Shares that add up to the bar's width exactly: largest remainders.
std::string bar(const StationSummary& station, const TextStyle& style) {
  std::array<int, kMachineStates> cells{};
  std::array<double, kMachineStates> rest{};
  int used = 0;
  for (std::size_t i = 0; i < kMachineStates; ++i) {
    const double want = station.state[i].mean.value_or(0) * kBarWidth;
    cells[i] = static_cast<int>(want);
    rest[i] = want - cells[i];
    used += cells[i];
  }
  for (; used < kBarWidth; ++used) {
    const auto most = static_cast<std::size_t>(std::max_element(rest.begin(), rest.end()) - rest.begin());
    ++cells[most];
    rest[most] = -1;
  }
  std::string text;
  for (std::size_t i = 0; i < kMachineStates; ++i)
    for (int j = 0; j < cells[i]; ++j) text += style.unicode ? kLooks[i].block : kLooks[i].letter;
  return text;
}

std::vector<std::size_t> states_seen(const Summary& summary) {
  std::vector<std::size_t> seen;
  for (std::size_t i = 0; i < kMachineStates; ++i) {
    const bool always = i == static_cast<std::size_t>(MachineState::Working);
    const bool some = std::any_of(summary.stations.begin(), summary.stations.end(),
                                  [i](const StationSummary& s) { return s.state[i].mean.value_or(0) > 0; });
    if (always || some) seen.push_back(i);
  }
  return seen;
}

std::string head(const LineModel& model, const Summary& s) {
  const RunOptions& o = s.options;
  std::string text = fmt::format("{}\n", model.name);
  if (!model.description.empty()) text += model.description + "\n";
  const int run = s.ended;
  const std::string of = s.finished == run ? "" : fmt::format(" of {}", run);
  text += fmt::format("{} after a warm-up of {}{}, {}{} replication{}, seed {}\n\n",
                      duration_text(o.duration - o.warmup), duration_text(o.warmup),
                      o.find_warmup ? " (by MSER-5)" : "", s.finished, of, run == 1 ? "" : "s", o.seed);
  return text;
}

std::string figures(const LineModel& model, const Summary& s, const TextStyle& style) {
  Table table({Table::Align::Left, Table::Align::Left});
  std::string note = s.throughput_per_h.half_width ? "   (95 % confidence)" : "";
  Figure throughput = s.throughput_per_h;
  Figure wip = s.wip;
  Figure lead_time = s.lead_time_s;
  if (s.batches) {
    note = fmt::format("   (95 % confidence, by {} batch means of one run{})",
                       s.batches->throughput_per_h.batches,
                       s.batches->throughput_per_h.correlated ? "; the run is too short for them" : "");
    throughput.half_width = s.batches->throughput_per_h.figure.half_width;
    wip.half_width = s.batches->wip.figure.half_width;
    if (s.batches->lead_time_s) lead_time.half_width = s.batches->lead_time_s->figure.half_width;
  }
  table.add({"Throughput", with_interval(throughput, "parts/h") + note}, style.colour ? kBold : "");
  if (!model.scheduled.shifts.empty())
    table.add({"", with_interval(s.throughput_per_scheduled_h, "parts/h of the shifts")});
  table.add({"WIP", with_interval(wip, "parts")});
  if (lead_time.mean) {
    const double unit = *lead_time.mean >= 2 * 3600 ? 3600 : *lead_time.mean >= 120 ? 60 : 1;
    const auto in_unit = [unit](Figure figure) {
      figure.mean = *figure.mean / unit;
      if (figure.half_width) figure.half_width = *figure.half_width / unit;
      return figure;
    };
    std::string text = with_interval(in_unit(lead_time), unit == 3600 ? "h" : unit == 60 ? "min" : "s");
    if (s.lead_time_quantiles_s[1].mean) {
      const auto quantile = [&](std::size_t i) {
        return number_text(*s.lead_time_quantiles_s[i].mean / unit, in_unit(lead_time).half_width);
      };
      text += fmt::format("   (half within {}, 90 % within {}, 99 % within {})", quantile(0), quantile(1),
                          quantile(3));
    }
    table.add({"Lead time", text});
  }
  if (s.parts_scrapped.mean.value_or(0) > 0) {
    const double all = *s.parts_scrapped.mean + s.parts_out.mean.value_or(0);
    table.add(
        {"Scrapped", fmt::format("{} parts ({:.2f} % of those that left)",
                                 with_interval(s.parts_scrapped, ""), 100 * *s.parts_scrapped.mean / all)});
  }
  return table.text("  ") + "\n";
}

const std::string& station_name(const LineModel& model, std::int32_t station) {
  return model.of(model.stations[static_cast<std::size_t>(station)]).name;
}

// "Bottleneck: laser (4 of 4 methods, in 100 % of the replications)", who it is tied with, who disagrees.
std::string bottleneck(const LineModel& model, const Summary& s) {
  const Jury& jury = s.jury;
  const Verdict& verdict = jury.verdict;
  if (verdict.station == kNone) return {};
  const std::string sure =
      s.finished == 1 ? "one replication cannot tell how sure that is"
                      : fmt::format("in {:.0f} % of the replications", verdict.share_of_replications * 100);
  std::string text = fmt::format("  Bottleneck: {} ({} of {} methods, {})\n",
                                 station_name(model, verdict.station), verdict.agree, verdict.of, sure);
  if (!verdict.tied.empty()) {
    text += "              tied with";
    for (const std::int32_t other : verdict.tied)
      text += fmt::format("{} {}", other == verdict.tied.front() ? "" : ",", station_name(model, other));
    text += "\n";
  }
  for (const Vote& vote : jury.votes)
    if (vote.station != kNone && vote.station != verdict.station)
      text += fmt::format("              {} names {}\n", method_name(vote.method),
                          station_name(model, vote.station));
  return text;
}

// The largest unit of which a time is a whole number, else seconds.
struct TimeUnit {
  double seconds = 1;
  const char* name = "s";
};
TimeUnit whole_unit(double time_s) {
  for (const TimeUnit unit : {TimeUnit{86400, "d"}, TimeUnit{3600, "h"}, TimeUnit{60, "min"}})
    if (time_s >= unit.seconds && std::fmod(time_s, unit.seconds) == 0) return unit;
  return {};
}

// Why a target is neither met nor missed.
std::string open_text(const TargetVerdict& verdict, const Summary& s) {
  if (!verdict.measured.mean) return "open: there is nothing to measure";
  if (!verdict.measured.half_width) return "open: one replication has no interval";
  if (!s.stuck.empty()) return "open: some replications got stuck";
  const bool inside = std::abs(*verdict.measured.mean - verdict.target) <= *verdict.measured.half_width;
  return inside ? "open: more replications would tell" : "open: a window of whole weeks would tell";
}

std::string measured_text(const LineModel& model, const TargetVerdict& v) {
  if (v.kind == TargetKind::Throughput) return with_interval(v.measured, "/h");
  if (v.kind == TargetKind::Demand)
    return with_interval(v.measured, fmt::format("/{}", period_name(model.targets.demand->period)));
  const TimeUnit unit = whole_unit(v.target);
  Figure scaled = v.measured;
  for (std::optional<double>* x : {&scaled.mean, &scaled.half_width})
    if (*x) **x /= unit.seconds;
  return with_interval(scaled, unit.name);
}

std::string targets(const LineModel& model, const Summary& s, const TextStyle& style) {
  if (!model.targets.any()) return {};
  Table table({Table::Align::Left, Table::Align::Left, Table::Align::Left, Table::Align::Left});
  table.add({"Target", "wanted", "measured", "verdict"}, style.colour ? kBold : "");
  for (const TargetVerdict& v : judge(model, s)) {
    std::string verdict = kJudgementNames[static_cast<std::size_t>(v.judgement)];
    if (v.judgement == Judgement::Open) verdict = open_text(v, s);
    if (v.takt_s) verdict += fmt::format("   (takt {})", time_text(*v.takt_s));
    std::string colour;
    if (style.colour && v.judgement == Judgement::Missed) colour = kRed;
    if (style.colour && v.judgement == Judgement::Open) colour = kYellow;
    table.add({target_name(v.kind), wanted_text(model, v.kind), measured_text(model, v), verdict}, colour);
  }
  return table.text("  ") + "\n";
}

std::string stations(const LineModel& model, const Summary& s, const TextStyle& style) {
  if (model.stations.empty()) return {};
  const std::vector<std::size_t> seen = states_seen(s);
  std::vector<Table::Align> columns(seen.size() + 1, Table::Align::Right);
  columns[0] = Table::Align::Left;
  Table table(columns);
  std::vector<std::string> header{"Station"};
  for (const std::size_t i : seen) header.emplace_back(kMachineStateNames[i]);
  table.add(header, style.colour ? kBold : "");
  for (std::size_t k = 0; k < model.stations.size(); ++k) {
    const StationModel& station = model.stations[k];
    std::vector<std::string> row{model.of(station).name};
    if (station.machines > 1) row[0] += fmt::format(" ({} machines)", station.machines);
    for (const std::size_t i : seen) row.push_back(percent(s.stations[k].state[i]));
    row.push_back(bar(s.stations[k], style));
    const bool bottleneck = s.jury.verdict.station == static_cast<std::int32_t>(k);
    if (bottleneck) row.emplace_back("<- bottleneck");
    table.add(row, bottleneck && style.colour ? kYellow : "");
  }
  std::string legend = "\n  Bar:";
  for (const std::size_t i : seen)
    legend +=
        fmt::format(" {} {} ", style.unicode ? kLooks[i].block : kLooks[i].letter, kMachineStateNames[i]);
  legend.erase(legend.find_last_not_of(' ') + 1);
  legend += "\n";
  return table.text("  ") + legend + bottleneck(model, s);
}

std::string buffers(const LineModel& model, const Summary& s, const TextStyle& style) {
  if (model.buffers.empty()) return {};
  Table table({Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Right,
               Table::Align::Right});
  table.add({"Buffer", "capacity", "mean level", "full", "empty"}, style.colour ? kBold : "");
  for (std::size_t b = 0; b < model.buffers.size(); ++b) {
    const std::int64_t capacity = model.buffers[b].capacity;
    const Figure& level = s.buffers[b].level;
    table.add({model.of(model.buffers[b]).name,
               capacity == kUnlimited ? "unlimited" : std::to_string(capacity),
               level.mean ? number_text(*level.mean, level.half_width) : "-", percent(s.buffers[b].full),
               percent(s.buffers[b].empty)});
  }
  return "\n" + table.text("  ");
}

std::string conveyors(const LineModel& model, const Summary& s, const TextStyle& style) {
  if (model.conveyors.empty()) return {};
  Table table({Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Right,
               Table::Align::Right, Table::Align::Right});
  table.add({"Conveyor", "holds", "mean level", "full", "empty", "blocked"}, style.colour ? kBold : "");
  for (std::size_t c = 0; c < model.conveyors.size(); ++c) {
    const ConveyorSummary& one = s.conveyors[c];
    table.add({model.of(model.conveyors[c]).name, std::to_string(model.conveyors[c].capacity),
               one.level.mean ? number_text(*one.level.mean, one.level.half_width) : "-", percent(one.full),
               percent(one.empty), percent(one.blocked)});
  }
  return "\n" + table.text("  ");
}

std::string people(const LineModel& model, const Summary& s, const TextStyle& style) {
  if (model.pools.empty()) return {};
  Table table({Table::Align::Left, Table::Align::Right, Table::Align::Right});
  table.add({"Workers", "count", "busy"}, style.colour ? kBold : "");
  for (std::size_t p = 0; p < model.pools.size(); ++p)
    table.add({model.pools[p].name, std::to_string(model.pools[p].count), percent(s.pools[p].busy)});
  return "\n" + table.text("  ");
}

std::string vehicles(const LineModel& model, const Summary& s, const TextStyle& style) {
  if (model.fleets.empty()) return {};
  Table table({Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Right,
               Table::Align::Right, Table::Align::Right});
  table.add({"Vehicles", "count", "loaded", "empty", "waiting", "idle"}, style.colour ? kBold : "");
  for (std::size_t f = 0; f < model.fleets.size(); ++f)
    table.add({model.fleets[f].name, std::to_string(model.fleets[f].count), percent(s.fleets[f].loaded),
               percent(s.fleets[f].empty), percent(s.fleets[f].waiting), percent(s.fleets[f].idle)});
  return "\n" + table.text("  ");
}

std::string limits(const LineModel& model, const Summary& s, const TextStyle& style) {
  if (model.limits.empty()) return {};
  Table table({Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Right,
               Table::Align::Right, Table::Align::Right});
  table.add({"Limit", "at most", "mean", "peak", "full", "held back"}, style.colour ? kBold : "");
  std::string watched;
  const auto value = [](const Figure& f) { return f.mean ? number_text(*f.mean, f.half_width) : "-"; };
  for (std::size_t l = 0; l < model.limits.size(); ++l) {
    const LimitModel& limit = model.limits[l];
    const char* const unit = limit.mass ? " kg" : "";
    table.add({limit.name,
               limit.max == kUnlimited
                   ? "watched"
                   : fmt::format("{:.10g}{}", static_cast<double>(limit.max) * limit.unit(), unit),
               value(s.limits[l].mean) + unit, value(s.limits[l].peak) + unit, percent(s.limits[l].full),
               value(s.limits[l].held_back_h) + " h"});
    for (std::size_t i = 0; i < limit.report.size(); ++i)
      watched +=
          fmt::format("  {} above {:g}{}: {} h\n", limit.name,
                      static_cast<double>(limit.report[i]) * limit.unit(), unit, value(s.limits[l].above[i]));
  }
  return "\n" + table.text("  ") + watched;
}

std::string parts(const LineModel& model, const Summary& s, const TextStyle& style) {
  if (model.variants.size() < 2) return {};
  Table table({Table::Align::Left, Table::Align::Right, Table::Align::Right});
  table.add({"Part", "parts/h", "lead time"}, style.colour ? kBold : "");
  for (std::size_t v = 0; v < model.variants.size(); ++v) {
    const Figure& rate = s.variants[v].throughput_per_h;
    const Figure& lead = s.variants[v].lead_time_s;
    table.add({model.variants[v], rate.mean ? number_text(*rate.mean, rate.half_width) : "-",
               lead.mean ? time_text(*lead.mean) : "-"});
  }
  return "\n" + table.text("  ");
}

std::string sources(const LineModel& model, const Summary& s) {
  std::string text;
  for (std::size_t i = 0; i < model.sources.size(); ++i) {
    const SourceSummary& source = s.sources[i];
    const std::string& name = model.of(model.sources[i]).name;
    if (source.lost.mean.value_or(0) > 0)
      text += fmt::format("  Source {}: {} of {} parts found no room and were lost\n", name,
                          with_interval(source.lost, ""), with_interval(source.created, ""));
    if (source.outside.mean.value_or(0) > 0)
      text += fmt::format("  Source {}: {} parts waited outside on average\n", name,
                          with_interval(source.outside, ""));
  }
  return text.empty() ? "" : "\n" + text;
}

std::string stuck(const LineModel& model, const Summary& s, const TextStyle& style) {
  std::string text;
  int shown = 0;
  for (const Stuck& one : s.stuck) {
    if (++shown > 5) {
      text += fmt::format("  ... and {} more\n", s.stuck.size() - 5);
      break;
    }
    const char* word = one.outcome == Outcome::Jammed ? "jammed" : "went round without time passing";
    text += fmt::format("  Replication {} {} after {}:\n      {}\n", one.replication + 1, word,
                        time_text(seconds(one.at)), circle_text(model, one.circle));
  }
  if (text.empty()) return {};
  const std::string title = fmt::format("{} of {} replications did not reach the end{}.", s.stuck.size(),
                                        s.ended, s.finished > 0 ? "; the figures are over the others" : "");
  return "\n" + (style.colour ? kRed + title + kReset : title) + "\n" + text;
}

}  // namespace

std::string circle_text(const LineModel& model, const std::vector<JamStep>& circle) {
  std::string text;
  for (const JamStep& step : circle) {
    text += step_name(model, step);
    const double unit =
        step.kind == JamStep::Kind::Limit ? model.limits[static_cast<std::size_t>(step.element)].unit() : 1;
    if (unit != 1) {
      text += fmt::format(" ({:g} of {:g} kg)", static_cast<double>(step.parts) * unit,
                          static_cast<double>(step.capacity) * unit);
    } else if (step.capacity != 0) {
      text += step.capacity == kUnlimited ? fmt::format(" ({})", step.parts)
                                          : fmt::format(" ({} of {})", step.parts, step.capacity);
    }
    text += " -> ";
  }
  if (!circle.empty()) text += step_name(model, circle.front());
  return text;
}

const std::string& step_name(const LineModel& model, const JamStep& step) {
  const auto index = static_cast<std::size_t>(step.element);
  if (step.kind == JamStep::Kind::Fleet) return model.fleets[index].name;
  if (step.kind == JamStep::Kind::Limit) return model.limits[index].name;
  return model.elements[index].name;
}

const char* target_name(TargetKind kind) {
  return kind == TargetKind::LeadTime ? "lead time" : kTargetNames[static_cast<std::size_t>(kind)];
}

std::string wanted_text(const LineModel& model, TargetKind kind) {
  const Targets& targets = model.targets;
  switch (kind) {
    case TargetKind::Throughput:
      return fmt::format("{:.10g} /h{}", targets.throughput_per_h.value_or(0),
                         model.scheduled.shifts.empty() ? "" : " of the calendar");
    case TargetKind::Demand:
      return fmt::format("{:.10g} /{}", targets.demand ? targets.demand->count : 0,
                         period_name(targets.demand ? targets.demand->period : kHour));
    case TargetKind::LeadTime: break;
  }
  const double most = targets.lead_time_s.value_or(0);
  return fmt::format("at most {:.10g} {}", most / whole_unit(most).seconds, whole_unit(most).name);
}

std::string duration_text(Time t) {
  if (t >= kDay && t % kDay == 0) return fmt::format("{} d", t / kDay);
  if (t >= kHour && t % kHour == 0) return fmt::format("{} h", t / kHour);
  if (t >= kMinute && t % kMinute == 0) return fmt::format("{} min", t / kMinute);
  return time_text(seconds(t));
}

std::string time_text(double s) {
  const double size = std::abs(s);
  if (size >= 2 * 86400) return fmt::format("{:.4g} d", s / 86400);
  if (size >= 2 * 3600) return fmt::format("{:.4g} h", s / 3600);
  if (size >= 120) return fmt::format("{:.4g} min", s / 60);
  return fmt::format("{:.4g} s", s);
}

std::string text_report(const LineModel& model, const Summary& s, const TextStyle& style) {
  std::string text = head(model, s);
  if (s.finished > 0) {
    text += figures(model, s, style) + targets(model, s, style) + stations(model, s, style) +
            buffers(model, s, style) + conveyors(model, s, style) + people(model, s, style) +
            vehicles(model, s, style) + limits(model, s, style) + parts(model, s, style) + sources(model, s);
  }
  return text + stuck(model, s, style);
}

}  // namespace linetwin
