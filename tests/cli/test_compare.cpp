// `linetwin compare` as its users meet it, on a study that `batch` ran.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "support/program.hpp"

using namespace linetwin::test;
using nlohmann::json;

namespace {

const char* const kScenario = R"(linetwin-scenario: 1
name: buffers
model: MODEL
run: {duration: 4 h, warmup: 0 s, replications: 3}
cases: {faster: {set: {stations.m1.cycle: 1 s, stations.m2.cycle: 1 s}, cost: 5}}
vary: {buffers.b.capacity: [2, 20]}
objective: {maximise: throughput_per_h}
)";

struct Ran {
  Folder folder;
  std::string results = folder.file("results.db");
  Ran() {
    std::string text = kScenario;
    text.replace(text.find("MODEL"), 5, std::string(LINETWIN_SOURCE_DIR) + "/models/two-machines.yaml");
    const Result r = program({"batch", folder.file("s.yaml", text), "-o", results, "-q"});
    INFO(r.err);
    REQUIRE(r.status == 0);
  }
};

}  // namespace

TEST_CASE("compare names the best case in text, JSON and tables") {
  const Ran ran;
  const std::string csv = (ran.folder.path / "tables").string();
  const Result r = program({"compare", ran.results, "--csv", csv, "--json", ran.folder.file("c.json")});
  CHECK(r.status == 0);
  CHECK(r.err.empty());
  CHECK(r.out.find("faster buffers.b.capacity=20") != std::string::npos);
  CHECK(r.out.find("control") != std::string::npos);
  const json j = json::parse(contents(ran.folder.file("c.json")));
  CHECK(j["best"]["case"].get<std::string>().starts_with("faster"));
  CHECK(j["ranking"].size() == 4);
  const std::string rows = contents(csv + "/replications.csv");
  CHECK(std::count(rows.begin(), rows.end(), '\n') == 1 + 4 * 3);
  CHECK(std::filesystem::exists(csv + "/cases.csv"));
  CHECK(std::filesystem::exists(csv + "/effects.csv"));
}

TEST_CASE("compare writes a page, which is not the database") {
  const Ran ran;
  const std::string page = ran.folder.file("c.html");
  CHECK(program({"compare", ran.results, "-q", "-o", page, "--lang", "ko"}).status == 0);
  CHECK(contents(page).find("<html lang=\"ko\">") != std::string::npos);
  CHECK(program({"compare", ran.results, "-o", ran.results}).status == 2);
  CHECK(program({"compare", ran.results, "-o", page, "--lang", "de"}).status == 2);
  CHECK(program({"compare", ran.results, "-q"}).status == 0);  // it is still one
}

TEST_CASE("compare's exit status says whether the best case fulfils what is required") {
  const Ran ran;
  CHECK(program({"compare", ran.results, "-q", "--require", "throughput_per_h > 1"}).status == 0);
  CHECK(program({"compare", ran.results, "-q", "--require", "throughput_per_h > 1e9"}).status == 3);
  CHECK(program({"compare", ran.results, "-q", "--require", "cost <= 4"}).status == 3);
  CHECK(program({"compare", ran.results, "-q", "--require", "cost <= 5"}).status == 0);
}

TEST_CASE("compare refuses what is no database, and names that are not there, with status 2") {
  const Ran ran;
  const auto refused = [](const std::vector<std::string>& words, const std::string& why) {
    const Result r = program(words);
    INFO(r.err);
    CHECK(r.status == 2);
    CHECK(r.out.empty());
    CHECK(r.err.find(why) != std::string::npos);
  };
  refused({"compare", ran.folder.file("none.db")}, "there is no such file");
  refused({"compare", ran.folder.file("text.db", "hello")}, "is no results database");
  refused({"compare", ran.results, "--against", "fastr buffers.b.capacity=20"},
          "did you mean \"faster buffers.b.capacity=20\"?");
  refused({"compare", ran.results, "--metric", "throughput_per_hr"}, "did you mean \"throughput_per_h\"?");
  refused({"compare", ran.results, "--require", "wpi < 3"}, "did you mean \"wip\"?");
  refused({"compare", ran.results, "--require", "stations.m1.blocked < 3"},
          "add it to `record:` of the scenario");
  refused({"compare", ran.results, "--against", "#9"}, "there is no case \"#9\"");
  refused({"compare", ran.results, "--minimise", "--maximise"}, "go against each other");
}

TEST_CASE("the case to compare with is named whole, as it is printed, or by its number") {
  const Ran ran;
  const auto control = [&](const std::string& against) {
    const Result r = program({"compare", ran.results, "--against", against, "--json", "-"});
    INFO(r.err);
    REQUIRE(r.status == 0);
    return json::parse(r.out)["control"].get<std::string>();
  };
  for (const std::string name : {"faster buffers.b.capacity=20", "faster b.capacity=20", "faster capacity=20",
                                 "3", "#3", "#3 faster buff...y=20"})
    CHECK(control(name) == "faster buffers.b.capacity=20");
  CHECK(control("0") == "as-is buffers.b.capacity=2");
}

TEST_CASE("a study of one case is not said to have been compared") {
  const Folder folder;
  const std::string text = std::string("linetwin-scenario: 1\nname: alone\nmodel: ") + LINETWIN_SOURCE_DIR +
                           "/models/two-machines.yaml\nrun: {duration: 4 h, warmup: 0 s, replications: 3}\n";
  const std::string results = folder.file("r.db");
  REQUIRE(program({"batch", folder.file("s.yaml", text), "-o", results, "-q"}).status == 0);
  const Result r = program({"compare", results, "-o", folder.file("c.html")});
  CHECK(r.out.find("as-is is the only case: there is nothing to compare it with.") != std::string::npos);
  CHECK(r.out.find("no change is better") == std::string::npos);
  CHECK(contents(folder.file("c.html")).find("There is only one alternative") != std::string::npos);
}
