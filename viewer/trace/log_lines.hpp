// The lines of a text, one after the other, of files of any size.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

namespace linetwin::viewer {

class LogLines {
 public:
  static constexpr std::size_t kLongest = std::size_t{1} << 16;  // bytes

  explicit LogLines(std::istream& in) : in_(in) {}
  // The next line without its end, valid until the next call; false at the end, and at a line that is longer
  // than kLongest.
  bool next(std::string_view& line);
  std::int64_t number() const { return number_; }  // of the line read last, from 1
  bool whole() const { return whole_; }            // the line read last has an end
  bool too_long() const { return too_long_; }

 private:
  bool fill();
  std::istream& in_;
  std::string text_;
  std::size_t at_ = 0;
  std::int64_t number_ = 0;
  bool whole_ = true;
  bool too_long_ = false;
};

}  // namespace linetwin::viewer
