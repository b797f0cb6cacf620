#include "comparison/comparison_ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/unicode.hpp"
#include "comparison/comparison_text.hpp"
#include "report/numbers.hpp"
#include "report/table.hpp"

namespace linetwin {
namespace {

using Align = Table::Align;

constexpr int kWidth = 110;
constexpr int kName = 40;
constexpr int kLeastName = 16;
constexpr int kHead = 20;  // of a constraint
constexpr int kLeastHead = 8;
constexpr int kLeastPlot = 8;
constexpr int kMostPlot = 30;
constexpr const char* kCost = "cost";
constexpr std::size_t kMostNamed = 3;  // that the best cannot be told from

// A mark and whiskers between two ends.
struct Plot {
  double low = 0;
  double high = 0;
  int columns = kLeastPlot;
  bool unicode = true;

  std::size_t at(double value) const {
    const double share = high > low ? (value - low) / (high - low) : 0.5;
    return static_cast<std::size_t>(std::clamp(std::lround(share * (columns - 1)), 0L, columns - 1L));
  }
  std::string of(const Figure& figure) const {
    if (!figure.mean) return {};
    const double half = figure.half_width.value_or(0);
    const std::size_t mean = at(*figure.mean), from = at(*figure.mean - half), to = at(*figure.mean + half);
    std::string text;
    for (std::size_t i = 0; i < static_cast<std::size_t>(columns); ++i) {
      if (i == mean)
        text += unicode ? "●" : "o";
      else if (i < from || i > to)
        text += " ";
      else if (i == from)
        text += unicode ? "├" : "|";
      else if (i == to)
        text += unicode ? "┤" : "|";
      else
        text += unicode ? "─" : "-";
    }
    return text;
  }
};

Plot plot_of(const Comparison& c, int columns, bool unicode) {
  Plot plot;
  plot.columns = columns;
  plot.unicode = unicode;
  bool first = true;
  for (std::size_t i = 0; i < c.ranking.size(); ++i) {
    if (i >= c.shown && i != c.control) continue;
    const Figure& figure = c.ranking[i].value;
    if (!figure.mean) continue;
    const double half = figure.half_width.value_or(0);
    plot.low = first ? *figure.mean - half : std::min(plot.low, *figure.mean - half);
    plot.high = first ? *figure.mean + half : std::max(plot.high, *figure.mean + half);
    first = false;
  }
  return plot;
}

bool same_n(const Comparison& c) {
  return std::all_of(c.ranking.begin(), c.ranking.end(),
                     [&](const RankedCase& one) { return one.n == c.ranking.front().n; });
}

// "throughput" of throughput_per_h, "laser.blocked" of stations.laser.blocked: what a head has room for.
std::string brief_metric(const std::string& metric) {
  if (metric == "throughput_per_h") return "throughput";
  if (metric == "lead_time_s") return "lead time";
  const std::size_t last = metric.rfind('.');
  const std::size_t before = last == std::string::npos || last == 0 ? last : metric.rfind('.', last - 1);
  return before == std::string::npos ? metric : metric.substr(before + 1);
}

// "cost <= 50", "throughput >= 338": the bound in whole, the metric in what room is left; ">= 338" beside the
// means of what is compared.
std::string constraint_head(const Comparison& c, const Requirement& r) {
  const std::string bound = bound_text(r);
  if (r.metric == c.metric) return bound;
  return fitted_text(brief_metric(r.metric), std::max(kHead - display_width(bound) - 1, kLeastHead)) + " " +
         bound;
}

std::string bottleneck_text(const RankedCase& one) {
  if (one.bottlenecks.empty()) return "-";
  const auto& [station, share] = one.bottlenecks.front();
  const std::string name = fitted_text(station, 12);
  return share < 0.995 ? fmt::format("{} {:.0f} %", name, share * 100) : name;
}

// A column of the table.
struct Column {
  std::string head;
  Align align = Align::Right;
  std::vector<std::string> cells{};
  int width() const {
    int most = display_width(head);
    for (const std::string& cell : cells) most = std::max(most, display_width(cell));
    return most;
  }
};

// All but name and plot.
std::vector<Column> columns_of(const Comparison& c, const std::vector<std::size_t>& places) {
  std::vector<Column> columns;
  const auto add = [&](const std::string& head, Align align, auto cell) {
    columns.push_back({head, align, {}});
    for (const std::size_t place : places) columns.back().cells.push_back(cell(c.ranking[place], place));
  };
  if (!same_n(c))
    add("n", Align::Right, [](const RankedCase& one, std::size_t) { return std::to_string(one.n); });
  add("mean", Align::Right, [](const RankedCase& one, std::size_t) { return figure_text(one.value); });
  if (shows_cost(c))
    add("cost", Align::Right, [](const RankedCase& one, std::size_t) { return cost_text(one.row.cost); });
  for (std::size_t k = 0; k < c.constraints.size(); ++k)
    add(constraint_head(c, c.constraints[k]), Align::Right, [&](const RankedCase& one, std::size_t) {
      const HeldConstraint& held = one.constraints[k];
      const std::string kept = kept_text(held.kept);
      if (!held.measured.mean || shown_before(c, k)) return kept;
      return (c.constraints[k].metric == kCost ? cost_text(*held.measured.mean)
                                               : number_text(*held.measured.mean, held.measured.half_width)) +
             " " + kept;
    });
  add("difference", Align::Right, [&](const RankedCase& one, std::size_t place) {
    return place == c.control ? std::string("control") : difference_text(one.against_control);
  });
  add("", Align::Left, [&](const RankedCase& one, std::size_t place) {
    return place == c.control ? std::string() : verdict_text(one.against_control.among_all);
  });
  add("bottleneck", Align::Left, [](const RankedCase& one, std::size_t) { return bottleneck_text(one); });
  return columns;
}

// "stations.laser.cycle" in 1, "laser.cycle" in 2, "cycle" in 3.
std::string shortened(const std::string& path, int how) {
  const std::size_t first = path.find('.'), last = path.rfind('.');
  if (how < 2 || first == std::string::npos) return path;
  return path.substr((how == 2 ? first : last) + 1);
}

// Whether shortened paths still tell the factors apart.
bool told_apart(const ResultsHead& head, int how) {
  std::vector<std::string> names;
  for (const ResultsFactor& factor : head.factors) names.push_back(shortened(factor.path, how));
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end();
}

}  // namespace

std::string name_text(const Comparison& c, const RankedCase& one, int how) {
  if (how < 2 || one.row.levels.empty()) return one.row.name;
  const std::string brief = brief_name(c, one);
  if (brief != one.row.name) return brief;
  std::string text = one.row.base;
  for (const ResultsLevel& level : one.row.levels) {
    const std::string whole = level_text(c.head, level);
    const std::string& path = c.head.factors[static_cast<std::size_t>(level.factor)].path;
    text += " " + shortened(path, how) + whole.substr(path.size());
  }
  return text;
}

namespace {

// Names in as much detail as the room allows.
std::vector<std::string> names_of(const Comparison& c, const std::vector<std::size_t>& places, int room) {
  std::vector<std::string> names;
  for (int how = 1; how <= 3; ++how) {
    if (how > 1 && !told_apart(c.head, how)) break;
    names.clear();
    int longest = 0;
    for (const std::size_t place : places) {
      names.push_back(name_text(c, c.ranking[place], how));
      longest = std::max(longest, display_width(names.back()));
    }
    if (longest <= room) break;
  }
  return names;
}

// As much as the intervals' note needs to say.
std::string note_text(const Comparison& c) {
  std::string text = "±: half of the 95 % interval. Difference: paired by replication";
  if (c.ranking.size() > 2)
    text += fmt::format(", its intervals hold together for {} comparisons", c.ranking.size() - 1);
  if (same_n(c)) text += fmt::format("; n = {}", c.ranking.front().n);
  if (c.one_replication())
    text =
        "One replication each (n = 1): these are its results, and differences are those of its random "
        "numbers. "
        "Without a second one there are no intervals";
  text = wrapped_text(text, "  ");
  if (c.ranking.size() > c.shown)
    text += fmt::format("  {} of {} cases are shown\n", c.shown, c.ranking.size());
  if (c.paired < c.ranking.size())
    text += fmt::format("  differences were worked out for the first {}\n", c.paired);
  return text;
}

std::string mark_text(const Comparison& c, std::size_t place) {
  const RankedCase& one = c.ranking[place];
  if (one.n == 0) return "-";
  return place < c.rivals ? std::to_string(place + 1) : "x";
}

std::string not_told_text(const Comparison& c) {
  std::string names;
  const std::size_t named = std::min(c.not_told.size(), kMostNamed);
  for (std::size_t i = 0; i < named; ++i)
    names += (i == 0                       ? ""
              : i + 1 == c.not_told.size() ? " and "
                                           : ", ") +
             brief_name(c, c.ranking[c.not_told[i]]);
  if (named < c.not_told.size()) names += fmt::format(" and {} more", c.not_told.size() - named);
  return names;
}

std::string one_replication_text(const Comparison& c) {
  if (c.rivals < 2 && c.control == 0) return {};
  return fmt::format(
      " One replication cannot tell it from chance{}.",
      c.ranking.front().kept == Fulfilled::Open ? ", nor whether the constraints are kept" : "");
}

// "brings 20.9 ± 0.4 parts/h more than as-is"
std::string gain_text(const Comparison& c, const compare::Difference& d) {
  const double value = d.value.value_or(0);
  const std::string number = figure_text({std::abs(value), d.simultaneous_half_width, {}});
  const std::string unit = metric_unit(c.head, c.metric);
  const char* const side = value < 0 ? "less" : "more";
  const bool rate = unit == "parts/h";
  return fmt::format("{} {}{} {}{} than {}", rate ? "brings" : "has", number, unit.empty() ? "" : " " + unit,
                     side, rate ? std::string() : " " + c.metric, brief_name(c, c.ranking[c.control]));
}

}  // namespace

std::string fitted_text(const std::string& text, int columns) {
  std::string flat = text;
  std::replace(flat.begin(), flat.end(), '\n', ' ');
  if (display_width(flat) <= columns) return flat;
  const std::u32string points = code_points(flat);
  const int room = columns - 3;
  std::u32string head, tail;
  std::size_t i = 0, j = points.size();
  int used = 0;
  // the end tells values apart: it gets the larger half
  while (j > 0 && used + display_width(points[j - 1]) <= room - room / 2) used += display_width(points[--j]);
  tail = points.substr(j);
  while (i < j && used + display_width(points[i]) <= room) used += display_width(points[i++]);
  head = points.substr(0, i);
  return to_utf8(head) + "..." + to_utf8(tail);
}

std::string fitted_name(const RankedCase& one, const std::string& name, int columns) {
  if (display_width(name) <= columns) return name;
  const std::string number = fmt::format("#{} ", one.row.id);
  return number + fitted_text(name, columns - static_cast<int>(number.size()));
}

std::string brief_name(const Comparison& c, const RankedCase& one) {
  const std::string sampled = one.row.base + " #";
  const bool grid = std::any_of(c.head.factors.begin(), c.head.factors.end(),
                                [](const ResultsFactor& factor) { return factor.use == "vary"; });
  if (grid || !one.row.name.starts_with(sampled)) return one.row.name;
  return one.row.name.substr(0, one.row.name.find(' ', sampled.size()));
}

std::string wrapped_text(const std::string& text, const std::string& indent) {
  std::string all, line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (!line.empty() && display_width(indent + line + " " + word) > kWidth) {
      all += indent + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    at = end + 1;
  }
  return all + indent + line + "\n";
}

bool shows_cost(const Comparison& c) {
  const auto bounds_cost = [](const Requirement& r) { return r.metric == kCost; };
  return c.metric != kCost && std::none_of(c.constraints.begin(), c.constraints.end(), bounds_cost) &&
         std::any_of(c.ranking.begin(), c.ranking.end(),
                     [](const RankedCase& one) { return one.row.cost != 0; });
}

bool shown_before(const Comparison& c, std::size_t constraint) {
  const auto begin = c.constraints.begin(), end = begin + static_cast<std::ptrdiff_t>(constraint);
  const std::string& metric = c.constraints[constraint].metric;
  return metric == c.metric ||
         std::any_of(begin, end, [&](const Requirement& r) { return r.metric == metric; });
}

std::string bound_text(const Requirement& r) {
  return fmt::format("{} {}", relation_sign(r.relation),
                     r.metric == kCost ? cost_text(r.bound) : fmt::format("{:.8g}", r.bound));
}

std::string cost_text(double cost) {
  constexpr std::array<std::pair<double, const char*>, 4> kUnits = {
      {{1e12, " T"}, {1e9, " G"}, {1e6, " M"}, {1e4, " k"}}};
  const double size = std::abs(cost);
  for (const auto& [least, name] : kUnits)
    if (size >= least) return fmt::format("{:.5g}{}", cost / (least == 1e4 ? 1e3 : least), name);
  return fmt::format("{:.6g}", cost == 0 ? 0.0 : cost);
}

std::string estimate_text(const compare::Estimate& estimate) {
  return figure_text({estimate.value, estimate.half_width, {}});
}

std::string difference_text(const compare::Difference& d) {
  return signed_figure_text({d.value, d.simultaneous_half_width, {}});
}

std::string verdict_text(compare::Verdict verdict) {
  return verdict == compare::Verdict::Better  ? "better"
         : verdict == compare::Verdict::Worse ? "worse"
                                              : "open";
}

std::string kept_text(Fulfilled kept) { return fulfilled_name(kept); }

std::string ranking_text(const Comparison& c, const TextStyle& style) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < c.ranking.size(); ++i)
    if (i < c.shown || i == c.control) places.push_back(i);
  const std::vector<Column> columns = columns_of(c, places);
  int digits = 1;
  for (const std::size_t place : places) digits = std::max(digits, display_width(mark_text(c, place)));
  int used = 2 + digits + 2;
  for (const Column& column : columns) used += column.width() + 2;
  const int most = std::clamp(kWidth - used - kLeastPlot - 2, kLeastName, kName);
  const std::vector<std::string> names = names_of(c, places, most);
  int longest = 4;
  for (const std::string& one : names) longest = std::max(longest, display_width(one));
  const int name = std::min(longest, most);
  const int room = kWidth - used - name - 2;
  const Plot plot = plot_of(c, std::min(room, kMostPlot), style.unicode);
  const bool plotted = room >= kLeastPlot;
  std::vector<Align> aligns = {Align::Right, Align::Left};
  std::vector<std::string> head = {"#", "case"};
  for (const Column& column : columns) {
    aligns.push_back(column.align);
    head.push_back(column.head);
  }
  aligns.push_back(Align::Left);
  Table table(aligns);
  table.add(head);
  for (std::size_t row = 0; row < places.size(); ++row) {
    const std::size_t place = places[row];
    std::vector<std::string> cells = {mark_text(c, place), fitted_name(c.ranking[place], names[row], name)};
    for (const Column& column : columns) cells.push_back(column.cells[row]);
    if (plotted) cells.push_back(plot.of(c.ranking[place].value));
    table.add(cells, style.colour && place == 0 && c.has_best() ? "\x1b[1m" : "");
  }
  return table.text("  ") + note_text(c);
}

std::string best_sentence(const Comparison& c) {
  if (!c.has_best())
    return c.ranking.empty() || c.ranking.front().n == 0 ? "No case has a value of it."
                                                         : "No case keeps the constraints.";
  const RankedCase& best = c.ranking.front();
  const std::string name = brief_name(c, best);
  std::string text;
  if (c.ranking.size() == 1)
    text = fmt::format("{} is the only case{}: there is nothing to compare it with.", name,
                       c.head.cases > 1 ? " that has results yet" : "");
  else if (c.control == 0)
    text = fmt::format("{} is the best: no change is better.", name);
  else if (best.against_control.value)
    text = fmt::format("{} {}.", name, gain_text(c, best.against_control));
  else
    text = fmt::format("{} is the best by its mean.", name);
  if (c.one_replication()) return text + one_replication_text(c);
  if (c.control != 0 && best.against_control.value &&
      best.against_control.among_all == compare::Verdict::CannotTell)
    text += " That cannot be told from no difference.";
  if (best.kept == Fulfilled::Open) text += " Whether it keeps the constraints cannot be told.";
  if (c.rivals < 2) return text;
  if (c.not_told.empty())
    text += fmt::format(" It can be told to be the best of {}.", c.paired < c.rivals ? c.paired : c.rivals);
  else
    text += fmt::format(" It cannot be told from {}.", not_told_text(c));
  return text;
}

}  // namespace linetwin
