// Changes of the tree: set, scale, add, remove.
#include "read/change.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "read/read_tree.hpp"

using namespace linetwin;
using Kind = TreeChange::Kind;

namespace {

const std::string kLine = R"(linetwin: 1
name: t
parts: {A: {share: 60 %}, B: {share: 40 %}}
stations:
  a:
    cycle: {per_part: {A: {lognormal: {mean: 8 s, sd: 4 s}}, B: 12 s}}
    machines: 3
    scrap: 5 %
    failures: [{name: tool, mtbf: 1.5e3 s, mttr: {weibull: {mean: 100 s, shape: 2}}}, {name: jam, mtbf: 500 parts, mttr: 2 min}]
    maintenance: {name: oil, every: 1000 parts, takes: {empirical: {values: [10 s, 20 s], weights: [1, 3]}}}
  b: {cycle: {erlang: {mean: 9 s, stages: 4}}, failures: {mtbf: {constant: 1 h}, mttr: 60 s}, setup: {matrix: {A: {B: 20 min}}}}
  c: {cycle: 5 s}
buffers: {q: {capacity: 40}, r: {capacity: unlimited}}
flow: source -> a -> q -> b -> r -> c -> sink
)";

// The kind, path and value of a change, written as one line of a source of its own: PATH: VALUE.
struct Written {
  Kind kind;
  std::string path;
  std::string value{};
};

struct Changed {
  Sources sources;
  Diagnostics diagnostics;
  LineSpec spec;
  std::string errors() const { return render(diagnostics, sources); }
};

Changed change(const std::vector<Written>& changes) {
  Changed c;
  c.sources.add("t.yaml", kLine);
  std::optional<Node> root = parse_document(c.sources, 0, kLine, c.diagnostics);
  REQUIRE(root);
  for (const Written& w : changes) {
    const std::string text = fmt::format("{}: {}", w.path, w.value);
    const int source = c.sources.add("s.yaml", text);
    std::optional<Node> map = parse_document(c.sources, source, text, c.diagnostics);
    REQUIRE(map);
    const Node::Entry& entry = map->entries.at(0);
    apply_change(*root, {w.kind, {entry.key.text, entry.key.place}, entry.value}, c.diagnostics);
  }
  if (!c.diagnostics.has_errors()) c.spec = read_tree(*root, {}, c.diagnostics);
  return c;
}

LineSpec good(const std::vector<Written>& changes) {
  Changed c = change(changes);
  INFO(c.errors());
  REQUIRE_FALSE(c.diagnostics.has_errors());
  return c.spec;
}

std::string bad(const Written& one) {
  const Changed c = change({one});
  CHECK(c.diagnostics.errors() == 1);
  return c.errors();
}

}  // namespace

TEST_CASE("scaling keeps units, and rounds away what binary fractions leave behind") {
  const LineSpec spec = good({{Kind::Scale, "stations.c.cycle", "0.7"},
                              {Kind::Scale, "buffers.q.capacity", "0.7"},
                              {Kind::Scale, "stations.a.scrap", "1.1"},
                              {Kind::Scale, "stations.a.machines", "2"}});
  CHECK(spec.stations[2].cycle->common == Distribution::constant(3.5e6));
  CHECK(spec.buffers[0].capacity->value == 28);
  CHECK(spec.stations[0].scrap->common == Approx(0.055));
  CHECK(spec.stations[0].machines->value == 6);
}

TEST_CASE("scaling a time scales what is a time in it, and leaves its form") {
  const LineSpec spec = good({{Kind::Scale, "stations.a.cycle", "2"},
                              {Kind::Scale, "stations.b.cycle", "2"},
                              {Kind::Scale, "stations.a.maintenance.takes", "2"},
                              {Kind::Scale, "stations.b.setup", "0.5"}});
  const auto& cycle = spec.stations[0].cycle->per_part;
  CHECK(cycle[0].second.a == 16e6);  // mean
  CHECK(cycle[0].second.b == 8e6);   // sd
  CHECK(cycle[1].second == Distribution::constant(24e6));
  CHECK(spec.stations[1].cycle->common.a == 18e6);
  CHECK(spec.stations[1].cycle->common.b == 4);  // stages
  CHECK(spec.stations[0].maintenance[0].takes->common.values == std::vector<double>{20e6, 40e6});
  CHECK(spec.stations[0].maintenance[0].takes->common.weights == std::vector<double>{1, 3});
  CHECK(spec.stations[1].setup->matrix[0].time == Distribution::constant(600e6));
}

TEST_CASE("scaling over every name reaches all failure modes, and passes over stations without any") {
  const LineSpec spec = good({{Kind::Scale, "stations.*.failures.mttr", "0.5"}});
  CHECK(spec.stations[0].failures[0].mttr->common.a == 50e6);
  CHECK(spec.stations[0].failures[0].mttr->common.b == 2);  // shape
  CHECK(spec.stations[0].failures[1].mttr->common == Distribution::exponential(60e6));
  CHECK(spec.stations[1].failures[0].mttr->common == Distribution::exponential(30e6));
  CHECK(spec.stations[2].failures.empty());
  const LineSpec parts = good({{Kind::Scale, "stations.*.failures.mtbf", "2"}});
  CHECK(parts.stations[0].failures[0].mtbf->common == Distribution::exponential(3000e6));
  CHECK(parts.stations[0].failures[1].mtbf_parts->value == 1000);
  CHECK(parts.stations[1].failures[0].mtbf->common == Distribution::constant(7200e6));
  CHECK(good({{Kind::Scale, "buffers.*.capacity", "2"}}).buffers[1].capacity->value == kUnlimited);
}

TEST_CASE("what cannot be scaled is said at the factor, and a step that leads nowhere at the step") {
  CHECK(bad({Kind::Scale, "stations.a.machines", "0.7"}) ==
        "s.yaml:1:22: error: stations.a.machines: 3 x 0.7 = 2.1 is no whole number\n"
        "    1 | stations.a.machines: 0.7\n"
        "      |                      ^^^\n");
  CHECK(bad({Kind::Scale, "stations.a.cicle", "2"}) ==
        "s.yaml:1:12: error: scale names \"cicle\", which does not exist\n"
        "    1 | stations.a.cicle: 2\n"
        "      |            ^^^^^ did you mean \"cycle\"?\n");
  CHECK(bad({Kind::Scale, "stations.*.failure.mttr", "2"}) ==
        "s.yaml:1:1: error: scale: nothing in this model fits this path\n"
        "    1 | stations.*.failure.mttr: 2\n"
        "      | ^^^^^^^^^^^^^^^^^^^^^^^\n");
  CHECK_THAT(bad({Kind::Scale, "name", "2"}), Catch::Contains("name is \"t\", which cannot be scaled"));
  CHECK_THAT(bad({Kind::Scale, "stations.c", "2"}), Catch::Contains("name a value in it: stations.c.cycle"));
  CHECK_THAT(bad({Kind::Scale, "stations.c.cycle", "-2"}), Catch::Contains("\"-2\" is no factor"));
  CHECK_THAT(bad({Kind::Scale, "stations.c.cycle", "[1]"}), Catch::Contains("a list is no factor"));
  CHECK_THAT(bad({Kind::Scale, "stations.a.maintenance.every", "0.0015"}),
             Catch::Contains("1000 parts x 0.0015 = 1.5 is no whole number"));
  CHECK_THAT(bad({Kind::Scale, "stations.c.cycle", "1e308"}), Catch::Contains("beyond the range"));
}

TEST_CASE("what a scaled value turns out to be is judged at the factor") {
  CHECK(bad({Kind::Scale, "stations.a.scrap", "30"}) ==
        "s.yaml:1:19: error: stations.a.scrap: 5 % x 30 = 150 % is over 100 %\n"
        "    1 | stations.a.scrap: 30\n"
        "      |                   ^^\n");
  CHECK(bad({Kind::Scale, "stations.a.machines", "1e6"}) ==
        "s.yaml:1:22: error: \"3000000\" is out of range\n"
        "    1 | stations.a.machines: 1e6\n"
        "      |                      ^^^ it lies between 1 and 100000\n");
}

TEST_CASE("adding makes new entries, and lists of what is single") {
  const LineSpec spec = good({{Kind::Add, "buffers.s", "{capacity: 3}"},
                              {Kind::Add, "flow", "a -> s -> c"},
                              {Kind::Add, "stations.b.failures", "{name: x, mtbf: 2 h, mttr: 1 s}"},
                              {Kind::Add, "stations.a.failures", "[{name: y, mtbf: 2 h, mttr: 1 s}]"},
                              {Kind::Add, "workers", "{fitters: {count: 1}}"}});
  CHECK(spec.buffers[2].name.value == "s");
  CHECK(spec.flow.size() == 8);
  REQUIRE(spec.stations[1].failures.size() == 2);
  CHECK(spec.stations[1].failures[1].name == "x");
  CHECK(spec.stations[0].failures.size() == 3);
  CHECK(spec.workers.size() == 1);
  CHECK(bad({Kind::Add, "buffers.q", "{capacity: 3}"}) ==
        "s.yaml:1:9: error: \"q\" exists already\n"
        "    1 | buffers.q: {capacity: 3}\n"
        "      |         ^ set replaces it\n");
  CHECK_THAT(bad({Kind::Add, "stations.z.failures", "{}"}),
             Catch::Contains("add names \"z\", which does not exist"));
}

TEST_CASE("removing takes out keys, items by number or name, and all of a kind") {
  const LineSpec spec = good({{Kind::Remove, "stations.a.failures.tool"},
                              {Kind::Remove, "stations.b.failures"},
                              {Kind::Remove, "stations.*.scrap"},
                              {Kind::Remove, "stations.a.maintenance.oil"}});
  REQUIRE(spec.stations[0].failures.size() == 1);
  CHECK(spec.stations[0].failures[0].name == "jam");
  CHECK(spec.stations[0].maintenance.empty());
  CHECK_FALSE(spec.stations[0].scrap);
  CHECK(spec.stations[1].failures.empty());
  CHECK(good({{Kind::Remove, "stations.a.failures[0]"}}).stations[0].failures.size() == 1);
  CHECK(good({{Kind::Remove, "stations.*.failures"}}).stations[0].failures.empty());
  CHECK_THAT(bad({Kind::Remove, "buffers.qq"}), Catch::Contains("remove names \"qq\", which does not exist"));
  CHECK_THAT(bad({Kind::Remove, "buffers.*.dwell"}),
             Catch::Contains("remove: nothing in this model fits this path"));
}

TEST_CASE("setting replaces a chain of the flow, and what it names must exist") {
  CHECK(good({{Kind::Set, "flow", "[source -> a -> c -> sink]"}}).flow.size() == 3);
  CHECK(good({{Kind::Set, "flow", "[source -> a -> sink]"}, {Kind::Set, "flow[0]", "source -> b -> sink"}})
            .flow[0]
            .to.value == "b");
  CHECK_THAT(bad({Kind::Set, "stations.aa.cycle", "3 s"}),
             Catch::Contains("s.yaml:1:10: error: set names \"aa\", which does not exist"));
  CHECK_THAT(bad({Kind::Set, "stations..cycle", "3 s"}), Catch::Contains("a step of the path is empty"));
  CHECK_THAT(bad({Kind::Set, "flow[x]", "3 s"}), Catch::Contains("a list item is written [0], [1], ..."));
}
