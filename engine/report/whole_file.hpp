// Files that appear whole or not at all.
#pragma once

#include <fstream>
#include <string>
#include <utility>

namespace linetwin {

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

}  // namespace linetwin
