// Lines without chance, whose course of events is worked out by hand from the words of the model format.
#include "sim/run.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

TEST_CASE("a single machine finishes a part each cycle, the last one at the end of the run included") {
  const RunRecord r = run_for("stations: {m: {cycle: 10 s}}\nflow: [source -> m -> sink]", 100);
  CHECK(r.sinks[0].parts == 10);
  CHECK(r.stations[0].finished == 10);
  CHECK(in_state(r, 0, MachineState::Working) == 100);
  CHECK(r.variants[0].lead_time == 10 * 10 * Integral{kSecond});
}

TEST_CASE("the window begins after the warm-up: what happens at that moment is not in it") {
  const RunRecord r = run_for("stations: {m: {cycle: 10 s}}\nflow: [source -> m -> sink]", 100, 20);
  CHECK(r.sinks[0].parts == 8);
}

TEST_CASE("a finished part stays on its machine until there is room") {
  // m1 5 s, m2 10 s, no buffer: m1 works 5 of 10 s after the first part
  const RunRecord r =
      run_for("stations: {m1: {cycle: 5 s}, m2: {cycle: 10 s}}\nflow: [source -> m1 -> m2 -> sink]", 105);
  CHECK(r.sinks[0].parts == 10);
  CHECK(in_state(r, 0, MachineState::Blocked) == 50);
  CHECK(in_state(r, 1, MachineState::Starved) == 5);
}

TEST_CASE("maintenance by parts comes before the next part starts") {
  // 10 parts of 10 s, then 50 s: 150 s for 10 parts
  const RunRecord r = run_for(
      "stations: {m: {cycle: 10 s, maintenance: {every: 10 parts, takes: 50 s}}}\nflow: [source -> m -> "
      "sink]",
      1500);
  CHECK(r.sinks[0].parts == 100);
  CHECK(in_state(r, 0, MachineState::Maintenance) == 500);
}

TEST_CASE("maintenance by time waits for the part being worked on, and one pending absorbs the next") {
  // due at 25, waits until 30, takes 10 (to 40); due at 50, when the part that ends then has made way for the
  // next one (completions come first), so it waits until 60
  const RunRecord r = run_for(
      "stations: {m: {cycle: 10 s, maintenance: {every: 25 s, takes: 10 s}}}\nflow: [source -> m -> sink]",
      70);
  CHECK(in_state(r, 0, MachineState::Maintenance) == 20);
  CHECK(r.sinks[0].parts == 5);
  // a cycle of 100 s with maintenance due every 30 s: three fall due in one part, one is done
  const RunRecord s = run_for(
      "stations: {m: {cycle: 100 s, maintenance: {every: 30 s, takes: 10 s}}}\nflow: [source -> m -> sink]",
      110);
  CHECK(in_state(s, 0, MachineState::Maintenance) == 10);
}

TEST_CASE("maintenance outranks blocked, and a finished part leaves during it") {
  // m1 done at 10 and blocked (m2 works 5..105 on the first); maintenance due at 20 for 30 s
  const RunRecord r = run_for(
      "stations: {m1: {cycle: 5 s, maintenance: {every: 20 s, takes: 30 s}}, m2: {cycle: 100 s}}\nflow: "
      "[source -> m1 -> m2 -> sink]",
      50);
  CHECK(in_state(r, 0, MachineState::Working) == 10);
  CHECK(in_state(r, 0, MachineState::Blocked) == 10);
  CHECK(in_state(r, 0, MachineState::Maintenance) == 30);
}

TEST_CASE("operating failures interrupt work, which resumes where it stopped") {
  // fails after 25 s of work, 15 s of repair; parts of 10 s: the third ends at 30 + 15
  const RunRecord r = run_for(
      "stations: {m: {cycle: 10 s, failures: {mtbf: {constant: 25 s}, mttr: {constant: 15 s}}}}\nflow: "
      "[source -> m -> sink]",
      80);
  CHECK(r.sinks[0].parts == 5);  // 10, 20, 45, 55, 65; down 65 (25 s of work after 40) to 80
  CHECK(in_state(r, 0, MachineState::Down) == 30);
  CHECK(r.stations[0].failures == 2);
}

TEST_CASE("a completion comes before a failure at the same moment") {
  const RunRecord r = run_for(
      "stations: {m: {cycle: 10 s, failures: {mtbf: {constant: 10 s}, mttr: {constant: 5 s}}}}\nflow: "
      "[source -> m -> sink]",
      30);
  // 10 out; fails as the next begins; 15 on, 25 out; down to 30
  CHECK(r.sinks[0].parts == 2);
  CHECK(in_state(r, 0, MachineState::Down) == 10);
}

TEST_CASE("operating clocks stand still in setup, calendar clocks do not") {
  const std::string parts = "parts: {A: {}, B: {}}\nsources: {raw: {sequence: [A*1, B*1]}}\n";
  const RunRecord r = run_for(parts +
                                  "stations: {m: {cycle: 10 s, setup: 10 s, failures: {mtbf: {constant: 25 "
                                  "s}, mttr: {constant: 5 s}}}}\n"
                                  "flow: [raw -> m -> sink]",
                              50);
  // A 0-10, setup 10-20, B 20-30, setup 30-40, A 40-45 fails (25 s of work), repaired 50
  CHECK(in_state(r, 0, MachineState::Setup) == 20);
  CHECK(in_state(r, 0, MachineState::Working) == 25);
  CHECK(in_state(r, 0, MachineState::Down) == 5);
  const RunRecord c = run_for(parts +
                                  "stations: {m: {cycle: 10 s, setup: 10 s, failures: {mtbf: {constant: 15 "
                                  "s}, mttr: {constant: 5 s}, clock: calendar}}}\n"
                                  "flow: [raw -> m -> sink]",
                              45);
  // A 0-10, setup 10-15, down 15-20, setup 20-25, B 25-35, down 35-40 (the next failure is 15 s after the
  // repair), setup 40-45
  CHECK(in_state(c, 0, MachineState::Setup) == 15);
  CHECK(in_state(c, 0, MachineState::Down) == 10);
  CHECK(c.sinks[0].parts == 2);
}

TEST_CASE("the first part of all needs no setup, and the matrix says the others") {
  const RunRecord r = run_for(
      "parts: {A: {}, B: {}}\nsources: {raw: {sequence: [A*2, B*1]}}\n"
      "stations: {m: {cycle: 1 s, setup: {matrix: {A: {B: 5 s}}}}}\nflow: [raw -> m -> sink]",
      16);
  // A A +5 B, A A +5 B: 8 s each round
  CHECK(r.sinks[0].parts == 6);
  CHECK(in_state(r, 0, MachineState::Setup) == 10);
}

TEST_CASE("a batch starts when it is full, takes the slowest variant's time, and leaves one by one") {
  const RunRecord r = run_for(
      "parts: {A: {}, B: {}}\nsources: {raw: {interarrival: 10 s, sequence: [A*2, B*1]}}\n"
      "stations: {oven: {cycle: {per_part: {A: 5 s, B: 8 s}}, batch: 3}}\nbuffers: {q: {capacity: "
      "unlimited}}\n"
      "flow: [raw -> q -> oven -> sink]",
      60);
  // full at 30 and 60; works 30-38
  CHECK(r.sinks[0].parts == 3);
  CHECK(in_state(r, 0, MachineState::Working) == 8);
  CHECK(in_state(r, 0, MachineState::Starved) == 52);
}

TEST_CASE("a batch is free when its last part has left") {
  // batch of 2 in 1 s into m2 of 10 s without a buffer: parts leave the batch at 1, 11; the next batch starts
  // at 11
  const RunRecord r = run_for(
      "stations: {a: {cycle: 1 s, batch: 2}, m2: {cycle: 10 s}}\nflow: [source -> a -> m2 -> sink]", 31);
  CHECK(r.sinks[0].parts == 3);
  CHECK(r.stations[0].finished == 4);
  CHECK(in_state(r, 0, MachineState::Blocked) == 29);
}

TEST_CASE("a part dwells before it may leave its buffer, and those behind wait") {
  const RunRecord r = run_for(
      "stations: {m: {cycle: 1 s}, n: {cycle: 1 s}}\nbuffers: {cool: {capacity: 10, dwell: 20 s}}\n"
      "flow: [source -> m -> cool -> n -> sink]",
      25);
  CHECK(r.sinks[0].parts == 4);  // in at 1, 2, 3, ...; out of n at 22, 23, 24, 25
}

TEST_CASE("last in, first out takes the newest, and priority the most urgent") {
  const auto order_of = [](const std::string& order) {
    const RunRecord r = run_for(
        "parts: {A: {priority: 1}, B: {priority: 5}}\n"
        "sources: {raw: {interarrival: 1 s, sequence: [A*3, B*1], limit: 4}}\n"
        "stations: {m: {cycle: {per_part: {A: 10 s, B: 2 s}}}}\nbuffers: {q: {capacity: 10, order: " +
            order +
            "}}\n"
            "flow: [raw -> q -> m -> sink]",
        100);
    return seconds(static_cast<Time>(r.variants[1].lead_time));
  };
  // the first A works 1-11; B arrives at 4 and works after A, A, A, or right after the first
  CHECK(order_of("fifo") == 29);
  CHECK(order_of("lifo") == 9);
  CHECK(order_of("priority") == 9);
  CHECK(order_of("spt") == 9);
}

TEST_CASE("parts that lie in a buffer at the start count as good parts") {
  const RunRecord r = run_for(
      "sources: {raw: {limit: 0}}\nstations: {m: {cycle: 1 s}}\nbuffers: {q: {capacity: 5, initial: 3}}\n"
      "flow: [raw -> q -> m -> sink]",
      10);
  CHECK(r.variants[0].good == 3);
  CHECK(r.variants[0].lead_time == (1 + 2 + 3) * Integral{kSecond});
}

TEST_CASE("sources start, batch and stop as told") {
  const RunRecord r = run_for(
      "sources: {raw: {interarrival: 10 s, start: 100 s, batch: 4, limit: 10, when_full: queue}}\n"
      "stations: {m: {cycle: 1 s}}\nflow: [raw -> m -> sink]",
      1000);
  // arrivals of 4 at 110, of 4 at 120, of 2 at 130
  CHECK(r.sources[0].created == 10);
  CHECK(r.sinks[0].parts == 10);
  CHECK(r.sources[0].outside == (2 * (1 + 2 + 3) + 1) * Integral{kSecond});
}

TEST_CASE("a source that waits holds its part and draws the next arrival when it has left") {
  // arrives at 1; m works 10 s; the second arrives at 2 and waits until 11; the third at 12 until 21
  const RunRecord r = run_for(
      "sources: {raw: {interarrival: 1 s}}\nstations: {m: {cycle: 10 s}}\nflow: [raw -> m -> sink]", 31);
  CHECK(r.sinks[0].parts == 3);
  CHECK(r.sources[0].held == (9 + 9 + 9) * kSecond);
}

TEST_CASE("without a rule successors are tried in turn, after the one entered last") {
  const RunRecord r = run_for(
      "sources: {raw: {interarrival: 10 s, limit: 6}}\nstations: {a: {cycle: 1 s}, b: {cycle: 1 s}, c: "
      "{cycle: 1 s}}\n"
      "flow: [raw -> a | b | c -> sink]",
      100);
  for (std::size_t i = 0; i < 3; ++i) CHECK(r.stations[i].finished == 2);
}

TEST_CASE("the rule priority takes the first written that has room") {
  const RunRecord r = run_for(
      "sources: {raw: {interarrival: 10 s}}\nstations: {a: {cycle: 12 s}, b: {cycle: 1 s}}\n"
      "flow: [raw -> a | b -> sink]\nrouting: {raw: {rule: priority}}",
      100);
  // a takes those of 10, 30, 50, 70, 90; b the others
  CHECK(r.stations[0].finished == 4);
  CHECK(r.stations[1].finished == 4);
}

TEST_CASE("by_part sends each variant its way, and a waiting head holds those behind") {
  const RunRecord r = run_for(
      "parts: {A: {}, B: {}}\nsources: {raw: {sequence: [A*2, B*1]}}\n"
      "stations: {cut: {cycle: 1 s}, slow: {cycle: 10 s}, fast: {cycle: 1 s}}\nbuffers: {q: {capacity: 5}}\n"
      "flow: [raw -> cut -> q -> slow | fast -> sink]\nrouting: {q: {by_part: {A: slow, B: fast}}}",
      22);
  // A1 on slow 1-11; A2 waits at the head until 11, so B behind it starts on fast at 11 too; A3, A4: slow 21
  CHECK(r.stations[1].finished == 2);
  CHECK(r.stations[2].finished == 1);
}

TEST_CASE("where several wait for the same room, the one that has waited longest goes first") {
  // both blocked before c: a from 2 on, b from 1 on; c (10 s) takes b's second part first
  const RunRecord r = run_for(
      "stations: {a: {cycle: 2 s}, b: {cycle: 1 s}, c: {cycle: 10 s}}\nflow: [source -> a | b -> c -> sink]",
      12);
  // b's first enters c at 1; waiting: b since 2 and a since 2: the same, so a, first in the file, goes at 11
  CHECK(r.stations[0].finished == 1);
  CHECK(r.stations[1].finished == 2);
  CHECK(in_state(r, 0, MachineState::Blocked) == 9);
  CHECK(in_state(r, 1, MachineState::Blocked) == 10);
}

TEST_CASE("scrapped parts leave at once, even when the successor is full") {
  const RunRecord r = run_for(
      "stations: {m: {cycle: 1 s, scrap: 100 %}, n: {cycle: 100 s}}\nbuffers: {q: {capacity: 1, initial: "
      "1}}\n"
      "flow: [source -> m -> q -> n -> sink]",
      50);
  CHECK(r.stations[0].scrapped == 50);
  CHECK(r.scrapped == 50);
  CHECK(in_state(r, 0, MachineState::Blocked) == 0);
}

TEST_CASE("what ends in a scrap bin is not good, but has had its stay") {
  const RunRecord r =
      run_for("sinks: {bin: {scrap: true}}\nstations: {m: {cycle: 2 s}}\nflow: [source -> m -> bin]", 10);
  CHECK(r.variants[0].good == 0);
  CHECK(r.variants[0].left == 5);
  CHECK(r.scrapped == 5);
}

TEST_CASE("modes that fail at the same moment are repaired side by side, whichever stands first") {
  for (const bool calendar_first : {true, false}) {
    const std::string a = "{name: a, mtbf: {constant: 50 s}, mttr: {constant: 10 s}, clock: calendar}";
    const std::string b = "{name: b, mtbf: {constant: 50 s}, mttr: {constant: 20 s}}";
    const RunRecord r =
        run_for("stations: {m: {cycle: 100 s, failures: [" + (calendar_first ? a + ", " + b : b + ", " + a) +
                    "]}}\nflow: [source -> m -> sink]",
                100);
    CHECK(in_state(r, 0, MachineState::Down) == 20);
  }
}
