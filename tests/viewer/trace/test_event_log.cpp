#include "viewer/trace/event_log.hpp"

#include <limits>

#include "viewer/trace/log_lines.hpp"
#include "viewer/trace/logs.hpp"

using namespace linetwin;
using namespace linetwin::test;
using namespace linetwin::viewer;
using Catch::Matchers::Contains;

namespace {

const std::string kHead = kLogHead;  // four lines

}  // namespace

TEST_CASE("happenings come out of their packing as they went in", "[viewer][trace]") {
  using Kind = Happening::Kind;
  constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max() - 1;
  std::vector<Happening> all = {{0, Kind::State, 7, 0, 0, kNone, 0, 0},
                                {0, Kind::Level, 0, 0, 5, kNone, 0, 128},
                                {1, Kind::Move, 1, 3, 127, 128, 16384, 0},
                                {1, Kind::Busy, 0, 0, 2'000'000'000, kNone, 0, far},
                                {kLongestTime, Kind::Finished, 0, 32'000, 1, kNone, 4'000'000'000u, 1}};
  PackedHappenings packed;
  for (const Happening& h : all) packed.add(h);
  CHECK(packed.count() == 5);
  PackedHappenings::Mark mark;
  Happening h;
  for (const Happening& expected : all) {
    REQUIRE(packed.next(mark, h));
    CHECK(h == expected);
  }
  CHECK_FALSE(packed.next(mark, h));
}

TEST_CASE("lines are read from a text of any size, and too long ones are told", "[viewer][trace]") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + (i % 2 ? "\n" : "\r\n");
  std::istringstream in(text + "last");
  LogLines lines(in);
  std::string_view line;
  for (int i = 0; i < 100'000; ++i) {
    REQUIRE(lines.next(line));
    REQUIRE(line == std::to_string(i));
    REQUIRE(lines.whole());
  }
  REQUIRE(lines.next(line));
  CHECK(line == "last");
  CHECK_FALSE(lines.whole());
  CHECK(lines.number() == 100'001);
  CHECK_FALSE(lines.next(line));
  CHECK_FALSE(lines.too_long());

  std::istringstream endless(std::string(1'000'000, 'x'));
  LogLines no_lines(endless);
  CHECK_FALSE(no_lines.next(line));
  CHECK(no_lines.too_long());
}

TEST_CASE("a log says of which model and run it is", "[viewer][trace]") {
  const EventLog log = log_of(kHead + "0,state,m1,1,,,,working\n5,end,,,,,,\n");
  CHECK(log.model_name == "two");
  CHECK(log.model_hash == std::uint64_t{0x0123456789abcdef});
  CHECK(log.run == "version 1.0 seed 7 replication 1");
  CHECK(log.end == 5);
  CHECK(log.cut.empty());
  const EventLog spaces = log_of("# linetwin trace 1\n# model a line of mine 00000000000000ff\n" +
                                 kHead.substr(kHead.find("time_us")) + "0,end,,,,,,\n");
  CHECK(spaces.model_name == "a line of mine");
  CHECK(spaces.model_hash == std::uint64_t{255});
  const EventLog bare =
      log_of("# linetwin trace 1\n" + kHead.substr(kHead.find("time_us")) + "0,end,,,,,,\n");
  CHECK(bare.model_name.empty());
  CHECK_FALSE(bare.model_hash.has_value());
}

TEST_CASE("what is no log, or wrong in one, is said with its line", "[viewer][trace]") {
  CHECK_THAT(error_of(""), Contains("run.csv:1: error: the file is empty"));
  CHECK_THAT(error_of("linetwin: 1\n"), Contains("run.csv:1: error: this is no event log"));
  CHECK_THAT(error_of("# linetwin trace 2\n"), Contains("this is no event log"));
  CHECK_THAT(error_of("# linetwin trace 1\n0,end,,,,,,\n"), Contains("run.csv:2: error: here the columns"));
  CHECK_THAT(error_of("# linetwin trace 1\n# model"), Contains("before its columns"));
  CHECK_THAT(error_of(std::string(300'000, '\0')), Contains("this is no event log"));
  CHECK_THAT(error_of(kHead + "0,stat,m1,1,,,,working\n"),
             Contains("run.csv:5: error: unknown event \"stat\"") && Contains("did you mean \"state\"?"));
  CHECK_THAT(error_of(kHead + "0,state,m1,1,,,,worknig\n"),
             Contains("unknown state \"worknig\"") && Contains("did you mean \"working\"?"));
  CHECK_THAT(error_of(kHead + "0,vehicle,agv,1,,,,flying\n"), Contains("unknown state \"flying\""));
  CHECK_THAT(error_of(kHead + "0,state,m1,1,,,working\n"), Contains("a line has 8 columns, this one has 7"));
  CHECK_THAT(error_of(kHead + "0.5,state,m1,1,,,,working\n"),
             Contains("\"0.5\" is not a time in microseconds"));
  CHECK_THAT(error_of(kHead + "-1,level,b,,,,,0\n"), Contains("\"-1\" is not a time"));
  CHECK_THAT(error_of(kHead + "9,level,b,,,,,0\n8,level,b,,,,,1\n"),
             Contains("run.csv:6: error: time goes back from 9 to 8"));
  CHECK_THAT(error_of(kHead + "0,end,,,,,,\n1,level,b,,,,,1\n"), Contains("the run has ended above"));
  CHECK_THAT(error_of(kHead + "0,level,b,,,,,many\n"), Contains("\"many\" is not a number of parts"));
  CHECK_THAT(error_of(kHead + "0,level,b,,,,,99999999999999999999\n"), Contains("is not a number of parts"));
  CHECK_THAT(error_of(kHead + "0,state,m1,0,,,,working\n"), Contains("\"0\" is not the number of a machine"));
  CHECK_THAT(error_of(kHead + "0,move,,,b,1,part,\n"), Contains("the name of an element is missing"));
  CHECK_THAT(error_of(kHead + "0,move,a,,b,1,,\n"), Contains("the variant of the part is missing"));
  CHECK_THAT(error_of(kHead + std::string(100'000, 'x')), Contains("longer than"));
}

TEST_CASE("a log that was cut short is read as far as it goes, and says so", "[viewer][trace]") {
  const std::string whole = kHead + "0,state,m1,1,,,,working\n5,level,b,,,,,12\n";
  for (const std::string& text : {whole, whole + "9,level,b,,,,,1", whole + "9,en", whole + "\n"}) {
    const EventLog log = log_of(text);
    CHECK(log.happenings.count() == 2);
    CHECK(log.end == 5);
    CHECK_THAT(log.cut, Contains("cut short"));
  }
  CHECK(log_of(whole + "9,end,,,,,,").cut.empty());
}

TEST_CASE("a log that would take too much memory is refused", "[viewer][trace]") {
  std::string text = kHead;
  for (int i = 0; i < 1000; ++i) text += std::to_string(i) + ",level,b,,,,,1\n";
  std::istringstream in(text);
  EventLogLimits limits;
  limits.bytes = 1000;
  CHECK_THAT(read_event_log("run.csv", in, limits).error, Contains("the log is too long"));
}

TEST_CASE("a file that cannot be read is said to be so", "[viewer][trace]") {
  const EventLogRead read = read_event_log_file("no-such-folder/run.csv");
  CHECK_FALSE(read.log.has_value());
  CHECK_THAT(read.error, Contains("no-such-folder/run.csv: error: it cannot be read"));
}
