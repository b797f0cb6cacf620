// A line of so many stations with a buffer behind each but the last.
#pragma once

#include <string>

namespace linetwin::viewer {

inline std::string long_line(int stations) {
  std::string text = "linetwin: 1\nrun: {duration: 8 h, replications: 2}\nstations:\n",
              flow = "flow: [source";
  for (int i = 0; i < stations; ++i) {
    const std::string n = std::to_string(i);
    text += "  s" + n + ": {cycle: {exponential: 10 s}, failures: {mtbf: 30 min, mttr: 2 min}}\n";
    flow += " -> s" + n + (i + 1 < stations ? " -> b" + n : "");
  }
  text += "buffers:\n";
  for (int i = 0; i + 1 < stations; ++i) text += "  b" + std::to_string(i) + ": {capacity: 8}\n";
  return text + flow + " -> sink]\n";
}

}  // namespace linetwin::viewer
