#include "report/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace linetwin {
namespace {

// A table that grows row by row.
class Csv {
 public:
  explicit Csv(std::string columns) : text_(std::move(columns)) {}
  Csv& row() {
    text_ += '\n';
    first_ = true;
    return *this;
  }
  Csv& text(const std::string& cell) {
    separate();
    text_ += cell;
    return *this;
  }
  Csv& number(double x) {
    separate();
    fmt::format_to(std::back_inserter(text_), "{:.10g}", x);
    return *this;
  }
  Csv& number(const std::optional<double>& x) { return x ? number(*x) : text(""); }
  // mean, half_width
  Csv& figure(const Figure& f) { return number(f.mean).number(f.half_width); }
  std::string take() { return std::move(text_) + "\n"; }

 private:
  void separate() {
    if (!first_) text_ += ',';
    first_ = false;
  }
  std::string text_;
  bool first_ = true;
};

// "working,working_half_width,..." for all states
std::string state_columns(bool with_half_width) {
  std::string columns;
  for (const char* const name : kMachineStateNames)
    columns += with_half_width ? fmt::format(",{0},{0}_half_width", name) : fmt::format(",{}", name);
  return columns;
}

std::string summary_csv(const LineModel& model, const Summary& s) {
  Csv csv("figure,mean,half_width,sd");
  const auto add = [&](const std::string& name, const Figure& f) {
    csv.row().text(name).figure(f).number(f.sd);
  };
  add("throughput_per_h", s.throughput_per_h);
  add("throughput_per_scheduled_h", s.throughput_per_scheduled_h);
  add("wip", s.wip);
  add("lead_time_s", s.lead_time_s);
  add("parts_out", s.parts_out);
  add("parts_scrapped", s.parts_scrapped);
  for (std::size_t i = 0; i < model.sources.size(); ++i) {
    const std::string& name = model.of(model.sources[i]).name;
    add("created:" + name, s.sources[i].created);
    add("lost:" + name, s.sources[i].lost);
    add("outside:" + name, s.sources[i].outside);
  }
  for (std::size_t i = 0; i < model.sinks.size(); ++i)
    add("parts:" + model.of(model.sinks[i]).name, s.sinks[i]);
  return csv.take();
}

std::string stations_csv(const LineModel& model, const Summary& s) {
  Csv csv("station,machines" + state_columns(true) +
          ",parts_finished,parts_finished_half_width,parts_scrapped,parts_scrapped_half_width");
  for (std::size_t k = 0; k < model.stations.size(); ++k) {
    csv.row().text(model.of(model.stations[k]).name).number(model.stations[k].machines);
    for (const Figure& state : s.stations[k].state) csv.figure(state);
    csv.figure(s.stations[k].finished).figure(s.stations[k].scrapped);
  }
  return csv.take();
}

std::string buffers_csv(const LineModel& model, const Summary& s) {
  Csv csv("buffer,kind,capacity,level,level_half_width,full,full_half_width,empty,empty_half_width");
  for (std::size_t b = 0; b < model.buffers.size(); ++b) {
    const std::int64_t capacity = model.buffers[b].capacity;
    csv.row().text(model.of(model.buffers[b]).name).text("buffer");
    csv.text(capacity == kUnlimited ? "unlimited" : std::to_string(capacity));
    csv.figure(s.buffers[b].level).figure(s.buffers[b].full).figure(s.buffers[b].empty);
  }
  for (std::size_t c = 0; c < model.conveyors.size(); ++c) {
    csv.row().text(model.of(model.conveyors[c]).name).text("conveyor");
    csv.text(std::to_string(model.conveyors[c].capacity));
    csv.figure(s.conveyors[c].level).figure(s.conveyors[c].full).figure(s.conveyors[c].empty);
  }
  return csv.take();
}

std::string parts_csv(const LineModel& model, const Summary& s) {
  Csv csv("part,throughput_per_h,throughput_half_width,lead_time_s,lead_time_half_width");
  for (std::size_t v = 0; v < model.variants.size(); ++v)
    csv.row()
        .text(model.variants[v])
        .figure(s.variants[v].throughput_per_h)
        .figure(s.variants[v].lead_time_s);
  return csv.take();
}

std::string resources_csv(const LineModel& model, const Summary& s) {
  Csv csv("resource,kind,count,busy,busy_half_width,loaded,empty,waiting,idle,mean,peak,full,held_back_h");
  for (std::size_t p = 0; p < model.pools.size(); ++p)
    csv.row()
        .text(model.pools[p].name)
        .text("workers")
        .number(model.pools[p].count)
        .figure(s.pools[p].busy)
        .text(",,,,,,,");
  for (std::size_t f = 0; f < model.fleets.size(); ++f) {
    const FleetSummary& fleet = s.fleets[f];
    csv.row().text(model.fleets[f].name).text("vehicles").number(model.fleets[f].count).text(",");
    csv.number(fleet.loaded.mean).number(fleet.empty.mean).number(fleet.waiting.mean).number(fleet.idle.mean);
    csv.text(",,,");
  }
  for (std::size_t l = 0; l < model.limits.size(); ++l) {
    const LimitSummary& limit = s.limits[l];
    csv.row().text(model.limits[l].name).text(model.limits[l].mass ? "limit_kg" : "limit_parts");
    csv.text(model.limits[l].max == kUnlimited
                 ? "unlimited"
                 : fmt::format("{:.10g}", static_cast<double>(model.limits[l].max) * model.limits[l].unit()));
    csv.text(",,,,,").number(limit.mean.mean).number(limit.peak.mean).number(limit.full.mean);
    csv.number(limit.held_back_h.mean);
  }
  return csv.take();
}

std::string replications_csv(const Summary& s) {
  Csv csv("replication,throughput_per_h");
  for (std::size_t i = 0; i < s.throughput_by_replication.size(); ++i)
    csv.row().number(static_cast<double>(i + 1)).number(s.throughput_by_replication[i]);
  return csv.take();
}

std::string jury_csv(const LineModel& model, const Summary& s) {
  Csv csv("method,station,score,score_half_width,named,tied");
  for (const Vote& vote : s.jury.votes)
    for (std::size_t k = 0; k < vote.scores.size(); ++k) {
      const auto station = static_cast<std::int32_t>(k);
      const bool tied = std::find(vote.tied.begin(), vote.tied.end(), station) != vote.tied.end();
      csv.row().text(method_name(vote.method)).text(model.of(model.stations[k]).name).figure(vote.scores[k]);
      csv.number(vote.station == station ? 1 : 0).number(tied ? 1 : 0);
    }
  return csv.take();
}

void add_details(const LineModel& model, const Details& d,
                 std::vector<std::pair<std::string, std::string>>& tables) {
  Csv oee(
      "station,availability,availability_half_width,shop_floor_availability,shop_floor_availability_half_"
      "width,"
      "effectiveness,effectiveness_half_width,quality,quality_half_width,oee,oee_half_width,nee,nee_half_"
      "width,"
      "teep,teep_half_width,first_pass_yield,first_pass_yield_half_width");
  for (std::size_t s = 0; s < d.oee.size(); ++s) {
    const OeeFigures& o = d.oee[s];
    oee.row().text(model.of(model.stations[s]).name).figure(o.availability).figure(o.shop_floor_availability);
    oee.figure(o.effectiveness).figure(o.quality).figure(o.oee).figure(o.nee).figure(o.teep);
    oee.figure(o.first_pass_yield);
  }
  tables.emplace_back("oee.csv", oee.take());
  if (d.losses) {
    Csv losses("station,step,parts_per_h,half_width");
    const std::string& station = model.of(model.stations[static_cast<std::size_t>(d.losses_of)]).name;
    losses.row().text(station).text("ideal").number(d.losses->ideal).text("");
    for (std::size_t i = 0; i < kLosses; ++i)
      losses.row().text(station).text(kLossNames[i]).figure(d.losses->steps[i]);
    losses.row().text(station).text("real").figure(d.losses->real);
    tables.emplace_back("losses.csv", losses.take());
  }
  Csv gains("station,what,buffer,step,parts_per_h,half_width");
  for (const Gain& gain : d.sensitivity.gains) {
    gains.row().text(model.of(model.stations[static_cast<std::size_t>(gain.what.station)]).name);
    gains.text(improvement_name(gain.what.kind));
    gains.text(gain.what.buffer == kNone
                   ? ""
                   : model.of(model.buffers[static_cast<std::size_t>(gain.what.buffer)]).name);
    gains.number(d.sensitivity.step).figure(gain.parts_per_h);
  }
  tables.emplace_back("sensitivity.csv", gains.take());
}

void add_series(const LineModel& model, const Series& series,
                std::vector<std::pair<std::string, std::string>>& tables) {
  Csv line(
      "from_s,to_s,throughput_per_h,throughput_half_width,wip,wip_half_width,lead_time_s,lead_time_half_"
      "width,"
      "scrapped_per_h,scrapped_half_width");
  const std::size_t slices = series.throughput_per_h.size();
  const auto begin = [&](Csv& csv, std::size_t i) -> Csv& {
    return csv.row().number(seconds(series.edges[i])).number(seconds(series.edges[i + 1]));
  };
  for (std::size_t i = 0; i < slices; ++i)
    begin(line, i)
        .figure(series.throughput_per_h[i])
        .figure(series.wip[i])
        .figure(series.lead_time_s[i])
        .figure(series.scrapped_per_h[i]);
  tables.emplace_back("series.csv", line.take());
  Csv states("from_s,to_s,station" + state_columns(false));
  for (std::size_t s = 0; s < series.states.size(); ++s)
    for (std::size_t i = 0; i < slices; ++i) {
      begin(states, i).text(model.of(model.stations[s]).name);
      for (const double share : series.states[s][i]) states.number(share);
    }
  tables.emplace_back("series-stations.csv", states.take());
  Csv levels("from_s,to_s,buffer,level,lowest,highest");
  for (std::size_t b = 0; b < series.levels.size(); ++b)
    for (std::size_t i = 0; i < slices; ++i) {
      const Series::Level& level = series.levels[b][i];
      begin(levels, i)
          .text(model.of(model.buffers[b]).name)
          .number(level.mean)
          .number(level.low)
          .number(level.high);
    }
  tables.emplace_back("series-buffers.csv", levels.take());
}

}  // namespace

std::vector<std::pair<std::string, std::string>> csv_tables(const LineModel& model, const Summary& summary,
                                                            const Series& series, const Details* details) {
  std::vector<std::pair<std::string, std::string>> tables = {
      {"summary.csv", summary_csv(model, summary)},     {"stations.csv", stations_csv(model, summary)},
      {"buffers.csv", buffers_csv(model, summary)},     {"parts.csv", parts_csv(model, summary)},
      {"resources.csv", resources_csv(model, summary)}, {"replications.csv", replications_csv(summary)},
      {"bottleneck.csv", jury_csv(model, summary)}};
  add_series(model, series, tables);
  if (details) add_details(model, *details, tables);
  return tables;
}

}  // namespace linetwin
