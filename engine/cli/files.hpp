// Files that the commands write.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cli/common.hpp"
#include "report/whole_file.hpp"

namespace linetwin::cli {

// What `--json FILE|-` names; nothing where it was not given.
class JsonOutput {
 public:
  explicit JsonOutput(const OutputArguments& out) : place_(out.json), file_(out.json) {}
  // Tries the place; false after a word on standard error when it cannot be written, or is one of the inputs.
  bool open(const std::vector<std::string>& inputs);
  // Asks for the text only if it is wanted. False after a word on standard error.
  bool write(const std::function<std::string()>& text);

 private:
  std::string place_;
  WholeFile file_;
};

// Whether both name the same file; of files that do not exist yet, whether they are written alike.
bool same_file(const std::string& a, const std::string& b);
// Makes the folder if it is missing; false when it cannot be written in.
bool make_folder(const std::string& folder);
// All of them, each whole; false at the first that could not be written. Tables of `known` names that are not
// among them are removed: they would be those of another run.
bool write_tables(const std::string& folder, const std::vector<std::pair<std::string, std::string>>& tables,
                  const std::vector<std::string>& known);

}  // namespace linetwin::cli
