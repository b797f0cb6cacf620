// What a log shows, held against the simulation that wrote it.
#include "viewer/trace/trace_player.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <random>

#include "viewer/trace/logs.hpp"

using namespace linetwin;
using namespace linetwin::test;
using namespace linetwin::viewer;

namespace {

std::vector<std::string> project_models() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(LINETWIN_SOURCE_DIR) + "/models"))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().filename().string());
  std::sort(files.begin(), files.end());
  return files;
}

// By vehicle of a log whose vehicles stand in the order of its model: the end of its last whole trip.
std::vector<Time> seen_trips(const EventLog& log) {
  std::vector<Time> until;
  for (const std::vector<Trip>& trips : log.trips) {
    until.push_back(0);
    for (const Trip& trip : trips)
      if (trip.to != kNone) until.back() = trip.door_at;
  }
  return until;
}

// Both at the same moment, of the same line.
void check_same_picture(const LineModel& model, const Placement& placement, const Frame& run,
                        const Frame& log, const std::vector<Time>& seen_until) {
  CHECK(log.now == run.now);
  CHECK(log.inside == run.inside);
  CHECK(log.sinks == run.sinks);
  REQUIRE(log.machines.size() == run.machines.size());
  for (std::size_t s = 0; s < model.stations.size(); ++s) {
    const StationModel& station = model.stations[s];
    INFO(model.of(station).name);
    std::int64_t run_parts = 0, log_parts = 0;
    for (std::int32_t n = 0; n < station.machines; ++n) {
      const auto m = static_cast<std::size_t>(station.first_machine + n);
      CHECK(log.machines[m].state == run.machines[m].state);
      CHECK(log.machines[m].since <= run.now);
      run_parts += run.machines[m].parts;
      log_parts += log.machines[m].parts;
      if (station.machines == 1) CHECK(log.machines[m].variant == run.machines[m].variant);
    }
    CHECK(log_parts == run_parts);
  }
  for (std::size_t b = 0; b < model.buffers.size(); ++b) {
    INFO(model.of(model.buffers[b]).name);
    CHECK(log.buffers[b].level == run.buffers[b].level);
    CHECK(log.buffers[b].fill == run.buffers[b].fill);
    CHECK(log.buffers[b].dots.count == run.buffers[b].dots.count);
  }
  for (std::size_t c = 0; c < model.conveyors.size(); ++c) {
    const ConveyorView &is = log.conveyors[c], &should = run.conveyors[c];
    CHECK(is.level == should.level);
    REQUIRE(is.count == should.count);
    for (std::int32_t i = 0; i < is.count; ++i)
      CHECK(log.belt_parts[static_cast<std::size_t>(is.first + i)].along ==
            Approx(run.belt_parts[static_cast<std::size_t>(should.first + i)].along).margin(1e-6));
  }
  for (std::size_t p = 0; p < model.pools.size(); ++p) CHECK(log.pools[p].busy == run.pools[p].busy);
  for (std::size_t i = 0; i < model.sources.size(); ++i) CHECK(log.sources[i].lost == run.sources[i].lost);
  REQUIRE(log.vehicles.size() == run.vehicles.size());
  for (std::size_t v = 0; v < log.vehicles.size(); ++v) {
    INFO("vehicle " << v);
    const VehicleView &is = log.vehicles[v], &should = run.vehicles[v];
    CHECK(is.state == should.state);
    CHECK(is.placed == should.placed);
    if (run.now > seen_until[v]) continue;  // the log does not see where it goes
    CHECK(is.at.x == Approx(should.at.x).margin(1e-6));
    CHECK(is.at.y == Approx(should.at.y).margin(1e-6));
    CHECK(is.variant == should.variant);
  }
  CHECK(placement.elements.size() == model.elements.size());
}

void check_same_history(const LineModel& model, const History& run, const History& log) {
  REQUIRE(log.reached() == run.reached());
  const Time end = run.reached();
  REQUIRE(log.slice_length() == run.slice_length());
  const auto same_levels = [](const std::vector<LevelSlice>& a, const std::vector<LevelSlice>& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      CHECK(a[i].least == b[i].least);
      CHECK(a[i].mean == b[i].mean);
      CHECK(a[i].most == b[i].most);
    }
  };
  for (std::size_t m = 0; m < model.machines.size(); ++m) {
    const auto id = static_cast<MachineId>(m);
    const auto is = log.machine_states(id, 0, end), should = run.machine_states(id, 0, end);
    REQUIRE(is.size() == should.size());
    for (std::size_t i = 0; i < is.size(); ++i) CHECK(is[i].time == should[i].time);
    const Time from = std::max(log.bars_from(id), run.bars_from(id));
    const auto bars = log.bars(id, from, end), run_bars = run.bars(id, from, end);
    REQUIRE(bars.size() == run_bars.size());
    for (std::size_t i = 0; i < bars.size(); ++i) {
      CHECK(bars[i].from == run_bars[i].from);
      CHECK(bars[i].to == run_bars[i].to);
      CHECK(bars[i].state == run_bars[i].state);
    }
  }
  for (std::size_t e = 0; e < model.elements.size(); ++e) {
    const auto id = static_cast<ElementId>(e);
    same_levels(log.levels(id, 0, end), run.levels(id, 0, end));
  }
  same_levels(log.wip(0, end), run.wip(0, end));
  const auto is = log.out(0, end), should = run.out(0, end);
  REQUIRE(is.size() == should.size());
  for (std::size_t i = 0; i < is.size(); ++i) {
    CHECK(is[i].good == should[i].good);
    CHECK(is[i].scrapped == should[i].scrapped);
  }
}

// At random moments, forward and back. `exact_until`: ways of vehicles that the log does not see the end of
// are known in part only.
void check_against_run(std::shared_ptr<const LineModel> model, double h, int moments, Time exact_until) {
  const RunOptions options = for_hours(h, 5);
  const std::string text = log_text(*model, options);
  Player run(model, options);
  run.go_to(options.duration);
  const auto log = played_in(text, model);
  CHECK(log->end() == run.furthest());
  check_same_history(*model, run.history(), log->history());
  const Placement placement = place(*model);
  Frame should, is;
  std::mt19937_64 random(7);
  for (int i = 0; i < moments; ++i) {
    const Time t =
        static_cast<Time>(random() % static_cast<std::uint64_t>(std::min(exact_until, log->end()) + 1));
    INFO("at " << t);
    REQUIRE(run.go_to(t));
    REQUIRE(log->go_to(t));
    run.look(placement, should);
    log->look(placement, is);
    check_same_picture(*model, placement, should, is, seen_trips(log->log()));
  }
}

}  // namespace

TEST_CASE("the log of every model shows what the run did, at any moment", "[viewer][trace]") {
  for (const std::string& name : project_models()) {
    INFO(name);
    const auto model = project_model(name);
    const bool carried = !model->fleets.empty();
    check_against_run(model, 24, 40, carried ? 22 * kHour : 24 * kHour);
  }
}

TEST_CASE("logs of lines with vehicles, initial parts, splits, sets, scrap and belts show them",
          "[viewer][trace]") {
  const std::string body =
      GENERATE(as<std::string>(), std::string(kVehicles),
               "linetwin: 1\nstations: {m1: {cycle: {exponential: 10 s}, scrap: 10 %}, m2: {cycle: 9 s}}\n"
               "buffers: {b: {capacity: 20, initial: 8}}\nflow: [source -> m1 -> b -> m2 -> sink]\n",
               "linetwin: 1\nstations: {cut: {cycle: 60 s, split: 5, scrap: 20 %}, pack: {cycle: "
               "{exponential: 40 s}, assemble: {b: 3}}}\n"
               "buffers: {b: {capacity: 20}}\nflow: [source -> cut -> b -> pack -> sink]\n",
               "linetwin: 1\nstations: {m1: {cycle: {exponential: 10 s}}, m2: {cycle: {exponential: 10 s}}}\n"
               "conveyors: {c: {length: 10 m, speed: 0.2 m/s, pitch: 1 m, accumulating: false}}\n"
               "flow: [source -> m1 -> c -> m2 -> sink]\n",
               "linetwin: 1\nstations: {m1: {cycle: {exponential: 10 s}}, m2: {cycle: {exponential: 10 s}}}\n"
               "conveyors: {c: {length: 10 m, speed: 0.2 m/s, pitch: 1 m}}\n"
               "flow: [source -> m1 -> c -> m2 -> sink]\n",
               std::string(kJams));
  INFO(body);
  check_against_run(shared_model(body), 6, 60, 5 * kHour);
}

TEST_CASE("a moment looks the same however one comes there", "[viewer][trace]") {
  const auto model = project_model("electronics-line.yaml");
  const std::string text = log_text(*model, for_hours(8));
  EventLog log = log_of(text);
  auto line = line_of_log(log, model);
  REQUIRE(line.has_value());
  TracePlayer::Limits few;
  few.states = 5;
  few.happenings = 100;
  TracePlayer scrubbed(std::move(log), std::move(*line), few);
  CHECK(scrubbed.states_kept() <= 5);
  CHECK(scrubbed.states_kept() > 2);
  const auto straight = played_in(text, model);
  const Placement placement = place(*model);
  Frame is, should;
  const auto same = [&] {
    scrubbed.look(placement, is);
    straight->look(placement, should);
    check_same_picture(*model, placement, should, is, {});
    CHECK(scrubbed.events() == straight->events());
  };
  std::mt19937_64 random(3);
  for (int i = 0; i < 30; ++i) {
    const Time t = static_cast<Time>(random() % (8 * kHour));
    REQUIRE(scrubbed.go_to(t));
    REQUIRE(straight->go_to(t));
    same();
  }
  // with no time at all it comes there bit by bit
  int calls = 1;
  while (!scrubbed.go_to(8 * kHour - 1, Budget::zero())) ++calls;
  CHECK(calls > 2);
  REQUIRE(straight->go_to(8 * kHour - 1));
  same();
}

TEST_CASE("steps go from moment to moment, and back", "[viewer][trace]") {
  const auto log = played_alone(std::string(kLogHead) +
                                "0,state,m1,1,,,,starved\n0,level,b,,,,,0\n"
                                "10,move,source,,m1,1,part,\n10,state,m1,1,,,,working\n"
                                "30,finished,m1,1,,1,part,1\n30,move,m1,,b,1,part,\n30,level,b,,,,,1\n"
                                "30,state,m1,1,,,,starved\n50,end,,,,,,\n");
  const Placement placement = place(log->model());
  Frame frame;
  const auto look = [&]() -> const Frame& {
    log->look(placement, frame);
    return frame;
  };
  CHECK(log->now() == 0);
  CHECK(look().machines[0].state == MachineState::Starved);
  CHECK(log->step());
  CHECK(log->now() == 10);
  CHECK(look().machines[0].state == MachineState::Working);
  CHECK(look().machines[0].parts == 1);
  CHECK(look().inside == 1);
  CHECK(log->step());
  CHECK(log->now() == 30);
  CHECK(look().buffers[0].level == 1);
  CHECK(look().machines[0].parts == 0);
  CHECK_FALSE(log->step());
  CHECK(log->now() == 50);
  CHECK(log->at_end());
  log->go_to_event(log->event_before());
  CHECK(log->now() == 30);
  log->go_to_event(log->event_before());
  CHECK(log->now() == 10);
  log->go_to_event(log->event_before());
  log->go_to_event(log->event_before());
  CHECK(log->now() == 0);
  CHECK(log->go_to(20));
  CHECK(log->now() == 20);
  CHECK(look().machines[0].state == MachineState::Working);
}

TEST_CASE("without its model a log gives a line of the same elements", "[viewer][trace]") {
  const auto model = shared_model(
      "linetwin: 1\nname: some\nparts: {red: {share: 60 %}, blue: {share: 40 %}}\n"
      "stations: {m1: {cycle: {exponential: 10 s}, machines: 3}, m2: {cycle: 6 s}}\n"
      "buffers: {b: {capacity: 9}}\nflow: [source -> m1 -> b -> m2 -> sink]\n");
  const RunOptions options = for_hours(4);
  const auto log = played_alone(log_text(*model, options));
  CHECK(log->guessed());
  const LineModel& line = log->model();
  CHECK(line.name == "some");
  std::vector<std::string> names;
  for (const Element& e : line.elements) names.push_back(e.name);
  CHECK(names == std::vector<std::string>{"source", "m1", "b", "m2", "sink"});
  CHECK(line.sources.size() == 1);
  CHECK(line.sinks.size() == 1);
  CHECK(line.buffers.size() == 1);
  REQUIRE(line.stations.size() == 2);
  CHECK(line.stations[0].machines == 3);
  CHECK(line.elements[2].successors == std::vector<ElementId>{3});
  CHECK(line.variants.size() == 2);
  Player run(model, options);
  run.go_to(options.duration);
  check_same_history(line, run.history(), log->history());
  const Placement placement = place(line), run_placement = place(*model);
  Frame is, should;
  for (const Time t : {kHour, 3 * kHour, 2 * kHour, 17 * kMinute}) {
    log->go_to(t);
    run.go_to(t);
    log->look(placement, is);
    run.look(run_placement, should);
    CHECK(is.inside == should.inside);
    CHECK(is.sinks == should.sinks);
    CHECK(is.buffers[0].level == should.buffers[0].level);
    for (std::size_t m = 0; m < should.machines.size(); ++m)
      CHECK(is.machines[m].state == should.machines[m].state);
  }
}

TEST_CASE("every model's log can be looked at without the model", "[viewer][trace]") {
  for (const std::string& name : project_models()) {
    INFO(name);
    const auto model = project_model(name);
    const auto log = played_alone(log_text(*model, for_hours(8)));
    CHECK(log->model().machines.size() == model->machines.size());
    CHECK(log->model().fleets.size() == model->fleets.size());
    const Placement placement = place(log->model());
    Frame frame;
    for (const Time t : {5 * kHour, 8 * kHour, kHour}) {
      log->go_to(t);
      log->look(placement, frame);
      CHECK(frame.inside >= 0);
      for (const VehicleView& v : frame.vehicles)
        if (v.placed) CHECK(placement.bounds.grown(1).contains(v.at));
    }
  }
}

TEST_CASE("a log is not shown in a model that has not all it names", "[viewer][trace]") {
  const auto model =
      shared_model("linetwin: 1\nstations: {m1: {cycle: 10 s, machines: 2}}\nflow: [source -> m1 -> sink]\n");
  const EventLog log = log_of(log_text(*model, for_hours(1)));
  CHECK(line_of_log(log, model).has_value());
  CHECK_FALSE(line_of_log(log, shared_model("linetwin: 1\nstations: {m1: {cycle: 10 s}}\n"
                                            "flow: [source -> m1 -> sink]\n"))
                  .has_value());
  CHECK_FALSE(line_of_log(log, shared_model("linetwin: 1\nstations: {m2: {cycle: 10 s, machines: 2}}\n"
                                            "flow: [source -> m2 -> sink]\n"))
                  .has_value());
}

TEST_CASE("a log that was damaged anywhere is refused or shown, never worse", "[viewer][trace]") {
  const auto model = shared_model(kVehicles);
  const std::string whole = log_text(*model, for_hours(0.5));
  std::mt19937_64 random(11);
  int shown = 0;
  for (int i = 0; i < 400; ++i) {
    std::string text = whole;
    for (std::uint64_t k = random() % 6; k < 6; ++k) {
      const std::size_t at = random() % text.size();
      const std::size_t line = text.find('\n', at);
      const std::size_t end = line == std::string::npos ? line : text.find('\n', line + 1);
      // in half of them whole lines only, which leaves the log readable
      switch (i / 2 % 2 == 0 ? 3 + random() % 2 : random() % 5) {
        case 0: text[at] = static_cast<char>(random() % 256); break;
        case 1: text.erase(at, random() % 40); break;
        case 2: text[at] = text[random() % text.size()]; break;
        case 3:
          if (end != std::string::npos) text.erase(line, end - line);
          break;
        default:
          if (end != std::string::npos) text.insert(end, text.substr(line, end - line));
          break;
      }
    }
    std::istringstream in(text);
    EventLogRead read = read_event_log("run.csv", in);
    CHECK(read.log.has_value() == read.error.empty());
    if (!read.log) continue;
    std::string error;
    auto line = i % 2 == 0 ? line_of_log(*read.log, model) : line_of_log(*read.log, "run", error);
    if (!line) continue;
    TracePlayer player(std::move(*read.log), std::move(*line));
    const Placement placement = place(player.model());
    Frame frame;
    for (int share = 4; share >= 0; --share) {
      player.go_to(player.end() / 4 * share);
      player.look(placement, frame);
    }
    ++shown;
  }
  CHECK(shown > 20);
}

TEST_CASE("logs that contradict themselves are told or borne", "[viewer][trace]") {
  std::string error;
  CHECK_FALSE(
      line_of_log(log_of(std::string(kLogHead) + "0,state,m,900000,,,,working\n0,end,,,,,,\n"), "x", error));
  CHECK_THAT(error, Catch::Matchers::Contains("machine 900000 of \"m\""));
  // parts that come from nowhere, twice, and leave twice
  const auto log = played_alone(
      std::string(kLogHead) +
      "0,state,m,1,,,,working\n1,move,a,,m,1,part,\n1,move,m,,m,1,part,\n2,move,b,,m,2,part,\n"
      "2,finished,m,1,,9,part,3\n3,joined,m,,a,1,part,\n3,scrapped,m,,,2,part,1\n4,scrapped,m,,,2,part,1\n"
      "4,move,m,,sink,5,part,7\n4,vehicle,v,1,,,,carrying\n4,vehicle,v,1,,,,idle\n4,busy,p,,,,,3\n5,end,,,,,,"
      "\n");
  const Placement placement = place(log->model());
  Frame frame;
  for (const Time t : {5, 0, 3, 1, 4}) {
    log->go_to(t);
    log->look(placement, frame);
    CHECK(frame.now == t);
  }
  // nothing at all
  const auto empty = played_alone(std::string(kLogHead) + "0,end,,,,,,\n");
  CHECK(empty->at_end());
  CHECK_FALSE(empty->step());
}
