// Random lines: the referee says something of every line, and the simulation agrees with its chains.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "random/random_line.hpp"
#include "referee/referee.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

// Two or three layers of one or two exponential stations, most with a buffer before them; what leaves a layer
// is drawn for the stations of the next.
std::string random_chain(std::uint64_t seed) {
  const StreamKey key = stream_key(stream_name_hash("random", "chain"), seed, 0);
  std::uint64_t k = 0;
  const auto unit = [&] { return random_unit(key, k++); };
  const auto pick = [&](int low, int high) { return low + static_cast<int>(unit() * (high - low + 1)); };
  std::string stations = "stations:\n", buffers, flow, routing;
  std::vector<std::string> last = {"raw"};
  const int layers = pick(2, 3);
  for (int layer = 1; layer <= layers; ++layer) {
    std::vector<std::string> entries, exits;
    const int wide = pick(1, 2);
    for (int i = 1; i <= wide; ++i) {
      const std::string name = fmt::format("m{}{}", layer, i);
      const int machines = pick(1, 2);
      stations += fmt::format("  {}: {{machines: {}, cycle: {}", name, machines,
                              unit() < 0.3 ? fmt::format("{{erlang: {{mean: {} s, stages: 2}}}}", pick(6, 20))
                                           : fmt::format("{{exponential: {} s}}", pick(6, 20)));
      if (unit() < 0.4)
        stations += fmt::format(", failures: {{mtbf: {} s, mttr: {} s}}", pick(60, 300), pick(10, 60));
      if (unit() < 0.2) stations += ", scrap: 10 %";
      stations += "}\n";
      exits.push_back(name);
      if (unit() < 0.6) {
        buffers += fmt::format("  b{}{}: {{capacity: {}}}\n", layer, i, pick(1, 3));
        flow += fmt::format("  - b{}{} -> {}\n", layer, i, name);
        entries.push_back(fmt::format("b{}{}", layer, i));
      } else {
        entries.push_back(name);
      }
    }
    for (const std::string& from : last) {
      flow += fmt::format("  - {} -> {}\n", from, fmt::join(entries, " | "));
      if (entries.size() > 1) {
        const int share = pick(2, 8) * 10;
        routing +=
            fmt::format("  {}: {{{}: {} %, {}: {} %}}\n", from, entries[0], share, entries[1], 100 - share);
      }
    }
    last = exits;
  }
  const double source = unit();
  return "linetwin: 1\nname: chain\nsources: {raw: {" +
         (source < 0.5 ? std::string()
                       : fmt::format("interarrival: {{exponential: {} s}}{}", pick(6, 15),
                                     source < 0.75 ? ", when_full: drop" : "")) +
         "}}\n" + stations + (buffers.empty() ? "" : "buffers:\n" + buffers) + "flow:\n" + flow +
         fmt::format("  - {} -> sink\n", fmt::join(last, " | ")) +
         (routing.empty() ? "" : "routing:\n" + routing);
}

// Whether the figure is within 4.5 standard errors and a small share of the exact value.
void check_near(const Figure& figure, double exact) {
  CHECK(*figure.mean == Approx(exact).margin(4.5 * *figure.sd / std::sqrt(8) + 0.001 * exact).epsilon(0));
}

// False when the chain has too many states.
bool check_chain(std::uint64_t seed, double hours) {
  const std::string text = random_chain(seed);
  INFO("seed " << seed << "\n" << text);
  const LineModel model = model_of(text);
  const RefereeReport report = consult(model, {5000});
  for (const NotApplied& method : report.not_applied)
    if (method.reason == "the line has more than 5000 states") return false;
  INFO((report.not_applied.empty() ? "" : report.not_applied.front().reason));
  REQUIRE(report.best() != nullptr);
  const Finding& exact = *report.best();
  REQUIRE(exact.kind == Finding::Kind::Exact);
  for (const Finding& finding : report.findings)
    CHECK(exact.throughput_per_h <= finding.throughput_per_h * 1.0000001);
  const Summary summary = simulate(model, options_of(hours, 2, 8, seed + 1));
  check_near(summary.throughput_per_h, exact.throughput_per_h);
  check_near(summary.wip, exact.wip.value());
  if (exact.lead_time_s) check_near(summary.lead_time_s, *exact.lead_time_s);
  return true;
}

}  // namespace

TEST_CASE("the simulation agrees with the chains of random lines") {
  int judged = 0;
  for (std::uint64_t seed = 1; judged < 12; ++seed) judged += check_chain(seed, 25) ? 1 : 0;
}

TEST_CASE("the simulation agrees with the chains of many random lines", "[.study]") {
  int judged = 0;
  for (std::uint64_t seed = 100; judged < 150; ++seed) judged += check_chain(seed, 100) ? 1 : 0;
}

TEST_CASE("of any line each method either says something or why it does not") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const RandomLine line(seed);
    INFO(line.text());
    const RefereeReport report = consult(model_of(line.text()), {2000});
    CHECK(report.findings.size() + report.not_applied.size() == 4);
    for (const Finding& finding : report.findings) CHECK(std::isfinite(finding.throughput_per_h));
    for (const NotApplied& method : report.not_applied) CHECK_FALSE(method.reason.empty());
  }
}
