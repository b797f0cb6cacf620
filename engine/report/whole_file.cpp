#include "report/whole_file.hpp"

#include <filesystem>
#include <system_error>

namespace linetwin {

namespace fs = std::filesystem;

WholeFile::~WholeFile() {
  std::error_code ignored;
  if (!done_ && opened_ && !direct_) fs::remove(temporary_, ignored);
}

bool WholeFile::open() {
  std::error_code failure;
  const fs::file_status there = fs::status(path_, failure);
  if (fs::is_directory(there)) return false;
  // a device or a pipe is written as it is; only a file can be replaced
  direct_ = fs::exists(there) && !fs::is_regular_file(there);
  out_.open(direct_ ? path_ : temporary_, std::ios::binary | std::ios::trunc);
  opened_ = out_.is_open();
  return opened_;
}

bool WholeFile::commit() {
  out_.close();
  if (!out_) return false;
  done_ = direct_;
  if (direct_) return true;
  std::error_code failure;
  fs::rename(temporary_, path_, failure);
  done_ = !failure;
  return done_;
}

bool WholeFile::write(const std::string& text) {
  out_ << text;
  return commit();
}

}  // namespace linetwin
