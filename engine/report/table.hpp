// A table for the terminal: columns as wide as their cells, wide (Korean) characters counted as two.
#pragma once

#include <string>
#include <vector>

namespace linetwin {

class Table {
 public:
  enum class Align { Left, Right };
  explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}
  // Cells beyond the columns are appended as they are.
  void add(std::vector<std::string> cells) { rows_.push_back({std::move(cells), {}}); }
  // A row in a colour (an ANSI sequence); empty: none.
  void add(std::vector<std::string> cells, std::string colour) {
    rows_.push_back({std::move(cells), std::move(colour)});
  }
  // Every line begins with `indent`, and ends with a newline; trailing spaces are cut.
  std::string text(const std::string& indent) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::string colour;
  };
  std::vector<Align> columns_;
  std::vector<Row> rows_;
};

}  // namespace linetwin
