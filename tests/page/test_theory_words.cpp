#include <filesystem>
#include <set>

#include "page/page_theory_words.hpp"
#include "referee/referee.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;
namespace fs = std::filesystem;

TEST_CASE("whatever the referee says of the models of the project, the Korean page can say, too") {
  std::set<std::string> said;
  for (const char* folder : {"models", "tests/cases", "tests/fuzz/corpus"})
    for (const auto& file : fs::directory_iterator(fs::path(LINETWIN_SOURCE_DIR) / folder)) {
      if (file.path().extension() != ".yaml") continue;
      ReadResult read = read_model_file(file.path().string());
      const auto model = compile(read.spec, read.diagnostics);
      if (!model) continue;
      const RefereeReport report = consult(*model);
      for (const Finding& finding : report.findings) said.insert(finding.method);
      for (const NotApplied& one : report.not_applied) said.insert(one.method), said.insert(one.reason);
    }
  CHECK(said.size() > 20);
  for (const std::string& text : said) {
    INFO(text);
    CHECK(has_theory_text(text));
  }
}

TEST_CASE("names and numbers of a sentence stay where they belong, whatever is in them") {
  CHECK(theory_text("\"a \\ b\" is overloaded: 90 parts/h come, it can take 60.5", Language::Korean) ==
        "\"a \\ b\": 과부하임 (도착 90개/h, 처리 가능 60.5개/h)");
  CHECK(theory_text("the line branches at \"용접\"", Language::Korean) == "\"용접\": 라인이 갈라짐");
  CHECK(theory_text("the line branches at \"용접\"", Language::English) == "the line branches at \"용접\"");
  CHECK(theory_text("something new", Language::Korean) == "something new");
  CHECK_FALSE(has_theory_text("something new"));
}
