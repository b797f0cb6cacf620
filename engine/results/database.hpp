// Opening the file without harm, and what SQLite reports in words.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "results/results.hpp"

namespace linetwin::results {

// A database's name as it was typed, for messages, and where it really is (links followed): the same lock and
// the same -wal belong to it by whatever name.
struct DatabasePath {
  explicit DatabasePath(const std::string& path);
  std::string typed;
  std::string real;
};

enum class Found { Nothing, Empty, Results };

// What is there, found out without touching it: not even the recovery of a foreign database is begun. Throws
// ResultsError for what is no file, no results, or of a newer schema.
Found look_at(const DatabasePath& path);

// Refuses a schema that this version does not know.
void check_schema(const DatabasePath& path, std::int64_t application, std::int64_t schema);

SQLite::Database open_to_write(const DatabasePath& path);
// Where nothing may be written a file at rest is opened as one that cannot change.
SQLite::Database open_to_read(const DatabasePath& path);

// Forces all that was committed to the write-ahead log to the disk.
void force_to_disk(const DatabasePath& path, const SQLite::Database& database);

// The ResultsError for what SQLite reported.
[[noreturn]] void fail(const DatabasePath& path, const SQLite::Exception& reported, int system_error = 0);
int system_error(const SQLite::Database& database);

// Does something; what SQLite throws becomes a ResultsError.
template <class Do>
auto in_words(const DatabasePath& path, const SQLite::Database& database, const Do& act) {
  try {
    return act();
  } catch (const SQLite::Exception& reported) {
    fail(path, reported, system_error(database));
  }
}

// A prepared statement in use: binds the values in order, and resets it when it is left, however that is, so
// that it keeps no snapshot of the file open.
class Use {
 public:
  template <class... Values>
  explicit Use(SQLite::Statement& statement, const Values&... values) : statement_(statement) {
    int at = 0;
    (bind(++at, values), ...);
  }
  ~Use() { statement_.tryReset(); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  bool next() { return statement_.executeStep(); }
  void run() { statement_.exec(); }

 private:
  // strings are not copied: they must live as long as this does
  void bind(int at, const std::string& value) { statement_.bindNoCopy(at, value); }
  void bind(int at, std::int32_t value) { statement_.bind(at, value); }
  void bind(int at, std::int64_t value) { statement_.bind(at, value); }
  void bind(int at, double value) { statement_.bind(at, value); }
  void bind(int at, const std::optional<double>& value) {
    if (value)
      statement_.bind(at, *value);
    else
      statement_.bind(at);
  }
  SQLite::Statement& statement_;
};

inline std::int64_t whole(const SQLite::Statement& row, int column) {
  return row.getColumn(column).getInt64();
}
inline std::string text(const SQLite::Statement& row, int column) {
  return row.getColumn(column).getString();
}
inline std::optional<double> number(const SQLite::Statement& row, int column) {
  const SQLite::Column value = row.getColumn(column);
  return value.isNull() ? std::nullopt : std::optional<double>(value.getDouble());
}
// The first column of the first row.
std::int64_t one_number(const SQLite::Database& database, const std::string& query);

}  // namespace linetwin::results
