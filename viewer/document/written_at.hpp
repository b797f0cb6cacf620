#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

namespace linetwin::viewer {

// When a file was written last; nothing where there is none.
inline std::optional<std::filesystem::file_time_type> written_at(const std::string& path) {
  std::error_code error;
  const auto time = std::filesystem::last_write_time(path, error);
  if (error) return std::nullopt;
  return time;
}

}  // namespace linetwin::viewer
