// Thousands of random lines, every law checked between any two events.
#include "random/random_line.hpp"

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
  std::string text = fmt::format("{} parts, {} scrapped, ended at {} s", r.variants[0].good + r.variants[1].good,
                                 r.scrapped, seconds(r.ended));
  for (std::size_t s = 0; s < r.stations.size(); ++s)
    text += fmt::format(", {} {}", model.of(model.stations[s]).name, r.stations[s].finished);
  return text + (r.outcome == Outcome::Jammed ? ", jam: " + circle_text(model, r.circle) : "");
}

// Runs the line of a seed event by event; returns the first law that broke, or an empty text.
std::string check_line(std::uint64_t seed, Tally& tally) {
  const RandomLine line(seed);
  if (std::getenv("LINETWIN_RANDOM_PRINT")) WARN(line.text());
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
  for (std::uint64_t seed = first; seed < first + count && failures < 5; ++seed) {
    const std::string law = check_line(seed, tally);
    if (law.empty()) continue;
    ++failures;
    UNSCOPED_INFO("seed " << seed << ": " << law);
  }
  CHECK(failures == 0);
  if (many) return;
  CHECK(tally.lines > 3000);
  CHECK(tally.jammed < tally.lines / 3);
  const std::vector<std::string> before = {"supply",   "source", "station",  "split", "batch",
                                           "assembly", "buffer", "conveyor", "vehicles"};
  const std::vector<std::string> after = {"station",  "split",  "batch",    "assembly",
                                          "buffer",   "conveyor", "vehicles", "sink"};
  std::string missing;
  for (const std::string& a : before)
    for (const std::string& b : after) {
      const bool allowed = !(a == "vehicles" && (b == "vehicles" || b == "assembly")) && !(a == "supply" && b == "sink");
      if (allowed && !tally.pairs.contains({a, b})) missing += " " + a + "-" + b;
    }
  INFO("pairs of neighbours that never met:" << missing);
  CHECK(missing.empty());
  std::string met;
  for (const auto& [a, b] : tally.pairs) met += " " + a + "-" + b;
  WARN(tally.lines << " lines, " << tally.events << " events, " << tally.jammed << " jams; neighbours:" << met);
}
