// Happenings in about eight bytes each, read from the first to the last.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/observer.hpp"

namespace linetwin::viewer {

class PackedHappenings {
 public:
  // Where a reader stands: before the first one at first.
  struct Mark {
    std::size_t byte = 0;
    Time at = 0;  // of the happening read last
  };
  // Not earlier than the one before; `variant`, `a`, `b` and `value` may not be below -1.
  void add(const Happening& happening);
  // Reads the next one and goes behind it; false at the end.
  bool next(Mark& mark, Happening& happening) const;
  std::int64_t count() const { return count_; }
  std::size_t bytes() const { return bytes_.size(); }
  void shrink() { bytes_.shrink_to_fit(); }

 private:
  void put(std::uint64_t number);
  std::uint64_t get(std::size_t& byte) const;
  std::vector<std::uint8_t> bytes_;
  std::int64_t count_ = 0;
  Time last_ = 0;
};

}  // namespace linetwin::viewer
