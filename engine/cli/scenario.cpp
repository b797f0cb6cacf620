#include "cli/scenario.hpp"

#include <cstdio>

#include "cli/options.hpp"

namespace linetwin::cli {

std::unique_ptr<ScenarioRead> load_scenario(const std::string& path, bool quiet) {
  auto read = std::make_unique<ScenarioRead>(read_scenario_file(path));
  if (!read->diagnostics.has_errors()) check_metrics(*read);
  read->diagnostics.sort();
  const bool wrong = read->diagnostics.has_errors();
  if (wrong || !quiet) std::fputs(render(read->diagnostics, read->sources).c_str(), stderr);
  if (wrong) return nullptr;
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

}  // namespace linetwin::cli
