// The model and scenario files of a folder, looked at now and then and not at every frame.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace linetwin::viewer {

class FolderList {
 public:
  explicit FolderList(std::string folder) : folder_(std::move(folder)) {}
  // Paths of *.yaml and *.yml, by name; of a folder that cannot be read none. At most two seconds old.
  const std::vector<std::string>& files();
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  std::vector<std::string> files_;
  std::chrono::steady_clock::time_point looked_{};
  bool looked_once_ = false;
};

}  // namespace linetwin::viewer
