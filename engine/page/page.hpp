// `linetwin report`: one HTML file with everything that was found about a line, for a customer to read on a
// screen or on paper. It loads nothing and runs nothing.
//
// PageContent is plain data, filled by the caller. Whatever is left empty leaves its section, row or mark
// out. Texts are UTF-8 in any script, not escaped; those that the caller writes himself (warnings,
// assumptions, names of methods that page_words does not know) are printed as they are, so they should be in
// the language of the page. Numbers that are not finite are printed as "-" or left out of the drawing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "page/page_words.hpp"
#include "sim/record.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

using PageStateShares = std::array<double, kMachineStates>;  // by MachineState; they sum to 1

struct PageHead {
  std::string model;
  std::string description{};
  std::uint64_t seed = 1;
  int replications = 1;                 // that the figures are over
  int replications_asked = 0;           // 0: as many
  double duration_s = 0;                // of a replication, warm-up included
  double warmup_s = 0;                  //
  bool warmup_by_mser5 = false;         // found, not given
  std::string version{};                // of the program
  std::string model_hash{};             //
  std::string date{};                   // any text; the page itself asks no clock
  std::string command{};                // the command line
  std::vector<std::string> warnings{};  // shown at the top
};

struct PageQuantile {
  double probability = 0.5;  // in (0, 1)
  Figure value_s;
};

struct PageHeadline {
  Figure throughput_per_h;            // parts/h of the calendar
  Figure throughput_per_scheduled_h;  // parts/h of the shifts; without a mean: not shown
  Figure wip;                         // parts
  Figure lead_time_s;
  std::vector<PageQuantile> lead_time_quantiles{};
  Figure parts_out;
  Figure parts_scrapped;
};

enum class PageJudgement : std::uint8_t { Met, Missed, Open };

struct PageTarget {
  enum class What : std::uint8_t { Throughput, Demand, LeadTime };
  What what = What::Throughput;
  double value = 0;                  // parts/h; Demand: parts in `period_s`; LeadTime: seconds at most
  double period_s = 86400;           // Demand only
  std::optional<double> takt_s{};    // Demand only: time for one part
  std::optional<double> quantile{};  // LeadTime only: of this share of the parts; nothing: of the mean
  Figure measured{};                 // in the unit of `value`
  PageJudgement judgement = PageJudgement::Open;
};

// ---- the line's picture, and its flow ----

struct PageSpot {
  double x_m = 0;  // of the centre; x to the right, y up
  double y_m = 0;
  std::optional<std::pair<double, double>> size_m{};  // width along x, depth along y, before it is turned
  double turn_deg = 0;                                // counter-clockwise
};

struct PageElement {
  enum class Kind : std::uint8_t { Source, Station, Buffer, Conveyor, Sink, ScrapBin };
  std::string name;
  Kind kind = Kind::Station;
  std::optional<PageSpot> spot{};      // drawn in metres when all elements but sources and sinks have one
  int machines = 1;                    // stations
  std::optional<double> capacity{};    // buffers, conveyors: parts; nothing: unlimited
  std::optional<double> mean_level{};  // buffers, conveyors: parts
  std::optional<double> full{};        // buffers, conveyors: shares of the window
  std::optional<double> empty{};       //
  std::optional<PageStateShares> states{};  // stations: mean over machines and replications
  std::optional<double> scrap_per_h{};      // stations: parts scrapped there
  bool bottleneck = false;                  //
  bool next_bottleneck = false;             // when the bottleneck is relieved
};

struct PageEdge {
  std::size_t from = 0;  // indices into PageContent::elements
  std::size_t to = 0;
  std::optional<double> parts_per_h{};
  std::string fleet{};  // that carries parts there; empty: none
};

// ---- the bottleneck ----

struct PageJuryValue {
  std::optional<double> value{};  // printed with the method's decimals and unit
  std::string text{};             // printed instead of a value, if not empty
};

struct PageJuryMethod {
  // A key of page_words ("active_period", see there), whose name and one-line explanation are then printed
  // in the page's language; else printed as it is.
  std::string method;
  std::string unit{};  // behind each value: "%", or a unit of page_words ("parts_per_h"); "time": seconds,
                       // each told in the unit that suits it
  int decimals = 1;    //
  std::vector<PageJuryValue> values{};            // as PageJury::stations; empty: the method has none
  std::string names{};                            // the station; empty: the method names none
  bool tied = false;                              // it cannot tell that station from another
  std::optional<double> share_of_replications{};  // that name it
};

struct PageVerdict {
  std::string station;                            // empty: no verdict
  int methods_agreeing = 0;                       // of `methods_asked`
  int methods_asked = 0;                          //
  std::optional<double> share_of_replications{};  //
  std::vector<std::string> tied_with{};           // stations
  Figure gain_per_h{};                            // parts/h, from relieving it by `change`
  std::string change{};                           // such as "op20.cycle -10 %"
  std::string next{};                             // the bottleneck that follows
  std::string remark{};                           // a sentence on what relieving it does not bring
};

struct PageSensitivity {
  std::string station;
  std::string parameter;  // what was changed, such as "cycle -10 %"
  Figure gain_per_h;      // parts/h
};

struct PageShiftingSpan {
  double from_s = 0;
  double to_s = 0;
  std::string station;  // several stations share a span of shifting: one span each
  bool sole = true;     // else the bottleneck is shifting between stations
};

struct PageJury {
  std::vector<std::string> stations{};
  std::vector<PageJuryMethod> methods{};
  PageVerdict verdict{};
  std::vector<PageSensitivity> sensitivities{};
  std::vector<PageShiftingSpan> shifting{};  // of one replication, in order
};

struct PageLossStep {
  enum class Kind : std::uint8_t {
    Ideal,  // the first: what the station could make if nothing ever held it up
    Shifts,
    Maintenance,
    Failures,
    Setups,
    Waiting,
    Blocking,
    Starvation,
    Speed,
    Quality,
    Rework,
    Balance,  // what the station gave and the line has not (yet) made good
    Other,
    Real,  // the last: what it makes
  };
  Kind kind = Kind::Ideal;
  double parts_per_h = 0;  // losses are negative; Ideal plus all losses is Real
};

struct PageLosses {
  std::string station{};
  // What is missing to Real when the losses do not add up is drawn as a step of its own (Other).
  std::vector<PageLossStep> steps{};
};

// ---- stations ----

// Figures are shares, 1 = 100 %.
struct PageOee {
  std::string station;
  Figure availability;             // ISO 22400-2: APT / PBT
  Figure shop_floor_availability;  // without blocking and starvation
  Figure effectiveness;
  Figure quality;
  Figure oee;
  Figure nee;
  Figure teep;
  Figure first_pass_yield;
};

struct PageStateMapping {
  MachineState state = MachineState::Working;
  std::string element;  // of ISO 22400-2, such as "APT"; empty: none
  std::string meaning;  // printed behind it
};

// ---- over time ----

// What the band of a series spans.
enum class PageBand : std::uint8_t { None, MinMax, Quantiles10To90, Interval95 };

struct PageSeries {
  std::vector<double> time_s{};   // ascending; of each point
  std::vector<double> mean{};     // over the replications; as many as times
  std::vector<double> low{};      // the band; empty or as many
  std::vector<double> high{};     //
  std::vector<double> average{};  // Welch's moving average; empty or as many (NaN: not drawn there)
  PageBand band = PageBand::None;
};

struct PageBufferSeries {
  std::string name;
  std::optional<double> capacity{};  // nothing: unlimited
  PageSeries level{};                // parts
};

struct PageHistogram {
  std::vector<double> edges_s{};  // ascending, one more than counts
  std::vector<double> counts{};   // parts; over all replications
  double beyond = 0;              // parts above the last edge
};

struct PageGanttSegment {
  double from_s = 0;
  double to_s = 0;
  MachineState state = MachineState::Working;
};
struct PageGanttRow {
  std::string name;  // of the machine
  std::vector<PageGanttSegment> segments{};
};
struct PageGantt {
  double from_s = 0;
  double to_s = 0;
  std::vector<PageGanttRow> rows{};
};

// ---- checks ----

struct PageReferee {
  enum class Kind : std::uint8_t { Exact, Approximate, Bound };
  std::string method;
  Kind kind = Kind::Exact;
  std::string figure{};                // what is compared: "throughput", "wip", "lead_time", or any text
  std::optional<double> value{};       //
  std::string unit{};                  // as above: "parts_per_h", "parts", "s", or any text
  Figure simulated{};                  // in that unit
  std::optional<double> difference{};  // (value - simulated) / simulated
  std::string source{};                // author, year
  std::string remark{};                //
};
struct PageRefereeAbsence {
  std::string method;
  std::string reason;
};

// Anything else worth a table: workers, vehicles, limits. Cells are texts; the first column is to the left.
struct PageTable {
  std::string title;
  std::vector<std::string> header{};
  std::vector<std::vector<std::string>> rows{};
};

struct PageContent {
  PageHead head{};
  PageHeadline headline{};
  std::vector<PageTarget> targets{};
  std::vector<PageElement> elements{};  // in the order of the file
  std::vector<PageEdge> edges{};
  PageJury jury{};
  PageLosses losses{};  // of the bottleneck
  std::vector<PageOee> oee{};
  std::vector<PageStateMapping> state_mapping{};
  PageSeries throughput{};  // parts/h
  PageSeries wip{};         // parts
  std::vector<PageBufferSeries> buffers{};
  PageHistogram lead_times{};
  PageGantt gantt{};
  std::vector<PageReferee> referee{};
  std::vector<PageRefereeAbsence> referee_absent{};
  std::vector<PageTable> tables{};
  std::vector<std::string> assumptions{};
  std::vector<std::string> sources{};  // of further methods used; those of the page's own are always there
};

// The whole file. The same content gives the same bytes.
std::string page(const PageContent& content, Language language);

}  // namespace linetwin
