#include "jury/jury.hpp"

#include "batch/sensitivity.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

Jury jury_of(const LineModel& model, const RunOptions& options) {
  return summarise(model, options, run_replications(model, options, 0)).jury;
}

// Five stations with exponential times and buffers of 10; the means in seconds.
std::string serial(const std::vector<double>& cycles) {
  std::string text = "linetwin: 1\nname: serial\nstations:\n";
  std::string buffers = "buffers:\n";
  std::string flow = "flow: [source";
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    const std::string n = std::to_string(i + 1);
    text += "  m" + n + ": {cycle: {exponential: " + std::to_string(cycles[i]) + " s}}\n";
    flow += " -> m" + n;
    if (i + 1 == cycles.size()) break;
    buffers += "  b" + n + ": {capacity: 10}\n";
    flow += " -> b" + n;
  }
  return text + buffers + flow + " -> sink]\n";
}

StationRecord shares(double working, double blocked, double starved, double down = 0) {
  StationRecord s;
  const auto set = [&](MachineState state, double share) {
    s.time[static_cast<std::size_t>(state)] = static_cast<Time>(share * 1e9);
  };
  set(MachineState::Working, working);
  set(MachineState::Blocked, blocked);
  set(MachineState::Starved, starved);
  set(MachineState::Down, down);
  return s;
}

const std::vector<std::vector<std::int32_t>> kChainOfThree = {{1}, {2}, {}};

}  // namespace

TEST_CASE("every method names the station that is slower than all others") {
  for (std::size_t slow = 0; slow < 5; ++slow) {
    std::vector<double> cycles(5, 8);
    cycles[slow] = 10;
    const Jury jury = jury_of(model_of(serial(cycles)), options_of(60, 5, 8));
    INFO("slow is m" << slow + 1);
    CHECK(jury.verdict.station == static_cast<std::int32_t>(slow));
    CHECK(jury.verdict.agree == 4);
    CHECK(jury.verdict.of == 4);
    CHECK(jury.verdict.tied.empty());
    CHECK(jury.verdict.share_of_replications == 1);
  }
}

TEST_CASE("the shifting bottleneck joins the jury when the run was observed") {
  const LineModel model = model_of(serial({8, 8, 10, 8, 8}));
  const RunOptions options = options_of(40, 5, 4);
  std::vector<RunRecord> records;
  std::vector<std::vector<BottleneckShare>> shifting;
  for (std::size_t i = 0; i < 4; ++i) {
    ActivePeriods active(model);
    RunAsk ask;
    ask.observer = &active;
    records.push_back(run(model, options, i, {}, ask));
    shifting.push_back(bottleneck_shares(
        model, shifting_bottleneck(model, active.by_machine(), options.warmup, options.duration),
        options.warmup, options.duration));
  }
  const Jury jury = summarise(model, options, records, shifting).jury;
  REQUIRE(jury.votes.size() == 5);
  CHECK(jury.votes[2].method == JuryMethod::Shifting);
  CHECK(jury.votes[2].station == 2);
  CHECK(jury.verdict.agree == 5);
}

TEST_CASE("stations that are alike in every respect are tied") {
  // reversibility: the first and the last of two equal stations wait equally long
  const Jury jury = jury_of(model_of(serial({10, 10})), options_of(60, 5, 10));
  REQUIRE(jury.verdict.tied.size() == 1);
  CHECK(jury.verdict.station + jury.verdict.tied[0] == 1);
}

TEST_CASE("with one replication a larger measure wins, and only equal ones are tied") {
  const Vote one = vote(JuryMethod::Utilisation, {{0.5, 0.9, 0.9}});
  CHECK(one.station == 1);
  CHECK(one.tied == std::vector<std::int32_t>{2});
  CHECK(one.share_of_replications == 1);
  CHECK_FALSE(one.scores[1].half_width.has_value());
}

TEST_CASE(
    "a measure that is larger by less than its noise leaves a tie; one that is larger each time does not") {
  const Vote noisy = vote(JuryMethod::Utilisation, {{0.90, 0.89}, {0.88, 0.91}, {0.92, 0.90}, {0.89, 0.88}});
  CHECK(noisy.station == 0);
  CHECK(noisy.tied == std::vector<std::int32_t>{1});
  // the replications differ more than the stations do, but in each pair the first is larger by about 0.01
  const Vote paired =
      vote(JuryMethod::Utilisation, {{0.91, 0.90}, {0.81, 0.799}, {0.71, 0.701}, {0.61, 0.60}});
  CHECK(paired.tied.empty());
}

TEST_CASE("methods that count wins are tied unless a sign test tells them apart") {
  // 8 wins to 2: two-sided probability 0.109; 9 to 1: 0.021 (binomial with one half)
  std::vector<std::vector<double>> eight(10, {1, 0});
  eight[3] = eight[7] = {0, 1};
  CHECK(vote(JuryMethod::Arrow, eight).tied == std::vector<std::int32_t>{1});
  std::vector<std::vector<double>> nine(10, {1, 0});
  nine[3] = {0, 1};
  CHECK(vote(JuryMethod::Arrow, nine).tied.empty());
}

TEST_CASE("the turning point is where blocking ends and starvation begins") {
  RunRecord r;
  r.stations = {shares(0.7, 0.25, 0.05), shares(0.9, 0.05, 0.05), shares(0.7, 0.02, 0.28)};
  const std::vector<double> scores = turning_points(r, kChainOfThree);
  CHECK(scores[0] == 0);
  CHECK(scores[1] == Approx(0.9));
  CHECK(scores[2] == 0);
}

TEST_CASE("arrows point to the more constrained neighbour, and severity is the sum of their differences") {
  // Kuo, Lim, Meerkov 1996: an arrow from m1 to m2 where m1 is blocked more than m2 is starved
  RunRecord r;
  r.stations = {shares(0.7, 0.25, 0.05), shares(0.9, 0.02, 0.08), shares(0.7, 0.02, 0.28)};
  const std::vector<double> severity = arrow_severities(r, kChainOfThree);
  CHECK(severity[0] == 0);
  CHECK(severity[1] == Approx((0.25 - 0.08) + (0.28 - 0.02)));
  CHECK(severity[2] == 0);
}

TEST_CASE("a station that is off part of the day is measured by the time of its shift") {
  RunRecord r;
  StationRecord night = shares(0.3, 0.02, 0.01);
  night.time[static_cast<std::size_t>(MachineState::Off)] = static_cast<Time>(0.67e9);
  r.stations = {night, shares(0.6, 0.1, 0.3)};
  const std::vector<double> scores = utilisations(r);
  CHECK(scores[0] == Approx(0.3 / 0.33));
  CHECK(scores[1] == Approx(0.6));
}

TEST_CASE("neighbours are found through buffers, conveyors and branches") {
  const LineModel model = model_of(R"(linetwin: 1
name: branches
stations:
  a: {cycle: 1 s}
  b: {cycle: 1 s}
  c: {cycle: 1 s}
  d: {cycle: 1 s}
buffers: {x: {capacity: 2}}
conveyors: {belt: {length: 4 m, speed: 1 m/s, pitch: 1 m}}
flow: [source -> a -> x -> b | c -> belt -> d -> sink]
)");
  const auto next = next_stations(model);
  CHECK(next[0] == std::vector<std::int32_t>{1, 2});
  CHECK(next[1] == std::vector<std::int32_t>{3});
  CHECK(next[2] == std::vector<std::int32_t>{3});
  CHECK(next[3].empty());
}

// ---- measured sensitivity

TEST_CASE("speeding up the bottleneck brings what its rate brings, and others bring next to nothing") {
  // deterministic: the line makes a part every 10 s; 10 % off m2's cycle makes it 9 s, then m1 with 9.5 s
  // limits: 360 -> 3600 / 9.5 parts per hour. 10 % off another station brings nothing.
  const LineModel model = model_of(R"(linetwin: 1
name: known
stations:
  m1: {cycle: 9.5 s}
  m2: {cycle: 10 s}
  m3: {cycle: 6 s}
buffers: {x: {capacity: 3}, y: {capacity: 3}}
flow: [source -> m1 -> x -> m2 -> y -> m3 -> sink]
)");
  const RunOptions options = options_of(101, 1, 2);
  const std::vector<RunRecord> records = run_replications(model, options, 0);
  Jury jury = summarise(model, options, records).jury;
  const Sensitivity found =
      measure_sensitivity(model, options, records, jury, {},
                          [](const LineModel& line, const RunOptions& o, const ReplicationPlan& plan) {
                            return run_replications(line, o, plan);
                          });
  CHECK(found.stations.size() == 3);
  for (const Gain& gain : found.gains) {
    const bool bottleneck = gain.what.station == 1 && gain.what.kind == Improvement::Kind::Cycle;
    CHECK(*gain.parts_per_h.mean == Approx(bottleneck ? 3600 / 9.5 - 360 : 0).margin(0.03));
  }
  REQUIRE(found.relief.has_value());
  CHECK(*found.relief->parts_per_h.mean == Approx(3600 / 9.5 - 360).margin(0.03));
  CHECK(found.relief->next == 0);
  add_vote(jury, sensitivity_vote(model, found));
  CHECK(jury.votes.back().station == 1);
  CHECK(jury.votes.back().tied.empty());
}

TEST_CASE("an improved line draws the same random numbers: a change far from the limit changes nothing") {
  const LineModel model = model_of(R"(linetwin: 1
name: far
stations:
  fast: {cycle: {exponential: 1 s}}
  slow: {cycle: {exponential: 60 s}}
buffers: {x: {capacity: 50}}
flow: [source -> fast -> x -> slow -> sink]
)");
  const RunOptions options = options_of(50, 5, 1);
  const LineModel faster = improved(model, {Improvement::Kind::Cycle, 0, kNone}, 0.1);
  CHECK(run(model, options, 0).variants[0].good == run(faster, options, 0).variants[0].good);
  CHECK(mean(faster.streams[static_cast<std::size_t>(faster.stations[0].cycle.first)].written) ==
        Approx(0.9e6));
}

TEST_CASE("repairs, failures and buffers are improved by the step") {
  const LineModel model = model_of(R"(linetwin: 1
name: all
stations:
  a: {cycle: 10 s, machines: 2, failures: [{mtbf: 1 h, mttr: 6 min}, {mtbf: 500 parts, mttr: 1 min}]}
  b: {cycle: 10 s}
buffers: {x: {capacity: 4}, y: {capacity: 40}}
flow: [source -> a -> x -> b -> y -> sink]
)");
  const auto first = [](const LineModel& m, std::vector<TimeRef> MachineModel::*times, std::size_t mode) {
    return mean(m.streams[static_cast<std::size_t>((m.machines[1].*times)[mode].first)].written);
  };
  const LineModel repair = improved(model, {Improvement::Kind::Repair, 0, kNone}, 0.2);
  CHECK(first(repair, &MachineModel::to_repair, 0) == Approx(0.8 * 360e6));
  CHECK(first(repair, &MachineModel::to_repair, 1) == Approx(0.8 * 60e6));
  const LineModel uptime = improved(model, {Improvement::Kind::Uptime, 0, kNone}, 0.2);
  CHECK(first(uptime, &MachineModel::to_failure, 0) == Approx(3600e6 / 0.8));
  CHECK(uptime.stations[0].failures[1].mean_parts == Approx(500 / 0.8));
  CHECK(improved(model, {Improvement::Kind::Buffer, 0, 0}, 0.1).buffers[0].capacity == 5);
  CHECK(improved(model, {Improvement::Kind::Buffer, 0, 1}, 0.1).buffers[1].capacity == 44);
  std::vector<std::string> names;
  for (const Improvement& what : improvements_for(model, {0, 1}))
    names.push_back(improvement_name(what.kind));
  CHECK(names == std::vector<std::string>{"cycle", "mttr", "mtbf", "buffer", "cycle", "buffer"});
}
