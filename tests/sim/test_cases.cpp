#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/quantity.hpp"
#include "report/json.hpp"
#include "support/line.hpp"

using namespace linetwin;
using nlohmann::json;

namespace {

const std::string kCases = std::string(LINETWIN_SOURCE_DIR) + "/tests/cases/";

const json& at_path(const json& root, std::string path) {
  const json* at = &root;
  for (std::size_t end = 0; end != std::string::npos;
       path = end == std::string::npos ? "" : path.substr(end + 1)) {
    end = path.find('.');
    at = &at->at(path.substr(0, end));
  }
  return *at;
}

void check_expectation(const json& expected, const json& result) {
  const double value = expected.at("value");
  const double mean = at_path(result, expected.at("path")).at("mean");
  INFO(expected.at("path").get<std::string>() << ": " << mean << ", exactly " << value);
  double tolerance = std::max(expected.value("rel", 0.0) * std::abs(value), expected.value("abs", 0.0));
  if (expected.at("kind") == "ci") {
    const double half_width = at_path(result, expected.at("path")).at("half_width");
    tolerance = std::max(
        {4 * half_width / 1.96, expected.value("rel_floor", 0.0) * value, expected.value("abs_floor", 0.0)});
    CHECK(half_width <= expected.value("max_hw", 0.015 * value));
  }
  CHECK(std::abs(mean - value) <= tolerance);
}

}  // namespace

TEST_CASE("every case with a known answer gives it") {
  std::ifstream in(kCases + "expected.json");
  const json all = json::parse(in);
  int run = 0;
  for (const json& one : all.at("cases")) {
    const std::string name = one.at("model");
    INFO(name);
    ReadResult read = read_model_file(kCases + name);
    const auto model = compile(read.spec, read.diagnostics);
    REQUIRE(model.has_value());
    RunOptions options;
    const json& how = one.at("run");
    options.duration = static_cast<Time>(*parse_time(how.at("duration").get<std::string>()).value);
    options.warmup = static_cast<Time>(*parse_time(how.at("warmup").get<std::string>()).value);
    options.replications = how.at("replications");
    options.seed = how.at("seed");
    const json result = json::parse(json_report(*model, test::simulate(*model, options), {}));
    for (const json& expected : one.at("expect")) check_expectation(expected, result);
    ++run;
  }
  CHECK(run == 8);
}
