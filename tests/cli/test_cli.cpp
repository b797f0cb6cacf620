// The program as its users meet it: run as a process, judged by status, standard output and standard error.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/program.hpp"

namespace fs = std::filesystem;
using nlohmann::json;
using namespace linetwin::test;

namespace {

const std::string kModels = std::string(LINETWIN_SOURCE_DIR) + "/models/";

const char* const kJam = R"(linetwin: 1
name: jam
stations: {m1: {cycle: 10 s}, m2: {cycle: 10 s}, fix: {cycle: 10 s}}
buffers: {b: {capacity: 2}}
flow: [source -> m1 -> b -> m2 -> sink, m2 -> fix -> b]
routing: {m2: {sink: 50 %, fix: 50 %}}
)";

}  // namespace

TEST_CASE("run reports throughput with its interval, and the bottleneck, without colours in a file") {
  const Result r = program({"run", kModels + "two-machines.yaml", "--replications", "3"});
  CHECK(r.status == 0);
  CHECK(r.out.find("Throughput") != std::string::npos);
  CHECK(r.out.find(" ± ") != std::string::npos);
  CHECK(r.out.find("<- bottleneck") != std::string::npos);
  CHECK(r.out.find('\x1b') == std::string::npos);
  CHECK(r.err.empty());  // no progress where there is no terminal
}

TEST_CASE("--json - puts nothing but the JSON on standard output, with every key of the contract") {
  const Result r =
      program({"run", kModels + "hot-stamped-pillar.yaml", "--replications", "2", "--json", "-"});
  CHECK(r.status == 0);
  const json j = json::parse(r.out);
  for (const char* key : {"linetwin",
                          "version",
                          "model",
                          "model_hash",
                          "options",
                          "seed",
                          "replications",
                          "duration_s",
                          "warmup_s",
                          "confidence",
                          "throughput_per_h",
                          "throughput_per_scheduled_h",
                          "wip",
                          "lead_time_s",
                          "parts_out",
                          "parts_scrapped",
                          "stations",
                          "buffers",
                          "parts",
                          "sources",
                          "sinks",
                          "workers",
                          "vehicles",
                          "limits",
                          "bottleneck",
                          "per_replication",
                          "jammed",
                          "warnings"})
    CHECK(j.contains(key));
  for (const char* state :
       {"working", "setup", "blocked", "starved", "down", "maintenance", "waiting", "off"})
    CHECK(j["stations"]["laser"].contains(state));
  double sum = 0;
  for (const char* state :
       {"working", "setup", "blocked", "starved", "down", "maintenance", "waiting", "off"})
    sum += j["stations"]["laser"][state]["mean"].get<double>();
  CHECK(sum == Approx(1).epsilon(1e-12));
  CHECK(j["duration_s"] == 320 * 3600);
  CHECK(j["options"]["replications"] == "2");
  CHECK(j["per_replication"]["throughput_per_h"].size() == 2);
}

TEST_CASE("one replication has no interval: half_width and sd are null") {
  const json j =
      json::parse(program({"run", kModels + "two-machines.yaml", "--replications", "1", "--json", "-"}).out);
  CHECK(j["throughput_per_h"]["half_width"].is_null());
  CHECK(j["throughput_per_h"]["mean"].is_number());
}

TEST_CASE("a file of JSON appears whole, and one that cannot be written is found before the run") {
  const Folder folder;
  const std::string file = folder.file("r.json");
  CHECK(program({"run", kModels + "two-machines.yaml", "--replications", "2", "--json", file}).status == 0);
  CHECK(json::parse(contents(file))["model"] == "two-machines");
  CHECK_FALSE(fs::exists(file + ".part"));
  const Result r =
      program({"run", kModels + "two-machines.yaml", "--json", folder.file("no/such/folder/r.json")});
  CHECK(r.status == 2);
  CHECK(r.out.empty());
  // a device is written, not replaced by a file, and a full one is an error
  CHECK(
      program({"run", kModels + "two-machines.yaml", "--replications", "2", "--json", "/dev/null"}).status ==
      0);
  CHECK(fs::is_character_file("/dev/null"));
  CHECK(
      program({"run", kModels + "two-machines.yaml", "--replications", "2", "--json", "/dev/full"}).status ==
      1);
  CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("the same bits come out for one, two and eight threads") {
  const auto with = [](const char* threads) {
    return program({"run", kModels + "machine-shop.yaml", "--replications", "5", "--duration", "300 h",
                    "--threads", threads, "--json", "-"})
        .out;
  };
  const std::string one = with("1");
  CHECK(one == with("2"));
  CHECK(one == with("8"));
}

TEST_CASE("--set changes one value, and all of them with *") {
  const auto rate = [](std::vector<std::string> sets) {
    std::vector<std::string> words = {"run", kModels + "two-machines.yaml", "--replications", "4", "--json",
                                      "-"};
    for (const std::string& set : sets) words.insert(words.end(), {"--set", set});
    return json::parse(program(words).out)["throughput_per_h"]["mean"].get<double>();
  };
  CHECK(rate({"stations.*.cycle=10 s"}) == Approx(360).epsilon(0.001));
  CHECK(rate({"buffers.b.capacity=50", "stations.m1.cycle.exponential=5 s"}) > 345);
  CHECK(rate({"stations.m2.machines=3"}) > 330);
}

TEST_CASE("a wrong command line has status 2, a helpful word, and writes nothing") {
  struct Case {
    std::vector<std::string> words;
    std::string says;
  };
  const std::string model = kModels + "two-machines.yaml";
  const std::vector<Case> cases = {
      {{"rum", model}, "did you mean \"run\"?"},
      {{"run", model, "--replicatons", "3"}, "did you mean \"--replications\"?"},
      {{"run", model, "--replications", "0"}, "out of range"},
      {{"run", model, "--replications", "1.5"}, "not a whole number"},
      {{"run", model, "--duration", "8"}, "a time without a unit"},
      {{"run", model, "--duration", "-8 h"}, "negative"},
      {{"run", model, "--warmup", "automatic"}, "--warmup"},
      {{"run", model, "--precision", "0"}, "over 0 and below 100 %"},
      {{"run", model, "--precision", "fine"}, "--precision"},
      {{"run", model, "--most-replications", "5"}, "not given"},
      {{"run", model, "--precision", "1%", "--most-replications", "5", "--replications", "6"}, "is over"},
      {{"run", model, "--precision", ""}, "empty"},
      {{"run", model, "--csv", ""}, "empty"},
      {{"run", model, "--trace", "-"}, "cannot go to standard output"},
      {{"run", model, "--json", model}, "is what is read"},
      {{"run", model, "--trace", model}, "is the model itself"},
      {{"report", model, "-o", model}, "is the model itself"},
      {{"run", model, "--json", "no-such-folder/r", "--trace", "no-such-folder/r"}, "the same file"},
      {{"run", model, "--csv", "/dev/null/tables"}, "cannot write"},
      {{"run", model, "--trace", "/no/such/folder/a.csv"}, "cannot write"},
      {{"report", model, "-o", "/no/such/folder/a.html"}, "cannot write"},
      {{"report", model, "--lang", "fr"}, "en or ko"},
      {{"trace-diff", model, model}, "not an event log"},
      {{"trace-diff", "/no/such/file", model}, "cannot read"},
      {{"run", model, "--warmup", "200 h"}, "not shorter than the run"},
      {{"run", model, "--threads", "many"}, "not a number"},
      {{"run", model, "--seed", "x"}, "not a seed"},
      {{"run", model, "--set", "stations.m1.cycle"}, "is no change"},
      {{"run", model, "--set", "stations.m3.cycle=4 s"}, "did you mean \"m1\"?"},
      {{"run", kModels + "two-machine.yaml"}, "did you mean \"two-machines.yaml\"?"},
      {{"run", kModels}, "a folder"},
      {{"run"}, "MODEL"},
      {{}, "subcommand"},
  };
  for (const Case& one : cases) {
    const Result r = program(one.words);
    INFO(one.says << "\n" << r.err);
    CHECK(r.status == 2);
    CHECK(r.out.empty());
    CHECK(r.err.find(one.says) != std::string::npos);
  }
}

TEST_CASE("an error in a file names file, line and column, and status is 2") {
  const Folder folder;
  const std::string file = folder.file(
      "bad.yaml", "linetwin: 1\nname: bad\nstations: {m: {cycle: 5}}\nflow: [source -> m -> sink]\n");
  const Result r = program({"run", file, "--json", folder.file("r.json")});
  CHECK(r.status == 2);
  CHECK(r.err.starts_with(file + ":3:23: error: "));
  CHECK_FALSE(fs::exists(folder.file("r.json")));
  CHECK(program({"check", file}).status == 2);
}

TEST_CASE("a jam is a result: status 1, the circle drawn, the JSON written with the replication apart") {
  const Folder folder;
  const std::string model = folder.file("jam.yaml", kJam);
  const std::string file = folder.file("r.json");
  const Result r = program({"run", model, "--replications", "3", "--json", file});
  CHECK(r.status == 1);
  CHECK(r.out.find("b (2 of 2)") != std::string::npos);
  const json j = json::parse(contents(file));
  CHECK(j["jammed"].size() == 3);
  CHECK(j["jammed"][0]["circle"].size() == 3);
  CHECK(j["throughput_per_h"]["mean"].is_null());
  CHECK(j["per_replication"]["throughput_per_h"][0].is_null());
}

TEST_CASE("an interrupted run ends with the replications that finished, and says so") {
  const Result r = program({"run", kModels + "two-machines.yaml", "--duration", "100000 h", "--replications",
                            "400", "--json", "-"},
                           1500);
  CHECK(r.status == 1);
  CHECK(r.err.find("stopped: ") != std::string::npos);
  CHECK(r.err.find(" of 400 replications finished") != std::string::npos);
  if (!r.out.empty()) {
    const json j = json::parse(r.out);
    CHECK(j["interrupted"] == true);
    CHECK(j["replications"].get<int>() < 400);
  }
}

TEST_CASE("check --analytic sets what theory says beside the simulation, and says what does not apply") {
  const Result r = program({"check", "--analytic", kModels + "two-machines.yaml"});
  CHECK(r.status == 0);
  CHECK(r.out.find("Simulated: ") != std::string::npos);
  CHECK(r.out.find("exact     315.0") != std::string::npos);  // 360 (b + 2) / (b + 3), b = 5
  CHECK(r.out.find("  bound") != std::string::npos);
  CHECK(r.out.find("decomposition: the cycle time of \"m1\" is exponential, not nearly constant") !=
        std::string::npos);
  const Result plain = program({"check", kModels + "two-machines.yaml"});
  CHECK(plain.out.find("Simulated") == std::string::npos);
  CHECK(r.out.starts_with(plain.out));
  CHECK(
      program({"check", "--analytic", kModels + "two-machines.yaml", "--set", "run.warmup=9000 h"}).status ==
      2);
}

TEST_CASE("check explains the line: elements, capacity, limit and warnings") {
  const Result r = program({"check", kModels + "hot-stamped-pillar.yaml"});
  CHECK(r.status == 0);
  CHECK(r.out.find("<- limit") != std::string::npos);
  CHECK(r.out.find("at most 92.01 good parts per hour") != std::string::npos);
  const Result warned = program({"check", kModels + "rework-loop.yaml", "--set", "run.warmup=600 h", "--set",
                                 "routing.inspect={shipped: 100 %, q-repair: 0 %}"});
  CHECK(warned.status == 0);
  CHECK(warned.err.find("the warm-up is not shorter than the run") != std::string::npos);
  CHECK(warned.err.find("is never chosen") != std::string::npos);
  CHECK(warned.err.find("no part can reach \"repair\"") != std::string::npos);
}

TEST_CASE("run judges the targets in the report and in the JSON; without targets there is neither") {
  const std::vector<std::string> line = {
      "run",   kModels + "two-machines.yaml", "--replications", "6",
      "--set", "targets.throughput=200 /h",   "--set",          "targets.demand=20000/d",
      "--set", "targets.lead_time=1 s"};
  const Result r = program(line);
  CHECK(r.status == 0);  // a target that is missed is a result
  CHECK(r.out.find("Target") != std::string::npos);
  CHECK(r.out.find("200 /h") != std::string::npos);
  CHECK(r.out.find("at most 1 s") != std::string::npos);
  std::vector<std::string> as_json = line;
  as_json.insert(as_json.end(), {"--json", "-"});
  const json t = json::parse(program(as_json).out)["targets"];
  CHECK(t["throughput"]["target_per_h"] == 200);
  CHECK(t["throughput"]["verdict"] == "met");
  CHECK(t["throughput"]["takt_s"].get<double>() == Approx(18));
  CHECK(t["demand"]["target"] == 20000);
  CHECK(t["demand"]["per"] == "d");
  CHECK(t["demand"]["takt_s"].get<double>() == Approx(4.32));
  CHECK(t["demand"]["measured"]["mean"].get<double>() ==
        Approx(24 * t["throughput"]["measured"]["mean"].get<double>()));
  CHECK(t["demand"]["verdict"] == "missed");
  CHECK(t["lead_time"]["target_s"] == 1);
  CHECK(t["lead_time"]["verdict"] == "missed");
  CHECK_FALSE(t["lead_time"].contains("takt_s"));

  const Result one = program({"run", kModels + "two-machines.yaml", "--replications", "1", "--set",
                              "targets.throughput=200 /h", "--json", "-"});
  CHECK(json::parse(one.out)["targets"]["throughput"]["verdict"] == "open");

  const Result none = program({"run", kModels + "two-machines.yaml", "--replications", "2"});
  CHECK(none.out.find("Target") == std::string::npos);
  CHECK_FALSE(
      json::parse(program({"run", kModels + "two-machines.yaml", "--replications", "2", "--json", "-"}).out)
          .contains("targets"));
}

TEST_CASE("check holds the capacity against the takt, and says what cannot be met") {
  // two stations of 40 s and 30 s: at most 90 an hour
  const Folder folder;
  const std::string model =
      folder.file("t.yaml",
                  "linetwin: 1\nname: t\nstations: {slow: {cycle: 40 s}, fast: {cycle: 30 s}}\n"
                  "flow: [source -> slow -> fast -> sink]\ntargets: {throughput: 90 /h}\n");
  const Result exact = program({"check", model});
  CHECK(exact.out.find("Takt 40 s") != std::string::npos);
  CHECK(exact.out.find("75.0 %") != std::string::npos);  // of the takt, at the fast one
  CHECK(exact.out.find("throughput 90 /h; the capacity bound is 90.00 /h") != std::string::npos);
  CHECK(exact.out.find("too slow") == std::string::npos);
  const Result more =
      program({"check", model, "--set", "targets.demand=2400 /d", "--set", "targets.lead_time=2 h"});
  CHECK(more.status == 0);
  CHECK(more.out.find("Takt 36 s") != std::string::npos);
  CHECK(more.out.find("111.1 %  <- too slow") != std::string::npos);
  CHECK(more.out.find("demand 2400 /d cannot be met: the capacity bound is 2160 /d") != std::string::npos);
  CHECK(more.out.find("lead time at most 2 h; only a run can tell") != std::string::npos);
}
