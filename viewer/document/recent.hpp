// The files that were opened last, kept between sessions in a small text file.
#pragma once

#include <string>
#include <vector>

namespace linetwin::viewer {

class RecentFiles {
 public:
  // `file` holds one path a line; empty: they are kept nowhere. What cannot be read is no file.
  explicit RecentFiles(std::string file);
  // Puts it first; paths are made absolute. What cannot be written is not kept, and nobody is told.
  void add(const std::string& path);
  const std::vector<std::string>& paths() const { return paths_; }

 private:
  std::string file_;
  std::vector<std::string> paths_;
};

// Where they are kept as a rule: $XDG_STATE_HOME or ~/.local/state; empty where there is no home.
std::string usual_recent_file();

}  // namespace linetwin::viewer
