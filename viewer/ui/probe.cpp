#include "viewer/ui/probe.hpp"

#include <fmt/format.h>

namespace linetwin::viewer {

std::string probe_text(const Probe& probe) {
  std::string text;
  for (const auto& [name, rect] : probe.all())
    text += fmt::format("{}\t{:.0f}\t{:.0f}\t{:.0f}\t{:.0f}\n", name, rect.from.x, rect.from.y, rect.to.x,
                        rect.to.y);
  return text;
}

}  // namespace linetwin::viewer
