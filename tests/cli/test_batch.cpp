// Scenarios as their users run them: stopped, killed, run twice, asked for with wrong words.
#include <algorithm>
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
  refused({"--select", "kim-nelson", "--delta", "0"}, "one over 0 is wanted");
  refused({"--select", "ocba", "--delta", "-1"}, "0 or more is wanted");
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
  CHECK(r.status == 2);  // nothing was run or written
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

TEST_CASE("a database that is not fit, or not there, ends batch and compare with status 2 alike") {
  const StudyFolder study;
  const std::string text = study.folder.file("text.db", "no database, but long enough to be looked at\n");
  const std::string nowhere = (study.folder.path / "no" / "such" / "folder.db").string();
  for (const std::string& file : {text, nowhere, study.folder.path.string()}) {
    const Result batch = program({"batch", study.scenario(), "-o", file, "-q"});
    const Result compare = program({"compare", file, "-q"});
    INFO(file << batch.err << compare.err);
    CHECK(batch.status == 2);
    CHECK(compare.status == 2);
    CHECK_FALSE(batch.err.empty());
  }
}

TEST_CASE("a confidence near 100 % is printed as what it is") {
  const StudyFolder study;
  const Result r = program({"batch", study.scenario(), "-o", study.results(), "--select", "kim-nelson",
                            "--delta", "40", "--confidence", "99.999999%"});
  INFO(r.err);
  CHECK(r.status == 0);
  CHECK(r.out.find("with 99.999999 % confidence") != std::string::npos);
}

TEST_CASE("a delta that cannot be told ends with a word, and --budget ends Kim and Nelson's choice") {
  const StudyFolder study;
  const Result fine = program({"batch", study.scenario(), "-o", study.results(), "--select", "kim-nelson",
                               "--delta", "1e-300", "-q"});
  CHECK(fine.status == 1);
  CHECK(fine.err.find("--delta 1e-300: at least ") != std::string::npos);
  CHECK(rows_in(study.results()).size() == 60);  // the first ten of six cases
  const Result poor = program({"batch", study.scenario(), "-o", study.results(), "--select", "kim-nelson",
                               "--delta", "0.01", "--budget", "70"});
  CHECK(poor.status == 0);
  CHECK(poor.out.find("the budget ended before 95 % confidence") != std::string::npos);
}

TEST_CASE("a line that jams is told on standard error even when all else is silent") {
  const StudyFolder study;
  const std::string jam = study.folder.file("jam.yaml", R"(linetwin: 1
name: jam
run: {duration: 1 d, replications: 2}
stations: {m1: {cycle: 10 s}, m2: {cycle: 10 s}, fix: {cycle: 10 s}}
buffers: {b: {capacity: 2}}
flow: [source -> m1 -> b -> m2 -> sink, m2 -> fix -> b]
routing: {m2: {sink: 50 %, fix: 50 %}}
)");
  const auto told = [](const std::vector<std::string>& command, const std::string& word) {
    const Result r = program(command);
    INFO(r.err);
    CHECK(r.status == 1);
    CHECK(r.out.empty());
    CHECK(std::count(r.err.begin(), r.err.end(), '\n') == 1);
    CHECK(r.err.find("error: ") != std::string::npos);
    CHECK(r.err.find(word) != std::string::npos);
  };
  told({"run", jam, "-q"}, "2 of 2 replications did not reach the end");
  std::string other = contents(jam);
  other.replace(other.find("capacity: 2"), 11, "capacity: 3");
  const Result diff = program({"diff", jam, study.folder.file("other.yaml", other), "--run", "-q"});
  CHECK(diff.status == 1);
  CHECK(diff.err.find("the first model jams in 2 of 2 replications: ") != std::string::npos);
  const std::string scenario = study.folder.file("o.yaml", R"(linetwin-scenario: 1
model: jam.yaml
optimise: {over: {buffers.b.capacity: {from: 1, to: 3}}}
)");
  told({"optimise", scenario, "-q", "--evaluations", "100"}, "no setting can be named");
}

TEST_CASE("optimise takes a requirement on the cost of what it found") {
  const StudyFolder study(R"(linetwin-scenario: 1
name: room
model: pair.yaml
optimise: {over: {buffers.ab.capacity: {from: 3, to: 5}}}
costs: {buffers.ab.capacity: 2}
objective: {maximise: throughput_per_h}
)");
  const auto status = [&](const std::string& require) {
    const Result r = program({"optimise", study.scenario(), "--require", require, "--evaluations", "300"});
    INFO(r.err << r.out);
    CHECK(r.out.find("Required: " + require) != std::string::npos);
    return r.status;
  };
  CHECK(status("cost <= 4") == 0);  // two places more at most
  CHECK(status("cost < 0") == 3);   // and none of them fewer
}

TEST_CASE("options that diff would not look at are refused") {
  const StudyFolder study;
  const std::string model = study.folder.file("pair.yaml");
  for (const std::string option : {"--metric", "--replications", "--seed"}) {
    const Result r = program({"diff", model, model, option, "3"});
    CHECK(r.status == 2);
    CHECK(r.err.find(option + " belongs to --run, which is not given") != std::string::npos);
  }
}

TEST_CASE("a scenario in the place of a model is one error, and says what it is") {
  const StudyFolder study;
  const std::string model = study.folder.file("pair.yaml");
  for (const std::vector<std::string>& command : {std::vector<std::string>{"diff", model, study.scenario()},
                                                  {"run", study.scenario()},
                                                  {"check", study.scenario()},
                                                  {"report", study.scenario()}}) {
    const Result r = program(command);
    INFO(r.err);
    CHECK(r.status == 2);
    CHECK(r.err.find("room.yaml:1:1: error: this is a scenario, not a model") != std::string::npos);
    CHECK(r.err.find("error", r.err.find("error") + 1) == std::string::npos);
  }
}

TEST_CASE("two interrupts at once are one, and the batch says what it has to say") {
  const StudyFolder study = long_study();
  const std::string err = study.folder.file("err");
  const pid_t child = fork();
  if (child == 0) {
    dup2(open(err.c_str(), O_CREAT | O_WRONLY, 0600), STDERR_FILENO);
    const std::string scenario = study.scenario(), results = study.results();
    execl(LINETWIN_CLI, LINETWIN_CLI, "batch", scenario.c_str(), "-o", results.c_str(), "-q",
          "--replications", "1000", static_cast<char*>(nullptr));
    _exit(127);
  }
  // it listens to signals before it makes its database
  while (!fs::exists(study.results()) && waitpid(child, nullptr, WNOHANG) == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  kill(child, SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(3));
  kill(child, SIGINT);
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 1);
  CHECK(contents(err).find("the same command goes on") != std::string::npos);
}
