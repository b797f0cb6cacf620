#include "analysis/metrics.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "analysis/required.hpp"
#include "batch/replications.hpp"
#include "report/json.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// The figure under a dotted name; null where there is none.
json under(const json& results, const std::string& name) {
  json at = results;
  std::stringstream steps(name);
  for (std::string step; std::getline(steps, step, '.');) {
    if (!at.contains(step)) return nullptr;
    at = at.at(step);
  }
  return at;
}

int count_figures(const json& at) {
  if (!at.is_object()) return 0;
  if (at.contains("half_width")) return 1;
  int figures = 0;
  for (const auto& [key, value] : at.items()) figures += count_figures(value);
  return figures;
}

}  // namespace

TEST_CASE("every figure of the JSON results has a metric of its name, and every metric a figure") {
  int seen = 0;
  for (const auto& file : fs::directory_iterator(fs::path(LINETWIN_SOURCE_DIR) / "models")) {
    if (file.path().extension() != ".yaml") continue;
    INFO(file.path().filename().string());
    const LineModel model = model_of_file(file.path().string());
    RunOptions options = options_of(30, 10, 1);
    options.replications = 2;
    const Summary summary = summarise(model, options, run_replications(model, options, 1), {}, 0);
    const json results = json::parse(json_report(model, summary, {}));
    const std::vector<Metric> metrics = metrics_of(model);
    for (const Metric& metric : metrics) {
      INFO(metric.name);
      const json figure = under(results, metric.name);
      REQUIRE(figure.is_object());
      const Figure mine = metric.of(summary);
      CHECK(figure.at("mean") == (mine.mean ? json(*mine.mean) : json(nullptr)));
      CHECK(figure.at("half_width") == (mine.half_width ? json(*mine.half_width) : json(nullptr)));
    }
    int figures = 0;
    for (const auto& [key, value] : results.items())
      if (key != "bottleneck" && key != "targets") figures += count_figures(value);
    CHECK(figures == static_cast<int>(metrics.size()));
    ++seen;
  }
  CHECK(seen > 8);
}

TEST_CASE("a star stands for every name of its step, and no other number of steps") {
  CHECK(fits("stations.laser.working", "stations.*.working"));
  CHECK(fits("stations.laser.working", "stations.laser.working"));
  CHECK(fits("stations.laser.working", "*.*.*"));
  CHECK_FALSE(fits("stations.laser.working", "stations.*"));
  CHECK_FALSE(fits("stations.laser.working", "stations.*.blocked"));
  CHECK_FALSE(fits("wip", "stations.*.working"));
  CHECK_FALSE(fits("stations.laser.working", "wip"));
}

TEST_CASE("requirements are judged together: one no is no, one that is open leaves all open") {
  Summary summary;
  summary.throughput_per_h = {90.0, 1.0, 2.0};
  summary.wip = {10.0, 1.0, 2.0};
  const auto of = [&](std::vector<const char*> texts) {
    std::vector<Requirement> requirements;
    for (const char* text : texts) requirements.push_back(*parse_requirement(text).value);
    return all_of(judge(requirements, headline_metrics(), summary));
  };
  CHECK(of({}) == Fulfilled::Yes);
  CHECK(of({"throughput_per_h >= 80", "wip < 20"}) == Fulfilled::Yes);
  CHECK(of({"throughput_per_h >= 90", "wip < 20"}) == Fulfilled::Open);
  CHECK(of({"throughput_per_h >= 90", "wip < 5"}) == Fulfilled::No);
  CHECK(of({"lead_time_s < 5"}) == Fulfilled::Open);
}
