// Do 95 % intervals hold the truth in 95 of 100 experiments? A thousand experiments each on a line whose
// answers are known exactly: two exponential machines of 10 s without a buffer make 2/3 of their rate (Hunt
// 1956). Of its three states (m1 works alone, both work, m1 is blocked and m2 works) each has a share of 1/3,
// so there are 1/3 + 2 * 2/3 = 5/3 parts inside, and by Little's law they stay 25 s.
#include <array>
#include <cmath>

#include "sim/simulation.hpp"
#include "statistics/batch_means.hpp"
#include "support/line.hpp"

using namespace linetwin;

namespace {

constexpr double kThroughput = 240;
constexpr double kWip = 5.0 / 3;
constexpr double kLeadTime = 25;
constexpr double kBlocked = 1.0 / 3;
constexpr int kExperiments = 1000;

LineModel known_line() {
  return test::model_of_file(std::string(LINETWIN_SOURCE_DIR) + "/tests/cases/exp2-b0.yaml");
}

bool holds(const Figure& figure, double exact) {
  return std::abs(figure.mean.value() - exact) <= figure.half_width.value();
}

// 95 % +- 2 %: binomial, 950 expected, standard deviation 6.9
void check_coverage(const char* what, int inside) {
  INFO(what << ": " << inside << " of " << kExperiments);
  CHECK(inside >= 930);
  CHECK(inside <= 970);
}

}  // namespace

TEST_CASE("intervals over ten short replications hold the truth in 95 % of a thousand experiments") {
  // measured: throughput 950, WIP 953, lead time 951, share blocked 940; over 15,000 experiments with other
  // seeds 94.7, 95.4, 94.8 and 95.2 %
  const LineModel model = known_line();
  std::array<int, 4> inside{};
  for (int i = 0; i < kExperiments; ++i) {
    // 6 min of warm-up are 36 mean cycles: nothing of the empty start is left
    const RunOptions options = test::options_of(1.3, 0.1, 10, 1 + static_cast<std::uint64_t>(i));
    std::vector<RunRecord> records;
    for (std::uint64_t r = 0; r < 10; ++r) records.push_back(run(model, options, r));
    const Summary s = summarise(model, options, records);
    inside[0] += holds(s.throughput_per_h, kThroughput);
    inside[1] += holds(s.wip, kWip);
    inside[2] += holds(s.lead_time_s, kLeadTime);
    inside[3] += holds(s.stations[0].state[static_cast<std::size_t>(MachineState::Blocked)], kBlocked);
  }
  check_coverage("throughput", inside[0]);
  check_coverage("WIP", inside[1]);
  check_coverage("lead time", inside[2]);
  check_coverage("share blocked", inside[3]);
}

TEST_CASE("intervals of batch means over one long run hold the truth in 95 % of a thousand experiments") {
  // measured: throughput 942, WIP 942, lead time 947; over 15,000 experiments 94.8, 94.9 and 94.7 %
  const LineModel model = known_line();
  const Plan plan(model);
  const Time bucket = 3 * kMinute;
  std::array<int, 3> inside{};
  int correlated = 0;
  for (int i = 0; i < kExperiments; ++i) {
    Simulation simulation(model, plan, 1 + static_cast<std::uint64_t>(i), 0);
    simulation.run_until(6 * kMinute);
    std::vector<double> good;
    std::vector<double> wip;
    std::vector<double> left;
    std::vector<double> stays;
    for (int b = 1; b <= 240; ++b) {
      simulation.begin_window();
      simulation.run_until(6 * kMinute + b * bucket);
      const RunRecord r = simulation.record();
      good.push_back(static_cast<double>(r.variants[0].good) / hours(bucket));
      wip.push_back(static_cast<double>(r.wip) / static_cast<double>(bucket));
      left.push_back(static_cast<double>(r.variants[0].left));
      stays.push_back(static_cast<double>(r.variants[0].lead_time) / static_cast<double>(kSecond));
    }
    const auto throughput = batch_means(good);
    inside[0] += holds(throughput->figure, kThroughput);
    inside[1] += holds(batch_means(wip)->figure, kWip);
    inside[2] += holds(batch_ratios(stays, left)->figure, kLeadTime);
    correlated += throughput->correlated;
  }
  check_coverage("throughput", inside[0]);
  check_coverage("WIP", inside[1]);
  check_coverage("lead time", inside[2]);
  // a false alarm is that the test at 5 % fails for each length of piece that is tried
  CHECK(correlated <= 50);
}
