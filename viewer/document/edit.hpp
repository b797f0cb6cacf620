// One change of a model as the window makes it.
#pragma once

#include <cstdint>
#include <string>

namespace linetwin::viewer {

// Path and value as `--set` has them.
struct Edit {
  enum class Kind : std::uint8_t { Set, Add, Remove };
  std::string path;
  std::string value{};
  Kind kind = Kind::Set;
};

}  // namespace linetwin::viewer
