// Thousands of random lines, every law checked between any two events.
#include "random/random_line.hpp"

#include <cstdio>
#include <cstdlib>

#include "report/text.hpp"
#include "sim/simulation.hpp"
#include "sim/snapshot.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

constexpr int kEvents = 400;

struct Tally {
  std::set<std::pair<std::string, std::string>> pairs{};
  int lines = 0;
  int jammed = 0;
  std::int64_t events = 0;
};

std::string story(const LineModel& model, const RunRecord& r) {
  std::string text = fmt::format("{} parts, {} scrapped, ended at {} s",
                                 r.variants[0].good + r.variants[1].good, r.scrapped, seconds(r.ended));
  for (std::size_t s = 0; s < r.stations.size(); ++s)
    text += fmt::format(", {} {}", model.of(model.stations[s]).name, r.stations[s].finished);
  return text + (r.outcome == Outcome::Jammed ? ", jam: " + circle_text(model, r.circle) : "");
}

// A line with endless arrivals in which nothing is finished for days is jammed, or the jam was overlooked.
std::string dead_without_a_jam(Simulation& simulation) {
  if (simulation.state().outcome != Outcome::Finished) return {};
  const Time then = simulation.state().now;
  simulation.run_until(then + 10 * kHour);
  simulation.begin_window();
  const std::int64_t before = simulation.state().total_in;
  simulation.run_until(then + 60 * kHour);
  if (simulation.state().outcome != Outcome::Finished) return {};
  const RunRecord r = simulation.record();
  std::int64_t moved = r.scrapped;
  for (const StationRecord& station : r.stations) moved += station.finished;
  for (const SinkRecord& sink : r.sinks) moved += sink.parts;
  return moved == 0 && simulation.state().inside > 0 && simulation.state().total_in == before
             ? "a line in which nothing moves, without a jam"
             : "";
}

// What has left the elements of a circle: the parts finished at stations, what lies in the others less what
// could still come in.
std::vector<std::int64_t> moves_of(const LineModel& model, const LineState& s,
                                   const std::vector<JamStep>& circle) {
  std::vector<std::int64_t> all;
  for (const JamStep& step : circle) {
    if (step.kind != JamStep::Kind::Element) continue;
    const Element& e = model.elements[static_cast<std::size_t>(step.element)];
    const auto index = static_cast<std::size_t>(e.index);
    if (e.kind == ElementKind::Buffer) all.push_back(-s.buffers[index].level);
    if (e.kind == ElementKind::Conveyor) all.push_back(-s.conveyors[index].book.level);
    if (e.kind != ElementKind::Station) continue;
    const StationModel& station = model.stations[index];
    for (MachineId m = station.first_machine; m < station.first_machine + station.machines; ++m)
      all.push_back(s.machines[static_cast<std::size_t>(m)].finished);
  }
  return all;
}

// Once the work in hand is done, what stands in the circle of a jam never moves again, whatever else goes on.
std::string jam_that_dissolves(const LineModel& model, Simulation& simulation) {
  const std::vector<JamStep> circle = simulation.state().circle;
  if (circle.empty()) return "a jam without a circle";
  simulation.go_on_in_spite_of_jams();
  simulation.run_until(simulation.state().now + 10 * kHour);
  const std::vector<std::int64_t> before = moves_of(model, simulation.state(), circle);
  simulation.run_until(simulation.state().now + 50 * kHour);
  const std::vector<std::int64_t> after = moves_of(model, simulation.state(), circle);
  for (std::size_t i = 0; i < before.size(); ++i)
    if (after[i] > before[i]) return "a jam that dissolves: " + circle_text(model, circle);
  return {};
}

// Runs the line of a seed event by event; returns the first law that broke, or an empty text. `look` far
// ahead, too: is what has stopped a jam, and does a jam hold?
std::string check_line(std::uint64_t seed, Tally& tally, bool look) {
  const RandomLine line(seed);
  if (std::getenv("LINETWIN_RANDOM_PRINT")) std::puts(line.text().c_str());
  ReadResult read = read_model_text("random.yaml", line.text());
  const auto model = compile(read.spec, read.diagnostics);
  if (!model) return render(read.diagnostics, read.sources);
  if (line.elements() < 8 || line.kinds() < 4) return {};  // too plain to count
  ++tally.lines;
  tally.pairs.insert(line.pairs().begin(), line.pairs().end());
  const Plan plan(*model);
  Simulation simulation(*model, plan, seed, 0);
  int events = 0;
  while (events < kEvents && simulation.step(1000 * kHour)) {
    ++events;
    if (const std::string law = simulation.broken_law(); !law.empty())
      return fmt::format("{} after event {}", law, events);
  }
  tally.events += events;
  tally.jammed += simulation.state().outcome == Outcome::Jammed ? 1 : 0;
  if (simulation.state().outcome == Outcome::Endless) return "a loop without time";
  if (look && simulation.state().outcome == Outcome::Jammed) return jam_that_dissolves(*model, simulation);
  // (what a rule of priority never sends anywhere starves for ever, and that is no circle)
  if (look && line.text().find("rule: priority") == std::string::npos) {
    if (std::string dead = dead_without_a_jam(simulation); !dead.empty()) return dead;
  }
  if (seed % 8 != 0) return {};
  // the same bits without the short ways, and from a snapshot
  const Plan general(*model, false);
  Simulation whole(*model, plan, seed, 1);
  Simulation slow(*model, general, seed, 1);
  whole.run_until(kHour / 2);
  slow.run_until(kHour / 2);
  const auto restored = restore(save(whole.state(), *model), *model, plan);
  if (!restored) return "a snapshot that cannot be read back";
  Simulation rest(*model, plan, *restored);
  for (Simulation* one : {&whole, &slow, &rest}) one->run_until(kHour);
  if (hash(whole.record()) != hash(rest.record())) return "a run from a snapshot that is another run";
  if (hash(whole.record()) != hash(slow.record()))
    return fmt::format("short ways that are not the general way\n{}\n{}", story(*model, whole.record()),
                       story(*model, slow.record()));
  return {};
}

}  // namespace

TEST_CASE("random lines of the whole vocabulary keep every law at every event") {
  const char* const many = std::getenv("LINETWIN_RANDOM_LINES");
  const char* const from = std::getenv("LINETWIN_RANDOM_FROM");
  const std::uint64_t first = from ? std::strtoull(from, nullptr, 10) : 0;
  const std::uint64_t count = many ? std::strtoull(many, nullptr, 10) : 4000;
  Tally tally;
  int failures = 0;
  // seeds that once broke a law, and hold it now (what a seed means changes with the generator)
  constexpr std::uint64_t kKept[] = {159, 444, 5975, 6709, 9676, 13262, 15509, 15726, 20918};
  for (const std::uint64_t seed : kKept)
    if (const std::string law = check_line(seed, tally, true); !law.empty())
      FAIL("seed " << seed << ": " << law);
  for (std::uint64_t seed = first; seed < first + count && failures < 5; ++seed) {
    const std::string law = check_line(seed, tally, many || seed % 16 == 0);
    if (law.empty()) continue;
    ++failures;
    UNSCOPED_INFO("seed " << seed << ": " << law);
  }
  CHECK(failures == 0);
  if (many) return;
  CHECK(tally.lines > 3000);
  CHECK(tally.jammed < tally.lines / 3);  // so that most run on
  const std::vector<std::string> before = {"supply",   "source", "station",  "split",   "batch",
                                           "assembly", "buffer", "conveyor", "vehicles"};
  const std::vector<std::string> after = {"station", "split",    "batch",    "assembly",
                                          "buffer",  "conveyor", "vehicles", "sink"};
  std::string missing;
  for (const std::string& a : before)
    for (const std::string& b : after) {
      const bool allowed =
          !(a == "vehicles" && (b == "vehicles" || b == "assembly")) && !(a == "supply" && b == "sink");
      if (allowed && !tally.pairs.contains({a, b})) missing += " " + a + "-" + b;
    }
  INFO("pairs of neighbours that never met:" << missing);
  CHECK(missing.empty());
  std::string met;
  for (const auto& [a, b] : tally.pairs) met += " " + a + "-" + b;
  WARN(tally.lines << " lines, " << tally.events << " events, " << tally.jammed
                   << " jams; neighbours:" << met);
}
