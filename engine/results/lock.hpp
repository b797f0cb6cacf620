// One writer a database: an advisory lock on a file beside it.
#pragma once

#include <string>

namespace linetwin::results {

// Holds FILE-lock with flock(2) until destroyed, and takes it away then. The lock ends with the process,
// however that ends; a file that a killed one left behind is no hindrance. Never the database itself: closing
// any descriptor of it would drop SQLite's own (POSIX) locks in this process.
class WriterLock {
 public:
  // `database` is the file's real path, `typed` what messages call it. Throws ResultsError when another holds
  // it, or when the folder cannot be written.
  WriterLock(const std::string& database, const std::string& typed);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace linetwin::results
