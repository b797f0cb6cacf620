// What the results database refuses, in which words, and that it leaves alone what is not its own.
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <sched.h>
#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "example.hpp"
#include "results/results.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

std::string write_refusal(const std::string& path, const ResultsHead& head = example_head()) {
  return refusal([&] { const ResultsWriter writer(path, head); });
}
std::string read_refusal(const std::string& path) {
  return refusal([&] { const ResultsReader reader(path); });
}

std::map<std::string, std::string> all_files(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (!entry.path().string().ends_with("-shm"))  // which SQLite makes anew from the -wal
      files[entry.path().filename()] = contents(entry.path());
  return files;
}

std::string example_database(const Folder& folder) {
  const std::string path = folder.file("results.db");
  ResultsWriter(path, example_head()).add(example_case(0), example_replication(0, 0));
  return path;
}

// Becomes somebody whom rights bind; false where that cannot be.
bool become_nobody() { return geteuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0); }

// A file system of so many kilobytes, for this process alone.
bool mount_small(const std::string& folder, int kilobytes, bool again = false) {
  if (!again && unshare(CLONE_NEWNS | (geteuid() == 0 ? 0 : CLONE_NEWUSER)) != 0) return false;
  if (!again && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  const std::string size = "size=" + std::to_string(kilobytes) + "k";
  return mount("tmpfs", folder.c_str(), "tmpfs", again ? MS_REMOUNT : 0, size.c_str()) == 0;
}

// Adds replications until that is refused; what was said, and how many are in it.
std::string add_until_refused(ResultsWriter& writer, std::int32_t& added) {
  return refusal([&] {
    for (; added < 100'000; ++added)
      writer.add(example_case(added / 4), example_replication(added / 4, added % 4));
  });
}

// Looks whether a database that could not be written further holds what was added, and takes more.
std::string after_refusal(const std::string& path, std::int32_t added) {
  const Content content = content_of(path);
  if (content.replications.size() != static_cast<std::size_t>(added)) return "other replications are in it";
  if (rows_of(path, "PRAGMA integrity_check") != std::vector<std::string>{"ok"}) return "it is damaged";
  if (rows_of(path, "SELECT count(*) FROM cases") !=
      std::vector<std::string>{std::to_string((added + 3) / 4)})
    return "half of a replication is in it";
  return "";
}

}  // namespace

TEST_CASE("a place that cannot hold a database is refused in words") {
  const Folder folder;
  const std::string missing = folder.file("nowhere") + "/results.db";
  CHECK(write_refusal(missing) ==
        missing + ": there is no folder " + folder.file("nowhere") + " | make it first, or write elsewhere");
  CHECK_THAT(read_refusal(missing), Catch::Contains("there is no folder"));
  CHECK_THAT(read_refusal(folder.file("none.db")), Catch::Contains("none.db: there is no such file"));
  CHECK_THAT(write_refusal(folder.path), Catch::Contains("is a folder, not a file | name a file in it: "));
  CHECK_THAT(read_refusal(folder.path), Catch::Contains("is a folder, not a file"));
  CHECK_THAT(write_refusal("/dev/null"), Catch::Contains("/dev/null: is not a plain file"));
  REQUIRE(mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  CHECK_THAT(write_refusal(folder.file("pipe")), Catch::Contains("pipe: is not a plain file"));
  CHECK_THAT(write_refusal(""), Catch::Contains("needs a file name"));
  CHECK_THAT(write_refusal(std::string("a\0b", 3)), Catch::Contains("NUL"));
  CHECK_FALSE(fs::exists(folder.file("nowhere")));
}

TEST_CASE("files that are not ours are refused and left as they are") {
  const Folder folder;
  folder.file("text.db", "# notes, not a database\n");
  folder.file("long.db", std::string(100'000, 'x'));
  folder.file("torn.db", "SQLite format 3");
  {
    SQLite::Database(folder.file("other.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE t(x)");
  }
  // one that its own program left in the middle of things, with a log to be worked in
  Child killed([&](const Child::Say& say) {
    SQLite::Database database(folder.file("killed.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode = WAL; CREATE TABLE t(x); INSERT INTO t VALUES (1)");
    say("x");
    pause();
  });
  REQUIRE(killed.hear(1) == "x");
  killed.kill_it();
  const auto before = all_files(folder.path);
  REQUIRE(before.count("killed.db-wal") == 1);
  for (const char* name : {"text.db", "long.db", "torn.db"}) {
    INFO(name);
    CHECK_THAT(write_refusal(folder.file(name)),
               Catch::Contains("is no results database | it was left as it is"));
    CHECK_THAT(read_refusal(folder.file(name)), Catch::Contains("is no results database"));
  }
  for (const char* name : {"other.db", "killed.db"}) {
    INFO(name);
    CHECK_THAT(write_refusal(folder.file(name)),
               Catch::Contains("is an SQLite database, but not one of linetwin's"));
    CHECK_THAT(read_refusal(folder.file(name)),
               Catch::Contains("is an SQLite database, but not one of linetwin's"));
  }
  CHECK((all_files(folder.path) == before));  // and nothing came beside them
}

TEST_CASE("an empty file is filled by a writer, and says nothing to a reader") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  std::ofstream(path).flush();
  CHECK_THAT(read_refusal(path), Catch::Contains("is empty: no study was written to it"));
  {
    const ResultsWriter writer(path, example_head());
    CHECK_FALSE(writer.resumed());
  }
  CHECK(ResultsReader(path).head() == example_head());
}

TEST_CASE("results of another study are refused, with all that differs") {
  const Folder folder;
  const std::string path = example_database(folder);
  const Content before = content_of(path);
  const auto with = [](const std::function<void(ResultsHead&)>& change) {
    ResultsHead head = example_head();
    change(head);
    return head;
  };
  const auto said = [&](const std::function<void(ResultsHead&)>& change) {
    return write_refusal(path, with(change));
  };
  CHECK(said([](auto& h) { h.model_hash = "0"; }) ==
        path +
            ": holds results of another study: the model has changed since these results were made"
            " | write to another file, or delete this one");
  CHECK_THAT(said([](auto& h) { h.design_hash = "0"; }), Catch::Contains("the scenario's cases"));
  CHECK_THAT(said([](auto& h) { h.factors.pop_back(); }), Catch::Contains("the scenario's cases"));
  CHECK_THAT(said([](auto& h) { h.version = "0.2.0"; }),
             Catch::Contains("linetwin 0.1.0 made them, this is 0.2.0"));
  CHECK_THAT(said([](auto& h) {
               h.seed = 2;
               h.metrics.clear();
             }),
             Catch::Contains("the seed was 18446744073709551615, now it is 2; the metrics recorded were "
                             "stations.laser.working, buffers.버퍼.mean, limits.a.peak, now they are none"));
  CHECK(content_of(path) == before);
}

TEST_CASE("a newer schema is refused, and a head that somebody broke") {
  const Folder folder;
  const std::string path = example_database(folder);
  const auto change = [&](const std::string& sql) {
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec(sql);
  };
  change("PRAGMA user_version = 7");
  CHECK_THAT(write_refusal(path),
             Catch::Contains("was written by a newer linetwin (its schema is version 7, this "
                             "one knows version 1)"));
  CHECK_THAT(read_refusal(path), Catch::Contains("newer linetwin"));
  change("PRAGMA user_version = 1; UPDATE study SET value = 'many' WHERE key = 'cases'");
  CHECK_THAT(write_refusal(path), Catch::Contains("is damaged: its cases is no whole number"));
  change("DELETE FROM study WHERE key = 'cases'");
  CHECK_THAT(read_refusal(path), Catch::Contains("is damaged: it does not say its cases"));
  change("DROP TABLE study");
  CHECK_THAT(read_refusal(path), Catch::Contains("no such table: study"));
  const std::string other = folder.file("other.db");
  { const ResultsWriter writer(other, example_head()); }
  SQLite::Database(other, SQLite::OPEN_READWRITE).exec("DROP TABLE levels");
  CHECK_THAT(write_refusal(other), Catch::Contains("no such table: levels"));
}

TEST_CASE("a database with pages missing or overwritten is an error, not a crash") {
  const Folder folder;
  const std::string path = example_database(folder);
  const std::string whole = contents(path);
  for (std::size_t from = 2048; from + 2048 <= whole.size(); from += 2048) {
    std::string broken = whole;
    broken.replace(from, 2048, 2048, '\xff');
    std::ofstream(path, std::ios::binary) << broken;
    INFO(from);
    const auto all = [&] {
      const ResultsReader reader(path);
      reader.all_cases();
      reader.each_replication([](const ResultsReplication&) {});
      reader.bottlenecks(0);
    };
    const std::string said = refusal(all);
    // a page of something that is not read here (an empty table) may be broken unseen
    if (!said.empty()) CHECK_THAT(said, Catch::Contains("is damaged"));
  }
  std::ofstream(path, std::ios::binary) << whole.substr(0, 2048);
  CHECK_THAT(read_refusal(path), Catch::Contains("is damaged"));
}

TEST_CASE("a second writer is refused at once, of this process or another, by any name of the file") {
  const Folder folder;
  const std::string path = folder.file("results.db"), other_name = folder.file("link.db");
  fs::create_symlink(path, other_name);
  {
    ResultsWriter writer(path, example_head());
    CHECK_THAT(write_refusal(path),
               Catch::Contains("another runner is writing it (this process) | wait for it"));
    CHECK_THAT(write_refusal(other_name), Catch::Contains("another runner is writing it"));
    Child second([&](const Child::Say& say) { say(write_refusal(path)); });
    CHECK_THAT(second.hear_out(),
               Catch::Contains("another runner is writing it (process " + std::to_string(getpid()) + ")"));
    writer.add(example_case(0), example_replication(0, 0));
  }
  CHECK_FALSE(fs::exists(path + "-lock"));
  Child holder([&](const Child::Say& say) {
    const ResultsWriter writer(path, example_head());
    say("x");
    pause();
  });
  REQUIRE(holder.hear(1) == "x");
  CHECK_THAT(write_refusal(path), Catch::Contains("(process " + std::to_string(holder.process()) + ")"));
  CHECK(ResultsReader(path).replications() == 1);
  holder.kill_it();  // its lock ends with it
  CHECK(fs::exists(path + "-lock"));
  CHECK(write_refusal(path).empty());
  CHECK_FALSE(fs::exists(path + "-lock"));
}

TEST_CASE("of many writers that begin at one moment, one at a time gets the file") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  const auto contend = [&](const Child::Say& say) {
    for (int i = 0; i < 15; ++i) {
      const std::string said = refusal([&] {
        ResultsWriter writer(path, example_head());
        const auto number = static_cast<std::int32_t>(writer.total());
        writer.add(example_case(0), example_replication(0, number));  // refused if another did the same
      });
      if (!said.empty() && said.find("another runner is writing it") == std::string::npos) say(said);
    }
  };
  Child a(contend), b(contend), c(contend);
  CHECK(a.hear_out().empty());
  CHECK(b.hear_out().empty());
  CHECK(c.hear_out().empty());
  const ResultsReader reader(path);
  const auto throughputs = reader.values(0, "throughput_per_h");
  CHECK(throughputs.size() >= 1);
  CHECK(throughputs.back().first + 1 == static_cast<std::int32_t>(throughputs.size()));
  CHECK_FALSE(fs::exists(path + "-lock"));
}

TEST_CASE("rights that are missing are named, and what may only be read is read") {
  const Folder folder;
  const std::string path = example_database(folder);
  const std::string log = folder.file("killed.db");
  Child killed([&](const Child::Say& say) {
    ResultsWriter writer(log, example_head());
    for (int i = 0; i < 3; ++i) writer.add(example_case(0), example_replication(0, i));
    say("x");
    pause();
  });
  REQUIRE(killed.hear(1) == "x");
  killed.kill_it();
  fs::copy(log, folder.file("copy.db"));  // without its -shm
  fs::copy(log + "-wal", folder.file("copy.db-wal"));
  fs::copy(path, folder.file("unreadable.db"));
  fs::permissions(folder.file("unreadable.db"), fs::perms::none);
  fs::permissions(path, fs::perms(0444));
  fs::create_directory(folder.path / "open");
  fs::permissions(folder.path / "open", fs::perms(0777));
  fs::copy(path, folder.path / "open/results.db");
  fs::permissions(folder.path / "open/results.db", fs::perms(0444));
  fs::permissions(folder.path, fs::perms(0555));
  Child nobody([&](const Child::Say& say) {
    if (!become_nobody() || access(path.c_str(), R_OK) != 0 || access(folder.path.c_str(), W_OK) == 0)
      return say("cannot");
    say(write_refusal(folder.file("new.db")) + "\n");
    say(write_refusal(path) + "\n");
    say(write_refusal((folder.path / "open/results.db").string()) + "\n");
    say(read_refusal(folder.file("unreadable.db")) + "\n");
    say(std::to_string(ResultsReader(path).replications()) + "\n");
    say(std::to_string(ResultsReader(log).replications()) + "\n");
    say(read_refusal(folder.file("copy.db")) + "\n");
  });
  const std::string said = nobody.hear_out();
  fs::permissions(folder.path, fs::perms(0755));
  if (said == "cannot") {
    WARN("rights do not bind whoever runs the tests, so what happens without them was not looked at");
    return;
  }
  std::istringstream lines(said);
  std::string line;
  const auto next = [&] {
    std::getline(lines, line);
    return line;
  };
  CHECK_THAT(next(), Catch::Contains("new.db: nothing may be written in its folder (Permission denied)"));
  CHECK_THAT(next(), Catch::Contains("results.db: nothing may be written in its folder"));
  CHECK_THAT(next(), Catch::Contains("results.db: may not be written | write to another file"));
  CHECK_THAT(next(), Catch::Contains("unreadable.db: cannot be opened (Permission denied)"));
  CHECK(next() == "1");
  CHECK(next() == "3");
  CHECK_THAT(next(), Catch::Contains("its newest replications are in files beside it"));
}

TEST_CASE("a full disk is an error that costs nothing but the replication that found no room") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  Child small([&](const Child::Say& say) {
    if (!mount_small(folder.path.string(), 400)) return say("cannot");
    std::int32_t added = 0;
    {
      ResultsWriter writer(path, example_head());
      say(add_until_refused(writer, added) + "\n");
      say(refusal([&] { writer.add(example_case(99'999), example_replication(99'999, 0)); }) + "\n");
    }
    say(after_refusal(path, added) + "\n");
    std::ofstream(folder.path / "filler") << std::string(400'000, 'x');
    const std::string no_room = write_refusal(folder.file("second.db"));
    say(no_room + "\n" + (fs::exists(folder.file("second.db")) ? "left" : "gone") + "\n");
    if (!mount_small(folder.path.string(), 8000, true)) return say("cannot grow");
    {
      ResultsWriter writer(path, example_head());
      for (const std::int32_t end = added + 500; added < end; ++added)
        writer.add(example_case(added / 4), example_replication(added / 4, added % 4));
    }
    say(after_refusal(path, added) + (added > 520 ? "\n" : "hardly any room was there\n"));
  });
  const std::string said = small.hear_out();
  if (said == "cannot") {
    WARN("no small file system can be mounted here, so a full disk was not tried");
    return;
  }
  INFO(said);
  const std::string full = ": the disk is full | make room and start again: what was committed is kept\n";
  CHECK(said == path + full + path + full + "\n" + folder.file("second.db") + full + "gone\n\n");
}

TEST_CASE("a file that may grow no further is an error that costs nothing but one replication") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  Child limited([&](const Child::Say& say) {
    signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit small{300'000, limit.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    std::int32_t added = 0;
    {
      ResultsWriter writer(path, example_head());
      say(add_until_refused(writer, added) + "\n");
    }
    setrlimit(RLIMIT_FSIZE, &limit);
    say(after_refusal(path, added) + (added > 10 ? "\n" : "too few\n"));
    {
      ResultsWriter writer(path, example_head());
      for (const std::int32_t end = added + 500; added < end; ++added)
        writer.add(example_case(added / 4), example_replication(added / 4, added % 4));
    }
    say(after_refusal(path, added) + "\n");
  });
  CHECK(limited.hear_out() ==
        path +
            ": cannot be read or written (File too large) | what was committed before is "
            "kept; start again when it can\n\n\n");
}
