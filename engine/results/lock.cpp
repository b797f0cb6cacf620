#include "results/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "results/results.hpp"

namespace linetwin::results {

namespace {

// Whether the path still leads to the file that is open: its last holder may have unlinked it in between.
bool still_there(const std::string& path, int descriptor) {
  struct stat held {};
  struct stat there {};
  return fstat(descriptor, &held) == 0 && stat(path.c_str(), &there) == 0 && held.st_dev == there.st_dev &&
         held.st_ino == there.st_ino;
}

// "(process 1234)", as the holder wrote it; empty before it has.
std::string holder(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t n = pread(descriptor, text.data(), text.size() - 1, 0);
  std::string number(text.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  number.erase(std::min(number.find_first_not_of("0123456789"), number.size()));
  if (number.empty()) return "";
  return number == std::to_string(getpid()) ? " (this process)" : fmt::format(" (process {})", number);
}

[[noreturn]] void cannot_lock(const std::string& typed, const std::string& path, int error) {
  if (error == EROFS || error == EACCES || error == EPERM)
    throw ResultsError(fmt::format("{}: nothing may be written in its folder ({})", typed, strerror(error)),
                       "write to a folder of yours");
  throw ResultsError(fmt::format("{}: cannot make {} beside it ({})", typed, path.substr(path.rfind('/') + 1),
                                 strerror(error)));
}

}  // namespace

WriterLock::WriterLock(const std::string& database, const std::string& typed) : path_(database + "-lock") {
  for (;;) {
    const int opened = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (opened < 0) cannot_lock(typed, path_, errno);
    if (flock(opened, LOCK_EX | LOCK_NB) != 0) {
      const int error = errno;
      const std::string who = holder(opened);
      close(opened);
      if (error == EINTR) continue;
      if (error != EWOULDBLOCK) cannot_lock(typed, path_, error);
      throw ResultsError(fmt::format("{}: another runner is writing it{}", typed, who),
                         "wait for it, or write to another file", ResultsError::Fault::Trouble);
    }
    if (still_there(path_, opened)) {
      descriptor_ = opened;
      break;
    }
    close(opened);
  }
  // only for messages, so a disk that is full is no error here
  const std::string process = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor_, 0) == 0) (void)!pwrite(descriptor_, process.data(), process.size(), 0);
}

WriterLock::~WriterLock() {
  unlink(path_.c_str());  // while it is still held, so that nobody else's is taken away
  close(descriptor_);
}

}  // namespace linetwin::results
