#include "results/schema.hpp"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <vector>

namespace linetwin::results {

namespace {

// Comments inside stay in the file: `.schema` in the sqlite3 shell shows them.
constexpr const char* kTables = R"sql(
CREATE TABLE study (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE factors (
  id   INTEGER PRIMARY KEY,  -- from 0, in the order of the scenario
  path TEXT NOT NULL,
  kind TEXT NOT NULL,        -- set, scale
  use  TEXT NOT NULL         -- vary, sample, one-at-a-time, optimise
);
CREATE TABLE constraints (
  id       INTEGER PRIMARY KEY,
  metric   TEXT NOT NULL,
  relation TEXT NOT NULL,    -- <, <=, >, >=
  bound    REAL NOT NULL
);
CREATE TABLE metrics (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);
CREATE TABLE cases (
  id      INTEGER PRIMARY KEY,  -- position in the design, from 0
  name    TEXT NOT NULL,
  base    TEXT NOT NULL,        -- the named case that it belongs to
  cost    REAL NOT NULL,
  changes TEXT NOT NULL         -- of the model, in order, one a line
);
CREATE TABLE levels (
  case_id   INTEGER NOT NULL REFERENCES cases,
  factor_id INTEGER NOT NULL REFERENCES factors,
  text      TEXT NOT NULL,
  number    REAL,
  PRIMARY KEY (case_id, factor_id)
) WITHOUT ROWID;
CREATE TABLE replications (
  case_id     INTEGER NOT NULL REFERENCES cases,
  replication INTEGER NOT NULL,  -- from 0
  seed        TEXT NOT NULL,     -- up to 2^64 - 1, beyond SQLite's whole numbers
  duration_us INTEGER NOT NULL,
  warmup_us   INTEGER NOT NULL,
  outcome     TEXT NOT NULL,     -- finished, jammed, endless, invalid
  message     TEXT NOT NULL,
  ended_us    INTEGER NOT NULL,  -- simulated time
  seconds     REAL NOT NULL,     -- that it took to compute
  throughput_per_h           REAL,
  throughput_per_scheduled_h REAL,
  wip                        REAL,
  lead_time_s                REAL,
  parts_out                  REAL,
  parts_scrapped             REAL,
  bottleneck  TEXT NOT NULL,     -- station; empty: none
  PRIMARY KEY (case_id, replication)
) WITHOUT ROWID;
CREATE TABLE figures (
  case_id     INTEGER NOT NULL,
  replication INTEGER NOT NULL,
  metric_id   INTEGER NOT NULL REFERENCES metrics,
  value       REAL NOT NULL,     -- no row: no value
  PRIMARY KEY (case_id, replication, metric_id),
  FOREIGN KEY (case_id, replication) REFERENCES replications
) WITHOUT ROWID;
)sql";

constexpr const char* kViews = R"sql(
CREATE VIEW settings AS
SELECT l.case_id, c.name AS case_name, f.path AS factor, f.kind, f.use, l.text, l.number
FROM levels l JOIN cases c ON c.id = l.case_id JOIN factors f ON f.id = l.factor_id;

CREATE VIEW replication_settings AS
SELECT r.case_id, c.name AS case_name, r.replication, r.seed, r.duration_us, r.warmup_us, c.changes,
  (SELECT value FROM study WHERE key = 'version') AS version,
  (SELECT value FROM study WHERE key = 'model_hash') AS model_hash,
  (SELECT value FROM study WHERE key = 'model_file') AS model_file,
  (SELECT value FROM study WHERE key = 'model_text') AS model_text
FROM replications r JOIN cases c ON c.id = r.case_id;

CREATE VIEW bottlenecks AS
SELECT r.case_id, c.name AS case_name, r.bottleneck AS station, count(*) AS replications,
  1.0 * count(*) / (SELECT count(*) FROM replications f
                    WHERE f.case_id = r.case_id AND f.outcome = 'finished') AS share
FROM replications r JOIN cases c ON c.id = r.case_id
WHERE r.bottleneck <> ''
GROUP BY r.case_id, r.bottleneck;

CREATE VIEW case_figures AS
WITH means AS (
  SELECT case_id, metric_id, count(*) AS n, avg(value) AS mean FROM figures GROUP BY case_id, metric_id)
SELECT m.case_id, c.name AS case_name, k.name AS metric, m.n, m.mean,
  (SELECT sqrt(sum((f.value - m.mean) * (f.value - m.mean)) / (m.n - 1)) FROM figures f
   WHERE f.case_id = m.case_id AND f.metric_id = m.metric_id) AS sd
FROM means m JOIN cases c ON c.id = m.case_id JOIN metrics k ON k.id = m.metric_id;
)sql";

// case_summary has two columns a headline figure; in two passes, so that the sd of large means is right.
std::string case_summary() {
  std::string means, columns;
  for (const std::string name : kHeadline) {
    means += fmt::format(",\n    avg({0}) AS {0}", name);
    columns += fmt::format(
        ",\n  m.{0} AS {0}_mean,"
        "\n  sqrt(sum((r.{0} - m.{0}) * (r.{0} - m.{0})) / (count(r.{0}) - 1)) AS {0}_sd",
        name);
  }
  return fmt::format(R"sql(
CREATE VIEW case_summary AS
WITH means AS (
  SELECT case_id, count(*) AS n, sum(outcome = 'finished') AS finished{}
  FROM replications GROUP BY case_id)
SELECT c.id AS case_id, c.name, c.base, c.cost, m.n AS replications, m.finished{}
FROM means m JOIN cases c ON c.id = m.case_id JOIN replications r ON r.case_id = m.case_id
GROUP BY c.id;
)sql",
                     means, columns);
}

// What is in `study`, key by key.
std::map<std::string, std::string> study_of(const ResultsHead& head) {
  return {{"scenario", head.scenario},
          {"scenario_file", head.scenario_file},
          {"scenario_text", head.scenario_text},
          {"model", head.model},
          {"model_file", head.model_file},
          {"model_text", head.model_text},
          {"model_hash", head.model_hash},
          {"design_hash", head.design_hash},
          {"version", head.version},
          {"seed", std::to_string(head.seed)},
          {"cases", std::to_string(head.cases)},
          {"currency", head.currency},
          {"objective", head.objective},
          {"direction", head.maximise ? "maximise" : "minimise"}};
}

template <class T>
T whole_of(const DatabasePath& path, const std::string& key, const std::string& digits) {
  T value{};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size())
    throw ResultsError(fmt::format("{}: is damaged: its {} is no whole number", path.typed, key));
  return value;
}

std::string listed(const std::vector<std::string>& names) {
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

void create_schema(SQLite::Database& database) {
  database.exec(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", kApplication, kSchemaVersion));
  database.exec(kTables);
  database.exec(kViews);
  database.exec(case_summary());
}

void write_head(SQLite::Database& database, const ResultsHead& head) {
  database.exec("DELETE FROM study; DELETE FROM factors; DELETE FROM constraints; DELETE FROM metrics;");
  SQLite::Statement study(database, "INSERT INTO study (key, value) VALUES (?, ?)");
  for (const auto& [key, value] : study_of(head)) Use(study, key, value).run();
  SQLite::Statement factor(database, "INSERT INTO factors (id, path, kind, use) VALUES (?, ?, ?, ?)");
  std::int64_t id = 0;
  for (const ResultsFactor& f : head.factors) Use(factor, id++, f.path, f.kind, f.use).run();
  SQLite::Statement constraint(database,
                               "INSERT INTO constraints (id, metric, relation, bound) VALUES (?, ?, ?, ?)");
  id = 0;
  for (const ResultsConstraint& c : head.constraints)
    Use(constraint, id++, c.metric, c.relation, c.bound).run();
  SQLite::Statement metric(database, "INSERT INTO metrics (id, name) VALUES (?, ?)");
  id = 0;
  for (const std::string& name : head.metrics) Use(metric, id++, name).run();
}

ResultsHead read_head(const DatabasePath& path, const SQLite::Database& database) {
  std::map<std::string, std::string> study;
  SQLite::Statement pairs(database, "SELECT key, value FROM study");
  while (pairs.executeStep()) study[text(pairs, 0)] = text(pairs, 1);
  for (const auto& [key, unused] : study_of({}))
    if (!study.contains(key))
      throw ResultsError(fmt::format("{}: is damaged: it does not say its {}", path.typed, key));
  ResultsHead head;
  head.scenario = study["scenario"];
  head.scenario_file = study["scenario_file"];
  head.scenario_text = study["scenario_text"];
  head.model = study["model"];
  head.model_file = study["model_file"];
  head.model_text = study["model_text"];
  head.model_hash = study["model_hash"];
  head.design_hash = study["design_hash"];
  head.version = study["version"];
  head.seed = whole_of<std::uint64_t>(path, "seed", study["seed"]);
  head.cases = whole_of<std::int64_t>(path, "cases", study["cases"]);
  head.currency = study["currency"];
  head.objective = study["objective"];
  head.maximise = study["direction"] == "maximise";
  SQLite::Statement factors(database, "SELECT path, kind, use FROM factors ORDER BY id");
  while (factors.executeStep())
    head.factors.push_back({text(factors, 0), text(factors, 1), text(factors, 2)});
  SQLite::Statement constraints(database, "SELECT metric, relation, bound FROM constraints ORDER BY id");
  while (constraints.executeStep())
    head.constraints.push_back({text(constraints, 0), text(constraints, 1), *number(constraints, 2)});
  SQLite::Statement metrics(database, "SELECT name FROM metrics ORDER BY id");
  while (metrics.executeStep()) head.metrics.push_back(text(metrics, 0));
  return head;
}

std::string difference(const ResultsHead& there, const ResultsHead& now) {
  std::vector<std::string> all;
  if (there.model_hash != now.model_hash)
    all.emplace_back("the model has changed since these results were made");
  if (there.design_hash != now.design_hash || there.factors != now.factors)
    all.emplace_back("the scenario's cases, or how they are run, have changed since");
  if (there.version != now.version)
    all.push_back(fmt::format("linetwin {} made them, this is {}", there.version, now.version));
  if (there.seed != now.seed)
    all.push_back(fmt::format("the seed was {}, now it is {}", there.seed, now.seed));
  if (there.metrics != now.metrics)
    all.push_back(fmt::format("the metrics recorded were {}, now they are {}", listed(there.metrics),
                              listed(now.metrics)));
  return fmt::format("{}", fmt::join(all, "; "));
}

}  // namespace linetwin::results
