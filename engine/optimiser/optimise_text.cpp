#include "optimiser/optimise_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/quantity.hpp"
#include "report/table.hpp"
#include "report/text.hpp"

namespace linetwin {
namespace {

std::string plural(std::int64_t n, const char* word) {
  return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}

std::string exact_text(double value) { return fmt::format("{:.10g}", value == 0 ? 0.0 : value); }

std::string figure_text(const Figure& figure, bool exact) {
  return exact && figure.mean ? exact_text(*figure.mean) : linetwin::figure_text(figure);
}

const char* kept_word(Kept kept) {
  switch (kept) {
    case Kept::Kept: return "kept";
    case Kept::Open: return "open";
    case Kept::Broken: return "broken";
  }
  return "";
}

const char* ended_text(Ended ended) {
  switch (ended) {
    case Ended::Converged: return "";
    case Ended::Exhausted: return "ended by --evaluations";
    case Ended::Interrupted: return "interrupted";
  }
  return "";
}

class Text {
 public:
  Text(const Campaign& campaign, const LineProblem& problem, const LineOptimum& optimum)
      : scenario_(campaign.read().scenario), campaign_(campaign), problem_(problem), optimum_(optimum) {}

  std::string all() {
    head();
    if (optimum_.search.finalists.empty()) {
      out_ += fmt::format("\n  No setting can be named: {}\n", optimum_.search.why_none);
      return std::move(out_);
    }
    best();
    finalists();
    climbs();
    around();
    to_run();
    return std::move(out_);
  }

 private:
  std::string level_text(std::size_t i, double x) const {
    const std::size_t f = problem_.factors[i];
    const std::vector<std::size_t>& listed = problem_.listed[i];
    return listed.empty() ? campaign_.design().at_number(f, x).text
                          : campaign_.design().listed(f, listed[static_cast<std::size_t>(x + 0.5)]).text;
  }
  std::string as_is_text(std::size_t i) const {
    const SearchFactor& factor = problem_.search.factors[i];
    if (!factor.as_is) return "-";
    if (!problem_.listed[i].empty()) return level_text(i, *factor.as_is);
    const Factor& of = scenario_.factors[problem_.factors[i]];
    return (of.kind == TreeChange::Kind::Scale ? "x " : "") + written(*factor.as_is, of.unit);
  }
  static std::string number_of(std::size_t factor) { return fmt::format("[{}]", factor + 1); }
  std::string aim() const {
    return fmt::format("{} {}", problem_.search.maximise ? "maximise" : "minimise",
                       problem_.objective.of == Watched::Of::Cost ? "cost" : problem_.objective.metric);
  }
  std::string unit_of_cost() const {
    return scenario_.currency.empty() ? std::string() : " " + scenario_.currency;
  }
  void head();
  void best();
  void finalists();
  void climbs();
  void around();
  void to_run();

  const Scenario& scenario_;
  const Campaign& campaign_;
  const LineProblem& problem_;
  const LineOptimum& optimum_;
  std::string out_{};
};

void Text::head() {
  out_ = scenario_.name + (scenario_.description.empty() ? "" : ": " + scenario_.description) + "\n\n";
  out_ += fmt::format("  Wanted: {}\n", aim());
  for (const SearchBudget& budget : problem_.search.budgets)
    out_ += fmt::format("  Budget: {}\n", budget.name);
  for (const SearchConstraint& constraint : problem_.search.constraints)
    out_ += fmt::format("  Subject to: {}\n", constraint.name);
  const SearchResult& s = optimum_.search;
  out_ += fmt::format("  Looked at: {} of {:.6g}{}, with {}\n",
                      plural(static_cast<std::int64_t>(s.settings), "setting"), problem_.settings,
                      problem_.search.budgets.empty() ? "" : " (budgets left out)",
                      plural(optimum_.replications, "replication"));
  if (s.ended != Ended::Converged)
    out_ += fmt::format("  Incomplete: {}; what follows is the best so far\n", ended_text(s.ended));
}

void Text::best() {
  using Align = Table::Align;
  const Finalist& first = optimum_.search.finalists.front();
  out_ += first.feasible ? "\n  Best setting\n"
                         : "\n  No setting was found that keeps to all of it; nearest to it\n";
  Table table({Align::Right, Align::Left, Align::Right, Align::Right, Align::Right});
  table.add({"", "", "as is", "best", "searched"});
  for (std::size_t i = 0; i < first.setting.size(); ++i) {
    const SearchFactor& f = problem_.search.factors[i];
    table.add({number_of(i), f.name, as_is_text(i), level_text(i, first.setting[i]),
               fmt::format("{} .. {}", level_text(i, f.from), level_text(i, f.to))});
  }
  if (!scenario_.unit_costs.empty())
    table.add({"", "cost", "0", exact_text(optimum_.costs.front()) + unit_of_cost(), ""});
  out_ += table.text("    ");
  if (!optimum_.compared) return;
  const AsIsComparison& c = *optimum_.compared;
  const bool exact = problem_.objective.exact();
  out_ += fmt::format(
      "\n  Against the line as it is{}\n",
      exact ? ""
            : fmt::format(" ({} that chose nothing)", plural(c.replications, "pair") + " of replications"));
  Table against({Align::Left, Align::Right});
  const std::string name = problem_.objective.of == Watched::Of::Cost ? "cost" : problem_.objective.metric;
  against.add({name + ", as is", figure_text(c.as_is, exact)});
  against.add({name + ", best", figure_text(c.best, exact)});
  const bool more = exact && c.difference.mean.value_or(0) > 0;
  against.add({"difference", exact ? (more ? "+" : "") + figure_text(c.difference, true)
                                   : signed_figure_text(c.difference)});
  for (std::size_t j = 0; j < c.constraints.size(); ++j)
    against.add({problem_.search.constraints[j].name,
                 figure_text(c.constraints[j], problem_.constraints[j].exact())});
  out_ += against.text("    ");
  if (c.difference.mean && c.difference.half_width && !exact &&
      std::abs(*c.difference.mean) <= *c.difference.half_width)
    out_ += "    The interval does not tell the best from the line as it is.\n";
}

void Text::finalists() {
  using Align = Table::Align;
  const SearchResult& s = optimum_.search;
  out_ += fmt::format("\n  Finalists, {} each", plural(s.finalists.front().replications, "replication"));
  const FinalChoice& choice = optimum_.choice;
  if (choice.kim_nelson) {
    out_ +=
        fmt::format("; the first chosen among {} by Kim-Nelson (delta {:g}, risk 5 %) with {} of its own{}\n",
                    choice.alternatives, choice.delta, plural(choice.replications, "replication"),
                    choice.settled ? "" : ", which did not settle it");
  } else {
    out_ += ", the best mean first\n";
  }
  std::vector<Align> columns(4 + problem_.search.factors.size() + problem_.search.budgets.size() +
                                 2 * problem_.search.constraints.size(),
                             Align::Right);
  Table table(columns);
  std::vector<std::string> titles = {""};
  for (std::size_t i = 0; i < problem_.search.factors.size(); ++i) titles.push_back(number_of(i));
  titles.push_back(problem_.objective.of == Watched::Of::Cost ? "cost" : problem_.objective.metric);
  for (const SearchConstraint& c : problem_.search.constraints) {
    titles.push_back(c.name);
    titles.push_back("");
  }
  for (const SearchBudget& b : problem_.search.budgets) titles.push_back("left of " + b.name);
  const auto is_cost = [](const Watched& watched) { return watched.of == Watched::Of::Cost; };
  const bool costs = !scenario_.unit_costs.empty() && !is_cost(problem_.objective) &&
                     std::none_of(problem_.constraints.begin(), problem_.constraints.end(), is_cost);
  if (costs) titles.push_back("cost");
  table.add(titles);
  for (std::size_t k = 0; k < s.finalists.size(); ++k) {
    const Finalist& f = s.finalists[k];
    std::vector<std::string> row = {std::to_string(k + 1)};
    for (std::size_t i = 0; i < f.setting.size(); ++i) row.push_back(level_text(i, f.setting[i]));
    row.push_back(figure_text(f.objective, problem_.objective.exact()));
    for (std::size_t j = 0; j < f.constraints.size(); ++j) {
      row.push_back(figure_text(f.constraints[j], problem_.constraints[j].exact()));
      row.emplace_back(kept_word(f.kept[j]));
    }
    for (const double left : f.left) row.push_back(exact_text(left));
    if (costs) row.push_back(exact_text(optimum_.costs[k]));
    table.add(row);
  }
  out_ += table.text("    ");
}

// The first and the last setting of each climb.
void Text::climbs() {
  using Align = Table::Align;
  const SearchResult& s = optimum_.search;
  out_ += "\n  Climbs (means over the replications that each setting had then)\n";
  Table table({Align::Left, Align::Right, Align::Left, Align::Right, Align::Left, Align::Left});
  for (std::size_t k = 0; k < s.starts.size(); ++k) {
    const auto of_it = [k](const SearchStep& step) { return step.start == k; };
    const auto first = std::find_if(s.path.begin(), s.path.end(), of_it);
    if (first == s.path.end()) continue;
    const auto last = std::find_if(s.path.rbegin(), s.path.rend(), of_it);
    const auto moves = std::count_if(s.path.begin(), s.path.end(), of_it) - 1;
    const auto value = [](const SearchStep& step) {
      return number_text(step.objective, std::nullopt) + (step.violation > 0 ? " (broken)" : "");
    };
    table.add({"from " + s.starts[k].what, value(*first), "->", value(*last), "in " + plural(moves, "move"),
               ended_text(s.starts[k].ended)});
  }
  out_ += table.text("    ");
}

void Text::around() {
  const SearchResult& s = optimum_.search;
  out_ += fmt::format("\n  {} of {} by a single step or an exchange looked at; ", s.neighbours_seen,
                      plural(static_cast<std::int64_t>(s.neighbours), "neighbour"));
  if (s.local_optimum()) {
    out_ += "none is clearly better: a local optimum, as far as the replications tell.\n";
  } else if (s.neighbours_better > 0) {
    out_ += fmt::format(
        "{} clearly better: the search is not at its end, allow more --evaluations.\n",
        s.neighbours_better == 1 ? std::string("1 is") : fmt::format("{} are", s.neighbours_better));
  } else if (s.neighbours_seen < s.neighbours) {
    out_ += "not all, so it may be no local optimum: allow more --evaluations.\n";
  } else {
    out_ += "none of them is clearly better, but the search was not over: there may be better ones.\n";
  }
  out_ += "  Nothing guarantees that no better setting exists elsewhere.\n";
}

void Text::to_run() {
  const Case& best = optimum_.cases.front();
  out_ += "\n  As a case of a scenario\n";
  for (const std::string& line : case_lines(best)) out_ += "    " + line + "\n";
  const std::string command = run_command(scenario_.model_file, best);
  if (!command.empty()) out_ += "  To run it\n    " + command + "\n";
}

std::string shell_word(const std::string& word) {
  const bool plain = word.find_first_of(" \t\n\"'\\$`*?[](){}<>|&;!~#") == std::string::npos;
  if (plain) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

std::vector<std::string> case_lines(const Case& one) {
  std::vector<std::string> lines;
  for (const auto kind : {TreeChange::Kind::Set, TreeChange::Kind::Scale}) {
    std::string entries;
    for (const TreeChange& change : one.changes)
      if (change.kind == kind) {
        const bool bracket = change.path.value.find('[') != std::string::npos;
        entries +=
            fmt::format("{}{}: {}", entries.empty() ? "" : ", ",
                        bracket ? '"' + change.path.value + '"' : change.path.value, flow_text(change.value));
      }
    if (!entries.empty()) lines.push_back(fmt::format("{}: {{{}}}", change_word(kind), entries));
  }
  return lines;
}

std::string run_command(const std::string& model_file, const Case& one) {
  std::string text = "linetwin run " + shell_word(model_file);
  for (const TreeChange& change : one.changes) {
    if (change.kind != TreeChange::Kind::Set) return {};
    text += " --set " + shell_word(change.path.value + "=" + flow_text(change.value));
  }
  return text;
}

std::string optimise_text(const Campaign& campaign, const LineProblem& problem, const LineOptimum& optimum) {
  return Text(campaign, problem, optimum).all();
}

}  // namespace linetwin
