// What goes into the results database comes out of it, for the program and for a person at the shell.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "example.hpp"
#include "results/results.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

// A finished replication with this throughput, and nothing else that matters.
ResultsReplication made(std::int64_t case_id, std::int32_t replication, double throughput,
                        const std::string& bottleneck = "") {
  ResultsReplication r = example_replication(case_id, replication);
  r.throughput_per_h = throughput;
  r.bottleneck = bottleneck;
  r.metrics = {2 * throughput, std::nullopt, std::nullopt};
  return r;
}

}  // namespace

TEST_CASE("every field of a study, its cases and its replications comes back from the database") {
  const Folder folder;
  const std::string path = folder.file("결과 #1?%41.db");
  std::vector<ResultsReplication> written;
  {
    ResultsWriter writer(path, example_head());
    CHECK_FALSE(writer.resumed());
    for (const std::int64_t id : {0, 7, 1'000'000'000})
      for (const std::int32_t replication : {0, 2})
        written.push_back(replication == 2 && id == 7 ? jammed_replication(id, replication)
                                                      : example_replication(id, replication));
    ResultsReplication no_part = example_replication(1'000'000'000, 3);
    no_part.lead_time_s = std::nullopt;
    no_part.bottleneck = "";
    written.push_back(no_part);
    for (const auto& r : written) writer.add(example_case(r.case_id), r);
    CHECK(writer.total() == 7);
    CHECK(writer.done(7) == std::vector<std::int32_t>{0, 2});
    CHECK(writer.done(8).empty());
    CHECK(writer.throughputs(7) == ResultsValues{{0, 97.0}, {2, std::nullopt}});
    CHECK(writer.values(7, "cost") == ResultsValues{{0, 0.1 * 7}, {2, 0.1 * 7}});
    CHECK(writer.values(7, "limits.a.peak") == ResultsValues{{0, -7.0}, {2, std::nullopt}});
  }
  const ResultsReader reader(path);
  CHECK(reader.head() == example_head());
  CHECK(reader.cases() == 3);
  CHECK(reader.replications() == 7);
  const auto cases = reader.all_cases();
  REQUIRE(cases.size() == 3);
  CHECK(cases[0] == example_case(0));
  CHECK(cases[2] == example_case(1'000'000'000));
  CHECK(reader.its_case(7) == example_case(7));
  std::vector<ResultsReplication> read;
  reader.each_replication([&](const ResultsReplication& r) {
    CHECK(reader.its_case(r.case_id).id == r.case_id);  // other questions may be asked meanwhile
    read.push_back(r);
  });
  CHECK(read == written);
  CHECK(reader.unfinished() == std::vector<ResultsReplication>{jammed_replication(7, 2)});
  CHECK(reader.unfinished(0).empty());
}

TEST_CASE("figures are means and standard deviations over the replications with a value") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  {
    ResultsWriter writer(path, example_head());
    // far from zero, where a sum of squares would lose the spread
    for (const int i : {0, 1, 2}) writer.add(example_case(3), made(3, i, 1e9 + i, i == 1 ? "weld" : "laser"));
    writer.add(example_case(3), jammed_replication(3, 3));
    writer.add(example_case(5), made(5, 0, 4));
    writer.add(example_case(9), jammed_replication(9, 0));
  }
  const ResultsReader reader(path);
  using Figures = std::vector<std::pair<std::int64_t, CaseFigure>>;
  CHECK(reader.figures("throughput_per_h") == Figures{{3, {3, 1e9 + 1, 1}}, {5, {1, 4, 0}}, {9, {0, 0, 0}}});
  CHECK(reader.figures("stations.laser.working") ==
        Figures{{3, {3, 2e9 + 2, 2}}, {5, {1, 8, 0}}, {9, {0, 0, 0}}});
  CHECK(reader.figures("cost") == Figures{{3, {4, 0.1 * 3, 0}}, {5, {1, 0.5, 0}}, {9, {1, 0.1 * 9, 0}}});
  CHECK(reader.values(3, "throughput_per_h") ==
        ResultsValues{{0, 1e9}, {1, 1e9 + 1}, {2, 1e9 + 2}, {3, std::nullopt}});
  const auto named = reader.bottlenecks(3);
  REQUIRE(named.size() == 2);
  CHECK(named[0].first == "laser");
  CHECK(named[0].second == Approx(2.0 / 3));
  CHECK(named[1].first == "weld");
  CHECK(reader.bottlenecks(5).empty());
  CHECK(rows_of(path,
                "SELECT case_id, replications, finished, throughput_per_h_mean, throughput_per_h_sd "
                "FROM case_summary") ==
        std::vector<std::string>{"3|4|3|1000000001.0|1.0", "5|1|1|4.0|", "9|1|0||"});
  CHECK(rows_of(path, "SELECT case_id, metric, n, mean, sd FROM case_figures") ==
        std::vector<std::string>{"3|stations.laser.working|3|2000000002.0|2.0",
                                 "5|stations.laser.working|1|8.0|"});
}

TEST_CASE("a metric that was not recorded is refused with what may have been meant") {
  const Folder folder;
  const ResultsWriter writer(folder.file("results.db"), example_head());
  const ResultsReader reader(folder.file("results.db"));
  CHECK(reader.knows("parts_scrapped"));
  CHECK(reader.knows("cost"));
  CHECK(reader.knows("limits.a.peak"));
  CHECK_FALSE(reader.knows("bottleneck"));
  CHECK(reader.metrics().size() == 6 + 1 + 3);
  CHECK_THAT(
      refusal([&] { reader.figures("trougput_per_h"); }),
      Catch::Contains("no metric \"trougput_per_h\" was recorded | did you mean \"throughput_per_h\"?"));
  CHECK_THAT(refusal([&] { writer.values(0, "peak"); }), Catch::Contains("limits.a.peak"));
  CHECK_THAT(refusal([&] { reader.its_case(0); }), Catch::Contains("has no case 0"));
}

TEST_CASE("the views say how each case was set and how a replication is computed again") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  { ResultsWriter(path, example_head()).add(example_case(4), example_replication(4, 1)); }
  CHECK(rows_of(path, "SELECT case_id, factor, kind, use, text, number FROM settings") ==
        std::vector<std::string>{"4|stations.*.failures.mttr|scale|sample|x 0.7|0.7",
                                 "4|buffers.버퍼.capacity|set|vary||"});
  CHECK(rows_of(path, "SELECT * FROM replication_settings") ==
        std::vector<std::string>{"4|" + example_case(4).name +
                                 "|1|18446744073709551615|31622400000000000|3600000000|" +
                                 example_case(4).changes +
                                 "|0.1.0|0123456789abcdef|models/pillar.yaml|linetwin: 1\n\nname: pillar\n"});
  CHECK(rows_of(path, "SELECT station, replications, share FROM bottlenecks") ==
        std::vector<std::string>{"laser|1|1.0"});
}

TEST_CASE("what is no number is no value, and what did not finish has no figures") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  ResultsWriter writer(path, example_head());
  ResultsReplication odd = example_replication(0, 0);
  odd.wip = std::nan("");
  odd.lead_time_s = std::numeric_limits<double>::infinity();
  odd.metrics = {std::nan(""), 1.0, -std::numeric_limits<double>::infinity()};
  writer.add(example_case(0), odd);
  ResultsReplication endless = example_replication(0, 1);
  endless.outcome = "endless";
  writer.add(example_case(0), endless);
  CHECK(writer.values(0, "wip") == ResultsValues{{0, std::nullopt}, {1, std::nullopt}});
  CHECK(writer.values(0, "lead_time_s") ==
        ResultsValues{{0, std::numeric_limits<double>::infinity()}, {1, std::nullopt}});
  CHECK(writer.values(0, "stations.laser.working") == ResultsValues{{0, std::nullopt}, {1, std::nullopt}});
  CHECK(writer.values(0, "limits.a.peak") ==
        ResultsValues{{0, -std::numeric_limits<double>::infinity()}, {1, std::nullopt}});
  CHECK(ResultsReader(path).unfinished().at(0).bottleneck.empty());
}

TEST_CASE("a study goes on where it was left, with names, costs and the objective as they are now") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  {
    ResultsWriter writer(path, example_head());
    writer.add(example_case(0), example_replication(0, 0));
    writer.add(example_case(1), example_replication(1, 0));
  }
  ResultsHead head = example_head();
  head.scenario = "renamed";
  head.scenario_text = "another text";
  head.objective = "cost";
  head.maximise = true;
  head.currency = "EUR";
  head.constraints.pop_back();
  {
    ResultsWriter writer(path, head);
    CHECK(writer.resumed());
    CHECK(writer.total() == 2);
    ResultsCase dearer = example_case(0);
    dearer.cost = 99;
    writer.add(dearer, example_replication(0, 1));
    ResultsCase renamed = example_case(1);
    renamed.name = "renamed";
    writer.update(renamed);
    writer.update(example_case(2));  // is not there: nothing to do
  }
  const ResultsReader reader(path);
  CHECK(reader.head() == head);
  CHECK(reader.replications() == 3);
  REQUIRE(reader.cases() == 2);
  CHECK(reader.its_case(0).cost == 99);
  CHECK(reader.its_case(1).name == "renamed");
}

TEST_CASE("a replication is in the database once, and one that does not fit is not in it at all") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  ResultsWriter writer(path, example_head());
  writer.add(example_case(0), example_replication(0, 0));
  const Content before = content_of(path);
  CHECK_THAT(refusal([&] { writer.add(example_case(0), example_replication(0, 0)); }),
             Catch::Contains("replication 0 of case 0 is in it already"));
  ResultsCase other = example_case(0);
  other.changes = "set x = 1";
  CHECK_THAT(refusal([&] { writer.add(other, example_replication(0, 1)); }),
             Catch::Contains("case 0 in it is another one"));
  CHECK_THAT(refusal([&] { writer.add(example_case(0), example_replication(1, 1)); }),
             Catch::Contains("it comes with case 0"));
  ResultsCase levels = example_case(1);
  levels.levels[0].factor = 2;
  CHECK_THAT(refusal([&] { writer.add(levels, example_replication(1, 0)); }),
             Catch::Contains("there is no factor 2"));
  levels.levels[0].factor = 1;
  CHECK_THAT(refusal([&] { writer.add(levels, example_replication(1, 0)); }),
             Catch::Contains("factor 1 has two levels"));
  ResultsReplication short_one = example_replication(1, 0);
  short_one.metrics.pop_back();
  CHECK_THAT(refusal([&] { writer.add(example_case(1), short_one); }),
             Catch::Contains("it has 2 metrics, the study 3"));
  CHECK(content_of(path) == before);
  writer.add(example_case(0), example_replication(0, 1));  // and it goes on
  CHECK(writer.total() == 2);
}

TEST_CASE("one file is left at the end, and none but the file is needed while it is written") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  {
    ResultsWriter writer(path, example_head());
    writer.add(example_case(0), example_replication(0, 0));
    writer.sync();
    CHECK(ResultsReader(path).replications() == 1);
    CHECK(fs::exists(path + "-lock"));
  }
  std::vector<std::string> left;
  for (const auto& entry : fs::directory_iterator(folder.path)) left.push_back(entry.path().filename());
  CHECK(left == std::vector<std::string>{"results.db"});
  CHECK(rows_of(path, "PRAGMA integrity_check") == std::vector<std::string>{"ok"});
}

TEST_CASE("the queries of the documentation run, and it names every table and column") {
  const Folder folder;
  const std::string path = folder.file("results.db");
  {
    ResultsWriter writer(path, example_head());
    for (const std::int64_t id : {0, 3}) writer.add(example_case(id), example_replication(id, 0));
    writer.add(example_case(3), jammed_replication(3, 1));
  }
  const std::string text = contents(fs::path(LINETWIN_SOURCE_DIR) / "docs/results-database.md");
  SQLite::Database database(path, SQLite::OPEN_READWRITE);
  int queries = 0;
  for (std::size_t at = 0; (at = text.find("```sql\n", at)) != std::string::npos; ++queries) {
    at += 7;
    const std::string query = text.substr(at, text.find("```", at) - at);
    INFO(query);
    CHECK_NOTHROW(database.exec(query));
  }
  CHECK(queries == 5);
  // the gain of case 3 over case 0 in their one replication in common
  CHECK(rows_of(path,
                "SELECT b.throughput_per_h - a.throughput_per_h FROM replications a JOIN replications b "
                "USING (replication) WHERE a.case_id = 0 AND b.case_id = 3 AND b.outcome = 'finished'") ==
        std::vector<std::string>{"3.0"});
  const auto columns =
      rows_of(path,
              "SELECT DISTINCT c.name FROM sqlite_schema s, pragma_table_info(s.name) c "
              "WHERE c.name NOT LIKE '%\\_mean' ESCAPE '\\' AND c.name NOT LIKE '%\\_sd' ESCAPE '\\' "
              "UNION SELECT name FROM sqlite_schema WHERE type <> 'index' "
              "UNION SELECT key FROM study UNION SELECT application_id FROM pragma_application_id");
  CHECK(columns.size() > 50);
  for (const std::string& name : columns) {
    INFO(name);
    CHECK((text.find("`" + name + "`") != std::string::npos ||
           text.find(" " + name + " ") != std::string::npos));
  }
}
