// YAML text -> LineSpec: the only user of yaml-cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "model/spec.hpp"

namespace linetwin {

// One `--set PATH=VALUE` as typed.
struct Change {
  std::string path;   // stations.op10.failures[0].mttr, stations.*.cycle
  std::string value;  // YAML
};

// "PATH=VALUE" -> Change; nothing when there is no `=` or no path.
std::optional<Change> parse_change(std::string_view text);

struct ReadResult {
  Sources sources;          // for rendering the diagnostics
  Diagnostics diagnostics;  // errors and warnings of the reading
  LineSpec spec;            // whole only when there are no errors
};

inline constexpr std::size_t kLargestModelFile = 8u << 20;  // bytes; a larger file is refused unread

// Reads a file. `path` is used as typed in messages. Empirical values in CSV files are looked for beside the
// model or below, never above.
ReadResult read_model_file(const std::string& path, const std::vector<Change>& changes = {});

// Reads a text (tests, scenarios). `folder` is where CSV files are looked for; empty: none may be named.
ReadResult read_model_text(const std::string& name, std::string text, const std::vector<Change>& changes = {},
                           const std::string& folder = {});

}  // namespace linetwin
