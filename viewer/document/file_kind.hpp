// What a file is, by its first lines.
#pragma once

#include <cstdint>
#include <string>

namespace linetwin::viewer {

enum class FileKind : std::uint8_t { Model, Scenario, Trace };

// A file that cannot be read counts as a model, whose reader says why.
FileKind kind_of_file(const std::string& path);

}  // namespace linetwin::viewer
