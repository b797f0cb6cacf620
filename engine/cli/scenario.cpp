#include "cli/scenario.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "cli/options.hpp"

namespace linetwin::cli {

std::unique_ptr<ScenarioRead> load_scenario(const std::string& path, bool quiet) {
  auto read = std::make_unique<ScenarioRead>(read_scenario_file(path));
  if (!read->diagnostics.has_errors()) check_metrics(*read);
  read->diagnostics.sort();
  const bool wrong = read->diagnostics.has_errors();
  if (wrong || !quiet) std::fputs(render(read->diagnostics, read->sources).c_str(), stderr);
  if (wrong || !sensible(read->options)) return nullptr;
  return read;
}

std::optional<BatchAsk> batch_ask(const StudyArguments& arguments) {
  BatchAsk ask;
  std::int32_t replications = 0;
  bool good = take_count("--replications", arguments.replications, kMostReplications, replications);
  good = take_count("--threads", arguments.threads, kMostThreads, ask.threads) && good;
  good = take_count("--most-replications", arguments.most_replications, kMostReplications,
                    ask.most_replications) &&
         good;
  good = take_precision(arguments, ask.precision) && good;
  if (!good) return std::nullopt;
  if (replications > 0) ask.replications = replications;
  return ask;
}

bool take_selection(const BatchArguments& a, BatchAsk& ask) {
  if (a.select.empty()) {
    for (const auto& [name, value] :
         {std::pair("--delta", &a.delta), {"--confidence", &a.confidence}, {"--budget", &a.budget}})
      if (!value->empty()) {
        complain(fmt::format("{} belongs to --select, which is not given", name));
        return false;
      }
    return true;
  }
  const std::vector<std::string> methods = {"kim-nelson", "ocba"};
  if (std::find(methods.begin(), methods.end(), a.select) == methods.end()) {
    const std::string hint = did_you_mean(a.select, methods);
    complain(fmt::format("--select: there is no method \"{}\"", a.select),
             hint.empty() ? "kim-nelson or ocba" : hint);
    return false;
  }
  SelectionAsk select;
  select.method = a.select == "ocba" ? SelectionMethod::Ocba : SelectionMethod::KimNelson;
  if (select.method == SelectionMethod::KimNelson) select.budget = kMostOfChoice;
  if (ask.precision) {
    complain("--select and --precision: one of them says how many replications are run");
    return false;
  }
  if (ask.replications) select.first = std::max(2, *ask.replications);
  bool good = a.delta.empty() || take("--delta", parse_number(a.delta), select.delta);
  good = (a.confidence.empty() || take("--confidence", parse_share(a.confidence), select.confidence)) && good;
  good = take_count("--budget", a.budget, 1'000'000'000, select.budget) && good;
  const bool guaranteed = select.method == SelectionMethod::KimNelson;
  if (good && guaranteed && a.delta.empty()) {
    complain(
        "--select kim-nelson needs --delta: how small a difference does not matter, in the unit of the "
        "objective",
        "--delta 0.5");
    good = false;
  } else if (good && !a.delta.empty() && (guaranteed ? select.delta <= 0 : select.delta < 0)) {
    complain(fmt::format("--delta: {} is no difference that {}, in the unit of the objective", a.delta,
                         guaranteed ? "kim-nelson can tell: one over 0 is wanted"
                                    : "ocba can leave out: 0 or more is wanted"),
             "--delta 0.5");
    good = false;
  }
  if (good && (select.confidence < 0.5 || select.confidence >= 1)) {
    complain("--confidence: at least 50 % and below 100 % is wanted", "--confidence 95%");
    good = false;
  }
  ask.select = select;
  return good;
}

}  // namespace linetwin::cli
