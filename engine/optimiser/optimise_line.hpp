// The best setting of a line for what a scenario wants: searched, chosen among finalists, and held against
// the line as it is.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/summary.hpp"
#include "campaign/campaign.hpp"
#include "optimise/search.hpp"
#include "optimiser/optimise_problem.hpp"

namespace linetwin {

// `warmup: auto` of a search: found once, on the line as it is, and taken for all settings, so that they are
// compared over the same time. Before the campaign is made.
void settle_warmup(ScenarioRead& read);

struct OptimiseAsk {
  std::int64_t evaluations = 20000;     // replications of the search at most
  std::int32_t final_replications = 0;  // of each finalist, and of the comparison; 0: those of the scenario
  // The choice among the finalists guarantees by Kim and Nelson (2001) that smaller differences alone can be
  // missed, at a risk of 5 %. Nothing: the best mean is chosen.
  std::optional<double> delta{};
  int threads = 0;  // 0: one a core
  const std::atomic<bool>* stop = nullptr;
  ExecutorProgress* progress = nullptr;
};

// How the best was chosen among the finalists.
struct FinalChoice {
  bool kim_nelson = false;
  double delta = 0;
  std::size_t alternatives = 0;   // of Kim and Nelson
  std::int64_t replications = 0;  // of its own
  bool settled = true;            // it came to its end
};

// The best and the line as it is, on replications that nothing was chosen by: so the difference is not
// flattered by the choice.
struct AsIsComparison {
  Figure as_is, best;
  Figure difference;                // best minus as it is, over pairs with the same random numbers
  std::int32_t replications = 0;    // of each; as-is may have jammed in some
  std::vector<Figure> constraints;  // of the best, as in the problem
};

struct LineOptimum {
  SearchResult search;
  std::vector<Case> cases;    // of the finalists
  std::vector<double> costs;  // likewise
  FinalChoice choice;
  std::optional<AsIsComparison> compared;    // nothing when it was stopped before
  std::shared_ptr<const CampaignLine> line;  // of the best, with `compared`
  Summary summary;                           // of its replications there
  std::int64_t replications = 0;             // in all
  bool stopped = false;
};

// The same for any number of threads. Seed and length of the runs are those of the campaign; its seed starts
// the search, too. Throws std::invalid_argument when `ask` asks for nothing, and std::bad_alloc.
LineOptimum optimise_line(const Campaign& campaign, const LineProblem& problem, const OptimiseAsk& ask);

}  // namespace linetwin
