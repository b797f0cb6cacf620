// Measured times from a column of a CSV file beside the model or below.
#include <fmt/format.h>

#include <bit>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/random.hpp"
#include "read/read_model.hpp"
#include "read/reader.hpp"

namespace linetwin {
namespace {

namespace fs = std::filesystem;

// The cells of a line; quotes may enclose one, doubled quotes inside stand for one.
std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      out.back().push_back('"');
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      out.emplace_back();
    } else if (c != '\r') {
      out.back().push_back(c);
    }
  }
  return out;
}

bool stays_below(const fs::path& folder, const fs::path& file) {
  std::error_code failure;
  const fs::path base = fs::weakly_canonical(folder, failure);
  const fs::path real = fs::weakly_canonical(folder / file, failure);
  const auto [end, rest] = std::mismatch(base.begin(), base.end(), real.begin(), real.end());
  (void)rest;
  return !failure && end == base.end();
}

// The unit in a header such as "cycle [s]" or "cycle (s)"; empty when there is none.
std::string header_unit(const std::string& header) {
  const std::size_t open = header.find_last_of("[(");
  if (open == std::string::npos || (header.back() != ']' && header.back() != ')')) return {};
  return header.substr(open + 1, header.size() - open - 2);
}

std::string header_name(const std::string& header) {
  std::string name =
      header.substr(0, header_unit(header).empty() ? header.size() : header.find_last_of("[("));
  while (!name.empty() && name.back() == ' ') name.pop_back();
  return name;
}

}  // namespace

// The column is named by its header, with or without its unit; a cell is a time with a unit, or a plain
// number when the header carries the unit ("cycle [s]"). Empty cells are left out.
bool ModelReader::read_csv_column(const Node& file, const Node& column, Distribution& d) {
  if (!expect_scalar(file, "file") || !expect_scalar(column, "column")) return false;
  const fs::path path = file.text;
  if (folder_.empty() || path.is_absolute() || !stays_below(folder_, path)) {
    error(file.place, fmt::format("the file \"{}\" is not beside the model or below", file.text));
    return false;
  }
  std::error_code failure;
  const auto size = fs::file_size(fs::path(folder_) / path, failure);
  std::ifstream in(fs::path(folder_) / path, std::ios::binary);
  if (failure || !in) {
    error(file.place, fmt::format("the file \"{}\" cannot be read", file.text));
    return false;
  }
  if (size > kLargestModelFile) {
    error(file.place, fmt::format("the file \"{}\" is over 8 MB", file.text));
    return false;
  }
  std::string line;
  std::getline(in, line);
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  const std::vector<std::string> headers = cells(line);
  std::vector<std::string> names;
  std::size_t at = headers.size();
  for (std::size_t i = 0; i < headers.size(); ++i) {
    names.push_back(header_name(headers[i]));
    if (at == headers.size() && (headers[i] == column.text || names.back() == column.text)) at = i;
  }
  if (at == headers.size()) {
    error(column.place, fmt::format("\"{}\" has no column \"{}\"", file.text, column.text),
          did_you_mean(column.text, names));
    return false;
  }
  const std::string unit = header_unit(headers[at]);
  for (int number = 2; std::getline(in, line); ++number) {
    const std::vector<std::string> row = cells(line);
    if (at >= row.size() || row[at].find_first_not_of(' ') == std::string::npos) continue;
    Parsed<double> time = parse_time(row[at]);
    if (!time.value && !unit.empty()) time = parse_time(row[at] + " " + unit);
    if (!time.value) {
      error(file.place, fmt::format("{} line {}: {}", file.text, number, time.message),
            time.hint.empty() ? "" : time.hint + ", or name the unit in the header: " + names[at] + " [s]");
      return false;
    }
    d.values.push_back(*time.value);
  }
  if (d.values.empty())
    error(file.place, fmt::format("\"{}\" holds no values in the column \"{}\"", file.text, column.text));
  for (const double value : d.values)
    spec_.text_hash = mix64(spec_.text_hash ^ std::bit_cast<std::uint64_t>(value));
  return !d.values.empty();
}

}  // namespace linetwin
