// Every model that we ship runs, and makes what its file says to expect.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "analysis/capacity.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;
namespace fs = std::filesystem;

TEST_CASE(
    "every model runs without a warning or a jam, within its capacity, and makes what it says to expect") {
  int models = 0;
  for (const auto& file : fs::directory_iterator(fs::path(LINETWIN_SOURCE_DIR) / "models")) {
    if (file.path().extension() != ".yaml") continue;
    ++models;
    INFO(file.path().filename().string());
    double low = 0, high = 0;
    std::ifstream in(file.path());
    for (std::string line; std::getline(in, line);)
      if (std::sscanf(line.c_str(), "# expect: throughput_per_h %lf .. %lf", &low, &high) == 2) break;
    REQUIRE(high > 0);
    ReadResult read = read_model_file(file.path().string());
    const auto model = compile(read.spec, read.diagnostics);
    CHECK(render(read.diagnostics, read.sources).empty());
    REQUIRE(model.has_value());
    CHECK(model->name == file.path().stem().string());
    RunOptions options = run_options(read.spec, read.diagnostics);
    options.replications = 8;
    const Summary s = simulate(*model, options);
    CHECK(s.stuck.empty());
    CHECK(s.warnings.empty());
    CHECK(*s.throughput_per_h.mean > low);
    CHECK(*s.throughput_per_h.mean < high);
    CHECK(*s.throughput_per_h.mean - *s.throughput_per_h.half_width <= *capacity(*model).line_parts_per_h);
  }
  CHECK(models >= 7);
}
