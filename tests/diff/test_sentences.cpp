// What differs is said in the words of the line, and what says the same does not differ.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "diff/difference.hpp"
#include "read/read_tree.hpp"

using namespace linetwin;

namespace {

Node tree_of(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  const int source = sources.add("test.yaml", text);
  const auto root = parse_document(sources, source, text, diagnostics);
  INFO(text << render(diagnostics, sources));
  REQUIRE(root.has_value());
  REQUIRE_FALSE(diagnostics.has_errors());
  return *root;
}

std::vector<Difference> between(const std::string& a, const std::string& b) {
  return differences(tree_of(a), tree_of(b));
}

const std::string kFlow = "flow: [source -> m4 -> b3 -> m5 -> sink]\n";

// A line of m4, b3 and m5 that say `m4` and `b3`, with more sections.
std::string line(const std::string& m4, const std::string& b3 = "capacity: 8", const std::string& more = "") {
  return "linetwin: 1\nstations: {m4: {" + m4 + "}, m5: {cycle: 9 s}}\nbuffers: {b3: {" + b3 + "}}\n" + more +
         kFlow;
}

// The only difference of two lines, in words.
std::string said(const std::string& a, const std::string& b) {
  const std::vector<Difference> all = between(a, b);
  std::string text;
  for (const Difference& one : all) text += (text.empty() ? "" : " | ") + one.sentence;
  return text;
}

std::string of_m4(const std::string& a, const std::string& b, const std::string& more = "") {
  return said(line("cycle: 10 s, " + a, "capacity: 8", more), line("cycle: 10 s, " + b, "capacity: 8", more));
}

std::string of_section(const std::string& a, const std::string& b) {
  return said(line("cycle: 10 s", "capacity: 8", a + "\n"), line("cycle: 10 s", "capacity: 8", b + "\n"));
}

}  // namespace

TEST_CASE("what says the same in other words does not differ") {
  const auto same = [](const std::string& a, const std::string& b) {
    INFO(a << " and " << b);
    CHECK(said(line(a), line(b)) == "");
    CHECK(said(line(b), line(a)) == "");
  };
  same("cycle: 60 s", "cycle: 1 min");
  same("cycle: 10 s", "cycle: {constant: 10 s}");
  same("cycle: 10 s", "machines: 1, cycle: 10 s");
  same("cycle: {normal: {mean: 60 s, sd: 5 s}}", "cycle: {normal: {sd: 5000 ms, mean: 1 min}}");
  same("cycle: 10 s, scrap: 5 %", "cycle: 10 s, scrap: 0.05");
  same("cycle: 10 s, scrap: 0 %", "cycle: 10 s");
  same("cycle: 10 s, batch: 4", "cycle: 10 s, batch: {size: 4}");
  same("cycle: 10 s, failures: {mtbf: 8 h, mttr: 5 min}",
       "cycle: 10 s, failures: [{mttr: {exponential: 300 s}, mtbf: {exponential: 480 min}, clock: "
       "operating}]");
  same("cycle: 10 s, shift: [a, b]", "cycle: 10 s, shift: [b, a]");
  same("cycle: 10 s, workers: {a: 1, b: 2}", "cycle: 10 s, workers: [{b: 2, a: 1}]");
  same("cycle: {per_part: {A: 5 s, B: 5 s}}", "cycle: 5 s");
  same("cycle: {empirical: {values: [1 s, 2 s], weights: [2, 2]}}",
       "cycle: {empirical: {values: [1 s, 2 s]}}");
  same("cycle: {empirical: {values: [1 s, 2 s], weights: [1, 3]}}",
       "cycle: {empirical: {values: [1 s, 2 s], weights: [25 %, 75 %]}}");
  same("cycle: 1 s, setup: {matrix: {A: {B: 1 min}, B: {A: 0 s}}}",
       "cycle: 1 s, setup: {matrix: {A: {B: 60 s}}}");
  CHECK(of_section("layout: {m4: [6, 0]}", "layout: {m4: {at: [6000 mm, 0], turn: 0}}") == "");
  CHECK(of_section("shifts: {s: {days: mon-wed, times: 6:00-14:00}}",
                   "shifts: {s: {days: [wed, tue, mon], times: [06:00-14:00]}}") == "");
  CHECK(of_section("run: {}", "run: {duration: 1 d, start: mon}") == "");
  CHECK(of_section("sources: {}", "x-nothing: 1").find("note") != std::string::npos);
}

TEST_CASE("two chains that say the same arrows in the same order do not differ") {
  const std::string head = "linetwin: 1\nstations: {a: {cycle: 1 s}, b: {cycle: 1 s}, c: {cycle: 1 s}}\n";
  CHECK(said(head + "flow: [source -> a -> b -> c -> sink]",
             head + "flow: [source -> a -> b, b -> c -> sink]") == "");
  CHECK(said(head + "flow: [source -> a -> b | c -> sink]", head + "flow: [source -> a -> c | b -> sink]") ==
        "the ways from a stand in the order c and b instead of b and c");
}

TEST_CASE("values of a station are said in its words") {
  CHECK(said(line("cycle: 10 s"), line("cycle: 9 s")) == "cycle of m4: 9 s instead of 10 s (10 % faster)");
  CHECK(said(line("cycle: 10 s"), line("cycle: 25 s")) ==
        "cycle of m4: 25 s instead of 10 s (2.5 times as long)");
  CHECK(said(line("cycle: 8 s"), line("cycle: {lognormal: {mean: 8 s, sd: 4 s}}")) ==
        "cycle of m4 is now lognormal (mean 8 s, sd 4 s) instead of constant 8 s");
  CHECK(said(line("cycle: {lognormal: {mean: 8 s, sd: 2 s}}"),
             line("cycle: {lognormal: {mean: 8 s, sd: 4 s}}")) ==
        "cycle of m4: lognormal with sd 4 s instead of sd 2 s");
  CHECK(said(line("cycle: {exponential: 8 s}"), line("cycle: {exponential: 10 s}")) ==
        "cycle of m4: 10 s on average instead of 8 s on average (25 % slower)");
  CHECK(said(line("cycle: {per_part: {A: 8 s, B: 5 s}}"), line("cycle: {per_part: {A: 10 s, B: 5 s}}")) ==
        "cycle of m4: 10 s for A instead of 8 s for A (25 % slower)");
  CHECK(of_m4("", "machines: 2") == "m4 has 2 machines instead of 1");
  CHECK(of_m4("machines: 2", "") == "m4 has 1 machine instead of 2");
  CHECK(of_m4("scrap: 3 %", "scrap: 5 %") == "scrap at m4 5 % instead of 3 %");
  CHECK(of_m4("batch: 4", "batch: {size: 4, wait: 9 min}") ==
        "m4 works on batches of 4 (or fewer after 9 min) instead of 4");
  CHECK(of_m4("", "setup: 8 min") == "m4 is now set up for another variant: 8 min");
  CHECK(of_m4("setup: {matrix: {A: {B: 8 min}, B: {A: 5 min}}}",
              "setup: {matrix: {A: {B: 6 min}, B: {A: 5 min}}}") ==
        "setup of m4: 6 min for A to B instead of 8 min for A to B (25 % faster)");
  CHECK(of_m4("", "split: 4") == "m4 gives 4 parts for each part in instead of 1");
  CHECK(of_m4("priority: 1", "") == "m4 has priority 0 for workers instead of 1");
  const std::string people = "workers: {a: {count: 2}, b: {count: 1}}\n";
  CHECK(of_m4("", "workers: {a: 1}", people) == "m4 now needs 1 from a");
  CHECK(of_m4("workers: {a: 1}", "workers: [{a: 2}, {b: 1}]", people) ==
        "m4 needs 2 from a or 1 from b instead of 1 from a");
  CHECK(of_m4("workers: {a: 1}", "", people) == "m4 needs nobody any more (before 1 from a)");
  CHECK(of_m4("setup_workers: {a: 1}", "setup_workers: {b: 1}", people) ==
        "setups of m4 need 1 from b instead of 1 from a");
  CHECK(of_m4("shift: a", "shift: [a, b]", "shifts: {a: {times: 1:00-2:00}, b: {times: 3:00-4:00}}\n") ==
        "m4 is on in a and b instead of a");
  CHECK(of_m4("", "stops_with: m5") == "m4 now stands with m5");
  CHECK(of_m4("stops_with: m5", "stops_with: m5, purge: 3 min") == "purge of m4: 3 min instead of 0 s");
}

TEST_CASE("failures and maintenance are said by their mode") {
  CHECK(of_m4("failures: {mtbf: 200 min, mttr: 10 min}", "failures: {mtbf: 300 min, mttr: 10 min}") ==
        "m4 fails less often: mtbf 300 min instead of 200 min");
  CHECK(of_m4("failures: {mtbf: 200 parts, mttr: 10 min}", "failures: {mtbf: 100 parts, mttr: 10 min}") ==
        "m4 fails more often: mtbf 100 parts instead of 200 parts");
  CHECK(of_m4("failures: {mtbf: 200 parts, mttr: 10 min}", "failures: {mtbf: 2 h, mttr: 10 min}") ==
        "failures of m4: mtbf 2 h instead of 200 parts");
  CHECK(of_m4("failures: {mtbf: 5 h, mttr: 10 min}", "failures: {mtbf: 5 h, mttr: 9 min}") ==
        "m4 is repaired 10 % faster (mttr 9 min instead of 10 min)");
  CHECK(of_m4("failures: [{name: a, mtbf: 5 h, mttr: 10 min}, {name: b, mtbf: 5 h, mttr: 3 min}]",
              "failures: [{name: a, mtbf: 5 h, mttr: 11 min}, {name: b, mtbf: 5 h, mttr: 3 min}]") ==
        "m4 is repaired 10 % slower (a: mttr 11 min instead of 10 min)");
  CHECK(of_m4("failures: {availability: 90 %, mttr: 5 min}", "failures: {availability: 95 %, mttr: 5 min}") ==
        "availability of m4 95 % instead of 90 %");
  CHECK(of_m4("failures: {mtbf: 5 h, mttr: 5 min}", "failures: {availability: 95 %, mttr: 5 min}") ==
        "failures of m4 no longer by mtbf (it was 5 h); failures of m4 now by availability 95 %");
  CHECK(of_m4("", "failures: {mtbf: 5 h, mttr: 5 min}") == "m4 now fails (mtbf 5 h, mttr 5 min)");
  CHECK(of_m4("failures: {name: jam, mtbf: 5 h, mttr: 5 min}", "") == "m4 no longer fails (jam)");
  CHECK(of_m4("maintenance: {every: 8 h, takes: 10 min}", "maintenance: {every: 8 h, takes: 5 min}") ==
        "maintenance of m4 takes 5 min instead of 10 min (50 % shorter)");
  CHECK(of_m4("maintenance: {every: 8 h, takes: 10 min}", "maintenance: {every: 500 parts, takes: 10 min}") ==
        "maintenance of m4 every 500 parts instead of 8 h");
  CHECK(of_m4("", "maintenance: {name: oil, every: 8 h, takes: 10 min}") ==
        "m4 is now maintained (oil: every 8 h, takes 10 min)");
}

TEST_CASE("every other section has its words") {
  CHECK(said(line("cycle: 1 s", "capacity: 8"), line("cycle: 1 s", "capacity: 12")) ==
        "b3 holds 12 parts instead of 8");
  CHECK(said(line("cycle: 1 s", "capacity: 8"), line("cycle: 1 s", "capacity: unlimited")) ==
        "b3 holds any number of parts instead of 8");
  CHECK(said(line("cycle: 1 s", "capacity: unlimited"), line("cycle: 1 s", "capacity: 1")) ==
        "b3 holds 1 part instead of any number");
  CHECK(
      said(line("cycle: 1 s", "capacity: 8"), line("cycle: 1 s", "capacity: 8, order: lifo, initial: 2")) ==
      "b3 gives its parts newest first instead of first in, first out | b3 begins with 2 parts instead of 0");
  const auto source = [](const std::string& a, const std::string& b) {
    const auto whole = [](const std::string& keys) {
      return "linetwin: 1\nsources: {raw: {" + keys +
             "}}\nstations: {m: {cycle: 1 s}}\nflow: [raw -> m -> sink]";
    };
    return said(whole(a), whole(b));
  };
  CHECK(source("interarrival: 60 s", "interarrival: 50 s") ==
        "arrivals of raw every 50 s instead of 60 s (20 % more)");
  CHECK(source("", "interarrival: 50 s, when_full: drop") ==
        "arrivals of raw every 50 s instead of an unlimited supply; "
        "parts of raw without room are lost instead of waiting");
  CHECK(source("lot: 1", "lot: 60") == "raw gives 60 parts of one variant in a row instead of 1");
  CHECK(source("limit: 9", "") == "raw no longer ends after 9 parts");
  CHECK(source("", "sequence: [part*2]") == "raw now gives the variants in the sequence part*2");
  CHECK(of_section("conveyors: {c: {length: 4 m, speed: 1 m/s, pitch: 1 m}}",
                   "conveyors: {c: {length: 4 m, speed: 75 m/min, pitch: 1 m, accumulating: false}}") ==
        "c runs at 75 m/min instead of 1 m/s (25 % faster) | "
        "behind one that cannot leave, parts on c stand at their distances instead of closed up");
  CHECK(
      of_section("vehicles: {agv: {speed: 1 m/s}}", "vehicles: {agv: {speed: 1 m/s, count: 2, load: 3 s}}") ==
      "agv has 2 vehicles instead of 1 | agv loads in 3 s instead of 0 s");
  CHECK(of_section("workers: {fitters: {count: 2}}", "workers: {fitters: {count: 3}}") ==
        "fitters are 3 people instead of 2");
  CHECK(of_section("limits: {cards: {over: m4, max: 5}}", "limits: {cards: {over: [m4, b3], max: 7}}") ==
        "limit cards is over m4 and b3 instead of m4 | limit cards lets in 7 at most instead of 5");
  CHECK(of_section("shifts: {day: {times: 06:00-14:00}}",
                   "shifts: {day: {times: 06:00-15:00, days: mon-fri}}") ==
        "shift day is on mon-fri instead of mon-sun | shift day is at 06:00-15:00 instead of 06:00-14:00");
  CHECK(of_section("sinks: {bin: {}}", "sinks: {bin: {scrap: true}}") ==
        "what ends in bin is scrap instead of good");
  CHECK(of_section("parts: {A: {share: 70 %}, B: {share: 30 %}}",
                   "parts: {A: {share: 60 %}, B: {share: 40 %}}") ==
        "shares of the variants: A 60 % and B 40 % instead of A 70 % and B 30 %");
  CHECK(of_section("layout: {m4: [0, 0], m5: [2, 0], b3: [1, 0]}",
                   "layout: {m4: [9, 0], m5: [2, 3], b3: [1, 4]}") ==
        "layout: 3 elements are moved (b3, m4 and m5)");
  CHECK(of_section("", "what: 3") == "what: 3 is new");
}

TEST_CASE("the rarer keys have words, too") {
  const auto change = [](const std::string& section, const std::string& name, const std::string& fixed,
                         const std::string& a, const std::string& b) {
    const auto whole = [&](const std::string& keys) {
      return section + ": {" + name + ": {" + fixed + (keys.empty() ? "" : ", ") + keys + "}}";
    };
    return of_section(whole(a), whole(b));
  };
  CHECK(change("sources", "raw", "interarrival: 9 s", "", "start: 5 min") ==
        "raw begins after 5 min instead of 0 s");
  CHECK(change("sources", "raw", "interarrival: 9 s", "batch: 2", "batch: 3") ==
        "at raw 3 parts arrive together instead of 2");
  CHECK(change("sources", "raw", "limit: 9", "part: A", "part: B") == "all parts of raw are B instead of A");
  CHECK(change("parts", "A", "share: 100 %", "", "priority: 2") ==
        "A has priority 2 in buffers instead of 0");
  CHECK(change("conveyors", "c", "speed: 1 m/s", "length: 4 m, pitch: 1 m", "length: 5 m, pitch: 80 cm") ==
        "c is 5 m long instead of 4 m | a part takes 80 cm on c instead of 1 m");
  CHECK(change("vehicles", "agv", "speed: 1 m/s", "unload: 4 s", "unload: 3 s") ==
        "agv unloads in 3 s instead of 4 s (25 % faster)");
  CHECK(change("vehicles", "agv", "count: 2", "speed: 1 m/s", "speed: 120 m/min") ==
        "agv drives at 120 m/min instead of 1 m/s (2 times as fast)");
  CHECK(change("vehicles", "agv", "speed: 1 m/s", "", "call: when_finished, dispatch: longest_waiting") ==
        "agv is called when a part is finished instead of when there is room | "
        "agv answers the oldest call instead of the nearest call");
  CHECK(change("vehicles", "agv", "speed: 1 m/s", "", "paths: [[m4, m5]]") ==
        "agv now drives along aisles: m4 - m5");
  CHECK(change("vehicles", "agv", "speed: 1 m/s", "paths: [[m4, m5]]", "paths: [[m5, m4]]") == "");
  CHECK(change("workers", "fitters", "count: 2", "", "speed: 1 m/s") == "fitters now walk, at 1 m/s");
  CHECK(change("limits", "l", "over: m4", "max: 5", "report: [3]") ==
        "limit l is only watched, and let in 5 at most; limit l now watches 3");
  CHECK(change("limits", "l", "over: m4, max: 400 kg", "holds: 2 kg",
               "holds: {per_part: {A: 2 kg, B: 3000 g}}") ==
        "in limit l a part counts 2 kg for A and 3000 g for B instead of 2 kg");
  CHECK(change("limits", "l", "over: m4, max: 0.4 t", "holds: 2 kg", "holds: 2000 g") == "");
  CHECK(change("shifts", "s", "times: 06:00-14:00", "", "except: 2026-12-25") ==
        "shift s is now left out on 2026-12-25");
  CHECK(said(line("cycle: 1 s", "capacity: 8, dwell: 10 min"),
             line("cycle: 1 s", "capacity: 8, dwell: 5 min")) ==
        "parts stay in b3 for at least 5 min instead of 10 min (50 % shorter)");
  CHECK(of_m4("assemble: {b: 1, c: 2}", "assemble: {b: 1, c: 4}") ==
        "m4 makes a part from 1 from b and 4 from c instead of 1 from b and 2 from c");
  CHECK(of_m4("assemble: {b: 1, c: 2}", "assemble: {b: 1, c: 2, match: variant}") ==
        "m4 now takes parts of one variant only for a set");
  CHECK(of_m4("assemble: {b: 1}, match: variant", "assemble: {b: 1, match: variant}") == "");
  CHECK(of_m4("failures: {mtbf: 5 h, mttr: 1 h}", "failures: {mtbf: 5 h, mttr: 1 h, clock: calendar}") ==
        "failures of m4 come by the calendar clock instead of the operating clock");
  const std::string people = "workers: {a: {count: 2}}\n";
  CHECK(of_m4("failures: {mtbf: 5 h, mttr: 1 h}", "failures: {mtbf: 5 h, mttr: 1 h, workers: {a: 1}}",
              people) == "repairs of m4 now need 1 from a");
  CHECK(of_m4("maintenance: {every: 8 h, takes: 1 h, workers: {a: 1}}",
              "maintenance: {every: 8 h, takes: 1 h}",
              people) == "maintenance of m4 needs nobody any more (before 1 from a)");
  CHECK(of_section("run: {duration: 24 h, seed: 1}",
                   "run: {duration: 2 d, seed: 7, warmup: auto, start: tue 06:00}") ==
        "runs: 2 d long instead of 24 h | runs: warm-up auto instead of 0 s | runs: seed 7 instead of 1 | "
        "runs: begin tue 06:00 instead of mon 00:00");
  CHECK(of_section("targets: {demand: 24 /d}", "targets: {demand: 1 /h, lead_time: 9 h}") ==
        "target: lead time 9 h is new");
}

TEST_CASE("models that are none are compared without harm") {
  std::vector<Node> trees;
  namespace fs = std::filesystem;
  for (const char* folder : {"tests/broken", "models"})
    for (const auto& file : fs::directory_iterator(fs::path(LINETWIN_SOURCE_DIR) / folder)) {
      Sources sources;
      Diagnostics diagnostics;
      if (file.path().extension() != ".yaml") continue;
      if (auto tree = load_tree(file.path().string(), sources, diagnostics))
        trees.push_back(std::move(*tree));
    }
  REQUIRE(trees.size() > 50);
  for (std::size_t i = 0; i < trees.size(); ++i) {
    const Node& a = trees[i];
    const Node& b = trees[(i + 7) % trees.size()];
    Node whole = a;
    Diagnostics diagnostics;
    for (const Difference& one : differences(a, b)) apply_difference(whole, one, diagnostics);
    CHECK(differences(b, b).empty());
  }
}

TEST_CASE("what is no change of the line is marked") {
  const auto run =
      between(line("cycle: 1 s"), line("cycle: 1 s", "capacity: 8", "run: {replications: 20}\n"));
  REQUIRE(run.size() == 1);
  CHECK(run[0].sentence == "runs: 20 replications instead of 10");
  CHECK_FALSE(is_of_the_line(run[0]));
  const auto words = between(line("cycle: 1 s", "capacity: 8", "name: a\n"),
                             line("cycle: 1 s", "capacity: 8", "name: b\ntargets: {throughput: 90 /h}\n"));
  REQUIRE(words.size() == 2);
  for (const Difference& one : words) CHECK(one.kind == Difference::Kind::Words);
  const auto order =
      between("linetwin: 1\nstations: {a: {cycle: 1 s}, b: {cycle: 1 s}}\nflow: [source -> a -> b -> sink]",
              "linetwin: 1\nstations: {b: {cycle: 1 s}, a: {cycle: 1 s}}\nflow: [source -> a -> b -> sink]");
  REQUIRE(order.size() == 1);
  CHECK(order[0].kind == Difference::Kind::Order);
  CHECK(order[0].minor);
}

TEST_CASE("elements that come and go are one difference with the flow") {
  const std::string a = line("cycle: 10 s");
  const std::string b =
      "linetwin: 1\nstations: {m4: {cycle: 10 s}, m5: {cycle: 8 s}, m6: {cycle: 7 s}}\n"
      "buffers: {b3: {capacity: 8}, b5: {capacity: 12}}\nflow: [source -> m4 -> b3 -> m5 -> b5 -> m6 -> "
      "sink]\n";
  const auto all = between(a, b);
  REQUIRE(all.size() == 2);
  CHECK(all[0].sentence ==
        "m6 is new (cycle 7 s); b5 is new (holds 12); the flow: m5 -> b5 -> m6 -> sink is new, m5 -> sink is "
        "gone");
  CHECK(all[0].kind == Difference::Kind::Structure);
  CHECK(all[0].sentences.size() == 3);
  CHECK(all[1].path == "stations.m5.cycle");
  CHECK(all[1].before == "9 s");
  CHECK(all[1].after == "8 s");
  CHECK(said(b, a).find(
            "m6 is gone; b5 is gone; the flow: m5 -> sink is new, m5 -> b5 -> m6 -> sink is gone") == 0);
}

TEST_CASE("a shift that is new hangs together with who is on in it") {
  CHECK(said(line("cycle: 10 s"),
             line("cycle: 10 s, shift: day", "capacity: 8", "shifts: {day: {times: 6:00-14:00}}\n")) ==
        "shift day is new (6:00-14:00); m4 is on in day instead of always");
}

TEST_CASE("routing over the same ways stands alone, over others it goes with the flow") {
  const auto whole = [](const std::string& flow, const std::string& routing) {
    return "linetwin: 1\nstations: {m: {cycle: 1 s}, x: {cycle: 1 s}, y: {cycle: 1 s}}\nflow: [" + flow +
           "]\nrouting: {" + routing + "}\n";
  };
  const std::string fan = "source -> m -> x | y -> sink";
  CHECK(said(whole(fan, "m: {x: 95 %, y: 5 %}"), whole(fan, "m: {y: 10 %, x: 90 %}")) ==
        "routing at m: 10 % to y and 90 % to x instead of 95 % to x and 5 % to y");
  CHECK(said(whole(fan, ""), whole(fan, "m: {rule: shortest-queue}")) ==
        "routing at m: to the shortest queue instead of in turn");
  CHECK(said(whole(fan, "m: {x: 95 %, y: 5 %}"),
             whole(fan + ", m -> sink", "m: {x: 90 %, y: 5 %, sink: 5 %}")) ==
        "the flow: m -> sink is new; "
        "routing at m: 90 % to x, 5 % to y and 5 % to sink instead of 95 % to x and 5 % to y");
}

TEST_CASE("an element with another name, but the same content and place, is renamed") {
  const std::string a = line("cycle: 10 s", "capacity: 8", "limits: {cards: {over: [m4, b3], max: 7}}\n");
  std::string b = a;
  for (std::size_t at = 0; (at = b.find("m4", at)) != std::string::npos;) b.replace(at, 2, "op40");
  const auto all = between(a, b);
  REQUIRE(all.size() == 1);
  CHECK(all[0].sentence == "m4 is now called op40");
  CHECK(all[0].minor);
  b.replace(b.find("10 s"), 4, "11 s");  // then it is another one
  CHECK(said(a, b).find("op40 is new (cycle 11 s); m4 is gone") == 0);
}

TEST_CASE("the documentation shows what is said") {
  std::ifstream in(std::filesystem::path(LINETWIN_SOURCE_DIR) / "docs" / "diff.md");
  REQUIRE(in.good());
  std::vector<std::string> blocks;
  bool inside = false;
  for (std::string one; std::getline(in, one);) {
    if (one.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.emplace_back();
    } else if (inside) {
      blocks.back() += one + "\n";
    }
  }
  REQUIRE(blocks.size() == 3);
  std::string text;
  for (const Difference& one : between(blocks[0], blocks[1])) text += one.sentence + "\n";
  CHECK(text == blocks[2]);
}
