// A page's content with something in every section: a line of seven stations with scrap and rework, its
// figures made up but plausible. And a long serial line.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "page/page.hpp"

namespace linetwin::example {

// A small generator, so that the same example is made everywhere.
class Noise {
 public:
  explicit Noise(unsigned seed) : state_(seed) {}
  double operator()() {  // in [0, 1)
    state_ = state_ * 1664525U + 1013904223U;
    return static_cast<double>(state_ >> 8U) / static_cast<double>(1U << 24U);
  }

 private:
  unsigned state_;
};

inline PageElement element(std::string name, PageElement::Kind kind) {
  PageElement e;
  e.name = std::move(name);
  e.kind = kind;
  return e;
}
inline PageElement station(std::string name, PageStateShares states, int machines = 1) {
  PageElement e = element(std::move(name), PageElement::Kind::Station);
  e.states = states;
  e.machines = machines;
  return e;
}
inline PageElement buffer(std::string name, double capacity, double level) {
  PageElement e = element(std::move(name), PageElement::Kind::Buffer);
  e.capacity = capacity;
  e.mean_level = level;
  e.full = level / capacity * 0.6;
  e.empty = (1 - level / capacity) * 0.5;
  return e;
}

inline PageSeries series(double level, double spread, bool averaged, unsigned seed) {
  PageSeries s;
  s.band = averaged ? PageBand::Interval95 : PageBand::Quantiles10To90;
  Noise noise(seed);
  double drift = 0;
  for (int i = 0; i < 288; ++i) {
    drift = 0.9 * drift + spread * (noise() - 0.5);
    const double rise = 1 - std::exp(-i / 14.0), value = std::max(0.0, (level + drift) * rise);
    s.time_s.push_back((i + 0.5) * 1800);
    s.mean.push_back(value);
    s.low.push_back(std::max(0.0, value - spread * rise));
    s.high.push_back(value + spread * rise);
    if (averaged) s.average.push_back(i + 10 < 288 ? level * rise : std::nan(""));
  }
  return s;
}

inline PageGantt gantt(const std::vector<std::string>& machines, int segments, unsigned seed) {
  PageGantt g;
  g.from_s = 54 * 3600;
  g.to_s = 62 * 3600;
  Noise noise(seed);
  for (const auto& name : machines) {
    PageGanttRow row{name, {}};
    double at = g.from_s;
    while (at < g.to_s) {
      const double r = noise();
      const auto state = r < 0.62   ? MachineState::Working
                         : r < 0.74 ? MachineState::Starved
                         : r < 0.84 ? MachineState::Blocked
                         : r < 0.90 ? MachineState::Down
                         : r < 0.95 ? MachineState::Setup
                         : r < 0.98 ? MachineState::Waiting
                                    : MachineState::Maintenance;
      const double end = std::min(g.to_s, at + (0.2 + 1.6 * noise()) * 8 * 3600 / segments);
      row.segments.push_back({at, end, state});
      at = end;
    }
    g.rows.push_back(row);
  }
  return g;
}

inline void add_head(PageContent& c) {
  c.head.model = "caliper-line";
  c.head.description = "Machining and assembly of brake calipers, two variants, three shifts";
  c.head.seed = 7;
  c.head.replications = 20;
  c.head.duration_s = 6 * 86400;
  c.head.warmup_s = 20 * 3600;
  c.head.warmup_by_mser5 = true;
  c.head.version = "0.1.0";
  c.head.model_hash = "9f2c61d07b3e4a58";
  c.head.date = "2026-03-02";
  c.head.command = "linetwin report models/caliper-line.yaml -o report.html --replications 20 --seed 7";
  c.headline.throughput_per_h = {61.24, 0.42, 0.9};
  c.headline.throughput_per_scheduled_h = {73.5, 0.5, 1.1};
  c.headline.wip = {38.7, 1.3, 2.8};
  c.headline.lead_time_s = {2275, 84, 180};
  c.headline.lead_time_quantiles = {
      {0.5, {1980, 60, {}}}, {0.9, {3420, 150, {}}}, {0.95, {4110, 240, {}}}, {0.99, {5730, 510, {}}}};
  c.headline.parts_out = {7593, 52, 111};
  c.headline.parts_scrapped = {152.4, 5.2, 11};
  c.targets = {{PageTarget::What::Throughput, 60, 86400, {}, {}, {61.24, 0.42, {}}, PageJudgement::Met},
               {PageTarget::What::Demand, 1500, 86400, 57.6, {}, {1469.8, 10.1, {}}, PageJudgement::Missed},
               {PageTarget::What::LeadTime, 4200, 86400, {}, 0.95, {4110, 240, {}}, PageJudgement::Open}};
}

inline void add_line(PageContent& c, const std::vector<std::string>& n) {
  using Kind = PageElement::Kind;
  c.elements = {element(n[0], Kind::Source),
                station(n[1], {.704, .031, .189, .012, .034, .03, 0, 0}, 2),
                buffer(n[2], 20, 16.4),
                station(n[3], {.912, .044, .004, .003, .021, .016, 0, 0}),
                buffer(n[4], 12, 2.1),
                station(n[5], {.61, 0, .02, .33, .01, .01, .02, 0}),
                station(n[6], {.55, 0, .01, .41, .02, .01, 0, 0}),
                buffer(n[7], 10, .8),
                station(n[8], {.21, 0, 0, .52, .01, 0, .26, 0}),
                station(n[9], {.48, .02, 0, .47, .02, .01, 0, 0}),
                station(n[10], {.33, 0, 0, .52, .01, .01, 0, .13}),
                element(n[11], Kind::Sink)};
  c.elements[3].bottleneck = true;
  c.elements[1].next_bottleneck = true;
  c.elements[3].scrap_per_h = .64;
  c.elements[6].scrap_per_h = .32;
  c.elements[9].scrap_per_h = .27;
  c.edges = {{0, 1, 62.5, ""}, {1, 2, 62.5, ""},     {2, 3, 62.5, ""},  {3, 4, 65.2, ""}, {4, 5, 65.2, ""},
             {5, 6, 65.2, ""}, {6, 9, 58.2, ""},     {6, 7, 6.7, ""},   {7, 8, 6.7, ""},  {8, 9, 3.3, ""},
             {8, 3, 3.4, ""},  {9, 10, 61.2, "agv"}, {10, 11, 61.2, ""}};
  for (const auto& e : c.elements)
    if (e.kind == Kind::Buffer) {
      PageBufferSeries b{e.name, e.capacity, series(*e.mean_level, *e.capacity / 6, false, 5)};
      for (double& v : b.level.high) v = std::min(v, *e.capacity);
      for (double& v : b.level.mean) v = std::min(v, *e.capacity);
      c.buffers.push_back(b);
    }
}

inline void add_jury(PageContent& c, const std::vector<std::string>& n) {
  c.jury.stations = {n[1], n[3], n[5], n[6], n[8], n[9], n[10]};
  const auto method = [&](std::string name, std::string unit, int decimals, std::vector<double> values,
                          std::string names, bool tied, double share) {
    PageJuryMethod m{std::move(name), std::move(unit), decimals, {}, std::move(names), tied, share};
    for (const double v : values) m.values.push_back({v, ""});
    c.jury.methods.push_back(m);
  };
  method("utilisation", "%", 1, {79.9, 99.3, 65, 58, 48, 53, 40}, n[3], false, 1);
  method("active_period", "time", 1, {726, 9640, 198, 186, 240, 174, 95}, n[3], false, 1);
  method("shifting", "%", 1, {14.2, 78.1, 3, 2, 1.2, 1, .5}, n[3], false, .95);
  method("turning_point", "%", 1, {0, 99.3, 0, 0, 0, 0, 0}, n[3], false, .9);
  method("arrow", "", 2, {0, .34, 0, 0, 0, 0, 0}, n[3], false, .9);
  method("sensitivity", "", 2, {.4, 4.1, 0, 0, 0, .1, 0}, n[3], false, 1);
  c.jury.verdict = {n[3], 6, 6, .95, {}, {4.12, .38, {}}, n[3] + ".cycle −10 %", n[1]};
  c.jury.sensitivities = {{n[3], "cycle −10 %", {4.12, .38, {}}}, {n[3], "mttr −10 %", {.22, .18, {}}},
                          {n[1], "cycle −10 %", {.41, .3, {}}},   {n[2], "capacity +10 %", {.05, .11, {}}},
                          {n[9], "cycle −10 %", {.02, .15, {}}},  {n[5], "cycle −10 %", {-.03, .14, {}}},
                          {n[8], "workers +1", {.08, .12, {}}}};
  Noise noise(3);
  for (double t = 20 * 3600; t < 44 * 3600;) {
    const double end = std::min(44.0 * 3600, t + 900 + noise() * 9000);
    const bool sole = noise() < .7;
    c.jury.shifting.push_back({t, end, noise() < .8 ? n[3] : n[1], sole});
    if (!sole)
      c.jury.shifting.push_back({t, end, c.jury.shifting.back().station == n[3] ? n[1] : n[3], false});
    t = end;
  }
  using Step = PageLossStep::Kind;
  c.losses = {n[3],
              {{Step::Ideal, 72},
               {Step::Maintenance, -1.15},
               {Step::Failures, -1.52},
               {Step::Setups, -3.17},
               {Step::Blocking, -.29},
               {Step::Starvation, -.22},
               {Step::Quality, -.64},
               {Step::Rework, -3.77},
               {Step::Real, 61.24}}};
}

inline void add_checks(PageContent& c, const std::vector<std::string>& n) {
  for (std::size_t i = 0; i < c.jury.stations.size(); ++i) {
    const auto share = [&](double mean) { return Figure{mean - 0.01 * static_cast<double>(i), .004, .01}; };
    c.oee.push_back({c.jury.stations[i], share(.91), share(.93), share(.998), share(.99), share(.9),
                     share(.94), share(.9), share(.97)});
  }
  c.state_mapping = {{MachineState::Working, "APT", "actual production time"},
                     {MachineState::Setup, "AUST", "actual unit setup time"},
                     {MachineState::Blocked, "ADOT", "actual unit down time"},
                     {MachineState::Off, "", "outside the planned busy time"}};
  c.throughput = series(61.2, 4, true, 11);
  c.wip = series(38.7, 6, false, 12);
  for (int i = 0; i <= 40; ++i) c.lead_times.edges_s.push_back(900 + i * 130);
  for (int i = 0; i < 40; ++i) c.lead_times.counts.push_back(900 * i * i * std::exp(-i / 3.6));
  c.lead_times.beyond = 260;
  c.gantt = gantt({n[1] + " #1", n[1] + " #2", n[3], n[5], n[6], n[8], n[9], n[10]}, 240, 17);
  c.referee = {{"capacity",
                PageReferee::Kind::Bound,
                "throughput",
                63.9,
                "parts_per_h",
                {61.24, .42, {}},
                -.0416,
                "",
                "means only, no blocking"},
               {"decomposition (DDX)",
                PageReferee::Kind::Approximate,
                "throughput",
                61.6,
                "parts_per_h",
                {61.24, .42, {}},
                -.0058,
                "Dallery, David, Xie (1988)",
                ""},
               {"Little's law",
                PageReferee::Kind::Exact,
                "wip",
                38.7,
                "parts",
                {38.7, 1.3, {}},
                0.0,
                "Little (1961)",
                ""}};
  c.referee_absent = {{"Markov chain", "the line has more than 200000 states"},
                      {"Jackson network", "buffers are finite"}};
  c.tables = {
      {"Workers", {"pool", "count", "busy"}, {{"fitters", "2", "41.3 %"}, {"setters", "1", "12.0 %"}}}};
  c.assumptions = {"Repairs begin at once when a fitter is free.",
                   "Variants are drawn part by part: A 70 %, B 30 %."};
  c.sources = {"Roser, Nakano, Tanaka, Shifting bottleneck detection, Winter Simulation Conference (2002)."};
}

inline const std::vector<std::string> kEnglishNames = {
    "raw", "op10", "b1", "op20", "b2", "assemble", "inspect", "b3", "repair", "test", "pack", "shipped"};
inline const std::vector<std::string> kKoreanNames = {"소재투입", "황삭가공", "버퍼1",    "정삭가공",
                                                      "버퍼2",    "조립",     "외관검사", "재작업대기",
                                                      "수리",     "성능시험", "포장",     "출하"};

inline PageContent full(const std::vector<std::string>& names = kEnglishNames) {
  PageContent c;
  add_head(c);
  add_line(c, names);
  add_jury(c, names);
  add_checks(c, names);
  return c;
}

// The same with places in metres: a line bent to a U.
inline PageContent in_metres(const std::vector<std::string>& names = kEnglishNames) {
  PageContent c = full(names);
  const double x[] = {0, 4, 8, 12, 16, 20, 20, 16, 14, 12, 6, 0},
               y[] = {8, 8, 8, 8, 8, 8, 2, 4.4, 2.4, 0, 0, 0};
  for (std::size_t i = 0; i < c.elements.size(); ++i) {
    c.elements[i].spot = PageSpot{x[i], y[i], {}, 0};
    if (c.elements[i].kind == PageElement::Kind::Station) c.elements[i].spot->size_m = {{2, 1.4}};
  }
  c.elements[6].spot->turn_deg = 90;
  return c;
}

// A serial line with a buffer between any two stations.
inline PageContent serial(int stations) {
  PageContent c;
  add_head(c);
  c.head.model = "serial-" + std::to_string(stations);
  Noise noise(23);
  c.elements.push_back(element("source", PageElement::Kind::Source));
  std::vector<std::string> machines;
  for (int i = 0; i < stations; ++i) {
    const double work = .5 + .45 * noise(), down = .05 * noise(), blocked = (1 - work - down) * noise();
    c.elements.push_back(station("op" + std::to_string(10 * (i + 1)),
                                 {work, 0, blocked, 1 - work - down - blocked, down, 0, 0, 0},
                                 i % 7 == 3 ? 2 : 1));
    if (i == stations / 3) c.elements.back().bottleneck = true;
    if (i % 9 == 4) c.elements.back().scrap_per_h = .5;
    machines.push_back(c.elements.back().name);
    c.jury.stations.push_back(c.elements.back().name);
    if (i + 1 < stations) {
      c.elements.push_back(buffer("b" + std::to_string(i + 1), 20, 20 * noise()));
      c.buffers.push_back({c.elements.back().name, 20.0,
                           series(*c.elements.back().mean_level, 3, false, 40U + static_cast<unsigned>(i))});
    }
  }
  c.elements.push_back(element("sink", PageElement::Kind::Sink));
  for (std::size_t i = 0; i + 1 < c.elements.size(); ++i)
    c.edges.push_back({i, i + 1, 60.0 - 0.02 * static_cast<double>(i), ""});
  for (const char* const name : {"utilisation", "active_period", "turning_point"}) {
    PageJuryMethod m{name, "%", 1, {}, machines[static_cast<std::size_t>(stations / 3)], false, .8};
    for (int i = 0; i < stations; ++i) m.values.push_back({100 * noise(), ""});
    c.jury.methods.push_back(m);
  }
  c.jury.verdict.station = machines[static_cast<std::size_t>(stations / 3)];
  c.gantt = gantt(machines, 1500, 29);
  c.throughput = series(60, 4, true, 11);
  return c;
}

}  // namespace linetwin::example
