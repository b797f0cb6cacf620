// Assembly, split and batches that wait, worked out by hand; and against closed forms.
#include "sim/simulation.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

TEST_CASE("an assembly takes its whole set at one moment and makes one part of it") {
  // a frame every 10 s, a bolt every 3 s: 4 bolts are there every 12 s
  const RunRecord r = run_for(R"(sources: {frames: {interarrival: 10 s}, bolts: {interarrival: 3 s}}
stations: {asm: {cycle: 1 s, assemble: {b1: 1, b2: 4}}}
buffers: {b1: {capacity: 5}, b2: {capacity: 8}}
flow: [frames -> b1 -> asm -> sink, bolts -> b2 -> asm])",
                              1213);
  CHECK(r.sinks[0].parts == 101);  // at 13, 25, ..., 1213
  CHECK(in_state(r, 0, MachineState::Starved) == 1112);
}

TEST_CASE(
    "the assembled part has the variant of the first predecessor named, and the stay of its oldest part") {
  const RunRecord r = run_for(R"(parts: {body: {}, lid: {}}
sources: {bodies: {interarrival: 100 s, part: body}, lids: {interarrival: 10 s, part: lid, limit: 1}}
stations: {asm: {cycle: 5 s, assemble: {b1: 1, b2: 1}}}
buffers: {b1: {capacity: 5}, b2: {capacity: 5}}
flow: [bodies -> b1 -> asm -> sink, lids -> b2 -> asm])",
                              200);
  REQUIRE(r.variants[0].good == 1);
  CHECK(r.variants[1].good == 0);
  CHECK(r.variants[0].lead_time == 95 * Integral{kSecond});  // the lid came at 10, the part left at 105
}

TEST_CASE("parts of one variant are matched wherever they stand in their buffers") {
  // frames A B, doors B A: B is complete first (at 30), then A (at 40)
  const std::string body = R"(parts: {A: {}, B: {}}
sources: {frames: {interarrival: 10 s, sequence: [A, B], limit: 2}, doors: {interarrival: 15 s, sequence: [B, A], limit: 2}}
stations: {asm: {cycle: 1 s, assemble: {b1: 1, b2: 1}, match: variant}}
buffers: {b1: {capacity: 5}, b2: {capacity: 5}}
flow: [frames -> b1 -> asm -> sink, doors -> b2 -> asm])";
  CHECK(run_for(body, 22).sinks[0].parts == 1);  // frame B at 20, door B at 15
  const RunRecord r = run_for(body, 100);
  CHECK(r.variants[0].good == 1);
  CHECK(r.variants[1].good == 1);
  CHECK(r.variants[1].lead_time == 6 * Integral{kSecond});
}

TEST_CASE("an assembly takes directly from stations and sources, any number") {
  // m1 holds its finished part until m2's is there too; two come from the supply
  const RunRecord r = run_for(R"(sources: {screws: {}}
stations: {m1: {cycle: 10 s}, m2: {cycle: 15 s}, asm: {cycle: 2 s, assemble: {m1: 1, m2: 1, screws: 2}}}
flow: [source -> m1 -> asm -> sink, source -> m2 -> asm, screws -> asm])",
                              152);
  CHECK(r.sinks[0].parts == 10);
  CHECK(in_state(r, 0, MachineState::Blocked) == 50);
  CHECK(r.sources[0].created == 20);
}

TEST_CASE("a part that is split becomes several, which leave one by one") {
  // the press takes the first blank at 12 and the last at 52, so a round is 52 s: 9 of them, and the first
  // blank of the tenth at 468 + 20
  const RunRecord r = run_for(R"(stations: {cut: {cycle: 12 s, split: 6}, press: {cycle: 8 s}}
flow: [source -> cut -> press -> sink])",
                              12 + 60 * 8);
  CHECK(r.sinks[0].parts == 55);
  CHECK(r.stations[0].finished == 10);
  CHECK(in_state(r, 0, MachineState::Blocked) == 9 * 40 + 12);
}

TEST_CASE("WIP and lead time count the pieces from the entry of the whole") {
  const RunRecord r = run_for(R"(sources: {raw: {interarrival: 100 s}}
stations: {cut: {cycle: 10 s, split: 3}}
flow: [raw -> cut -> sink])",
                              1000);
  CHECK(r.sinks[0].parts == 27);
  CHECK(r.variants[0].lead_time == 27 * 10 * Integral{kSecond});
  CHECK(r.wip == 9 * 10 * Integral{kSecond});
}

TEST_CASE("a batch starts short when it has waited long enough") {
  // a part every 10 s from 10 on: at 10, 20 -> starts at 25 with two; ends at 30, when the next comes
  const RunRecord r = run_for(R"(sources: {raw: {interarrival: 10 s}}
stations: {oven: {cycle: 5 s, batch: {size: 4, wait: 15 s}}}
flow: [raw -> oven -> sink])",
                              1000);
  // cycles of 20 s: 2 parts each
  CHECK(r.sinks[0].parts == 98);
  CHECK(in_state(r, 0, MachineState::Working) == Approx(49 * 5));
}

TEST_CASE("a batch that fills up does not wait") {
  const RunRecord r = run_for(R"(stations: {oven: {cycle: 5 s, batch: {size: 4, wait: 15 s}}}
flow: [source -> oven -> sink])",
                              100);
  CHECK(r.sinks[0].parts == 80);
}

TEST_CASE("parts that split and join again are conserved at every event") {
  const LineModel model = model_of(R"(linetwin: 1
sources: {raw: {interarrival: {exponential: 30 s}, when_full: queue}}
stations:
  cut: {cycle: {exponential: 10 s}, split: 4, scrap: 5 %}
  wash: {cycle: {exponential: 4 s}, machines: 2, batch: {size: 3, wait: 20 s}}
  kit: {cycle: {exponential: 8 s}, assemble: {b1: 2, b2: 2}}
buffers: {b1: {capacity: 4}, b2: {capacity: 5}}
flow: [raw -> cut -> b1 -> kit -> sink, cut -> wash -> b2 -> kit])");
  const Plan plan(model);
  Simulation simulation(model, plan, 4, 0);
  int events = 0;
  while (events < 5000 && simulation.step(1000 * kHour)) {
    ++events;
    const std::string law = simulation.broken_law();
    if (!law.empty()) FAIL(law << " after event " << events);
  }
  CHECK(events == 5000);
  CHECK(simulation.state().total_joined > 100);
}

TEST_CASE("a buffer that begins with too few parts for a set gets the rest") {
  const RunRecord r = run_for(R"(sources: {f0: {interarrival: 3 s}}
stations: {m1: {cycle: 10 s, assemble: {source: 1, b2: 2}}}
buffers: {b2: {capacity: 5, initial: 1}}
flow: [source -> m1 -> sink, f0 -> b2 -> m1])",
                              103);
  CHECK(r.outcome == Outcome::Finished);
  CHECK(r.sinks[0].parts == 10);  // the first set is whole at 3 s
}

TEST_CASE("counts may differ by variant: of a set, of pieces, of a batch") {
  const std::string parts = "parts: {A: {share: 50 %}, B: {share: 50 %}}\n";
  // frames A, B, A, B ...: 2 and 3 bolts
  const RunRecord set = run_for(parts + R"(sources: {frames: {sequence: [A*1, B*1]}, bolts: {part: A}}
stations: {asm: {cycle: 10 s, assemble: {frames: 1, bolts: {per_part: {A: 2, B: 3}}}}}
flow: [frames -> asm -> sink, bolts -> asm])",
                                100);
  CHECK(set.sinks[0].parts == 10);
  CHECK(set.sources[1].created == 6 * 2 + 5 * 3);  // the set taken at 100 included
  const RunRecord pieces = run_for(parts + R"(sources: {raw: {sequence: [A*1, B*1]}}
stations: {cut: {cycle: 10 s, split: {per_part: {A: 2, B: 5}}}}
flow: [raw -> cut -> sink])",
                                   100);
  CHECK(pieces.variants[0].good == 10);
  CHECK(pieces.variants[1].good == 25);
  const RunRecord batch = run_for(parts + R"(sources: {raw: {sequence: [A*4, B*2]}}
stations: {oven: {cycle: 10 s, batch: {per_part: {A: 4, B: 2}}}}
flow: [raw -> oven -> sink])",
                                  100);
  CHECK(batch.variants[0].good == 20);
  CHECK(batch.variants[1].good == 10);
}

TEST_CASE("a batch that has begun is filled before another machine begins one") {
  const RunRecord r = run_for(R"(sources: {s: {interarrival: 10 s, limit: 4}}
stations: {m: {cycle: 15 s, machines: 2, batch: 2}}
flow: [s -> m -> sink])",
                              100);
  CHECK(r.sinks[0].parts == 4);
}
