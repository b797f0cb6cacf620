// Conveyors and vehicles, worked out by hand and against closed forms.
#include "support/line.hpp"
#include "support/markov.hpp"

using namespace linetwin;
using namespace linetwin::test;

TEST_CASE("a part crosses a conveyor in length / speed") {
  const RunRecord r = run_for(R"(sources: {raw: {interarrival: 10 s}}
conveyors: {c: {length: 12 m, speed: 0.2 m/s, pitch: 0.5 m}}
flow: [raw -> c -> sink])",
                              1000);
  CHECK(r.sinks[0].parts == 94);  // those of 10 .. 940
  CHECK(r.variants[0].lead_time == 94 * 60 * Integral{kSecond});
}

TEST_CASE("a conveyor carries at most speed / pitch parts") {
  const RunRecord r =
      run_for(R"(conveyors: {c: {length: 10 m, speed: 0.5 m/s, pitch: 2 m, accumulating: false}}
flow: [source -> c -> sink])",
              1020);
  // one every 4 s, the first at 20: 20, 24, ..., 1020
  CHECK(r.sinks[0].parts == 251);
}

TEST_CASE("an accumulating conveyor fills up behind a slow station, and closes up by its pitch") {
  // transit 10 s, pitch 1 s; the station takes 20 s a part, so 10 parts stand on the conveyor
  const RunRecord r = run_for(R"(stations: {m: {cycle: 20 s}}
conveyors: {c: {length: 10 m, speed: 1 m/s, pitch: 1 m}}
flow: [source -> c -> m -> sink])",
                              1010, 510);
  CHECK(r.sinks[0].parts == 25);
  CHECK(r.conveyors[0].level > 9 * 500 * Integral{kSecond});
  CHECK(r.conveyors[0].full == 500 * kSecond);  // a place that is free is taken at once
  // the next part is at the end 1 s after the one before left it, and then stands there
  CHECK(r.conveyors[0].held == 25 * 19 * kSecond);
}

TEST_CASE("a conveyor that does not accumulate stands as a whole while its front part waits") {
  // parts every 2 s come on while the belt runs: 5 of them lie at distances of 2 m on 10 m
  const RunRecord r = run_for(R"(sources: {raw: {interarrival: 2 s}}
stations: {m: {cycle: 6 s}}
conveyors: {c: {length: 10 m, speed: 1 m/s, pitch: 1 m, accumulating: false}}
flow: [raw -> c -> m -> sink])",
                              2002, 1002);
  // the belt moves 2 s, then stands 4 s until the station is free
  CHECK(r.sinks[0].parts == 166);
  CHECK(r.conveyors[0].held == Approx(static_cast<double>(1000 * kSecond) * 4 / 6).epsilon(0.01));
}

TEST_CASE("a very fast conveyor is a buffer: the Markov chain of two machines with room between") {
  // N = 3 places between exponential machines: throughput (N+2)/(N+3) of one machine's rate (Hunt 1956)
  const Summary s = simulate(model_of(R"(linetwin: 1
stations: {m1: {cycle: {exponential: 10 s}}, m2: {cycle: {exponential: 10 s}}}
conveyors: {c: {length: 3 m, speed: 30 km/h, pitch: 1 m}}
flow: [source -> m1 -> c -> m2 -> sink])"),
                             options_of(400, 10, 20, 7));
  CHECK(*s.throughput_per_h.mean == Approx(360 * 5.0 / 6).epsilon(0.012));
}

TEST_CASE("a fleet makes as many rounds as its cycle allows") {
  const std::string line = R"(layout: {a: [0, 0], b: [30, 40]}
sources: {a: {}}
sinks: {b: {}}
flow: [a -> agv -> b]
)";
  for (const int count : {1, 3}) {
    const RunRecord r = run_for("vehicles: {agv: {count: " + std::to_string(count) +
                                    ", speed: 2 m/s, load: 10 s, unload: 15 s}}\n" + line,
                                7500, 75 * 2);
    // 50 m at 2 m/s: 25 s loaded, 25 s empty, 25 s of loading and unloading: 75 s a round
    CHECK(r.sinks[0].parts == 98 * count);
    CHECK(r.fleets[0].empty == count * 98 * 25 * kSecond);
    CHECK(r.fleets[0].loaded == count * 98 * 50 * kSecond);
    CHECK(r.fleets[0].idle == 0);
  }
}

TEST_CASE("vehicles take the shortest way along the aisles") {
  // from a over p and q to b: 10 + 30 + 10 m; there is a detour over r too
  const RunRecord r = run_for(R"(vehicles: {agv: {speed: 1 m/s, paths: [[p, q], [p, r], [r, q]]}}
layout: {a: [0, 10], p: [0, 0], q: [30, 0], r: [15, -40], b: [30, 10]}
sources: {a: {limit: 1}}
sinks: {b: {}}
flow: [a -> agv -> b])",
                              1000);
  CHECK(r.variants[0].lead_time == 50 * Integral{kSecond});
}

TEST_CASE("moving a machine changes the way, and so the throughput") {
  const auto made = [](const char* where) {
    return run_for(std::string(R"(stations: {m1: {cycle: 10 s}, m2: {cycle: 10 s}}
vehicles: {agv: {speed: 1 m/s}}
flow: [source -> m1 -> agv -> m2 -> sink]
layout: {m1: [0, 0], m2: )") +
                       where + "}",
                   3600)
        .sinks[0]
        .parts;
  };
  // the vehicle is called when m2 is free (its part reserved), so way there and back and the cycle follow
  // each other: 60 m at 1 m/s and 10 s, or 10 m and 10 s
  CHECK(made("[30, 0]") == Approx(3600 / 70).margin(1));
  CHECK(made("[5, 0]") == Approx(3600 / 20).margin(2));
}

TEST_CASE("no room is blocked, and room without a vehicle is waiting") {
  const RunRecord r = run_for(R"(stations: {m1: {cycle: 10 s}, m2: {cycle: 100 s}}
vehicles: {agv: {speed: 1 m/s, load: 2 s, unload: 3 s}}
flow: [source -> m1 -> agv -> m2 -> sink]
layout: {m1: [0, 0], m2: [20, 0]})",
                              10 + 2 + 20 + 3 + 100 + 20 + 2);
  // first part: waits 2 s for loading. second: blocked until m2 is free at 135, then the vehicle comes (20 s)
  // and loads (2 s)
  CHECK(in_state(r, 0, MachineState::Working) == 20);
  CHECK(in_state(r, 0, MachineState::Blocked) == 135 - 22);
  CHECK(in_state(r, 0, MachineState::Waiting) == 2 + 22);
}

TEST_CASE("called when the part is finished, a vehicle waits loaded at a full destination") {
  const RunRecord r = run_for(R"(stations: {m1: {cycle: 10 s}, m2: {cycle: 100 s}}
vehicles: {agv: {speed: 1 m/s, call: when_finished}}
flow: [source -> m1 -> agv -> m2 -> sink]
layout: {m1: [0, 0], m2: [20, 0]})",
                              10 + 20 + 10 * 100);
  // the vehicle is back at m1 (20 s), m1's part is ready, at the door (20 s) well before m2 is free
  CHECK(r.sinks[0].parts == 10);
  CHECK(in_state(r, 1, MachineState::Working) == 1000);
  CHECK(r.fleets[0].waiting > 500 * kSecond);
}

TEST_CASE("a free vehicle goes to the nearest call, or to the one that has waited longest") {
  const auto parts = [](const std::string& dispatch) {
    const RunRecord r = run_for(
        R"(sources: {near: {interarrival: 21 s, when_full: queue}, far: {interarrival: 200 s, when_full: queue}}
sinks: {out: {}}
vehicles: {agv: {speed: 1 m/s, dispatch: )" +
            dispatch + R"(}}
layout: {near: [10, 0], far: [60, 0], out: [0, 0]}
flow: [near -> agv -> out, far -> agv -> out])",
        4000);
    return std::pair(r.sources[0].outside, r.sources[1].outside);
  };
  const auto nearest = parts("nearest");
  const auto longest = parts("longest_waiting");
  CHECK(nearest.first < longest.first);
  CHECK(nearest.second > longest.second);
}

TEST_CASE("a vehicle that waits loaded and a part that waits take the room in the order of their waiting") {
  const RunRecord r = run_for(R"(stations: {m1: {cycle: 5 s}, m3: {cycle: 7 s}, m2: {cycle: 30 s}}
vehicles: {agv: {count: 2, speed: 1 m/s, load: 1 s, unload: 1 s, call: when_finished}}
layout: {m1: [0, 0], m2: [10, 0]}
flow: [source -> m1 -> agv -> m2 -> sink, source -> m3 -> m2])",
                              3000);
  // two vehicles and m3 stand before m2, so each has every third of its 30 s
  CHECK(r.stations[2].finished >= 96);
  CHECK(r.stations[1].finished == Approx(33).margin(3));
}

TEST_CASE("a vehicle that is called without room still goes to where there is room") {
  const RunRecord r = run_for(R"(stations: {m0: {cycle: 1 s}, m1: {cycle: 100 s}, m2: {cycle: 100 s}}
vehicles: {agv: {count: 1, speed: 10 m/s, call: when_finished}}
layout: {m0: [0, 0], m1: [10, 0], m2: [0, 10]}
flow: [source -> m0 -> agv -> m1 | m2 -> sink]
routing: {m0: {rule: priority}})",
                              1000);
  CHECK(r.stations[1].finished == 9);
  CHECK(r.stations[2].finished >= 5);  // the vehicle waits loaded before m1 only when m2 is full too
}

TEST_CASE("a machine that fails while its part is being loaded gives it after the repair") {
  // finished at 60, loading from 60 to 80, down from 70 to 170: the part leaves at 170 and arrives at 180
  const std::string line =
      R"(stations: {m: {cycle: 60 s, failures: {mtbf: {constant: 70 s}, mttr: {constant: 100 s}, clock: calendar}}}
sources: {s: {limit: 1}}
sinks: {out: {}}
vehicles: {agv: {speed: 1 m/s, load: 20 s}}
layout: {m: [0, 0], out: [10, 0]}
flow: [s -> m -> agv -> out])";
  CHECK(run_for(line, 179).sinks[0].parts == 0);
  CHECK(run_for(line, 181).sinks[0].parts == 1);
}
