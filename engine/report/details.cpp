#include "report/details.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/table.hpp"

namespace linetwin {
namespace {

constexpr const char* kBold = "\x1b[1m";

const std::string& station_name(const LineModel& model, std::int32_t station) {
  return model.of(model.stations[static_cast<std::size_t>(station)]).name;
}

// Decimals that show so large a number with three digits, and at least two.
int decimals_for(double size) {
  return size > 0 ? std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 2, 9) : 2;
}

std::string signed_rate(const Figure& figure, int decimals) {
  if (!figure.mean) return "-";
  const double mean =
      std::abs(*figure.mean) < 0.5 * std::pow(10, -decimals) ? 0 : *figure.mean;  // no "-0.00"
  std::string text = fmt::format("{:+.{}f}", mean, decimals);
  if (figure.half_width) text += fmt::format(" ± {:.{}f}", *figure.half_width, decimals);
  return text;
}

std::string jury_table(const LineModel& model, const Jury& jury, const TextStyle& style) {
  Table table(
      {Table::Align::Left, Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Left});
  table.add({"Method", "names", "score", "in replications", "tied with"}, style.colour ? kBold : "");
  for (const Vote& vote : jury.votes) {
    if (vote.station == kNone) {
      table.add({method_name(vote.method), "nobody", "", "", ""});
      continue;
    }
    std::string tied;
    for (const std::int32_t other : vote.tied)
      tied += (tied.empty() ? "" : ", ") + station_name(model, other);
    const Figure& score = vote.scores[static_cast<std::size_t>(vote.station)];
    table.add({method_name(vote.method), station_name(model, vote.station),
               score_text(vote.method, score.mean.value_or(0)),
               vote.winners.empty() ? "" : fmt::format("{:.0f} %", vote.share_of_replications * 100), tied});
  }
  return table.text("  ");
}

std::string sensitivity_table(const LineModel& model, const Sensitivity& s, const TextStyle& style) {
  if (s.gains.empty()) return {};
  std::vector<const Gain*> sorted;
  for (const Gain& gain : s.gains)
    if (gain.parts_per_h.mean) sorted.push_back(&gain);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Gain* a, const Gain* b) { return *a->parts_per_h.mean > *b->parts_per_h.mean; });
  if (sorted.empty()) return {};
  const int decimals = decimals_for(*sorted.front()->parts_per_h.mean);
  Table table({Table::Align::Left, Table::Align::Right});
  table.add({"Improvement, measured with the same random numbers", "parts/h"}, style.colour ? kBold : "");
  constexpr std::size_t kShown = 12;
  for (std::size_t i = 0; i < std::min(kShown, sorted.size()); ++i)
    table.add(
        {improvement_text(model, sorted[i]->what, s.step), signed_rate(sorted[i]->parts_per_h, decimals)});
  std::string text = "\n" + table.text("  ");
  if (sorted.size() > kShown) text += fmt::format("  ... and {} that bring less\n", sorted.size() - kShown);
  return text;
}

std::string relief(const LineModel& model, const Jury& jury, const Sensitivity& s) {
  if (!s.relief || jury.verdict.station == kNone) return {};
  const std::string& name = station_name(model, jury.verdict.station);
  const Figure& gain = s.relief->parts_per_h;
  if (!gain.mean) return {};
  const std::string text = fmt::format("  {} twice as fast: {} parts/h", name,
                                       signed_rate(gain, decimals_for(std::abs(*gain.mean))));
  if (*gain.mean - gain.half_width.value_or(0) <= 0)
    return text + ", nothing that can be told from zero: something else holds the line back\n";
  if (s.relief->next == jury.verdict.station) return text + ", and it still is the bottleneck\n";
  if (s.relief->next == kNone) return text + "\n";
  return text + ", and then " + station_name(model, s.relief->next) + " is the bottleneck\n";
}

std::string waterfall(const LineModel& model, const Details& d, const TextStyle& style) {
  if (!d.losses) return {};
  Table table({Table::Align::Left, Table::Align::Right});
  table.add({fmt::format("Losses of {}", station_name(model, d.losses_of)), "parts/h"},
            style.colour ? kBold : "");
  const int decimals = decimals_for(d.losses->ideal / 10);
  table.add({"if it always worked", fmt::format("{:.{}f}", d.losses->ideal, decimals)});
  for (std::size_t i = 0; i < kLosses; ++i)
    if (std::abs(d.losses->steps[i].mean.value_or(0)) >= 0.5 * std::pow(10, -decimals))
      table.add({kLossNames[i], fmt::format("{:+.{}f}", *d.losses->steps[i].mean, decimals)});
  table.add({"the line makes", fmt::format("{:.{}f}", d.losses->real.mean.value_or(0), decimals)},
            style.colour ? kBold : "");
  return "\n" + table.text("  ");
}

std::string oee_table(const LineModel& model, const Details& d, const TextStyle& style) {
  if (d.oee.empty()) return {};
  std::vector<Table::Align> columns(9, Table::Align::Right);
  columns[0] = Table::Align::Left;
  Table table(columns);
  table.add({"ISO 22400-2", "availability", "(shop floor)", "effectiveness", "quality", "OEE", "NEE",
             "(TEEP)", "first pass"},
            style.colour ? kBold : "");
  const auto percent = [](const Figure& f) { return f.mean ? fmt::format("{:.1f} %", *f.mean * 100) : "-"; };
  for (std::size_t s = 0; s < d.oee.size(); ++s) {
    const OeeFigures& o = d.oee[s];
    table.add({model.of(model.stations[s]).name, percent(o.availability), percent(o.shop_floor_availability),
               percent(o.effectiveness), percent(o.quality), percent(o.oee), percent(o.nee), percent(o.teep),
               percent(o.first_pass_yield)});
  }
  std::string text = "\n" + table.text("  ");
  text += "  In brackets: not the standard's. States are booked as";
  for (const TimeElement& e : kTimeElements)
    text += fmt::format("{} {} {}", &e == kTimeElements.data() ? "" : ",",
                        kMachineStateNames[static_cast<std::size_t>(e.state)],
                        *e.element ? e.element : "outside PBT");
  return text + "\n";
}

}  // namespace

std::string score_text(JuryMethod method, double score) {
  switch (method) {
    case JuryMethod::Utilisation:
    case JuryMethod::Shifting:
    case JuryMethod::TurningPoint: return fmt::format("{:.1f} %", score * 100);
    case JuryMethod::ActivePeriod: return time_text(score);
    case JuryMethod::Arrow: return fmt::format("{:.3f}", score);
    case JuryMethod::Sensitivity:
      return fmt::format("{:+.{}f} parts/h", score, decimals_for(std::abs(score)));
  }
  return {};
}

std::string improvement_text(const LineModel& model, const Improvement& improvement, double step) {
  const std::string percent = fmt::format("{:g} %", step * 100);
  switch (improvement.kind) {
    case Improvement::Kind::Cycle:
      return fmt::format("{}: cycle time {} shorter", station_name(model, improvement.station), percent);
    case Improvement::Kind::Repair:
      return fmt::format("{}: repairs {} shorter", station_name(model, improvement.station), percent);
    case Improvement::Kind::Uptime:
      return fmt::format("{}: failures {} rarer", station_name(model, improvement.station), percent);
    case Improvement::Kind::Buffer: {
      const BufferModel& buffer = model.buffers[static_cast<std::size_t>(improvement.buffer)];
      const std::int64_t more = added_places(buffer.capacity, step);
      return fmt::format("{}: {} more place{}", model.of(buffer).name, more, more == 1 ? "" : "s");
    }
  }
  return {};
}

std::string details_report(const LineModel& model, const Summary& summary, const Details& details,
                           const TextStyle& style) {
  if (summary.finished == 0 || model.stations.empty()) return {};
  return "\n" + jury_table(model, summary.jury, style) + relief(model, summary.jury, details.sensitivity) +
         sensitivity_table(model, details.sensitivity, style) + waterfall(model, details, style) +
         oee_table(model, details, style);
}

}  // namespace linetwin
