#include "campaign/change_shares.hpp"

#include "read/document.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

Node tree_of(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  const int source = sources.add("test.yaml", text);
  const std::optional<Node> root = parse_document(sources, source, text, diagnostics);
  REQUIRE(root.has_value());
  return *root;
}

std::string pair_of(const std::string& a, const std::string& b, const std::string& name) {
  return "linetwin: 1\nname: " + name + "\nstations: {a: {cycle: " + a + "}, b: {cycle: " + b +
         "}}\nbuffers: {ab: {capacity: 5}}\nflow: [source -> a -> ab -> b -> sink]\n";
}

std::vector<RunRecord> plainly(const LineModel& model, const RunOptions& options,
                               const ReplicationPlan& plan) {
  return run_replications(model, options, plan);
}

}  // namespace

TEST_CASE("the shares of two changes are those of Shapley, worked out by hand on a line without chance") {
  // parts per hour by cycle of a and b: the slower one decides
  //   10 s,  8 s: 360     6 s,  8 s: 450     10 s,  5 s: 360     6 s,  5 s: 600
  const Node before = tree_of(pair_of("10 s", "8 s", "before"));
  const Node after = tree_of(pair_of("6 s", "5 s", "after"));
  const std::vector<Difference> all = differences(before, after);
  const RunOptions options = options_of(101, 1, 3);
  const ChangeShares shares = change_shares(before, {}, all, options, {}, plainly);
  REQUIRE(shares.failed.empty());
  CHECK(shares.lines == 4);
  CHECK_FALSE(shares.sampled);
  CHECK(shares.before.mean.value() == Approx(360).margin(0.05));
  CHECK(shares.after.mean.value() == Approx(600).margin(0.05));
  REQUIRE(shares.whole);
  CHECK(shares.whole->value == Approx(240).margin(0.1));
  CHECK(shares.faults.empty());
  REQUIRE(shares.changes.size() == 2);
  for (const ChangeShare& change : shares.changes) {
    const bool of_a = all[change.difference].element == "a";
    REQUIRE((change.share && change.alone));
    CHECK(change.share->value == Approx(of_a ? (90 + 240) / 2.0 : (0 + 150) / 2.0).margin(0.1));
    CHECK(change.alone->value == Approx(of_a ? 90 : 0).margin(0.1));
    CHECK(change.share->half_width.value() == Approx(0).margin(1e-9));
  }
}

TEST_CASE("what is no change of the line has no share, and without any there is nothing to share") {
  const Node before = tree_of(pair_of("10 s", "8 s", "before"));
  const std::vector<Difference> renamed = differences(before, tree_of(pair_of("10 s", "8 s", "after")));
  CHECK(renamed.size() == 1);
  const ChangeShares shares = change_shares(before, {}, renamed, options_of(1, 0, 2), {}, plainly);
  CHECK(shares.changes.empty());
  CHECK_FALSE(shares.failed.empty());
}

TEST_CASE("a figure that a combination does not have is said, not taken as none") {
  const Node before = tree_of(pair_of("10 s", "8 s", "before"));
  const Node after = tree_of(pair_of("6 s", "8 s", "before"));
  const ChangeShares shares = change_shares(before, {}, differences(before, after), options_of(1, 0, 2),
                                            {.metric = "stations.c.working"}, plainly);
  REQUIRE(shares.changes.size() == 1);
  CHECK_FALSE(shares.changes[0].share);
  CHECK_FALSE(shares.changes[0].alone);
  CHECK(shares.failed.find("stations.c.working") != std::string::npos);
}

TEST_CASE("when a combination is no line, all but the shares is told, and which combination it is") {
  // sets of 6 parts cannot come from a buffer of 4: more room and larger sets go together only
  const auto sets = [](const std::string& size, const std::string& room) {
    return tree_of(
        "linetwin: 1\nname: sets\nstations: {a: {cycle: 10 s}, b: {cycle: 8 s, assemble: {ab: " + size +
        "}}}\nbuffers: {ab: {capacity: " + room + "}}\nflow: [source -> a -> ab -> b -> sink]\n");
  };
  const Node before = sets("2", "4"), after = sets("6", "12");
  const std::vector<Difference> all = differences(before, after);
  REQUIRE(all.size() == 2);
  const ChangeShares shares = change_shares(before, {}, all, options_of(101, 1, 3), {}, plainly);
  // a part every 10 s, and so many of them in a set
  CHECK(shares.before.mean.value() == Approx(180).margin(1));
  CHECK(shares.after.mean.value() == Approx(60).margin(1));
  REQUIRE(shares.whole);
  CHECK(shares.whole->value == Approx(-120).margin(1));
  CHECK_FALSE(shares.stuck);
  REQUIRE(shares.faults.size() == 1);
  CHECK(shares.failed == shares.faults[0]);
  CHECK(shares.failed.find("alone, it is no line") != std::string::npos);
  REQUIRE(shares.changes.size() == 2);
  for (const ChangeShare& change : shares.changes) {
    CHECK_FALSE(change.share);
    CHECK(change.alone.has_value() == (all[change.difference].element == "ab"));
  }
}

TEST_CASE("a combination that jams is named, with its circle") {
  // parts seldom come, so that none is in the way of one that is mended; then they come all the time
  const auto rework = [](const std::string& cycle, const std::string& mending) {
    return tree_of("linetwin: 1\nname: rework\nstations: {m1: {cycle: " + cycle +
                   "}, m2: {cycle: 10 s}, fix: {cycle: " + mending +
                   "}}\nbuffers: {b: {capacity: 2}}\n"
                   "flow: [source -> m1 -> b -> m2 -> sink, m2 -> fix -> b]\n"
                   "routing: {m2: {sink: 50 %, fix: 50 %}}\n");
  };
  const Node before = rework("1000 s", "10 s"), after = rework("10 s", "9 s");
  const std::vector<Difference> all = differences(before, after);
  const ChangeShares shares = change_shares(before, {}, all, options_of(101, 1, 3), {}, plainly);
  CHECK(shares.stuck);
  CHECK(shares.before.mean.value() == Approx(3.6).margin(0.1));
  CHECK_FALSE(shares.whole);
  REQUIRE_FALSE(shares.faults.empty());
  CHECK(shares.faults[0].find("with all changes, it jams in 3 of 3 replications: ") == 0);
}
