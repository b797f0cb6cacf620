#include "sim/run.hpp"

#include "sim/simulation.hpp"

namespace linetwin {

RunRecord run(const LineModel& model, const RunOptions& options, std::uint64_t replication,
              const RunWatch& watch) {
  const Plan plan(model);
  Simulation simulation(model, plan, options.seed, replication);
  if (options.warmup > 0) simulation.run_until(options.warmup, watch);
  if (simulation.state().outcome == Outcome::Finished && options.warmup > 0) simulation.begin_window();
  if (simulation.state().outcome == Outcome::Finished) simulation.run_until(options.duration, watch);
  return simulation.record();
}

}  // namespace linetwin
