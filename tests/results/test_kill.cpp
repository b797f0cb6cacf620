// A study that is killed again and again ends with what an undisturbed one has; readers may watch.
#include <catch2/catch.hpp>
#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "example.hpp"
#include "results/results.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

constexpr std::int64_t kCases = 300;
constexpr std::int32_t kReplications = 5;

ResultsHead study_head() {
  ResultsHead head = example_head();
  head.scenario_text.assign(20'000, 'x');  // over several pages
  return head;
}

// Runs what is not done yet, as a runner does, and says a byte for each.
void go_on(const std::string& path, const Child::Say& say) {
  ResultsWriter writer(path, study_head());
  for (std::int64_t id = 0; id < kCases; ++id) {
    const auto done = writer.done(id);
    for (std::int32_t replication = 0; replication < kReplications; ++replication) {
      if (std::find(done.begin(), done.end(), replication) != done.end()) continue;
      auto r = (id + replication) % 7 == 0 ? jammed_replication(id, replication)
                                           : example_replication(id, replication);
      r.seconds = static_cast<double>(getpid());
      writer.add(example_case(id), r);
      say("+");
    }
  }
}

}  // namespace

TEST_CASE("killed at any moment, a study loses nothing that was added and doubles nothing") {
  const Folder folder;
  const std::string path = folder.file("killed.db"), undisturbed = folder.file("undisturbed.db");
  go_on(undisturbed, [](const std::string&) {});
  std::mt19937_64 random(20240601);
  std::int64_t added = 0;
  for (int kill = 0; kill < 20; ++kill) {
    Child runner([&](const Child::Say& say) { go_on(path, say); });
    // some while it opens the file, most between or within additions
    const auto wait_for = kill % 4 == 0 ? 0 : random() % 70;
    std::this_thread::sleep_for(
        std::chrono::microseconds(wait_for == 0 ? random() % 30'000 : random() % 300));
    const std::size_t heard = runner.hear(wait_for).size();
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 300));
    runner.kill_it();
    added += static_cast<std::int64_t>(heard + runner.hear(kCases * kReplications).size());
    INFO("after kill " << kill);
    if (!fs::exists(path) || (fs::file_size(path) == 0)) continue;  // nothing was begun yet
    // a copy, as looking at it would heal what the next runner is to heal
    const std::string copy = folder.file("copy.db");
    for (const char* end : {"", "-wal", "-journal"}) {
      fs::remove(copy + end);
      if (fs::exists(path + end)) fs::copy(path + end, copy + end);
    }
    if (rows_of(copy, "SELECT 1 FROM sqlite_schema WHERE name = 'replications'").empty()) continue;
    CHECK(rows_of(copy, "PRAGMA integrity_check") == std::vector<std::string>{"ok"});
    const auto there = std::stoll(rows_of(copy, "SELECT count(*) FROM replications").at(0));
    CHECK(there >= added);             // it said so only when add() had returned
    CHECK(there <= added + kill + 1);  // each kill may fall between the commit and what was said of it
    CHECK(rows_of(copy,
                  "SELECT count(*) FROM cases c LEFT JOIN replications r ON r.case_id = c.id "
                  "WHERE r.case_id IS NULL") == std::vector<std::string>{"0"});
  }
  REQUIRE(added > 0);
  CHECK(added < kCases * kReplications);
  Child last([&](const Child::Say& say) { go_on(path, say); });
  last.hear_out();
  const Content content = content_of(path), expected = content_of(undisturbed);
  REQUIRE(content.replications.size() == kCases * kReplications);
  CHECK((content == expected));
  CHECK(rows_of(path, "PRAGMA integrity_check") == std::vector<std::string>{"ok"});
  CHECK_FALSE(fs::exists(path + "-wal"));
  CHECK_FALSE(fs::exists(path + "-lock"));
}

TEST_CASE("a reader sees whole replications while a writer is at work, and never fewer than before") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  Child runner([&](const Child::Say& say) { go_on(path, say); });
  REQUIRE(runner.hear(1) == "+");
  const ResultsReader reader(path);
  std::int64_t before = 0;
  for (int look = 0; look < 10'000 && before < kCases * kReplications; ++look) {
    std::int64_t seen = 0;
    bool whole = true;
    reader.each_replication([&](const ResultsReplication& r) {
      ++seen;
      whole = whole && (r.outcome != "finished" || (r.metrics[0].has_value() && r.metrics[2].has_value()));
    });
    REQUIRE(whole);
    REQUIRE(seen >= before);
    before = seen;
    REQUIRE(reader.replications() >= before);
    REQUIRE(reader.figures("wip").size() >= static_cast<std::size_t>(before / kReplications));
  }
  runner.hear_out();
  CHECK(reader.replications() == kCases * kReplications);
}

TEST_CASE("killed while the log was being moved into the file, a study goes on") {
  const Folder folder;
  const std::string path = folder.file("results.db"), moved = folder.file("moved.db");
  Child runner([&](const Child::Say& say) {
    go_on(path, say);
    pause();
  });
  REQUIRE(runner.hear(400).size() == 400);
  runner.kill_it();
  fs::copy(path, moved);
  fs::copy(path + "-wal", moved + "-wal");
  const auto page = std::stoull(rows_of(moved, "PRAGMA page_size").at(0));  // and its log is moved
  const auto there = std::stoll(rows_of(moved, "SELECT count(*) FROM replications").at(0));
  REQUIRE(fs::file_size(moved) > fs::file_size(path));
  // the first page, which says how many there are, has come, and the others have not
  std::string half = contents(path);
  half.replace(0, page, contents(moved), 0, page);
  std::ofstream(path, std::ios::binary) << half;
  CHECK(ResultsReader(path).replications() == there);
  CHECK(ResultsWriter(path, study_head()).total() == there);
}

TEST_CASE("a reader of a database whose writer was killed sees all that was committed") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  Child runner([&](const Child::Say& say) {
    go_on(path, [&](const std::string& text) {
      say(text);
      static int said = 0;
      if (++said == 10) pause();
    });
  });
  REQUIRE(runner.hear(10).size() == 10);
  runner.kill_it();
  CHECK(ResultsReader(path).replications() == 10);
  fs::remove(path + "-shm");  // as after a power cut
  CHECK(ResultsReader(path).replications() == 10);
}
