// The events and the exact recursion, two methods that share no line of simulation code but draw the same
// numbers, must agree to the microsecond.
#include "../../benchmarks/recursion.hpp"

#include "sim/run.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

std::string serial(int stations, int room, const std::string& station) {
  std::string text = "linetwin: 1\nname: serial\nstations:\n";
  std::string buffers = "buffers:\n";
  std::string flow = "flow:\n  - source";
  for (int i = 1; i <= stations; ++i) {
    const std::string n = std::to_string(i);
    text += "  m" + n + ": " + station + "\n";
    if (i < stations) buffers += "  b" + n + ": {capacity: " + std::to_string(room) + "}\n";
    flow += " -> m" + n + (i < stations ? " -> b" + n : "");
  }
  return text + buffers + flow + " -> sink\n";
}

void check_same(const LineModel& model, Time duration) {
  constexpr std::size_t lanes = 8;
  const auto line = recursion::serial_line(model);
  REQUIRE(line.has_value());
  RunOptions options;
  options.duration = duration;
  options.seed = 11;
  const auto side_by_side = recursion::Recursion<lanes>(*line, options.seed, 0).run(duration);
  for (std::size_t replication = 0; replication < lanes; ++replication) {
    const RunRecord events = run(model, options, replication);
    const auto alone = recursion::Recursion<1>(*line, options.seed, replication).run(duration)[0];
    CHECK(events.sinks.at(0).parts > 100);
    CHECK(alone.parts_out == events.sinks.at(0).parts);
    CHECK(alone.lead_time == static_cast<Time>(events.variants.at(0).lead_time));
    CHECK(side_by_side[replication].parts_out == alone.parts_out);
    CHECK(side_by_side[replication].lead_time == alone.lead_time);
  }
}

}  // namespace

TEST_CASE("the recursion and the events agree to the microsecond on lines of exponential stations") {
  check_same(model_of(serial(5, 10, "{cycle: {exponential: 1 s}}")), 2000 * kSecond);
  check_same(model_of(serial(30, 2, "{cycle: {exponential: 1 s}}")), 1000 * kSecond);
}

TEST_CASE("they agree when constant stations fail while working") {
  check_same(model_of(serial(10, 10, "{cycle: 1 s, failures: {mtbf: 100 s, mttr: 10 s}}")), 5000 * kSecond);
}

TEST_CASE(
    "they agree with one place between stations, other distributions, and failures in the middle of a "
    "cycle") {
  check_same(
      model_of(serial(6, 1, "{cycle: {lognormal: {mean: 3 s, sd: 2 s}}, failures: {mtbf: 4 s, mttr: 2 s}}")),
      5000 * kSecond);
  check_same(model_of(serial(4, 3, "{cycle: {uniform: {min: 0 s, max: 2 s}}}")), 1000 * kSecond);
}

TEST_CASE("the recursion takes no line that it cannot run") {
  CHECK_FALSE(recursion::serial_line(model_of(serial(3, 2, "{cycle: 1 s, machines: 2}"))));
  CHECK_FALSE(recursion::serial_line(model_of(serial(3, 2, "{cycle: 1 s, scrap: 5 %}"))));
  CHECK_FALSE(recursion::serial_line(
      model_of(serial(3, 2, "{cycle: 1 s, failures: {mtbf: 9 s, mttr: 1 s, clock: calendar}}"))));
  CHECK_FALSE(recursion::serial_line(model_of(R"(linetwin: 1
name: two-ways
stations: {a: {cycle: 1 s}, b: {cycle: 1 s}}
buffers: {q: {capacity: 1}}
flow: [source -> a -> q -> b -> sink, a -> sink])")));
}
