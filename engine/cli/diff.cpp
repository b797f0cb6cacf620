#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "campaign/change_shares.hpp"
#include "cli/common.hpp"
#include "cli/files.hpp"
#include "cli/studied.hpp"
#include "diff/difference.hpp"
#include "report/json_figure.hpp"
#include "report/table.hpp"

namespace linetwin::cli {
namespace {

using compare::Estimate;

std::optional<Node> tree(const std::string& path) {
  Sources sources;
  Diagnostics diagnostics;
  std::optional<Node> root = load_tree(path, sources, diagnostics);
  if (!root) std::fputs(render(diagnostics, sources).c_str(), stderr);
  return root;
}

std::string list(const std::vector<Difference>& differences, const char* title, auto&& wanted) {
  std::string text;
  for (const Difference& d : differences) {
    if (!wanted(d)) continue;
    if (text.empty()) text = fmt::format("{}\n", title);
    // of one with many parts each has a line
    if (d.sentences.size() > 3) {
      text += "  - " + d.sentences.front() + "\n";
      for (std::size_t i = 1; i < d.sentences.size(); ++i) text += "    " + d.sentences[i] + "\n";
    } else {
      text += "  - " + d.sentence + "\n";
    }
  }
  return text;
}

std::string differences_text(const std::vector<Difference>& all) {
  if (all.empty()) return "The two models say the same.\n";
  const auto of_line = [](const Difference& d) { return is_of_the_line(d) && !d.minor; };
  return list(all, "The line:", of_line) +
         list(all, "Of little weight:", [](const Difference& d) { return is_of_the_line(d) && d.minor; }) +
         list(all, "Not the line:", [](const Difference& d) { return !is_of_the_line(d); });
}

// Of one with many parts the first, and how many more.
std::string short_sentence(const Difference& d) {
  if (d.sentences.size() <= 3) return d.sentence;
  return fmt::format("{}; and {} more", d.sentences.front(), d.sentences.size() - 1);
}

std::string with_sign(const std::optional<Estimate>& e) {
  return e ? signed_figure_text({e->value, e->half_width, {}}) : "-";
}

std::string shares_text(const ChangeShares& shares, const std::vector<Difference>& differences,
                        const std::string& metric) {
  if (shares.changes.empty()) return fmt::format("\nNo shares: {}\n", shares.failed);
  const bool shared = shares.failed.empty();
  using enum Table::Align;
  Table table = shared ? Table({Right, Right, Left}) : Table({Right, Left});
  table.add(shared ? std::vector<std::string>{"share", "alone", "change"}
                   : std::vector<std::string>{"alone", "change"});
  for (const ChangeShare& change : shares.changes) {
    std::vector<std::string> row = {with_sign(change.alone), short_sentence(differences[change.difference])};
    if (shared) row.insert(row.begin(), with_sign(change.share));
    table.add(row);
  }
  const char* const which = !shared ? "combination that is wanted here"
                            : shares.sampled
                                ? "combination of changes that sampled orders of them pass through"
                                : "combination of the changes, from none of them to all";
  std::string text =
      fmt::format("\n{}: {} before, {} after; all changes together: {}\nSimulated: {}, one for each {}\n\n",
                  metric, figure_text(shares.before), figure_text(shares.after), with_sign(shares.whole),
                  shares.lines == 1 ? "1 line" : fmt::format("{} lines", shares.lines), which) +
      table.text("  ");
  if (!shared) text += fmt::format("\nNo shares of the whole: {}\n", shares.failed);
  constexpr std::size_t kMostFaults = 5;
  std::size_t told = 0;
  for (const std::string& fault : shares.faults)
    if (fault != shares.failed && told++ < kMostFaults) text += fmt::format("  {}\n", fault);
  if (told > kMostFaults) text += fmt::format("  and {} more\n", told - kMostFaults);
  return text;
}

Json estimate_json(const std::optional<Estimate>& e) {
  if (!e) return nullptr;
  return {{"value", e->value}, {"half_width", number(e->half_width)}};
}

Json diff_json(const std::vector<Difference>& differences, const std::optional<ChangeShares>& shares,
               const std::string& metric) {
  Json all = Json::array();
  for (const Difference& d : differences)
    all.push_back({{"kind", kind_name(d.kind)},
                   {"path", d.path},
                   {"element", d.element},
                   {"before", d.before},
                   {"after", d.after},
                   {"sentence", d.sentence},
                   {"sentences", d.sentences},
                   {"minor", d.minor},
                   {"of_the_line", is_of_the_line(d)}});
  Json j{{"same", differences.empty()}, {"differences", std::move(all)}};
  if (!shares) return j;
  Json list = Json::array();
  for (const ChangeShare& change : shares->changes)
    list.push_back({{"difference", change.difference},
                    {"share", estimate_json(change.share)},
                    {"alone", estimate_json(change.alone)}});
  j["run"] = {{"metric", metric},
              {"before", figure(shares->before)},
              {"after", figure(shares->after)},
              {"whole", estimate_json(shares->whole)},
              {"shares", std::move(list)},
              {"lines", shares->lines},
              {"sampled", shares->sampled},
              {"faults", shares->faults},
              {"failed", shares->failed.empty() ? Json(nullptr) : Json(shares->failed)}};
  return j;
}

// What a share is of, and that both lines have it. Empty after a word on standard error.
std::string metric_of(const DiffArguments& a, const Loaded& first, const Loaded& second) {
  const std::string metric = a.metric.empty() ? "throughput_per_h" : a.metric;
  for (const Loaded* loaded : {&first, &second}) {
    const std::vector<Metric> metrics = metrics_of(loaded->model);
    if (fitting(metrics, metric).size() == 1) continue;
    complain(fmt::format("--metric: {} has no figure \"{}\"", loaded->model.name, metric),
             near_metric(metric, metrics));
    return {};
  }
  return metric;
}

// What says how to run is nothing without --run. False after a word on standard error.
bool run_is_asked_for(const DiffArguments& a) {
  const StudyArguments& s = a.study;
  for (const auto& [name, value] : {std::pair("--metric", &a.metric),
                                    {"--duration", &s.duration},
                                    {"--warmup", &s.warmup},
                                    {"--replications", &s.replications},
                                    {"--precision", &s.precision},
                                    {"--most-replications", &s.most_replications},
                                    {"--threads", &s.threads},
                                    {"--seed", &s.seed}})
    if (!a.run && !value->empty()) {
      complain(fmt::format("{} belongs to --run, which is not given", name));
      return false;
    }
  return true;
}

}  // namespace

int diff_verb(const DiffArguments& arguments) {
  if (!run_is_asked_for(arguments)) return kBadInput;
  const std::optional<Loaded> first = load(arguments.first, {});
  const std::optional<Loaded> second = load(arguments.second, {});
  if (!first || !second) return kBadInput;
  const std::optional<Node> a = tree(arguments.first);
  const std::optional<Node> b = tree(arguments.second);
  if (!a || !b) return kBadInput;
  std::optional<StudyOptions> options = study_options(arguments.study, *first);
  const std::string metric = metric_of(arguments, *first, *second);
  if (!options || metric.empty()) return kBadInput;
  if (arguments.run && options->run.find_warmup) {
    complain("diff --run needs a warm-up that is the same for both", "--warmup \"8 h\"");
    return kBadInput;
  }
  if (!arguments.study.precision.empty()) {
    complain("diff --run takes --replications, no --precision");
    return kBadInput;
  }
  JsonOutput json(arguments.out);
  if (!json.open({arguments.first, arguments.second})) return kBadInput;

  const std::vector<Difference> all = differences(*a, *b);
  if (!print(differences_text(all), arguments.out)) return kFailed;
  std::optional<ChangeShares> shares;
  bool stopped = false;
  if (arguments.run) {
    const StopOnSignal stop;
    TreeOrigin origin;
    const auto slash = arguments.first.find_last_of('/');
    origin.folder = slash == std::string::npos ? "." : arguments.first.substr(0, slash + 1);
    origin.default_name = first->model.name;
    shares = change_shares(*a, origin, all, options->run, {metric, options->ask.threads, stop.flag()},
                           with_progress(stop, arguments.out.quiet));
    stopped = stop.stopped();
    if (stopped) complain("stopped: what each change brings is not known");
    if (!stopped && shares->stuck)
      for (const std::string& fault : shares->faults) complain(fault);
    if (!stopped && !print(shares_text(*shares, all, metric), arguments.out)) return kFailed;
  }
  const bool written = json.write([&] { return diff_json(all, shares, metric).dump(2) + "\n"; });
  return written && !stopped && !(shares && shares->stuck) ? kDone : kFailed;
}

}  // namespace linetwin::cli
