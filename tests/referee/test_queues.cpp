// Queues against their closed forms, and what is no closed form against the simulation.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "referee/queues.hpp"
#include "referee/referee.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

LineModel queue(const std::string& station, const std::string& interarrival = "{exponential: 10 s}") {
  return model_of(
      fmt::format("linetwin: 1\nname: queue\nsources: {{raw: {{interarrival: {}}}}}\n"
                  "stations: {{m: {}}}\nbuffers: {{q: {{capacity: unlimited}}}}\n"
                  "flow: [raw -> q -> m -> sink]\n",
                  interarrival, station));
}

Finding best(const LineModel& model) {
  const RefereeReport report = consult(model);
  REQUIRE(report.best() != nullptr);
  return *report.best();
}

}  // namespace

TEST_CASE("Erlang's formula has its known values") {
  CHECK(erlang_c(1, 0.8) == Approx(0.8).epsilon(1e-12));                     // M/M/1: the load
  CHECK(erlang_c(2, 1.5) == Approx(2 * 0.75 * 0.75 / 1.75).epsilon(1e-12));  // 2 u^2 / (1 + u)
  CHECK(erlang_c(3, 0) == 0);
}

TEST_CASE("one station with arrivals at random has the closed forms of M/M/1, M/D/1 and M/M/2") {
  const Finding mm1 = best(queue("{cycle: {exponential: 8 s}}"));
  CHECK(mm1.kind == Finding::Kind::Exact);
  CHECK(mm1.method == "M/M/1");
  CHECK(mm1.throughput_per_h == Approx(360).epsilon(1e-12));
  CHECK(mm1.wip.value() == Approx(4).epsilon(1e-12));
  CHECK(mm1.lead_time_s.value() == Approx(40).epsilon(1e-12));
  const Finding md1 = best(queue("{cycle: 8 s}"));  // waits half as long
  CHECK(md1.kind == Finding::Kind::Exact);
  CHECK(md1.lead_time_s.value() == Approx(16 + 8).epsilon(1e-12));
  const Finding mm2 = best(queue("{machines: 2, cycle: {exponential: 16 s}}"));  // s / (1 - u^2)
  CHECK(mm2.kind == Finding::Kind::Exact);
  CHECK(mm2.lead_time_s.value() == Approx(16 / (1 - 0.64)).epsilon(1e-12));
}

TEST_CASE("exponential stations in a row are queues of their own, scrap thins what comes") {
  const LineModel model = model_of(
      "linetwin: 1\nname: row\nsources: {raw: {interarrival: {exponential: 10 s}}}\n"
      "stations: {a: {cycle: {exponential: 8 s}, scrap: 20 %}, b: {cycle: {exponential: 5 s}}}\n"
      "buffers: {q: {capacity: unlimited}, r: {capacity: unlimited}}\n"
      "flow: [raw -> q -> a -> r -> b -> sink]\n");
  const Finding row = best(model);
  CHECK(row.kind == Finding::Kind::Exact);
  CHECK(row.throughput_per_h == Approx(288).epsilon(1e-12));
  CHECK(row.wip.value() == Approx(4 + 0.4 / 0.6).epsilon(1e-12));  // 8 of 100 parts/ks, 5 s each
  CHECK(row.lead_time_s.value() == Approx(1 / (0.125 - 0.1) + 1 / (0.2 - 0.08)).epsilon(1e-12));
}

TEST_CASE("failures make a part stay longer on its machine, and wait as M/G/1 says") {
  const LineModel model = queue("{cycle: 6 s, failures: {mtbf: 100 s, mttr: 20 s}}");
  const Finding found = best(model);
  CHECK(found.kind == Finding::Kind::Exact);
  // completion: 6 s and a Poisson number (0.06 on average) of repairs; E C^2 by hand
  const double mean = 6 * 1.2, square = mean * mean + 0.06 * 2 * 20 * 20;
  CHECK(found.lead_time_s.value() == Approx(mean + 0.1 * square / (2 * (1 - 0.72))).epsilon(1e-12));
  const Summary summary = simulate(model, options_of(1000, 5, 10));
  check_figure("lead time", summary.lead_time_s, *found.lead_time_s, 0.01);
}

TEST_CASE("the approximation for other lines is near the simulation and says that it is none") {
  const LineModel model = model_of(
      "linetwin: 1\nname: row\nsources: {raw: {interarrival: {gamma: {mean: 10 s, sd: 5 s}}}}\n"
      "stations: {a: {machines: 2, cycle: {gamma: {mean: 16 s, sd: 8 s}}},\n"
      "           b: {cycle: {lognormal: {mean: 8 s, sd: 6 s}}}}\n"
      "buffers: {q: {capacity: unlimited}, r: {capacity: unlimited}}\n"
      "flow: [raw -> q -> a -> r -> b -> sink]\n");
  const Finding found = best(model);
  CHECK(found.kind == Finding::Kind::Approximate);
  CHECK(found.throughput_per_h == Approx(360).epsilon(1e-12));
  const Summary summary = simulate(model, options_of(150, 5, 8));
  CHECK(found.lead_time_s.value() == Approx(summary.lead_time_s.mean.value()).epsilon(0.08));
  CHECK(found.wip.value() == Approx(found.lead_time_s.value() / 10).epsilon(1e-12));
}

TEST_CASE("a queue that grows without end is refused") {
  const RefereeReport report = consult(queue("{cycle: {exponential: 11 s}}"));
  CHECK(report.best() == nullptr);
  bool said = false;
  for (const NotApplied& n : report.not_applied)
    said = said || n.reason == "\"m\" is overloaded: 360 parts/h come, it can take 327.3";
  CHECK(said);
}
