// The executor itself: laws between events, short ways, snapshots, determinism.
#include <filesystem>

#include "sim/run.hpp"
#include "sim/simulation.hpp"
#include "sim/snapshot.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

// Everything that this version simulates, in one odd line.
const char* const kEverything = R"(linetwin: 1
name: everything
parts: {A: {share: 60 %, priority: 2}, B: {share: 30 %, priority: 1}, C: {share: 10 %}}
sources:
  raw: {lot: 6}
  more: {interarrival: {exponential: 40 s}, when_full: queue, sequence: [A*4, C*2], batch: 2}
  rest: {interarrival: 55 s, when_full: drop, part: B}
stations:
  op10: {cycle: {gamma: {mean: 20 s, sd: 12 s}}, machines: 2, failures: [{name: tool, mtbf: 6 min, mttr: 40 s}, {name: power, mtbf: 20 min, mttr: 1 min, clock: calendar}]}
  oven: {cycle: {uniform: {min: 20 s, max: 60 s}}, batch: 4, machines: 2, maintenance: {every: 21 parts, takes: 30 s}}
  op20: {cycle: {per_part: {A: 5 s, B: {exponential: 6 s}, C: 9 s}}, setup: {matrix: {A: {B: 12 s, C: 3 s}, B: {A: 5 s}}}, scrap: {per_part: {A: 5 %, B: 0, C: 10 %}}, failures: {mtbf: 40 parts, mttr: 30 s}}
  inspect: {cycle: {triangular: {min: 2 s, mode: 4 s, max: 9 s}}, maintenance: {every: 5 min, takes: 20 s}}
  repair: {cycle: {lognormal: {mean: 20 s, sd: 20 s}}, failures: {mtbf: 5 min, mttr: 30 s, clock: calendar}}
  pack: {cycle: 4 s}
  wrap: {cycle: {weibull: {mean: 6 s, shape: 2}}}
buffers:
  b1: {capacity: 9, order: priority}
  b2: {capacity: 5, dwell: {uniform: {min: 1 s, max: 30 s}}}
  b3: {capacity: 40, order: lifo, initial: 5}
  b4: {capacity: 3, order: spt}
sinks: {shipped: {}, bin: {scrap: true}}
flow:
  - raw | more | rest -> op10 -> b1 -> oven -> b2 -> op20 -> inspect
  - inspect -> b3 -> repair -> b4 -> pack | wrap -> shipped
  - inspect -> b4
  - inspect -> bin
routing: {inspect: {b4: 80 %, b3: 15 %, bin: 5 %}, b4: {by_part: {A: pack, B: wrap, C: pack}}}
)";

std::string serial(int stations, const std::string& station, int capacity) {
  std::string text = "linetwin: 1\nname: serial\nstations:\n";
  std::string flow = "source";
  std::string buffers = "buffers:\n";
  for (int i = 1; i <= stations; ++i) {
    text += "  m" + std::to_string(i) + ": " + station + "\n";
    flow += " -> m" + std::to_string(i);
    if (i == stations) continue;
    buffers += "  b" + std::to_string(i) + ": {capacity: " + std::to_string(capacity) + "}\n";
    flow += " -> b" + std::to_string(i);
  }
  return text + buffers + "flow: [" + flow + " -> sink]\n";
}

std::uint64_t hash_of(const LineModel& model, bool short_ways, std::uint64_t replication = 0) {
  const Plan plan(model, short_ways);
  Simulation simulation(model, plan, 3, replication);
  simulation.run_until(kHour);
  simulation.begin_window();
  simulation.run_until(20 * kHour);
  REQUIRE(simulation.state().outcome == Outcome::Finished);
  return hash(simulation.record());
}

std::vector<LineModel> lines() {
  std::vector<LineModel> all;
  all.push_back(model_of(kEverything));
  all.push_back(model_of(serial(5, "{cycle: {exponential: 10 s}}", 3)));
  all.push_back(model_of(serial(6, "{cycle: 10 s, failures: {mtbf: 10 min, mttr: 2 min}}", 4)));
  all.push_back(model_of(serial(3, "{cycle: {exponential: 9 s}, machines: 2}", 1)));
  for (const auto& file : std::filesystem::directory_iterator(std::string(LINETWIN_SOURCE_DIR) + "/models"))
    if (file.path().extension() == ".yaml") all.push_back(model_of_file(file.path().string()));
  return all;
}

}  // namespace

TEST_CASE("between any two events every law of the line holds") {
  for (const LineModel& model : lines()) {
    for (const bool short_ways : {true, false}) {
      INFO(model.name << (short_ways ? ", short ways" : ", general way"));
      const Plan plan(model, short_ways);
      Simulation simulation(model, plan, 5, 0);
      int events = 0;
      while (events < 6000 && simulation.step(1000 * kHour)) {
        ++events;
        const std::string law = simulation.broken_law();
        if (!law.empty()) FAIL(law << " after event " << events);
      }
      CHECK(events > 100);
    }
  }
}

TEST_CASE("the short way and the general way give the same bits") {
  for (const LineModel& model : lines()) {
    INFO(model.name);
    CHECK(hash_of(model, true) == hash_of(model, false));
  }
}

TEST_CASE("the states of a station's machines add up to the window exactly") {
  for (const LineModel& model : lines()) {
    INFO(model.name);
    const RunRecord r = run(model, options_of(30, 3, 1), 0);
    REQUIRE(r.outcome == Outcome::Finished);
    for (std::size_t s = 0; s < r.stations.size(); ++s) {
      Time sum = 0;
      for (const Time t : r.stations[s].time) sum += t;
      CHECK(sum == r.window * model.stations[s].machines);
    }
  }
}

TEST_CASE("a run from a snapshot is the run that was not interrupted") {
  for (const LineModel& model : lines()) {
    INFO(model.name);
    const Plan plan(model);
    Simulation whole(model, plan, 9, 2);
    whole.run_until(2 * kHour);
    const std::vector<std::byte> bytes = save(whole.state(), model);
    const std::optional<LineState> state = restore(bytes, model, plan);
    REQUIRE(state.has_value());
    Simulation rest(model, plan, *state);
    whole.run_until(12 * kHour);
    rest.run_until(12 * kHour);
    CHECK(hash(whole.record()) == hash(rest.record()));
    // a fork leaves the original alone
    Simulation fork(model, plan, whole.state());
    fork.run_until(13 * kHour);
    CHECK(hash(whole.record()) == hash(rest.record()));
  }
}

TEST_CASE("a run in pieces, by steps, or by a fork comes to the same bytes as a run in one go") {
  for (const LineModel& model : lines()) {
    INFO(model.name);
    const Plan plan(model);
    const Time until = 200 * kHour;
    Simulation whole(model, plan, 3, 1), pieces(model, plan, 3, 1), steps(model, plan, 3, 1);
    whole.run_through(until);
    std::int64_t most = 1;
    while (!pieces.run_through(until, most)) most = most % 40'000 + 3'001;  // blocks of 16384 cut anywhere
    Simulation fork = steps.fork();
    for (int i = 0; i < 20'000 && steps.step(until); ++i)
      if (i == 7000) fork.run_through(steps.state().now);
    steps.run_through(until);
    fork.run_through(until);
    const auto bytes = save(whole.state(), model);
    CHECK((save(pieces.state(), model) == bytes));
    CHECK((save(steps.state(), model) == bytes));
    CHECK((save(fork.state(), model) == bytes));
    CHECK(saved_size(whole.state()) == bytes.size());
  }
}

TEST_CASE("bytes that are no snapshot of the model are refused") {
  const LineModel model = model_of(serial(3, "{cycle: 10 s}", 2));
  const LineModel other = model_of(serial(4, "{cycle: 10 s}", 2));
  const Plan plan(model);
  const Simulation simulation(model, plan, 1, 0);
  std::vector<std::byte> bytes = save(simulation.state(), model);
  CHECK_FALSE(restore(bytes, other, Plan(other)).has_value());
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, bytes.size() / 2, bytes.size() - 1})
    CHECK_FALSE(
        restore({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}, model, plan).has_value());
  bytes[bytes.size() / 2] ^= std::byte{1};
  CHECK_FALSE(restore(bytes, model, plan).has_value());
}

TEST_CASE("a replication is the same run whatever number of them and of threads is asked for") {
  const LineModel model = model_of(kEverything);
  RunOptions options = options_of(10, 1, 6);
  const std::vector<RunRecord> one = run_replications(model, options, 1);
  for (const int threads : {2, 8}) {
    const std::vector<RunRecord> many = run_replications(model, options, threads);
    for (std::size_t i = 0; i < one.size(); ++i) CHECK(hash(one[i]) == hash(many[i]));
  }
  options.replications = 3;
  CHECK(hash(run_replications(model, options, 2)[2]) == hash(one[2]));
  CHECK(hash(one[0]) != hash(one[1]));
}

TEST_CASE("the results of these lines are these bits, in every build and for ever") {
  // These constants are our own output on purpose: they pin that Debug, Release, sanitizers, and one, two or
  // eight threads compute the same run from a seed. They change only when the meaning of a run changes, and
  // then with a word in the commit; that the results are right is the business of the other tests.
  std::uint64_t all = 0;
  for (const char* station :
       {"{cycle: {exponential: 10 s}}", "{cycle: 10 s, failures: {mtbf: 10 min, mttr: 2 min}}"})
    all = mix64(all ^ hash_of(model_of(serial(5, station, 3)), true));
  CHECK(all == 0x751e06bb26c20d12ull);
  CHECK(hash_of(model_of(kEverything), true) == 0x2e098d8725eaf01eull);
}

TEST_CASE("a change at one station leaves the random numbers of the others alone") {
  // an unlimited buffer between: what is upstream cannot feel what is downstream
  const std::string text = R"(linetwin: 1
name: crn
stations:
  m1: {cycle: {exponential: 10 s}, failures: {mtbf: 10 min, mttr: 1 min}}
  m2: {cycle: {exponential: 8 s}}
buffers: {b: {capacity: unlimited}}
flow: [source -> m1 -> b -> m2 -> sink])";
  const RunRecord a = run(model_of(text), options_of(50, 0, 1), 0);
  const RunRecord b =
      run(model_of(text, {{"stations.m2.cycle", "{gamma: {mean: 5 s, sd: 4 s}}"}}), options_of(50, 0, 1), 0);
  CHECK(a.stations[0].finished == b.stations[0].finished);
  CHECK(a.stations[0].time == b.stations[0].time);
  CHECK(a.stations[1].time != b.stations[1].time);
}

TEST_CASE("more room in a buffer never lowers what a line makes") {
  for (std::uint64_t replication = 0; replication < 5; ++replication) {
    std::int64_t before = 0;
    for (const int capacity : {1, 2, 3, 5, 9, 20}) {
      const LineModel model =
          model_of(serial(4, "{cycle: {exponential: 10 s}, failures: {mtbf: 5 min, mttr: 1 min}}", capacity));
      const RunRecord r = run(model, options_of(30, 0, 1, 4), replication);
      CHECK(r.variants[0].good >= before);
      before = r.variants[0].good;
    }
  }
}

TEST_CASE("a line run backwards makes as much") {
  const std::string head = "linetwin: 1\nname: r\nstations:\n";
  const std::string a = "{cycle: {exponential: 8 s}}", b = "{cycle: {exponential: 12 s}}",
                    c = "{cycle: {exponential: 9 s}}";
  const auto line = [&](const std::string& x, const std::string& y, const std::string& z, int p, int q) {
    return model_of(head + "  m1: " + x + "\n  m2: " + y + "\n  m3: " + z + "\nbuffers: {b1: {capacity: " +
                    std::to_string(p) + "}, b2: {capacity: " + std::to_string(q) +
                    "}}\nflow: [source -> m1 -> b1 -> m2 -> b2 -> m3 -> sink]\n");
  };
  const Figure forward = simulate(line(a, b, c, 1, 3), options_of(200, 5, 20, 1)).throughput_per_h;
  const Figure backward = simulate(line(c, b, a, 3, 1), options_of(200, 5, 20, 2)).throughput_per_h;
  CHECK(*forward.mean ==
        Approx(*backward.mean).margin(2 * (*forward.half_width + *backward.half_width)).epsilon(0));
}

TEST_CASE("Little's law holds: parts inside are the rate times their stay") {
  for (const LineModel& model : lines()) {
    INFO(model.name);
    const bool joins = std::any_of(model.stations.begin(), model.stations.end(),
                                   [](const StationModel& s) { return s.assembles() || s.split.most > 1; });
    // the law counts one stay a part: not of sets and pieces; scrapped parts have a stay that is no lead time
    if (joins || model.name == "everything") continue;
    const bool ships = model.name.starts_with("ship");
    const double hours = ships ? 40000 : 400;  // their parts stay for weeks
    const Summary s = simulate(model, options_of(hours, hours / 10, 5));
    double through = 0;
    for (const Figure& sink : s.sinks) through += *sink.mean;
    const double scrapped = *s.parts_scrapped.mean;
    if (scrapped > 0) continue;
    CHECK(*s.wip.mean == Approx(through / (0.9 * hours * 3600) * *s.lead_time_s.mean).epsilon(0.01));
  }
}

TEST_CASE("the reference lines make what every published program says") {
  const auto rate = [](int stations, const std::string& station, int capacity, double hours) {
    return *simulate(model_of(serial(stations, station, capacity)), options_of(hours, hours / 10, 4))
                .throughput_per_h.mean /
           3600;
  };
  CHECK(rate(5, "{cycle: {exponential: 1 s}}", 10, 40) == Approx(0.8695).epsilon(0.01));
  CHECK(rate(50, "{cycle: {exponential: 1 s}}", 5, 10) == Approx(0.7374).epsilon(0.01));
  CHECK(rate(10, "{cycle: 1 s, failures: {mtbf: 100 s, mttr: 10 s}}", 10, 40) == Approx(0.729).epsilon(0.01));
}
