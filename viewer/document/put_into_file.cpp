#include "viewer/document/put_into_file.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "report/whole_file.hpp"

namespace linetwin::viewer {

namespace fs = std::filesystem;

namespace {

constexpr fs::perms kAnybodyWrites =
    fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

// Why it cannot be written, where that can be told beforehand.
std::string obstacle(const std::string& path, fs::file_status there) {
  const std::string folder = fs::path(path).parent_path().string();
  if (is_folder(path)) return fmt::format("cannot write {}: it is a folder", path);
  if (!folder.empty() && !is_folder(folder))
    return fmt::format("cannot write {}: there is no folder {}", path, folder);
  if (fs::exists(there) && (there.permissions() & kAnybodyWrites) == fs::perms::none)
    return fmt::format("cannot write {}: the file is read-only (save it under another name)", path);
  return {};
}

}  // namespace

std::string put_into_file(const std::string& path, const std::string& text) {
  std::error_code failure;
  const fs::file_status there = fs::status(path, failure);
  if (std::string fault = obstacle(path, there); !fault.empty()) return fault;
  const fs::path real = fs::canonical(path, failure);
  WholeFile file(failure ? path : real.string());
  if (!file.open() || !file.write(text))
    return fmt::format("cannot write {}: the folder is not to be written to, or the disk is full", path);
  // a file system that knows no permissions has none to keep
  if (fs::is_regular_file(there)) fs::permissions(file.path(), there.permissions(), failure);
  return {};
}

}  // namespace linetwin::viewer
