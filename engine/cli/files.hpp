// Files that appear whole or not at all.
#pragma once

#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cli/common.hpp"

namespace linetwin::cli {

// It is written beside its place and moved there by commit(); without that nothing is left behind. A device
// or a pipe is written as it is.
class WholeFile {
 public:
  explicit WholeFile(std::string path) : path_(std::move(path)), temporary_(path_ + ".part") {}
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  bool open();  // false when the place cannot be written
  bool opened() const { return opened_; }
  std::ofstream& stream() { return out_; }
  bool commit();  // false when something could not be written
  bool write(const std::string& text);
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::string temporary_;
  std::ofstream out_;
  bool opened_ = false;
  bool direct_ = false;
  bool done_ = false;
};

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
