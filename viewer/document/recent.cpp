#include "viewer/document/recent.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "report/whole_file.hpp"

namespace linetwin::viewer {
namespace {

constexpr std::size_t kMost = 12;

}  // namespace

RecentFiles::RecentFiles(std::string file) : file_(std::move(file)) {
  if (file_.empty()) return;
  std::ifstream in(file_);
  for (std::string line; paths_.size() < kMost && std::getline(in, line);)
    if (!line.empty()) paths_.push_back(line);
}

void RecentFiles::add(const std::string& path) {
  std::error_code error;
  const std::string whole = std::filesystem::absolute(path, error).lexically_normal().string();
  if (error) return;
  std::erase(paths_, whole);
  paths_.insert(paths_.begin(), whole);
  if (paths_.size() > kMost) paths_.resize(kMost);
  if (file_.empty()) return;
  std::filesystem::create_directories(std::filesystem::path(file_).parent_path(), error);
  WholeFile file(file_);
  if (!file.open()) return;
  std::string text;
  for (const std::string& p : paths_) text += p + "\n";
  file.write(text);
}

std::string usual_recent_file() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state && *state) return std::string(state) + "/linetwin/recent";
  const char* home = std::getenv("HOME");
  return home && *home ? std::string(home) + "/.local/state/linetwin/recent" : std::string();
}

}  // namespace linetwin::viewer
