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
  CHECK(shares.whole.value == Approx(240).margin(0.1));
  REQUIRE(shares.changes.size() == 2);
  for (const ChangeShare& change : shares.changes) {
    const bool of_a = all[change.difference].element == "a";
    CHECK(change.share.value == Approx(of_a ? (90 + 240) / 2.0 : (0 + 150) / 2.0).margin(0.1));
    CHECK(change.alone.value == Approx(of_a ? 90 : 0).margin(0.1));
    CHECK(change.share.half_width.value() == Approx(0).margin(1e-9));
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
  CHECK(shares.changes.empty());
  CHECK(shares.failed.find("stations.c.working") != std::string::npos);
}
