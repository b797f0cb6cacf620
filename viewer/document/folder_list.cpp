#include "viewer/document/folder_list.hpp"

#include <algorithm>
#include <filesystem>

namespace linetwin::viewer {
namespace {

constexpr std::chrono::seconds kFresh{2};

}  // namespace

const std::vector<std::string>& FolderList::files() {
  const auto now = std::chrono::steady_clock::now();
  if (looked_once_ && now - looked_ < kFresh) return files_;
  looked_once_ = true;
  looked_ = now;
  files_.clear();
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder_, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto extension = entry->path().extension();
    if (extension == ".yaml" || extension == ".yml") files_.push_back(entry->path().string());
  }
  std::sort(files_.begin(), files_.end());
  return files_;
}

}  // namespace linetwin::viewer
