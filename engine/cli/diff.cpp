#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

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

std::string with_sign(const Estimate& e) { return signed_figure_text({e.value, e.half_width, {}}); }

std::string shares_text(const ChangeShares& shares, const std::vector<Difference>& differences,
                        const std::string& metric) {
  if (!shares.failed.empty()) return fmt::format("\nNo shares: {}\n", shares.failed);
  using enum Table::Align;
  Table table({Right, Right, Left});
  table.add({"share", "alone", "change"});
  for (const ChangeShare& change : shares.changes)
    table.add(
        {with_sign(change.share), with_sign(change.alone), short_sentence(differences[change.difference])});
  return fmt::format(
             "\n{}: {} before, {} after; all changes together: {}\nSimulated: {}, one for each {}\n\n",
             metric, figure_text(shares.before), figure_text(shares.after), with_sign(shares.whole),
             shares.lines == 1 ? "1 line" : fmt::format("{} lines", shares.lines),
             shares.sampled ? "combination of changes that sampled orders of them pass through"
                            : "combination of the changes, from none of them to all") +
         table.text("  ");
}

Json estimate_json(const Estimate& e) { return {{"value", e.value}, {"half_width", number(e.half_width)}}; }

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

}  // namespace

int diff_verb(const DiffArguments& arguments) {
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
    if (!stopped && !print(shares_text(*shares, all, metric), arguments.out)) return kFailed;
  }
  const bool written = json.write([&] { return diff_json(all, shares, metric).dump(2) + "\n"; });
  return written && !stopped && !(shares && !all.empty() && !shares->failed.empty()) ? kDone : kFailed;
}

}  // namespace linetwin::cli
