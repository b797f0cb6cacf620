#include "read/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/diagnostics.hpp"

namespace linetwin {
namespace fs = std::filesystem;

std::string folder_of(const std::string& path) {
  return fs::path(path).has_parent_path() ? fs::path(path).parent_path().string() : ".";
}

LoadedText load_text(const std::string& path, std::string_view what, std::size_t most) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (!fs::exists(status)) {
    std::vector<std::string> names;
    for (fs::directory_iterator it(folder_of(path), failure), end;
         !failure && it != end && names.size() < 1000; it.increment(failure))
      names.push_back(it->path().filename().string());
    std::sort(names.begin(), names.end());
    return {{}, "there is no such file", did_you_mean(fs::path(path).filename().string(), names)};
  }
  if (fs::is_directory(status)) return {{}, fmt::format("this is a folder, not a {}", what), ""};
  const auto too_large = [&] {
    return LoadedText{
        {}, fmt::format("this file is over {} MB", most >> 20), fmt::format("no {} is that large", what)};
  };
  if (fs::is_regular_file(status) && fs::file_size(path, failure) > most) return too_large();
  std::ifstream in(path, std::ios::binary);
  std::string text(most + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.is_open() || in.bad()) return {{}, "this file cannot be read", ""};
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > most) return too_large();
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return {std::move(text), "", ""};
}

}  // namespace linetwin
