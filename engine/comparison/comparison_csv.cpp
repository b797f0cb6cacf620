#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "comparison/comparison_json.hpp"
#include "comparison/comparison_parts.hpp"
#include "comparison/comparison_text.hpp"

namespace linetwin {
namespace {

// RFC 4180: in quotes where it holds a comma, a quote or a new line.
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + "\"";
}

std::string cell(const std::optional<double>& value) { return value ? fmt::format("{:.10g}", *value) : ""; }

// The rows of figures of a metric, by case.
using Column = std::map<std::int64_t, CaseFigure>;

std::string figure_cells(const Column& column, std::int64_t id) {
  const auto found = column.find(id);
  if (found == column.end() || found->second.n == 0) return ",,";
  const Figure figure = figure_of(found->second);
  return "," + cell(figure.mean) + "," + cell(figure.half_width);
}

std::string cases_csv(const ResultsReader& reader, const Comparison& c) {
  std::vector<Column> columns;
  std::string text = "rank,case,id,base,cost,replications,finished,kept";
  for (const std::string& metric : reader.metrics()) {
    if (metric == "cost") continue;
    text += "," + cell(metric) + "," + cell(metric + "_half_width");
    columns.emplace_back();
    for (const auto& [id, figure] : reader.figures(metric)) columns.back().emplace(id, figure);
  }
  // a factor may be called like a figure
  for (const ResultsFactor& factor : c.head.factors) text += "," + cell("level." + factor.path);
  text += "\n";
  for (std::size_t i = 0; i < c.ranking.size(); ++i) {
    const RankedCase& one = c.ranking[i];
    text += fmt::format("{},{},{},{},{},{},{},{}", i + 1, cell(one.row.name), one.row.id, cell(one.row.base),
                        cell(one.row.cost), one.replications, one.finished, fulfilled_name(one.kept));
    for (const Column& column : columns) text += figure_cells(column, one.row.id);
    std::vector<std::string> levels(c.head.factors.size());
    for (const ResultsLevel& level : one.row.levels)
      if (const auto at = static_cast<std::size_t>(level.factor); at < levels.size()) levels[at] = level.text;
    for (const std::string& level : levels) text += "," + cell(level);
    text += "\n";
  }
  return text;
}

std::string effects_csv(const CaseEffects& e) {
  std::string text =
      "factor,second_factor,level,second_level,mean,mean_half_width,deviation,deviation_half_width,"
      "range_p,f_test_p\n";
  for (const compare::Effect& effect : e.effects->effects) {
    if (!effect.estimated) continue;
    const CompareFactor& first = e.factors[effect.factors[0]];
    const CompareFactor* const second = effect.factors.size() > 1 ? &e.factors[effect.factors[1]] : nullptr;
    const std::size_t runs = second ? second->levels.size() : 1;
    for (std::size_t i = 0; i < effect.means.size(); ++i)
      text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", cell(first.name),
                          second ? cell(second->name) : "", cell(first.levels[i / runs]),
                          second ? cell(second->levels[i % runs]) : "", cell(effect.means[i].value),
                          cell(effect.means[i].half_width), cell(effect.deviations[i].value),
                          cell(effect.deviations[i].half_width), cell(effect.range_p), cell(effect.test.p));
  }
  return text;
}

std::string surface_csv(const Comparison& c) {
  const compare::Surface& surface = *c.surface.answer.surface;
  std::string text = "case,observed,fitted,residual,left_out_residual,leverage\n";
  for (std::size_t i = 0; i < surface.points.size(); ++i) {
    const RankedCase& one = c.ranking[c.surface.places[i]];
    const compare::PointFit& point = surface.points[i];
    text += fmt::format("{},{},{},{},{},{}\n", cell(one.row.name), cell(one.value.mean), cell(point.fitted),
                        cell(point.residual), cell(point.left_out_residual), cell(point.leverage));
  }
  return text;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> comparison_tables(const ResultsReader& reader,
                                                                   const Comparison& c) {
  std::vector<std::pair<std::string, std::string>> tables = {{"cases.csv", cases_csv(reader, c)}};
  if (c.effects.effects) tables.emplace_back("effects.csv", effects_csv(c.effects));
  if (c.surface.answer.surface) tables.emplace_back("surface.csv", surface_csv(c));
  return tables;
}

void write_replications(const ResultsReader& reader, std::ostream& out) {
  std::map<std::int64_t, std::string> names;
  for (const ResultsCase& one : reader.all_cases()) names.emplace(one.id, cell(one.name));
  out << "case,id,replication,seed,outcome,message,throughput_per_h,throughput_per_scheduled_h,wip,"
         "lead_time_s,parts_out,parts_scrapped,bottleneck";
  for (const std::string& metric : reader.head().metrics) out << ',' << cell(metric);
  out << '\n';
  reader.each_replication([&](const ResultsReplication& r) {
    out << names[r.case_id] << ',' << r.case_id << ',' << r.replication << ',' << r.seed << ',' << r.outcome
        << ',' << cell(r.message);
    for (const auto* figure : {&r.throughput_per_h, &r.throughput_per_scheduled_h, &r.wip, &r.lead_time_s,
                               &r.parts_out, &r.parts_scrapped})
      out << ',' << cell(*figure);
    out << ',' << cell(r.bottleneck);
    for (const std::optional<double>& value : r.metrics) out << ',' << cell(value);
    out << '\n';
  });
}

}  // namespace linetwin
