// The event log of a run as text, and where two of them differ.
//
// Lines of CSV behind a few that begin with `#`; docs/trace.md has the meaning of every column.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "sim/observer.hpp"

namespace linetwin {

// States and levels that last no time are left out, as they are from every statistic.
class TraceWriter : public Observer {
 public:
  // `out` must outlive the writer; whether writing succeeded is to be read off it afterwards. `head` are
  // lines of comment, without `#`.
  TraceWriter(const LineModel& model, std::ostream& out, const std::vector<std::string>& head);
  void take(std::span<const Happening> happenings) override;
  void end(Time at) override;
  // It does without what moves tell already.
  Happening::Mask wants() const override { return kWritten; }
  std::int64_t lines() const { return lines_; }

 private:
  static constexpr Happening::Mask kWritten =
      kAllHappenings & ~mask(Happening::Kind::Left) & ~mask(Happening::Kind::Inside);
  void write_moment();
  void write(const Happening& h);
  void begin_line(Time at, std::string_view event, std::string_view element_and_machine);
  void add_part(std::string_view to, std::uint64_t number, std::int16_t variant);
  void add(std::int64_t number);
  void add(std::string_view text);
  std::uint64_t number_of(std::uint32_t part);
  std::uint64_t last_number_of(std::uint32_t part);
  const LineModel& model_;
  std::ostream& out_;
  std::string text_;
  std::vector<Happening> moment_;     // what happened at the present moment
  std::vector<std::int64_t> states_;  // by machine: as written last; -1: never
  std::vector<std::int64_t> levels_;  // by element
  std::vector<const std::int64_t*> touched_;
  std::vector<std::uint64_t> numbers_;  // by row of the pool: the part's number in the trace, 0: none yet
  std::uint64_t last_number_ = 0;
  std::vector<char> silent_;  // of moment_: those that are not written
  // The columns for element and machine.
  std::vector<std::string> element_names_;
  std::vector<std::string> machine_names_;
  std::vector<std::string> vehicle_names_;
  std::int64_t lines_ = 0;
};

struct TraceDifference {
  std::int64_t line = 0;  // from 1, in the first file, comments counted
  Time at = 0;            // the earlier of the two times
  std::string where;      // the element of the earlier line; empty where there is none
  std::string first;      // the lines; empty where a file has ended
  std::string second;
};
// Reads both to the first line that differs, comments apart; nothing: they tell the same. Throws
// std::invalid_argument when one is no trace.
std::optional<TraceDifference> first_difference(std::istream& first, std::istream& second);

}  // namespace linetwin
