#include "cli/files.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace linetwin::cli {

namespace fs = std::filesystem;

bool JsonOutput::open(const std::vector<std::string>& inputs) {
  if (place_.empty() || place_ == "-") return true;
  for (const std::string& input : inputs)
    if (same_file(place_, input)) {
      complain(fmt::format("--json: {} is what is read", place_), "write to another file");
      return false;
    }
  if (file_.open()) return true;
  complain(fmt::format("cannot write {}", place_));
  return false;
}

bool JsonOutput::write(const std::function<std::string()>& text) {
  if (place_.empty()) return true;
  if (place_ == "-") return print(text());
  if (file_.write(text())) return true;
  complain(fmt::format("cannot write {}", place_));
  return false;
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code failure;
  if (fs::equivalent(a, b, failure)) return true;
  return fs::absolute(a, failure).lexically_normal() == fs::absolute(b, failure).lexically_normal();
}

bool make_folder(const std::string& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  return fs::is_directory(folder, failure) && access(folder.c_str(), W_OK | X_OK) == 0;
}

bool write_tables(const std::string& folder, const std::vector<std::pair<std::string, std::string>>& tables,
                  const std::vector<std::string>& known) {
  for (const auto& [name, text] : tables) {
    WholeFile file((fs::path(folder) / name).string());
    if (!file.open() || !file.write(text)) return false;
  }
  for (const std::string& name : known) {
    const bool written =
        std::any_of(tables.begin(), tables.end(), [&](const auto& t) { return t.first == name; });
    std::error_code ignored;
    if (!written) fs::remove(fs::path(folder) / name, ignored);
  }
  return true;
}

}  // namespace linetwin::cli
