#include "page/page_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "analysis/targets.hpp"
#include "page/page_phrases.hpp"
#include "page/page_theory_words.hpp"
#include "report/referee.hpp"
#include "report/text.hpp"
#include "statistics/warmup.hpp"

namespace linetwin {
namespace {

std::string station_name(const LineModel& model, std::int32_t station) {
  return station == kNone ? std::string{} : model.of(model.stations[static_cast<std::size_t>(station)]).name;
}

PageHead head(const LineModel& model, const Summary& s, const PageContext& context) {
  PageHead head;
  head.model = model.name;
  head.description = model.description;
  head.seed = s.options.seed;
  head.replications = s.finished;
  head.replications_asked = s.ended;
  head.duration_s = seconds(s.options.duration);
  head.warmup_s = seconds(s.options.warmup);
  head.warmup_by_mser5 = s.options.find_warmup;
  head.version = context.version;
  head.model_hash = fmt::format("{:016x}", model.hash);
  head.date = context.date;
  head.command = context.command;
  head.warnings = stuck_texts(model, s, context.language);
  head.warnings.insert(head.warnings.end(), s.warnings.begin(), s.warnings.end());
  return head;
}

PageHeadline headline(const LineModel& model, const Summary& s) {
  PageHeadline h;
  h.throughput_per_h = s.throughput_per_h;
  if (!model.scheduled.shifts.empty()) h.throughput_per_scheduled_h = s.throughput_per_scheduled_h;
  h.wip = s.wip;
  h.lead_time_s = s.lead_time_s;
  if (s.batches) {
    h.throughput_per_h.half_width = s.batches->throughput_per_h.figure.half_width;
    h.wip.half_width = s.batches->wip.figure.half_width;
    if (s.batches->lead_time_s) h.lead_time_s.half_width = s.batches->lead_time_s->figure.half_width;
  }
  for (std::size_t i = 0; i < kQuantiles.size(); ++i)
    if (s.lead_time_quantiles_s[i].mean)
      h.lead_time_quantiles.push_back({kQuantiles[i], s.lead_time_quantiles_s[i]});
  h.parts_out = s.parts_out;
  h.parts_scrapped = s.parts_scrapped;
  return h;
}

std::vector<PageTarget> targets(const LineModel& model, const Summary& s) {
  std::vector<PageTarget> all;
  for (const TargetVerdict& v : judge(model, s)) {
    PageTarget target;
    target.value = v.target;
    target.measured = v.measured;
    target.takt_s = v.takt_s;
    switch (v.kind) {
      case TargetKind::Throughput: target.what = PageTarget::What::Throughput; break;
      case TargetKind::Demand:
        target.what = PageTarget::What::Demand;
        target.period_s = seconds(model.targets.demand->period);
        break;
      case TargetKind::LeadTime: target.what = PageTarget::What::LeadTime; break;
    }
    target.judgement = v.judgement == Judgement::Met      ? PageJudgement::Met
                       : v.judgement == Judgement::Missed ? PageJudgement::Missed
                                                          : PageJudgement::Open;
    all.push_back(target);
  }
  return all;
}

// ---- the line

// Whether a gain can be told from none.
bool brings(const Figure& gain) { return gain.mean && *gain.mean - gain.half_width.value_or(0) > 0; }

PageElement station_element(const LineModel& model, std::size_t k, const Summary& s, const Details& d) {
  PageElement e;
  e.kind = PageElement::Kind::Station;
  e.machines = model.stations[k].machines;
  PageStateShares shares{};
  for (std::size_t i = 0; i < kMachineStates; ++i) shares[i] = s.stations[k].state[i].mean.value_or(0);
  e.states = shares;
  if (!d.scrap_per_h.empty())
    e.scrap_per_h = d.scrap_per_h[static_cast<std::size_t>(model.stations[k].element)];
  e.bottleneck = s.jury.verdict.station == static_cast<std::int32_t>(k);
  e.next_bottleneck = !e.bottleneck && d.sensitivity.relief && brings(d.sensitivity.relief->parts_per_h) &&
                      d.sensitivity.relief->next == static_cast<std::int32_t>(k);
  return e;
}

template <class S>  // BufferSummary, ConveyorSummary
void fill_store(PageElement& e, const S& s, std::int64_t capacity) {
  if (capacity != kUnlimited) e.capacity = static_cast<double>(capacity);
  e.mean_level = s.level.mean;
  e.full = s.full.mean;
  e.empty = s.empty.mean;
}

PageElement page_element(const LineModel& model, const Element& element, const Summary& s, const Details& d) {
  const auto k = static_cast<std::size_t>(element.index);
  PageElement e;
  switch (element.kind) {
    case ElementKind::Source: e.kind = PageElement::Kind::Source; break;
    case ElementKind::Station: e = station_element(model, k, s, d); break;
    case ElementKind::Buffer:
      e.kind = PageElement::Kind::Buffer;
      fill_store(e, s.buffers[k], model.buffers[k].capacity);
      break;
    case ElementKind::Conveyor:
      e.kind = PageElement::Kind::Conveyor;
      fill_store(e, s.conveyors[k], model.conveyors[k].capacity);
      break;
    case ElementKind::Sink:
      e.kind = model.sinks[k].scrap ? PageElement::Kind::ScrapBin : PageElement::Kind::Sink;
      break;
  }
  e.name = element.name;
  if (element.spot)
    e.spot = PageSpot{element.spot->x, element.spot->y, element.spot->size, element.spot->turn};
  return e;
}

void fill_line(const LineModel& model, const Summary& s, const Details& d, PageContent& page) {
  for (const Element& element : model.elements) page.elements.push_back(page_element(model, element, s, d));
  for (std::size_t e = 0; e < model.elements.size(); ++e)
    for (std::size_t k = 0; k < model.elements[e].successors.size(); ++k) {
      PageEdge edge;
      edge.from = e;
      edge.to = static_cast<std::size_t>(model.elements[e].successors[k]);
      if (!d.flow_per_h.empty()) edge.parts_per_h = d.flow_per_h[e][k];
      if (const std::int32_t fleet = model.elements[e].via[k]; fleet != kNone)
        edge.fleet = model.fleets[static_cast<std::size_t>(fleet)].name;
      page.edges.push_back(std::move(edge));
    }
}

// ---- the jury

PageJuryMethod page_method(const LineModel& model, const Vote& vote) {
  PageJuryMethod m;
  m.method = method_name(vote.method);
  std::replace(m.method.begin(), m.method.end(), ' ', '_');
  double factor = 1;
  switch (vote.method) {
    case JuryMethod::Utilisation:
    case JuryMethod::Shifting:
    case JuryMethod::TurningPoint: m.unit = "%", factor = 100; break;
    case JuryMethod::ActivePeriod: m.unit = "time"; break;
    case JuryMethod::Arrow: m.decimals = 3; break;
    case JuryMethod::Sensitivity: m.unit = "parts_per_h", m.decimals = 2; break;
  }
  // a rule of thumb that does not apply to a station has no score there, not a score of 0
  const bool zero_is_none = vote.method == JuryMethod::TurningPoint || vote.method == JuryMethod::Arrow;
  for (const Figure& score : vote.scores) {
    PageJuryValue value;
    if (score.mean && !(zero_is_none && *score.mean == 0)) value.value = *score.mean * factor;
    m.values.push_back(std::move(value));
  }
  m.names = station_name(model, vote.station);
  m.tied = !vote.tied.empty();
  if (!vote.winners.empty()) m.share_of_replications = vote.share_of_replications;
  return m;
}

void fill_jury(const LineModel& model, const Summary& s, const Details& d, Language language,
               PageJury& page) {
  for (const StationModel& station : model.stations) page.stations.push_back(model.of(station).name);
  for (const Vote& vote : s.jury.votes) page.methods.push_back(page_method(model, vote));
  const Verdict& verdict = s.jury.verdict;
  page.verdict.station = station_name(model, verdict.station);
  page.verdict.methods_agreeing = verdict.agree;
  page.verdict.methods_asked = verdict.of;
  if (s.finished > 1) page.verdict.share_of_replications = verdict.share_of_replications;
  for (const std::int32_t other : verdict.tied) page.verdict.tied_with.push_back(station_name(model, other));
  if (d.sensitivity.relief) {
    page.verdict.gain_per_h = d.sensitivity.relief->parts_per_h;
    page.verdict.change = relief_text(page.verdict.station, language);
    if (!d.sensitivity.relief->parts_per_h.mean) {
      page.verdict.change.clear();  // no pair of replications reached the end
    } else if (!brings(d.sensitivity.relief->parts_per_h)) {
      page.verdict.remark = no_relief_text(language);
    } else if (d.sensitivity.relief->next == verdict.station) {
      page.verdict.remark = still_text(language);
    } else {
      page.verdict.next = station_name(model, d.sensitivity.relief->next);
    }
  }
  for (const Gain& gain : d.sensitivity.gains) {
    if (!gain.parts_per_h.mean) continue;
    const bool buffer = gain.what.kind == Improvement::Kind::Buffer;
    page.sensitivities.push_back(
        {buffer ? model.of(model.buffers[static_cast<std::size_t>(gain.what.buffer)]).name
                : station_name(model, gain.what.station),
         parameter_text(model, gain.what, d.sensitivity.step, language), gain.parts_per_h});
  }
  for (const BottleneckStretch& stretch : d.stretches)
    page.shifting.push_back(
        {seconds(stretch.from), seconds(stretch.to),
         station_name(model, model.machines[static_cast<std::size_t>(stretch.machine)].station),
         !stretch.shifting});
}

void fill_losses(const LineModel& model, const Details& d, PageLosses& page) {
  if (!d.losses) return;
  using Kind = PageLossStep::Kind;
  constexpr std::array<Kind, kLosses> kinds = {
      Kind::Shifts,   Kind::Maintenance, Kind::Failures, Kind::Setups,  Kind::Waiting,
      Kind::Blocking, Kind::Starvation,  Kind::Speed,    Kind::Quality, Kind::Balance};
  page.station = station_name(model, d.losses_of);
  page.steps.push_back({Kind::Ideal, d.losses->ideal});
  for (std::size_t i = 0; i < kLosses; ++i)
    if (const double step = d.losses->steps[i].mean.value_or(0); step != 0)
      page.steps.push_back({kinds[i], step});
  page.steps.push_back({Kind::Real, d.losses->real.mean.value_or(0)});
}

void fill_oee(const LineModel& model, const Details& d, Language language, PageContent& page) {
  for (std::size_t s = 0; s < d.oee.size(); ++s) {
    const OeeFigures& o = d.oee[s];
    page.oee.push_back({model.of(model.stations[s]).name, o.availability, o.shop_floor_availability,
                        o.effectiveness, o.quality, o.oee, o.nee, o.teep, o.first_pass_yield});
  }
  for (const TimeElement& e : kTimeElements)
    page.state_mapping.push_back({e.state, e.element, time_element_text(e, language)});
}

// ---- over time

PageSeries page_series(const Series& series, const std::vector<Figure>& figures) {
  PageSeries page;
  const bool band = std::all_of(figures.begin(), figures.end(), [](const Figure& f) { return f.half_width; });
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const double mean = figures[i].mean.value_or(0);
    page.time_s.push_back(seconds(series.edges[i] + (series.edges[i + 1] - series.edges[i]) / 2));
    page.mean.push_back(mean);
    if (!band) continue;
    page.low.push_back(std::max(0.0, mean - *figures[i].half_width));
    page.high.push_back(mean + *figures[i].half_width);
  }
  page.band = band ? PageBand::Interval95 : PageBand::None;
  page.average = welch_average(page.mean, std::max<std::size_t>(1, page.mean.size() / 20));
  page.average.resize(page.mean.size(), std::numeric_limits<double>::quiet_NaN());
  return page;
}

void fill_series(const LineModel& model, const Series& series, PageContent& page) {
  if (series.edges.empty()) return;
  page.throughput = page_series(series, series.throughput_per_h);
  page.wip = page_series(series, series.wip);
  for (std::size_t b = 0; b < series.levels.size(); ++b) {
    PageBufferSeries buffer;
    buffer.name = model.of(model.buffers[b]).name;
    if (model.buffers[b].capacity != kUnlimited)
      buffer.capacity = static_cast<double>(model.buffers[b].capacity);
    buffer.level.time_s = page.throughput.time_s;
    for (const Series::Level& level : series.levels[b]) {
      buffer.level.mean.push_back(level.mean);
      buffer.level.low.push_back(level.low);
      buffer.level.high.push_back(level.high);
    }
    buffer.level.band = PageBand::MinMax;
    page.buffers.push_back(std::move(buffer));
  }
}

void fill_histogram(const Histogram& histogram, PageHistogram& page) {
  if (histogram.counts.empty()) return;
  const std::size_t bins = histogram.counts.size() - static_cast<std::size_t>(histogram.tail);
  page.edges_s.push_back(seconds(histogram.first));
  for (std::size_t i = 0; i < bins; ++i) {
    page.edges_s.push_back(seconds(histogram.first + static_cast<Time>(i + 1) * histogram.width));
    page.counts.push_back(static_cast<double>(histogram.counts[i]));
  }
  if (histogram.tail) page.beyond = static_cast<double>(histogram.counts.back());
}

void fill_gantt(const LineModel& model, const Details& d, PageGantt& page) {
  page.from_s = seconds(d.gantt_from);
  page.to_s = seconds(d.gantt_to);
  MachineId row_of = kNone;
  for (const GanttBar& bar : d.gantt) {
    if (bar.machine != row_of) {
      row_of = bar.machine;
      const MachineModel& machine = model.machines[static_cast<std::size_t>(bar.machine)];
      std::string name = station_name(model, machine.station);
      if (model.stations[static_cast<std::size_t>(machine.station)].machines > 1)
        name += fmt::format(" {}", machine.number + 1);
      page.rows.push_back({std::move(name), {}});
    }
    page.rows.back().segments.push_back({seconds(bar.from), seconds(bar.to), bar.state});
  }
}

// ---- the referee

void fill_referee(const RefereeReport& report, const Summary& s, Language language, PageContent& page) {
  for (const Finding& finding : report.findings) {
    PageReferee row;
    row.method = theory_text(finding.method, language);
    row.kind = finding.kind == Finding::Kind::Exact         ? PageReferee::Kind::Exact
               : finding.kind == Finding::Kind::Approximate ? PageReferee::Kind::Approximate
                                                            : PageReferee::Kind::Bound;
    row.figure = throughput_text(language);
    row.value = finding.throughput_per_h;
    row.unit = "parts_per_h";
    row.simulated = s.throughput_per_h;
    row.difference = standing(finding, s.throughput_per_h).difference;
    row.source = finding.source;
    page.referee.push_back(std::move(row));
  }
  for (const NotApplied& method : report.not_applied)
    page.referee_absent.push_back(
        {theory_text(method.method, language), theory_text(method.reason, language)});
}

}  // namespace

PageContent page_content(const LineModel& model, const Summary& summary, const Details& details,
                         const RefereeReport& referee, const PageContext& context) {
  PageContent page;
  page.head = head(model, summary, context);
  page.assumptions = assumption_texts(model, summary, details, context.language);
  if (summary.finished == 0) return page;
  page.headline = headline(model, summary);
  page.targets = targets(model, summary);
  fill_line(model, summary, details, page);
  fill_jury(model, summary, details, context.language, page.jury);
  fill_losses(model, details, page.losses);
  fill_oee(model, details, context.language, page);
  fill_series(model, details.series, page);
  fill_histogram(summary.lead_times, page.lead_times);
  fill_gantt(model, details, page.gantt);
  fill_referee(referee, summary, context.language, page);
  page.tables = resource_tables(model, summary, context.language);
  return page;
}

}  // namespace linetwin
