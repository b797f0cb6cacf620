// Scenarios as their users run them: stopped, killed, run twice, asked for with wrong words.
#include <nlohmann/json.hpp>
#include <random>

#include "campaign/study.hpp"

using namespace linetwin;
using namespace linetwin::test;
using nlohmann::json;

namespace {

// Longer replications, so that there is time to kill.
StudyFolder long_study() {
  std::string scenario = kStudy;
  return StudyFolder(scenario + "run: {duration: 1500 h, replications: 4}\n");
}

}  // namespace

TEST_CASE("a batch that is killed twenty times ends with what an undisturbed one has") {
  const StudyFolder calm = long_study();
  REQUIRE(program({"batch", calm.scenario(), "-o", calm.results(), "-q"}).status == 0);
  const StudyFolder killed = long_study();
  const std::vector<std::string> command = {"batch", killed.scenario(), "-o", killed.results(), "-q"};
  std::mt19937_64 random(20251125);
  std::size_t before = 0;
  int deaths = 0;
  for (int i = 0; i < 20; ++i) {
    const Result r = program(command, 5 + static_cast<int>(random() % 150), SIGKILL);
    deaths += static_cast<int>(r.status == 128 + SIGKILL);
    if (!fs::exists(killed.results()) || fs::file_size(killed.results()) < 4096) continue;
    // killed while it opened or closed the file, only a writer may heal it: a reader refuses and says so
    std::size_t now = before;
    try {
      now = rows_in(killed.results()).size();
    } catch (const ResultsError& refused) {
      CHECK(std::string(refused.what()).find("was stopped while it opened") != std::string::npos);
    }
    CHECK(now >= before);  // nothing that was there is lost
    before = now;
  }
  CHECK(deaths > 2);
  const Result last = program(command);
  INFO(last.err);
  CHECK(last.status == 0);
  CHECK(rows_in(killed.results()) == rows_in(calm.results()));
  CHECK_FALSE(fs::exists(killed.results() + "-wal"));
}

TEST_CASE("an interrupted batch says that the same command goes on, and it does") {
  const StudyFolder study = long_study();
  const std::vector<std::string> command = {"batch",         study.scenario(), "-o",
                                            study.results(), "--threads",      "1"};
  const Result stopped = program(command, 150);
  if (stopped.status != 0) {
    CHECK(stopped.status == 1);
    CHECK(stopped.err.find("the same command goes on") != std::string::npos);
  }
  const Result done = program(command);
  CHECK(done.status == 0);
  CHECK(done.out.find("6 cases, 24 replications") != std::string::npos);
}

TEST_CASE("two runners on one database: the second is refused, and both tell the truth") {
  const StudyFolder study = long_study();
  Result first;
  std::thread other([&] {
    first = program({"batch", study.scenario(), "-o", study.results(), "-q", "--threads", "1"});
  });
  for (int i = 0; i < 200 && !fs::exists(study.results() + "-lock"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const Result second = program({"batch", study.scenario(), "-o", study.results(), "-q"});
  other.join();
  CHECK(first.status == 0);
  if (second.status != 0) {
    CHECK(second.status == 1);
    CHECK(second.err.find("another runner") != std::string::npos);
  }
  CHECK(rows_in(study.results()).size() == 24);
}

TEST_CASE("the JSON of a batch says what was run, with --select also what was chosen") {
  const StudyFolder study;
  const Result plain = program({"batch", study.scenario(), "-o", study.results(), "--json", "-"});
  REQUIRE(plain.status == 0);
  const json all = json::parse(plain.out);
  CHECK(all["cases"] == 6);
  CHECK(all["replications"] == 24);
  CHECK(all["run_now"] == 24);
  CHECK(all["interrupted"] == false);
  const Result chosen = program({"batch", study.scenario(), "-o", study.results(), "--select", "kim-nelson",
                                 "--delta", "3", "--json", study.folder.file("s.json")});
  REQUIRE(chosen.status == 0);
  CHECK(chosen.out.find("Best by throughput_per_h: faster buffers.ab.capacity=16") != std::string::npos);
  const json choice = json::parse(contents(study.folder.path / "s.json")).at("selection");
  CHECK(choice["best"] == "faster buffers.ab.capacity=16");
  CHECK(choice["let_go"].size() == 5);
}

TEST_CASE("wrong words after batch end with status 2 and a hint, and write nothing") {
  const StudyFolder study;
  const auto refused = [&](std::vector<std::string> more, const std::string& word) {
    std::vector<std::string> command = {"batch", study.scenario(), "-o", study.results()};
    command.insert(command.end(), more.begin(), more.end());
    const Result r = program(command);
    INFO(r.err);
    CHECK(r.status == 2);
    CHECK(r.err.find(word) != std::string::npos);
    CHECK_FALSE(fs::exists(study.results()));
  };
  refused({"--select", "kim-nelsen", "--delta", "1"}, "did you mean \"kim-nelson\"?");
  refused({"--select", "kim-nelson"}, "--delta");
  refused({"--delta", "1"}, "--select");
  refused({"--select", "ocba", "--confidence", "20%"}, "--confidence");
  refused({"--select", "ocba", "--precision", "1%"}, "--precision");
  const Result poor = program({"batch", study.scenario(), "-o", study.folder.file("poor.db"), "--select",
                               "ocba", "--budget", "59"});  // six cases of ten
  CHECK(poor.status == 2);
  CHECK(poor.err.find("less than the 60") != std::string::npos);
  CHECK_FALSE(fs::exists(study.folder.path / "poor.db"));
  refused({"--threads", "0"}, "--threads");
  refused({"--replications", "many"}, "--replications");
  const Result missing = program({"batch", study.folder.file("roof.yaml")});
  CHECK(missing.status == 2);
  CHECK(missing.err.find("did you mean \"room.yaml\"?") != std::string::npos);
}

TEST_CASE("a scenario whose warm-up leaves nothing to count is refused") {
  const StudyFolder study(std::string(kStudy) + "run: {duration: 1 h}\n");  // the model's warm-up is an hour
  const Result r = program({"batch", study.scenario(), "-o", study.results()});
  CHECK(r.status == 2);
  CHECK(r.err.find("nothing is left to count") != std::string::npos);
  CHECK_FALSE(fs::exists(study.results()));
}

TEST_CASE("a database is not written over what is none") {
  const StudyFolder study;
  study.folder.file("results.db", "notes of last summer, which somebody wants to keep\n");
  const Result r = program({"batch", study.scenario(), "-o", study.results(), "-q"});
  CHECK(r.status == 1);
  CHECK(r.err.find("results.db") != std::string::npos);
  CHECK(contents(study.results()) == "notes of last summer, which somebody wants to keep\n");
  const Result model = program({"batch", study.scenario(), "-o", study.folder.file("pair.yaml")});
  CHECK(model.status != 0);
  CHECK(contents(study.folder.path / "pair.yaml") == kPair);
}

TEST_CASE("--require decides the exit status by the interval, --quiet leaves errors alone") {
  const StudyFolder study;
  const std::string model = study.folder.file("pair.yaml");
  const auto status = [&](const std::string& require) {
    const Result r = program({"run", model, "-q", "--require", require});
    CHECK(r.out.empty());
    CHECK(r.err.empty());
    return r.status;
  };
  CHECK(status("throughput_per_h >= 100") == 0);
  CHECK(status("throughput_per_h >= 1000") == 3);
  CHECK(status("stations.a.down < 0.5") == 0);
  const Result single = program({"run", model, "--replications", "1", "--require", "buffers.ab.level < 3"});
  CHECK(single.status == 4);  // one replication has no interval
  CHECK(single.out.find("Required: buffers.ab.level < 3: not to be told") != std::string::npos);
  const Result both =
      program({"run", model, "--json", "-", "--require", "wip <= 50", "--require", "wip > 50"});
  CHECK(both.status == 3);
  const json all = json::parse(both.out);
  CHECK(all["requirements"].at(0)["fulfilled"] == "yes");
  CHECK(all["requirements"].at(1)["fulfilled"] == "no");
  const Result wrong = program({"run", model, "-q", "--require", "throughput >= 100"});
  CHECK(wrong.status == 2);
  CHECK(wrong.err.find("throughput_per_h") != std::string::npos);
}

TEST_CASE("check, trace-diff and diff speak JSON, too") {
  const StudyFolder study;
  const std::string model = study.folder.file("pair.yaml");
  const json check = json::parse(program({"check", model, "--json", "-"}).out);
  CHECK(check["capacity"]["limit"] == "a");
  CHECK(check["elements"].size() == 5);
  std::string other = kPair;
  other.replace(other.find("capacity: 3"), 11, "capacity: 12");
  const std::string second = study.folder.file("second.yaml", other);
  const Result said = program({"diff", model, second});
  CHECK(said.status == 0);
  CHECK(said.out.find("ab holds 12") != std::string::npos);
  const Result run = program({"diff", model, second, "--run", "--json", "-", "--replications", "6"});
  REQUIRE(run.status == 0);
  const json diff = json::parse(run.out);
  CHECK(diff["same"] == false);
  CHECK(diff["differences"].size() == 1);
  // of one change the share is the whole
  CHECK(diff["run"]["shares"].at(0)["share"]["value"].get<double>() ==
        Approx(diff["run"]["whole"]["value"].get<double>()));
  CHECK(diff["run"]["whole"]["value"].get<double>() > 0);
  CHECK(diff["run"]["after"]["mean"].get<double>() - diff["run"]["before"]["mean"].get<double>() ==
        Approx(diff["run"]["whole"]["value"].get<double>()));
  const json same = json::parse(program({"diff", model, model, "--json", "-"}).out);
  CHECK(same["same"] == true);
}
