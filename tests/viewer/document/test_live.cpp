#include <catch2/catch.hpp>

#include "analysis/summary.hpp"
#include "batch/replications.hpp"
#include "viewer/document/document.hpp"
#include "viewer/document/live.hpp"

using namespace linetwin;
using namespace linetwin::viewer;

namespace {

Document two(int buffer) {
  Document d;
  d.open_text("two.yaml",
              "linetwin: 1\nrun: {duration: 10 h, warmup: 1 h, replications: 6}\nstations:\n  m1: {cycle: "
              "{exponential: 10 s}}\n  m2: {cycle: {exponential: 10 s}}\nbuffers: {b: {capacity: " +
                  std::to_string(buffer) + "}}\nflow: [source -> m1 -> b -> m2 -> sink]\n",
              "");
  return d;
}

}  // namespace

TEST_CASE("the answer in the background is that of the same replications run by themselves", "[viewer]") {
  const Document d = two(5);
  Live live(2);
  live.ask(0, d.line(), d.options());
  live.wait();
  const auto answer = live.answer(0);
  REQUIRE(answer);
  CHECK(answer->complete);
  const std::vector<RunRecord> records = run_replications(*d.line(), d.options(), 1);
  REQUIRE(answer->records.size() == records.size());
  for (std::size_t i = 0; i < records.size(); ++i) CHECK(hash(answer->records[i]) == hash(records[i]));
  const Summary summary = summarise(*d.line(), d.options(), records);
  CHECK(answer->summary.throughput_per_h.mean == summary.throughput_per_h.mean);
  CHECK(live.progress(0) == std::pair(6, 6));
}

TEST_CASE("a new question takes the place of the old one", "[viewer]") {
  const Document first = two(1), second = two(9);
  Live live(1);
  live.ask(0, first.line(), first.options());
  live.ask(1, first.line(), first.options());
  live.ask(1, second.line(), second.options());
  live.wait();
  REQUIRE(live.answer(1));
  CHECK(live.answer(1)->model == second.line());
  REQUIRE(live.answer(0));
  // more room makes more parts: 10 h of two exponential stations with 1 and 9 places
  const auto more = gain(*live.answer(0), *live.answer(1));
  REQUIRE(more);
  CHECK(*more->mean > 0);
  live.clear(1);
  CHECK(live.answer(1) == nullptr);
  CHECK_FALSE(live.busy());
}

TEST_CASE("a question that nobody waits for any more ends with the window", "[viewer]") {
  Document d;
  REQUIRE(d.open_text("long.yaml",
                      "linetwin: 1\nrun: {duration: 1000 d, replications: 1000}\nstations: {m: {cycle: "
                      "{exponential: 1 s}}}\nflow: [source -> m -> sink]\n",
                      ""));
  Live live(1);
  live.ask(0, d.line(), d.options());
  CHECK(live.busy());
}
