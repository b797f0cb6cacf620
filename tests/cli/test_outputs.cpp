// What run and report write besides the text: tables, event logs, details, pages.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "support/program.hpp"

using nlohmann::json;
using namespace linetwin::test;

namespace {

const std::string kModels = std::string(LINETWIN_SOURCE_DIR) + "/models/";

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> all;
  std::istringstream in(line + ",");
  for (std::string cell; std::getline(in, cell, ',');) all.push_back(cell);
  return all;
}

// Every row as column -> cell; fails when a row has another number of cells than the header.
std::vector<std::map<std::string, std::string>> table(const fs::path& path) {
  std::istringstream in(contents(path));
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> columns = cells(line);
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> row = cells(line);
    INFO(path.string() << ": " << line);
    REQUIRE(row.size() == columns.size());
    auto& one = rows.emplace_back();
    for (std::size_t i = 0; i < columns.size(); ++i) one[columns[i]] = row[i];
  }
  return rows;
}

}  // namespace

TEST_CASE("--csv writes tables that agree with the JSON and with each other, on lines with everything") {
  for (const char* model : {"rework-loop.yaml", "ship-panel-line-crane.yaml", "solvent-blending.yaml"}) {
    INFO(model);
    const Folder folder;
    const Result r =
        program({"run", kModels + model, "--replications", "3", "--duration", "200 h", "--warmup", "40 h",
                 "--csv", folder.file("tables"), "--json", folder.file("r.json")});
    REQUIRE(r.status == 0);
    const json all = json::parse(contents(folder.path / "r.json"));
    int tables = 0;
    for (const auto& file : fs::directory_iterator(folder.path / "tables")) {
      CHECK(file.path().extension() == ".csv");  // nothing half written is left
      table(file.path());
      ++tables;
    }
    CHECK(tables == 10);
    for (const auto& row : table(folder.path / "tables/summary.csv"))
      if (row.at("figure") == "throughput_per_h")
        CHECK(std::stod(row.at("mean")) == Approx(all["throughput_per_h"]["mean"].get<double>()));
    for (const auto& row : table(folder.path / "tables/stations.csv"))
      CHECK(std::stod(row.at("working")) ==
            Approx(all["stations"][row.at("station")]["working"]["mean"].get<double>()).margin(1e-9));
    // the mean over the slices of the window is the figure of the window
    double parts = 0;
    for (const auto& row : table(folder.path / "tables/series.csv"))
      if (std::stod(row.at("from_s")) >= 40 * 3600 - 1)
        parts += std::stod(row.at("throughput_per_h")) *
                 (std::stod(row.at("to_s")) - std::stod(row.at("from_s"))) / 3600;
    CHECK(parts == Approx(all["parts_out"]["mean"].get<double>()).margin(1e-3));
    for (const auto& row : table(folder.path / "tables/series-stations.csv")) {
      double sum = 0;
      for (const char* state :
           {"working", "setup", "blocked", "starved", "down", "maintenance", "waiting", "off"})
        sum += std::stod(row.at(state));
      CHECK(sum == Approx(1));
    }
  }
}

TEST_CASE("--details says in the JSON what the text says, and the losses sum to the throughput") {
  const Folder folder;
  const Result r = program({"run", kModels + "rework-loop.yaml", "--replications", "4", "--details", "--json",
                            folder.file("r.json"), "--csv", folder.file("t")});
  REQUIRE(r.status == 0);
  CHECK(r.out.find("Losses of op") != std::string::npos);
  CHECK(r.out.find("ISO 22400-2") != std::string::npos);
  const json all = json::parse(contents(folder.path / "r.json"));
  const json& details = all.at("details");
  double rate = details["losses"]["ideal_per_h"].get<double>();
  for (const json& step : details["losses"]["steps"]) rate += step["parts_per_h"]["mean"].get<double>();
  CHECK(rate == details["losses"]["real_per_h"]["mean"].get<double>());
  CHECK(rate == Approx(all["throughput_per_h"]["mean"].get<double>()));
  for (const auto& [station, oee] : details["oee"].items())
    CHECK(oee["nee"]["mean"].get<double>() >= oee["oee"]["mean"].get<double>());
  // 15 % of what is inspected goes back: each pass is a first one with 85 %
  CHECK(details["oee"]["inspect"]["first_pass_yield"]["mean"].get<double>() == Approx(0.85).margin(0.01));
  // hour by hour, states are shares; weighted by their length, the hours make up what the whole run made
  const json& series = details["series"];
  const json& edges = series["edges_s"];
  const json& made = series["throughput_per_h"]["mean"];
  REQUIRE(edges.size() == made.size() + 1);
  double parts = 0;
  for (std::size_t i = 0; i < made.size(); ++i) {
    const double begins = std::max(edges[i].get<double>(), all["warmup_s"].get<double>());
    const double ends = edges[i + 1].get<double>();
    if (ends > begins) parts += made[i].get<double>() * (ends - begins) / 3600;
  }
  CHECK(parts == Approx(all["parts_out"]["mean"].get<double>()).epsilon(0.001));
  for (const auto& [station, states] : series["stations"].items()) {
    double sum = 0;
    for (const auto& [state, shares] : states.items()) sum += shares.back().get<double>();
    CHECK(sum == Approx(1));
  }
  CHECK(series["buffers"].size() == all["buffers"].size());
  CHECK(table(folder.path / "t/losses.csv").size() == 12);
  CHECK(table(folder.path / "t/oee.csv").size() == 3);
  CHECK_FALSE(table(folder.path / "t/sensitivity.csv").empty());
}

TEST_CASE("asking for more changes no figure: details, tables and a trace leave the JSON as it is") {
  const Folder folder;
  const std::vector<std::string> run = {"run", kModels + "two-machines.yaml", "--replications", "3",
                                        "--json"};
  auto plain = run;
  plain.push_back(folder.file("plain.json"));
  auto more = run;
  more.insert(more.end(), {folder.file("more.json"), "--csv", folder.file("t"), "--trace",
                           folder.file("t.csv"), "--details"});
  REQUIRE(program(plain).status == 0);
  REQUIRE(program(more).status == 0);
  const json a = json::parse(contents(folder.path / "plain.json"));
  const json b = json::parse(contents(folder.path / "more.json"));
  for (const auto& [key, value] : a.items())
    if (key != "bottleneck") CHECK(b.at(key) == value);
  CHECK(a["bottleneck"]["station"] == b["bottleneck"]["station"]);
  CHECK(contents(folder.path / "t.csv").starts_with("# linetwin trace 1\n"));
}

TEST_CASE("two runs of the same model and seed leave the same event log, another seed another") {
  const Folder folder;
  const auto trace = [&](const std::string& name, const std::string& seed) {
    const Result r = program({"run", kModels + "two-machines.yaml", "--replications", "2", "--seed", seed,
                              "--duration", "1 h", "--warmup", "0 s", "--trace", folder.file(name)});
    REQUIRE(r.status == 0);
    return folder.file(name);
  };
  const std::string first = trace("a.csv", "1"), same = trace("b.csv", "1"), other = trace("c.csv", "2");
  const Result equal = program({"trace-diff", first, same});
  CHECK(equal.status == 0);
  CHECK(equal.out == "The two tell the same.\n");
  const Result differ = program({"trace-diff", first, other});
  CHECK(differ.status == 1);
  CHECK(differ.out.find("They first differ after") == 0);
  CHECK(differ.out.find("at m") != std::string::npos);
}

TEST_CASE("report writes one page that loads nothing, in English and in Korean, the same bytes each time") {
  const Folder folder;
  const auto page = [&](const std::string& name, const std::vector<std::string>& more) {
    std::vector<std::string> words = {
        "report", kModels + "rework-loop.yaml", "--replications", "3", "-o", folder.file(name)};
    words.insert(words.end(), more.begin(), more.end());
    const Result r = program(words);
    REQUIRE(r.status == 0);
    CHECK(r.out == "wrote " + folder.file(name) + "\n");
    CHECK_FALSE(fs::exists(folder.file(name) + ".part"));
    return contents(folder.path / name);
  };
  setenv("SOURCE_DATE_EPOCH", "1790000000", 1);
  const std::string english = page("en.html", {});
  const std::string korean = page("ko.html", {"--lang", "ko"});
  CHECK(english.starts_with("<!DOCTYPE html>"));
  CHECK(english.find("rework-loop") != std::string::npos);
  for (const char* term : {"설비종합효율", "병목", "재공재고", "리드타임", "시간당 생산량", "공정불량률"}) {
    INFO(term);
    CHECK(korean.find(term) != std::string::npos);
  }
  for (const std::string& text : {english, korean}) {
    CHECK_FALSE(std::regex_search(text, std::regex("[^a-z]-?(nan|inf)[^a-z]")));
    CHECK(text.find("<script") == std::string::npos);
    CHECK(text.find("src=") == std::string::npos);
    CHECK(text.find("@import") == std::string::npos);
  }
  page("again.html", {});
  const std::string again = contents(folder.path / "again.html");
  // the command stands in the page, with the name of its file
  std::string expected = english;
  for (std::size_t at; (at = expected.find("en.html")) != std::string::npos;)
    expected.replace(at, 7, "again.html");
  CHECK(again == expected);
  unsetenv("SOURCE_DATE_EPOCH");
}

TEST_CASE("an interrupted report leaves no file behind") {
  const Folder folder;
  const Result r = program(
      {"report", kModels + "hot-stamped-pillar.yaml", "--duration", "4000 d", "-o", folder.file("r.html")},
      300);
  CHECK(r.status == 1);
  CHECK(r.err.find("no report was written") != std::string::npos);
  CHECK(fs::is_empty(folder.path));
}

TEST_CASE("a warm-up that is found and a precision that is reached stand in the JSON as used") {
  const Result r = program({"run", kModels + "rework-loop.yaml", "--warmup", "auto", "--precision", "2%",
                            "--replications", "4", "--json", "-"});
  REQUIRE(r.status == 0);
  const json all = json::parse(r.out);
  CHECK(all["warmup_found"] == true);
  CHECK(all["precision"]["reached"] == true);
  CHECK(all["replications"].get<int>() >= 9);  // 4 and a look-ahead of 5
  CHECK(all["throughput_per_h"]["half_width"].get<double>() <=
        0.02 * all["throughput_per_h"]["mean"].get<double>());
  const Result given = program({"run", kModels + "rework-loop.yaml", "--warmup",
                                std::to_string(all["warmup_s"].get<double>()) + " s", "--replications",
                                std::to_string(all["replications"].get<int>()), "--json", "-"});
  CHECK(json::parse(given.out)["throughput_per_h"] == all["throughput_per_h"]);
}

TEST_CASE("`warmup: auto` in a model is found, and the command line goes before it") {
  const Folder folder;
  const std::string model = folder.file("m.yaml", R"(linetwin: 1
name: m
run: {duration: 100 h, warmup: auto, replications: 3}
stations: {a: {cycle: {exponential: 10 s}}, b: {cycle: {exponential: 10 s}}}
buffers: {x: {capacity: 20}}
flow: [source -> a -> x -> b -> sink]
)");
  CHECK(json::parse(program({"run", model, "--json", "-"}).out)["warmup_found"] == true);
  const json given = json::parse(program({"run", model, "--warmup", "2 h", "--json", "-"}).out);
  CHECK(given["warmup_found"] == false);
  CHECK(given["warmup_s"] == 7200);
}

TEST_CASE(
    "an event log that was cut short by an interruption is not kept, and replications keep their numbers") {
  const Folder folder;
  const Result r =
      program({"run", kModels + "hot-stamped-pillar.yaml", "--duration", "4000 d", "--replications", "4",
               "--threads", "1", "--trace", folder.file("t.csv"), "--json", folder.file("r.json")},
              400);
  CHECK(r.status == 1);
  CHECK_FALSE(fs::exists(folder.path / "t.csv"));
  CHECK_FALSE(fs::exists(folder.path / "t.csv.part"));
}

TEST_CASE("the cap on replications goes before the model's own number of them") {
  const Result r = program({"run", kModels + "two-machines.yaml", "--precision", "0.001%",
                            "--most-replications", "3", "--json", "-"});
  CHECK(r.status == 0);
  const json all = json::parse(r.out);
  CHECK(all["replications"] == 3);
  CHECK(all["precision"]["reached"] == false);
  CHECK(r.err.find("3 replications") != std::string::npos);
}

TEST_CASE("the interval of one replication is the same whatever else is asked for") {
  const Folder folder;
  const auto batches = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"run",    kModels + "two-machines.yaml", "--replications", "1",
                                      "--json", folder.file("r.json")};
    words.insert(words.end(), more.begin(), more.end());
    REQUIRE(program(words).status == 0);
    return json::parse(contents(folder.path / "r.json")).at("batch_means");
  };
  const json plain = batches({});
  CHECK(plain["throughput_per_h"]["half_width"].get<double>() > 0);
  CHECK(batches({"--csv", folder.file("t")}) == plain);
  CHECK(batches({"--details"}) == plain);
}

TEST_CASE("a report says first of all that replications jammed, and where") {
  const Folder folder;
  const std::string model = folder.file("jam.yaml", R"(linetwin: 1
name: jam
run: {duration: 2 h, replications: 6}
stations: {a: {cycle: 60 s}, r: {cycle: {exponential: 60 s}}}
buffers: {b2: {capacity: 2}}
flow: [source -> a -> sink, a -> b2 -> r -> a]
routing: {a: {sink: 65 %, b2: 35 %}}
)");
  const Result r = program({"report", model, "-o", "-"});
  CHECK(r.status == 1);
  const std::size_t said = r.out.find("replications jammed");
  REQUIRE(said != std::string::npos);
  CHECK(said < r.out.find("id=\"line\""));
  CHECK(r.out.find("a (1 of 1) -&gt; b2 (2 of 2) -&gt; r (1 of 1) -&gt; a") != std::string::npos);
}

TEST_CASE("tables of another run do not stay beside new ones") {
  const Folder folder;
  const std::vector<std::string> run = {
      "run", kModels + "two-machines.yaml", "--replications", "2", "--csv", folder.file("t")};
  auto details = run;
  details.push_back("--details");
  REQUIRE(program(details).status == 0);
  CHECK(fs::exists(folder.path / "t/oee.csv"));
  REQUIRE(program(run).status == 0);
  CHECK_FALSE(fs::exists(folder.path / "t/oee.csv"));
  CHECK(fs::exists(folder.path / "t/series.csv"));
}

TEST_CASE("the tables of a line with shifts have the same slices with details as without") {
  const Folder folder;
  std::vector<std::string> run = {"run",
                                  kModels + "hot-stamped-pillar-shifts.yaml",
                                  "--replications",
                                  "2",
                                  "--duration",
                                  "14 d",
                                  "--warmup",
                                  "7 d",
                                  "--csv",
                                  folder.file("t")};
  REQUIRE(program(run).status == 0);
  const std::string plain = contents(folder.path / "t/series.csv");
  run.push_back("--details");
  REQUIRE(program(run).status == 0);
  CHECK(contents(folder.path / "t/series.csv") == plain);
  CHECK(table(folder.path / "t/series.csv").size() == 14 * 24);
}
