// What is seen at a moment: worked out by hand, and every part exactly once.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <numbers>
#include <set>

#include "random/random_line.hpp"
#include "viewer/scene/scene.hpp"

using namespace linetwin;
using namespace linetwin::viewer;
using namespace linetwin::viewer::test;

namespace {

std::vector<double> metres_along(const Frame& frame, std::size_t conveyor = 0) {
  const ConveyorView& view = frame.conveyors[conveyor];
  std::vector<double> along;
  for (std::int32_t i = 0; i < view.count; ++i)
    along.push_back(frame.belt_parts[static_cast<std::size_t>(view.first + i)].along);
  return along;
}

void check_metres(const Frame& frame, const std::vector<double>& expected) {
  const std::vector<double> along = metres_along(frame);
  REQUIRE(along.size() == expected.size());
  for (std::size_t i = 0; i < along.size(); ++i) CHECK(along[i] == Approx(expected[i]).margin(1e-9));
}

// Every part that is inside is seen once, at one place.
void check_all_are_seen(const Frame& frame, const LineState& state) {
  std::multiset<PartId> seen;
  for (const Dot& dot : frame.dots) seen.insert(dot.part);
  for (const BeltPart& part : frame.belt_parts) seen.insert(part.part);
  for (const VehicleView& vehicle : frame.vehicles)
    if (vehicle.part != kNoPart) seen.insert(vehicle.part);
  CHECK(static_cast<std::int64_t>(seen.size()) == state.inside);
  CHECK(std::set<PartId>(seen.begin(), seen.end()).size() == seen.size());
  for (const PartId p : seen) CHECK(p < state.parts.size());
  std::int64_t counted = 0;
  for (const MachineView& machine : frame.machines) {
    counted += machine.parts;
    CHECK(machine.dots.count == machine.parts);
    CHECK((machine.parts == 0) == (machine.variant == kNone));
    CHECK(machine.progress <= 1);
    CHECK((machine.progress >= 0 || machine.progress == -1));
  }
  for (const BufferView& buffer : frame.buffers) {
    counted += buffer.level;
    CHECK(buffer.dots.count == buffer.level);
  }
  for (const ConveyorView& conveyor : frame.conveyors) counted += conveyor.level;
  for (const VehicleView& vehicle : frame.vehicles) counted += vehicle.part != kNoPart ? 1 : 0;
  CHECK(counted == frame.inside);
}

// On a conveyor parts stand in their order, a pitch apart, between its ends.
void check_order_on_belts(const LineModel& model, const Frame& frame) {
  for (std::size_t c = 0; c < frame.conveyors.size(); ++c) {
    const ConveyorModel& conveyor = model.conveyors[c];
    const double pitch =
        conveyor.length * static_cast<double>(conveyor.gap) / static_cast<double>(conveyor.transit);
    const std::vector<double> along = metres_along(frame, c);
    for (std::size_t i = 0; i < along.size(); ++i) {
      CHECK(along[i] >= 0);
      CHECK(along[i] <= conveyor.length);
      if (i > 0) CHECK(along[i] <= along[i - 1] - pitch + 1e-6 * conveyor.length);
    }
  }
}

void look_now_and_then(Scene& s, std::uint64_t seed, int looks, Time most) {
  s.frame.most_dots = s.frame.most_belt_parts = 1 << 30;
  const StreamKey key = stream_key(stream_name_hash("test", "looks"), seed, 0);
  for (int k = 0; k < looks; ++k) {
    INFO("at " << seconds(s.simulation.state().now) << " s");
    look(s.model, s.plan, s.placement, s.simulation.state(), s.frame);
    check_all_are_seen(s.frame, s.simulation.state());
    check_order_on_belts(s.model, s.frame);
    // between events, and right after some
    const double unit = random_unit(key, static_cast<std::uint64_t>(k));
    s.simulation.run_until(s.simulation.state().now +
                           static_cast<Time>(unit * unit * static_cast<double>(2 * most / looks)));
    for (int e = 0; e < k % 4; ++e) s.simulation.step(kLongestTime);
  }
}

}  // namespace

TEST_CASE("parts close up at the end of a conveyor, and go on together when the front one leaves") {
  // on at 3, 6, 9, ...; the first reaches the station at 13 and keeps it until 33
  Scene s(line(R"(sources: {raw: {interarrival: 3 s, when_full: queue}}
stations: {m: {cycle: 20 s}}
conveyors: {c: {length: 10 m, speed: 1 m/s, pitch: 1 m}}
flow: [raw -> c -> m -> sink]
)"));
  check_metres(s.at(2.5), {});
  check_metres(s.at(4.5), {1.5});
  check_metres(s.at(10), {7, 4, 1});
  check_metres(s.at(17), {10, 8, 5, 2});
  check_metres(s.at(19), {10, 9, 7, 4, 1});
  check_metres(s.at(32.5), {10, 9, 8, 7, 6, 5, 4, 3, 2});
  check_metres(s.at(33.5), {9.5, 8.5, 7.5, 6.5, 5.5, 4.5, 3.5, 2.5, 0.5});
  check_metres(s.at(36.5), {10, 9, 8, 7, 6, 5, 4, 3, 2, 0.5});
  // on the floor: along its box
  const Box& box = s.box("c");
  const BeltPart& third = s.frame.belt_parts[2];
  CHECK(third.at.x == Approx(box.centre.x + (0.8 - 0.5) * box.width));
  CHECK(third.at.y == Approx(box.centre.y));
}

TEST_CASE("a belt that does not accumulate stands with everything on it, and then goes on") {
  // on at 2, 4, ...; the first is at the station from 12 to 18, the second at the end at 14
  Scene s(line(R"(sources: {raw: {interarrival: 2 s}}
stations: {m: {cycle: 6 s}}
conveyors: {c: {length: 10 m, speed: 1 m/s, pitch: 1 m, accumulating: false}}
flow: [raw -> c -> m -> sink]
)"));
  check_metres(s.at(13), {9, 7, 5, 3, 1});
  CHECK_FALSE(s.frame.conveyors[0].stands);
  for (const double when : {14.0, 16.0, 17.9}) {
    check_metres(s.at(when), {10, 8, 6, 4, 2});
    CHECK(s.frame.conveyors[0].stands);
  }
  check_metres(s.at(19), {9, 7, 5, 3, 1});
  CHECK_FALSE(s.frame.conveyors[0].stands);
}

TEST_CASE("a vehicle is half way at half the time, coming and carrying") {
  Scene s(line(R"(stations: {m1: {cycle: 10 s}, m2: {cycle: 1000 s}}
buffers: {b: {capacity: 5}}
vehicles: {agv: {speed: 1 m/s}}
flow: [source -> m1 -> agv -> b -> m2 -> sink]
layout: {m1: [0, 0], b: [30, 0], agv: [0, 10]}
)"));
  // called at 10, there at 20, at the buffer at 50; called again at 30
  const auto check = [&s](double when, VehicleState state, Point at, bool loaded) {
    const VehicleView& view = s.at(when).vehicles[0];
    INFO("at " << when);
    CHECK(view.state == state);
    CHECK(view.at.x == Approx(at.x).margin(1e-5));
    CHECK(view.at.y == Approx(at.y).margin(1e-5));
    CHECK((view.part != kNoPart) == loaded);
  };
  check(5, VehicleState::Idle, {0, 10}, false);
  check(15, VehicleState::Coming, {0, 5}, false);
  CHECK(s.frame.vehicles[0].heading == Approx(-std::numbers::pi / 2));
  check(35, VehicleState::Carrying, {15, 0}, true);
  CHECK(s.frame.vehicles[0].heading == Approx(0).margin(1e-12));
  s.simulation.begin_window();  // the statistics begin anew, the vehicle does not
  check(35, VehicleState::Carrying, {15, 0}, true);
  CHECK(hit(s.model, s.placement, s.frame, {15, 0}) == Hit{Hit::Kind::Vehicle, 0, kNone});
  check(42.5, VehicleState::Carrying, {22.5, 0}, true);
  check(65, VehicleState::Coming, {15, 0}, false);
  CHECK(std::abs(s.frame.vehicles[0].heading) == Approx(std::numbers::pi));
}

TEST_CASE("a vehicle runs along the aisles") {
  Scene s(line(R"(stations: {m1: {cycle: 10 s}, m2: {cycle: 1000 s}}
buffers: {b: {capacity: 5}}
vehicles: {agv: {speed: 1 m/s, paths: [[m1, corner], [corner, b]]}}
flow: [source -> m1 -> agv -> b -> m2 -> sink]
layout: {m1: [0, 0], corner: [0, 30], b: [10, 30], agv: [0, 0]}
)"));
  // from 10 to 50, by the corner at 40
  CHECK(s.at(25).vehicles[0].at.y == Approx(15).margin(1e-5));
  CHECK(s.frame.vehicles[0].at.x == Approx(0).margin(1e-5));
  CHECK(s.at(45).vehicles[0].at.x == Approx(5).margin(1e-5));
  CHECK(s.frame.vehicles[0].at.y == Approx(30).margin(1e-5));
  for (const Way& way : s.placement.ways)
    if (way.fleet == 0) CHECK(way.points.size() == 3);
}

TEST_CASE("people are seen on their way, and at work") {
  Scene s(line(R"(stations: {m: {cycle: 100 s, workers: {op: 1}}}
workers: {op: {count: 2, speed: 1 m/s}}
flow: [source -> m -> sink]
layout: {m: [0, 0], op: [0, 8]}
)"));
  const Frame& frame = s.at(2);
  REQUIRE(frame.workers.size() == 2);
  CHECK(frame.pools[0].busy == 1);
  CHECK(frame.workers[0].walking);
  CHECK(frame.workers[0].at.y == Approx(6));
  CHECK(frame.machines[0].state == MachineState::Waiting);
  CHECK_FALSE(frame.workers[1].busy);
  CHECK(frame.workers[1].at.y == Approx(8));
  s.at(20);
  CHECK(frame.workers[0].busy);
  CHECK_FALSE(frame.workers[0].walking);
  CHECK(frame.workers[0].at.y == Approx(0).margin(1e-9));
  CHECK(frame.machines[0].state == MachineState::Working);
  CHECK(frame.machines[0].progress == Approx(0.12));
  CHECK(frame.machines[0].until == 108 * kSecond);
}

TEST_CASE("a buffer shows its parts in the order in which they will leave") {
  // A A B, again and again, one every 10 s; nothing leaves in the first 1000 s but the first part
  const std::string text = R"(parts: {A: {}, B: {}}
sources: {raw: {interarrival: 10 s, sequence: [A*2, B*1]}}
stations: {m: {cycle: 1000 s}}
flow: [raw -> b -> m -> sink]
buffers: )";
  const auto variants = [](const Frame& frame) {
    std::string names;
    for (std::int32_t i = 0; i < frame.buffers[0].dots.count; ++i)
      names += frame.dots[static_cast<std::size_t>(frame.buffers[0].dots.first + i)].variant == 0 ? 'A' : 'B';
    return names;
  };
  Scene fifo(line(text + "{b: {capacity: 6}}\n"));
  fifo.at(65);
  CHECK(variants(fifo.frame) == "ABAAB");
  CHECK(fifo.frame.buffers[0].level == 5);
  CHECK(fifo.frame.buffers[0].fill == Approx(5.0 / 6));
  Scene lifo(line(text + "{b: {capacity: 6, order: lifo}}\n"));
  lifo.at(65);
  CHECK(variants(lifo.frame) == "BAABA");
  fifo.frame.most_dots = 2;
  fifo.at(65);
  CHECK(variants(fifo.frame) == "AB");
  fifo.frame.visible = {1e6, 1e6, 1e6 + 1, 1e6 + 1};
  fifo.at(65);
  CHECK(variants(fifo.frame).empty());
  CHECK(fifo.frame.buffers[0].level == 5);
}

TEST_CASE("the progress of work is known, also of times that are drawn and are interrupted") {
  Scene s(line(R"(stations: {m: {cycle: {exponential: 10 s}}}
flow: [source -> m -> sink]
)"));
  for (int k = 0; k < 20; ++k) {
    REQUIRE(s.simulation.step(kLongestTime));
    const Time began = s.simulation.state().now;
    const Time ends = s.simulation.state().machines[0].leg_end;
    if (ends - began < 1000) continue;
    s.simulation.run_until(began + (ends - began) / 4);
    look(s.model, s.plan, s.placement, s.simulation.state(), s.frame);
    CHECK(s.frame.machines[0].progress == Approx(0.25).epsilon(0.01));
    CHECK(s.frame.machines[0].until == ends);
  }
  // works 30 s, is repaired for 50 s, works the other 70 s
  Scene broken(line(
      R"(stations: {m: {cycle: 100 s, failures: [{name: jam, mtbf: {constant: 30 s}, mttr: {constant: 50 s}}]}}
flow: [source -> m -> sink]
)"));
  const MachineView& view = broken.at(60).machines[0];
  CHECK(view.state == MachineState::Down);
  CHECK(view.progress == Approx(0.3));
  CHECK(view.until == 80 * kSecond);
  CHECK(view.failed == 0);
  CHECK(broken.at(90).machines[0].failed == kNone);
  CHECK(broken.frame.machines[0].progress == Approx(0.4));
}

TEST_CASE("every part inside is seen exactly once, on every model at any time") {
  for (const std::string& file : model_files()) {
    INFO(file);
    Scene s(compiled(read_model_file(file)), 7);
    look_now_and_then(s, 3, 60, 200 * kHour);
  }
}

TEST_CASE("every part inside is seen exactly once, on random lines of the whole vocabulary") {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const linetwin::test::RandomLine random(seed);
    INFO(random.text());
    Scene s(compiled(read_model_text("random.yaml", random.text())), seed);
    look_now_and_then(s, seed, 40, 2 * kHour);
  }
}

TEST_CASE("looking again at what was seen needs no new memory") {
  std::string stations = "stations:\n", buffers = "buffers:\n", flow = "flow:\n  - source";
  for (int i = 0; i < 99; ++i) {
    stations += fmt::format("  m{}: {{cycle: {{exponential: 10 s}}}}\n", i);
    buffers += fmt::format("  b{}: {{capacity: 40}}\n", i);
    flow += fmt::format(" -> m{0} -> b{0}", i);
  }
  Scene s(line(stations + buffers + flow + " -> sink\n"));
  REQUIRE(s.model.elements.size() == 200);
  s.at(10'000);
  const auto places = [&s] {
    const Frame& f = s.frame;
    return std::vector<const void*>{f.machines.data(), f.buffers.data(), f.dots.data(), f.sinks.data()};
  };
  const auto before = places();
  constexpr int kLooks = 100;
  for (int k = 0; k < kLooks; ++k) look(s.model, s.plan, s.placement, s.simulation.state(), s.frame);
  CHECK(places() == before);
}
