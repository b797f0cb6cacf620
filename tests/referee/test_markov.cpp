// The exact chain against published values, closed forms, chains written out by hand, and the simulation.
#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "referee/referee.hpp"
#include "support/line.hpp"
#include "support/markov.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

const std::string kCases = std::string(LINETWIN_SOURCE_DIR) + "/tests/cases/";

Finding exact(const LineModel& model) {
  const RefereeReport report = consult(model);
  INFO((report.not_applied.empty() ? "" : report.not_applied.front().reason));
  REQUIRE(report.best() != nullptr);
  REQUIRE(report.best()->kind == Finding::Kind::Exact);
  return *report.best();
}

Finding exact(const std::string& body) { return exact(model_of("linetwin: 1\nname: chain\n" + body)); }

// Stations with mean cycles of 10 s and buffers of `room` between them (0: none).
std::string balanced(int stations, int room, const std::string& cycle = "exponential: 10 s") {
  std::string text = "stations:\n", rooms = "buffers:\n", flow = "flow: [source";
  for (int i = 1; i <= stations; ++i) {
    text += fmt::format("  m{}: {{cycle: {{{}}}}}\n", i, cycle);
    flow += fmt::format(" -> m{}", i);
    if (room == 0 || i == stations) continue;
    rooms += fmt::format("  b{}: {{capacity: {}}}\n", i, room);
    flow += fmt::format(" -> b{}", i);
  }
  return text + (room > 0 ? rooms : "") + flow + " -> sink]\n";
}

std::string refusal(const std::string& body) {
  for (const NotApplied& n : consult(model_of("linetwin: 1\nname: chain\n" + body)).not_applied)
    if (n.method == "Markov chain") return n.reason;
  return "applied";
}

}  // namespace

TEST_CASE("the referee gives the exact answers of the known cases") {
  std::ifstream in(kCases + "expected.json");
  const auto cases = nlohmann::json::parse(in)["cases"];
  int judged = 0;
  for (const auto& one : cases) {
    const std::string name = one["model"];
    INFO(name);
    if (name == "assembly.yaml" || name == "conwip.yaml" || name == "shift-week.yaml") continue;
    const Finding finding = exact(model_of_file(kCases + name));
    for (const auto& figure : one["expect"]) {
      const std::string path = figure["path"];
      const double value = figure["value"];
      if (path == "throughput_per_h") CHECK(finding.throughput_per_h == Approx(value).epsilon(1e-9));
      if (path == "wip") CHECK(finding.wip.value() == Approx(value).epsilon(1e-9));
      if (path == "lead_time_s") CHECK(finding.lead_time_s.value() == Approx(value).epsilon(1e-9));
      judged += path == "throughput_per_h" ? 1 : 0;
    }
  }
  CHECK(judged == 5);
}

TEST_CASE("balanced lines without buffers make what Hunt, and Hillier and Boling, found") {
  // 2/3 and 22/39 are Hunt's (1956); 0.5148 and 0.4858 Hillier and Boling's (1967), to four digits
  CHECK(exact(balanced(2, 0)).throughput_per_h == Approx(360 * 2.0 / 3).epsilon(1e-9));
  CHECK(exact(balanced(3, 0)).throughput_per_h == Approx(360 * 22.0 / 39).epsilon(1e-9));
  CHECK(exact(balanced(4, 0)).throughput_per_h == Approx(360 * 0.5148).margin(0.02));
  CHECK(exact(balanced(5, 0)).throughput_per_h == Approx(360 * 0.4858).margin(0.02));
}

TEST_CASE("two balanced stations with room for b make (b + 2) / (b + 3)") {
  for (const int b : {1, 2, 9, 3000})
    CHECK(exact(balanced(2, b)).throughput_per_h == Approx(360.0 * (b + 2) / (b + 3)).epsilon(1e-7));
}

TEST_CASE("two stations without a buffer make one part in the mean of the longer of two cycles") {
  // Erlang with 2 stages of 5 s each: E max = 2.75 stages
  CHECK(exact(balanced(2, 0, "erlang: {mean: 10 s, stages: 2}")).throughput_per_h ==
        Approx(3600 / (2.75 * 5)).epsilon(1e-9));
  const Finding uneven = exact(
      "stations: {m1: {cycle: {exponential: 4 s}}, m2: {cycle: {exponential: 12 s}}}\n"
      "flow: [source -> m1 -> m2 -> sink]\n");
  CHECK(uneven.throughput_per_h == Approx(3600 / (4 + 12 - 1 / (1.0 / 4 + 1.0 / 12))).epsilon(1e-9));
}

TEST_CASE("a queue with little room that turns parts away is M/M/c/K") {
  const double arrivals = 1.0 / 5, service = 1.0 / 12;  // 3 machines, 4 places before them
  std::vector<double> p = {1};
  for (int n = 1; n <= 7; ++n) p.push_back(p.back() * arrivals / (service * std::min(n, 3)));
  double sum = 0, inside = 0;
  for (std::size_t n = 0; n < p.size(); ++n) sum += p[n], inside += static_cast<double>(n) * p[n];
  const Finding found = exact(
      "sources: {raw: {interarrival: {exponential: 5 s}, when_full: drop}}\n"
      "stations: {m: {machines: 3, cycle: {exponential: 12 s}}}\n"
      "buffers: {q: {capacity: 4}}\n"
      "flow: [raw -> q -> m -> sink]\n");
  CHECK(found.throughput_per_h == Approx(3600 * arrivals * (1 - p[7] / sum)).epsilon(1e-9));
  CHECK(found.wip.value() == Approx(inside / sum).epsilon(1e-9));
  CHECK(found.lead_time_s.value() == Approx(inside / sum / (found.throughput_per_h / 3600)).epsilon(1e-9));
}

TEST_CASE("a source that waits draws its next time when its part has left") {
  // one machine and no buffer: source and machine work side by side, as two stations without a buffer
  const Finding found = exact(
      "sources: {raw: {interarrival: {exponential: 10 s}}}\n"
      "stations: {m: {cycle: {exponential: 10 s}}}\n"
      "flow: [raw -> m -> sink]\n");
  CHECK(found.throughput_per_h == Approx(240).epsilon(1e-9));
}

TEST_CASE("failures on the calendar clock stop machines that are idle or blocked") {
  // (part: 0 none, 1 in work, 2 finished and blocked; down) of two stations without a buffer, by hand
  const double a = 1.0 / 10, b = 1.0 / 8, fail = 1.0 / 100, mend = 1.0 / 30;
  const auto settle = [](State s) {
    if (s[2] == 0 && s[3] == 0 && s[0] == 2 && s[1] == 0) s[2] = 1, s[0] = 0;
    if (s[0] == 0 && s[1] == 0) s[0] = 1;
    return s;
  };
  const Markov chain({1, 0, 0, 0}, [&](const State& s) {
    std::vector<std::pair<double, State>> moves;
    const auto add = [&](double rate, std::size_t at, int value) {
      State next = s;
      next[at] = value;
      moves.emplace_back(rate, settle(next));
    };
    if (s[0] == 1 && s[1] == 0) add(a, 0, 2);
    if (s[2] == 1 && s[3] == 0) add(b, 2, 0);
    add(s[1] == 0 ? fail : mend, 1, 1 - s[1]);
    add(s[3] == 0 ? fail : mend, 3, 1 - s[3]);
    return moves;
  });
  const double rate = chain.expect([&](const State& s) { return s[2] == 1 && s[3] == 0 ? b : 0.0; });
  const double parts =
      chain.expect([](const State& s) { return (s[0] != 0 ? 1.0 : 0.0) + (s[2] != 0 ? 1.0 : 0.0); });
  const Finding found = exact(
      "stations:\n"
      "  m1: {cycle: {exponential: 10 s}, failures: {mtbf: 100 s, mttr: 30 s, clock: calendar}}\n"
      "  m2: {cycle: {exponential: 8 s}, failures: {mtbf: 100 s, mttr: 30 s, clock: calendar}}\n"
      "flow: [source -> m1 -> m2 -> sink]\n");
  CHECK(found.throughput_per_h == Approx(3600 * rate).epsilon(1e-9));
  CHECK(found.wip.value() == Approx(parts).epsilon(1e-9));
}

TEST_CASE("the chain of a line run backwards makes as much") {
  const std::string stations =
      "stations:\n"
      "  a: {cycle: {exponential: 10 s}, failures: {mtbf: 300 s, mttr: 60 s}}\n"
      "  b: {cycle: {erlang: {mean: 9 s, stages: 2}}}\n"
      "  c: {cycle: {exponential: 9 s}, failures: [{mtbf: 200 s, mttr: 20 s}, {mtbf: 900 s, mttr: 90 s}]}\n"
      "buffers: {x: {capacity: 2}, y: {capacity: 4}}\n";
  const double forth = exact(stations + "flow: [source -> a -> x -> b -> y -> c -> sink]\n").throughput_per_h;
  const double back = exact(stations + "flow: [source -> c -> y -> b -> x -> a -> sink]\n").throughput_per_h;
  CHECK(forth == Approx(back).epsilon(1e-7));
}

TEST_CASE("in chains that are solved by iteration, room helps and a station more does not") {
  const Finding found = exact(balanced(5, 4));
  CHECK(found.throughput_per_h < exact(balanced(5, 5)).throughput_per_h);
  CHECK(found.throughput_per_h > exact(balanced(5, 3)).throughput_per_h);
  CHECK(found.throughput_per_h < exact(balanced(4, 4)).throughput_per_h);
}

TEST_CASE("rare failures and long repairs make a chain that is solved all the same, forth and back") {
  const std::string stations =
      "stations:\n"
      "  a: {cycle: {exponential: 20 s}, failures: {mtbf: 40 h, mttr: 3 h}}\n"
      "  b: {cycle: {exponential: 15 s}, failures: {mtbf: 100 h, mttr: 8 h}}\n"
      "  c: {cycle: {exponential: 18 s}, failures: {mtbf: 10 h, mttr: 10 min}}\n"
      "buffers: {x: {capacity: 12}, y: {capacity: 20}}\n";
  const double forth = exact(stations + "flow: [source -> a -> x -> b -> y -> c -> sink]\n").throughput_per_h;
  const double back = exact(stations + "flow: [source -> c -> y -> b -> x -> a -> sink]\n").throughput_per_h;
  CHECK(forth == Approx(back).epsilon(1e-7));
  CHECK(forth < 180 / (1 + 3.0 / 40));  // of a alone
  CHECK(forth > 180 / (1 + 3.0 / 40) / 1.4);
}

TEST_CASE("the simulation agrees with the chain on lines that branch, join, scrap and fail") {
  const std::vector<std::string> lines = {
      // two ways that join again, one with two machines
      "stations:\n"
      "  in: {cycle: {exponential: 8 s}}\n"
      "  up: {machines: 2, cycle: {exponential: 22 s}, failures: {mtbf: 200 s, mttr: 50 s}}\n"
      "  low: {cycle: {erlang: {mean: 18 s, stages: 3}}, scrap: 10 %}\n"
      "  out: {cycle: {exponential: 9 s}, failures: {mtbf: 150 s, mttr: 20 s}}\n"
      "buffers: {x: {capacity: 2}, y: {capacity: 1}}\n"
      "flow: [source -> in -> x -> up -> y -> out -> sink, x -> low -> y]\n"
      "routing: {x: {up: 60 %, low: 40 %}}\n",
      // two sources for one station, which sends some parts to a bin
      "sources: {fresh: {interarrival: {exponential: 20 s}}, old: {interarrival: {exponential: 30 s}, "
      "when_full: drop}}\n"
      "stations: {m: {cycle: {exponential: 10 s}}, fix: {cycle: {exponential: 25 s}}}\n"
      "buffers: {q: {capacity: 1}}\n"
      "sinks: {done: {}, bin: {scrap: true}}\n"
      "flow: [fresh -> m -> done, old -> m, m -> q -> fix -> done, m -> bin]\n"
      "routing: {m: {done: 60 %, q: 30 %, bin: 10 %}}\n",
      // the supply competes with a station for the same room; two modes of failure
      "stations:\n"
      "  m1: {cycle: {exponential: 12 s}, failures: [{mtbf: 100 s, mttr: 30 s}, {mtbf: 400 s, mttr: 60 s}]}\n"
      "  m2: {machines: 2, cycle: {exponential: 11 s}, failures: {mtbf: 300 s, mttr: 60 s, clock: "
      "calendar}}\n"
      "buffers: {b: {capacity: 3}}\n"
      "flow: [source -> m1 -> b -> m2 -> sink, source -> b]\n"
      "routing: {source: {m1: 70 %, b: 30 %}}\n"};
  for (const std::string& line : lines) {
    const LineModel model = model_of("linetwin: 1\nname: chain\n" + line);
    const Finding finding = exact(model);
    const Summary summary = simulate(model, options_of(150, 5, 10, 7));
    check_figure("throughput of\n" + line, summary.throughput_per_h, finding.throughput_per_h);
    check_figure("WIP of\n" + line, summary.wip, finding.wip.value());
    if (finding.lead_time_s) check_figure("lead time of\n" + line, summary.lead_time_s, *finding.lead_time_s);
  }
}

TEST_CASE("a line that is no chain is refused with the element and what it breaks") {
  const std::string end = "buffers: {b: {capacity: 2}}\nflow: [source -> m1 -> b -> m2 -> sink]\n";
  CHECK(refusal("stations: {m1: {cycle: {exponential: 9 s}}, m2: {cycle: 9 s}}\n" + end) ==
        "the cycle time of \"m2\" is constant, not exponential or Erlang");
  CHECK(refusal(
            "stations: {m1: {cycle: {exponential: 9 s}}, m2: {cycle: {exponential: 9 s}, failures: {mtbf: 1 "
            "h, mttr: {constant: 5 min}}}}\n" +
            end) == "the mttr of \"m2\" is not exponential");
  CHECK(refusal("stations: {m1: {cycle: {exponential: 9 s}}, m2: {cycle: {exponential: 9 s}}}\n"
                "buffers: {b: {capacity: unlimited}}\nflow: [source -> m1 -> b -> m2 -> sink]\n") ==
        "\"b\" holds any number of parts (capacity)");
  const LineModel large = model_of("linetwin: 1\nname: chain\n" + balanced(6, 30));
  CHECK(consult(large, {1000}).not_applied.front().reason == "the line has more than 1000 states");
  CHECK(refusal(balanced(2, 3)) == "applied");
}
