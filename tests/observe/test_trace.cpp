#include "observe/trace.hpp"

#include <sstream>

#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

std::string trace_of(const std::string& text, double hours, std::uint64_t seed = 1) {
  const LineModel model = model_of(text);
  std::ostringstream out;
  TraceWriter writer(model, out, {"a line of comment"});
  RunAsk ask;
  ask.observer = &writer;
  run(model, options_of(hours, 0, 1, seed), 0, {}, ask);
  return out.str();
}

constexpr const char* kLine = R"(linetwin: 1
name: line
stations:
  a: {cycle: 10 s}
  b: {cycle: {exponential: 8 s}}
buffers: {x: {capacity: 2}}
flow: [source -> a -> x -> b -> sink]
)";

}  // namespace

TEST_CASE("a trace tells the course of a line that can be worked out by hand") {
  const std::string text = trace_of(R"(linetwin: 1
name: hand
stations:
  a: {cycle: 10 s}
  b: {cycle: 4 s}
flow: [source -> a -> b -> sink]
)",
                                    14.0 / 3600);
  CHECK(text ==
        "# linetwin trace 1\n"
        "# a line of comment\n"
        "time_us,event,element,machine,to,part,variant,value\n"
        "0,state,b,1,,,,starved\n"
        "0,move,source,,a,1,part,\n"
        "0,state,a,1,,,,working\n"
        "10000000,finished,a,1,,1,part,1\n"
        "10000000,move,a,,b,1,part,\n"
        "10000000,state,b,1,,,,working\n"
        "10000000,move,source,,a,2,part,\n"
        "14000000,finished,b,1,,1,part,1\n"
        "14000000,move,b,,sink,1,part,14000000\n"
        "14000000,state,b,1,,,,starved\n"
        "14000000,end,,,,,,\n");
}

TEST_CASE("two traces of the same run tell the same, whatever their comments say") {
  std::istringstream first(trace_of(kLine, 1));
  std::string other = trace_of(kLine, 1);
  other.replace(other.find("a line of comment"), 17, "another");
  std::istringstream second(other);
  CHECK_FALSE(first_difference(first, second).has_value());
}

TEST_CASE("the first difference of two traces is named with its time and element") {
  std::string changed = kLine;
  changed.replace(changed.find("capacity: 2"), 11, "capacity: 3");
  const std::string one = trace_of(kLine, 1);
  const std::string two = trace_of(changed, 1);
  std::istringstream first(one);
  std::istringstream second(two);
  const auto difference = first_difference(first, second);
  REQUIRE(difference.has_value());
  CHECK(difference->first != difference->second);
  // both files are the same up to that line
  const auto at = one.find(difference->first);
  REQUIRE(at != std::string::npos);
  CHECK(two.find(one.substr(one.find("time_us"), at - one.find("time_us"))) != std::string::npos);
  CHECK(difference->at > 0);
  CHECK(difference->where == "a");  // which goes on where it stood blocked
}

TEST_CASE("a trace that ends sooner differs where it ends, and a file that is no trace is refused") {
  const std::string whole = trace_of(kLine, 1);
  std::istringstream first(whole);
  std::istringstream second(whole.substr(0, whole.rfind('\n', whole.size() - 2) + 1));
  const auto difference = first_difference(first, second);
  REQUIRE(difference.has_value());
  CHECK(difference->second.empty());
  std::istringstream a(whole);
  std::istringstream b("time,event\n");
  CHECK_THROWS_AS(first_difference(a, b), std::invalid_argument);
}
