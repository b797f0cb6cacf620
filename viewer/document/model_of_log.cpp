#include "viewer/document/model_of_log.hpp"

#include <algorithm>
#include <filesystem>

#include "model/compile.hpp"
#include "read/read_model.hpp"
#include "viewer/document/file_kind.hpp"

namespace linetwin::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 500;  // of a folder

std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end && found.size() < kMostFiles;
       entry.increment(error)) {
    const fs::path extension = entry->path().extension();
    if (extension == ".yaml" || extension == ".yml") found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::shared_ptr<const LineModel> model_of_log(const std::string& log_path, const EventLog& log,
                                              const std::vector<std::string>& folders) {
  if (!log.model_hash) return nullptr;
  const fs::path path(log_path);
  std::vector<fs::path> files{fs::path(path).replace_extension(".yaml")};
  const fs::path beside = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (const fs::path& file : yaml_files(beside)) files.push_back(file);
  for (const std::string& folder : folders)
    for (const fs::path& file : yaml_files(folder)) files.push_back(file);
  for (const fs::path& file : files) {
    std::error_code error;
    if (!fs::is_regular_file(file, error) || kind_of_file(file.string()) != FileKind::Model) continue;
    ReadResult read = read_model_file(file.string());
    if (read.diagnostics.has_errors() || read.spec.text_hash != *log.model_hash) continue;
    if (auto model = compile(read.spec, read.diagnostics))
      return std::make_shared<const LineModel>(std::move(*model));
  }
  return nullptr;
}

}  // namespace linetwin::viewer
