#include "results/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "results/schema.hpp"

namespace linetwin::results {

namespace fs = std::filesystem;

namespace {

constexpr int kPatienceMs = 10'000;  // for a lock that another program holds

std::string real_path(const std::string& path) {
  std::error_code failure;
  const fs::path absolute = fs::absolute(path, failure);
  const fs::path followed = fs::weakly_canonical(absolute, failure);
  return (failure ? absolute : followed).string();
}

[[noreturn]] void no_results(const DatabasePath& path, const std::string& what) {
  throw ResultsError(fmt::format("{}: {}", path.typed, what),
                     "it was left as it is; name another file for results");
}

// The file as one that cannot change: no locks, no -wal, no recovery.
SQLite::Database open_immutable(const DatabasePath& path) {
  std::string uri = "file:";
  for (const char c : path.real)
    if (c == '?' || c == '#' || c == '%')
      uri += fmt::format("%{:02X}", static_cast<unsigned>(c));
    else
      uri += c;
  return SQLite::Database(uri + "?immutable=1",
                          SQLite::OPEN_READONLY | SQLite::OPEN_URI | SQLite::OPEN_NOMUTEX);
}

struct Header {
  bool sqlite = false;
  std::int64_t schema = 0;       // PRAGMA user_version
  std::int64_t application = 0;  // PRAGMA application_id
};

// The first bytes of the file (https://www.sqlite.org/fileformat.html, "The Database Header"). Not by PRAGMA:
// while a log is being moved into the file, the file alone is not whole and SQLite would call it damaged. And
// through SQLite's own descriptor, as another one would cost this process its locks.
Header header_of(const SQLite::Database& database) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
  std::array<unsigned char, 100> bytes{};
  if (file == nullptr || file->pMethods == nullptr) return {};
  const int code = file->pMethods->xRead(file, bytes.data(), static_cast<int>(bytes.size()), 0);
  if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) throw SQLite::Exception("cannot be read", code);
  const auto number = [&](std::size_t at) {
    std::int64_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i) value = value * 256 + bytes[i];
    return value;
  };
  return {code == SQLITE_OK && std::memcmp(bytes.data(), "SQLite format 3", 16) == 0, number(60), number(68)};
}

// Looks at the kind of thing, before anything is opened: a pipe would be waited for.
bool is_there(const DatabasePath& path) {
  std::error_code failure;
  const fs::file_status status = fs::status(path.real, failure);
  if (fs::is_directory(status))
    throw ResultsError(path.typed + ": is a folder, not a file",
                       fmt::format("name a file in it: {}", (fs::path(path.typed) / "results.db").string()));
  if (status.type() == fs::file_type::none)
    throw ResultsError(fmt::format("{}: {}", path.typed, failure.message()));
  if (!fs::exists(status)) return false;
  if (!fs::is_regular_file(status)) no_results(path, "is not a plain file");
  return true;
}

// A -wal with something in it: what it holds is not in the file itself yet.
bool has_log(const DatabasePath& path) {
  std::error_code failure;
  const auto size = fs::file_size(path.real + "-wal", failure);
  return !failure && size > 0;
}

ResultsError::Fault fault(int code) {
  const bool unfit = code == SQLITE_READONLY || code == SQLITE_PERM || code == SQLITE_CANTOPEN ||
                     code == SQLITE_NOTADB || code == SQLITE_CORRUPT;
  return unfit ? ResultsError::Fault::Unfit : ResultsError::Fault::Trouble;
}

// What is said of SQLite's primary result codes; the hint may be empty.
std::pair<std::string, std::string> words(int code, const std::string& reported) {
  switch (code) {
    case SQLITE_FULL: return {"the disk is full", "make room and start again: what was committed is kept"};
    case SQLITE_IOERR:
      return {"cannot be read or written", "what was committed before is kept; start again when it can"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {"another program holds it", "is a transaction open in a sqlite3 shell?"};
    case SQLITE_READONLY:
    case SQLITE_PERM: return {"may not be written", "write to another file"};
    case SQLITE_CANTOPEN: return {"cannot be opened", ""};
    case SQLITE_NOTADB:
      return {"is no results database", "it was left as it is; name another file for results"};
    case SQLITE_CORRUPT: return {"is damaged", "`sqlite3 FILE .recover` writes what is left of it as SQL"};
    default: return {reported, ""};
  }
}

}  // namespace

DatabasePath::DatabasePath(const std::string& path) : typed(path), real(real_path(path)) {
  if (path.empty()) throw ResultsError("a results database needs a file name");
  if (path.find('\0') != std::string::npos) throw ResultsError("a file name cannot hold a NUL character");
}

void fail(const DatabasePath& path, const SQLite::Exception& reported, int system_error) {
  const int code = reported.getErrorCode() & 0xff;
  const auto [what, hint] = words(code, reported.what());
  const bool says_more =
      system_error != 0 && (code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_READONLY);
  throw ResultsError(fmt::format("{}: {}{}", path.typed, what,
                                 says_more ? fmt::format(" ({})", strerror(system_error)) : ""),
                     hint, fault(code));
}

int system_error(const SQLite::Database& database) { return sqlite3_system_errno(database.getHandle()); }

std::int64_t one_number(const SQLite::Database& database, const std::string& query) {
  SQLite::Statement statement(database, query);
  return statement.executeStep() ? whole(statement, 0) : 0;
}

void check_schema(const DatabasePath& path, std::int64_t application, std::int64_t schema) {
  if (application != kApplication)
    no_results(path, "is an SQLite database, but not one of linetwin's results");
  if (schema > kSchemaVersion)
    throw ResultsError(fmt::format("{}: was written by a newer linetwin (its schema is version {}, this one "
                                   "knows version {})",
                                   path.typed, schema, kSchemaVersion),
                       "use that linetwin, or write to another file");
  if (schema != kSchemaVersion)
    throw ResultsError(
        fmt::format("{}: its schema is version {}, which no linetwin wrote", path.typed, schema));
}

Found look_at(const DatabasePath& path) {
  if (!is_there(path)) {
    const fs::path folder = fs::path(path.real).parent_path();
    std::error_code failure;
    if (!fs::is_directory(folder, failure)) {
      const fs::path typed = fs::path(path.typed).parent_path();
      throw ResultsError(fmt::format("{}: there is no folder {}", path.typed,
                                     typed.empty() ? folder.string() : typed.string()),
                         "make it first, or write elsewhere");
    }
    return Found::Nothing;
  }
  std::error_code failure;
  if (fs::file_size(path.real, failure) == 0 && !failure) return Found::Empty;
  try {
    const SQLite::Database database = open_immutable(path);
    const Header header = header_of(database);
    if (!header.sqlite) throw SQLite::Exception("not a database", SQLITE_NOTADB);
    check_schema(path, header.application, header.schema);
  } catch (const SQLite::Exception& reported) {
    fail(path, reported, errno);
  }
  return Found::Results;
}

SQLite::Database open_to_write(const DatabasePath& path) {
  try {
    SQLite::Database database(path.real, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                              kPatienceMs);
    // SQLite opens what may not be written for reading instead
    if (sqlite3_db_readonly(database.getHandle(), "main") == 1)
      throw ResultsError(path.typed + ": may not be written", "write to another file");
    return database;
  } catch (const SQLite::Exception& reported) {
    fail(path, reported, errno);
  }
}

SQLite::Database open_to_read(const DatabasePath& path) {
  try {
    SQLite::Database database(path.real, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, kPatienceMs);
    one_number(database, "SELECT count(*) FROM sqlite_schema");
    return database;
  } catch (const SQLite::Exception& reported) {
    const int code = reported.getErrorCode() & 0xff;
    // Reading a -wal, or undoing what a killed writer began, needs files beside the database.
    if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) fail(path, reported, errno);
    if (reported.getExtendedErrorCode() == SQLITE_READONLY_ROLLBACK)
      throw ResultsError(path.typed + ": its writer was stopped while it opened or closed it",
                         "run the study again, or open it once in the sqlite3 shell");
    if (has_log(path) || fs::exists(path.real + "-journal"))
      throw ResultsError(path.typed +
                             ": its newest replications are in files beside it, which cannot be read "
                             "where nothing may be written",
                         "copy it with its -wal to a folder of yours");
    try {
      return open_immutable(path);
    } catch (const SQLite::Exception& again) {
      fail(path, again, errno);
    }
  }
}

void force_to_disk(const DatabasePath& path, const SQLite::Database& database) {
  // the log's own file, as SQLite has it open: another descriptor would cost the locks on it
  sqlite3_file* log = nullptr;
  sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  if (log == nullptr || log->pMethods == nullptr) return;
  errno = 0;
  const int code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  if (code != SQLITE_OK) fail(path, SQLite::Exception("cannot be forced to the disk", code), errno);
}

}  // namespace linetwin::results
