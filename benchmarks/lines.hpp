// Lines for the benchmarks, read by the ordinary reader.
#pragma once

#include <cstddef>
#include <string>

#include "model/line_model.hpp"

namespace linetwin::bench {

struct Line {
  LineModel model;
  RunOptions options;
};

// Throw std::runtime_error with the rendered errors when there are any.
Line read_line(const std::string& path);
Line parse_line(const std::string& text);

// The text of a serial line: exponential stations of mean 1 s, buffers of six that begin half full.
std::string serial_text(std::size_t stations);

}  // namespace linetwin::bench
