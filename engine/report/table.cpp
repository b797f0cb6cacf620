#include "report/table.hpp"

#include <algorithm>

#include "base/unicode.hpp"

namespace linetwin {

std::string Table::text(const std::string& indent) const {
  std::vector<int> widths(columns_.size(), 0);
  for (const Row& row : rows_)
    for (std::size_t i = 0; i < std::min(row.cells.size(), widths.size()); ++i)
      widths[i] = std::max(widths[i], display_width(row.cells[i]));
  std::string out;
  for (const Row& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i > 0) line += "  ";
      if (i >= columns_.size()) {
        line += row.cells[i];
        continue;
      }
      const std::string gap(static_cast<std::size_t>(widths[i] - display_width(row.cells[i])), ' ');
      line += columns_[i] == Align::Left ? row.cells[i] + gap : gap + row.cells[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += indent + (row.colour.empty() ? line : row.colour + line + "\x1b[0m") + "\n";
  }
  return out;
}

}  // namespace linetwin
