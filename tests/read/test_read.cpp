// What a model says, and where.
#include <fstream>

#include "support/line.hpp"

using namespace linetwin;

namespace {

LineSpec read(const std::string& text) {
  const ReadResult result = read_model_text("t.yaml", text);
  INFO(render(result.diagnostics, result.sources));
  REQUIRE_FALSE(result.diagnostics.has_errors());
  return result.spec;
}

}  // namespace

TEST_CASE("the smallest model is read with the places of its names") {
  const LineSpec spec = read(R"(linetwin: 1
name: two-machines
stations:
  m1: {cycle: {exponential: 10 s}}
  m2: {cycle: 1.5 min}
buffers:
  b: {capacity: 5}
flow: [source -> m1 -> b -> m2 -> sink]
)");
  CHECK(spec.name.value == "two-machines");
  REQUIRE(spec.stations.size() == 2);
  CHECK(spec.stations[0].cycle->common == Distribution::exponential(10e6));
  CHECK(spec.stations[1].cycle->common == Distribution::constant(90e6));
  CHECK(spec.buffers[0].capacity->value == 5);
  REQUIRE(spec.flow.size() == 4);
  CHECK(spec.flow[1].from.value == "m1");
  CHECK(spec.flow[1].to.place.line == 8);
  CHECK(spec.flow[1].to.place.column == 24);
}

TEST_CASE("every form of the format's table is read") {
  const LineSpec spec = read(R"(linetwin: 1
name: all
x-note: {anything: [1, 2]}
run: {duration: 6 d, warmup: 1 d, replications: 20, seed: 18446744073709551615}
parts: {A: {share: 70 %, priority: 3}, B: {share: 0.3}}
sources: {raw: {interarrival: 40 s, batch: 3, limit: 900, start: 1 h, when_full: drop, sequence: [A*6, B*3]}}
stations:
  s1: {cycle: {normal: {mean: 10 s, sd: 1 s}}, failures: {mtbf: 6 h, mttr: 12 min}}
  s2: {cycle: {lognormal: {mean: 10 s, sd: 1 s}}, failures: [{name: a, mtbf: 500 parts, mttr: {constant: 2 min}}, {availability: 95 %, mttr: 1 min, clock: calendar}]}
  s3: {cycle: {erlang: {mean: 10 s, stages: 3}}, maintenance: {every: 200 parts, takes: 5 min}}
  s4: {cycle: {weibull: {mean: 10 s, shape: 1.5}}, maintenance: [{name: oil, every: 8 h, takes: 5 min}]}
  s5: {cycle: {uniform: {min: 1 s, max: 2 s}}, setup: {per_part: {A: 1 min, B: 2 min}}}
  s6: {cycle: {triangular: {min: 1 s, mode: 2 s, max: 3 s}}, setup: {matrix: {A: {B: 20 min}}}}
  s7: {cycle: {pert: {min: 1 s, mode: 2 s, max: 3 s}}, scrap: {per_part: {A: 1 %, B: 0.02}}}
  s8: {cycle: {beta: {min: 1 s, max: 3 s, mean: 2 s, sd: 0.5 s}}, batch: 4, machines: 2}
  s9: {cycle: {empirical: {values: [1 s, 2 s], weights: [30 %, 70 %]}}, x-owner: Kim}
buffers: {b: {capacity: unlimited, order: lifo, dwell: {gamma: {mean: 1 min, sd: 10 s}}, initial: 2}}
sinks: {out: {}, bin: {scrap: true}}
flow:
  - raw -> s1 -> s2 | s3 -> s4 -> s5 -> s6->s7 -> b -> s8 -> s9 -> out|bin
routing: {s9: {out: 90 %, bin: 10 %}, s1: {rule: shortest-queue}}
)");
  CHECK(spec.run.seed->value == ~std::uint64_t{0});
  CHECK(spec.sources[0].sequence.size() == 2);
  CHECK(spec.sources[0].when_full->value == WhenFull::Drop);
  CHECK(spec.stations[0].failures[0].mtbf->common == Distribution::exponential(6 * 3600e6));
  CHECK(spec.stations[1].failures[0].mtbf_parts->value == 500);
  CHECK(spec.stations[1].failures[0].mttr->common == Distribution::constant(120e6));
  CHECK(spec.stations[1].failures[1].clock == FailureClock::Calendar);
  CHECK(spec.stations[2].maintenance[0].every_parts->value == 200);
  CHECK(spec.stations[5].setup->matrix[0].time == Distribution::constant(1200e6));
  CHECK(spec.stations[6].scrap->per_part[1].second == 0.02);
  CHECK(spec.buffers[0].capacity->value == kUnlimited);
  CHECK(spec.sinks[1].scrap);
  CHECK(spec.flow.size() == 13);  // the fan makes two in and two out, the last one two
  CHECK(spec.routing[1].rule == RoutingRule::ShortestQueue);
}

TEST_CASE("names and keys are text: no, on, 010 and Korean; columns count characters") {
  const ReadResult r =
      read_model_text("t.yaml",
                      "linetwin: 1\nname: t\nstations:\n  no: {cycle: 1 s}\n  010: {cycle: 1 s}\n"
                      "  용접기-2: {cycle: 1 s}\nflow: [source -> no -> 010 -> 용접기-2 -> sink]\n");
  CHECK_FALSE(r.diagnostics.has_errors());
  REQUIRE(r.diagnostics.all().size() == 1);  // `no` is warned of
  CHECK(r.spec.flow[3].from.value == "용접기-2");
  CHECK(r.spec.flow[3].from.place.column == 31);
  CHECK(r.spec.flow[3].to.place.column == 40);
}

TEST_CASE("--set reaches lists by position and by name, inside distributions, and may add keys") {
  const std::string text = R"(linetwin: 1
name: t
stations:
  a: {cycle: {exponential: 10 s}, failures: [{name: tool, mtbf: 1 h, mttr: 1 min}, {name: jam, mtbf: 2 h, mttr: 2 min}]}
  b: {cycle: 5 s}
flow: [source -> a -> b -> sink]
)";
  const auto with = [&](const std::vector<Change>& changes) {
    const ReadResult r = read_model_text("t.yaml", text, changes);
    INFO(render(r.diagnostics, r.sources));
    CHECK_FALSE(r.diagnostics.has_errors());
    return r.spec;
  };
  CHECK(with({{"stations.a.cycle.exponential", "9 s"}}).stations[0].cycle->common ==
        Distribution::exponential(9e6));
  CHECK(with({{"stations.b.cycle.exponential", "9 s"}}).stations[1].cycle->common ==
        Distribution::exponential(9e6));
  CHECK(with({{"stations.a.failures[1].mttr", "5 min"}}).stations[0].failures[1].mttr->common ==
        Distribution::exponential(300e6));
  CHECK(with({{"stations.a.failures.jam.mttr", "5 min"}}).stations[0].failures[1].mttr->common ==
        Distribution::exponential(300e6));
  CHECK(with({{"stations.*.machines", "3"}}).stations[1].machines->value == 3);
  CHECK(with({{"stations.b.failures", "{mtbf: 1 h, mttr: 5 min}"}}).stations[1].failures.size() == 1);
  CHECK(with({{"run.duration", "8 h"}}).run.duration->value == 8 * kHour);
  CHECK(with({{"stations.b.cycle", "7 s"}, {"stations.b.cycle", "8 s"}}).stations[1].cycle->common ==
        Distribution::constant(8e6));
  CHECK(with({}).text_hash != with({{"stations.b.cycle", "8 s"}}).text_hash);
}

TEST_CASE("--set leaves comments in x- keys alone, and opens a plain batch up") {
  const ReadResult r =
      read_model_text("t.yaml",
                      "linetwin: 1\nstations: {x-note: from the time study, m: {cycle: 1 s, batch: 2}}\n"
                      "flow: [source -> m -> sink]\n",
                      {{"stations.*.machines", "3"}, {"stations.m.batch.wait", "10 min"}});
  INFO(render(r.diagnostics, r.sources));
  REQUIRE_FALSE(r.diagnostics.has_errors());
  CHECK(r.spec.stations[0].machines->value == 3);
  CHECK(r.spec.stations[0].batch->common == 2);
  CHECK(r.spec.stations[0].batch_wait->common == Distribution::constant(600e6));
}

TEST_CASE("a column of a CSV file beside the model gives an empirical distribution") {
  const std::string folder = std::string(LINETWIN_SOURCE_DIR) + "/tests/read";
  const auto cycle = [&](const std::string& column) {
    const ReadResult r = read_model_text(
        "t.yaml",
        "linetwin: 1\nname: t\nstations: {m: {cycle: {empirical: {file: measured.csv, column: " + column +
            "}}}}\nflow: [source -> m -> sink]\n",
        {}, folder);
    INFO(render(r.diagnostics, r.sources));
    REQUIRE_FALSE(r.diagnostics.has_errors());
    return r.spec.stations[0].cycle->common.values;
  };
  CHECK(cycle("cycle") == std::vector<double>{10e6, 12.5e6, 11e6});
  CHECK(cycle("with unit") == std::vector<double>{60e6, 90e6});
}

TEST_CASE("bad input of any kind is answered, quickly and without a crash") {
  const auto repeat = [](const std::string& s, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += s;
    return text;
  };
  const std::size_t mb = 1u << 20;
  std::vector<std::string> inputs = {repeat("[", mb),
                                     repeat("{a: ", mb),
                                     repeat("- ", mb),
                                     repeat("? ", mb),
                                     repeat("x", mb),
                                     repeat("a: &a *a\n", mb),
                                     repeat("\"", mb),
                                     repeat("#\n", mb),
                                     repeat("flow: [", mb),
                                     repeat("linetwin: 1\n", mb),
                                     std::string(mb, '\0'),
                                     "\xff\xfe",
                                     repeat("\xEA\xB0\x80", mb),
                                     "linetwin: 1\nname: t\nflow: [" + repeat("a -> ", mb) + "b]\n",
                                     "linetwin: 1\nname: t\nflow: [" + repeat("a | ", mb) + "b -> c]\n",
                                     std::string(9u << 20, 'x')};
  for (const std::string& input : inputs) {
    ReadResult r = read_model_text("t.yaml", input);
    (void)compile(r.spec, r.diagnostics);
    CHECK(r.diagnostics.has_errors());
    CHECK_FALSE(render(r.diagnostics, r.sources).empty());
  }
}
