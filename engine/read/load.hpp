// Text files from the disk, refused in words when they are none.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace linetwin {

struct LoadedText {
  std::optional<std::string> text;
  std::string message;  // why there is none
  std::string hint;     // a file beside it that may be meant
};

// At most `most` bytes. `what` is what the file should be: "model".
LoadedText load_text(const std::string& path, std::string_view what, std::size_t most);

// The folder that a file is in: "models" of models/a.yaml, "." of a.yaml.
std::string folder_of(const std::string& path);

}  // namespace linetwin
