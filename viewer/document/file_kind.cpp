#include "viewer/document/file_kind.hpp"

#include <fstream>
#include <string_view>

namespace linetwin::viewer {

FileKind kind_of_file(const std::string& path) {
  // comments may stand before the first key; they are never that long
  constexpr int kMostLines = 400;
  std::ifstream in(path);
  std::string line;
  for (int i = 0; i < kMostLines && std::getline(in, line); ++i) {
    std::string_view text = line;
    if (i == 0 && text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (text.starts_with("linetwin-scenario:")) return FileKind::Scenario;
    if (text.starts_with("linetwin:")) return FileKind::Model;
    // an event log: its first line, or, where that was cut off, the names of its columns
    if (i == 0 && (text == "# linetwin trace 1" || text == "# linetwin trace 1\r")) return FileKind::Trace;
    if (text.starts_with("time_us,event,")) return FileKind::Trace;
  }
  return FileKind::Model;
}

}  // namespace linetwin::viewer
