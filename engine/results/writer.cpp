#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <thread>

#include "results/database.hpp"
#include "results/lock.hpp"
#include "results/queries.hpp"
#include "results/results.hpp"
#include "results/schema.hpp"

namespace linetwin {

using namespace results;

namespace {

constexpr auto kSyncEvery = std::chrono::seconds(1);
// A commit writes whole pages, so small ones make it cheaper.
constexpr int kPageSize = 2048;  // bytes
// Pages in the write-ahead log before they are moved to the database, which waits for the disk: seldom enough
// to cost little, and no more than 16 MB.
constexpr int kLogPages = 8192;

// What begins and ends a transaction, prepared once.
struct Brackets {
  explicit Brackets(SQLite::Database& its_database) : database(its_database) {}
  SQLite::Database& database;
  SQLite::Statement begin{database, "BEGIN IMMEDIATE"};
  SQLite::Statement commit{database, "COMMIT"};
};

// From the one to the other; rolled back if commit() is not reached.
class Transaction {
 public:
  Transaction(const DatabasePath& path, Brackets& brackets) : path_(path), brackets_(brackets) {
    Use(brackets_.begin).run();
  }
  ~Transaction() {
    // some errors have rolled it back already
    if (!done_ && sqlite3_get_autocommit(brackets_.database.getHandle()) == 0)
      brackets_.database.tryExec("ROLLBACK");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    errno = 0;
    int system_error = 0;
    try {
      Use commit(brackets_.commit);
      try {
        commit.run();
      } catch (...) {
        system_error = errno;  // of a commit SQLite does not keep it
        throw;
      }
    } catch (const SQLite::Exception& reported) {
      fail(path_, reported, system_error);
    }
    done_ = true;
  }

 private:
  const DatabasePath& path_;
  Brackets& brackets_;
  bool done_ = false;
};

// What cannot be written is refused before a lock is put beside it.
DatabasePath looked_at(const std::string& name) {
  DatabasePath path(name);
  look_at(path);
  return path;
}

// Makes the tables, or checks that they are of the same study; true if there was one.
bool take_up(const DatabasePath& path, SQLite::Database& database, const ResultsHead& head) {
  database.exec(fmt::format("PRAGMA page_size = {}", kPageSize));  // of a new one
  Brackets brackets(database);
  Transaction transaction(path, brackets);
  // asked only now: if a writer was killed while it made them, opening has undone that
  const bool resumed = one_number(database, "SELECT count(*) FROM sqlite_schema") > 0;
  if (resumed) {
    check_schema(path, one_number(database, "PRAGMA application_id"),
                 one_number(database, "PRAGMA user_version"));
    const ResultsHead there = read_head(path, database);
    if (const std::string differs = difference(there, head); !differs.empty())
      throw ResultsError(fmt::format("{}: holds results of another study: {}", path.typed, differs),
                         "write to another file, or delete this one");
    if (there == head) return true;
  } else {
    create_schema(database);
  }
  write_head(database, head);
  transaction.commit();
  return resumed;
}

SQLite::Database open_study(const DatabasePath& path, const ResultsHead& head, bool& resumed) {
  const Found before = look_at(path);
  try {
    SQLite::Database database = open_to_write(path);
    in_words(path, database, [&] {
      resumed = take_up(path, database, head);
      SQLite::Statement mode(database, "PRAGMA journal_mode = WAL");
      if (!mode.executeStep() || text(mode, 0) != "wal")
        throw ResultsError(path.typed + ": its file system cannot hold a database that is being written",
                           "write to a local disk");
    });
    // in WAL mode nothing but a checkpoint waits for the disk, and none can damage the file
    database.exec(
        fmt::format("PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = {}; PRAGMA cache_size = -16384",
                    kLogPages));
    return database;
  } catch (...) {
    std::error_code ignored;
    if (before == Found::Nothing && std::filesystem::file_size(path.real, ignored) == 0)
      std::filesystem::remove(path.real, ignored);
    throw;
  }
}

// Of a replication that did not finish there are no figures.
ResultsReplication kept(const ResultsReplication& replication) {
  ResultsReplication r = replication;
  if (r.outcome == "finished") return r;
  r.throughput_per_h = r.throughput_per_scheduled_h = r.wip = r.lead_time_s = r.parts_out = r.parts_scrapped =
      std::nullopt;
  r.bottleneck.clear();
  r.metrics.clear();
  return r;
}

void check(const DatabasePath& path, const ResultsHead& head, const ResultsCase& its_case,
           const ResultsReplication& r) {
  const auto refuse = [&](const std::string& why) {
    throw ResultsError(fmt::format("{}: cannot take replication {} of case {}: {}", path.typed, r.replication,
                                   r.case_id, why));
  };
  if (r.case_id != its_case.id) refuse(fmt::format("it comes with case {}", its_case.id));
  if (!r.metrics.empty() && r.metrics.size() != head.metrics.size())
    refuse(fmt::format("it has {} metrics, the study {}", r.metrics.size(), head.metrics.size()));
  std::set<std::int64_t> seen;
  for (const ResultsLevel& level : its_case.levels) {
    if (level.factor < 0 || level.factor >= static_cast<std::int64_t>(head.factors.size()))
      refuse(fmt::format("there is no factor {}", level.factor));
    if (!seen.insert(level.factor).second) refuse(fmt::format("factor {} has two levels", level.factor));
  }
}

}  // namespace

struct ResultsWriter::Impl {
  Impl(const std::string& name, const ResultsHead& its_head)
      : path(looked_at(name)),
        lock(path.real, path.typed),
        head(its_head),
        database(open_study(path, head, resumed)) {
    syncer = std::jthread([this](const std::stop_token& stop) { sync_every_second(stop); });
  }
  ~Impl();

  // False if the case is not there. An error if it has other changes.
  bool refresh(const ResultsCase& its_case);
  void insert(const ResultsCase& its_case);
  void insert(const ResultsReplication& r);
  void sync_every_second(const std::stop_token& stop);
  // Throws what the syncer could not.
  void check_disk() const {
    if (lost) throw *lost;
  }

  DatabasePath path;
  WriterLock lock;  // given back last, when the database is closed
  ResultsHead head;
  bool resumed = false;
  SQLite::Database database;
  Brackets brackets{database};
  SQLite::Statement find_case{database, "SELECT name, base, cost, changes FROM cases WHERE id = ?"};
  SQLite::Statement update_case{database, "UPDATE cases SET name = ?, base = ?, cost = ? WHERE id = ?"};
  SQLite::Statement add_case{database,
                             "INSERT INTO cases (id, name, base, cost, changes) VALUES (?, ?, ?, ?, ?)"};
  SQLite::Statement add_level{database,
                              "INSERT INTO levels (case_id, factor_id, text, number) VALUES (?, ?, ?, ?)"};
  SQLite::Statement add_replication{
      database,
      "INSERT INTO replications (case_id, replication, seed, duration_us, warmup_us, outcome, message, "
      "ended_us,"
      " seconds, throughput_per_h, throughput_per_scheduled_h, wip, lead_time_s, parts_out, parts_scrapped,"
      " bottleneck) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  SQLite::Statement add_figure{
      database, "INSERT INTO figures (case_id, replication, metric_id, value) VALUES (?, ?, ?, ?)"};
  SQLite::Statement list_done{database,
                              "SELECT replication FROM replications WHERE case_id = ? ORDER BY replication"};

  mutable std::mutex mutex;  // of all below, and of the database
  std::condition_variable_any end_of_wait;
  bool unsynced = true;              // something was committed since the disk was waited for
  std::optional<ResultsError> lost;  // what the syncer met
  std::jthread syncer;               // last, so that it ends first
};

void ResultsWriter::Impl::sync_every_second(const std::stop_token& stop) {
  std::unique_lock held(mutex);
  while (!stop.stop_requested()) {
    end_of_wait.wait_for(held, stop, kSyncEvery, [] { return false; });
    if (!unsynced || lost) continue;
    try {
      force_to_disk(path, database);
      unsynced = false;
    } catch (const ResultsError& error) {
      lost = error;
    }
  }
}

ResultsWriter::Impl::~Impl() {
  syncer.request_stop();
  syncer.join();
  try {
    force_to_disk(path, database);
    // Back to a file that can be read where nothing may be written; readers at work are not waited for long.
    database.setBusyTimeout(100);
    database.exec("PRAGMA journal_mode = DELETE");
  } catch (const std::exception&) {
    // then the -wal stays, and whoever opens the file next goes on from there
  }
}

bool ResultsWriter::Impl::refresh(const ResultsCase& its_case) {
  bool same = false;
  {
    Use row(find_case, its_case.id);
    if (!row.next()) return false;
    if (text(find_case, 3) != its_case.changes)
      throw ResultsError(fmt::format("{}: case {} in it is another one: \"{}\", not \"{}\"", path.typed,
                                     its_case.id, text(find_case, 0), its_case.name),
                         "write to another file, or delete this one");
    same = text(find_case, 0) == its_case.name && text(find_case, 1) == its_case.base &&
           number(find_case, 2) == its_case.cost;
  }
  if (!same) Use(update_case, its_case.name, its_case.base, its_case.cost, its_case.id).run();
  return true;
}

void ResultsWriter::Impl::insert(const ResultsCase& its_case) {
  Use(add_case, its_case.id, its_case.name, its_case.base, its_case.cost, its_case.changes).run();
  for (const ResultsLevel& level : its_case.levels)
    Use(add_level, its_case.id, level.factor, level.text, level.number).run();
}

void ResultsWriter::Impl::insert(const ResultsReplication& r) {
  try {
    Use(add_replication, r.case_id, r.replication, std::to_string(r.seed), r.duration_us, r.warmup_us,
        r.outcome, r.message, r.ended_us, r.seconds, r.throughput_per_h, r.throughput_per_scheduled_h, r.wip,
        r.lead_time_s, r.parts_out, r.parts_scrapped, r.bottleneck)
        .run();
  } catch (const SQLite::Exception& reported) {
    if (reported.getExtendedErrorCode() != SQLITE_CONSTRAINT_PRIMARYKEY) throw;
    throw ResultsError(
        fmt::format("{}: replication {} of case {} is in it already", path.typed, r.replication, r.case_id));
  }
  for (std::size_t m = 0; m < r.metrics.size(); ++m)
    if (r.metrics[m] && *r.metrics[m] == *r.metrics[m])  // NaN is no value
      Use(add_figure, r.case_id, r.replication, static_cast<std::int64_t>(m), *r.metrics[m]).run();
}

ResultsWriter::ResultsWriter(const std::string& path, const ResultsHead& head) {
  try {
    impl_ = std::make_unique<Impl>(path, head);
  } catch (const SQLite::Exception& reported) {
    fail(DatabasePath(path), reported);
  }
}

ResultsWriter::~ResultsWriter() = default;

bool ResultsWriter::resumed() const { return impl_->resumed; }

std::vector<std::int32_t> ResultsWriter::done(std::int64_t case_id) const {
  const std::lock_guard held(impl_->mutex);
  return in_words(impl_->path, impl_->database, [&] {
    std::vector<std::int32_t> replications;
    Use rows(impl_->list_done, case_id);
    while (rows.next()) replications.push_back(static_cast<std::int32_t>(whole(impl_->list_done, 0)));
    return replications;
  });
}

std::int64_t ResultsWriter::total() const {
  const std::lock_guard held(impl_->mutex);
  return in_words(impl_->path, impl_->database, [&] { return count_replications(impl_->database); });
}

std::int64_t ResultsWriter::last_case() const {
  const std::lock_guard held(impl_->mutex);
  return in_words(impl_->path, impl_->database,
                  [&] { return one_number(impl_->database, "SELECT coalesce(max(id), -1) FROM cases"); });
}

std::int64_t ResultsWriter::first_incomplete(std::int32_t replications) const {
  const std::lock_guard held(impl_->mutex);
  return in_words(impl_->path, impl_->database, [&] {
    SQLite::Statement counts(
        impl_->database,
        "SELECT case_id, count(*) FROM replications WHERE replication < ? GROUP BY case_id "
        "ORDER BY case_id");
    counts.bind(1, replications);
    std::int64_t first = 0;
    while (counts.executeStep()) {
      if (counts.getColumn(0).getInt64() != first || counts.getColumn(1).getInt64() < replications) break;
      ++first;
    }
    return first;
  });
}

ResultsValues ResultsWriter::throughputs(std::int64_t case_id) const {
  return values(case_id, "throughput_per_h");
}

ResultsValues ResultsWriter::values(std::int64_t case_id, const std::string& metric) const {
  const std::lock_guard held(impl_->mutex);
  return values_of(impl_->path, impl_->database, impl_->head, case_id, metric);
}

void ResultsWriter::add(const ResultsCase& its_case, const ResultsReplication& replication) {
  check(impl_->path, impl_->head, its_case, replication);
  const std::lock_guard held(impl_->mutex);
  impl_->check_disk();
  in_words(impl_->path, impl_->database, [&] {
    Transaction transaction(impl_->path, impl_->brackets);
    if (!impl_->refresh(its_case)) impl_->insert(its_case);
    impl_->insert(kept(replication));
    transaction.commit();
  });
  impl_->unsynced = true;
}

void ResultsWriter::update(const ResultsCase& its_case) {
  const std::lock_guard held(impl_->mutex);
  impl_->check_disk();
  in_words(impl_->path, impl_->database, [&] {
    Transaction transaction(impl_->path, impl_->brackets);
    impl_->refresh(its_case);
    transaction.commit();
  });
  impl_->unsynced = true;
}

void ResultsWriter::sync() {
  const std::lock_guard held(impl_->mutex);
  impl_->check_disk();
  force_to_disk(impl_->path, impl_->database);
  impl_->unsynced = false;
}

}  // namespace linetwin
