// Broken models and the errors that they must give, word for word: tests/broken/NAME.yaml and NAME.errors.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/line.hpp"
#include "support/program.hpp"

using namespace linetwin;
using linetwin::test::contents;
namespace fs = std::filesystem;

TEST_CASE("each broken model gives the errors that it must, all at once and with their places") {
  const fs::path folder = fs::path(LINETWIN_SOURCE_DIR) / "tests" / "broken";
  // LINETWIN_WRITE_ERRORS=1 writes the expected texts anew; read every one before you commit it
  const bool write = std::getenv("LINETWIN_WRITE_ERRORS") != nullptr;
  int models = 0;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.path().extension() != ".yaml") continue;
    ++models;
    const std::string name = file.path().stem().string();
    INFO(name);
    const std::string text = contents(file.path());
    std::vector<Change> changes;
    if (text.starts_with("#set ")) changes.push_back(*parse_change(text.substr(5, text.find('\n') - 5)));
    ReadResult read = read_model_text(name + ".yaml", text, changes, folder.string());
    std::optional<LineModel> model;
    if (read.spec.flow_place.known()) model = compile(read.spec, read.diagnostics);
    CHECK_FALSE(model.has_value());
    CHECK(read.diagnostics.has_errors());
    const std::string got = render(read.diagnostics, read.sources);
    fs::path expected = file.path();
    expected.replace_extension(".errors");
    if (write) std::ofstream(expected, std::ios::binary) << got;
    CHECK(got == contents(expected));
  }
  CHECK(models >= 60);
}
